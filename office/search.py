"""Finding records (查档): scope before counting (law 7)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.catalogue import Answer, Hit
from domain.office import Actor
from office.house import House
from office.repeal import effect_of
from office.scope import reach_of


def search(house: House, actor: Actor, query: str, *, limit: int = 20, offset: int = 0) -> Answer:
    """Answer a query within the actor's reach: the exact total and one page of hits.

    Raises:
        QueryError: The query can't be read; the sentence says what to change.
    """
    return house.catalogue.search(query, reach_of(actor), limit=limit, offset=offset)


def effects(house: House, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Say of each hit that it has lost or will lose its force; nothing where it stands (效力)."""
    today = house.clock.today()
    cases = (house.registry.case(hit.object_id) for hit in hits)
    return tuple(effect_of(case, today) if case else "" for case in cases)
