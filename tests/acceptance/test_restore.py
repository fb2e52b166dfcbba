"""Backup → everything gone → restore: the same office, its documents in flight go on, no number comes twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import connections

from archive.backup_errors import BackupDamagedError, BackupForgedError, NoBackupError, TargetUnusableError
from domain.case import Phase
from ground.clock import FixedClock
from ground.lock import exclusive
from hongtou import wiring
from hongtou.restoring import restore
from office import care
from office.advance import file_due, issue_due
from office.back_up import BackupReport, back_up, keeping_still
from office.backup_terms import expire, kept_backups
from office.backup_walk import BEYOND, kept
from office.doctor import doctor
from office.numbers_lock import confirm_numbers, locked_series
from office.restore import RUNNING
from office.restore_drill import drill_restore
from office.restore_errors import (
    HalfRestoredError,
    LongerLedgerError,
    NotEmptyFolderError,
    NothingToConfirmError,
    NumbersLockedError,
    OfficeRunsError,
    OtherStoryError,
)
from office.tidy import tidy
from registry.errors import NotHighestError
from tests import an_office
from tests.an_office import AnOffice, a_draft, a_title

SERIES = "government"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    an_office.prepare(folder)
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "backup"


def confirm(office: AnOffice, highest: int) -> None:
    clerk = office.actor("clerk")
    confirm_numbers(office.house, clerk, SERIES, period=2026, highest=highest, reason="核对纸质登记簿")


def gone(root: Path) -> None:
    connections.close_all()
    shutil.rmtree(root)


def story(office: AnOffice) -> tuple[object, ...]:
    registry = office.house.registry
    return (registry.cases(), registry.numbers(), registry.tasks(None), office.house.catalogue.position() > 0)


def test_everything_comes_back_and_what_was_in_flight_is_signed_and_issued(
    root: Path, target: Path, clock: FixedClock
) -> None:
    with an_office.opened(root, clock) as office:
        first = office.filed(a_title())
        to_sign, to_number = office.take_in(a_title()), office.signed(a_title())
        to_issue = office.signed(a_title())
        office.register(to_issue)
        office.seal(to_issue)
        office.drop("尚未收取.docx", a_draft(a_title()))
        before = story(office)
        report = back_up(office.house, target)
    gone(root)

    restored = restore(target, root, public_key=report.public_key, clock=clock)

    with an_office.opened(root, clock) as office:
        assert story(office) == before
        assert care.verify(office.house).faults == ()
        assert restored.set_aside == ()
        with pytest.raises(NumbersLockedError, match="hongtou numbers confirm"):
            office.register(to_number)
        confirm(office, 2)
        office.work()
        assert office.register(to_number).serial == 3
        office.seal(to_number)
        for document_id in (to_sign, to_number, to_issue):
            assert office.play_to_end(document_id).phase is Phase.DONE
        assert [number.serial for number in office.house.registry.numbers()] == [1, 2, 3, 4]
        assert len(office.house.registry.cases()) == 5
        assert office.case(first.document_id).number == first.number
        assert care.verify(office.house).faults == ()


def test_numbers_given_after_the_backup_are_not_given_again(root: Path, target: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        first, waiting, *others = (office.signed(a_title()) for _ in range(4))
        office.register(first)
        back_up(office.house, target)
        for document_id in others:
            office.register(document_id)
    gone(root)
    restore(target, root, clock=clock)

    with an_office.opened(root, clock) as office:
        assert {one.scheme.id for one in locked_series(office.house)} == {one.id for one in office.house.office.schemes}
        with pytest.raises(NotHighestError, match="已编到1号"):
            confirm(office, 0)
        confirm(office, 3)
        with pytest.raises(NothingToConfirmError):
            confirm(office, 3)

        assert office.register(waiting).serial == 4
        lost = [kept for kept in office.house.registry.number_ranges() if not kept.reserved]
        assert [(kept.first, kept.last) for kept in lost] == [(2, 3)]
        care.rebuild_registry(office.house)
        assert office.case(waiting).serial == 4


def test_a_second_backup_copies_only_what_is_new(root: Path, target: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        office.filed(a_title())
        clock.advance(days=400)  # the clock stands still: what was written by the machine's own lies long before
        first = back_up(office.house, target)
        pieces = set(target.rglob("pieces/*/*"))
        unchanged = {path: path.stat().st_ino for path in pieces}
        second = back_up(office.house, target)

    assert second.files == first.files + 1  # what was noted of the first
    assert second.new_bytes < first.new_bytes / 2
    assert {path: path.stat().st_ino for path in pieces} == unchanged


def test_what_a_power_cut_left_at_the_target_holds_no_backup_up(root: Path, target: Path, clock: FixedClock) -> None:
    _backed_up(root, target, clock)
    (target / "backups" / ".000002.json.0123.part").write_bytes(b"half")
    (target / "pieces" / ".incoming.0123.part").write_bytes(b"half")

    assert _backed_up(root, target, clock).number == 2
    assert not list(target.rglob("*.part"))


def test_an_older_backup_can_be_chosen(root: Path, target: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        first = back_up(office.house, target)
        office.take_in(a_title())
        back_up(office.house, target)

    restored = restore(target / "backups" / "000001.json", root.parent / "older", clock=clock)

    assert (restored.ledger_index, restored.records) == (first.ledger_index, 0)


def test_what_is_filed_while_the_backup_is_written_is_put_aside_and_filed_again(
    root: Path, target: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with an_office.opened(root, clock) as office:
        document_id = office.signed(a_title())
        office.register(document_id)
        office.seal(document_id)

        def busy(place: Path) -> object:
            issue_due(office.house)
            file_due(office.house)
            return kept(place)

        monkeypatch.setattr("office.back_up.kept", busy)
        back_up(office.house, target)
    gone(root)

    restored = restore(target, root, clock=clock)

    assert restored.set_aside == (f"内部 {document_id}",)
    assert list((root / BEYOND).rglob("inventory.json"))
    with an_office.opened(root, clock) as office:
        office.work()
        assert office.case(document_id).phase is Phase.DONE
        assert care.verify(office.house).faults == ()


def test_a_backup_holds_no_key_that_could_sign_another(root: Path, target: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        back_up(office.house, target)
        secret = (root / "证书" / "台账签名.key").read_bytes()

    assert all(secret not in path.read_bytes() for path in target.rglob("*") if path.is_file())


@pytest.mark.parametrize("harm", ["flip", "lose", "unsign", "resign", "other key", "no backup"])
def test_a_damaged_or_unsigned_backup_is_refused(root: Path, target: Path, clock: FixedClock, harm: str) -> None:
    report = _backed_up(root, target, clock)
    manifest = target / "backups" / "000001.json"
    pieces = sorted((target / "pieces").rglob("*"), key=lambda path: path.stat().st_size)
    refused: type[Exception] = BackupForgedError
    key = report.public_key
    match harm:
        case "flip":
            data = bytearray(pieces[-1].read_bytes())
            data[100] ^= 1
            pieces[-1].write_bytes(data)
            refused = BackupDamagedError
        case "lose":
            pieces[-1].unlink()
            refused = BackupDamagedError
        case "unsign":
            signature = (
                f'"signature":"{manifest.read_text().split(chr(34) + "signature" + chr(34) + ":" + chr(34))[1][:128]}"'
            )
            _rewrite(manifest, signature, '"signature":""')
        case "resign":
            _rewrite(manifest, '"number":1,', '"number":2,')
        case "other key":
            key = "00" * 32
        case "no backup":
            manifest.unlink()
            refused = NoBackupError
    there = root.parent / "new"

    with pytest.raises(refused):
        restore(target, there, public_key=key, clock=clock)

    if there.exists():
        with pytest.raises(HalfRestoredError):
            wiring.open_house(there)


def test_a_restore_that_was_broken_off_is_done_anew(root: Path, target: Path, clock: FixedClock) -> None:
    _backed_up(root, target, clock)
    there = root.parent / "new"
    piece = max((target / "pieces").rglob("*"), key=lambda path: path.stat().st_size)
    data = piece.read_bytes()
    piece.write_bytes(b"spoiled")
    with pytest.raises(BackupDamagedError):
        restore(target, there, clock=clock)
    piece.write_bytes(data)

    restore(target, there, clock=clock)

    with an_office.opened(there, clock) as office:
        assert care.verify(office.house).holds


def test_an_office_that_knows_more_is_never_overwritten(root: Path, target: Path, clock: FixedClock) -> None:
    _backed_up(root, target, clock)
    _backed_up(root, target.with_name("another"), clock)

    with pytest.raises(LongerLedgerError, match="会丢掉"):
        restore(target, root, clock=clock)

    with an_office.opened(root, clock) as office:
        assert care.verify(office.house).holds


def test_an_older_office_is_set_aside_whole(root: Path, target: Path, clock: FixedClock) -> None:
    _backed_up(root, target, clock)
    ledger = root / "ledger" / "2026.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    connections.close_all()
    ledger.write_bytes(b"".join(lines[:1]))  # all but the first line of the ledger is lost

    restored = restore(target, root, clock=clock)

    assert Path(restored.old_office, "office.toml").is_file()
    with an_office.opened(root, clock) as office:
        assert care.verify(office.house).holds


@pytest.mark.parametrize("case", ["running", "other story", "not empty"])
def test_what_stands_in_the_folder_is_left_alone(root: Path, target: Path, clock: FixedClock, case: str) -> None:
    _backed_up(root, target, clock)
    connections.close_all()
    match case:
        case "running":
            with exclusive(root / RUNNING), pytest.raises(OfficeRunsError):
                restore(target, root, clock=clock)
        case "other story":
            other = root.parent / "other"
            an_office.prepare(other)
            clock.advance(seconds=1)
            with an_office.opened(other, clock) as office:
                assert office.house.ledger.head() is not None
            with pytest.raises(OtherStoryError):
                restore(target, other, clock=clock)
        case _:
            (root.parent / "mine").mkdir()
            (root.parent / "mine" / "letter.txt").write_text("dear")
            with pytest.raises(NotEmptyFolderError):
                restore(target, root.parent / "mine", clock=clock)


def test_a_backup_does_not_go_into_the_office_nor_among_other_things(
    root: Path, clock: FixedClock, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with an_office.opened(root, clock) as office:
        for place in (root / "backup", root.parent, tmp_path / "mine"):
            with pytest.raises(TargetUnusableError):
                back_up(office.house, place)


def test_a_drill_restores_beside_the_office_and_writes_down_what_it_found(
    root: Path, target: Path, clock: FixedClock
) -> None:
    _backed_up(root, target, clock)
    with an_office.opened(root, clock) as office:
        good = drill_restore(office.house, target)
        piece = max((target / "pieces").rglob("*"), key=lambda path: path.stat().st_size)
        piece.write_bytes(b"spoiled")
        bad = drill_restore(office.house, target)
        said = [check.sentence for check in doctor(office.house) if check.name == "保管"]

    assert (good.faults, good.lines) == ((), 2)
    assert "HT-630" in bad.faults[0]
    assert "被改动" in bad.faults[0]
    assert any("最近一次恢复演练不符" in sentence for sentence in said)
    assert not list(root.parent.glob(".office-演练-*"))


def test_a_backup_whose_term_is_over_goes_with_what_it_alone_held(root: Path, target: Path, clock: FixedClock) -> None:
    with (root / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[keeping]\nkeep_days = 100\n")
    with an_office.opened(root, clock) as office:
        admin = office.actor("admin")
        (root / "程序" / "旧.txt").write_bytes(b"only in the first backup")
        back_up(office.house, target)
        (root / "程序" / "旧.txt").unlink()
        clock.advance(days=60)
        back_up(office.house, target)
        assert expire(office.house, admin, target)[0] == ()
        clock.advance(days=40)

        assert [one.expires == clock.today() for one in kept_backups(office.house, target)] == [True, False]
        gone, pieces = expire(office.house, admin, target)
        assert (gone, pieces > 0) == ((1,), True)
        clock.advance(days=400)
        assert expire(office.house, admin, target) == ((), 0), "the newest one stays"
        assert drill_restore(office.house, target).faults == ()
    held = [path.read_bytes() for path in (target / "pieces").rglob("*") if path.is_file()]
    assert b"only in the first backup" not in held


def test_staging_is_not_tidied_while_a_backup_reads(root: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        staged = office.house.staging.put(b"left over")
        clock.advance(days=400)

        with keeping_still(office.house):
            assert tidy(office.house) == 0
        assert tidy(office.house) >= 1
        assert not office.house.staging.holds(staged)


def _backed_up(root: Path, target: Path, clock: FixedClock) -> BackupReport:
    with an_office.opened(root, clock) as office:
        return back_up(office.house, target)


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.chmod(0o600)
    path.write_text(text.replace(old, new), "utf-8")
