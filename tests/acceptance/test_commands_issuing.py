"""The sub-district's whole way by commands alone: numbered, rechecked, sealed, printed, signed for, filed, and repealed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.test_commands_line import assert_refused, hongtou
from tests.an_office import UNIT, a_draft

TITLE = "关于做好稻谷入库工作的通知"
VILLAGES, COUNTY = "各村（居）民委员会", "临溪县人民政府办公室"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found an example office that goes by the sub-district's procedure."""
    folder = tmp_path_factory.mktemp("street") / "office"
    hongtou("init", str(folder), "--profile", "example")
    settings = (folder / "office.toml").read_text("utf-8")
    settings = settings.replace('"dispatch-township"', '"dispatch-subdistrict"')
    (folder / "office.toml").write_text(settings, "utf-8")
    return folder


@pytest.fixture(scope="module")
def numbered(office: Path) -> str:
    """Bring a draft to its number."""
    (office / "投稿" / "发文" / UNIT / "入库.docx").write_bytes(a_draft(TITLE))
    rows = hongtou("work", "--json", office=office).json()
    document = next(row["document_id"] for row in rows if row["act"] == "收件")
    for login in ("unit_head", "deputy", "leader", "secretary", "head"):
        assert hongtou("sign", document, "--approve", "--as", login, office=office).code == 0
    scope = ("--to", f"{VILLAGES} 12份", "--to", f"{COUNTY}×2")
    registered = hongtou("register", document, *scope, "--as", "clerk", "--json", office=office).json()
    assert (registered["recipients"], registered["print_run"]) == ([VILLAGES, COUNTY], 16)
    return str(document)


def test_a_paper_is_done_when_the_last_recipient_has_signed_and_not_before(office: Path, numbered: str) -> None:
    sheet = hongtou("recheck", numbered, "--as", "director", "--json", office=office).json()
    ticks = [word for item in sheet["step"]["items"] for word in ("--tick", item)]
    assert_refused(
        hongtou("recheck", numbered, *ticks[2:], "--as", "director", office=office), 30, f"没有逐项核对：{ticks[1]}"
    )
    assert hongtou("recheck", numbered, *ticks, "--as", "director", office=office).code == 0
    assert hongtou("seal", numbered, "--as", "keeper", office=office).code == 0
    hongtou("work", office=office)

    order = hongtou("print", numbered, "--as", "clerk", "--json", office=office).json()
    assert (order["copies"], order["file_copies"]) == (16, 2)
    assert "文印室" not in hongtou("print", numbered, "--as", "clerk", office=office).out
    assert hongtou("print", numbered, "--printer", "文印室", "--as", "clerk", office=office).code == 0

    deliver = ("deliver", numbered, "--by", "王芳", "--as", "clerk", "--to")
    assert hongtou(*deliver, VILLAGES, office=office).code == 0
    assert_refused(hongtou(*deliver, "别家", office=office), 30, f"还没有签收的：{COUNTY}")
    hongtou("work", office=office)
    waiting = hongtou("deliver", "--as", "clerk", "--json", office=office).json()
    assert [(row["document_id"], row["outstanding"]) for row in waiting] == [(numbered, [COUNTY])]
    assert hongtou("status", "--json", office=office).json()["filed"] == 0

    assert hongtou(*deliver, COUNTY, "--on", "2026-01-01", office=office).code == 30
    assert hongtou(*deliver, COUNTY, office=office).code == 0
    hongtou("work", office=office)
    assert hongtou("show", numbered, "--as", "clerk", "--json", office=office).json()["where"] == "已办结"
    assert "分发的文件都已签收" in hongtou("deliver", "--as", "clerk", office=office).out
    assert "王芳" in hongtou("deliver", numbered, "--as", "clerk", office=office).out

    repeal = ("repeal", numbered, "--kind", "废止", "--reason", "情况变化")
    assert_refused(hongtou(*repeal, "--as", "director", office=office), 30, "没有写明自哪一天起废止")
    assert_refused(hongtou(*repeal, "--effective", "2099-01-01", "--as", "clerk", office=office), 20, "办公室主任")
    assert (
        "自2099年1月1日起废止" in hongtou(*repeal, "--effective", "2099-01-01", "--as", "director", office=office).out
    )
    assert "自2099年1月1日起废止" in hongtou("search", "稻谷入库", "--as", "clerk", office=office).out
    assert "效力：自2099年1月1日起废止" in hongtou("show", numbered, "--as", "clerk", office=office).out
