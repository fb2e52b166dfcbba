"""Documents with something special about their signature, for the pictures of the desk: on paper, by word of mouth, after a change."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from domain.case import Case
from domain.events import Nature
from domain.procedure import Limit, LimitUnit
from office import consent, correct, extend, paper
from tests.an_office import AnOffice, a_sheet

ToSign = Callable[[str], str]
"""Brings a new draft of this title to its 签发."""


def fill(office: AnOffice, to_sign: ToSign) -> dict[str, str]:
    """Put them into the office; give their ids by what they are there for."""
    changed = _changed(office, to_sign("关于开展人居环境整治的通知"), "关于开展人居环境整治的通知")
    return {
        "changed": changed,
        "corrector": office.case(changed).correctable()[0].roles[0].value,
        "paper": _on_paper(office, to_sign("关于做好冬春农田水利建设的通知")),
        "owed": _owed(office, to_sign("关于启动防汛三级响应的通知")),
    }


def _on_paper(office: AnOffice, document_id: str) -> str:
    step, signer = _step_and_signer(office, document_id)
    written = paper.Written(True, "同意印发。", signer, office.clock.today())
    paper.record_on_paper(
        office.house,
        office.actor("clerk"),
        document_id,
        step=step,
        written=written,
        name="发文稿纸.png",
        scan=_scan(),
        binding=office.binding(document_id),
    )
    return document_id


def _owed(office: AnOffice, document_id: str) -> str:
    step, signer = _step_and_signer(office, document_id)
    consent.agree_verbally(
        office.house,
        office.actor("clerk"),
        document_id,
        person=signer,
        at=office.clock.now(),
        means="电话",
        binding=office.binding(document_id),
        step=step,
    )
    more = Limit(2, LimitUnit.WORKING_DAYS)
    extend.extend(office.house, office.actor("secretary"), document_id, limit=more, reason="等待雨情")
    return document_id


def _changed(office: AnOffice, document_id: str, title: str) -> str:
    case = office.case(document_id)
    office.approve(document_id, case.open_steps()[0].roles[0].value)
    step = office.case(document_id).correctable()[0]
    correct.correct(
        office.house,
        office.actor(step.roles[0].value),
        document_id,
        name="改后.docx",
        data=a_sheet(title, drafter="林晓", 抄送="临溪县人民政府办公室"),
        nature=Nature.WORDING,
        note="补写抄送机关",
    )
    office.work()
    return document_id


def _step_and_signer(office: AnOffice, document_id: str) -> tuple[str, str]:
    case: Case = office.case(document_id)
    step = case.open_steps()[0]
    return step.key, office.house.office.holders(step.roles[0])[0].name


def _scan() -> bytes:
    """Draw a form with a stroke of the pen on it."""
    sheet = Image.new("L", (827, 1169), 250)
    pen = ImageDraw.Draw(sheet)
    for line in range(8):
        pen.rectangle((90, 150 + line * 110, 740, 260 + line * 110), outline=90)
    pen.line([(300, 780), (340, 740), (380, 800), (430, 735), (480, 790), (560, 745)], fill=30, width=5)
    made = io.BytesIO()
    sheet.save(made, "PNG")
    return made.getvalue()
