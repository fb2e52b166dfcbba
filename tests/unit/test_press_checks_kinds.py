"""The rules on organs, kinds, figures and marks, and what ``check --fix`` mends: each speaks up, and each mend silences its rule."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from domain.document import (
    Attachment,
    Direction,
    Kind,
    Layout,
    OfficialDocument,
    Paragraph,
    SecrecyMark,
)
from domain.draft import Draft
from domain.facts import Facts
from domain.findings import Finding
from domain.levels import Level
from domain.office import Office
from office.office_file import load_office
from press.checks import RULES, check
from press.mending import mend_docx
from press.mends import MENDS, changes_in, mended
from tests.needs import REPOSITORY

DRAFT = Draft("", (), (), (), "2026年5月6日", "", (), (), (), (), (), (), 0)
ABOVE, BELOW = "临溪县人民政府", "石门村民委员会"
NOTICE = OfficialDocument(
    kind=Kind.NOTICE,
    direction=Direction.DOWN,
    layout=Layout.DOCUMENT,
    organs=("云岭乡人民政府",),
    mark="云岭乡人民政府文件",
    title="云岭乡人民政府关于做好防汛工作的通知",
    addressees=("各村民委员会",),
    blocks=(Paragraph("根据《临溪县防汛预案》（临政发〔2026〕5号），现通知如下。"),),
    signatories=("云岭乡人民政府",),
)


@pytest.fixture(scope="module")
def office() -> Office:
    example = load_office(REPOSITORY / "templates" / "profiles" / "example" / "office.toml")
    return dataclasses.replace(example, superiors=(ABOVE,), subordinates=(BELOW,))


def of(kind: Kind, *lines: str, **changes: object) -> OfficialDocument:
    blocks = tuple(Paragraph(line) for line in lines) or NOTICE.blocks
    made = {"kind": kind, "title": f"云岭乡人民政府关于防汛工作的{kind}", "blocks": blocks, **changes}
    return dataclasses.replace(NOTICE, **made)  # type: ignore[arg-type]


def up(kind: Kind, *lines: str, **changes: object) -> OfficialDocument:
    stated = {"direction": Direction.UP, "addressees": (ABOVE,), "approvers": ("陈国梁",), **changes}
    return of(kind, *lines, **stated)


def text(line: str) -> OfficialDocument:
    return of(Kind.NOTICE, line)


SECRET = SecrecyMark(Level.SECRET, "12年")
BROKEN: dict[str, OfficialDocument] = {
    "TL-905": up(Kind.REPORT, "情况如下。", approvers=()),
    "FMT-009": of(Kind.NOTICE, approvers=("陈国梁",)),
    "XW-03b": up(Kind.REPORT, "情况如下。", copies_to=(BELOW,)),
    "XW-02": up(Kind.REPORT, "情况如下。", addressees=("某省人民政府",)),
    "XW-02b": of(Kind.NOTICE, addressees=(ABOVE,)),
    "XW-02c": of(Kind.LETTER, addressees=(ABOVE,)),
    "XW-02d": of(Kind.MOTION, addressees=(ABOVE,)),
    "XW-02e": of(Kind.REPLY, "同意你村修建便桥。"),
    "TL-907c": of(Kind.PUBLIC_NOTICE),
    "TL-907d": of(Kind.NOTICE, addressees=("甲村民委员会", "甲村民委员会")),
    "TL-907e": of(Kind.NOTICE, copies_to=("云岭乡人民政府",)),
    "XW-08b": up(Kind.REPORT, "情况如下。", signatories=("陈国梁乡长",)),
    "XW-16": of(Kind.NOTICE, organs=("示例县人民政府", "云岭乡人民政府")),
    "XW-16b": of(Kind.NOTICE, organs=("中共云岭乡委员会", "云岭乡人民政府")),
    "XW-17": of(Kind.NOTICE, organs=("经济发展办",)),
    "XW-11": of(Kind.NOTICE, organs=("临溪县财政局",), addressees=("云岭乡人民政府",)),
    "TL-906g": of(Kind.REPORT, title="云岭乡人民政府关于防汛资金的请示报告"),
    "TL-906h": of(Kind.NOTICE, title="云岭乡人民政府防汛工作方案"),
    "TL-906i": of(Kind.NOTICE, title=f"云岭乡人民政府关于{'做好防汛和抗旱' * 7}工作的通知"),
    "TL-906j": of(Kind.NOTICE, title="云岭乡人民政府关于印发《防汛预案的通知"),
    "TL-801": of(Kind.RESOLUTION, "同意预算。"),
    "TL-815": of(Kind.MINUTES, "做好防汛。"),
    "XW-07c": up(Kind.REPORT, "情况如下，请复。"),
    "TL-814": of(Kind.LETTER, "以上意见，请贵局批示。"),
    "TL-805": of(Kind.ANNOUNCEMENT, "注意安全。", addressees=()),
    "TL-910": up(Kind.REQUEST, "妥否，请批示。"),
    "SEC-01": of(Kind.NOTICE, secrecy=SECRET),
    "GL-05": of(Kind.NOTICE, secrecy=SECRET, note="此件公开发布"),
    "FMT-014f": of(Kind.NOTICE, "名单见附件3。", attachments=(Attachment("名单", (Paragraph("甲"),)),)),
    "FMT-014g": of(Kind.NOTICE, attachments=(Attachment("名单"),)),
    "FMT-014h": of(Kind.NOTICE, attachments=(Attachment("名单"), Attachment("名单"))),
    "FMT-014i": of(Kind.NOTICE, attachments=(Attachment("《名单》"),)),
    "FMT-016d": of(Kind.ORDER, "为保护森林资源，发布本令。"),
    "NZ-02": up(Kind.REPORT, "情况。" * 2000),
    "FMT-031c": text("26年度工作安排。"),
    "FMT-031d": text("于2026.3.5前完成。"),
    "FMT-031e": text("二〇二六年工作安排。"),
    "FMT-031f": text("增长10-20%。"),
    "FMT-031g": text("共有3、4个村。"),
    "FMT-035": text("长20公分。"),
    "FMT-036": text('各村"两委"要落实。'),
    "FMT-036b": text("各村“两委要落实。"),
    "FMT-036c": text("水利、农业等……"),
    "FMT-037": text("约20人左右。"),
    "FMT-037b": text("费用下降了2倍。"),
    "FMT-026b": text("各村要抓紧."),
    "FMT-026c": text("各村(社区)要抓紧。"),
    "FMT-026d": text("各村要抓紧。。"),
    "FMT-024b": text("根据临政发[2026]5号文件。"),
    "FMT-024c": text("根据临政发〔2026〕第05号文件。"),
    "FMT-013e": text("（一）、加强领导。"),
    "FMT-013f": text("一.加强领导。"),
    "FMT-031": text("共２３人。"),
    "FMT-031b": text("2026年03月05日前完成。"),
    "FMT-032": text("各村 要抓紧。"),
    "FMT-033": text("工作已经部暑。"),
    "FMT-033b": text("截止目前，完成三成。"),
    "FMT-034": text("水利、农业。。。"),
}


def found(subject: OfficialDocument, office: Office | None) -> dict[str, Finding]:
    return {finding.code: finding for finding in check(subject, DRAFT, Facts(), office)}


def test_what_is_right_is_left_alone(office: Office) -> None:
    assert found(NOTICE, office) == {}


@pytest.mark.parametrize("code", BROKEN)
def test_a_rule_speaks_up(office: Office, code: str) -> None:
    known = dataclasses.replace(office, units=(dataclasses.replace(office.units[0], name="经济发展办"),))

    finding = found(BROKEN[code], known)[code]

    assert finding.sentence
    assert finding.mend
    assert finding.clause


def test_seventy_rules_and_more_are_kept_each_with_a_clause() -> None:
    assert len(RULES) >= 70
    assert all(rule.clause for rule in RULES)


def test_without_an_office_nothing_is_said_of_who_stands_above() -> None:
    assert "XW-02" not in found(BROKEN["XW-02"], None)


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: mend.code)
def test_what_was_mended_is_not_found_again(mend: object) -> None:
    for subject in BROKEN.values():
        for block in subject.blocks:
            once = mended(block.text)  # type: ignore[union-attr]
            assert list(changes_in(once)) == []


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("各村,各单位(含社区)要落实.", "各村，各单位（含社区）要落实。"),
        ("根据临政发[2026]第05号文件", "根据临政发〔2026〕5号文件"),
        ("（一）、要求", "（一）要求"),
        ("2026年03月05日", "2026年3月5日"),
        ("截止目前,共２３人", "截至目前，共23人"),
        ("共3.5万元, A类", "共3.5万元, A类"),
        ("访问 http://a.b/c?d=1 查询", "访问 http://a.b/c?d=1 查询"),
        ("比例为1:2.5", "比例为1:2.5"),
        ("f(x)=1", "f(x)=1"),
        ("报名截止3月5日", "报名截止3月5日"),
    ],
)
def test_signs_are_mended_and_what_may_be_meant_stays(typed: str, reads: str) -> None:
    assert mended(typed) == reads


def test_a_draft_is_mended_across_runs_and_nothing_else_of_it_changes(tmp_path: Path) -> None:
    word = Document()
    paragraph = word.add_paragraph("各村,各单")
    paragraph.add_run("位(含社").bold = True
    paragraph.add_run("区)要落实.")
    word.add_paragraph("无须改动。")
    stream = io.BytesIO()
    word.save(stream)

    data, done = mend_docx(stream.getvalue(), "草稿.docx")

    after = Document(io.BytesIO(data))
    assert [each.text for each in after.paragraphs] == ["各村，各单位（含社区）要落实。", "无须改动。"]
    assert [run.bold for run in after.paragraphs[0].runs] == [None, True, None]
    assert [each.code for each in done] == ["FMT-026", "FMT-026c", "FMT-026c", "FMT-026b"]
    assert all(each.place == "第1段" for each in done)
    assert _others(data) == _others(stream.getvalue())
    assert mend_docx(data, "草稿.docx") == (data, ())


def _others(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist() if name != "word/document.xml"}
