"""Handing what was taken in over to where incoming documents are registered (转收文): its 正本 into ``投稿/收文``, once.

There it goes the way of everything that comes in. What its sheet says of it is found again by the bytes.
"""

from __future__ import annotations

from pathlib import Path

from domain.case import Case
from domain.exchange import FileRole, Parcel, ParcelQuery, Sheet, Side, Stage
from domain.exchange_events import PackageHandedOver
from domain.file_names import safe_name
from domain.intake import Category
from domain.receipt import Particulars, ReceiptNature
from mailroom.errors import FolderAwayError
from office.exchange_send import note_of
from office.house import House

_MOST_NAME_BYTES = 180


def hand_over_due(house: House) -> tuple[tuple[Parcel, str], ...]:
    """Lay what was taken in into the folder of incoming documents; give each package with what became of it."""
    rows: list[tuple[Parcel, str]] = []
    for parcel in house.registry.parcels(ParcelQuery(side=Side.IN, stages=(Stage.TAKEN,))):
        try:
            place = _hand_over(house, parcel)
        except FolderAwayError as error:
            rows.append((parcel, str(error)))
            continue
        note_of(house, PackageHandedOver(place), parcel.id)
        rows.append((parcel, f"已转 {place}"))
    return tuple(rows)


def particulars_stated(house: House, case: Case) -> Particulars | None:
    """Give what the sheet of a package says about a piece that came in with it; nothing for one that came otherwise."""
    sheet = sheet_of_piece(house, case)
    if sheet is None:
        return None
    return Particulars(
        sender=sheet.organs[0] if sheet.organs else sheet.sender_name,
        title=sheet.title,
        level=sheet.level.value,
        nature=ReceiptNature.TO_HANDLE,
        sender_number=sheet.number,
        copies=sheet.copies,
        urgency=sheet.urgency,
        kind=sheet.kind,
        dated=sheet.dated,
    )


def sheet_of_piece(house: House, case: Case) -> Sheet | None:
    """Find the sheet of the package with which a piece came in, by its bytes."""
    bodies = [version.files[0].sha512 for version in case.versions if version.files]
    came = house.registry.parcels(ParcelQuery(side=Side.IN)) if bodies else ()
    return next((one.sheet for one in came if one.sheet and bodies[-1] in one.contents[1:]), None)


def watched_for_receipts(house: House) -> Path:
    """Give the folder into which what comes in is laid."""
    return next(one.path for one in house.mailroom.folders.watched() if one.category is Category.RECEIPT)


def _hand_over(house: House, parcel: Parcel) -> str:
    sheet = parcel.sheet
    if sheet is None:
        raise LookupError(f"{parcel.id} has no sheet")
    digests = zip(sheet.files, parcel.contents[1:], strict=True)
    issued = next(digest for file, digest in digests if file.role is FileRole.ISSUED)
    name = safe_name(f"{sheet.number} {sheet.title}".strip(), _MOST_NAME_BYTES) + ".pdf"
    path = house.exchange.box.hand_in(watched_for_receipts(house), name, house.exchange.content.read(issued))
    return path.relative_to(house.mailroom.folders.root).as_posix()
