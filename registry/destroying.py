"""Destroying in the books (销毁登记): lists and who did what for them, and what a destroyed record leaves of itself."""

from __future__ import annotations

from domain.case import MisfitError
from domain.destroyed import case_of, holding_of
from domain.destruction import DestructionList, PartName, Stage
from domain.destruction_events import Destroyed, GivenNumber, ListEvent
from domain.destruction_moves import apply
from domain.events import Registered
from domain.holding import Holding
from domain.ledger_line import LedgerLine
from registry import numbering
from registry.books import Books
from registry.errors import MisfitHereError


def move(books: Books, event: ListEvent, line: LedgerLine) -> None:
    """Bring a list on.

    Raises:
        MisfitHereError: The event does not fit the list's state.
        SamePersonError: The database refuses the person: they had a part in the list before.
    """
    before = books.destruction(line.object_id)
    parts = before.parts if before else ()
    try:
        after = apply(before, event, line)
    except MisfitError as error:
        _refuse_same_person(books, before, line)
        raise MisfitHereError(line.object_id, before.stage if before else "未拟制", line.verb) from error
    for person, part in after.parts:
        if (person, part) not in parts:
            books.add_part(after.id, person, part)
    books.keep_destruction(after, line)


def destroy(books: Books, event: Destroyed, line: LedgerLine) -> None:
    """Put in a record's place what is left of it: nothing that names anybody or says what it was about.

    Raises:
        MisfitHereError: No list that is carried out has it in that row; or it is not over, is held, or is lent.
    """
    known = books.destruction(event.list_id)
    before = books.holding(line.object_id)
    item = known.items[event.row - 1] if known and known.row(line.object_id) == event.row else None
    if known is None or item is None or known.stage is not Stage.ERASING or item.inventory != event.inventory:
        raise MisfitHereError(line.object_id, "不在正在执行的销毁清册上", line.verb)
    if before is not None and not _may_go(before, known, line):
        raise MisfitHereError(line.object_id, before.standing, line.verb)
    books.forget(line.object_id)
    books.keep(case_of(event, line), books.case(line.object_id), line)
    if before is None:
        books.add_holding(holding_of(event, line), line)
    else:
        books.keep_holding(holding_of(event, line), line)
    books.add_erased(event.lines, line.object_id)


def give_again(books: Books, given: GivenNumber, line: LedgerLine) -> None:
    """Give the number of a record that was destroyed later, when the books are made again: in its turn, like all others."""
    event = Registered(
        step="",
        scheme=given.scheme,
        period=given.period,
        serial=given.serial,
        number=given.number,
        dated=given.dated,
        printed_on=given.dated,
        print_run=0,
        from_reserve=given.from_reserve,
    )
    numbering.give(books, event, line)


def _may_go(before: Holding, known: DestructionList, line: LedgerLine) -> bool:
    # what a restored office knows is older than the decision that was carried out
    return before.may_be_destroyed(line.at.date()) if not known.replayed else not before.is_destroyed


def _refuse_same_person(books: Books, before: DestructionList | None, line: LedgerLine) -> None:
    """Let the database say who it is that had a part before, when that is why an act does not fit."""
    wanted = {"destruction.approved": PartName.APPROVE, "destruction.witnessed": PartName.WITNESS}.get(line.verb)
    if before is not None and wanted and line.actor in {person for person, _ in before.parts}:
        books.add_part(before.id, line.actor, wanted)
