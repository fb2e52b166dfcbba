"""What a reader sees of a record in the archive beside its way (档案页): place, period, holds, who has it; and what was taken over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.case import Case
from domain.case_imported import CATEGORY
from domain.holding import Holding
from office.archived import record_of
from office.filing import ISSUED_DOCX, ISSUED_PDF, TEXT
from office.house import House

MOST_CHARACTERS = 20_000
"""More of a text than this is for the search and the file itself."""


@dataclass(frozen=True)
class KeptView:
    """A record as the archive has it (在档情况); ``pdf``, ``docx`` and ``text`` are of a record that was taken over."""

    code: str
    year: int
    retention: str
    expires: dt.date | None
    standing: str
    held: tuple[str, ...]
    borrower: str
    pages: int = 0
    pdf: bool = False
    docx: bool = False
    text: str = ""


def kept_view(house: House, case: Case) -> KeptView | None:
    """Tell where a record stands; nothing for a document that is not filed."""
    holding = house.registry.holding(case.document_id) if case.filed else None
    if holding is None:
        return None
    if not is_taken_over(case):
        return _view(holding)
    files = record_of(house, case).files()
    text = "" if ISSUED_PDF in files else record_of(house, case).read(TEXT).decode()[:MOST_CHARACTERS]
    return _view(holding, pages=holding.pages, pdf=ISSUED_PDF in files, docx=ISSUED_DOCX in files, text=text)


def is_taken_over(case: Case) -> bool:
    """Tell whether a record came from elsewhere, so that its files are not of our making."""
    return case.category == CATEGORY and case.route is None


def _view(holding: Holding, *, pages: int = 0, pdf: bool = False, docx: bool = False, text: str = "") -> KeptView:
    return KeptView(
        code=holding.code,
        year=holding.year,
        retention=holding.retention.value,
        expires=holding.expires,
        standing=holding.standing.value,
        held=tuple(f"{hold.owner}：{hold.reason}" for hold in holding.holds),
        borrower=holding.loan.borrower if holding.loan else "",
        pages=pages,
        pdf=pdf,
        docx=docx,
        text=text,
    )
