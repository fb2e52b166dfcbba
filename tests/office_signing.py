"""People who sign on paper, by word of mouth and after a change, for tests of the house (签批中的特殊情况)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from domain.case import Case, Phase
from domain.events import Nature
from office import confirm, consent, correct, paper
from tests.an_office import AnOffice, a_draft, a_title
from tests.samples.docx_builder import png

SCAN = png(60, 80)
EXTERNAL = """
[[organ]]
id = "bureau"
name = "临溪县水利局"
short_name = "县水利局"
kind = "government"
mark = "临溪县水利局文件"
principal = "head"
fonds = ""
code = ""
seal = ""
external = true
principal_name = "周水生"
"""


def key(office: AnOffice, document_id: str) -> str:
    return office.case(document_id).open_steps()[0].key


def to_sign(office: AnOffice, body: str = "各单位要落实各项责任。") -> str:
    """Bring a new draft of the government to its 签发."""
    title = a_title()
    document_id = office.take_in(title, a_draft(title, body=body))
    office.to_step(document_id, "sign:government")
    return document_id


def record_paper(
    office: AnOffice,
    document_id: str,
    *,
    step: str = "sign:government",
    signer: str = "郑远",
    signed_on: dt.date | None = None,
    approved: bool = True,
    opinion: str = "",
    scan: bytes = SCAN,
    name: str = "签批.png",
    login: str = "clerk",
) -> Case:
    written = paper.Written(approved, opinion, signer, signed_on or office.clock.today())
    return paper.record_on_paper(
        office.house,
        office.actor(login),
        document_id,
        step=step,
        written=written,
        name=name,
        scan=scan,
        binding=office.binding(document_id),
    )


def compare(
    office: AnOffice, document_id: str, login: str = "deputy", step: str = "sign:government", *, agrees: bool = True
) -> Case:
    note = "" if agrees else "日期看错了"
    return paper.compare_paper(office.house, office.actor(login), document_id, step=step, agrees=agrees, note=note)


def agree(office: AnOffice, document_id: str, person: str = "郑远", login: str = "clerk") -> Case:
    return consent.agree_verbally(
        office.house,
        office.actor(login),
        document_id,
        person=person,
        at=office.clock.now(),
        means="电话",
        binding=office.binding(document_id),
    )


def put_in(
    office: AnOffice, document_id: str, nature: Nature, body: str = "各单位要落实各项职责。", login: str = "clerk"
) -> Case:
    title = office.case(document_id).title
    correct.correct(
        office.house,
        office.actor(login),
        document_id,
        name="改后.docx",
        data=a_draft(title, body=body),
        nature=nature,
        note="“责任”改为“职责”",
    )
    office.work()
    return office.case(document_id)


def say_yes(office: AnOffice, document_id: str, login: str = "head") -> Case:
    return confirm.confirm(office.house, office.actor(login), document_id, binding=office.binding(document_id))


def to_filed(office: AnOffice, document_id: str) -> Case:
    office.work()
    case = office.case(document_id)
    assert case.phase is Phase.DONE, (case.phase, case.stuck)
    return case


def another_renderer(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the press make other files of the same text under another name, as a new font would."""
    press, staging = type(office.house.press), office.house.staging
    real, show, proof = press.renderer, press.show, press.proof
    picture = staging.put(png(21, 29))

    def other(pdf: str) -> str:
        return staging.put(staging.read(pdf) + b"% by another renderer\n")

    def shown(self: object, document: object) -> object:
        made = show(self, document)  # type: ignore[arg-type]
        return dataclasses.replace(made, renderer=made.renderer + "；新字体", pdf=other(made.pdf), pages=(picture,))

    def proved(self: object, document: object) -> object:
        made = proof(self, document)  # type: ignore[arg-type]
        return dataclasses.replace(made, renderer=made.renderer + "；新字体", pdf=other(show(self, document).pdf))  # type: ignore[arg-type]

    monkeypatch.setattr(press, "renderer", lambda self: real(self) + "；新字体")
    monkeypatch.setattr(press, "show", shown)
    monkeypatch.setattr(press, "proof", proved)
