"""The books kept in bulk (批量重登): for making the registry again from its events, thousands a second.

New rows gather here and are written in one go; counters, ranges and documents in flight are held until the end. What is found nowhere
here is asked of the database, so that ended documents need not stay in memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.book_events import SecrecyStopped
from domain.case import Case
from domain.destruction import DestructionList, PartName
from domain.events import Registered
from domain.exchange import Parcel
from domain.holding import Holding
from domain.ledger_line import LedgerLine
from domain.receipt_events import Received
from registry import destructions, holdings, models, parcels, receipts, rows
from registry.database_books import DatabaseBooks
from registry.models import (
    Act,
    Counter,
    Document,
    Drop,
    Entry,
    Event,
    Incoming,
    Number,
    NumberRange,
    Row,
    Task,
    Version,
)
from registry.statements import columns_of
from registry.values import NumberRange as NumberRangeValue

_ORDER: tuple[type[Row], ...] = (Event, Version, Drop, Number)


class BulkBooks:
    """The books of a rebuilding; ``write`` puts down what has gathered, ``finish`` also what was held until the end."""

    def __init__(self, alias: str, below: DatabaseBooks) -> None:
        self._alias = alias
        self._below = below
        self._cases: dict[str, Case] = {}
        self._changed: dict[str, LedgerLine] = {}
        self._stored: set[str] = set()
        self._tasks: dict[str, dict[str, Task]] = {}
        self._counters: dict[tuple[str, int], int] = {}
        self._ranges: dict[tuple[str, int], list[tuple[int, NumberRangeValue]]] = {}
        self._numbers: set[tuple[str, int, int]] = set()
        self._drops: dict[str, str] = {}
        self._acts: dict[tuple[str, int, str, str], Act] = {}
        self._gathered: dict[type[Row], list[Row]] = {}
        self._holdings: dict[str, tuple[Holding, LedgerLine]] = {}
        self._held: set[str] = set()
        self._parcels: dict[str, tuple[Parcel, LedgerLine]] = {}
        self._destructions: dict[str, tuple[DestructionList, LedgerLine]] = {}

    def case(self, document_id: str) -> Case | None:
        """Give a document's state, or nothing."""
        if document_id in self._cases:
            return self._cases[document_id]
        return self._below.case(document_id) if document_id in self._stored else None

    def keep(self, case: Case, before: Case | None, line: LedgerLine) -> None:
        """Keep a document's new state with its versions and tasks."""
        self._cases[case.document_id] = case
        self._changed[case.document_id] = line
        for version in rows.version_rows(case, before):
            self._gather(version)
        old = self._tasks.get(case.document_id, {})
        same = {step.key: step for step in before.tasks()} if before else {}
        stay = {step.key for step in case.tasks() if same.get(step.key) == step}
        self._tasks[case.document_id] = {
            step.key: old[step.key] if step.key in stay else rows.task_row(case, step, line) for step in case.tasks()
        }

    def add_event(self, line: LedgerLine, payload: bytes) -> None:
        """Add a line with its payload."""
        self._gather(rows.event_row(line, payload))

    def counter(self, scheme: str, period: int) -> int:
        """Give the last serial of a series, 0 when it has none."""
        return self._counters.get((scheme, period), 0)

    def set_counter(self, scheme: str, period: int, last: int) -> None:
        """Move a series on."""
        self._counters[scheme, period] = last

    def ranges(self, scheme: str, period: int) -> Sequence[NumberRangeValue]:
        """List the ranges of a series by their first number."""
        return sorted((kept for _, kept in self._ranges.get((scheme, period), [])), key=lambda kept: kept.first)

    def add_range(self, kept: NumberRangeValue, index: int) -> None:
        """Note a range."""
        self._ranges.setdefault((kept.scheme, kept.period), []).append((index, kept))

    def number_taken(self, scheme: str, period: int, serial: int) -> bool:
        """Tell whether a document bears the number."""
        return (scheme, period, serial) in self._numbers

    def add_number(self, event: Registered | Received, line: LedgerLine) -> None:
        """Give the number to the document of ``line``."""
        self._numbers.add((event.scheme, event.period, event.serial))
        self._gather(rows.number_row(event, line))

    def document_for_drop(self, digest: str) -> str | None:
        """Find the document a drop became."""
        return self._drops.get(digest)

    def add_drop(self, digest: str, document_id: str) -> None:
        """Note a drop."""
        self._drops[digest] = document_id
        self._gather(Drop(digest=digest, document_id=document_id))

    def add_decision(self, case: Case, drafter: str, line: LedgerLine) -> None:
        """Note the newest decision of ``case``, on what is shown now."""
        self._gather(rows.decision_row(case, drafter, line))

    def add_acts(self, case: Case, acts: Sequence[tuple[str, str]]) -> None:
        """Note who did which act in the document's round; one noted before stays."""
        for act, person in acts:
            key = (case.document_id, case.round, act, person)
            self._acts.setdefault(key, Act(document_id=case.document_id, round=case.round, act=act, person=person))

    def add_stop(self, event: SecrecyStopped, line: LedgerLine) -> None:
        """Note a file stopped for its mark."""
        self._gather(rows.stop_row(event, line))

    def holding(self, record: str) -> Holding | None:
        """Give a kept record's state, or nothing."""
        if record in self._holdings:
            return self._holdings[record][0]
        return self._below.holding(record) if record in self._held else None

    def add_holding(self, holding: Holding, line: LedgerLine) -> None:
        """Note a record that is kept from now on."""
        self.keep_holding(holding, line)

    def keep_holding(self, holding: Holding, line: LedgerLine) -> None:
        """Keep a kept record's new state."""
        self._holdings[holding.record] = holding, line

    def parcel(self, parcel_id: str) -> Parcel | None:
        """Give an exchanged package's state, or nothing."""
        return self._parcels[parcel_id][0] if parcel_id in self._parcels else self._below.parcel(parcel_id)

    def add_parcel(self, parcel: Parcel, line: LedgerLine) -> None:
        """Note a package that is exchanged from now on."""
        self.keep_parcel(parcel, line)

    def keep_parcel(self, parcel: Parcel, line: LedgerLine) -> None:
        """Keep an exchanged package's new state."""
        self._parcels[parcel.id] = parcel, line

    def destruction(self, list_id: str) -> DestructionList | None:
        """Give a list of records to be destroyed, or nothing."""
        return self._destructions[list_id][0] if list_id in self._destructions else None

    def keep_destruction(self, known: DestructionList, line: LedgerLine) -> None:
        """Keep a list's new state."""
        self._destructions[known.id] = known, line

    def add_part(self, list_id: str, person: str, part: PartName) -> None:
        """Note what a person did for a list; the database refuses a second thing when it is written."""
        self._gather(models.DestructionPart(list=list_id, person=person, part=part.value))

    def forget(self, document_id: str) -> None:
        """Nothing: what the lines of a destroyed record said was never put in here."""

    def add_erased(self, lines: Sequence[int], record: str) -> None:
        """Note lines whose payloads go with a record."""
        for index in lines:
            self._gather(models.ErasedLine(index=index, record=record))

    def write(self) -> None:
        """Put down what has gathered, and let go of the documents that nobody has to act on."""
        changed = [(self._cases[key], line) for key, line in self._changed.items()]
        self._put(Document, [rows.document_row(case, line) for case, line in changed])
        self._put(Entry, [rows.entry_row(case, line) for case, line in changed])
        self._put(Incoming, [row for case, _ in changed if (row := receipts.row_of(case))])
        for kind in (*_ORDER, *(kind for kind in self._gathered if kind not in _ORDER)):
            self._insert(kind, self._gathered.pop(kind, []))
        self._put(models.Holding, [holdings.row_of(holding, line) for holding, line in self._holdings.values()])
        self._held.update(self._holdings)
        self._holdings.clear()
        self._put(models.Parcel, [parcels.row_of(parcel, line) for parcel, line in self._parcels.values()])
        self._parcels.clear()
        self._stored.update(self._changed)
        self._cases = {key: case for key, case in self._cases.items() if case.is_in_flight}
        self._changed.clear()

    def _put(self, kind: type[Row], changed: Sequence[Row]) -> None:
        key = kind._meta.pk.attname  # noqa: SLF001  # Django's documented way to ask
        columns = [name for name in columns_of(kind) if name != key]
        kind.objects.using(self._alias).bulk_create(
            changed, update_conflicts=True, unique_fields=[key], update_fields=columns
        )

    def finish(self) -> None:
        """Put down everything."""
        self.write()
        self._insert(Act, list(self._acts.values()))
        self._insert(Task, [task for tasks in self._tasks.values() for task in tasks.values()])
        counters = [
            Counter(scheme=scheme, period=period, last=last) for (scheme, period), last in self._counters.items()
        ]
        self._insert(Counter, counters)
        ranges = [rows.range_row(kept, index) for kept_ones in self._ranges.values() for index, kept in kept_ones]
        self._insert(NumberRange, ranges)
        lists = [destructions.row_of(known, line) for known, line in self._destructions.values()]
        self._insert(models.Destruction, lists)

    def _gather(self, row: Row) -> None:
        self._gathered.setdefault(type(row), []).append(row)

    def _insert(self, kind: type[Row], made: Sequence[Row]) -> None:
        if made:
            kind.objects.using(self._alias).bulk_create(made)
