"""The 发文稿纸 as a Word file: what is filled in comes back, exactly; what is not filled states nothing."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from domain.document import Paragraph
from domain.draft import Draft
from domain.facts import FactSource
from domain.levels import Level
from press.reading import SourceFile, read_draft
from press.sheet_form import SheetOptions, sheet_form

OPTIONS = SheetOptions(
    office="云岭乡党政办公室",
    organs=("云岭乡人民政府", "中共云岭乡委员会"),
    units=("农业农村办公室", "应急管理办公室"),
    permitted=Level.INTERNAL,
    classes=("讲话", "总结"),
)
FILLED = {
    "发文机关": "云岭乡人民政府",
    "文种": "通知",
    "标题": "云岭乡人民政府关于做好2026年防汛工作的通知",
    "主送": "各村（居）民委员会、乡直各单位",
    "抄送": "县防汛抗旱指挥部、乡人大",
    "密级": "内部",
    "紧急程度": "加急",
    "行文方向": "下行文",
    "公开属性": "主动公开",
    "拟稿单位": "应急管理办公室",
    "拟稿人": "王敏",
    "印数": "60",
    "保管期限": "30年",
    "文稿类别": "总结",
}
BODY = ("为做好防汛工作，现就有关事项通知如下。", "一、落实责任。各村要落实包保责任。")


def filled(form: bytes, values: Mapping[str, str], body: tuple[str, ...] = BODY) -> bytes:
    """Fill the form the way Word does: an entry chosen in a list takes the place of the asking words; the rest is typed into cells."""
    document = Document(io.BytesIO(form))
    for control in list(document.element.body.iter(qn("w:sdt"))):
        properties = control.find(qn("w:sdtPr"))
        name = properties.find(qn("w:tag")).get(qn("w:val"))
        if name in values:
            for asking in properties.findall(qn("w:showingPlcHdr")):
                properties.remove(asking)
            next(control.iter(qn("w:t"))).text = values[name]
    for row in document.tables[0].rows:
        for label, value in zip(row.cells, row.cells[1:], strict=False):
            is_typed = next(value._tc.iter(qn("w:sdt")), None) is None
            if is_typed and value.text == "" and label.text in values:
                value.text = values[label.text]
    document.paragraphs[-1].text = body[0]
    for line in body[1:]:
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def read(data: bytes) -> Draft:
    return read_draft([SourceFile("稿纸.docx", data, "body")]).draft


def stated(draft: Draft) -> dict[str, str]:
    return {fact.name.value: fact.value for fact in draft.facts if fact.source is FactSource.SHEET}


def texts(draft: Draft) -> tuple[str, ...]:
    return tuple(block.text for block in draft.blocks if isinstance(block, Paragraph))


def test_a_filled_form_is_read_back_exactly() -> None:
    draft = read(filled(sheet_form(OPTIONS), FILLED))

    assert stated(draft) == FILLED
    assert texts(draft) == BODY
    assert draft.findings == ()


def test_an_empty_form_states_nothing_and_has_no_body() -> None:
    draft = read(sheet_form(OPTIONS))

    assert (stated(draft), texts(draft), draft.findings) == ({}, (), ())


def test_a_form_for_a_unit_names_it_already() -> None:
    form = sheet_form(SheetOptions("云岭乡党政办公室", (), ("应急管理办公室",), Level.INTERNAL, unit="应急管理办公室"))

    assert stated(read(form)) == {"拟稿单位": "应急管理办公室"}


def test_the_form_offers_no_level_above_the_permitted_one() -> None:
    document = Document(io.BytesIO(sheet_form(OPTIONS)))

    offered = {item.get(qn("w:value")) for item in document.element.body.iter(qn("w:listItem"))}
    assert {"公开", "内部"} <= offered
    assert not {"秘密", "机密", "绝密"} & offered


@pytest.mark.libreoffice
def test_a_form_saved_by_libreoffice_is_read_back_exactly(tmp_path: Path) -> None:
    (tmp_path / "稿纸.docx").write_bytes(filled(sheet_form(OPTIONS), FILLED))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    out = tmp_path / "out"
    command = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, str(tmp_path / "稿纸.docx")], check=True, capture_output=True, timeout=300)

    draft = read((out / "稿纸.docx").read_bytes())

    assert (stated(draft), texts(draft)) == (FILLED, BODY)
