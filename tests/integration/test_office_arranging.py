"""Before a year is numbered its pieces are put in order; afterwards they go into boxes, each with its 备考表."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from domain.holding import Holding
from domain.holding_events import FIRST
from domain.levels import Level
from domain.papers import Paper
from hongtou.commands import main
from office import care
from office.archived import find_record
from office.boxes import boxes, pack, put_into
from office.errors import NotYourRoleError
from office.importing import import_catalogue
from office.keeping_errors import NotOpenError
from office.order_errors import NothingToBoxError, NotItsClassError, OtherBoxError, RingError
from office.year import file_year
from office.year_account import year_report
from office.year_order import place, year_order
from office.year_papers import write_papers
from tests.an_office import AnOffice, new_clock, opened, prepare

YEAR = 2019
HEAD = f"B027-WS·{YEAR}-D30-ZFB"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an office once; each test has a copy."""
    root = tmp_path_factory.mktemp("empty") / "office"
    prepare(root)
    return root


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[AnOffice]:
    """Open one with four pieces of a class and one of another."""
    with opened(Path(shutil.copytree(empty, tmp_path / "office")), new_clock()) as office:
        take_over(office, tmp_path, *(a_row(n) for n in range(1, 5)), a_row(5, retention="永久"))
        yield office


def a_row(place: int, **change: str) -> dict[str, str]:
    row = {
        "id": f"A-{place}",
        "number": f"云政发〔{YEAR}〕{place}号",
        "title": f"关于第{place}次防汛工作的通知",
        "organ": "云岭乡人民政府",
        "date": f"{YEAR}-03-0{place}",
        "level": "内部",
        "retention": "30年",
        "text": "各村：\n　　请做好工作。",
    }
    return {**row, **change}


def take_over(office: AnOffice, tmp_path: Path, *rows: dict[str, str]) -> None:
    path = tmp_path / "目录.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    assert not import_catalogue(office.house, path).refused


def holding(office: AnOffice, record: str) -> Holding:
    found = office.house.registry.holding(record)
    assert found is not None
    return found


def order(office: AnOffice) -> list[str]:
    found = year_order(office.house, office.actor("archivist"), YEAR)
    return next([row.record for row in one.rows] for one in found if one.head == HEAD)


def put(office: AnOffice, after: str, *records: str) -> None:
    place(office.house, office.actor("archivist"), records, after)


def test_what_belongs_together_is_placed_together_and_numbered_so(office: AnOffice) -> None:
    assert order(office) == ["A-1", "A-2", "A-3", "A-4"]
    put(office, "A-1", "A-4", "A-3")
    assert order(office) == ["A-1", "A-4", "A-3", "A-2"]
    put(office, FIRST, "A-2")
    assert order(office) == ["A-2", "A-1", "A-4", "A-3"]
    put(office, "", "A-2")
    planned = year_order(office.house, office.actor("archivist"), YEAR)

    file_year(office.house, YEAR)

    codes = {row.record: row.code for one in planned for row in one.rows}
    assert codes == {piece.record: piece.code for piece in year_report(office.house, YEAR).pieces}
    assert codes["A-4"] == f"{HEAD}-0002"
    with pytest.raises(NotOpenError):
        put(office, FIRST, "A-1")
    assert care.verify(office.house).faults == ()


def test_what_can_not_be_placed_is_said_and_nothing_moves(office: AnOffice) -> None:
    put(office, "A-1", "A-2")

    with pytest.raises(RingError):
        put(office, "A-2", "A-1")
    with pytest.raises(RingError):
        put(office, "A-3", "A-3")
    with pytest.raises(NotItsClassError):
        put(office, "A-5", "A-1")
    with pytest.raises(NotYourRoleError):
        place(office.house, office.actor("clerk"), ["A-3"], FIRST)
    assert order(office) == ["A-1", "A-2", "A-3", "A-4"]


def test_boxes_are_packed_with_their_notes_and_late_pieces_go_on(office: AnOffice, tmp_path: Path) -> None:
    house, archivist = office.house, office.actor("archivist")
    with pytest.raises(NothingToBoxError):
        pack(house, archivist, YEAR)
    file_year(house, YEAR)
    pack(house, archivist, YEAR, HEAD, last=3)
    assert [(box.number, box.packed, len(box.pieces)) for box in boxes(house, YEAR) if box.head == HEAD] == [
        (1, True, 3),
        (1, False, 1),
    ]
    pack(house, archivist, YEAR)
    take_over(office, tmp_path, a_row(6))
    file_year(house, YEAR)

    folder = write_papers(house, year_report(house, YEAR))

    names = {path.name for path in folder.iterdir()}
    assert {f"备考表 {HEAD} 第1盒.pdf", f"备考表 B027-WS·{YEAR}-Y-ZFB 第1盒.pdf", "档案盒清单.xlsx"} <= names
    assert f"备考表 {HEAD} 第1册.pdf" in names  # the late piece lies in none yet
    pack(house, archivist, YEAR)
    assert f"备考表 {HEAD} 第1册.pdf" not in {p.name for p in write_papers(house, year_report(house, YEAR)).iterdir()}
    before = [holding(office, f"A-{n}") for n in range(1, 7)]
    care.rebuild_registry(house)
    assert [holding(office, f"A-{n}") for n in range(1, 7)] == before
    assert [one.box for one in before] == [1] * 6


def test_the_note_of_a_box_says_what_lies_in_it_and_who_packed_it(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_year(office.house, YEAR)
    pack(office.house, office.actor("archivist"), YEAR)
    put_into(office.house, office.actor("archivist"), ["A-3"], 2, "第1盒太厚")
    said: list[Paper] = []

    def set_anew(_press: object, paper: Paper) -> bytes:
        said.append(paper)
        return b""

    monkeypatch.setattr("press.press.Press.paper", set_anew)

    write_papers(office.house, year_report(office.house, YEAR))

    notes = [dict(paper.fields) for paper in said if paper.form == "备考表"]
    (note,) = [note for note in notes if note["盒号"] == "1" and "D30" in note["盒内文件情况说明"]]
    assert f"{HEAD}-0001 至 {HEAD}-0004，共 3 件" in note["盒内文件情况说明"]
    assert "本盒缺 1 号：0003" in note["盒内文件情况说明"]
    assert (note["整理人"], note["整理日期"]) == ("赵敏", "2026年3月2日")


def test_a_piece_changes_its_box_only_with_a_reason(office: AnOffice) -> None:
    file_year(office.house, YEAR)
    pack(office.house, office.actor("archivist"), YEAR)

    with pytest.raises(OtherBoxError, match="第1盒"):
        put_into(office.house, office.actor("archivist"), ["A-2"], 2, " ")

    assert holding(office, "A-2").box == 1


def test_order_and_boxes_on_the_command_line(office: AnOffice, capsys: pytest.CaptureFixture[str]) -> None:
    shared = ("--office", str(office.house.root), "--as", "archivist", "--json")

    main(["order", str(YEAR), "A-4", "--after", "首位", *shared])
    classes = json.loads(capsys.readouterr().out)
    assert next(one["rows"][0]["record"] for one in classes if one["head"] == HEAD) == "A-4"
    main(["year", str(YEAR), "--office", str(office.house.root), "--json"])
    capsys.readouterr()
    main(["boxes", str(YEAR), "--pack", *shared])

    packed = json.loads(capsys.readouterr().out)
    assert [(box["head"], box["number"], box["packed"]) for box in packed] == [
        (HEAD, 1, True),
        (f"B027-WS·{YEAR}-Y-ZFB", 1, True),
    ]


def test_pages_with_something_on_them_bear_their_numbers_and_are_counted(office: AnOffice, tmp_path: Path) -> None:
    made = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(office.house.press.paper(Paper("备考表", (("全宗号", "B027"),))))) as paper,
        pikepdf.new() as pdf,
    ):
        pdf.pages.extend(paper.pages)
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages.extend(paper.pages)
        pdf.pages.extend(paper.pages)
        pdf.save(made)
    (tmp_path / "件.pdf").write_bytes(made.getvalue())
    row = {name: value for name, value in a_row(7).items() if name != "text"}
    take_over(office, tmp_path, {**row, "file": "件.pdf"})

    file_year(office.house, YEAR)

    kept = holding(office, "A-7")
    assert (kept.pages, kept.written, kept.stamped, kept.remark) == (4, 3, True, "")
    (piece,) = [one for one in year_report(office.house, YEAR).pieces if one.record == "A-7"]
    assert piece.pages == 3
    stored = find_record(office.house, "A-7", Level.INTERNAL)
    assert stored is not None
    assert json.loads(stored.read("归档.json"))["written_pages"] == [1, 3, 4]
    with pypdfium2.PdfDocument(stored.read("正本（归档章）.pdf")) as stamped:
        corners = [corner(stamped[number]) for number in range(4)]
    assert corners == [("", "1"), ("", ""), ("", "2"), ("3", "")]
    assert care.verify(office.house).faults == ()


def corner(page: pypdfium2.PdfPage) -> tuple[str, str]:
    """Give what stands in the upper left and the upper right corner of a page."""
    width, height = page.get_size()
    text = page.get_textpage()
    edge, top = 24 * 72 / 25.4, height - 17 * 72 / 25.4
    return (
        text.get_text_bounded(0, top, edge, height).strip(),
        text.get_text_bounded(width - edge, top, width, height).strip(),
    )
