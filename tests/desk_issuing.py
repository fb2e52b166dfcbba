"""Documents after 签发 for the tests of the desk: one real text on real pages, with its check, its print order and its recipients."""

from __future__ import annotations

import dataclasses

from domain.case import Case
from domain.document import Direction, Kind, Layout, OfficialDocument, Paragraph
from domain.events import Checked, Decided, Issued, Presented, Printed, Registered, Sealed
from domain.pages import Shown
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Route, RouteStep, Verb
from office.staged import keep
from tests.desk_house import TITLE, UNIT, Papers, digest_of_text

ITEMS = ("签批手续完备", "附件齐全")
RECIPIENTS = ("各村（居）民委员会", "临溪县人民政府办公室")
DOCUMENT = OfficialDocument(
    kind=Kind.NOTICE,
    direction=Direction.DOWN,
    layout=Layout.DOCUMENT,
    organs=("中共云岭乡委员会",),
    mark="中共云岭乡委员会文件",
    title=TITLE,
    addressees=(RECIPIENTS[0],),
    blocks=(Paragraph("各单位要坚持预防为主，落实各项责任。"),),
    signatories=("中共云岭乡委员会",),
    copies_to=(RECIPIENTS[1],),
)
_SHOWN: dict[str, Shown] = {}


def to_register(papers: Papers) -> str:
    """Give a document that is signed, and will be distributed when it has its number."""
    return _with_route(papers, _shown_by_hand(papers))


def to_recheck(papers: Papers) -> str:
    """Give a document with its number, on pages of the real press, for the office's director to recheck."""
    return _registered(papers, _with_route(papers, _shown_by_press(papers)))


def to_print(papers: Papers) -> str:
    """Give a document that is issued and waits to be printed."""
    document_id = _registered(papers, _with_route(papers, _shown_by_hand(papers)))
    case = papers.case(document_id)
    assert case.shown is not None
    binding = case.shown.binding()
    papers.note(document_id, Checked("recheck", 1, ITEMS, binding), "director")
    papers.note(document_id, Sealed("seal", ("中共云岭乡委员会",), binding), "keeper")
    paper = digest_of_text("正本")
    papers.note(document_id, Issued(paper, paper, 3, case.shown.renderer, case.document))
    return document_id


def to_distribute(papers: Papers) -> str:
    """Give a document whose copies are printed and wait for signatures."""
    document_id = to_print(papers)
    papers.note(document_id, Printed("print", 4, "文印室"), "clerk")
    return document_id


def _registered(papers: Papers, document_id: str) -> str:
    today = papers.house.clock.today()
    serial = papers.house.registry.next_serial("party", today.year)
    number = f"云党发〔{today.year}〕{serial}号"
    registered = Registered(
        *("register", "party", today.year, serial, number, today, today, 4), recipients=RECIPIENTS, shares=(1, 1)
    )
    papers.note(document_id, registered, "clerk")
    return document_id


def _with_route(papers: Papers, presented: Presented) -> str:
    document_id = papers.examined_draft()
    papers.note(document_id, presented)
    case: Case = papers.case(document_id)
    assert case.shown is not None
    papers.note(document_id, Decided("sign", 1, True, "同意", case.shown.binding(), "lin-xiao"), "secretary")
    return document_id


def _shown_by_hand(papers: Papers) -> Presented:
    presented = papers.presented(UNIT)
    return dataclasses.replace(presented, document=keep(papers.house, DOCUMENT), route=_route())


def _shown_by_press(papers: Papers) -> Presented:
    key = str(papers.house.root)
    if key not in _SHOWN:
        _SHOWN[key] = papers.house.press.show(DOCUMENT)
    return dataclasses.replace(_shown_by_hand(papers), shown=_SHOWN[key])


def _route() -> Route:
    def step(stage: int, verb: Verb, name: str, role: Role, *, key: str = "", items: tuple[str, ...] = ()) -> RouteStep:
        limit = Limit(1, LimitUnit.WORKING_DAYS)
        return RouteStep(stage, key or verb.value, name, verb, (role,), limit=limit, items=items)

    return Route(
        "dispatch.subdistrict",
        1,
        (
            step(0, Verb.SIGN, "签发", Role.SECRETARY),
            step(1, Verb.REGISTER, "登记编号", Role.CLERK),
            step(2, Verb.CHECK, "党委秘书复核", Role.DIRECTOR, key="recheck", items=ITEMS),
            step(3, Verb.SEAL, "用印", Role.KEEPER),
            step(4, Verb.PRINT, "印制装订", Role.CLERK),
            step(5, Verb.DISTRIBUTE, "分发签收", Role.CLERK),
        ),
    )
