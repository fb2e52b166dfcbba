"""Handing over when somebody leaves (工作移交): what they hold, what they may read, what waits for them; all of it in one act."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from domain.case import Case
from domain.closing_events import ReadersSet
from domain.composing import level_of
from domain.holding_listing import HoldingQuery
from domain.office import Actor
from domain.secret_book import SecretCopy, SecretPaper, Standing
from domain.secret_events import SECRETS, HandedOver, Move, SecretMoved
from office.delegation import delegations
from office.errors import SamePersonError
from office.house import House
from office.record import Pen, record
from office.scope import without_sight
from office.secret_errors import CopyElsewhereError, NotClearedError, NothingHeldError, UnseenStepError
from office.secret_register import (
    KEEPERS,
    READERS,
    approver_named,
    book_in,
    person_named,
    read_book,
    require_cleared,
    require_secret_post,
    where_is,
)


@dataclass(frozen=True)
class Held:
    """What somebody has and is waited for (名下情况); documents by their ids only: who hands over may not read them.

    ``alone`` are the documents with a step that nobody else could do, ``loans`` records out to them, ``delegated`` counts delegations that hold.
    """

    person: str
    name: str
    known: bool
    secrets: tuple[tuple[SecretPaper, SecretCopy], ...]
    listed: tuple[str, ...]
    alone: tuple[tuple[str, str], ...]
    loans: tuple[str, ...]
    delegated: int

    @property
    def is_free(self) -> bool:
        """Tell whether they could be taken out of the office's settings."""
        return not (self.secrets or self.listed or self.alone or self.loans)


def holders(house: House, actor: Actor) -> tuple[Held, ...]:
    """List everybody of ours and whoever is not any more but holds something, those who hold something first."""
    require_secret_post(house, actor, READERS, "查看工作移交")
    people = dict.fromkeys((*read_book(house).holders(), *(person.id for person in house.office.people)))
    found = [held_by(house, person) for person in people]
    return tuple(sorted(found, key=lambda one: (one.known, one.is_free, one.person)))


def held_by(house: House, person: str) -> Held:
    """Tell what a person holds and is waited for."""
    known = house.office.person(person)
    name = known.name if known else person
    today = house.clock.today()
    lent = house.registry.holdings(HoldingQuery(lent=True))
    return Held(
        person=person,
        name=name,
        known=known is not None,
        secrets=read_book(house).held_by(person),
        listed=house.registry.listed_for(person),
        alone=_only_theirs(house, person),
        loans=tuple(one.record for one in lent if one.loan and one.loan.borrower == name),
        delegated=sum(person in (one.giver, one.receiver) and one.last >= today for one in delegations(house)),
    )


def hand_over(
    house: House,
    actor: Actor,
    person: str,
    receiver: str,
    approver: str,
    note: str = "",
    *,
    channel: str = "desk",
) -> HandedOver:
    """Give all secret papers somebody holds, and their places on reading lists, to a successor, with a leader's approval.

    Raises:
        NothingHeldError: They hold nothing.
        NotClearedError: The successor may not have something of it.
        CopyElsewhereError: Somebody from outside reads a copy now.
        SamePersonError: Successor, approver and who leaves are not different people.
    """
    require_secret_post(house, actor, KEEPERS, "办理工作移交")
    leaving = person if person in read_book(house).holders() else person_named(house, "工作移交", person).id
    successor = person_named(house, "工作移交", receiver).id
    leader = approver_named(house, "工作移交", approver)
    for one, other, what in (
        (leaving, successor, "移交人"),
        (leader, leaving, "移交人"),
        (leader, actor.person, "经办人"),
    ):
        if one == other:
            raise SamePersonError("工作移交", "接收或批准", what)

    documents = house.registry.listed_for(leaving)

    def act(pen: Pen) -> HandedOver:
        copies = _papers(house, pen, leaving, successor)
        for document_id in documents:
            case = pen.books.case(document_id)
            if case is not None:
                pen.note(_relisted(house, case, leaving, successor), document_id)
        if not copies and not documents:
            raise NothingHeldError(leaving)
        done = HandedOver(leaving, successor, leader, copies, documents, note.strip())
        pen.note(done, SECRETS)
        return done

    done = record(house, act, actor=actor, channel=channel)
    if done.documents:
        house.catalogue.remove(done.documents, house.catalogue.position())  # back with the porter, on their new shelves
    return done


def _papers(house: House, pen: Pen, leaving: str, successor: str) -> tuple[str, ...]:
    names = []
    for number, pairs in itertools.groupby(book_in(pen).held_by(leaving), key=lambda pair: pair[0].number):
        held = tuple(pairs)
        require_cleared(house, successor, held[0][0])
        for _, copy in held:
            if copy.standing is Standing.SHOWN:
                raise CopyElsewhereError(f"{number} 份号{copy.serial}", where_is(house, copy), "移交")
        serials = tuple(copy.serial for _, copy in held)
        pen.note(SecretMoved(number, serials, Move.HAND_OVER, successor, "", "工作移交"), SECRETS)
        names += [f"{number}/{serial}" for serial in serials]
    return tuple(names)


def _relisted(house: House, case: Case, leaving: str, successor: str) -> ReadersSet:
    person, level = house.office.person(successor), level_of(case.facts)
    if person is not None and person.clearance.rank < level.rank:
        raise NotClearedError(case.document_id, person.name, person.clearance.value, level.value)
    readers = tuple(sorted({*(one for one in case.readers if one != leaving), successor}))
    blind = without_sight(house.office, case, case.compartment, readers)
    if blind:
        raise UnseenStepError(case.document_id, "、".join(step.name for step in blind))
    return ReadersSet(readers, "工作移交")


def _only_theirs(house: House, person: str) -> tuple[tuple[str, str], ...]:
    """List the open steps that nobody but this person could do, as document and step."""
    found = []
    for task in house.registry.tasks(None):
        able = {actor.person for role in task.roles for actor in house.office.holders(role, task.step_unit)}
        if able == {person}:
            found.append((task.document_id, task.name))
    return tuple(found)
