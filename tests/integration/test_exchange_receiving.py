"""What other offices send: whole and ours it is taken in once, registered and answered; anything else is answered, kept apart, and nothing of it taken in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.canonical import sha256_hex
from domain.exchange import SHEET_NAME, ParcelQuery, Side, Stage
from domain.levels import Level
from mailroom import exchange_box
from mailroom.exchange_box import ExchangeBox
from mailroom.folders import MARKER
from office.exchange import exchange
from office.exchange_pull import look_in
from office.waiting import waiting
from tests.an_office import AnOffice, new_clock, opened
from tests.exchange_making import COUNTY, TheCounty, a_pdf, prepare_exchanging, sheet_of
from tests.samples.docx_builder import plain_docx


@pytest.fixture(scope="module")
def county() -> TheCounty:
    return TheCounty()


@pytest.fixture(scope="module")
def module_office(tmp_path_factory: pytest.TempPathFactory, county: TheCounty) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("exchange") / "office"
    prepare_exchanging(root, county)
    with opened(root, new_clock()) as office:
        yield office


@pytest.fixture
def office(module_office: AnOffice, county: TheCounty) -> AnOffice:
    """Give the office with nothing lying in its folders."""
    for path in (
        *county.incoming(module_office.house.root).iterdir(),
        *county.outgoing(module_office.house.root).iterdir(),
    ):
        if path.name != ".红头收发室":
            _gone(path)
    return module_office


def _gone(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for one in path.iterdir():
            _gone(one)
        path.rmdir()
    else:
        path.unlink()


def taken(office: AnOffice) -> set[str]:
    return {one.package for one in office.house.registry.parcels(ParcelQuery(side=Side.IN))}


def refusals(office: AnOffice) -> list[str]:
    return [one.code for one in reversed(office.house.registry.parcels(ParcelQuery(side=Side.REFUSED)))]


def test_a_whole_package_is_registered_handed_over_and_answered_with_a_receipt(
    office: AnOffice, county: TheCounty
) -> None:
    files = county.package()
    folder = county.lay(office.house.root, files)

    exchange(office.house)

    parcel = office.house.registry.parcel(f"exchange/in/{folder.name}")
    assert parcel is not None
    assert parcel.stage is Stage.ANSWERED
    assert parcel.sheet == sheet_of(files)
    assert not folder.exists()
    handed = office.house.root / parcel.place
    assert handed.read_bytes() == files["正本.pdf"]
    (receipt,) = county.receipts(office.house.root)
    assert (receipt.accepted, receipt.package, receipt.sheet_sha256) == (True, folder.name, sheet_of(files).digest)
    handed.unlink()


@pytest.mark.parametrize("broken", ["settle", "_let_go", "remove_tree"])
def test_a_pull_that_is_broken_off_while_it_clears_away_is_gone_on_with_and_refuses_nothing(
    office: AnOffice, county: TheCounty, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def breaks(*_: object) -> None:
        raise OSError(5, "the disk refuses")

    folder, before = county.lay(office.house.root, county.package()), refusals(office)
    with monkeypatch.context() as patch:
        patch.setattr(ExchangeBox if broken == "settle" else exchange_box, broken, breaks)
        with pytest.raises(OSError, match="the disk refuses"):
            look_in(office.house)
    assert not folder.exists() or len(list(folder.iterdir())) == 2  # whole or gone: nobody finds half of it

    exchange(office.house)

    assert refusals(office) == before
    assert [(one.package, one.accepted) for one in county.receipts(office.house.root)] == [(folder.name, True)]
    assert [path.name for path in county.incoming(office.house.root).iterdir()] == [MARKER]


def test_what_a_killed_round_left_half_made_is_cleared_away_by_the_next(office: AnOffice, county: TheCounty) -> None:
    root = office.house.root
    halves = [
        county.outgoing(root) / f".YLX.LXXZFB.W2026-00009.{'0' * 32}.part",
        county.incoming(root) / f".gone.{'0' * 32}.part",
        root / "投稿" / "收文" / f".exchange.{'0' * 32}.part",
    ]
    theirs = county.incoming(root) / f".LXXZFB.YLX.W2026-00009.{'0' * 32}.part"  # the sender still writes it
    for half in (*halves, theirs):
        half.mkdir()
        (half / "正本.pdf").write_bytes(b"half")

    exchange(office.house)

    assert [half.exists() for half in (*halves, theirs)] == [False, False, False, True]


def test_the_same_package_again_is_told_so_answered_again_and_not_taken_twice(
    office: AnOffice, county: TheCounty
) -> None:
    files = county.package()
    county.lay(office.house.root, files)
    exchange(office.house)
    (first,) = county.receipts(office.house.root)
    before, told_before = len(taken(office)), refusals(office).count("HT-989")

    for _ in range(3):  # a transport that copies it again and again
        for receipt in county.outgoing(office.house.root).glob("*.json"):
            receipt.unlink()
        folder = county.lay(office.house.root, files)
        exchange(office.house)
        assert not folder.exists()
        assert county.receipts(office.house.root) == [first]

    assert len(taken(office)) == before
    assert refusals(office).count("HT-989") == told_before + 1
    told = (office.house.root / "交换/隔离" / COUNTY).rglob("说明.txt")
    assert any("以前收过" in one.read_text("utf-8-sig") for one in told)


def test_other_content_under_a_known_id_is_refused(office: AnOffice, county: TheCounty) -> None:
    county.lay(office.house.root, county.package(document="W2026-77777"))
    exchange(office.house)
    other = county.package(document="W2026-77777", title="关于取消防汛工作的通知")
    county.lay(office.house.root, other)

    exchange(office.house)

    parcel = office.house.registry.parcel("exchange/in/LXXZFB.YLX.W2026-77777")
    assert parcel is not None
    assert parcel.sheet is not None
    assert parcel.sheet.title == "关于做好春季防汛工作的通知"
    refused = [one for one in county.receipts(office.house.root) if not one.accepted]
    assert [(one.code, one.sheet_sha256) for one in refused] == [("HT-989", sheet_of(other).digest)]


Spoiled = tuple[str, dict[str, bytes]]


def _with(county: TheCounty, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Spoiled:
    """Give a package's folder name, and its files changed on their way."""
    files = county.package()
    return sheet_of(files).package, change(files)


def _made(county: TheCounty, **fields: Any) -> Spoiled:
    files = county.package(**fields)
    return sheet_of(files).package, files


def _sheet(change: Callable[[bytes], bytes]) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, SHEET_NAME: change(files[SHEET_NAME])}


def _document(change: Callable[[bytes], bytes]) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, "正本.pdf": change(files["正本.pdf"])}


BAD: dict[str, tuple[str, Callable[[TheCounty], Spoiled]]] = {
    "signed by somebody else": ("HT-987", lambda c: _made(TheCounty(), document="W2026-88801")),
    "from another sender": ("HT-987", lambda c: _made(c, sender="XXXZF")),
    "to another office": ("HT-988", lambda c: _made(c, receiver="DXZ")),
    "without its sheet": ("HT-985", lambda c: _with(c, lambda files: {"正本.pdf": files["正本.pdf"]})),
    "without its document": ("HT-985", lambda c: _with(c, lambda files: {SHEET_NAME: files[SHEET_NAME]})),
    "cut off": ("HT-985", lambda c: _with(c, _document(lambda data: data[:-1]))),
    "with bytes more": ("HT-986", lambda c: _with(c, _document(lambda data: data + b"\n"))),
    "with other bytes": ("HT-986", lambda c: _with(c, _document(lambda data: data[:-1] + b"?"))),
    "with a file more": ("HT-990", lambda c: _with(c, lambda files: {**files, "附件.pdf": a_pdf()})),
    "with a hidden file more": ("HT-985", lambda c: _with(c, lambda files: {**files, ".more": b"x"})),
    "of another version": (
        "HT-992",
        lambda c: _with(c, _sheet(lambda data: data.replace(b"exchange-1", b"exchange-2"))),
    ),
    "written otherwise": ("HT-986", lambda c: _with(c, _sheet(lambda data: data + b"\n"))),
    "with fewer pages than it says": ("HT-986", lambda c: _made(c, pages=3)),
    "that is no PDF": ("HT-986", lambda c: _made(c, files={"正本.pdf": b"%PDF-1.7 nothing"})),
}


@pytest.mark.parametrize("what", BAD)
def test_a_package_that_is_not_as_it_should_be_is_answered_and_kept_apart(
    office: AnOffice, county: TheCounty, what: str
) -> None:
    code, spoil = BAD[what]
    name, files = spoil(county)
    folder = county.lay(office.house.root, files, name)
    before, set_apart = taken(office), county.aside(office.house.root)

    exchange(office.house)

    assert taken(office) == before
    (answer,) = county.receipts(office.house.root)
    assert (answer.accepted, answer.code, answer.package) == (False, code, name)
    assert not folder.exists()
    (kept,) = set(county.aside(office.house.root)) - set(set_apart)
    assert {one.name: one.read_bytes() for one in (kept / name).iterdir()} == files
    assert (kept / "说明.txt").read_text("utf-8-sig").strip() == answer.sentence


@pytest.mark.parametrize(
    "name", ["../../office.toml", "/etc/passwd", "a/b.pdf", "..", "x\\y.pdf", ".hidden.pdf", "a\nb.pdf"]
)
def test_a_sheet_that_names_files_outside_its_folder_is_refused_unopened(
    office: AnOffice, county: TheCounty, name: str
) -> None:
    files = county.package(files={name: b"something"})
    before = (office.house.root / "office.toml").read_bytes()
    folder = county.lay(office.house.root, {SHEET_NAME: files[SHEET_NAME]}, sheet_of(files).package)

    exchange(office.house)

    assert [one.code for one in county.receipts(office.house.root)] == ["HT-990"]
    assert folder.name not in taken(office)
    assert (office.house.root / "office.toml").read_bytes() == before


def test_links_pipes_and_folders_inside_a_package_are_never_opened(office: AnOffice, county: TheCounty) -> None:
    root = office.house.root
    made = []
    for kind in ("link", "pipe", "folder"):
        files = county.package()
        folder = county.lay(root, files)
        (folder / "正本.pdf").unlink()
        match kind:
            case "link":
                (folder / "正本.pdf").symlink_to(root / "office.toml")
            case "pipe":
                os.mkfifo(folder / "正本.pdf")
            case _:
                (folder / "正本.pdf").mkdir()
        made.append(folder.name)

    exchange(office.house)

    assert sorted((one.package, one.code) for one in county.receipts(root)) == sorted((one, "HT-990") for one in made)
    assert not set(made) & taken(office)


def test_a_link_in_place_of_a_package_is_set_apart_as_a_link(office: AnOffice, county: TheCounty) -> None:
    root = office.house.root
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    (county.incoming(root) / "LXXZFB.YLX.W2026-66666").symlink_to(outside)

    exchange(office.house)

    assert (outside / "kept.txt").read_text() == "kept"
    assert not os.path.lexists(county.incoming(root) / "LXXZFB.YLX.W2026-66666")
    assert [one.code for one in county.receipts(root)] == ["HT-990"]


@pytest.mark.parametrize("how", ["by its sheet", "by a mark in an attachment"])
def test_what_is_classified_stays_where_it_is_and_nothing_of_it_is_stored(
    office: AnOffice, county: TheCounty, how: str
) -> None:
    root = office.house.root
    secret = plain_docx(("机密★1年", "关于有关事项的通知", "　　正文。"))
    more = {"level": Level.SECRET} if how == "by its sheet" else {"files": {"正本.pdf": a_pdf(), "附件.docx": secret}}
    files = county.package(**more)
    folder = county.lay(root, files)
    held, set_apart = set(office.house.exchange.content.digests()), county.aside(root)

    for _ in range(2):
        exchange(office.house)

    assert {one.name: one.read_bytes() for one in folder.iterdir()} == files
    assert set(office.house.exchange.content.digests()) == held
    assert county.aside(root) == set_apart
    assert [(one.package, one.code) for one in county.receipts(root)] == [(folder.name, "HT-991")]
    assert folder.name not in taken(office)
    assert office.house.registry.history("stop/" + _stop_of(files))


def _stop_of(files: dict[str, bytes]) -> str:
    return sha256_hex(b"".join(data for _, data in sorted(files.items())))[:16]


def test_half_arrived_is_waited_for_as_long_as_it_changes_and_then_answered(tmp_path: Path, county: TheCounty) -> None:
    root, clock = tmp_path / "office", new_clock()
    prepare_exchanging(root, county, patience_s=600)
    with opened(root, clock) as office:
        files = county.package()
        folder = county.lay(root, {SHEET_NAME: files[SHEET_NAME]})

        assert exchange(office.house) == ()
        clock.advance(minutes=9)
        (folder / "正本.pdf").write_bytes(files["正本.pdf"][:50])
        assert exchange(office.house) == ()
        clock.advance(minutes=9)
        assert exchange(office.house) == ()
        assert county.receipts(root) == []
        clock.advance(minutes=2)
        exchange(office.house)

        assert [one.code for one in county.receipts(root)] == ["HT-985"]
        assert not folder.exists()
        county.lay(root, files)  # sent once more, whole
        exchange(office.house)
        assert folder.name in taken(office)


def test_urgent_ones_wake_the_porter_and_are_taken_in_at_once_the_others_wait_for_their_hour(
    office: AnOffice, county: TheCounty
) -> None:
    assert waiting(office.house).to_exchange == frozenset()
    ordinary = county.lay(office.house.root, county.package())
    assert waiting(office.house).to_exchange == frozenset()
    urgent = county.lay(office.house.root, county.package(urgent=True))
    assert len(waiting(office.house).to_exchange) == 1

    exchange(office.house, urgent_only=True)

    assert urgent.name in taken(office)
    assert ordinary.exists()
    assert waiting(office.house).to_exchange == frozenset()
    assert [one.package for one in county.receipts(office.house.root)] == [urgent.name]
    exchange(office.house)
    assert ordinary.name in taken(office)
