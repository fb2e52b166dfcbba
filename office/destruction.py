"""What people do before records are destroyed (销毁前): the archivist makes a list, two approve it, two others witness it, each a person of their own.

The list is frozen when it is made: its digest stands in the ledger, and every act names it. A record may be taken off until the last moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from domain.case import Case, Phase
from domain.destruction import APPROVERS, MOST_ITEMS, DestructionList, ListedItem, PartName, Stage, list_id
from domain.destruction_events import (
    DestructionApproved,
    DestructionListed,
    DestructionRefused,
    DestructionWitnessed,
    ItemStruck,
    ListEvent,
)
from domain.holding import Holding
from domain.office import Actor, Role
from domain.procedure import Limit, LimitUnit
from office.archive_rules import rules_of
from office.archived import archive_id, find_record
from office.destruction_errors import (
    BlockedItemError,
    CalendarUnknownError,
    ListStageError,
    NotAsListedError,
    NothingToDestroyError,
    NotOnListError,
    PartTakenError,
    StillWaitingError,
    TooManyItemsError,
    UnknownListError,
)
from office.filing import inventory_digest
from office.house import House
from office.keeping import kept, require_archivist, require_role, require_words
from office.keeping_errors import UnknownRecordError
from office.record import Pen, record
from office.retention import DECIDERS, to_destroy, why_not
from office.scope import holds_record, reads_content

APPROVES = DECIDERS
WITNESSES = (Role.CLERK, Role.KEEPER, Role.DEPUTY, Role.DIRECTOR)
STRIKES = (Role.ARCHIVIST, *DECIDERS)
SEES = (Role.ARCHIVIST, *DECIDERS, *WITNESSES)


def make_list(
    house: House, actor: Actor, basis: str, names: Sequence[str] = (), *, channel: str = "desk"
) -> DestructionList:
    """Make a list of records that may be destroyed, all of them or those named, and freeze it (拟制清册). ``basis`` says by what appraisal.

    Raises:
        NothingToDestroyError: There are none.
        BlockedItemError: One that is named may not be destroyed, or stands on another list.
    """
    require_archivist(actor, "拟制销毁清册")
    words = require_words(basis, "销毁清册", "销毁依据（鉴定报告）")
    named = tuple(dict.fromkeys(kept(house, actor, name).record for name in names))
    wait = rules_of(house).destruction_wait

    def act(pen: Pen) -> str:
        busy, name = _listed_elsewhere(house), _next_name(house)
        free = (one.record for one in to_destroy(house, actor) if one.record not in busy)
        records = named or tuple(free)
        _require_fitting(name, records, busy)
        items = tuple(_item(require_free(pen.books, house, name, one)) for one in records)
        pen.note(DestructionListed(items, words, wait), list_id(name))
        return name

    return _found(house, record(house, act, actor=actor, channel=channel))


def lists(house: House, actor: Actor) -> tuple[DestructionList, ...]:
    """Give the lists within the actor's scope, the one that changed last first."""
    return tuple(known for known in house.registry.destructions() if may_see(house, actor, known))


def list_for(house: House, actor: Actor, name: str) -> DestructionList:
    """Find a list by its name, such as ``2036-001``.

    Raises:
        UnknownListError: There is none, or the actor may not know of it; the answer is the same.
    """
    known = house.registry.destruction(list_id(name.strip()))
    if known is None or not may_see(house, actor, known):
        raise UnknownListError(name)
    return known


def may_see(house: House, actor: Actor, known: DestructionList) -> bool:
    """Tell whether every record of a list lies within the actor's scope; who has no part in destroying sees no list."""
    if not actor.has(*SEES) or not reads_content(actor) or known.level.rank > actor.clearance.rank:
        return False
    holdings = (house.registry.holding(item.record) for item in known.items)
    return all(holds_record(actor, holding) for holding in holdings if holding is not None)


def strike(
    house: House, actor: Actor, name: str, record_name: str, reason: str, *, channel: str = "desk"
) -> DestructionList:
    """Take a record off a list before it is destroyed (抽出); it stays in the archive.

    Raises:
        NotOnListError: It is not there.
    """
    require_role(actor, STRIKES, "从清册抽出")
    words = require_words(reason, record_name, "抽出的理由")

    def act(known: DestructionList) -> ListEvent:
        _require(known, "抽出", *(stage for stage in Stage if stage.is_before))
        found = (item.record for item in known.left if record_name in (item.record, item.code))
        item = next(found, None)
        if item is None:
            raise NotOnListError(known.name, record_name)
        return ItemStruck(item, words)

    return to_list(house, actor, name, act, channel)


def approve(house: House, actor: Actor, name: str, opinion: str, *, channel: str = "desk") -> DestructionList:
    """Approve a list as it was frozen (批准销毁); from the last approval on the office waits its working days.

    Raises:
        PartTakenError: The actor had a part in it before.
        CalendarUnknownError: The day on which it may be carried out can't be told.
    """
    require_role(actor, APPROVES, "批准销毁")
    words = require_words(opinion, name, "批准意见")

    def act(known: DestructionList) -> ListEvent:
        _require(known, "批准", Stage.LISTED)
        _require_new(house, actor, known)
        if not known.left:
            raise ListStageError(known.name, "各件都已抽出", "批准")
        last = len(known.approvals) + 1 == APPROVERS
        return DestructionApproved(known.digest, words, _ready_on(house, known) if last else None)

    return to_list(house, actor, name, act, channel)


def refuse(house: House, actor: Actor, name: str, reason: str, *, channel: str = "desk") -> DestructionList:
    """Refuse a list (不予批准), or call it off before it is carried out: it ends, and its records stay."""
    require_role(actor, APPROVES, "不予批准销毁")
    words = require_words(reason, name, "不予批准的理由")

    def act(known: DestructionList) -> ListEvent:
        _require(known, "不予批准", *(stage for stage in Stage if stage.is_before))
        return DestructionRefused(known.digest, words)

    return to_list(house, actor, name, act, channel)


def witness(house: House, actor: Actor, name: str, *, channel: str = "desk") -> DestructionList:
    """Check a list against the records before they are destroyed (监销核对): every one is read, whole and as it was listed.

    Raises:
        StillWaitingError: The working days are not over.
        NotAsListedError: A record is damaged, or not as it was.
        PartTakenError: The actor had a part in it before.
    """
    require_role(actor, WITNESSES, "监销")
    before = list_for(house, actor, name)
    require_ready(house, before, "监销", Stage.APPROVED)
    faults = [fault for item in before.left for fault in _faults(house, item)]
    if faults:
        raise NotAsListedError(before.name, faults)

    def act(known: DestructionList) -> ListEvent:
        require_ready(house, known, "监销", Stage.APPROVED)
        _require_new(house, actor, known)
        return DestructionWitnessed(known.digest, len(known.left))

    return to_list(house, actor, name, act, channel)


def to_list(
    house: House, actor: Actor, name: str, act: Callable[[DestructionList], ListEvent], channel: str
) -> DestructionList:
    """Do one act to a list as it stands inside the transaction, and give it as it is then."""
    known = list_for(house, actor, name)

    def one(pen: Pen) -> None:
        now = pen.books.destruction(known.id)
        if now is None:
            raise UnknownListError(name)
        pen.note(act(now), known.id)

    record(house, one, actor=actor, channel=channel)
    return _found(house, known.name)


def require_ready(house: House, known: DestructionList, act: str, *stages: Stage) -> None:
    """See that a list is at one of the stages, and its working days are over.

    Raises:
        ListStageError: It is elsewhere.
        StillWaitingError: They are not.
    """
    _require(known, act, *stages)
    if known.ready_on is not None and house.clock.today() < known.ready_on:
        raise StillWaitingError(known.name, known.ready_on)


class Books(Protocol):
    """Where a record's state is asked for (簿册): a transaction, or the registry where it only has to be shown."""

    def holding(self, record: str) -> Holding | None:
        """Give a kept record's state, or nothing."""
        ...

    def case(self, document_id: str) -> Case | None:
        """Give a document's state, or nothing."""
        ...


def require_free(books: Books, house: House, name: str, record_id: str) -> Holding:
    """Give a record inside a transaction if nothing stands in the way of destroying it.

    Raises:
        BlockedItemError: Something does.
    """
    holding, today = books.holding(record_id), house.clock.today()
    if holding is None:
        raise UnknownRecordError(record_id)
    if not holding.may_be_destroyed(today):
        raise BlockedItemError(name, record_id, why_not(holding, today))
    case = books.case(record_id)
    if case is None or case.phase is not Phase.DONE:
        raise BlockedItemError(name, record_id, f"还没有办结（{case.phase.value if case else '无此件'}）")
    return holding


def _require_fitting(name: str, records: Sequence[str], busy: Mapping[str, str]) -> None:
    if not records:
        raise NothingToDestroyError
    if len(records) > MOST_ITEMS:
        raise TooManyItemsError(len(records), MOST_ITEMS)
    for one in records:
        if one in busy:
            raise BlockedItemError(name, one, f"已在清册{busy[one]}上")


def _item(holding: Holding) -> ListedItem:
    expired = holding.expires
    assert expired is not None  # noqa: S101 - what may be destroyed is over
    return ListedItem(
        record=holding.record,
        code=holding.code,
        number=holding.number,
        title=holding.title,
        year=holding.year,
        retention=holding.retention.value,
        expired_on=expired,
        pages=holding.pages,
        level=holding.level.value,
        inventory=holding.inventory,
    )


def _faults(house: House, item: ListedItem) -> list[str]:
    """Say in what a record is not as it was listed; every byte of it is read."""
    holding = house.registry.holding(item.record)
    stored = find_record(house, item.record, holding.level) if holding else None
    if holding is None or stored is None:
        return [f"{item.code or item.record} 档案中没有"]
    if holding.inventory != item.inventory:
        return [f"{item.code or item.record} 拟制清册后有了新版本"]
    if inventory_digest(stored) != item.inventory:
        return [f"{item.code or item.record} 与台账所记的不是同一版本"]
    return [
        f"{item.code or item.record}：{fault}" for fault in house.stores[holding.level].check(archive_id(item.record))
    ]


def _ready_on(house: House, known: DestructionList) -> dt.date:
    now = house.clock.now()
    due = house.calendar.due(now, Limit(known.wait_days, LimitUnit.WORKING_DAYS)).at.date()
    for year in range(now.year, due.year + 1):
        if not house.calendar.knows(year):
            raise CalendarUnknownError(known.name, year)
    return due + dt.timedelta(days=1)


def _require(known: DestructionList, act: str, *stages: Stage) -> None:
    if known.stage not in stages:
        raise ListStageError(known.name, known.stage.value, act)


def _require_new(house: House, actor: Actor, known: DestructionList) -> None:
    before: dict[str, PartName] = dict(known.parts)
    if actor.person in before:
        raise PartTakenError(known.name, actor.name, before[actor.person].value)


def _listed_elsewhere(house: House) -> dict[str, str]:
    """Name the records that stand on a list that is on its way, each with the list."""
    running = (known for known in house.registry.destructions() if known.stage.is_before)
    return {item.record: known.name for known in running for item in known.left}


def _next_name(house: House) -> str:
    year = house.clock.today().year
    names = (known.name.partition("-") for known in house.registry.destructions())
    last = max((int(number) for of_year, _, number in names if of_year == str(year)), default=0)
    return f"{year}-{last + 1:03d}"


def _found(house: House, name: str) -> DestructionList:
    known = house.registry.destruction(list_id(name))
    if known is None:
        raise UnknownListError(name)
    return known
