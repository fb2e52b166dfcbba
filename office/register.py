"""Giving numbers (登记): the clerk's own act after 签发, one transaction, once and for good (law 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.book_events import NumbersStarted, RangeReserved
from domain.case import Case, Phase
from domain.counts import count_in
from domain.events import Registered
from domain.facts import FactName
from domain.numbers import NumberScheme
from domain.office import Actor
from domain.posts import Role
from domain.procedure import Verb
from office.errors import (
    ClockWentBackError,
    NoSchemeError,
    NothingToDoError,
    NotYourRoleError,
    NumberTakenError,
    OpinionMissingError,
    UnknownSeriesError,
)
from office.examine import current
from office.house import House
from office.issuing_errors import CopiesShortError, PrintRunMissingError
from office.numbers_lock import require_unlocked
from office.recipients import Recipient, copies_for, settled
from office.record import Pen, record
from office.scope import case_for
from office.sign import step_of, where

MOST_OFFERED = 50
CLOCK_TOLERANCE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class NumberProposal:
    """The number a document would get now (拟编字号), and the lowest reserved ones that are free."""

    text: str
    serial: int
    scheme: NumberScheme
    period: int
    reserved: tuple[int, ...]
    has_more: bool = False


def proposal(house: House, actor: Actor, document_id: str) -> NumberProposal:
    """Show which number the document would get; another clerk's act may still change it."""
    case = case_for(house, actor, document_id)
    scheme, year = _scheme_and_year(house, case)
    period = scheme.period(year)
    serial = house.registry.next_serial(scheme.id, period)
    reserved = house.registry.reserved_free(scheme.id, period, MOST_OFFERED + 1)
    has_more = len(reserved) > MOST_OFFERED
    return NumberProposal(scheme.text(year, serial), serial, scheme, period, reserved[:MOST_OFFERED], has_more)


def register_document(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    serial: int | None = None,
    print_run: int | None = None,
    recipients: Sequence[Recipient] | None = None,
    channel: str = "desk",
) -> Case:
    """Register a signed document: its number, date, recipients and print run. ``serial`` takes a reserved number.

    Without ``recipients`` a document that is distributed goes to those it is addressed to; the print run is at least what they and
    the files need. Where nothing is distributed and neither the draft nor the clerk states a print run, it is asked for, never guessed.

    Raises:
        PrintRunMissingError: Nobody has stated how many copies are printed.
        ClockWentBackError: The clock stands before the ledger's last entry.
        NumberTakenError: ``serial`` is not a free reserved number.
    """
    case = case_for(house, actor, document_id)
    step = step_of(house, actor, case, "登记", verb=Verb.REGISTER)
    scheme, year = _scheme_and_year(house, case)
    period = scheme.period(year)
    scope = settled(house, case, recipients)
    run = _run(house, case, scope, print_run)

    def give(pen: Pen) -> None:
        require_clock(house, pen)
        require_unlocked(house, scheme, period)
        chosen = _chosen_serial(pen, scheme, period, serial, document_id)
        registered = Registered(
            step=step.key,
            scheme=scheme.id,
            period=period,
            serial=chosen,
            number=scheme.text(year, chosen),
            dated=case.dated or house.clock.today(),
            printed_on=house.clock.today(),
            print_run=run,
            from_reserve=serial is not None,
            recipients=tuple(one.name for one in scope),
            shares=tuple(one.copies for one in scope),
        )
        pen.note(registered, case.document_id)

    record(house, give, actor=actor, channel=channel)
    return current(house, case.document_id)


def _run(house: House, case: Case, scope: Sequence[Recipient], stated: int | None) -> int:
    needed = _needed(house, scope)
    run = stated or max(stated_run(case), needed)
    if not run:
        raise PrintRunMissingError(case.document_id)
    if run < needed:
        raise CopiesShortError(case.document_id, run, needed)
    return run


def stated_run(case: Case) -> int:
    """Give the print run that the draft states, 0 when it states none that can be read."""
    return count_in(case.facts.value(FactName.PRINT_RUN)) or 0


def start_numbers(
    house: House, actor: Actor, scheme_id: str, *, period: int, last: int, reason: str, channel: str = "cli"
) -> None:
    """Say that numbers up to ``last`` were used on paper before (启用编号)."""
    scheme = _clerks_scheme(house, actor, scheme_id, "启用编号", reason)
    started = NumbersStarted(scheme.id, scheme.period(period), last, reason)
    record(house, lambda pen: pen.note(started, f"numbers/{scheme.id}"), actor=actor, channel=channel)


def reserve_range(
    house: House, actor: Actor, scheme_id: str, *, period: int, first: int, last: int, reason: str, channel: str = "cli"
) -> None:
    """Keep a range of numbers for chosen documents, with the reason (预留字号)."""
    scheme = _clerks_scheme(house, actor, scheme_id, "预留字号", reason)
    kept = RangeReserved(scheme.id, scheme.period(period), first, last, reason)
    record(house, lambda pen: pen.note(kept, f"numbers/{scheme.id}"), actor=actor, channel=channel)


def _scheme_and_year(house: House, case: Case) -> tuple[NumberScheme, int]:
    scheme = house.office.scheme(case.scheme)
    if case.phase is not Phase.UNDER_WAY or case.dated is None:
        raise NothingToDoError(case.document_id, "登记", where(case))
    if scheme is None:
        raise NoSchemeError(case.document_id, "、".join(case.organs), case.kind)
    return scheme, case.dated.year


def _chosen_serial(pen: Pen, scheme: NumberScheme, period: int, serial: int | None, document_id: str) -> int:
    if serial is None:
        return pen.books.next_serial(scheme.id, period)
    if not pen.books.reserved_free(scheme.id, period, serial):
        raise NumberTakenError(document_id, scheme.text(period, serial))
    return serial


def require_clock(house: House, pen: Pen) -> None:
    """Refuse to give a number while the clock stands before the ledger's last entry."""
    last, now = pen.books.last_at(), house.clock.now()
    if last is not None and now < last - CLOCK_TOLERANCE:
        raise ClockWentBackError(f"{now:%Y-%m-%d %H:%M}", f"{last:%Y-%m-%d %H:%M}")


def _needed(house: House, scope: Sequence[Recipient]) -> int:
    """Count what the recipients and the files need; of what goes to nobody by name nobody can tell but the clerk."""
    return copies_for(scope) + house.office.file_copies if scope else 0


def _clerks_scheme(house: House, actor: Actor, scheme_id: str, act: str, reason: str) -> NumberScheme:
    if not actor.has(Role.CLERK):
        raise NotYourRoleError(act, house.office.titles(Role.CLERK))
    if not reason.strip():
        raise OpinionMissingError(scheme_id, act)
    scheme = house.office.scheme(scheme_id)
    if scheme is None:
        raise UnknownSeriesError(scheme_id, (f"{one.id}（{one.code}）" for one in house.office.schemes))
    return scheme
