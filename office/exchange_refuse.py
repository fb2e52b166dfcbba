"""Refusing what lies in an office's folder (拒收): one event, then quarantine with its sentence; the same again is the same refusal."""

from __future__ import annotations

import logging

from domain.book_events import SecrecyStopped
from domain.canonical import digest_of, sha256_hex
from domain.exchange import SHEET_NAME, Partner, Side, is_package_id, object_of
from domain.exchange_events import PackageRefused
from domain.file_names import safe_name
from domain.levels import Level
from mailroom.exchange_box import ASIDE, EXCHANGE, IN, Lying, Package
from mailroom.exchange_reading import Flaw
from office.exchange_answers import put_answer
from office.exchange_errors import PackageError, PackageTooSecretError
from office.house import House
from office.record import Pen, record

log = logging.getLogger(__name__)
_MOST_NAME_BYTES = 120


def refuse(
    house: House, partner: Partner, one: Lying, package: Package, error: PackageError, *, to_answer: bool = True
) -> bool:
    """Refuse what lies there, and tell whether that is news.

    What is too secret stays where it is: nothing of it is kept but its digest, and it is told once.
    """
    key = _key(partner, one, package)
    name = object_of(Side.REFUSED, key)
    known = house.registry.parcel(name)
    stays = isinstance(error, PackageTooSecretError)
    if known is None:
        place = "" if stays else f"{EXCHANGE}/{ASIDE}/{partner.name}/{house.clock.today():%Y%m%d}-{key[:12]}"
        manifest = package.files.get(SHEET_NAME)
        event = PackageRefused(
            partner=partner.code,
            partner_name=partner.name,
            package=_claimed(one, package),
            sheet_sha256=sha256_hex(manifest) if manifest is not None else "",
            code=error.code,
            sentence=str(error),
            place=place,
            to_answer=to_answer,
        )
        record(house, lambda pen: _note(pen, event, name, package if stays else None))
        log.warning("%s %s", error.code, error)
    if not stays:
        _set_apart(house, one, name, str(error))
    return known is None


def _set_apart(house: House, one: Lying, name: str, sentence: str) -> None:
    parcel = house.registry.parcel(name)
    if parcel is None or not parcel.place:
        return
    house.exchange.box.set_apart(one, parcel.place.rpartition("/")[2], sentence)
    if house.exchange.box.settle(
        one
    ):  # it lies in quarantine already: the same bytes came again, and are answered again
        put_answer(house, parcel)


def _key(partner: Partner, one: Lying, package: Package) -> str:
    """Name what lies there by its bytes; what was not read whole, by its state."""
    parts = [[name, sha256_hex(data)] for name, data in sorted(package.files.items())]
    is_whole = bool(parts) and package.inspected.flaw is not Flaw.HOSTILE
    return digest_of([partner.code, one.name, parts, "" if is_whole else one.state])[:40]


def _claimed(one: Lying, package: Package) -> str:
    sheet = package.inspected.sheet
    return sheet.package if sheet and is_package_id(sheet.package) else safe_name(one.shown, _MOST_NAME_BYTES)


def _note(pen: Pen, event: PackageRefused, name: str, secret: Package | None) -> None:
    if pen.books.parcel(name) is not None:
        return
    pen.note(event, name)
    if secret is not None:
        data = b"".join(secret.files.values())
        stated = secret.inspected.sheet.level if secret.inspected.sheet else Level.SECRET
        mark = stated if stated.is_state_secret else Level.SECRET
        stop = SecrecyStopped(f"{EXCHANGE}/{IN}/{event.partner_name}", len(data), sha256_hex(data), mark.value)
        pen.note(stop, f"stop/{stop.sha256[:16]}")
