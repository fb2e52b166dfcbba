"""What the command line tells those who work with it alone: where a reason is written, what is due, what is still to come."""

from __future__ import annotations

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
