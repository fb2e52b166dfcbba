"""Destruction under fire (销毁): a list of two records is carried out and signed for; afterwards it is not begun, or wholly done."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from archive.destruction_note import notes_in
from archive.ocfl_object import StoredObject
from domain.case import Phase
from domain.destruction import DestructionList, Stage, list_id
from domain.destruction_events import (
    CertificateKept,
    Destroyed,
    DestructionAttested,
    DestructionBegun,
    DestructionErased,
)
from domain.levels import Level
from domain.office import Actor
from office.archived import archive_id, find_record
from office.back_up import back_up
from office.care import rebuild_registry, verify
from office.catalogue import catalogue
from office.destroying import attest, carry_out
from office.destruction_papers import CERTIFICATE_PDF, LIST_JSON, LIST_PDF
from office.house import House
from office.search import search
from office.sign import approve
from office.signing_key import signing_key
from office.tombstone import TOMBSTONE
from registry.settings import SqliteDatabase
from tests import destroying as acts
from tests.an_office import DECIDERS, MONDAY, AnOffice, a_draft
from tests.drills.crash.scenario import OFFICE, Scenario
from tests.drills.crash.server import Say
from tests.registry_rooms import rows_of

OLD, STAYS = "OLD", "STAYS"
TITLE, OTHER_TITLE = "关于第1次防汛工作的通知", "关于第2次防汛工作的通知"
WORDS, STAYING = "青鸾振羽过溪桥", "白鹤归来栖老松"
OPINION = "丹鹤衔芝，拟同意印发。"
LIST = "2037-001"
ERASED, SIGNED = "erased", "signed"
_LATER = acts.TEN_YEARS_ON - MONDAY + dt.timedelta(days=acts.WAIT_DAYS)
_ONCE = (DestructionBegun, DestructionErased, CertificateKept)


@dataclass(frozen=True)
class Destroying(Scenario):
    """A document of our own and a record taken over are destroyed; one of each kind stays, and a backup holds all of it."""

    later: ClassVar[dt.timedelta] = _LATER
    name: str = "destruction"

    def prepare(self, office: AnOffice) -> None:
        folder = office.house.root.parent
        filed = _filed(office)
        first = set(_sums(office.house.root / "staging").values())
        office.take_in(OTHER_TITLE, a_draft(OTHER_TITLE))
        acts.take_over(
            office, folder, acts.old_record(OLD), acts.old_record(STAYS, text=f"{STAYING}。", retention="永久")
        )
        back_up(office.house, folder / "backup")
        acts.make_due(office, filed, OLD)
        acts.approved(office, acts.listed(office).name)
        acts.witnessed(office, LIST)
        (folder / "before.json").write_text(json.dumps(_as_it_was(office.house, filed, first)), "utf-8")

    def act(self, house: House, say: Say) -> None:
        carry_out(house, _actor(house, "archivist"), LIST)
        say(ERASED)
        for login in acts.WITNESSES:
            attest(house, _actor(house, login), LIST)
        say(SIGNED)

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        before = json.loads((house.root.parent / "before.json").read_text("utf-8"))
        known = _known(house)
        wrong = [f"{said} was promised, the list is {known.stage}" for said in promised if not _keeps(known, said)]
        catalogue(house)  # the index follows the ledger, and is made again when the disk has spoiled it
        wrong += [*_in_between(house, known, before), *verify(house).faults]
        _bring_to_its_end(house)
        wrong += [*_gone(house, _known(house), before), *_told_once(house, before), *_unharmed(house, before)]
        rows = rows_of(_database(house))
        rebuild_registry(house)
        return wrong if rows_of(_database(house)) == rows else [*wrong, "rebuilt, the registry has other rows"]


def _filed(office: AnOffice) -> str:
    """Have a document filed that somebody wrote an opinion on: that stands in the registry, too."""
    document_id = office.take_in(TITLE, a_draft(TITLE, body=f"各单位要落实责任。{WORDS}。"))
    first = next(login for login in DECIDERS if login in office.case(document_id).open_steps()[0].roles)
    approve(office.house, office.actor(first), document_id, binding=office.binding(document_id), opinion=OPINION)
    return office.filed_from(document_id).document_id


def _as_it_was(house: House, filed: str, first: Collection[str]) -> dict[str, object]:
    """Write down whose bytes are whose: ``own`` are those that go, ``kept`` the files that stay."""
    staged = _sums(house.root / "staging")
    later = set(staged.values()) - set(first)
    own = {digest for record in (filed, OLD) for digest in _content(house, record).values()} | set(first)
    own |= set(_sums(house.root / "办结").values())
    kept = _content(house, STAYS)
    kept |= {f"{OFFICE}/staging/{name}": digest for name, digest in staged.items() if digest in later}
    kept |= {f"backup/{name}": digest for name, digest in _sums(house.root.parent / "backup").items()}
    same = set(kept.values())  # what both have alike
    return {"records": [filed, OLD], "own": sorted(own - same), "kept": kept}


def _keeps(known: DestructionList, said: str) -> bool:
    return known.stage.is_after if said == ERASED else known.stage is Stage.DONE


def _in_between(house: House, known: DestructionList, before: dict[str, list[str]]) -> Iterator[str]:
    """See that what was brought up is as before the act or as after it; nothing between the two is left."""
    if known.stage is Stage.WITNESSED:
        yield from _not_begun(house, before)
    elif known.stage in (Stage.DESTROYED, Stage.DONE):
        yield from _gone(house, known, before)
    else:
        yield f"the list was left {known.stage}"


def _not_begun(house: House, before: dict[str, list[str]]) -> Iterator[str]:
    for record in before["records"]:
        stored = _stored(house, record)
        if stored is None or TOMBSTONE in stored.files():
            yield f"{record} is gone, and the list is not begun"
        elif house.stores[_level(house, record)].check(archive_id(record)):
            yield f"{record} is damaged, and the list is not begun"
    there = set(_sums(house.root).values())
    yield from (f"{digest[:12]} is gone, and the list is not begun" for digest in set(before["own"]) - there)
    if search(house, _actor(house, "archivist"), acts.PHRASE).total != 1:
        yield "what was not destroyed is not found"


def _gone(house: House, known: DestructionList, before: dict[str, list[str]]) -> Iterator[str]:
    """See that nothing is left of the content, and that tombstones and papers stand there, once."""
    for words in (acts.PHRASE, WORDS, OPINION):
        yield from (f"{words} is left in {place}" for place in acts.places_of(house.root, words))
        if search(house, _actor(house, "archivist"), words).total:
            yield f"{words} is found"
    sums, own = _sums(house.root), set(before["own"])
    yield from (f"{place} is left" for place, digest in sums.items() if digest in own)
    for record in before["records"]:
        yield from _buried(house, record)
    papers = {LIST_PDF, LIST_JSON} | ({CERTIFICATE_PDF} if known.stage is Stage.DONE else set())
    stored = [found for store in house.stores.values() if (found := store.find(archive_id(known.id)))]
    if [set(one.files()) for one in stored] != [papers]:
        yield f"the papers are {[sorted(one.files()) for one in stored]}"
    notes = list(notes_in(house.root.parent / "backup", {signing_key(house).public}))
    if [note.known.name for note in notes] != [LIST]:
        yield f"the backups know {[note.known.name for note in notes]}"


def _buried(house: House, record: str) -> Iterator[str]:
    stored, case = _stored(house, record), house.registry.case(record)
    if stored is None or set(stored.files()) != {TOMBSTONE} or stored.head != 1:
        yield f"{record} has no tombstone, or more than one"
    if case is None or case.phase is not Phase.DESTROYED:
        yield f"{record} is {case.phase if case else 'unknown'}"


def _told_once(house: House, before: dict[str, list[str]]) -> Iterator[str]:
    """See that each step stands in the ledger once, each signature too."""
    counted = Counter(type(event) for _, event in house.registry.history(list_id(LIST)))
    wanted = {**dict.fromkeys(_ONCE, 1), DestructionAttested: len(acts.WITNESSES)}
    yield from (
        f"{kind.__name__} stands there {counted[kind]} times"
        for kind, times in wanted.items()
        if counted[kind] != times
    )
    for record in before["records"]:
        times = sum(isinstance(event, Destroyed) for _, event in house.registry.history(record))
        if times != 1:
            yield f"{record} was destroyed {times} times"


def _unharmed(house: House, before: dict[str, dict[str, str]]) -> Iterator[str]:
    """See that whatever was not on the list is as it was."""
    place = house.root.parent
    for name, digest in before["kept"].items():
        if not (place / name).is_file() or _sum(place / name) != digest:
            yield f"{name} is not as it was"
    if search(house, _actor(house, "archivist"), STAYING).total != 1:
        yield "what stays is not found"


def _bring_to_its_end(house: House) -> None:
    if _known(house).stage in (Stage.WITNESSED, Stage.ERASING):
        carry_out(house, _actor(house, "archivist"), LIST)
    signed = {part.person for part in _known(house).attested}
    for login in acts.WITNESSES:
        if (actor := _actor(house, login)).person not in signed:
            attest(house, actor, LIST)
    catalogue(house)


def _known(house: House) -> DestructionList:
    known = house.registry.destruction(list_id(LIST))
    assert known is not None
    return known


def _content(house: House, record: str) -> dict[str, str]:
    """Give the digests of a record's files by their paths."""
    stored = _stored(house, record)
    assert stored is not None
    above = stored.folder.relative_to(house.root.parent).as_posix()
    return {f"{above}/{name}": digest for name, digest in _sums(stored.folder).items() if "/content/" in name}


def _stored(house: House, record: str) -> StoredObject | None:
    return find_record(house, record, _level(house, record))


def _level(house: House, record: str) -> Level:
    holding = house.registry.holding(record)
    assert holding is not None
    return holding.level


def _actor(house: House, login: str) -> Actor:
    actor = house.office.actor(login)
    assert actor is not None
    return actor


def _database(house: House) -> SqliteDatabase:
    return SqliteDatabase(house.root / "registry.sqlite")


def _sums(folder: Path) -> dict[str, str]:
    """Give the digest of every file of a folder that holds anything."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size)
    return {path.relative_to(folder).as_posix(): _sum(path) for path in files}


def _sum(path: Path) -> str:
    return hashlib.sha512(path.read_bytes()).hexdigest()
