"""Filing a year: everything plain gets its 档号 once, everything is accounted for, and nothing that was given changes."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from domain.holding import Holding, Standing
from domain.levels import Level, Retention
from domain.papers import Paper
from ground.clock import BEIJING
from hongtou.commands import main
from office import care
from office.archived import find_record
from office.importing import import_catalogue
from office.keeping_errors import NotOpenError, ReasonMissingError, ShorterError
from office.pieces import Change, decide_pieces, leave_pieces_out, take_back_in
from office.search import search
from office.year import file_year
from office.year_account import year_report
from office.year_papers import write_papers
from tests.an_office import AnOffice, a_sheet, a_title, new_clock, opened, prepare

YEAR = 2019


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an office once; each test has a copy."""
    root = tmp_path_factory.mktemp("empty") / "office"
    prepare(root)
    return root


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[AnOffice]:
    with opened(Path(shutil.copytree(empty, tmp_path / "office")), new_clock()) as office:
        yield office


def a_row(place: int, **change: str) -> dict[str, str]:
    row = {
        "id": f"A-{place:02d}",
        "number": f"云政发〔{YEAR}〕{place}号",
        "title": f"关于第{place}次防汛工作的通知",
        "organ": "云岭乡人民政府",
        "date": f"{YEAR}-03-{place:02d}",
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


def codes(office: AnOffice, year: int = YEAR) -> dict[str, str]:
    return {piece.record: piece.code for piece in year_report(office.house, year).pieces}


def said(office: AnOffice, capsys: pytest.CaptureFixture[str], year: int = YEAR) -> str:
    main(["year", str(year), "--office", str(office.house.root), "--json"])
    return capsys.readouterr().out


def test_pieces_are_numbered_by_class_in_the_order_of_their_days(office: AnOffice, tmp_path: Path) -> None:
    rows = [
        a_row(10),
        a_row(2),
        a_row(3, organ="中共云岭乡委员会"),
        a_row(4, retention="永久"),
        a_row(5, organ="县政府"),
    ]
    take_over(office, tmp_path, *rows)

    file_year(office.house, YEAR)

    assert codes(office) == {
        "A-02": "B027-WS·2019-D30-ZFB-0001",
        "A-10": "B027-WS·2019-D30-ZFB-0002",
        "A-03": "A027-WS·2019-D30-DWB-0001",
        "A-04": "B027-WS·2019-Y-ZFB-0001",
        "A-05": "B027-WS·2019-D30-DZB-0001",
    }
    assert care.verify(office.house).faults == ()
    (hit,) = search(office.house, office.actor("archivist"), "档号:B027-WS·2019-Y-ZFB-0001").hits
    assert hit.object_id == "A-04"


def test_a_late_arrival_is_counted_on_and_nothing_is_renumbered(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, a_row(2), a_row(10))
    file_year(office.house, YEAR)
    before = codes(office)
    take_over(office, tmp_path, a_row(2), a_row(10), a_row(5))

    file_year(office.house, YEAR)

    assert codes(office) == {**before, "A-05": "B027-WS·2019-D30-ZFB-0003"}


def test_asked_twice_the_command_gives_the_same_bytes_and_does_nothing_more(
    office: AnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_over(office, tmp_path, *(a_row(place) for place in range(1, 6)))
    first = said(office, capsys)
    head = office.house.registry.head()

    assert said(office, capsys) == first
    assert office.house.registry.head() == head
    assert [piece["code"] for piece in json.loads(first)["pieces"]] == sorted(codes(office).values())


@pytest.mark.parametrize("place", range(0, 8, 2))
def test_killed_at_any_of_its_steps_and_run_again_it_gives_the_same_numbers(
    office: AnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr("office.year.AT_ONCE", 2)
    monkeypatch.setattr("office.binding.AT_ONCE", 2)
    take_over(office, tmp_path, *(a_row(number) for number in (3, 1, 4, 2, 5)))
    _killed_at(office, monkeypatch, place)

    file_year(office.house, YEAR)

    assert codes(office) == {f"A-{number:02d}": f"B027-WS·2019-D30-ZFB-{number:04d}" for number in range(1, 6)}
    assert all(holding(office, f"A-{number:02d}").version == 2 for number in range(1, 6))
    assert care.verify(office.house).faults == ()


def _killed_at(office: AnOffice, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """Run until some step: before a batch is recorded, or after its objects have their versions."""
    steps = iter(range(100))

    def counted(step: object) -> object:
        def run(*given: object, **named: object) -> object:
            if next(steps) == place:
                raise KeyboardInterrupt
            return step(*given, **named)  # type: ignore[operator]

        return run

    with monkeypatch.context() as patched:
        for name in ("office.year.record", "office.binding.record", "office.binding._add", "office.year.catalogue"):
            module, _, step = name.rpartition(".")
            patched.setattr(name, counted(getattr(__import__(module, fromlist=[step]), step)))
        with pytest.raises(KeyboardInterrupt):
            file_year(office.house, YEAR)
    assert care.verify(office.house).faults == ()


def test_a_version_that_a_killed_run_added_is_no_fault_and_is_kept(
    office: AnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_over(office, tmp_path, a_row(1))

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("office.binding.record", crash)
        with pytest.raises(KeyboardInterrupt):
            file_year(office.house, YEAR)
    stored = find_record(office.house, "A-01", Level.INTERNAL)
    assert stored is not None
    assert (stored.head, holding(office, "A-01").version) == (2, 1)
    assert care.verify(office.house).faults == ()

    file_year(office.house, YEAR)

    assert holding(office, "A-01").standing is Standing.KEPT
    assert care.verify(office.house).faults == ()


def test_an_issued_document_is_stamped_on_a_copy_and_what_was_signed_stays(office: AnOffice) -> None:
    case = office.filed(title := a_title(), a_sheet(title, 保管期限="永久"))

    file_year(office.house, 2026)

    stored = find_record(office.house, case.document_id, Level.INTERNAL)
    assert stored is not None
    assert stored.files(1)["正本.pdf"] == stored.files(2)["正本.pdf"]
    with pikepdf.open(io.BytesIO(stored.read("正本（归档章）.pdf"))) as stamped:
        assert len(stamped.pages) == holding(office, case.document_id).pages
        stamped.pages[0].contents_coalesce()
        assert b"/Artifact BMC" in stamped.pages[0].Contents.read_bytes()
    piece = json.loads(stored.read("归档.json"))
    assert piece["archival_code"] == "B027-WS·2026-Y-ZFB-0001"
    roles = ["正本", "正本", "定稿", "发文稿纸", "办理过程", "正文文本", "元数据"]
    assert [part["role"] for part in piece["components"]] == roles
    assert {check["result"][:3] for check in piece["checks"]} == {"通过", "未检测"}
    assert care.verify(office.house).faults == ()


class Killed(BaseException):
    """The process ends here."""


def test_killed_while_a_version_gets_its_inventory_the_next_run_finishes_that_version(
    office: AnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_over(office, tmp_path, a_row(1), a_row(2))

    def dies(_work: Path, _folder: Path) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("archive.staging._install_inventory", dies)
        with pytest.raises(Killed):
            file_year(office.house, YEAR)

    file_year(office.house, YEAR)  # as the command does, without the porter's start

    for record in (a_row(1)["id"], a_row(2)["id"]):
        stored = find_record(office.house, record, Level.INTERNAL)
        assert (stored.head if stored else 0) == holding(office, record).version == 2
        assert holding(office, record).failed == ()
    assert care.verify(office.house).faults == ()


def test_pieces_with_and_without_pages_are_bound_together(office: AnOffice, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(office.house.press.paper(Paper("备考表", (("全宗号", "B027"),))))
    row = {name: value for name, value in a_row(1).items() if name != "text"}
    take_over(office, tmp_path, {**row, "file": "a.pdf"}, a_row(2))

    file_year(office.house, YEAR)

    assert [(holding(office, name).stamped, holding(office, name).pages) for name in ("A-01", "A-02")] == [
        (True, 1),
        (False, 0),
    ]


def test_a_document_signed_before_midnight_of_new_year_belongs_to_the_old_year(office: AnOffice) -> None:
    office.clock.advance(dt.datetime(2026, 12, 31, 23, 59, tzinfo=BEIJING) - office.clock.now())
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, 保管期限="10年"))
    office.to_step(document_id, "register")
    office.clock.advance(days=5)
    office.register(document_id)

    report = year_report(office.house, 2026)
    assert [piece.record for piece in report.open] == [document_id]
    assert report.tally.holds
    office.seal(document_id)
    office.work()
    file_year(office.house, 2026)

    assert codes(office, 2026) == {document_id: "B027-WS·2026-D10-ZFB-0001"}
    assert codes(office, 2027) == {}
    assert year_report(office.house, 2027).tally.holds


def test_what_the_table_leaves_in_doubt_waits_for_the_archivist(office: AnOffice) -> None:
    title = "关于拨付防汛经费的请示"
    case = office.filed(title, a_sheet(title, kind="请示"))

    file_year(office.house, 2026)
    (waiting,) = year_report(office.house, 2026).open
    assert (waiting.record, waiting.retention) == (case.document_id, "永久")
    assert "9重要（永久）、9一般（30年）" in waiting.why

    decide_pieces(
        office.house, office.actor("archivist"), [case.document_id], Change(Retention.THIRTY_YEARS), "一般事项"
    )
    file_year(office.house, 2026)
    (piece,) = year_report(office.house, 2026).pieces
    assert (piece.code, piece.rule) == ("B027-WS·2026-D30-ZFB-0001", "档案员定：一般事项")


def test_a_piece_is_left_out_with_a_reason_and_accounted_for(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, a_row(1), a_row(2))
    archivist = office.actor("archivist")
    with pytest.raises(ReasonMissingError):
        leave_pieces_out(office.house, archivist, ["A-01"], " ")

    leave_pieces_out(office.house, archivist, ["A-01"], "重份")
    file_year(office.house, YEAR)

    report = year_report(office.house, YEAR)
    assert [(one.record, one.reason) for one in report.left_out] == [("A-01", "重份")]
    assert (report.tally.filed, report.tally.left_out, report.tally.open, report.tally.holds) == (1, 1, 0, True)
    take_back_in(office.house, archivist, ["A-01"], "另一件才是重份")
    file_year(office.house, YEAR)
    assert codes(office)["A-01"] == "B027-WS·2019-D30-ZFB-0002"


def test_a_batch_of_decisions_is_made_whole_or_not_at_all(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, a_row(1), a_row(2, retention="永久"))

    with pytest.raises(ShorterError):
        decide_pieces(office.house, office.actor("archivist"), ["A-01", "A-02"], Change(Retention.THIRTY_YEARS), "一般")

    assert not holding(office, "A-01").decided


def test_a_number_that_was_given_is_not_decided_again(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, a_row(1))
    file_year(office.house, YEAR)

    with pytest.raises(NotOpenError):
        decide_pieces(office.house, office.actor("archivist"), ["A-01"], Change(unit_code="DWB"), "放错了")


def test_a_piece_moved_to_another_year_is_accounted_for_in_both(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, a_row(1), a_row(2))
    decide_pieces(office.house, office.actor("archivist"), ["A-01"], Change(year=2018), "跨年规划，归入首年")

    file_year(office.house, 2018)
    file_year(office.house, YEAR)

    assert codes(office, 2018) == {"A-01": "B027-WS·2018-D30-ZFB-0001"}
    here, there = year_report(office.house, YEAR).tally, year_report(office.house, 2018).tally
    assert (here.holds, here.moved_out, there.holds, there.moved_in) == (True, 1, True, 1)


def test_a_record_that_came_with_its_code_keeps_it_and_others_count_on(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, a_row(1, code="B027-WS·2019-D30-ZFB-0041"), a_row(2))

    file_year(office.house, YEAR)

    assert codes(office) == {"A-01": "B027-WS·2019-D30-ZFB-0041", "A-02": "B027-WS·2019-D30-ZFB-0042"}


def test_an_office_may_class_without_units(office: AnOffice, tmp_path: Path) -> None:
    path = office.house.root / "office.toml"
    text = path.read_text("utf-8").replace("[archive]", '[archive]\nschemes = { B027 = "年度-保管期限" }')
    path.write_text(text, "utf-8")
    take_over(office, tmp_path, a_row(1), a_row(2, organ="中共云岭乡委员会"))

    file_year(office.house, YEAR)

    assert codes(office) == {"A-01": "B027-WS·2019-D30-0001", "A-02": "A027-WS·2019-D30-DWB-0001"}


def test_the_papers_of_a_year_are_made_once_and_again_when_they_say_something_else(
    office: AnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_over(office, tmp_path, a_row(1))
    file_year(office.house, YEAR)
    folder = write_papers(office.house, year_report(office.house, YEAR))
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert names == [
        "四性检测.xlsx",
        "备考表 B027-WS·2019-D30-ZFB 第1册.pdf",
        "归档文件目录 B027-WS·2019-D30-ZFB 第1册.pdf",
        "归档文件目录.xlsx",
    ]
    set_again: list[Paper] = []

    def set_anew(_press: object, paper: Paper) -> bytes:
        set_again.append(paper)
        return b""

    monkeypatch.setattr("press.press.Press.paper", set_anew)

    write_papers(office.house, year_report(office.house, YEAR))
    assert not set_again
    take_over(office, tmp_path, a_row(1), a_row(2))
    file_year(office.house, YEAR)
    write_papers(office.house, year_report(office.house, YEAR))
    assert len(set_again) == 2


def test_a_rebuilt_registry_knows_every_place_again(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, a_row(1), a_row(2))
    leave_pieces_out(office.house, office.actor("archivist"), ["A-02"], "重份")
    file_year(office.house, YEAR)
    before = [holding(office, name) for name in ("A-01", "A-02")]

    care.rebuild_registry(office.house)

    assert [holding(office, name) for name in ("A-01", "A-02")] == before


def test_the_archivist_decides_on_the_command_line(
    office: AnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_over(office, tmp_path, a_row(1), a_row(2))
    shared = ("--office", str(office.house.root), "--as", "archivist", "--json")

    main(["piece", "A-01", "A-02", "--class", "DWB", "--reason", "党委办理", *shared])
    assert json.loads(capsys.readouterr().out) == ["A-01", "A-02"]
    main(["piece", "A-02", "--leave-out", "--reason", "重份", *shared])
    main(["year", str(YEAR), "--office", str(office.house.root)])

    assert "已编档号 1 件，不归档 1 件，待定 0 件；核对相符" in capsys.readouterr().out
    assert codes(office) == {"A-01": "B027-WS·2019-D30-DWB-0001"}
