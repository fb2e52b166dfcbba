"""Procedures drawn, set side by side, and shown by ``hongtou procedures``."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from domain.procedure import Procedure
from hongtou.commands_procedures import procedures as command
from hongtou.console import NoOfficeError
from office.procedure_diff import NOT_THERE, set_side_by_side
from office.procedure_drawing import PAGE_HEIGHT, PAGE_WIDTH, draw, wrapped
from office.procedure_files import load_procedures, parse_procedure, shipped_procedures
from office.procedure_words import rules, when, who, whole_way, withdrawal
from tests.needs import REPOSITORY

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = dict(zip(shipped_procedures(), load_procedures(shipped_procedures(), Path("/nonexistent")), strict=True))
TOWNSHIP_FILE = REPOSITORY / "templates" / "procedures" / "dispatch-township.toml"


def _texts(drawing: str) -> str:
    return "".join(element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}text"))  # noqa: S314 - our own


@pytest.mark.parametrize("name", SHIPPED)
def test_a_drawing_shows_every_step_with_who_when_and_how_long(name: str) -> None:
    procedure = SHIPPED[name]

    text = _texts(draw(procedure))

    for step in procedure.steps:
        for said in (step.name, who(step), when(step.when), str(step.limit or ""), *rules(step)):
            assert said in text
    assert (whole_way(procedure) or "本程序没有规定") in text
    assert withdrawal(procedure) in text
    assert procedure.name in text
    assert when(procedure.applies) in text


@pytest.mark.parametrize("name", SHIPPED)
def test_a_drawing_is_a4_at_most_with_its_own_fonts_and_nothing_that_runs_or_loads(name: str) -> None:
    drawing = draw(SHIPPED[name])
    root = ET.fromstring(drawing)  # noqa: S314 - our own

    assert root.get("width") == f"{PAGE_WIDTH:g}mm"
    assert float((root.get("height") or "").removesuffix("mm")) <= PAGE_HEIGHT
    assert "CJK" in (root.get("font-family") or "")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg", "title", "desc", "rect", "path", "circle", "text",
    }  # fmt: skip
    assert "href" not in drawing
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


def test_a_drawing_that_needs_more_than_a_page_shrinks_to_it() -> None:
    review = '[[step]]\nid = "more-{0}"\nname = "再审{0}"\nverb = "review"\nroles = ["leader"]\n\n'
    text = TOWNSHIP_FILE.read_text("utf-8")
    long = text.replace("[[step]]", "".join(review.format(n) for n in range(12)) + "[[step]]", 1)

    root = ET.fromstring(draw(parse_procedure(long, "long.toml")))  # noqa: S314 - our own

    assert root.get("height") == f"{PAGE_HEIGHT:g}mm"
    assert float((root.get("viewBox") or "").split()[3]) > PAGE_HEIGHT


def test_what_an_office_writes_stands_in_the_drawing_as_text() -> None:
    text = TOWNSHIP_FILE.read_text("utf-8").replace('name = "用印"', "name = '<script>用印&\"'")

    drawing = draw(parse_procedure(text, "own.toml"))

    assert "<script>" not in drawing
    assert '<script>用印&"' in _texts(drawing)


def test_a_long_text_is_broken_and_no_line_begins_with_a_comma() -> None:
    assert wrapped("一二三四，五六", 4) == ["一二三四，", "五六"]
    assert wrapped("", 4) == [""]


@pytest.mark.chromium
@pytest.mark.parametrize("name", SHIPPED)
def test_no_text_of_a_drawing_runs_out_of_its_page_or_over_another(name: str) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    boxes = (
        "[...document.querySelectorAll('text')].map(t => {const b = t.getBBox(); return [b.x, b.y, b.width, b.height]})"
    )
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(draw(SHIPPED[name]))
        texts: list[tuple[float, float, float, float]] = page.evaluate(boxes)
        browser.close()

    assert len(texts) > len(SHIPPED[name].steps)
    assert all(left >= 0 and left + width <= PAGE_WIDTH - 14 for left, _, width, _ in texts)
    middles = [(left, top + height / 2, width) for left, top, width, height in texts]
    for place, (left, middle, width) in enumerate(middles):
        for other, line, breadth in middles[place + 1 :]:
            assert abs(line - middle) > 1.5 or left + width <= other or other + breadth <= left


def test_only_what_differs_differs() -> None:
    township = SHIPPED["dispatch-township"]

    assert not any(row.differs for row in set_side_by_side([township, township]))
    assert [row.step for row in set_side_by_side([township])] == [step.name for step in township.steps]


def test_the_side_by_side_holds_every_step_of_every_procedure_in_its_own_order() -> None:
    rows = set_side_by_side(list(SHIPPED.values()))

    for place, procedure in enumerate(SHIPPED.values()):
        mine = [row for row in rows if row.cells[place] != NOT_THERE]
        assert len(mine) == len(procedure.steps)
        assert all(step.name in row.step.split("／") for step, row in zip(procedure.steps, mine, strict=True))


def _run(*words: str) -> Result:
    return CliRunner().invoke(command, words, catch_exceptions=False)


def _office(folder: Path) -> Path:
    own = '[office]\nname = "本机关"\npermitted_level = "内部"\nprocedures = ["own"]\n'
    (folder / "程序").mkdir()
    (folder / "office.toml").write_text(own, "utf-8")
    text = TOWNSHIP_FILE.read_text("utf-8").replace("乡镇发文办理", "本机关发文办理")
    (folder / "程序" / "own.toml").write_text(text, "utf-8")
    return folder


def test_the_command_lists_what_there_is_and_what_the_office_goes_by(tmp_path: Path) -> None:
    listed = _run("--office", str(_office(tmp_path)), "--json").output

    found = {row["file"]: row["name"] for row in json.loads(listed)}
    assert found == {"own": "本机关发文办理", **{name: procedure.name for name, procedure in SHIPPED.items()}}


def test_the_command_lists_the_shipped_procedures_where_there_is_no_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HONGTOU_OFFICE", raising=False)

    output = _run().output.replace("\n", "")

    assert output.count("2026-01-01") == len(SHIPPED)
    assert "乡镇发文办理" in output


def test_the_command_says_when_the_named_folder_is_no_office(tmp_path: Path) -> None:
    with pytest.raises(NoOfficeError):
        _run("--office", str(tmp_path))


def test_the_command_draws_each_procedure_into_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "图" / "程序"

    _run("--office", str(_office(tmp_path)), "--svg", str(folder))

    assert {file.name for file in folder.iterdir()} == {f"{name}.svg" for name in ("own", *SHIPPED)}
    assert "本机关发文办理" in (folder / "own.svg").read_text("utf-8")


def test_the_command_tells_how_the_procedures_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HONGTOU_OFFICE", raising=False)

    assert "党委秘书审核" in _run("--diff").output.replace("\n", "")
    rows = json.loads(_run("--diff", "--json").output)
    assert len(rows) == len(set_side_by_side(list(SHIPPED.values()))) + 4
    assert [row["step"] for row in rows[-4:]] == ["全程时限", "可以撤稿的人", "编号、用印", "签收前核对"]
    assert "5个工作日；注明紧急程度的当天；分管领导、党委书记、行政主要负责人可延长" in rows[-4]["cells"]
    assert "不编发文字号，不用印" in rows[-2]["cells"]


def test_a_condition_is_said_in_the_words_of_the_office() -> None:
    procedure = _with_condition("organ in party | government and joint = no or organs >= 3 and direction != 上行文")

    assert when(procedure.steps[3].when) == (
        "发文机关为党委、政府，且单独行文，或联署机关数不少于3，且行文方向不为上行文"
    )


def _with_condition(condition: str) -> Procedure:
    text = TOWNSHIP_FILE.read_text("utf-8").replace('when = "organ in party | government"', f'when = "{condition}"', 1)
    return parse_procedure(text, "own.toml")
