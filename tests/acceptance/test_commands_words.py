"""What the command line tells those who work with it alone: where a reason is written, what is due, what is still to come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.acceptance.test_commands_line import assert_refused, hongtou
from tests.an_office import UNIT, a_draft, a_title


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "office"
    hongtou("init", str(folder), "--profile", "example")
    return folder


@pytest.fixture
def document(office: Path) -> str:
    """Bring a new draft to its first step."""
    title = a_title("晾晒")
    (office / "投稿" / "发文" / UNIT / f"{title}.docx").write_bytes(a_draft(title))
    rows = hongtou("work", "--json", office=office).json()
    return str(next(row["document_id"] for row in rows if row["act"] == "收件"))


def test_who_gives_no_reason_is_told_the_option_for_it(office: Path, document: str) -> None:
    returned = hongtou("sign", document, "--return", "--as", "unit_head", office=office)
    assert_refused(returned, 30, "退回没有写明理由。请用 --opinion “理由” 写明理由后再退回。")
    withdrawn = hongtou("withdraw", document, "--reason", " ", "--as", "drafter", office=office)
    assert_refused(withdrawn, 30, "撤稿没有写明理由。请用 --reason “理由” 写明理由后再撤稿。")
    started = ("numbers", "start", "云党发", "--last", "9", "--reason", " ", "--as", "clerk")
    assert_refused(hongtou(*started, office=office), 30, "请用 --reason “理由” 写明理由后再启用编号。")


def test_what_is_due_is_told_with_its_date_and_an_extension_with_the_new_one(office: Path, document: str) -> None:
    def due() -> str:
        items = hongtou("todo", "--as", "unit_head", "--json", office=office).json()["items"]
        at = next(item["due"]["at"] for item in items if item["document_id"] == document)
        return f"{dt.datetime.fromisoformat(at):%Y-%m-%d %H:%M}前"

    before = due()
    assert before in hongtou("todo", "--as", "unit_head", office=office).out

    extended = hongtou("extend", document, "--by", "9wd", "--reason", "等材料", "--as", "leader", office=office)

    assert "全程的时限延长了：还剩" in extended.out
    more = hongtou(
        "extend", document, "--by", "1d", "--reason", "等材料", "--as", "head", "--json", office=office
    ).json()
    until = dt.datetime.fromisoformat(more["due"]) - dt.timedelta(days=1)
    assert f"（{until:%Y-%m-%d %H:%M}前）" in extended.out


def test_what_is_shown_tells_the_findings_and_the_steps_still_to_come(office: Path, document: str) -> None:
    assert hongtou("sign", document, "--approve", "--as", "unit_head", office=office).code == 0
    said = hongtou("show", document, "--as", "deputy", office=office).out
    findings = hongtou("show", document, "--as", "deputy", "--json", office=office).json()["findings"]

    assert "还要办：办公室副主任审核（办公室副主任） → 办公室主任审核" in said
    assert "用印（印章管理员） → 印发、归档" in said
    assert "科室核稿（科室负责人） →" not in said
    assert findings
    assert said.count(f"检查意见{len(findings)}条") == 2, "above the list, and in the history"
    for finding in findings:
        assert {finding["code"], finding["sentence"]} <= set(said.replace("│", " ").split()), finding

    hongtou("sign", document, "--return", "--opinion", "请核对", "--as", "deputy", office=office)
    hongtou("work", office=office)
    returned = hongtou("show", document, "--as", "deputy", office=office).out
    assert "还要办" not in returned
    assert findings[0]["code"] in returned


def test_a_reviewer_lets_other_units_countersign_and_sees_who_has(office: Path, document: str) -> None:
    def say(*more: str, login: str = "unit_head") -> str:
        return hongtou("cosigners", document, *more, "--as", login, office=office).out

    assert "经济发展办公室" in say()
    hongtou(
        "cosigners",
        document,
        "--unit",
        "经济发展办公室",
        "--unit",
        "社会事务办公室",
        "--as",
        "unit_head",
        office=office,
    )
    hongtou("sign", document, "--approve", "--as", "unit_head", office=office)
    waiting = hongtou("show", document, "--as", "clerk", office=office).out
    assert "在经济发展办公室会签（科室负责人）、社会事务办公室会签（科室负责人）" in waiting
    hongtou("sign", document, "--approve", "--as", "unit_head", office=office)

    rows = hongtou("cosigners", document, "--as", "deputy", "--json", office=office).json()

    assert [(row["unit"]["id"], row["is_asked"], row["has_signed"]) for row in rows] == [
        ("economy", True, True),
        ("social", True, False),
    ]
    refused = hongtou("cosigners", document, "--none", "--as", "deputy", office=office)
    assert_refused(refused, 30, "现在不能增减会签科室")


def test_text_in_another_encoding_is_refused_with_what_to_do(office: Path, document: str, tmp_path: Path) -> None:
    rows = tmp_path / "行.csv"
    rows.write_bytes("第一次,甲\n".encode("gbk"))
    words = tmp_path / "字.txt"
    words.write_bytes("照版面录入".encode("gbk"))
    want = "不是 UTF-8 编码的文本。请用记事本另存为，编码选 UTF-8，再试。"

    assert_refused(
        hongtou("sheet", "签到表", "--rows", str(rows), "--out", str(tmp_path / "表.pdf"), office=office), 10, want
    )
    corrected = hongtou("words", document, "--page", "1", "--correct", str(words), "--as", "clerk", office=office)
    assert_refused(corrected, 10, want)
    assert not (tmp_path / "表.pdf").exists()
    assert "须一起写" in hongtou("words", document, "--correct", str(words), "--as", "clerk", office=office).err
