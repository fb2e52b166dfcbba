"""``docs/screens`` shows every page of the desk, and every picture stands in its list."""

from __future__ import annotations

import re
from collections import defaultdict

from django.urls import URLPattern, get_resolver, resolve

from tests import screen_pictures as pictures
from tests.integration.test_desk_authorization import TABLE
from tests.needs import REPOSITORY

SCREENS = REPOSITORY / "docs" / "screens"
NO_PAGES = {
    *("front", "years", "stylesheet", "icon"),
    *("shown_page", "issued_page", "numbered_page", "receipt_page", "scan", "way", "procedure_picture"),
    *("file", "receipt_file", "receipt_sheet", "receipt_circulation", "box_note", "destruction_paper", "loan_copy"),
    *("search_export", "export_book", "export_seals", "export_receipts"),
    *("use_export", "secret_sheet", "outsider_sheet"),
    *("year_list", "year_checks", "year_paper"),
}
"""What an address gives that is no page: it leads on, or gives a picture, a file to take away, the stylesheet."""
READ_SCANS = {"transcript": "scan-words", "receipt": "scan-judge"}
"""Pages pictured by ``tests/acceptance/test_scan_stories.py``: they need the program that reads scans."""


def _shown() -> list[pictures.Screen]:
    ids: dict[str, str] = defaultdict(lambda: "W2026-00001")
    receipts = dict.fromkeys(
        re.findall(r"\w+", "arrived scan counted review propose instruct compare handle"), "W2026-00001"
    )
    return [
        *pictures.screens(ids),
        *pictures.archive_screens("2026"),
        *pictures.secret_screens("W2026-00001"),
        *pictures.destruction_screens("一", "二", "三"),
        *pictures.receipt_screens(receipts | {"circulating": "W1", "conclude": "W1", "filed": "W1"}),
    ]


def test_every_page_of_the_desk_is_pictured() -> None:
    names = {pattern.name for pattern in get_resolver("desk.urls").url_patterns if isinstance(pattern, URLPattern)}
    pages = {name for name in names if (name, "GET") in TABLE} - NO_PAGES

    pictured = {resolve(screen.address.partition("?")[0]).url_name for screen in _shown()}

    assert pages - pictured - READ_SCANS.keys() == set()
    assert names >= NO_PAGES


def test_every_picture_is_there_and_stands_in_the_list_and_no_other() -> None:
    listed = set(re.findall(r"\((\S+)\.png\)", (SCREENS / "README.md").read_text("utf-8")))
    taken = {screen.name for screen in _shown()} | set(READ_SCANS.values())

    assert listed == taken
    assert {file.stem for file in SCREENS.glob("*.png")} == taken
