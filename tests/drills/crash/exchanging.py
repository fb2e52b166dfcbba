"""Exchange under fire (公文交换): a package is pulled and handed over, a receipt taken in, a document sent; each of it once, or not yet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.heads import SigningKey
from domain.events import Delivered
from domain.exchange import SHEET_NAME, ParcelQuery, Side, Stage, object_of
from domain.exchange_events import (
    AnswerPlaced,
    PackageAnswered,
    PackageHandedOver,
    PackagePlaced,
    PackagePrepared,
    PackageTaken,
)
from mailroom.folders import MARKER
from office.advance import take_in_due
from office.exchange import exchange
from office.exchange_send import files_of, send
from office.house import House
from tests.a_way import going_by, until
from tests.an_office import AnOffice
from tests.drills.crash.scenario import Scenario
from tests.drills.crash.server import Say
from tests.exchange_making import VILLAGES, TheCounty, settings_of, sheet_of

PULLED, ANSWERED, SENT = "pulled", "answered", "sent"
_THEM = TheCounty(key=SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(31) + b"1")))


@dataclass(frozen=True)
class Exchanging(Scenario):
    """The county's package and its receipt for a document of ours lie in the folder; another document is sent."""

    settings: ClassVar[str] = settings_of(_THEM)
    name: str = "exchange"

    def prepare(self, office: AnOffice) -> None:
        root = office.house.root
        by_route = going_by(office, "dispatch-subdistrict")
        answered, to_send = until(by_route, "distribute"), until(by_route, "distribute")
        (parcel,) = send(office.house, office.actor("clerk"), answered, otherwise=(VILLAGES,))
        _THEM.answer(root, _THEM.outgoing(root) / parcel.package)
        files = _THEM.package()
        _THEM.lay(root, files)
        known = {"answered": answered, "to_send": to_send, "package": sheet_of(files).package, "ours": parcel.package}
        (root.parent / "known.json").write_text(json.dumps(known), "utf-8")

    def act(self, house: House, say: Say) -> None:
        exchange(house)
        say(PULLED)
        say(ANSWERED)
        _send(house, _known(house)["to_send"])
        say(SENT)

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        known = _known(house)
        wrong = [f"{said} was promised" for said in promised if not _kept(house, known, said)]
        wrong += _pulled_or_not_yet(house, known["package"])
        exchange(house)
        _send(house, known["to_send"])
        exchange(house)
        take_in_due(house)
        return [
            *wrong,
            *_came_in(house, known["package"]),
            *_went_out(house, known),
            *_told_once(house, known),
            *_left(house),
        ]


def _known(house: House) -> dict[str, str]:
    known: dict[str, str] = json.loads((house.root.parent / "known.json").read_text("utf-8"))
    return known


def _send(house: House, document: str) -> None:
    clerk = house.office.actor("clerk")
    assert clerk is not None
    send(house, clerk, document, otherwise=(VILLAGES,))


def _kept(house: House, known: dict[str, str], said: str) -> bool:
    match said:
        case "pulled":
            return _stage(house, Side.IN, known["package"]) is Stage.ANSWERED
        case "answered":
            return _stage(house, Side.OUT, known["ours"]) is Stage.ACKNOWLEDGED
        case _:
            return [one.stage for one in house.registry.parcels(ParcelQuery(document=known["to_send"]))] == [
                Stage.PLACED
            ]


def _stage(house: House, side: Side, package: str) -> Stage | None:
    parcel = house.registry.parcel(object_of(side, package))
    return parcel.stage if parcel else None


def _pulled_or_not_yet(house: House, package: str) -> Iterator[str]:
    """See that a package that is not taken in yet still lies there, and one that is has its bytes with us."""
    parcel = house.registry.parcel(object_of(Side.IN, package))
    lies = _THEM.incoming(house.root) / package
    if parcel is None and sorted(path.name for path in lies.iterdir()) != [SHEET_NAME, "正本.pdf"]:
        yield f"{package} is neither taken in nor lies there whole"
    if parcel is not None and len(files_of(house, parcel)) != len(parcel.contents):
        yield f"{package} is taken in without its files"


def _came_in(house: House, package: str) -> Iterator[str]:
    """See that the package was taken in, handed over, answered and entered, once."""
    parcels = house.registry.parcels(ParcelQuery(side=Side.IN))
    if [(one.package, one.stage) for one in parcels] != [(package, Stage.ANSWERED)]:
        yield f"taken in: {[(one.package, one.stage.value) for one in parcels]}"
    if refused := house.registry.parcels(ParcelQuery(side=Side.REFUSED)):
        yield f"refused: {[one.package for one in refused]}"
    receipts = _THEM.receipts(house.root)
    if [(one.package, one.accepted) for one in receipts] != [(package, True)]:
        yield f"receipts: {[(one.package, one.accepted) for one in receipts]}"
    issued = parcels[0].contents[1] if parcels else ""
    pieces = [case.document_id for case in house.registry.cases() if case.versions[-1].files[0].sha512 == issued]
    if len(pieces) != 1:
        yield f"{package} became {len(pieces)} pieces"


def _went_out(house: House, known: dict[str, str]) -> Iterator[str]:
    """See that the answered package is cleared away and signed for, and that the other lies ready whole, once."""
    parcels = {one.document: one for one in house.registry.parcels(ParcelQuery(side=Side.OUT))}
    stages = {document: one.stage for document, one in parcels.items()}
    if stages != {known["answered"]: Stage.ACKNOWLEDGED, known["to_send"]: Stage.PLACED}:
        yield f"sent: {stages}"
    if [path.name for path in _THEM.packages(house.root)] != [parcels[known["to_send"]].package]:
        yield f"ready: {[path.name for path in _THEM.packages(house.root)]}"
        return
    (ready,) = _THEM.packages(house.root)
    if {path.name: path.read_bytes() for path in ready.iterdir()} != files_of(house, parcels[known["to_send"]]):
        yield f"{ready.name} does not lie ready whole"


def _told_once(house: House, known: dict[str, str]) -> Iterator[str]:
    (sent,) = (one.package for one in house.registry.parcels(ParcelQuery(document=known["to_send"])))
    wanted = {
        object_of(Side.IN, known["package"]): (PackageTaken, PackageHandedOver, AnswerPlaced),
        object_of(Side.OUT, known["ours"]): (PackagePrepared, PackagePlaced, PackageAnswered),
        object_of(Side.OUT, sent): (PackagePrepared, PackagePlaced),
        known["answered"]: (Delivered,),
    }
    for name, kinds in wanted.items():
        counted = Counter(type(event) for _, event in house.registry.history(name))
        yield from (f"{name}: {kind.__name__} {counted[kind]} times" for kind in kinds if counted[kind] != 1)


def _left(house: House) -> Iterator[str]:
    """Name what should lie in no folder any more."""
    lying = [path.name for path in _THEM.incoming(house.root).iterdir() if path.name != MARKER]
    yield from (f"{name} was left in the folder from the county" for name in lying)
    for place in ("交换", "投稿"):
        yield from (f"{path} was left" for path in (house.root / place).rglob("*.part"))
