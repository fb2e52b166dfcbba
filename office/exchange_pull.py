"""Pulling what other offices sent (交换收文): a package is taken in whole or not touched; what is not taken in is answered and set apart."""

from __future__ import annotations

from dataclasses import dataclass

from domain.canonical import digest_of
from domain.errors import BadInputError
from domain.exchange import HIGHEST, SHEET_NAME, FileRole, Partner, Sheet, Side, Stage, object_of
from domain.exchange_events import PackageTaken
from domain.file_names import safe_name
from mailroom.errors import SecretMarkError
from mailroom.exchange_box import EXCHANGE, IN, Lying, Package
from mailroom.exchange_reading import Flaw, Inspected
from office.exchange_answers import take_answer
from office.exchange_errors import (
    PackageDamagedError,
    PackageError,
    PackageForeignError,
    PackageHalfError,
    PackageHostileError,
    PackageMisaddressedError,
    PackageReplayedError,
    PackageTooSecretError,
    PackageVersionError,
)
from office.exchange_patience import Patience
from office.exchange_refuse import refuse
from office.exchange_signing import is_signed_by
from office.house import House
from office.record import Pen, record

_FLAWS: dict[Flaw, type[PackageHalfError | PackageDamagedError | PackageHostileError | PackageVersionError]] = {
    Flaw.HALF: PackageHalfError,
    Flaw.DAMAGED: PackageDamagedError,
    Flaw.HOSTILE: PackageHostileError,
    Flaw.VERSION: PackageVersionError,
}

_UNANSWERED = (Stage.TAKEN, Stage.HANDED_OVER)
"""What was taken in and lies there still: a pull was broken off before it cleared it away, and the sender has heard nothing yet."""


@dataclass(frozen=True)
class PulledRow:
    """What became of one thing that lay in an office's folder (收取结果)."""

    partner: str
    name: str
    title: str
    result: str
    is_taken: bool = False


def look_in(house: House, *, urgent_only: bool = False) -> tuple[PulledRow, ...]:
    """Look through the folders from all offices once, or for urgent packages alone; what waits for its rest gives no row."""
    rows: list[PulledRow] = []
    with Patience(house) as patience:
        for partner in house.exchange.partners:
            if not house.exchange.box.is_there(IN, partner.name):
                rows.append(PulledRow(partner.name, "", "", f"“{EXCHANGE}/{IN}/{partner.name}”文件夹不在位，没有收取"))
                continue
            for one in house.exchange.box.lying(partner.name):
                row = _one(house, partner, one, patience) if one.is_urgent or not urgent_only else None
                rows += [row] if row else []
    return tuple(rows)


def urgent_lying(house: House) -> frozenset[str]:
    """Name the urgent packages that lie in the folders, each as it stands, for whoever watches."""
    box = house.exchange.box
    return frozenset(
        digest_of([partner.code, one.name, one.state])
        for partner in house.exchange.partners
        if box.is_there(IN, partner.name)
        for one in box.lying(partner.name)
        if one.is_urgent
    )


def _one(house: House, partner: Partner, one: Lying, patience: Patience) -> PulledRow | None:
    if one.is_answer:
        return _answer(house, partner, one, patience)
    package = house.exchange.box.read(one)
    if package.waits and not patience.is_over(one):
        return None
    try:
        sheet = _accepted(house, partner, one, package)
    except PackageError as error:
        is_news = refuse(house, partner, one, package, error)
        return PulledRow(partner.name, one.shown, "", str(error)) if is_news else None
    is_new = _take(house, partner, sheet, package)
    house.exchange.box.settle(one)
    return PulledRow(partner.name, sheet.package, sheet.title, "已收", is_taken=True) if is_new else None


def _answer(house: House, partner: Partner, one: Lying, patience: Patience) -> PulledRow | None:
    try:
        taken = take_answer(house, partner, one)
    except PackageError as error:
        if not patience.is_over(one):
            return None
        refuse(house, partner, one, Package({}, Inspected()), error, to_answer=False)
        return PulledRow(partner.name, one.shown, "", str(error))
    return PulledRow(partner.name, one.shown, taken, "回执")


def _accepted(house: House, partner: Partner, one: Lying, package: Package) -> Sheet:
    """Give the sheet of a package that is to be taken in.

    Raises:
        PackageError: It is not, and why.
    """
    found = package.inspected
    if found.sheet is not None and found.sheet.level.rank > HIGHEST.rank:
        raise PackageTooSecretError(one.shown)
    if found.flaw is not None:
        raise _FLAWS[found.flaw](one.shown, found.detail)
    if found.sheet is None:
        raise PackageDamagedError(one.shown, "交换单读不出来")
    _require_sender(house, partner, one, found.sheet)
    _require_new(house, one, found.sheet)
    _require_content(house, one, found.sheet, package)
    return found.sheet


def _require_sender(house: House, partner: Partner, one: Lying, sheet: Sheet) -> None:
    if not is_signed_by(partner, sheet):
        raise PackageForeignError(one.shown, f"签名不是“{partner.name}”的")
    if sheet.sender != partner.code:
        raise PackageForeignError(one.shown, f"自称来自“{safe_name(sheet.sender_name, 90)}”")
    if sheet.receiver != house.exchange.settings.code:
        raise PackageMisaddressedError(one.shown)


def _require_new(house: House, one: Lying, sheet: Sheet) -> None:
    known = house.registry.parcel(object_of(Side.IN, sheet.package))
    if known is None:
        return
    same = known.sheet_sha256 == sheet.digest
    if not same or known.stage not in _UNANSWERED:
        raise PackageReplayedError(one.shown, same=same)


def _require_content(house: House, one: Lying, sheet: Sheet, package: Package) -> None:
    """Look through the files as those of a drop are, in bounded children, before a byte of them is stored."""
    for file in sheet.files:
        data = package.files[file.name]
        try:
            house.mailroom.look_at(file.name, data, HIGHEST)
            pages = house.press.look_into(data, file.name).pages if file.role is FileRole.ISSUED else sheet.pages
        except SecretMarkError as error:
            raise PackageTooSecretError(one.shown) from error
        except BadInputError as error:
            raise PackageDamagedError(one.shown, f"“{file.name}”打不开：{error.happened}") from error
        if pages != sheet.pages:
            raise PackageDamagedError(one.shown, f"正本{pages}页，交换单上写的是{sheet.pages}页")


def _take(house: House, partner: Partner, sheet: Sheet, package: Package) -> bool:
    """Take a package in, and tell whether it was not before."""
    data = [package.files[SHEET_NAME], *(package.files[file.name] for file in sheet.files)]
    contents = tuple(house.exchange.content.put_all(data))
    name = object_of(Side.IN, sheet.package)

    def enter(pen: Pen) -> bool:
        if pen.books.parcel(name) is not None:  # two pulls at once, or one that was broken off: it is taken in
            return False
        pen.note(PackageTaken(partner.code, partner.name, sheet, contents), name)
        return True

    return record(house, enter)
