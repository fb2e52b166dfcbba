"""What the rest of the house may ask of a catalogue, whatever engine stands behind it (目录接口)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from domain.catalogue import Answer, Card, Pick, Reach


class Catalogue(Protocol):
    """Cards by object id, found by any part of their words.

    The catalogue may be lost at any time: it is filled again from the ledger and the archive, from ``position() + 1`` on.
    """

    def put(self, cards: Sequence[Card], position: int) -> None:
        """Add cards, each in the place of an older one with its object id; then stamp the ledger's position.

        Doing it twice changes nothing. Killed half-way, the old stamp stays, so that the caller comes again.
        """

    def remove(self, object_ids: Iterable[str], position: int) -> None:
        """Take cards out, if they are there; then stamp the ledger's position."""

    def forget(self, object_ids: Iterable[str]) -> None:
        """Take cards out so that nothing of them is left in any file (销毁); doing it again finishes what was interrupted."""

    def position(self) -> int:
        """Give the last ledger line whose effect is surely in every index; 0 means: fill me from the start."""

    def search(
        self,
        query: str,
        reach: Reach,
        *,
        limit: int = 20,
        offset: int = 0,
        picks: Sequence[Pick] = (),
        first_held: int | None = None,
        counted: bool = False,
    ) -> Answer:
        """Answer a query within a reach: number matches first, then titles, then bodies; by relevance, newer first among equals.

        ``picks`` narrow to values of facets. ``first_held`` looks at the cards only that were filed first, as many as an earlier answer said it
        held. ``counted`` asks for the facets, too.

        Raises:
            QueryError: The query can't be read.
        """

    def places(self, query: str, dense: str) -> tuple[tuple[int, int], ...]:
        """Give where the words of a query stand in a text without blanks: first character and the one after the last, in order.

        Raises:
            QueryError: The query can't be read.
        """

    def join(self) -> int:
        """Put together what many small additions have left in pieces, when nobody waits; no answer changes. Give how often it was done."""

    def clear(self) -> None:
        """Forget everything; the position is 0 again."""
