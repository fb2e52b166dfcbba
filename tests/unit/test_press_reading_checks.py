"""The rules: each speaks up on what breaks it and is silent on a document that is right."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

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
from domain.findings import Finding, Severity
from domain.levels import Level
from press.checks import RULES, check
from tests.unit.test_press_checks_kinds import BROKEN as KINDS_BROKEN

DRAFT = Draft("", (), (), (), "2026年5月6日", "", (), (), (), (), (), (), 0)
RIGHT = OfficialDocument(
    kind=Kind.NOTICE,
    direction=Direction.DOWN,
    layout=Layout.DOCUMENT,
    organs=("云岭乡人民政府",),
    mark="云岭乡人民政府文件",
    title="云岭乡人民政府关于做好防汛工作的通知",
    addressees=("各村（居）民委员会",),
    blocks=(
        Paragraph("根据《临溪县防汛预案》（临政发〔2026〕5号），现通知如下："),
        Paragraph("一、总体要求", 1),
        Paragraph("（一）加强领导。落实责任。", 2, 8),
        Paragraph("1.明确责任人。", 3),
        Paragraph("（1）乡级。", 4),
        Paragraph("（二）严格值守。", 2),
        Paragraph("二、时间安排", 1),
        Paragraph("2026年5月31日前完成。"),
    ),
    signatories=("云岭乡人民政府",),
)


def document(**changes: Any) -> OfficialDocument:
    return dataclasses.replace(RIGHT, **changes)


def texts(*lines: str) -> OfficialDocument:
    return document(blocks=tuple(Paragraph(line) for line in lines))


def found(subject: OfficialDocument, draft: Draft = DRAFT) -> dict[str, Finding]:
    return {finding.code: finding for finding in check(subject, draft, Facts())}


def report(*lines: str) -> OfficialDocument:
    blocks = tuple(Paragraph(line) for line in lines)
    return document(
        kind=Kind.REPORT, title="云岭乡人民政府关于防汛工作的报告", addressees=("临溪县人民政府",), blocks=blocks
    )


def request(*lines: str) -> OfficialDocument:
    blocks = tuple(Paragraph(line) for line in lines)
    return document(
        kind=Kind.REQUEST, title="云岭乡人民政府关于防汛资金的请示", addressees=("临溪县人民政府",), blocks=blocks
    )


def test_a_document_that_is_right_has_no_findings() -> None:
    assert found(RIGHT) == {}


BROKEN: dict[str, OfficialDocument] = {
    "TL-906": document(title="关于做好防汛工作"),
    "TL-906b": document(title="云岭乡人民政府关于做好防汛工作的通报"),
    "TL-906c": document(title="云岭乡人民政府防汛工作通知"),
    "TL-906d": document(title="关于做好防汛工作的通知"),
    "TL-906e": document(title="云岭乡人民政府关于加强领导，做好防汛工作的通知"),
    "TL-906f": document(title="云岭乡人民政府关于转发关于做好防汛工作的通知的通知"),
    "TL-907": document(addressees=()),
    "XW-03": dataclasses.replace(report("正文。"), addressees=("临溪县人民政府", "中共临溪县委员会")),
    "XW-08": dataclasses.replace(report("正文。"), addressees=("李县长",)),
    "TL-907b": document(copies_to=("各村（居）民委员会",)),
    "FMT-016": document(signatories=("石桥镇人民政府",)),
    "FMT-014": document(attachments=(Attachment("值班表。"),)),
    "FMT-014b": texts("名单详见附件。"),
    "TL-903": document(title="云岭乡人民政府关于做好防汛工作的紧急通知"),
    "TL-902": document(secrecy=SecrecyMark(Level.CONFIDENTIAL)),
    "FMT-103": document(kind=Kind.MINUTES, title="云岭乡人民政府关于防汛工作的会议纪要"),
    "TL-914": document(blocks=()),
    "XW-07": report("情况如下。", "妥否，请批示。"),
    "XW-07b": texts("妥否，请批示。"),
    "XW-06": request("恳请安排资金10万元。", "另请同意将云河村生产便桥列入明年重建计划。", "妥否，请批示。"),
    "XW-06b": request("需要资金10万元。", "谢谢。"),
    "FMT-013": texts("一、要求", "（1）先做这个。"),
    "FMT-013b": texts("一、要求", "正文。", "三、时间"),
    "FMT-013c": texts("一、要求", "1.甲", "1、乙", "2、丙"),
    "FMT-013d": texts("•做好防汛工作"),
    "TL-915": texts("请于2026年 月 日前报××办公室。"),
    "FMT-021": texts("此页无正文"),
    "FMT-024": texts("根据临政发[2026]05号文件。"),
    "FMT-025": texts("根据临政发〔2026〕5号《通知》。"),
    "TL-916": texts("于2026年2月30日前完成。"),
    "FMT-026": texts("各村,各单位要落实."),
    "FMT-027": texts("联系人：\ue001某。"),
    "FMT-023": texts("按照GB/T 9704-1999执行。"),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_rule_speaks_up_on_what_breaks_it(code: str) -> None:
    finding = found(BROKEN[code])[code]

    assert finding.sentence
    assert finding.mend
    assert finding.clause


def test_every_rule_has_a_case() -> None:
    by_date = {"FMT-015", "FMT-015b"}

    assert {rule.code for rule in RULES} == {*BROKEN, *KINDS_BROKEN, *by_date}
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("typed", "code"), [("二〇二六年五月六日", "FMT-015"), ("2026年05月06日", "FMT-015"), ("2026年2月30日", "FMT-015b")]
)
def test_a_date_that_is_written_otherwise_is_told(typed: str, code: str) -> None:
    assert code in found(RIGHT, dataclasses.replace(DRAFT, drawn_up_on=typed))


def test_reference_rules_are_never_errors() -> None:
    assert all(rule.severity is not Severity.ERROR for rule in RULES if "参考" in rule.clause)


def test_a_letter_may_ask_for_approval() -> None:
    letter = document(
        kind=Kind.LETTER,
        title="云岭乡人民政府关于商请拨付经费的函",
        blocks=(Paragraph("请予批准。"),),
        addressees=("临溪县财政局",),
    )

    assert found(letter) == {}


def test_two_levels_may_leave_out_the_middle_one() -> None:
    assert found(texts("一、要求", "1.甲", "2.乙", "二、时间", "1.丙")) == {}


def test_the_gravest_comes_first_and_the_readers_findings_are_among_them() -> None:
    own = Finding("RD-01", "", Severity.NOTE, "", "改了序数", "")
    subject = document(title="关于防汛", addressees=())

    severities = [finding.severity for finding in check(subject, dataclasses.replace(DRAFT, findings=(own,)), Facts())]

    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[-1] is Severity.NOTE
