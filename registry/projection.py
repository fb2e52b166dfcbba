"""From an event to the books (投影): what each kind of event changes. Live work and rebuilding run through here alike."""

from __future__ import annotations

import dataclasses
import re

from domain.book_events import (
    BookTaken,
    Delegated,
    DelegationEnded,
    NumbersStarted,
    OfficeOpened,
    RangeReserved,
    SecrecyStopped,
)
from domain.case import Case, MisfitError
from domain.case_events import CLOSING, apply
from domain.closing_events import DocumentOpened
from domain.destruction_events import Destroyed, DestructionEvent, Erased
from domain.events import (
    Checked,
    Decided,
    Event,
    Filed,
    Registered,
    Sealed,
    SealsPressed,
    TakenIn,
    VerballyAgreed,
)
from domain.exchange_events import ExchangeEvent
from domain.exchange_moves import apply as apply_to_parcel
from domain.holding_events import HoldingEvent, Imported
from domain.holding_moves import apply as apply_to_holding
from domain.holding_moves import of_filed, of_imported
from domain.keeping_events import KeepingEvent, NumbersConfirmed
from domain.ledger_line import LedgerLine
from domain.paper_events import PaperChecked
from domain.procedure import Verb
from domain.receipt_events import PaperCame, Received
from domain.secret_events import SecretEvent
from registry import destroying, numbering
from registry.books import Books
from registry.errors import AlreadyTakenInError, MisfitHereError

DRAFT = "draft"
"""The name of the drafter's act in an office's rules; the acts at steps bear the names of their verbs."""

DOCUMENTS = "document"
"""The series that document ids are taken from, one run a year."""

_DOCUMENT_ID = re.compile(r"^W(?P<year>\d{4})-(?P<serial>\d{5,})$")


def document_id(year: int, serial: int) -> str:
    """Write a document's id (收文编号): ``W2026-00012``."""
    return f"W{year}-{serial:05d}"


def project(books: Books, event: Event, line: LedgerLine) -> None:
    """Write into the books what ``event`` changes.

    Raises:
        MisfitHereError: The event does not fit the document's state.
        SamePersonError: The database refuses the person for this act (raised when the row is written).
    """
    match event:
        case OfficeOpened() | Delegated() | DelegationEnded() | BookTaken() | DocumentOpened():
            return  # read from the events themselves
        case SecrecyStopped():
            books.add_stop(event, line)
        case NumbersStarted() | RangeReserved() | NumbersConfirmed():
            _project_numbers(books, event, line)
        case Imported():
            _project_document(books, event, line)
            books.add_holding(of_imported(event, line), line)
        case _ if isinstance(event, DestructionEvent):
            _project_destruction(books, event, line)
        case _ if isinstance(event, KeepingEvent | SecretEvent):
            return  # read from the events themselves
        case _ if isinstance(event, HoldingEvent):
            _project_holding(books, event, line)
        case _ if isinstance(event, ExchangeEvent):
            _project_parcel(books, event, line)
        case _:
            _project_document(books, event, line)


def _project_numbers(books: Books, event: NumbersStarted | RangeReserved | NumbersConfirmed, line: LedgerLine) -> None:
    match event:
        case NumbersStarted():
            numbering.start(books, event, line.index)
        case RangeReserved():
            numbering.reserve(books, event, line.index)
        case NumbersConfirmed():
            numbering.confirm(books, event, line.index)


def _project_destruction(books: Books, event: DestructionEvent, line: LedgerLine) -> None:
    match event:
        case Destroyed():
            destroying.destroy(books, event, line)
        case Erased():
            raise MisfitHereError(line.object_id, "已销毁", line.verb)
        case _:
            destroying.move(books, event, line)


def project_erased(books: Books, erased: Destroyed, line: LedgerLine) -> None:
    """Write into the books what a line whose payload is gone still says: which number was taken, which id was used."""
    if line.verb in (TakenIn.VERB, PaperCame.VERB):
        _count_document(books, line.object_id)
    if erased.given is not None and erased.given.index == line.index:
        destroying.give_again(books, erased.given, line)


def _project_holding(books: Books, event: HoldingEvent, line: LedgerLine) -> None:
    before = books.holding(line.object_id)
    if before is None:
        raise MisfitHereError(line.object_id, "未归档", line.verb)
    try:
        after = apply_to_holding(before, event, line)
    except MisfitError as error:
        raise MisfitHereError(line.object_id, before.standing, line.verb) from error
    books.keep_holding(after, line)


def _project_parcel(books: Books, event: ExchangeEvent, line: LedgerLine) -> None:
    before = books.parcel(line.object_id)
    try:
        after = apply_to_parcel(before, event, line)
    except MisfitError as error:
        raise MisfitHereError(line.object_id, before.stage if before else "未登记", line.verb) from error
    (books.keep_parcel if before else books.add_parcel)(after, line)


def _project_document(books: Books, event: Event, line: LedgerLine) -> None:
    before = books.case(line.object_id)
    if isinstance(event, TakenIn):
        _refuse_known_drop(books, event)
    try:
        case = apply(before, event, line)
    except MisfitError as error:
        raise MisfitHereError(line.object_id, before.phase if before else "未收稿", line.verb) from error
    books.keep(case, before, line)
    _keep_beside(books, event, case, before, line)
    if isinstance(event, CLOSING):
        _close_holding(books, case, line)


def _keep_beside(books: Books, event: Event, case: Case, before: Case | None, line: LedgerLine) -> None:
    match event:
        case TakenIn() | PaperCame():
            _keep_arrival(books, event, before, line)
        case Decided():
            _keep_decision(books, case, event.drafter, line)
        case PaperChecked() if before and len(case.decisions) > len(before.decisions):
            _keep_decision(books, case, event.drafter, line)
        case VerballyAgreed():
            books.add_acts(case, [*_drafted(event.drafter), (Verb.SIGN.value, event.person)])
        case Checked():
            books.add_acts(case, [(Verb.CHECK.value, line.actor)])
        case Registered() | Received():
            numbering.give(books, event, line)
            books.add_acts(case, [(_giving(event).value, line.actor)])
        case Sealed() | SealsPressed():
            books.add_acts(case, [(Verb.SEAL.value, line.actor)])
        case Filed():
            books.add_holding(of_filed(case, event, line), line)
        case _:
            return


def _close_holding(books: Books, case: Case, line: LedgerLine) -> None:
    kept = books.holding(case.document_id)
    if kept is not None:
        books.keep_holding(dataclasses.replace(kept, compartment=case.compartment, readers=case.readers), line)


def _keep_arrival(books: Books, event: TakenIn | PaperCame, before: Case | None, line: LedgerLine) -> None:
    if isinstance(event, TakenIn):
        books.add_drop(event.drop, line.object_id)
    if before is None:
        _count_document(books, line.object_id)


def _giving(event: Registered | Received) -> Verb:
    return Verb.REGISTER if isinstance(event, Registered) else Verb.RECEIVE


def _keep_decision(books: Books, case: Case, drafter: str, line: LedgerLine) -> None:
    books.add_decision(case, drafter, line)
    made = case.decisions[-1]
    if made.approved:
        books.add_acts(case, [*_drafted(drafter), (made.verb.value, made.actor)])


def _drafted(drafter: str) -> list[tuple[str, str]]:
    return [(DRAFT, drafter)] if drafter else []


def _refuse_known_drop(books: Books, event: TakenIn) -> None:
    known = books.document_for_drop(event.drop)
    if known is not None:
        raise AlreadyTakenInError(event.name, known)


def _count_document(books: Books, taken: str) -> None:
    found = _DOCUMENT_ID.match(taken)
    if found:
        year, serial = int(found["year"]), int(found["serial"])
        books.set_counter(DOCUMENTS, year, max(serial, books.counter(DOCUMENTS, year)))
