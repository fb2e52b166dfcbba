"""The books kept row by row (逐笔登记): what one transaction of live work reads and writes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from django.db import IntegrityError

import domain.events
from domain.book_events import SecrecyStopped
from domain.case import Case, Phase
from domain.destruction import DestructionList, PartName
from domain.events import Registered
from domain.exchange import Parcel, ParcelQuery
from domain.holding import Holding
from domain.ledger_line import LedgerLine
from domain.listing import EVERYTHING
from domain.numbers import IssuedNumber
from domain.receipt_events import Received
from registry import destructions, holdings, parcels, receipts, rows, statements
from registry.errors import SamePersonError
from registry.models import Act, Counter, DestructionPart, Document, Drop, ErasedLine, Event, Lease, Number, NumberRange
from registry.values import NumberRange as NumberRangeValue

_OF_SERIES = "WHERE scheme = %s AND period = %s"


class CaseCache:
    """States read lately (近用件), by the digest of the line that made them.

    A line's digest covers all that came before it, so a state found under it is right whatever was rolled back meanwhile.
    """

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._cases: OrderedDict[str, Case] = OrderedDict()
        self._lock = Lock()

    def get(self, own: str) -> Case | None:
        """Give the state that the line left, if it is still here."""
        with self._lock:
            return self._cases.get(own)

    def put(self, own: str, case: Case) -> None:
        """Keep a state, letting the oldest go."""
        with self._lock:
            self._cases[own] = case
            if len(self._cases) > self._size:
                self._cases.popitem(last=False)


class DatabaseBooks:
    """The tables of one database, inside a transaction of the calling thread."""

    def __init__(self, alias: str, cache: CaseCache) -> None:
        self._alias = alias
        self._cache = cache

    def case(self, document_id: str) -> Case | None:
        """Give a document's state, or nothing."""
        found = statements.first(self._alias, Document, ("own", "case"), "WHERE id = %s", document_id)
        return self.case_of_row(document_id, *found) if found else None

    def case_of_row(self, document_id: str, own: str, text: str) -> Case:
        """Read a state from its columns, or from those read lately."""
        case = self._cache.get(own)
        if case is None:
            case = rows.case_of(document_id, text)
            self._cache.put(own, case)
        return case

    def keep(self, case: Case, before: Case | None, line: LedgerLine) -> None:
        """Keep a document's new state with its versions and tasks."""
        document, entry = rows.document_row(case, line), rows.entry_row(case, line)
        if before is None:
            statements.insert(self._alias, document, entry)
        else:
            statements.update(self._alias, document, entry)
        self._cache.put(line.own, case)
        self._keep_incoming(case, before)
        statements.insert(self._alias, *rows.version_rows(case, before))
        self._keep_tasks(case, before, line)

    def _keep_incoming(self, case: Case, before: Case | None) -> None:
        row = receipts.row_of(case)
        was_there = before is not None and receipts.row_of(before) is not None
        if row is not None and was_there and case.phase is not Phase.DESTROYED:  # it was forgotten just now
            statements.update(self._alias, row)
        elif row is not None:
            statements.insert(self._alias, row)

    def _keep_tasks(self, case: Case, before: Case | None, line: LedgerLine) -> None:
        old = {step.key: step for step in before.tasks()} if before else {}
        new = {step.key: step for step in case.tasks()}
        closed = sorted(key for key, step in old.items() if new.get(key) != step)
        statements.delete_tasks(self._alias, case.document_id, closed)
        statements.insert(
            self._alias, *(rows.task_row(case, step, line) for key, step in new.items() if old.get(key) != step)
        )

    def head(self) -> LedgerLine | None:
        """Give the last line."""
        found = statements.first(self._alias, Event, rows.LINE_COLUMNS, 'ORDER BY "index" DESC LIMIT 1')
        return rows.line_of(found) if found else None

    def add_event(self, line: LedgerLine, payload: bytes) -> None:
        """Add a line with its payload."""
        statements.insert(self._alias, rows.event_row(line, payload))

    def history(self, object_id: str, after: int = 0) -> tuple[tuple[LedgerLine, domain.events.Event], ...]:
        """List what happened to an object after a line, in order."""
        rest = 'WHERE object_id = %s AND "index" > %s ORDER BY "index"'
        found = statements.select(self._alias, Event, (*rows.LINE_COLUMNS, "payload"), rest, object_id, after)
        read = ((rows.line_of(tuple(columns)), bytes(payload)) for *columns, payload in found)
        return tuple((line, rows.event_of(line, payload)) for line, payload in read)

    def number_of(self, document_id: str) -> IssuedNumber | None:
        """Give a document's number."""
        found = statements.first(self._alias, Number, rows.NUMBER_COLUMNS, "WHERE document_id = %s", document_id)
        return rows.number_of(found) if found else None

    def lease_token(self, name: str) -> int:
        """Give the token of who took a lease last."""
        found = statements.first(self._alias, Lease, ("token",), "WHERE name = %s", name)
        return int(found[0]) if found else 0

    def counter(self, scheme: str, period: int) -> int:
        """Give the last serial of a series, 0 when it has none."""
        found = statements.first(self._alias, Counter, ("last",), _OF_SERIES, scheme, period)
        return int(found[0]) if found else 0

    def set_counter(self, scheme: str, period: int, last: int) -> None:
        """Move a series on."""
        statements.set_counter(self._alias, scheme, period, last)

    def ranges(self, scheme: str, period: int) -> Sequence[NumberRangeValue]:
        """List the ranges of a series by their first number."""
        found = statements.select(
            self._alias, NumberRange, rows.RANGE_COLUMNS, f"{_OF_SERIES} ORDER BY first", scheme, period
        )
        return [rows.range_of(columns) for columns in found]

    def add_range(self, kept: NumberRangeValue, index: int) -> None:
        """Note a range."""
        statements.insert(self._alias, rows.range_row(kept, index))

    def number_taken(self, scheme: str, period: int, serial: int) -> bool:
        """Tell whether a document bears the number."""
        rest = f"{_OF_SERIES} AND serial = %s"
        return statements.first(self._alias, Number, ("serial",), rest, scheme, period, serial) is not None

    def add_number(self, event: Registered | Received, line: LedgerLine) -> None:
        """Give the number to the document of ``line``."""
        statements.insert(self._alias, rows.number_row(event, line))

    def document_for_drop(self, digest: str) -> str | None:
        """Find the document a drop became."""
        found = statements.first(self._alias, Drop, ("document_id",), "WHERE digest = %s", digest)
        return str(found[0]) if found else None

    def add_drop(self, digest: str, document_id: str) -> None:
        """Note a drop."""
        statements.insert(self._alias, Drop(digest=digest, document_id=document_id))

    def add_decision(self, case: Case, drafter: str, line: LedgerLine) -> None:
        """Note the newest decision of ``case``, on what is shown now."""
        statements.insert(self._alias, rows.decision_row(case, drafter, line))

    def add_acts(self, case: Case, acts: Sequence[tuple[str, str]]) -> None:
        """Note who did which act in the document's round; one noted before stays."""
        made = [Act(document_id=case.document_id, round=case.round, act=act, person=person) for act, person in acts]
        try:
            statements.insert(self._alias, *made, skip_known=True)
        except IntegrityError as error:
            if "same_person" not in str(error):
                raise
            raise SamePersonError(case.document_id, *acts[-1]) from error

    def add_stop(self, event: SecrecyStopped, line: LedgerLine) -> None:
        """Note a file stopped for its mark."""
        statements.insert(self._alias, rows.stop_row(event, line))

    def holding(self, record: str) -> Holding | None:
        """Give a kept record's state, or nothing."""
        return holdings.find(self._alias, record)

    def add_holding(self, holding: Holding, line: LedgerLine) -> None:
        """Note a record that is kept from now on."""
        statements.insert(self._alias, holdings.row_of(holding, line))

    def keep_holding(self, holding: Holding, line: LedgerLine) -> None:
        """Keep a kept record's new state."""
        statements.update(self._alias, holdings.row_of(holding, line))

    def last_serial(self, series: str) -> int:
        """Give the last 件号 of a series, 0 when it has none."""
        return holdings.last_serial(self._alias, series)

    def same_incoming(self, sender: str, number: str) -> tuple[str, ...]:
        """List the documents that were entered under the same number of the same sender."""
        return receipts.same(self._alias, sender, number)

    def code_taken(self, code: str) -> bool:
        """Tell whether a record bears the 档号."""
        return holdings.code_taken(self._alias, code)

    def parcel(self, parcel_id: str) -> Parcel | None:
        """Give an exchanged package's state, or nothing."""
        return parcels.find(self._alias, parcel_id)

    def add_parcel(self, parcel: Parcel, line: LedgerLine) -> None:
        """Note a package that is exchanged from now on."""
        statements.insert(self._alias, parcels.row_of(parcel, line))

    def keep_parcel(self, parcel: Parcel, line: LedgerLine) -> None:
        """Keep an exchanged package's new state."""
        statements.update(self._alias, parcels.row_of(parcel, line))

    def parcels_of(self, document_id: str) -> Sequence[Parcel]:
        """List the packages in which a document was sent."""
        return parcels.listed(self._alias, EVERYTHING, ParcelQuery(document=document_id), None, 0)

    def destruction(self, list_id: str) -> DestructionList | None:
        """Give a list of records to be destroyed, or nothing."""
        return destructions.find(self._alias, list_id)

    def keep_destruction(self, known: DestructionList, line: LedgerLine) -> None:
        """Keep a list's new state."""
        destructions.keep(self._alias, known, line)

    def add_part(self, list_id: str, person: str, part: PartName) -> None:
        """Note what a person did for a list; the database refuses a second thing."""
        try:
            statements.insert(self._alias, DestructionPart(list=list_id, person=person, part=part.value))
        except IntegrityError as error:
            raise SamePersonError(list_id.rpartition("/")[2], part.value, person) from error

    def forget(self, document_id: str) -> None:
        """Let go of all that names people or says what a document was about, but for its own row and number."""
        statements.delete_of_document(self._alias, document_id)

    def add_erased(self, lines: Sequence[int], record: str) -> None:
        """Note lines whose payloads go with a record."""
        statements.insert(self._alias, *(ErasedLine(index=index, record=record) for index in lines))
