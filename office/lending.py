"""The register of reading and lending (查阅、借阅登记): reading in the office is the rule, lending the exception; who, why, until when, back how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.holding import Holding
from domain.holding_events import HoldingEvent, Lent, ReadingNoted, Returned
from domain.holding_listing import HoldingQuery
from domain.office import Actor, Role
from domain.procedure import Limit, LimitUnit
from office.archive_rules import rules_of
from office.archived import find_record
from office.binding import STAMPED_PDF
from office.errors import UnknownDocumentError
from office.filing import ISSUED_PDF
from office.house import House
from office.keeping import kept, require_archivist, require_words, to_each
from office.keeping_errors import ApprovalMissingError, LentAlreadyError, NotLentError
from office.opened import is_restricted, note_opened
from office.scope import scope_of
from office.secret_errors import OutsiderError

APPROVERS = (Role.DIRECTOR, Role.DEPUTY, Role.LEADER, Role.SECRETARY, Role.HEAD)
"""Who lets an outsider read, and a record out of the house."""


@dataclass(frozen=True)
class Reader:
    """Who reads or borrows, and why (利用者); ``organisation`` is empty for one of ours, ``approver`` the login who allowed it."""

    name: str
    purpose: str
    organisation: str = ""
    approver: str = ""


def note_reading(
    house: House, actor: Actor, names: Sequence[str], reader: Reader, copies: int = 0, channel: str = "desk"
) -> tuple[str, ...]:
    """Note that somebody read records in the office; outsiders need an approver.

    Raises:
        ReasonMissingError: Who reads or why is not stated.
        ApprovalMissingError: An outsider reads without a leader's approval.
        OutsiderError: An outsider reads what is secret or restricted; that is the clerk's, with an approval of its own.
    """
    require_archivist(actor, "登记查阅")
    name, purpose = _stated(reader, names)
    _refuse_restricted(house, actor, reader, names)
    approver = _approver(house, reader, names) if reader.organisation or reader.approver else ""
    noted = ReadingNoted(name, purpose, reader.organisation.strip(), copies, approver)
    return to_each(house, actor, names, lambda _: noted, channel)


def lend(
    house: House, actor: Actor, names: Sequence[str], reader: Reader, *, days: int = 0, channel: str = "desk"
) -> tuple[dt.date, tuple[str, ...]]:
    """Lend records for some working days, as many as the office's rule says unless stated; give the day they are due.

    Raises:
        ApprovalMissingError: Nobody who may has approved it.
        LentAlreadyError: One is lent already.
        OutsiderError: It is secret or restricted, and the borrower is from outside.
    """
    require_archivist(actor, "借出档案")
    name, purpose = _stated(reader, names)
    _refuse_restricted(house, actor, reader, names)
    approver = _approver(house, reader, names)
    limit = Limit(days or rules_of(house).loan_days, LimitUnit.WORKING_DAYS)
    due = house.calendar.due(house.clock.now(), limit).at.date()

    def act(holding: Holding) -> HoldingEvent:
        if holding.loan is not None:
            raise LentAlreadyError(holding.record, holding.loan.borrower, f"{holding.loan.due:%Y年%-m月%-d日}")
        return Lent(f"{reader.organisation.strip()}{name}", purpose, due, approver)

    return due, to_each(house, actor, names, act, channel)


def take_back(
    house: House, actor: Actor, names: Sequence[str], *, intact: bool, note: str = "", channel: str = "desk"
) -> tuple[str, ...]:
    """Take lent records back after looking through them; damage, loss or alteration is to be described.

    Raises:
        NotLentError: One is not lent.
        ReasonMissingError: Something is wrong and not described.
    """
    require_archivist(actor, "收回档案")
    words = note.strip() if intact else require_words(note, "、".join(names), "损坏、缺页或改动的情况")

    def act(holding: Holding) -> HoldingEvent:
        if holding.loan is None:
            raise NotLentError(holding.record)
        return Returned(intact, words)

    return to_each(house, actor, names, act, channel)


def lent(house: House, actor: Actor, *, overdue: bool = False) -> tuple[Holding, ...]:
    """List what is lent within the actor's scope, or what should be back by now."""
    return house.registry.holdings(_lent_query(house, overdue=overdue), scope_of(actor))


def overdue_count(house: House, actor: Actor) -> int:
    """Count what should be back by now (过期未还)."""
    return house.registry.count_holdings(_lent_query(house, overdue=True), scope_of(actor))


def lent_copy(house: House, actor: Actor, name: str, channel: str = "desk") -> tuple[str, bytes]:
    """Give a copy of a lent piece's pages with the borrower across each of them (水印), and a name for the file.

    Raises:
        NotLentError: It is not lent.
        UnknownDocumentError: It has no pages.
    """
    require_archivist(actor, "出借复制件")
    holding = kept(house, actor, name)
    if holding.loan is None:
        raise NotLentError(holding.record)
    stored = find_record(house, holding.record, holding.level)
    pdf = next((one for one in (STAMPED_PDF, ISSUED_PDF) if stored and one in stored.files()), None)
    if stored is None or pdf is None:
        raise UnknownDocumentError(name)
    if (case := house.registry.case(holding.record)) is not None:
        note_opened(house, actor, case, "借阅复制件", channel)
    words = f"借阅 {holding.loan.borrower} {holding.loan.due:%Y-%m-%d}前归还"
    return f"{holding.code or holding.record}（借阅）.pdf", house.press.watermark(stored.read(pdf), words)


def approvers(house: House) -> tuple[tuple[str, str], ...]:
    """List who may approve, as login and name with post (批准人)."""
    accounts = (house.office.actor(account.login) for account in house.office.accounts)
    return tuple(
        (actor.login, f"{actor.name}（{house.office.titles(*actor.roles)}）")
        for actor in accounts
        if actor and actor.has(*APPROVERS)
    )


def _refuse_restricted(house: House, actor: Actor, reader: Reader, names: Sequence[str]) -> None:
    """Leave secret and restricted records that an outsider wants to the clerk and to whom the office names (外来人员查阅, S3 十3)."""
    for name in names if reader.organisation.strip() else ():
        case = house.registry.case(kept(house, actor, name).record)
        if case is not None and is_restricted(case):
            raise OutsiderError(
                name, "这件涉密或限阅，档案员不能直接登记", "请机要员在“外来人员查阅”页报批，在机要员处查阅"
            )


def _lent_query(house: House, *, overdue: bool) -> HoldingQuery:
    yesterday = house.clock.today() - dt.timedelta(days=1)
    return HoldingQuery(lent=True, due_by=yesterday if overdue else None, by_code=True)


def _stated(reader: Reader, names: Sequence[str]) -> tuple[str, str]:
    subject = "、".join(names)
    return require_words(reader.name, subject, "利用者姓名"), require_words(reader.purpose, subject, "利用目的")


def _approver(house: House, reader: Reader, names: Sequence[str]) -> str:
    """Give the person who approved, who must hold one of the roles that may."""
    actor = house.office.actor(reader.approver)
    if actor is None or not actor.has(*APPROVERS):
        raise ApprovalMissingError("、".join(names), "、".join(role.label for role in APPROVERS))
    return actor.person
