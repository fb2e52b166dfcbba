"""Lists of documents and of one's own acts (文件列表、我的记录): a page at a time, all of it within the actor's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.case import Case
from domain.listing import Entry, ListQuery
from domain.office import Actor
from office.history import HistoryLine, line_of
from office.house import House
from office.scope import reads_content, scope_of

A_PAGE = 50


@dataclass(frozen=True)
class DocumentRow:
    """A document in a list (文件)."""

    document_id: str
    number: str
    title: str
    kind: str
    unit: str
    phase: str
    where: str
    since: dt.datetime


@dataclass(frozen=True)
class DocumentPage:
    """A page of documents and how many there are in all."""

    total: int
    rows: tuple[DocumentRow, ...]


@dataclass(frozen=True)
class LogPage:
    """A page of somebody's acts, newest first, and how many there are in all."""

    total: int
    lines: tuple[HistoryLine, ...]


def documents(
    house: House,
    actor: Actor,
    query: ListQuery = ListQuery(),  # noqa: B008 - frozen
    limit: int | None = A_PAGE,
    offset: int = 0,
) -> DocumentPage:
    """List documents within the actor's scope, those that changed last first unless the query asks otherwise."""
    page = house.registry.entries(scope_of(actor), query, limit, offset)
    return DocumentPage(page.total, tuple(_row(house, entry) for entry in page.entries))


def my_log(house: House, actor: Actor, limit: int = A_PAGE, offset: int = 0) -> LogPage:
    """List the actor's own acts, newest first (我的办理记录)."""
    if not reads_content(actor):
        return LogPage(0, ())
    page = house.registry.acts_of(actor.person, scope_of(actor), limit, offset)
    cases: dict[str, Case | None] = {}
    for line, _ in page.lines:
        if line.object_id not in cases:
            cases[line.object_id] = house.registry.case(line.object_id)
    return LogPage(page.total, tuple(line_of(house, cases[line.object_id], line, event) for line, event in page.lines))


def unit_name(house: House, unit_id: str) -> str:
    """Give a unit's name, or its id when the office does not know it any more."""
    unit = house.office.unit_named(unit_id)
    return unit.name if unit else unit_id


def _row(house: House, entry: Entry) -> DocumentRow:
    return DocumentRow(
        document_id=entry.document_id,
        number=entry.number,
        title=entry.title,
        kind=entry.kind,
        unit=unit_name(house, entry.unit),
        phase=entry.phase.value,
        where=f"在{entry.place}" if entry.place else entry.phase.value,
        since=entry.since,
    )
