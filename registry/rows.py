"""Between rows and values (行与值): the one place that knows which column holds what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from domain.book_events import RepealKind, SecrecyStopped
from domain.canonical import canonical_bytes, parse_plain
from domain.case import Case, Phase
from domain.codec import CodecError, from_plain
from domain.composing import level_of
from domain.destruction_events import Erased
from domain.events import Event, Registered, decode
from domain.facts import FactName
from domain.ledger_line import LedgerLine
from domain.listing import Entry, part
from domain.numbers import IssuedNumber
from domain.procedure import Limit, LimitUnit, RouteStep, Verb
from domain.receipt_events import Received
from registry import models
from registry.errors import BrokenRowError
from registry.storable import storable
from registry.values import NumberRange, TodoRow

LINE_COLUMNS = (
    "index",
    "at",
    "actor",
    "channel",
    "verb",
    "object_id",
    "payload_sha256",
    "payload_sm3",
    "previous",
    "own",
)

NUMBER_COLUMNS = ("scheme", "period", "serial", "text", "document_id")

RANGE_COLUMNS = ("scheme", "period", "first", "last", "reserved", "reason")

ENTRY_COLUMNS = (
    "document_id",
    "updated",
    "since",
    "phase",
    "place",
    "unit",
    "kind",
    "title",
    "number",
    "rank",
    "urgency",
    "scheme",
    "period",
    "serial",
    "dated",
    "organs",
    "signer",
    "print_run",
    "recipients",
    "to_receive",
    "received",
    "filed_on",
    "repealed",
)

TODO_COLUMNS = (
    "document_id",
    "document__entry__title",
    "document__entry__kind",
    "document__entry__unit",
    "document__entry__urgency",
    "document__entry__rank",
    "document__entry__number",
    "document__entry__extended",
    "step",
    "name",
    "verb",
    "roles",
    "organ",
    "unit",
    "limit",
    "since",
)


def line_of(columns: tuple[Any, ...]) -> LedgerLine:
    """Read a ledger line from ``LINE_COLUMNS``."""
    index, at, *rest = columns
    return LedgerLine(index, dt.datetime.fromisoformat(at), *rest)


def event_of(line: LedgerLine, payload: bytes) -> Event:
    """Read an event back; an empty payload is one that was destroyed, the database lets no other become empty.

    Raises:
        BrokenRowError: The payload is none of this verb.
    """
    if not payload:
        return Erased()
    try:
        return decode(line.verb, bytes(payload))
    except ValueError as error:
        raise BrokenRowError(f"{line.object_id} {line.verb} #{line.index}") from error


def event_row(line: LedgerLine, payload: bytes) -> models.Event:
    """Make the row of a ledger line."""
    values = {name: getattr(line, name) for name in LINE_COLUMNS}
    return models.Event(**values | {"at": line.at.isoformat(), "payload": payload})


def document_row(case: Case, line: LedgerLine) -> models.Document:
    """Make the row of a document as ``line`` left it."""
    value = case.facts.value
    return models.Document(
        id=case.document_id,
        case=canonical_bytes(case).decode(),
        own=line.own,
        updated=line.index,
        since=case.since.isoformat(),
        phase=case.phase.value,
        stuck=case.stuck is not None,
        unit=storable(case.unit),
        category=storable(case.category),
        name=storable(case.name),
        title=storable(case.title),
        kind=storable(case.kind or value(FactName.KIND)),
        level=storable(value(FactName.LEVEL)),
        urgency=storable(value(FactName.URGENCY)),
        number=storable(case.number),
    )


def entry_row(case: Case, line: LedgerLine) -> models.Entry:
    """Make a document's row for lists as ``line`` left it."""
    value = case.facts.value
    waiting = case.tasks() if case.is_contradicted else case.open_steps()
    steps = (f"{step.name}（{step.who}）" for step in waiting)
    addressed = "；".join(text for text in (value(FactName.ADDRESSEES), value(FactName.COPIES_TO)) if text)
    return models.Entry(
        document_id=case.document_id,
        updated=line.index,
        since=case.since.isoformat(),
        phase=case.phase.value,
        place="、".join(steps),
        unit=storable(case.unit),
        kind=storable(case.kind or value(FactName.KIND)),
        title=storable(case.title or case.name),
        number=storable(case.number),
        rank=level_of(case.facts).rank,
        urgency=storable(value(FactName.URGENCY)),
        scheme=case.scheme,
        period=case.period,
        serial=case.serial,
        dated=_day(case.dated),
        organs=f"|{'|'.join(case.organs)}|",
        signer=case.signer,
        print_run=case.print_run,
        recipients=storable("、".join(case.recipients) or addressed),
        to_receive=len(case.recipients),
        received=len(case.recipients) - len(case.to_deliver),
        filed_on=_day(case.since.date() if case.filed else None),  # nothing moves it after it was filed
        repealed=_lost_force(case),
        extended=bool(case.extensions),
        asked=storable(between_bars(part(step.unit, role) for step in case.asked for role in step.roles)),
        compartment=storable(case.compartment),
        readers=storable(between_bars(case.readers)),
    )


def entry_of(columns: tuple[Any, ...]) -> Entry:
    """Read a list's entry from ``ENTRY_COLUMNS``."""
    document_id, index, since, phase, place, unit, kind, title, number, rank, urgency, *rest = columns
    scheme, period, serial, dated, organs, signer, print_run, recipients, to_receive, received, filed_on, repealed = (
        rest
    )
    return Entry(
        document_id,
        index,
        dt.datetime.fromisoformat(since),
        Phase(phase),
        place,
        unit,
        kind,
        title,
        number,
        rank,
        urgency,
        scheme,
        period,
        serial,
        _day_of(dated),
        tuple(part for part in organs.split("|") if part),
        signer,
        print_run,
        recipients,
        to_receive,
        received,
        _day_of(filed_on),
        repealed,
    )


def case_of(document_id: str, text: str) -> Case:
    """Read a document's state back.

    Raises:
        BrokenRowError: The row holds something else.
    """
    try:
        return from_plain(Case, parse_plain(text.encode()))
    except (CodecError, ValueError) as error:
        raise BrokenRowError(document_id) from error


def task_row(case: Case, step: RouteStep, line: LedgerLine) -> models.Task:
    """Make the row of a step that is open from ``line`` on."""
    return models.Task(
        document_id=case.document_id,
        step=step.key,
        name=step.name,
        verb=step.verb.value,
        roles=f"|{'|'.join(step.roles)}|",
        organ=step.organ,
        unit=step.unit,
        limit=f"{step.limit.amount} {step.limit.unit.value}" if step.limit else "",
        since=line.at.isoformat(),
        index=line.index,
    )


def todo_of(columns: tuple[Any, ...]) -> TodoRow:
    """Read a to-do from ``TODO_COLUMNS``."""
    document_id, title, kind, unit, urgency, rank, number, extended, *task = columns
    step, name, verb, roles, organ, step_unit, limit, since = task
    return TodoRow(
        document_id=document_id,
        title=title,
        kind=kind,
        unit=unit,
        urgency=urgency,
        rank=rank,
        number=number,
        extended=bool(extended),
        step=step,
        name=name,
        verb=Verb(verb),
        roles=tuple(role for role in roles.strip("|").split("|") if role),
        organ=organ,
        step_unit=step_unit,
        limit=_limit_of(limit),
        since=dt.datetime.fromisoformat(since),
    )


def version_rows(case: Case, before: Case | None) -> list[models.Version]:
    """Make the rows of the versions that are new in ``case``."""
    return [
        models.Version(
            document_id=case.document_id,
            number=version.number,
            at=version.at.isoformat(),
            actor=version.actor,
            why=storable(version.why),
            files=canonical_bytes(version.files).decode(),
        )
        for version in case.versions[len(before.versions) if before else 0 :]
    ]


def decision_row(case: Case, drafter: str, line: LedgerLine) -> models.Decision:
    """Make the row of the newest decision of a document, on what is shown now."""
    made = case.decisions[-1]
    binding = case.shown.binding() if case.shown else None
    return models.Decision(
        index=line.index,
        document_id=case.document_id,
        round=made.round,
        step=made.step,
        version=made.version,
        name=made.name,
        verb=made.verb.value,
        organ=made.organ,
        actor=made.actor,
        drafter=drafter,
        approved=made.approved,
        opinion=storable(made.opinion),
        at=made.at.isoformat(),
        channel=made.channel,
        content=binding.content if binding else "",
        pages=binding.pages if binding else "",
        renderer=binding.renderer if binding else "",
    )


def number_row(event: Registered | Received, line: LedgerLine) -> models.Number:
    """Make the row of a number."""
    return models.Number(
        scheme=event.scheme,
        period=event.period,
        serial=event.serial,
        document_id=line.object_id,
        text=event.number,
        dated=event.dated.isoformat(),
        index=line.index,
    )


def number_of(columns: tuple[Any, ...]) -> IssuedNumber:
    """Read a number from ``NUMBER_COLUMNS``."""
    return IssuedNumber(*columns)


def range_row(kept: NumberRange, index: int) -> models.NumberRange:
    """Make the row of a range."""
    return models.NumberRange(
        index=index,
        scheme=kept.scheme,
        period=kept.period,
        first=kept.first,
        last=kept.last,
        reserved=kept.reserved,
        reason=storable(kept.reason),
    )


def range_of(columns: tuple[Any, ...]) -> NumberRange:
    """Read a range from ``RANGE_COLUMNS``."""
    scheme, period, first, last, reserved, reason = columns
    return NumberRange(scheme, period, first, last, reserved=bool(reserved), reason=reason)


def stop_row(event: SecrecyStopped, line: LedgerLine) -> models.SecrecyStop:
    """Make the row of a file stopped for its mark."""
    return models.SecrecyStop(
        index=line.index,
        at=line.at.isoformat(),
        folder=storable(event.folder),
        size_bytes=event.size_bytes,
        sha256=event.sha256,
        mark=storable(event.mark),
    )


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _day_of(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _limit_of(text: str) -> Limit | None:
    amount, _, unit = text.partition(" ")
    return Limit(int(amount), LimitUnit(unit)) if text else None


def between_bars(words: Iterable[str]) -> str:
    """Write words so that one can be looked for among them; nothing for none."""
    found = dict.fromkeys(words)
    return f"|{'|'.join(found)}|" if found else ""


def _lost_force(case: Case) -> str:
    """Say how a document lost its force; 废止 with its day, which may be still to come."""
    if case.repealed is None:
        return ""
    kind, day = case.repealed.kind, case.repealed.effective
    return f"{day.year}.{day.month}.{day.day}{kind}" if kind is RepealKind.ABOLISHED else kind.value
