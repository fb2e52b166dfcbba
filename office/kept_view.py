"""What a reader sees of a record in the archive beside its way (档案页): place, period, holds, who has it; and what was taken over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from domain.case import Case
from domain.case_imported import CATEGORY
from domain.holding import Holding, Standing
from office.appraisal import decision_of, said_of
from office.archived import record_of
from office.filing import ISSUED_DOCX, ISSUED_PDF, TEXT
from office.house import House

MOST_CHARACTERS = 20_000
"""More of a text than this is for the search and the file itself."""


@dataclass(frozen=True)
class KeptView:
    """A record as the archive has it (在档情况); ``name`` is what forms call it by, ``over`` that its time is over.

    ``pdf``, ``docx`` and ``text`` are of a record that was taken over.
    """

    code: str
    year: int
    retention: str
    expires: dt.date | None
    standing: str
    held: tuple[str, ...]
    borrower: str
    name: str = ""
    rule: str = ""
    reason: str = ""
    due: dt.date | None = None
    overdue: bool = False
    over: bool = False
    opinions: tuple[str, ...] = ()
    verdict: str = ""
    pages: int = 0
    pdf: bool = False
    docx: bool = False
    text: str = ""


def kept_view(house: House, case: Case) -> KeptView | None:
    """Tell where a record stands; nothing for a document that is not filed."""
    holding = house.registry.holding(case.document_id) if case.filed else None
    if holding is None:
        return None
    view = _view(house, holding)
    if not is_taken_over(case):
        return view
    files = record_of(house, case).files()
    text = "" if ISSUED_PDF in files else record_of(house, case).read(TEXT).decode()[:MOST_CHARACTERS]
    return replace(view, pages=holding.pages, pdf=ISSUED_PDF in files, docx=ISSUED_DOCX in files, text=text)


def is_taken_over(case: Case) -> bool:
    """Tell whether a record came from elsewhere, so that its files are not of our making."""
    return case.category == CATEGORY and case.route is None


def _view(house: House, holding: Holding) -> KeptView:
    today, loan = house.clock.today(), holding.loan
    return KeptView(
        code=holding.code,
        year=holding.year,
        retention=holding.retention.value,
        expires=holding.expires,
        standing=holding.standing.value,
        held=tuple(f"{hold.owner}：{hold.reason}" for hold in holding.holds),
        borrower=loan.borrower if loan else "",
        name=holding.code or holding.record,
        rule=holding.rule,
        reason=holding.reason if holding.standing is Standing.LEFT_OUT else "",
        due=loan.due if loan else None,
        overdue=bool(loan and loan.due < today),
        over=holding.is_over(today),
        opinions=tuple(said_of(house, one) for one in holding.opinions),
        verdict=decision_of(holding),
    )
