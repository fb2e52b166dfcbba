"""Who may do what to kept records, and how one is found (在档件): the archivist acts, the machine acts for the archivist."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.holding import Holding
from domain.holding_events import HoldingEvent
from domain.office import SYSTEM, Actor
from domain.posts import Role
from office.archived import document_of_archive
from office.errors import NotYourRoleError
from office.house import House
from office.keeping_errors import ReasonMissingError, UnknownRecordError
from office.record import Pen, record
from office.scope import holds_record, reads_content
from registry.registry import Transaction


def require_archivist(actor: Actor, what: str) -> None:
    """See that this is the archivist's to do, or the machine's in the archivist's place.

    Raises:
        NotYourRoleError: It is somebody else.
    """
    if actor != SYSTEM and not actor.has(Role.ARCHIVIST):
        raise NotYourRoleError(what, actor.titles(Role.ARCHIVIST))


def require_role(actor: Actor, roles: Sequence[Role], what: str) -> None:
    """See that the actor holds one of the roles.

    Raises:
        NotYourRoleError: They do not.
    """
    if not actor.has(*roles):
        raise NotYourRoleError(what, actor.titles(*roles))


def require_reader(actor: Actor, roles: Sequence[Role], what: str) -> None:
    """See that the actor holds one of the roles and may read records: the others can name none to act on.

    Raises:
        NotYourRoleError: They do not, or may not.
    """
    require_role(actor, roles, what)
    if not reads_content(actor):
        raise NotYourRoleError(what, "能够查阅档案的岗位")


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


def to_each(
    house: House, actor: Actor, names: Sequence[str], act: Callable[[Holding], HoldingEvent], channel: str
) -> tuple[str, ...]:
    """Do one act to each of several records, all or none, each as it stands inside the transaction; give their ids."""
    records = tuple(dict.fromkeys(kept(house, actor, name).record for name in names))

    def together(pen: Pen) -> None:
        for name in records:
            pen.note(act(kept_now(pen.books, name)), name)

    record(house, together, actor=actor, channel=channel)
    return records


def _may_see(actor: Actor, holding: Holding) -> bool:
    if actor == SYSTEM:
        return True
    return holds_record(actor, holding)
