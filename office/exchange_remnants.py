"""What exchange holds of records that are destroyed (交换残留): the bytes of their packages, the copies on the second disk, what still lies to be fetched.

What the other offices received is their own. A copy that can't be reached now is named on the certificate, and goes with the first round of
exchange that reaches it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from pathlib import Path

from domain.exchange import Parcel, ParcelQuery, Side, Stage
from ground.wiping import wipe_tree
from mailroom.exchange_box import OUT
from office.house import House

log = logging.getLogger(__name__)


def sheets_of(house: House, records: Collection[str], digests: Collection[str]) -> set[str]:
    """Name the bytes of all packages in which these records were sent, or came in."""
    return {digest for parcel in _parcels(house, records, digests) for digest in parcel.contents}


def clear_copies(house: House, records: Collection[str], digests: Collection[str]) -> tuple[str, ...]:
    """Remove the copies of these records' packages; give the places that can't be reached. Done again it finishes what was interrupted."""
    places = (place for parcel in _parcels(house, records, digests) for place in _places(house, parcel))
    return tuple(sorted({_named(house, place) for place in places if not _is_gone(house, place)}))


def clear_left(house: House) -> int:
    """Remove what was named on a certificate because it could not be reached then; give how many copies that were."""
    named = {name for known in house.registry.destructions() if known.stage.is_after for name in known.exchanged}
    there = sorted(place for name in named if (place := house.root / name).is_dir())
    return sum(_is_gone(house, place) for place in there)


def _parcels(house: House, records: Collection[str], digests: Collection[str]) -> Iterator[Parcel]:
    """Yield the packages of records: those we made of them, and those whose files they were when they came."""
    for record in sorted(records):
        yield from house.registry.parcels(ParcelQuery(document=record))
    came = house.registry.parcels(ParcelQuery(side=Side.IN)) if digests else ()
    yield from (parcel for parcel in came if not set(parcel.contents[1:]).isdisjoint(digests))


def _places(house: House, parcel: Parcel) -> Iterator[Path]:
    """Yield where copies of a package lie, as far as we laid them there; it is taken out of the outbox when its receipt comes."""
    if parcel.backed_up:
        yield house.root / parcel.backed_up
    was_laid_out = parcel.stage is not Stage.PREPARED or parcel.chased
    if parcel.side is Side.OUT and parcel.stage is not Stage.ACKNOWLEDGED and was_laid_out:
        yield house.exchange.box.root / OUT / parcel.partner_name / parcel.package


def _is_gone(house: House, place: Path) -> bool:
    """Remove a copy and tell whether it is certainly gone: where its folder is away, so is the disk."""
    try:
        wipe_tree(place)
    except OSError as error:
        log.warning("%s", error)
        return False
    if place.is_relative_to(house.exchange.box.root):
        return house.exchange.box.is_there(OUT, place.parent.name)
    return place.parent.is_dir()


def _named(house: House, place: Path) -> str:
    return place.relative_to(house.root).as_posix() if place.is_relative_to(house.root) else str(place)
