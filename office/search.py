"""Finding records (查档): scope before counting (law 7)."""

from __future__ import annotations

from domain.catalogue import Answer
from domain.office import Actor
from office.house import House
from office.scope import reach_of


def search(house: House, actor: Actor, query: str, *, limit: int = 20, offset: int = 0) -> Answer:
    """Answer a query within the actor's reach: the exact total and one page of hits.

    Raises:
        QueryError: The query can't be read; the sentence says what to change.
    """
    return house.catalogue.search(query, reach_of(actor), limit=limit, offset=offset)
