"""Destroying that is broken off, undone or only claimed: it goes on where it stood, a restore repeats it, and verify tells destroyed from lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from archive.ledger import Ledger
from archive.store import Store
from domain.case import Phase
from domain.destruction import Stage
from domain.destruction_events import Destroyed
from domain.events import encode
from domain.ledger_line import LedgerLine, chain
from ground.clock import FixedClock
from ground.content import ContentFolder
from hongtou.restoring import restore
from indexer.whoosh_catalogue import WhooshCatalogue
from office import care, destroying, destruction_notes, destruction_papers, remnants, tombstone
from office.archived import archive_id
from office.back_up import back_up
from office.backup_terms import expire
from office.destruction import list_for
from office.destruction_errors import ErasureWaitsError, NoteForgedError
from office.destruction_view import backups_of
from office.tombstone import TOMBSTONE
from registry.registry import Registry
from tests import an_office
from tests import destroying as acts
from tests.an_office import AnOffice, new_clock, opened
from tests.integration.test_office_destroying import rows_of

STEPS: dict[str, tuple[object, str]] = {
    "notes": (destruction_notes, "tell"),
    "remnants": (remnants, "clear"),
    "cards": (WhooshCatalogue, "forget"),
    "tombstones": (Store, "bury"),
    "books": (Registry, "erase"),
    "payloads": (Ledger, "destroy_payloads"),
    "one payload": (ContentFolder, "destroy"),
    "list": (destruction_papers, "_filed"),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an office with a list of two records that waits to be carried out; each test has a copy."""
    folder = tmp_path_factory.mktemp("prepared")
    root = folder / "office"
    an_office.prepare(root)
    with opened(root, new_clock()) as office:
        rows = (acts.old_record(), acts.old_record("OTHER", text="另一件。"), acts.old_record("STAYS", text="还在。"))
        acts.take_over(office, folder, *rows)
        acts.decide(office, "OLD", "OTHER")
        name = acts.listed(office).name
        acts.approved(office, name)
        acts.witnessed(office, name)
    return root


@pytest.fixture
def clock() -> FixedClock:
    clock = new_clock()
    clock.advance(days=acts.WAIT_DAYS)
    return clock


@pytest.fixture
def root(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "office"))


@pytest.fixture
def ready(root: Path, clock: FixedClock) -> Iterator[AnOffice]:
    with opened(root, clock) as office:
        yield office


def carry_out(office: AnOffice) -> Stage:
    return destroying.carry_out(office.house, office.actor("archivist"), "2026-001").stage


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_what_broke_off_is_finished_when_the_office_is_opened(
    root: Path, clock: FixedClock, step: str, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    place, name = STEPS[step]
    whole = getattr(place, name)

    def broken(*arguments: object, **options: object) -> None:
        if after:
            whole(*arguments, **options)
        raise OSError(5, "the disk refuses")

    with opened(root, clock) as office:
        with monkeypatch.context() as patch:
            patch.setattr(place, name, broken)
            with pytest.raises(ErasureWaitsError, match="hongtou destroy run 2026-001"):
                carry_out(office)
        gone = office.house.registry.case("OLD")
        assert gone is not None
        assert gone.phase is Phase.DESTROYED  # nobody sees it any more, whatever is left to be erased
        assert care.verify(office.house).faults != ()

    with opened(root, clock) as office:
        known = list_for(office.house, office.actor("archivist"), "2026-001")
        assert known.stage is Stage.DESTROYED
        assert care.verify(office.house).faults == ()
        before = rows_of(office)
        care.rebuild_registry(office.house)
        assert rows_of(office) == before
    assert acts.places_of(root, acts.PHRASE) == []


def test_an_older_backup_destroys_again_before_it_is_opened(root: Path, clock: FixedClock, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "backup"
    with opened(root, clock) as office:
        back_up(office.house, target)
        clock.advance(hours=1)
        carry_out(office)
        known = list_for(office.house, office.actor("archivist"), "2026-001")
        assert [(one.target, one.number, one.expires) for one in known.backups] == [(str(target), 1, None)]
    connections.close_all()
    shutil.rmtree(root)

    restore(target, root, clock=clock)

    assert acts.places_of(root, acts.PHRASE) == []
    with opened(root, clock) as office:
        gone, stays = (office.house.registry.case(one) for one in ("OLD", "STAYS"))
        assert gone is not None
        assert stays is not None
        assert (gone.phase, stays.phase) == (Phase.DESTROYED, Phase.DONE)
        assert list_for(office.house, office.actor("archivist"), "2026-001").stage is Stage.DONE
        assert care.verify(office.house).faults == ()
        before = rows_of(office)
        care.rebuild_registry(office.house)
        assert rows_of(office) == before
        back_up(office.house, target)
    connections.close_all()
    shutil.rmtree(root)
    restore(target, root, clock=clock)  # a backup of after: nothing is to be repeated
    with opened(root, clock) as office:
        assert care.verify(office.house).faults == ()


def test_a_forged_note_stops_the_restore(root: Path, clock: FixedClock, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    with opened(root, clock) as office:
        back_up(office.house, target)
        carry_out(office)
    note = next((target / "destroyed").glob("*.json"))
    note.chmod(0o600)
    note.write_bytes(note.read_bytes().replace(b'"OTHER"', b'"STAYS"'))

    with pytest.raises(NoteForgedError):
        restore(target, tmp_path / "new", clock=clock)


def test_a_place_that_was_away_is_told_by_the_next_backup(root: Path, clock: FixedClock, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    with opened(root, clock) as office:
        back_up(office.house, target)
        away = target.rename(tmp_path / "away")
        carry_out(office)
        known = list_for(office.house, office.actor("archivist"), "2026-001")
        assert known.unreached == (str(target),)
        away.rename(target)
        assert not (target / "destroyed").exists()
        clock.advance(hours=1)

        back_up(office.house, target)

        assert [path.stem for path in (target / "destroyed").glob("*.json")] == ["2026-001"]


def test_the_certificate_lets_go_of_backups_that_were_cleared(root: Path, clock: FixedClock, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    with opened(root, clock) as office:
        house = dataclasses.replace(office.house, keeping=dataclasses.replace(office.house.keeping, keep_days=30))
        back_up(house, target)
        clock.advance(hours=1)
        known = destroying.carry_out(house, office.actor("archivist"), "2026-001")
        (held,) = backups_of(house, known)
        assert held.expires == held.at.date() + dt.timedelta(days=30)
        clock.advance(hours=1)
        back_up(house, target)
        assert len(backups_of(house, known)) == 1  # the later one holds nothing of it
        clock.advance(days=31)

        expire(house, office.actor("archivist"), target)

        assert backups_of(house, known) == ()
        assert not any(acts.PHRASE.encode() in path.read_bytes() for path in target.rglob("*") if path.is_file())


def lose_object(office: AnOffice) -> None:
    store = next(iter(store for store in office.house.stores.values() if store.find(archive_id("STAYS"))))
    shutil.rmtree(store.folder_of(archive_id("STAYS")))


def forge_tombstone(office: AnOffice) -> None:
    """Put a copy of another record's tombstone in the place of a record."""
    store = next(iter(store for store in office.house.stores.values() if store.find(archive_id("STAYS"))))
    other = store.find(archive_id("OLD"))
    assert other is not None
    place = store.folder_of(archive_id("STAYS"))
    shutil.rmtree(place)
    store.add(
        archive_id("STAYS"),
        {TOMBSTONE: other.read(TOMBSTONE)},
        at=office.clock.now(),
        message="销毁",
        actor="系统",
    )


def claim_destroyed(office: AnOffice) -> None:
    """Write into ledger and books that a record was destroyed by the list there is, as one who holds the files might."""
    house = office.house
    known, holding = house.registry.destruction("destruction/2026-001"), house.registry.holding("STAYS")
    assert known is not None
    assert holding is not None
    item = dataclasses.replace(known.items[0], record="STAYS", inventory=holding.inventory)
    forged = dataclasses.replace(known, items=(item,))
    event = destroying.destroyed_event(house, forged, item, holding)
    store = house.stores[holding.level]
    note = tombstone.note_of(forged, "STAYS")
    files = tombstone.tombstone_of(forged, "STAYS")
    store.bury(archive_id("STAYS"), files, at=note.at, message=note.message, actor=note.actor)
    head = house.registry.head()
    assert head is not None
    payload = encode(event)
    line = chain(
        index=head.index + 1,
        previous=head.own,
        at=house.clock.now(),
        actor="system",
        channel="forged",
        verb=Destroyed.VERB,
        object_id="STAYS",
        payload=payload,
    )
    house.ledger.append([(line, payload)])
    write_event(house.root / "registry.sqlite", line, payload)


def write_event(path: Path, line: LedgerLine, payload: bytes) -> None:
    """Write a line into the events without asking the projections."""
    row = {**vars(line), "at": line.at.isoformat(), "payload": payload}
    names = ", ".join(f'"{name}"' for name in row)
    with sqlite3.connect(path) as database:
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO registry_event ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608
        database.execute("UPDATE registry_flushed SET up_to = ?", [row["index"]])


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lose_object, "STAYS 已归档，但档案中没有"),
        (forge_tombstone, "STAYS 的清单与台账所记不符"),
        (claim_destroyed, "STAYS 记为已销毁，但没有列有它的销毁清册"),
    ],
)
def test_verify_tells_destroyed_from_lost_and_from_claimed(
    ready: AnOffice, harm: Callable[[AnOffice], None], told: str
) -> None:
    carry_out(ready)
    assert care.verify(ready.house).faults == ()

    harm(ready)

    assert any(told in fault for fault in care.verify(ready.house).faults)


def test_what_comes_back_after_it_was_destroyed_is_seen(ready: AnOffice) -> None:
    house = ready.house
    line, _ = house.registry.history("OLD")[0]
    payload = (house.root / "payloads" / line.payload_sha256[:2] / line.payload_sha256).read_bytes()
    store = house.stores[next(iter(house.registry.destructions())).level]
    old = shutil.copytree(store.folder_of(archive_id("OLD")), house.root.parent / "copy")
    carry_out(ready)

    place = store.folder_of(archive_id("OLD"))
    shutil.rmtree(place)
    shutil.copytree(old, place)
    back = house.root / "payloads" / line.payload_sha256[:2] / line.payload_sha256
    back.parent.mkdir(exist_ok=True)
    back.write_bytes(payload)

    faults = care.verify(house).faults
    assert "OLD 已销毁，但原处不是它的销毁标记" in faults
    assert "已销毁档案的台账内容仍有1项" in faults


def test_lines_offered_again_bring_no_payload_back(ready: AnOffice) -> None:
    carry_out(ready)
    house = ready.house
    lines = [(line, b"") for line, _ in house.registry.history("OLD") if line.verb != Destroyed.VERB]

    house.ledger.append(lines)

    assert care.verify(house).faults == ()
