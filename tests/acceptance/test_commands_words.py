"""What the command line tells those who work with it alone: where a reason is written, what is due, what is still to come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.acceptance.test_commands_line import assert_refused, hongtou
from tests.an_office import UNIT, a_draft

TITLE = "关于做好稻谷晾晒工作的通知"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "office"
    hongtou("init", str(folder), "--profile", "example")
    return folder


@pytest.fixture(scope="module")
def document(office: Path) -> str:
    """Bring a draft to its first step."""
    (office / "投稿" / "发文" / UNIT / "晾晒.docx").write_bytes(a_draft(TITLE))
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
        items = hongtou("todo", "--as", "unit_head", "--json", office=office).json()
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
