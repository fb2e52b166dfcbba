"""The books that a projection reads and writes (登记簿): one set of rules, kept row by row or in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.book_events import SecrecyStopped
from domain.case import Case
from domain.destruction import DestructionList, PartName
from domain.events import Registered
from domain.exchange import Parcel
from domain.holding import Holding
from domain.ledger_line import LedgerLine
from domain.receipt_events import Received
from registry.values import NumberRange


class Books(Protocol):
    """What a projection asks of the tables."""

    def case(self, document_id: str) -> Case | None:
        """Give a document's state, or nothing."""
        ...

    def keep(self, case: Case, before: Case | None, line: LedgerLine) -> None:
        """Keep a document's new state with its versions and tasks."""
        ...

    def counter(self, scheme: str, period: int) -> int:
        """Give the last serial of a series, 0 when it has none."""
        ...

    def set_counter(self, scheme: str, period: int, last: int) -> None:
        """Move a series on."""
        ...

    def ranges(self, scheme: str, period: int) -> Sequence[NumberRange]:
        """List the ranges of a series by their first number."""
        ...

    def add_range(self, kept: NumberRange, index: int) -> None:
        """Note a range."""
        ...

    def number_taken(self, scheme: str, period: int, serial: int) -> bool:
        """Tell whether a document bears the number."""
        ...

    def add_number(self, event: Registered | Received, line: LedgerLine) -> None:
        """Give the number to the document of ``line``."""
        ...

    def document_for_drop(self, digest: str) -> str | None:
        """Find the document a drop became."""
        ...

    def add_drop(self, digest: str, document_id: str) -> None:
        """Note a drop."""
        ...

    def add_decision(self, case: Case, drafter: str, line: LedgerLine) -> None:
        """Note the newest decision of ``case``, on what is shown now."""
        ...

    def add_acts(self, case: Case, acts: Sequence[tuple[str, str]]) -> None:
        """Note who did which act in the document's round; one noted before stays."""
        ...

    def add_stop(self, event: SecrecyStopped, line: LedgerLine) -> None:
        """Note a file stopped for its mark."""
        ...

    def holding(self, record: str) -> Holding | None:
        """Give a kept record's state, or nothing."""
        ...

    def add_holding(self, holding: Holding, line: LedgerLine) -> None:
        """Note a record that is kept from now on."""
        ...

    def keep_holding(self, holding: Holding, line: LedgerLine) -> None:
        """Keep a kept record's new state."""
        ...

    def parcel(self, parcel_id: str) -> Parcel | None:
        """Give an exchanged package's state, or nothing."""
        ...

    def add_parcel(self, parcel: Parcel, line: LedgerLine) -> None:
        """Note a package that is exchanged from now on."""
        ...

    def keep_parcel(self, parcel: Parcel, line: LedgerLine) -> None:
        """Keep an exchanged package's new state."""

    def destruction(self, list_id: str) -> DestructionList | None:
        """Give a list of records to be destroyed, or nothing."""
        ...

    def keep_destruction(self, known: DestructionList, line: LedgerLine) -> None:
        """Keep a list's new state."""
        ...

    def add_part(self, list_id: str, person: str, part: PartName) -> None:
        """Note what a person did for a list; the database refuses a second thing."""
        ...

    def forget(self, document_id: str) -> None:
        """Let go of all that names people or says what a document was about, but for its own row and number."""
        ...

    def add_erased(self, lines: Sequence[int], record: str) -> None:
        """Note lines whose payloads go with a record."""
        ...
