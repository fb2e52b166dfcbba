"""What the ledger says must lie in the archive (在册档案): each record's level and the digest of its newest inventory."""

from __future__ import annotations

from dataclasses import dataclass

from domain.destruction_events import CertificateKept, Destroyed, DestructionErased
from domain.events import Filed
from domain.holding_events import Imported, VersionKept
from domain.levels import Level
from office.house import House

_AT_ONCE = 500


@dataclass(frozen=True)
class Recorded:
    """A record as the ledger knows it (在册一件); ``inventories`` are the digests of its versions' inventories, oldest first."""

    level: Level
    inventories: tuple[str, ...]

    @property
    def inventory(self) -> str:
        """Give the digest of the newest version's inventory."""
        return self.inventories[-1]


def recorded(house: House) -> dict[str, Recorded]:
    """Read the events and give every record that was filed or taken over, by its document's id."""
    found: dict[str, Recorded] = {}
    position = 0
    while events := house.registry.events_after(position, _AT_ONCE):
        position = events[-1][0].index
        for line, event in events:
            if isinstance(event, Filed | Imported):
                found[line.object_id] = Recorded(Level(event.level), (event.inventory,))
            elif isinstance(event, Destroyed):
                found[line.object_id] = Recorded(Level(event.level), (event.tombstone,))
            elif isinstance(event, DestructionErased):
                found[line.object_id] = Recorded(Level(event.level), (event.inventory,))
            elif isinstance(event, VersionKept | CertificateKept):
                before = found[line.object_id]
                found[line.object_id] = Recorded(before.level, (*before.inventories, event.inventory))
    return found
