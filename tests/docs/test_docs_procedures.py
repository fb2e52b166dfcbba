"""Every procedure that comes with the software is drawn, compared and tells its sources and its gaps."""

from __future__ import annotations

import re

import pytest

from tests.needs import REPOSITORY
from tools.procedure_pages import lacking
from tools.reference_procedures import procedures

FOLDER = REPOSITORY / "docs" / "procedures"
NAMES = [name for name, _ in procedures()]
_SOURCE = re.compile(r"S[0-4] |条例第|office-rules")


def test_no_drawing_lies_there_without_its_procedure() -> None:
    assert {file.stem for file in FOLDER.glob("*.svg")} == {name.removesuffix(".toml") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_drawing_and_every_gap_of_a_procedure(name: str) -> None:
    page = (FOLDER / "README.md").read_text("utf-8")

    assert f"]({name.removesuffix('.toml')}.svg)" in page
    assert lacking(name)
    assert all(f"- {sentence}\n" in page for sentence in lacking(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_a_file_has_its_source_beside_it(name: str) -> None:
    lines = (REPOSITORY / "templates" / "procedures" / name).read_text("utf-8").splitlines()
    above = [lines[number - 1] for number, line in enumerate(lines) if line == "[[step]]"]

    assert above
    assert [line for line in above if not (line.startswith("#") and _SOURCE.search(line))] == []
