"""Taking over an existing archive: what the catalogue says is found, counted and rebuilt; what can't be taken is named row by row."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.levels import Level, Retention
from hongtou.commands import main
from office import care
from office.importing import ImportReport, import_catalogue
from office.keeping_errors import CatalogueFileError
from office.search import search
from tests.an_office import AnOffice, new_clock, opened, prepare
from tests.samples.docx_builder import plain_docx

ROW = {
    "id": "A-1",
    "number": "云政发〔2019〕3号",
    "title": "关于调整防汛指挥部成员的通知",
    "organ": "云岭乡人民政府",
    "date": "2019-12-31",
    "level": "内部",
    "retention": "30年",
    "text": "各村（居）民委员会：\n　　因人事变动，调整防汛指挥部成员。",
}


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


def a_catalogue(folder: Path, *rows: dict[str, str], name: str = "目录.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def take_over(office: AnOffice, tmp_path: Path, *rows: dict[str, str]) -> ImportReport:
    return import_catalogue(office.house, a_catalogue(tmp_path, *rows))


def test_a_record_taken_over_is_found_counted_shown_and_rebuilt(office: AnOffice, tmp_path: Path) -> None:
    report = take_over(office, tmp_path, ROW)

    assert (report.rows, report.imported, report.already, report.refused) == (1, 1, 0, ())
    care.rebuild_registry(office.house)
    care.rebuild_index(office.house)
    verified = care.verify(office.house)
    assert (verified.records, verified.faults) == (1, ())
    (hit,) = search(office.house, office.actor("archivist"), "防汛指挥部").hits
    assert (hit.object_id, hit.number, hit.title, hit.organ) == ("A-1", ROW["number"], ROW["title"], ROW["organ"])
    assert (hit.year, hit.level, hit.retention) == (2019, Level.INTERNAL, Retention.THIRTY_YEARS)
    assert office.house.registry.holding("A-1") is not None
    assert office.case("A-1").number == ROW["number"]


def test_taking_over_twice_takes_over_once(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, ROW)
    head = office.house.registry.head()

    report = take_over(office, tmp_path, ROW, {**ROW, "id": "A-2"}, {**ROW, "id": "A-2"})

    assert (report.imported, report.already, report.refused) == (1, 2, ())
    assert head is not None
    assert [line.object_id for line, _ in office.house.registry.events_after(head.index, 10)] == ["A-2"]


def test_an_object_that_a_crash_left_without_its_event_is_taken_over_the_next_time(
    office: AnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("office.importing.record", crash)
        with pytest.raises(KeyboardInterrupt):
            take_over(office, tmp_path, ROW)
    assert office.house.registry.holding("A-1") is None

    assert take_over(office, tmp_path, ROW).imported == 1
    assert care.verify(office.house).faults == ()


REFUSED = (
    ({"level": "秘密"}, "HT-805"),
    ({"level": "很密"}, "HT-801"),
    ({"retention": "15年"}, "HT-801"),
    ({"retention": ""}, "HT-801"),
    ({"date": "2019-13-01"}, "HT-801"),
    ({"date": "2019年1月1日"}, "HT-801"),
    ({"title": ""}, "HT-801"),
    ({"text": ""}, "HT-801"),
    ({"id": ""}, "HT-802"),
    ({"id": "W2026-00001"}, "HT-802"),
    ({"id": "a/b"}, "HT-802"),
    ({"file": "../office.toml"}, "HT-803"),
    ({"file": "没有.pdf"}, "HT-803"),
    ({"text": "机密★10年\n\n各村：\n　　内容。"}, "HT-806"),
    ({"title": "机密★ 关于某事的通知"}, "HT-806"),
)


def test_rows_that_can_not_be_taken_are_named_and_the_others_are_taken(office: AnOffice, tmp_path: Path) -> None:
    rows = [{**ROW, "id": f"B-{place}", **change} for place, (change, _) in enumerate(REFUSED)]

    report = take_over(office, tmp_path, {**ROW, "id": "A-0"}, *rows, {**ROW, "id": "A-2"})

    assert report.imported == 2
    expected = [(place, code) for place, (_, code) in enumerate(REFUSED, 2)]
    assert [(refused.row, refused.code) for refused in report.refused] == expected
    assert all(refused.sentence.endswith("。") for refused in report.refused)
    assert care.verify(office.house).faults == ()


def test_an_id_is_never_given_to_something_else(office: AnOffice, tmp_path: Path) -> None:
    take_over(office, tmp_path, ROW)

    report = take_over(office, tmp_path, {**ROW, "text": "另一份内容。"})

    assert [refused.code for refused in report.refused] == ["HT-804"]


def test_two_records_never_bear_one_code(office: AnOffice, tmp_path: Path) -> None:
    first, second = ({**ROW, "id": name, "code": "B027-WS·2019-D30-ZFB-0007"} for name in ("A-1", "A-2"))

    report = take_over(office, tmp_path, first, second)

    assert [refused.code for refused in report.refused] == ["HT-807"]
    assert care.verify(office.house).faults == ()


def test_files_of_a_catalogue_are_kept_as_they_are_and_searched(office: AnOffice, tmp_path: Path) -> None:
    docx = plain_docx(("^关于水库的通知", "　　水库要加固堤坝。"))
    (tmp_path / "a.docx").write_bytes(docx)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "c.pdf").write_bytes(b"no pdf at all")
    row = {name: value for name, value in ROW.items() if name != "text"}

    report = take_over(
        office,
        tmp_path,
        {**row, "file": "a.docx"},
        {**row, "id": "A-2", "file": "b.pdf"},
        {**row, "id": "A-3", "file": "c.pdf"},
    )

    assert [(refused.row, refused.code) for refused in report.refused] == [(2, "HT-803"), (3, "HT-803")]
    assert search(office.house, office.actor("archivist"), "加固堤坝").total == 1
    store = office.house.stores[Level.INTERNAL]
    stored = store.find("urn:hongtou:A-1")
    assert stored is not None
    assert stored.read("正本.docx") == docx


def test_a_spreadsheet_saved_in_chinese_windows_is_read(office: AnOffice, tmp_path: Path) -> None:
    path = tmp_path / "目录.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "文号", "题名", "责任者", "日期", "密级", "保管期限", "正文"])
        writer.writerow(
            [ROW[name] for name in ("id", "number", "title", "organ", "date", "level", "retention", "text")]
        )

    assert import_catalogue(office.house, path).imported == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("目录.csv", "id,title\n1,某\n"),
        ("目录.csv", 'id,title,organ,date,level,retention,text\n"1,2\n'),
        ("目录.txt", ""),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_whole(office: AnOffice, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    with pytest.raises(CatalogueFileError):
        import_catalogue(office.house, path)
    assert office.house.registry.counts().of() == 0


def test_the_command_gives_one_json_value_and_names_each_refusal(
    office: AnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_catalogue(tmp_path, ROW, {**ROW, "id": "A-2", "level": "绝密"})

    main(["import", str(path), "--office", str(office.house.root), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["imported"], said["already"]) == (2, 1, 0)
    assert [(one["row"], one["id"], one["code"]) for one in said["refused"]] == [(2, "A-2", "HT-805")]


def test_the_register_of_dispatches_lists_no_record_that_was_taken_over(
    office: AnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_over(office, tmp_path, ROW)

    main(["numbers", "--office", str(office.house.root), "--as", "clerk", "--json"])

    assert json.loads(capsys.readouterr().out) == []


def test_a_row_whose_like_was_refused_is_taken(office: AnOffice, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    broken = {**{name: value for name, value in ROW.items() if name != "text"}, "file": "b.pdf"}

    report = take_over(office, tmp_path, broken, ROW, ROW)

    assert [(refused.row, refused.code) for refused in report.refused] == [(1, "HT-803")]
    assert (report.imported, report.already) == (1, 1)


def test_batches_are_filed_in_their_order_while_the_next_is_read(
    office: AnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("office.importing.AT_ONCE", 3)

    report = take_over(office, tmp_path, *({**ROW, "id": f"A-{place}"} for place in range(11)))

    assert (report.imported, report.refused) == (11, ())
    lines = [
        line.object_id for line, _ in office.house.registry.events_after(0, 100) if line.object_id.startswith("A-")
    ]
    assert lines == [f"A-{place}" for place in range(11)]
