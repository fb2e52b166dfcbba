"""The archivist's pages of a year: what is proposed is accepted, changed or left out with a reason, numbered, and taken away as a table."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from desk.visit import Desk
from office.importing import import_catalogue
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_visitor import Visitor

YEAR = "/years/2019"


@pytest.fixture
def archivist(desk: Desk, tmp_path: Path) -> Visitor:  # noqa: F811 - a fixture
    """Keep two records of 2019, two of 2018 and two of 2017, and let the archivist in."""
    rows = [
        {
            "id": f"Y-{year}-{place}",
            "number": f"云政发〔{year}〕{place}号",
            "title": f"关于第{place}次防汛工作的通知",
            "organ": "云岭乡人民政府",
            "date": f"{year}-03-0{place}",
            "level": "内部",
            "retention": "10年",
            "text": "各村：\n　　请做好工作。",
        }
        for year in (2019, 2018, 2017)
        for place in (1, 2)
    ]
    path = tmp_path / "目录.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    import_catalogue(desk.house, path)
    return Visitor(desk, "archivist")


def test_a_year_is_decided_numbered_and_taken_away(archivist: Visitor) -> None:
    left_out = {"once": archivist.mark("year"), "act": "leave_out", "record": "Y-2019-1"}
    refused = archivist.post(YEAR, **left_out)
    assert (refused.status_code, "没有写明不归档的理由" in refused.content.decode()) == (422, True)
    assert archivist.post(YEAR, **{**left_out, "once": archivist.mark("year"), "reason": "重份"}).status_code == 302
    changed = {"act": "change", "record": "Y-2019-2", "retention": "30年", "reason": "有查考价值"}
    assert archivist.post(YEAR, once=archivist.mark("year"), **changed).status_code == 302

    assert archivist.post(f"{YEAR}/file", once=archivist.mark("file_year")).status_code == 302

    assert "B027-WS·2019-D30-ZFB-0001" in archivist.get(f"{YEAR}?shown=filed").content.decode()
    assert "重份" in archivist.get(f"{YEAR}?shown=left-out").content.decode()
    table = zipfile.ZipFile(io.BytesIO(archivist.get(f"{YEAR}/list.xlsx").content))
    assert "B027-WS·2019-D30-ZFB-0001" in table.read("xl/sharedStrings.xml").decode()
    assert "B027-WS·2019-D30-ZFB-0001" in archivist.get("/documents/Y-2019-2").content.decode()


def test_pieces_are_put_in_order_numbered_and_boxed(archivist: Visitor) -> None:
    address = "/years/2018/order"
    assert archivist.get(address).content.decode().index("Y-2018-1") < archivist.get(address).content.decode().index(
        "Y-2018-2"
    )
    told = {"record": "Y-2018-1", "where": "after", "after": ""}
    refused = archivist.post(address, once=archivist.mark("order"), **told)
    assert (refused.status_code, "没有写排在哪一件之后" in refused.content.decode()) == (422, True)

    assert archivist.post(address, once=archivist.mark("order"), **{**told, "after": "Y-2018-2"}).status_code == 302

    page = archivist.get(address).content.decode()
    assert "排在0001之后" in page
    assert archivist.post("/years/2018/file", once=archivist.mark("file_year")).status_code == 302
    assert "还没有编好档号" not in archivist.get("/years/2018/boxes").content.decode()
    assert archivist.post("/years/2018/boxes", once=archivist.mark("boxes")).status_code == 302
    page = archivist.get("/years/2018/boxes").content.decode()
    assert "已经装好" in page
    (note,) = re.findall(r'href="(/years/2018/boxes/[^"]+\.pdf)"', page)
    assert archivist.get(note).content.startswith(b"%PDF-")
    assert archivist.post("/years/2018/boxes", once=archivist.mark("boxes")).status_code == 409


def test_what_the_year_came_to_is_shown_and_printed(archivist: Visitor, desk: Desk) -> None:  # noqa: F811 - a fixture
    left_out = {"act": "leave_out", "record": "Y-2017-1", "reason": "重份"}
    assert archivist.post("/years/2017", once=archivist.mark("year"), **left_out).status_code == 302
    before = archivist.get("/years/2017/result").content.decode()
    assert ("应归档2件：已编档号0件，不归档1件，待定1件" in before, "目录和备考表" in before) == (True, False)

    assert archivist.post("/years/2017/file", once=archivist.mark("file_year")).status_code == 302

    assert "/years/2017/result" in archivist.get("/years/2017").content.decode()
    page = archivist.get("/years/2017/result").content.decode()
    assert "应归档2件：已编档号1件，不归档1件，待定0件" in page
    assert ("核对相符" in page, "B027-WS·2017-D10-ZFB-0001" in page, "病毒检测" in page) == (True, True, True)
    printed = re.findall(r'href="(/years/2017/papers/[^"]+\.pdf)"', page)
    assert len(printed) == 2
    assert all(archivist.get(one).content.startswith(b"%PDF-") for one in printed)
    table = zipfile.ZipFile(io.BytesIO(archivist.get("/years/2017/checks.xlsx").content))
    assert "固化信息有效性" in table.read("xl/sharedStrings.xml").decode()
    folder = desk.house.root / "归档" / "2017"
    assert {path.suffix for path in folder.iterdir()} >= {".pdf", ".xlsx"}, "the desk writes the papers, too"
