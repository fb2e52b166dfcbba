"""The register of secret papers, handing over and reading lists by commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.test_commands_line import assert_refused, hongtou
from tests.an_office import UNIT, a_draft
from tests.screen_secrets import SETTINGS

TITLE = "关于做好接访工作的通知"
CLERK = ("--as", "clerk")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("safe") / "office"
    hongtou("init", str(folder), "--profile", "example")
    settings = (folder / "office.toml").read_text("utf-8").replace('clearance = "内部"', 'clearance = "机密"')
    (folder / "office.toml").write_text(settings + SETTINGS, "utf-8")
    return folder


def add(office: Path, serials: str) -> str:
    told = ("--issuer", "县委办", "--level", "机密", "--term", "10年", "--serials", serials, "--place", "柜甲")
    said = hongtou("secrets", "add", *told, *CLERK, office=office)
    assert said.code == 0, said
    return "密" + said.out.partition("密")[2].strip().rstrip("。")


def test_a_paper_is_registered_moved_copied_and_given_back(office: Path, tmp_path: Path) -> None:
    number = add(office, "12-13")
    out = ("secrets", "move", number, "000012", "--how", "领用", "--to", "郑远", "--purpose", "阅办", *CLERK)
    assert hongtou(*out, office=office).code == 0
    assert_refused(hongtou(*out, office=office), 30, "由郑远领用，不能领用")
    assert "由郑远领用" in hongtou("secrets", "list", *CLERK, office=office).out

    asked = hongtou(
        "secrets", "copy", number, "--copies", "2", "--purpose", "会议", "--for", "何为民", *CLERK, office=office
    )
    index = "".join(filter(str.isdigit, asked.out))
    assert_refused(hongtou("secrets", "decide-copy", index, "--as", "leader", office=office), 20, "审批复制")
    assert hongtou("secrets", "decide-copy", index, "--as", "director", office=office).code == 0
    assert hongtou("secrets", "register-copies", index, "--place", "柜甲", *CLERK, office=office).code == 0
    papers = hongtou("secrets", "list", "--json", *CLERK, office=office).json()
    assert [copy["serial"] for copy in papers[-1]["copies"]] == ["复001", "复002"]

    away = (
        "secrets",
        "away",
        number,
        "000013",
        "--how",
        "清退",
        "--to",
        "县委机要局",
        "--reference",
        "清退1号",
        *CLERK,
    )
    assert hongtou(*away, office=office).code == 0
    sheet = tmp_path / "清单.xlsx"
    assert hongtou("secrets", "returns", "--issuer", "县委办", "--to", str(sheet), *CLERK, office=office).code == 0
    assert sheet.read_bytes()[:2] == b"PK"


def test_a_clean_up_is_opened_and_closed(office: Path) -> None:
    add(office, "31")

    assert "待办" in hongtou("secrets", "clean-up", "--open", *CLERK, office=office).out
    closed = hongtou("secrets", "clean-up", "--close", "--witness", "陈立", *CLERK, office=office)

    assert "清理核对已办结" in closed.out
    assert_refused(
        hongtou("secrets", "clean-up", "--close", "--witness", "陈立", *CLERK, office=office), 30, "没有待办的清理核对"
    )


def test_a_document_is_closed_widened_and_handed_over(office: Path) -> None:
    (office / "投稿" / "发文" / UNIT / "接访.docx").write_bytes(a_draft(TITLE))
    rows = hongtou("work", "--json", office=office).json()
    document = next(row["document_id"] for row in rows if row["act"] == "收件")
    reason = ("--reason", "涉及信访人")
    assert "已归入信访" in hongtou("compartment", document, "信访", *reason, *CLERK, office=office).out
    everyone = ("陈立", "孙伟", "郑远", "何为民")
    assert "阅文范围5人" in hongtou("readers", document, *everyone, *reason, *CLERK, office=office).out
    assert hongtou("show", document, "--as", "drafter", office=office).code != 0
    asked = hongtou("widen", document, "林晓", *reason, *CLERK, office=office)
    index = asked.out.rpartition("申请号")[2].strip().rstrip("。")
    assert "阅文范围6人" in hongtou("widen", document, "--approve", index, "--as", "head", office=office).out

    number = add(office, "21")
    hongtou(
        "secrets", "move", number, "000021", "--how", "领用", "--to", "林晓", "--purpose", "阅办", *CLERK, office=office
    )
    assert number in hongtou("handover", "林晓", *CLERK, office=office).out
    done = hongtou("handover", "林晓", "--to", "陈立", "--approved-by", "郑远", *CLERK, office=office)

    assert "涉密文件1份，阅文范围1件" in done.out
    assert number not in hongtou("handover", "林晓", *CLERK, office=office).out


def test_somebody_from_outside_reads_with_approval_and_gives_back(office: Path, tmp_path: Path) -> None:
    number = add(office, "41")
    who = ("--name", "周国华", "--from", "县委巡察组", "--purpose", "核对", "--with", "陈立")
    asked = hongtou("outsiders", "ask", number, "000041", *who, *CLERK, office=office)
    index = asked.out.partition("申请号 ")[2].partition("。")[0]
    assert_refused(hongtou("outsiders", "show", index, *CLERK, office=office), 20, "还没有批准")
    assert_refused(hongtou("outsiders", "decide", index, "--as", "director", office=office), 20, "分管领导")

    assert hongtou("outsiders", "decide", index, "--as", "leader", office=office).code == 0
    assert hongtou("outsiders", "show", index, *CLERK, office=office).code == 0
    assert "正在查阅" in hongtou("outsiders", "list", *CLERK, office=office).out
    assert hongtou("outsiders", "back", index, "--note", "未摘抄", *CLERK, office=office).code == 0

    (line,) = hongtou("outsiders", "list", "--json", *CLERK, office=office).json()
    assert (line["state"], line["note"]) == ("已归还", "未摘抄")
    sheet = tmp_path / "登记簿.xlsx"
    assert hongtou("outsiders", "list", "--to", str(sheet), *CLERK, office=office).code == 0
    assert sheet.read_bytes()[:2] == b"PK"
