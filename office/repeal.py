"""Ending the force of an issued document (废止、撤销): a fact beside the record, which stays as it was (条例 art. 33)."""

from __future__ import annotations

import datetime as dt

from domain.book_events import Repealed, RepealKind
from domain.case import Case
from domain.office import Actor
from domain.procedure import MAY_REPEAL
from office.errors import NothingToDoError, NotYourRoleError, OpinionMissingError
from office.examine import current
from office.house import House
from office.issuing_errors import RepealDayError
from office.record import record
from office.scope import case_for
from office.sign import where


def may_be_repealed(actor: Actor, case: Case) -> bool:
    """Tell whether the actor may end the force of this document now."""
    return actor.has(*_may_repeal(case)) and case.issued is not None and case.repealed is None


def repeal(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    kind: RepealKind,
    reason: str,
    effective: dt.date | None = None,
    by_number: str = "",
    channel: str = "desk",
) -> Case:
    """Note that an issued document lost its force: 废止 from a day on, 撤销 from its own day, as if it never was.

    ``by_number`` names the document that says so. The day may be still to come.

    Raises:
        RepealDayError: 废止 has no day, or one before the document was issued.
        NothingToDoError: It is not issued, or lost its force before.
    """
    case = case_for(house, actor, document_id)
    if not actor.has(*_may_repeal(case)):
        raise NotYourRoleError(kind.value, house.office.titles(*_may_repeal(case)))
    if case.issued is None or case.dated is None or case.repealed:
        raise NothingToDoError(document_id, kind.value, effect_of(case, house.clock.today()) or where(case))
    if not reason.strip():
        raise OpinionMissingError(document_id, kind.value)
    repealed = Repealed(kind, _day(case, case.dated, kind, effective), reason.strip(), by_number.strip())
    record(house, lambda pen: pen.note(repealed, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def effect_of(case: Case, today: dt.date) -> str:
    """Say that a document has lost or will lose its force; nothing when it stands (效力)."""
    if case.repealed is None:
        return ""
    kind, day = case.repealed.kind, case.repealed.effective
    by = f"（{case.repealed.by_number}）" if case.repealed.by_number else ""
    if kind is RepealKind.REVOKED:
        return f"已撤销，自始无效{by}"
    words = f"{day.year}年{day.month}月{day.day}日"
    return f"已于{words}废止{by}" if day <= today else f"自{words}起废止{by}"


def _may_repeal(case: Case) -> tuple[str, ...]:
    return case.route.repeal_by if case.route else MAY_REPEAL


def _day(case: Case, dated: dt.date, kind: RepealKind, effective: dt.date | None) -> dt.date:
    if kind is RepealKind.REVOKED:  # 公文被撤销的，视为自始无效
        return dated
    if effective is None or effective < dated:
        raise RepealDayError(case.document_id, effective.isoformat() if effective else "")
    return effective
