"""What was taken in goes the way of everything that comes in, with what its sheet says of it."""

from __future__ import annotations

from pathlib import Path

from domain.intake import Category
from office.exchange import exchange
from office.receive import particulars_found
from tests.an_office import new_clock, opened
from tests.exchange_making import TheCounty, prepare_exchanging, sheet_of


def test_what_came_by_exchange_is_taken_in_as_incoming_with_the_fields_of_its_sheet(tmp_path: Path) -> None:
    county = TheCounty()
    prepare_exchanging(tmp_path / "office", county)
    with opened(tmp_path / "office", new_clock()) as office:
        files = county.package(urgent=True)
        county.lay(office.house.root, files)

        exchange(office.house, urgent_only=True)
        office.work()

        (case,) = office.house.registry.cases()
        sheet, found = sheet_of(files), particulars_found(office.house, case)
        assert case.category == Category.RECEIPT.value
        assert (found.sender, found.sender_number, found.title) == (sheet.organs[0], sheet.number, sheet.title)
        assert (found.kind, found.urgency, found.dated, found.copies) == ("通知", "特急", sheet.dated, 1)
