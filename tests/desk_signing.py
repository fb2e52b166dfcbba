"""Documents at their 签发 and after a change of it, for the tests of the desk: a paper to compare, a change to confirm, a limit to extend."""

from __future__ import annotations

import dataclasses
import hashlib

from domain.document import Paragraph
from domain.events import Corrected, Decided, Nature, Presented
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.paper_events import PaperRecorded
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Place, Route, RouteStep, Verb
from domain.seal_events import SealRefused
from office.staged import keep
from tests.an_office import a_sheet
from tests.desk_house import TITLE, UNIT, Papers
from tests.desk_issuing import DOCUMENT
from tests.samples.docx_builder import png

SCAN = png(60, 80)
SCAN_DIGEST = hashlib.sha512(SCAN).hexdigest()
CORRECTED = a_sheet(TITLE, organs="中共云岭乡委员会")
"""A text that may take the place of a signed one: same kind, organ and level."""


def to_sign(papers: Papers) -> str:
    """Give a document that waits for the secretary's signature, which may be a verbal consent first."""
    document_id = papers.examined_draft()
    papers.note(document_id, _presented(papers))
    return document_id


def recorded(papers: Papers) -> str:
    """Give a document whose signature the clerk recorded from paper."""
    document_id = to_sign(papers)
    shown = papers.case(document_id).shown
    assert shown is not None
    scan = StagedFile("签批.png", FileRole.SCAN, papers.house.staging.put(SCAN), len(SCAN))
    today = papers.house.clock.today()
    paper = PaperRecorded("sign", 1, True, "同意", "he-weimin", today, scan, shown.binding())
    papers.note(document_id, paper, "clerk")
    return document_id


def signed(papers: Papers) -> str:
    """Give a document that is signed and waits for its number."""
    document_id = to_sign(papers)
    shown = papers.case(document_id).shown
    assert shown is not None
    papers.note(document_id, Decided("sign", 1, True, "同意", shown.binding(), "lin-xiao"), "secretary")
    return document_id


def changed(papers: Papers) -> str:
    """Give a document whose wording was changed after it was signed."""
    document_id = signed(papers)
    files = papers.case(document_id).versions[-1].files
    papers.note(document_id, Corrected("register", 2, Nature.WORDING, files, "改错字"), "clerk")
    papers.note(document_id, dataclasses.replace(papers.examined(), version=2))
    other = dataclasses.replace(DOCUMENT, blocks=(Paragraph("各单位要坚持预防为主，落实各项职责。"),))
    again = _presented(papers, "改后正文")
    papers.note(document_id, dataclasses.replace(again, version=2, document=keep(papers.house, other), route=None))
    return document_id


def refused(papers: Papers) -> str:
    """Give a registered document that the keeper refused to seal."""
    document_id = papers.registered()
    case = papers.case(document_id)
    assert case.shown is not None
    key = next(step.key for step in case.open_steps() if step.verb is Verb.SEAL)
    papers.note(document_id, SealRefused(key, case.version, "附件不全", case.shown.binding()), "keeper")
    return document_id


def to_review(papers: Papers) -> str:
    """Give a document that waits for the leader's review, who may let other units countersign."""
    document_id = papers.examined_draft()
    asked = RouteStep(0, "unit-cosign", "会签", Verb.COSIGN, (Role.UNIT_HEAD,))
    review = RouteStep(1, "leader-review", "分管领导审签", Verb.REVIEW, (Role.LEADER,))
    steps = (review, *(dataclasses.replace(step, stage=step.stage + 2) for step in _route().steps))
    route = dataclasses.replace(_route(), steps=steps, places=(Place(asked),))
    papers.note(document_id, dataclasses.replace(_presented(papers), route=route))
    return document_id


def _presented(papers: Papers, content: str = "正文") -> Presented:
    presented = papers.presented(UNIT, content)
    return dataclasses.replace(presented, document=keep(papers.house, DOCUMENT), route=_route())


def _route() -> Route:
    def step(stage: int, verb: Verb, name: str, role: Role, *, verbal: bool = False) -> RouteStep:
        limit = Limit(1, LimitUnit.WORKING_DAYS)
        return RouteStep(stage, verb.value, name, verb, (role,), limit=limit, verbal=verbal, extend_by=(Role.LEADER,))

    steps = (
        step(0, Verb.SIGN, "签发", Role.SECRETARY, verbal=True),
        step(1, Verb.REGISTER, "登记编号", Role.CLERK),
        step(2, Verb.SEAL, "用印", Role.KEEPER),
    )
    whole = Limit(5, LimitUnit.WORKING_DAYS)
    return Route("dispatch.township", 1, steps, limit=whole, extend_by=(Role.LEADER,))
