"""The pages of appraisal, holds and use: what is over is appraised and decided, held and freed, read, lent and taken back; each refusal in a sentence."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from desk.visit import Desk
from domain.papers import Paper
from ground.clock import FixedClock
from office.importing import import_catalogue
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_visitor import Visitor, text_of

_COUNT = itertools.count(1)


@pytest.fixture
def name(desk: Desk, tmp_path: Path) -> str:  # noqa: F811 - a fixture
    """Keep a record whose time was over on the 1st of January 2025; give its id."""
    name = f"T-{next(_COUNT)}"
    (tmp_path / "件.pdf").write_bytes(desk.house.press.paper(Paper("备考表", (("全宗号", "B027"),))))
    row = {
        "id": name,
        "number": "",
        "title": f"关于{name}值班的通知",
        "organ": "云岭乡人民政府",
        "date": "2014-06-30",
        "level": "内部",
        "retention": "10年",
        "file": "件.pdf",
    }
    path = tmp_path / "目录.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert import_catalogue(desk.house, path).imported == 1
    return name


def appraise(visitor: Visitor, name: str, act: str, **more: str) -> int:
    told = {"act": act, "record": name, "verdict": "销毁", "reason": "期满无用", **more}
    return visitor.post("/appraisal", once=visitor.mark("appraisal"), **told).status_code


def use(visitor: Visitor, name: str, **more: str) -> tuple[int, str]:
    told = {"how": "read", "records": name, "reader": "张三", "purpose": "编写乡志", **more}
    answer = visitor.post("/use", once=visitor.mark("use"), **told)
    return answer.status_code, text_of(answer)


def test_what_is_over_is_appraised_by_two_and_decided_by_a_leader(desk: Desk, name: str) -> None:  # noqa: F811
    archivist, director, leader = (Visitor(desk, login) for login in ("archivist", "director", "leader"))
    page = text_of(archivist.get("/appraisal"))
    assert f"关于{name}值班的通知" in page
    assert "归档或接收时已定" in page
    assert appraise(leader, name, "decide") == 409  # nobody gave an opinion
    assert appraise(archivist, name, "advise", reason=" ") == 422
    assert appraise(archivist, name, "decide") == 403
    assert appraise(archivist, name, "advise", verdict="续存", retention="10年") == 409  # no longer than before

    assert appraise(archivist, name, "advise") == 302
    assert "等待更多鉴定意见" in text_of(director.get("/todo"))
    assert appraise(director, name, "advise") == 302
    assert "意见已齐" in text_of(leader.get("/todo"))
    assert appraise(leader, name, "decide") == 302

    assert f"关于{name}值班的通知" in text_of(leader.get("/appraisal?shown=decided"))
    assert f"关于{name}值班的通知" not in text_of(leader.get("/appraisal"))
    assert "销毁（2026-03-02，期满无用）" in text_of(archivist.get(f"/documents/{name}"))


def test_what_is_kept_on_is_over_later(desk: Desk, name: str) -> None:  # noqa: F811
    for login in ("archivist", "director"):
        appraise(Visitor(desk, login), name, "advise", verdict="续存", retention="30年")

    assert appraise(Visitor(desk, "leader"), name, "decide", verdict="续存", retention="30年") == 302

    holding = desk.house.registry.holding(name)
    assert holding is not None
    assert str(holding.expires) == "2045-01-01"


def test_a_hold_is_placed_and_lifted_with_a_reason(desk: Desk, name: str) -> None:  # noqa: F811
    archivist = Visitor(desk, "archivist")
    told = {"records": f"{name}\n", "owner": "县司法局", "reason": "有诉讼"}
    refused = archivist.post("/holds", once=archivist.mark("holds"), **{**told, "owner": ""})
    assert (refused.status_code, "没有写明由谁提出" in text_of(refused), f">{name}" in text_of(refused)) == (
        422,
        True,
        True,
    )

    assert archivist.post("/holds", once=archivist.mark("holds"), **told).status_code == 302

    assert "县司法局" in text_of(archivist.get("/holds"))
    page = text_of(archivist.get(f"/documents/{name}"))
    assert "不得销毁" in page
    assert "县司法局：有诉讼" in page
    holding = desk.house.registry.holding(name)
    assert holding is not None
    lift = f"/holds/{name}/{holding.holds[0].index}/lift"
    assert archivist.post(lift, once=archivist.mark("holds"), reason="").status_code == 422
    assert archivist.post(lift, once=archivist.mark("holds"), reason="诉讼已结").status_code == 302
    assert f"/documents/{name}" not in text_of(archivist.get("/holds"))


def test_reading_is_noted_and_outsiders_need_an_approver(desk: Desk, name: str) -> None:  # noqa: F811
    archivist = Visitor(desk, "archivist")
    status, page = use(archivist, name, organisation="县政协")
    assert (status, "批准" in page, 'value="县政协"' in page) == (403, True, True)

    assert use(archivist, name, organisation="县政协", approver="director", copies="3")[0] == 302

    register = text_of(archivist.get("/use/register"))
    assert "县政协张三" in register
    assert "复制3页" in register
    assert f"/documents/{name}" not in text_of(archivist.get("/use/register?to=2026-03-01"))
    assert f"/documents/{name}" in text_of(archivist.get("/use/register?from=2026-03-02&to=2026-03-02"))
    table = zipfile.ZipFile(io.BytesIO(archivist.get("/use/register.xlsx").content))
    assert f"关于{name}值班的通知" in table.read("xl/sharedStrings.xml").decode()


def test_what_is_lent_bears_the_borrower_is_overdue_and_comes_back(
    desk: Desk,  # noqa: F811
    desk_clock: FixedClock,  # noqa: F811
    name: str,
) -> None:
    archivist = Visitor(desk, "archivist")
    assert use(archivist, name, how="lend")[0] == 403
    assert use(archivist, name, how="lend", approver="director", days="2")[0] == 302
    assert use(archivist, name, how="lend", approver="director")[0] == 409
    with pypdfium2.PdfDocument(archivist.get(f"/use/{name}/copy.pdf").content) as copy:
        assert "张三" in copy[0].get_textpage().get_text_bounded()
    assert "过期未还" not in text_of(archivist.get("/use"))
    assert "2026年3月4日前归还" in text_of(archivist.get(f"/documents/{name}"))

    now = desk_clock.now()
    desk_clock.advance(days=3)
    try:
        late = Visitor(desk, "archivist")
        assert "过期未还" in text_of(late.get("/use"))
        assert "过期未还" in text_of(late.get("/todo"))
        damaged = {"intact": "no", "note": ""}
        refused = late.post(f"/use/{name}/return", once=late.mark("return"), **damaged)
        assert (refused.status_code, "没有写明损坏" in text_of(refused)) == (422, True)
        told = {"intact": "no", "note": "缺第2页"}
        assert late.post(f"/use/{name}/return", once=late.mark("return"), **told).status_code == 302
        assert "不完好：缺第2页" in text_of(late.get("/use/register"))
        assert "借出未还" not in text_of(late.get("/use"))
    finally:
        desk_clock.advance(now - desk_clock.now())


def test_a_name_that_is_none_is_said_and_nothing_is_done_to_the_others(desk: Desk, name: str) -> None:  # noqa: F811
    archivist = Visitor(desk, "archivist")

    status, page = use(archivist, f"{name}\n没有这件")

    assert (status, "没有查到这件档案" in page) == (404, True)
    assert f"/documents/{name}" not in text_of(archivist.get("/use/register"))


def test_a_ticked_name_that_no_database_takes_is_no_name(desk: Desk) -> None:  # noqa: F811
    assert appraise(Visitor(desk, "archivist"), "T\x00", "advise") == 422
