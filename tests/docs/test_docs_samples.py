"""What the pages show as a whole file can be taken over as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from office.office_file import load_calendar
from office.procedure_files import parse_procedure
from tests.needs import REPOSITORY

_TOML = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def _samples(page: str) -> list[str]:
    return _TOML.findall((REPOSITORY / "docs" / page).read_text("utf-8"))


def test_the_procedure_on_the_page_can_be_used_as_it_stands() -> None:
    whole = next(text for text in _samples("reference/procedures.md") if "[procedure]" in text)

    assert [step.id for step in parse_procedure(whole, "sample").steps][-2:] == ["register", "seal"]


def test_the_calendar_in_the_guide_can_be_used_as_it_stands(tmp_path: Path) -> None:
    text = next(text for text in _samples("guide/administrator.md") if "holidays" in text)
    (tmp_path / "2027.toml").write_text(text, "utf-8")

    calendar = load_calendar(tmp_path)

    assert calendar.knows(2027)
    assert [day.year for day in calendar.makeup_days if day.year == 2027] == [2027]
