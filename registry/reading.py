"""What the registry answers outside a transaction (查询)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from django.db.models import Count, QuerySet

from domain.case import Case, Phase
from domain.destruction import DestructionList, Stage
from domain.events import Event
from domain.exchange import Parcel, ParcelQuery
from domain.holding import Holding
from domain.holding_listing import HoldingQuery
from domain.intake import StoppedFile
from domain.ledger_line import LedgerLine
from domain.listing import ActPage, Entry, EntryPage, ListQuery, Scope
from domain.numbers import IssuedNumber, free_spans
from domain.receipt_listing import ReceiptPage, ReceiptQuery
from domain.use import UseQuery
from registry import (
    closing,
    destructions,
    holdings,
    listing,
    models,
    numbering,
    parcels,
    receipts,
    rows,
    statements,
    uses,
)
from registry.database_books import DatabaseBooks
from registry.projection import DOCUMENTS
from registry.values import Counts, NumberRange, NumberState, TodoRow


class Reading:
    """Questions to the tables of one database."""

    def __init__(self, alias: str, books: DatabaseBooks) -> None:
        self._alias = alias
        self._books = books

    def case(self, document_id: str) -> Case | None:
        """Give a document's state, or nothing."""
        return self._books.case(document_id)

    def head(self) -> LedgerLine | None:
        """Give the last line."""
        return self._books.head()

    def document_for_drop(self, digest: str) -> str | None:
        """Find the document a drop became."""
        return self._books.document_for_drop(digest)

    def cases(
        self,
        phases: Collection[Phase] | None,
        units: Collection[str] | None,
        limit: int | None,
        title: str | None = None,
    ) -> tuple[Case, ...]:
        """List states, the one that changed last first."""
        found = models.Document.objects.using(self._alias).order_by("-updated")
        if phases is not None:
            found = found.filter(phase__in=[phase.value for phase in phases])
        if units is not None:
            found = found.filter(unit__in=units)
        if title is not None:
            found = found.filter(title=title)
        return tuple(self._cases_of(found[:limit]))

    def documents_due(self, phases: Collection[Phase], limit: int) -> tuple[Case, ...]:
        """List states in some phases: those that never failed first, the one that waits longest first."""
        found = models.Document.objects.using(self._alias).filter(phase__in=[phase.value for phase in phases])
        return tuple(self._cases_of(found.order_by("stuck", "updated")[:limit]))

    def _cases_of(self, found: QuerySet[models.Document]) -> Iterator[Case]:
        return (self._books.case_of_row(*columns) for columns in found.values_list("id", "own", "case"))

    def tasks(self, roles: Collection[str] | None, units: Collection[str], scope: Scope) -> tuple[TodoRow, ...]:
        """List the open steps within a scope that somebody with these roles and units may do, the oldest first."""
        return listing.tasks(self._alias, scope, roles, units)

    def entries(self, scope: Scope, query: ListQuery, limit: int | None, offset: int) -> EntryPage:
        """Give a page of a list of documents."""
        return listing.entries(self._alias, scope, query, limit, offset)

    def numbered(self, scope: Scope, number: str) -> Entry | None:
        """Find a document by its number."""
        return listing.entry(self._alias, scope, number)

    def receipts(self, scope: Scope, query: ReceiptQuery, limit: int | None, offset: int) -> ReceiptPage:
        """Give a page of the register of receipts."""
        return receipts.page(self._alias, scope, query, limit, offset)

    def same_incoming(self, sender: str, number: str) -> tuple[str, ...]:
        """List the documents that were entered under the same number of the same sender."""
        return self._books.same_incoming(sender, number)

    def acts_of(self, person: str, scope: Scope, limit: int, offset: int) -> ActPage:
        """Give a page of what a person did."""
        return listing.acts(self._alias, scope, person, limit, offset)

    def holding(self, record: str) -> Holding | None:
        """Give a kept record's state, or nothing."""
        return self._books.holding(record)

    def holding_of_code(self, code: str) -> Holding | None:
        """Find the record that bears a 档号."""
        return holdings.find_by_code(self._alias, code)

    def holdings(self, scope: Scope, query: HoldingQuery, limit: int | None, offset: int) -> tuple[Holding, ...]:
        """List kept records within a scope."""
        return holdings.listed(self._alias, scope, query, limit, offset)

    def last_serial(self, series: str) -> int:
        """Give the last 件号 of a series."""
        return holdings.last_serial(self._alias, series)

    def holding_years(self) -> tuple[int, ...]:
        """Name the years that records are filed with."""
        return holdings.years(self._alias)

    def count_holdings(self, scope: Scope, query: HoldingQuery) -> int:
        """Count kept records within a scope."""
        return holdings.count(self._alias, scope, query)

    def shelves(self, scope: Scope) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Name the compartments with reading lists that records within a scope have."""
        return holdings.shelves(self._alias, scope)

    def listed_for(self, person: str) -> tuple[str, ...]:
        """Name the documents whose reading lists a person stands on."""
        return closing.listed_for(self._alias, person)

    def uses(self, scope: Scope, query: UseQuery, limit: int | None, offset: int) -> ActPage:
        """Give a page of the register of use."""
        return uses.uses(self._alias, scope, query, limit, offset)

    def parcel(self, parcel_id: str) -> Parcel | None:
        """Give an exchanged package's state, or nothing."""
        return self._books.parcel(parcel_id)

    def parcels(self, scope: Scope, query: ParcelQuery, limit: int | None, offset: int) -> tuple[Parcel, ...]:
        """List exchanged packages, the one that changed last first."""
        return parcels.listed(self._alias, scope, query, limit, offset)

    def count_parcels(self, scope: Scope, query: ParcelQuery) -> int:
        """Count exchanged packages."""
        return parcels.count(self._alias, scope, query)

    def history(self, object_id: str, after: int = 0) -> tuple[tuple[LedgerLine, Event], ...]:
        """List what happened to an object."""
        return self._books.history(object_id, after)

    def events_after(self, index: int, limit: int) -> tuple[tuple[LedgerLine, Event], ...]:
        """List the events after an index."""
        return self._events('WHERE "index" > %s ORDER BY "index" LIMIT %s', index, limit)

    def unflushed(self, limit: int) -> tuple[tuple[LedgerLine, bytes], ...]:
        """List the next so many lines that the ledger's file does not hold yet, in order."""
        # Both ends are given: of an open end PostgreSQL believes that a third of the table lies behind it, and reads all of it.
        held = "(SELECT COALESCE(MAX(up_to), 0) FROM registry_flushed)"
        rest = f'WHERE "index" > {held} AND "index" <= {held} + %s ORDER BY "index"'
        return tuple(self._lines(rest, limit))

    def destruction(self, list_id: str) -> DestructionList | None:
        """Give a list of records to be destroyed, or nothing."""
        return destructions.find(self._alias, list_id)

    def destructions(self, stage: Stage | None) -> tuple[DestructionList, ...]:
        """Give the lists of records to be destroyed, or those of a stage."""
        return destructions.listed(self._alias, stage)

    def erased_lines(self, record: str | None) -> tuple[int, ...]:
        """Name the lines whose payloads went with destroyed records, in order."""
        found = models.ErasedLine.objects.using(self._alias).order_by("index")
        return tuple((found if record is None else found.filter(record=record)).values_list("index", flat=True))

    def _events(self, rest: str, *values: str | int) -> tuple[tuple[LedgerLine, Event], ...]:
        return tuple((line, rows.event_of(line, payload)) for line, payload in self._lines(rest, *values))

    def _lines(self, rest: str, *values: str | int) -> Iterator[tuple[LedgerLine, bytes]]:
        for *columns, payload in statements.select(
            self._alias, models.Event, (*rows.LINE_COLUMNS, "payload"), rest, *values
        ):
            yield rows.line_of(tuple(columns)), bytes(payload)

    def flushed_up_to(self) -> int:
        """Give the last index the ledger's file holds."""
        found = statements.first(self._alias, models.Flushed, ("up_to",), "WHERE id = 1")
        return int(found[0]) if found else 0

    def mark_flushed(self, up_to: int) -> None:
        """Note that the ledger's file holds all up to an index.

        The disk is not waited for: a mark that a power cut takes back only lets lines be offered again that stand there.
        """
        with statements.unsynced(self._alias):
            statements.mark_flushed(self._alias, up_to)

    def numbers(self, scheme: str | None, period: int | None) -> tuple[IssuedNumber, ...]:
        """List the numbers given."""
        found = models.Number.objects.using(self._alias).filter(**_series(scheme, period))
        return tuple(
            map(rows.number_of, found.order_by("scheme", "period", "serial").values_list(*rows.NUMBER_COLUMNS))
        )

    def next_serial(self, scheme: str, period: int) -> int:
        """Give the serial whose turn it is, as it looks now."""
        return numbering.next_serial(self._books, scheme, period)

    def reserved_free(self, scheme: str, period: int, at_most: int) -> tuple[int, ...]:
        """List the lowest reserved serials that no document bears; a range may hold millions, so they are not counted through."""
        kept = [each for each in self._books.ranges(scheme, period) if each.reserved]
        used = models.Number.objects.using(self._alias).filter(scheme=scheme, period=period)
        serials = used.values_list("serial", flat=True)
        spans = (
            span
            for each in kept
            for span in free_spans(each.first, each.last, serials.filter(serial__range=(each.first, each.last)))
        )
        return tuple(islice((serial for first, last in spans for serial in range(first, last + 1)), at_most))

    def number_ranges(self, scheme: str | None, period: int | None) -> tuple[NumberRange, ...]:
        """List the ranges used on paper or reserved."""
        found = models.NumberRange.objects.using(self._alias).filter(**_series(scheme, period))
        return tuple(map(rows.range_of, found.order_by("scheme", "period", "first").values_list(*rows.RANGE_COLUMNS)))

    def number_states(self) -> tuple[NumberState, ...]:
        """List how far each series has come."""
        found = models.Counter.objects.using(self._alias).exclude(scheme=DOCUMENTS).order_by("scheme", "period")
        return tuple(NumberState(row.scheme, row.period, row.last) for row in found)

    def secrecy_stop_known(self, sha256: str) -> bool:
        """Tell whether a file with these bytes was stopped before."""
        return models.SecrecyStop.objects.using(self._alias).filter(sha256=sha256).exists()

    def secrecy_stops(self) -> tuple[StoppedFile, ...]:
        """List the files that were stopped for a mark, the last first."""
        found = models.SecrecyStop.objects.using(self._alias).order_by("-index")
        return tuple(StoppedFile(row.index, dt.datetime.fromisoformat(row.at), row.folder, row.mark) for row in found)

    def counts(self) -> Counts:
        """Count what there is."""
        documents = models.Document.objects.using(self._alias)
        by_phase = documents.values_list("phase").annotate(count=Count("pk")).order_by("phase")
        head = self._books.head()
        events = head.index if head else 0
        return Counts(
            events=events,
            unflushed=events - self.flushed_up_to(),
            numbers=models.Number.objects.using(self._alias).count(),
            tasks=models.Task.objects.using(self._alias).count(),
            stuck=documents.filter(stuck=True).count(),
            documents=tuple((Phase(phase), count) for phase, count in by_phase),
        )


def keep_rules(alias: str, rules: Sequence[tuple[str, str]]) -> None:
    """Put the office's rule of different people where the database holds it, inside a transaction."""
    pairs = {(one, other) for one, other in rules}
    held = models.Different.objects.using(alias)
    if set(held.values_list("one", "other")) != pairs:
        held.all().delete()
        held.bulk_create([models.Different(one=one, other=other) for one, other in sorted(pairs)])


def _series(scheme: str | None, period: int | None) -> dict[str, str | int]:
    wanted = {"scheme": scheme, "period": period}
    return {name: value for name, value in wanted.items() if value is not None}
