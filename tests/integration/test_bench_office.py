"""The large office for measuring, in a small size: what it makes is sound, and the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.big_office import Made, make
from domain.case import Phase
from hongtou.wiring import opened
from office.archived import record_of
from office.care import verify
from office.filing import ISSUED_PDF
from office.search import search

DOCUMENTS, IN_FLIGHT = 24, 4


def _made(folder: Path) -> Made:
    return make(folder, DOCUMENTS, IN_FLIGHT, seed=3, workers=1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_an_office_made_in_bulk_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    made = _made(tmp_path / "one")

    with opened(tmp_path / "one") as house:
        report = verify(house)
        assert report.faults == ()
        assert (report.records, report.ledger_lines) == (made.filed, made.lines)
        cases = house.registry.cases()
        done = [case for case in cases if case.phase is Phase.DONE]
        assert len(cases) == DOCUMENTS + IN_FLIGHT
        assert len(house.registry.cases(phases=(Phase.UNDER_WAY,))) == IN_FLIGHT
        assert all(record_of(house, case).read(ISSUED_PDF).startswith(b"%PDF-1.7") for case in done)
        assert len({case.number for case in done if "〔" in case.number}) == sum("〔" in case.number for case in done)
        archivist = house.office.actor("archivist1")
        assert archivist is not None
        title = done[0].title
        assert title in {hit.title for hit in search(house, archivist, f'"{title[12:22]}"').hits}
        assert all(
            house.staging.holds(page) for case in cases if case.is_in_flight and case.shown for page in case.shown.pages
        )

    assert _made(tmp_path / "two").last == made.last
