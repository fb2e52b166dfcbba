"""Who may do what to kept records, and how one is found (在档件): the archivist acts, the machine acts for the archivist."""

from __future__ import annotations

from domain.holding import Holding
from domain.office import SYSTEM, Actor, Role
from office.archived import document_of_archive
from office.errors import NotYourRoleError
from office.house import House
from office.keeping_errors import ReasonMissingError, UnknownRecordError
from office.scope import scope_of
from registry.registry import Transaction


def require_archivist(actor: Actor, what: str) -> None:
    """See that this is the archivist's to do, or the machine's in the archivist's place.

    Raises:
        NotYourRoleError: It is somebody else.
    """
    if actor != SYSTEM and not actor.has(Role.ARCHIVIST):
        raise NotYourRoleError(what, Role.ARCHIVIST.label)


def require_words(text: str, record: str, what: str) -> str:
    """Give a reason, an owner, a purpose without blanks around it.

    Raises:
        ReasonMissingError: It says nothing.
    """
    if not text.strip():
        raise ReasonMissingError(record, what)
    return text.strip()


def kept(house: House, actor: Actor, name: str) -> Holding:
    """Find a kept record by its id or its 档号 within the actor's scope.

    Raises:
        UnknownRecordError: There is none, or the actor may not know of it; the answer is the same.
    """
    holding = house.registry.holding(document_of_archive(name)) or house.registry.holding_of_code(name)
    if holding is None or not _may_see(actor, holding):
        raise UnknownRecordError(name)
    return holding


def kept_now(books: Transaction, record: str) -> Holding:
    """Give a kept record's state inside a transaction, where it stays as it is.

    Raises:
        UnknownRecordError: It is not there any more.
    """
    holding = books.holding(record)
    if holding is None:
        raise UnknownRecordError(record)
    return holding


def _may_see(actor: Actor, holding: Holding) -> bool:
    if actor == SYSTEM:
        return True
    scope = scope_of(actor)
    return holding.level.rank <= scope.most_rank and (scope.units is None or holding.unit in scope.units)
