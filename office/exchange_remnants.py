"""What exchange holds of records that are destroyed (交换残留): the sheets of the packages in which they were sent name title and number."""

from __future__ import annotations

from collections.abc import Collection

from domain.exchange import ParcelQuery
from office.house import House


def sheets_of(house: House, records: Collection[str]) -> set[str]:
    """Name the bytes of all packages in which these records were sent."""
    sent = (parcel for record in records for parcel in house.registry.parcels(ParcelQuery(document=record)))
    return {digest for parcel in sent for digest in parcel.contents}
