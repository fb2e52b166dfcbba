"""Rules on what a document may ask of whom (行文规则), 条例 articles 13 to 17."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.document import Kind
from domain.findings import Severity
from press.checks_rule import Miss, Rule, Subject, at

_REQUEST = re.compile(
    r"请(予|予以)?(批示|审批|批准|批复)|[妥当可]否.{0,3}请.{0,4}(批示|指示|审批|批复)|请予支持解决|请予解决"
)
_CLOSING = re.compile(r"(妥否|当否|可否|以上请示|特此请示|请.{0,6}(批示|审批|批复|批准|审核|审定|指示))")
_ITEM = re.compile(r"(恳请|请求|拟请|请).{0,40}(批准|同意|安排|拨付|解决|支持|划拨|核拨|审批)")


def no_request_in_report(subject: Subject) -> Iterator[Miss]:
    """A report asks for nothing."""
    if subject.document.kind is not Kind.REPORT:
        return
    for paragraph in subject.paragraphs():
        found = _REQUEST.search(paragraph.text)
        if found:
            yield Miss(at("正文", paragraph), f"报告中夹带请示事项（“{found[0]}”）", "删去，另行文请示")


def no_request_elsewhere(subject: Subject) -> Iterator[Miss]:
    """Nothing but a 请示 asks a higher organ; a 函 may ask an organ of no subordination for approval."""
    if subject.document.kind in {Kind.REPORT, Kind.REQUEST, Kind.LETTER, Kind.MOTION}:
        return
    for paragraph in subject.paragraphs():
        found = re.search(r"[妥当]否.{0,3}请.{0,4}(批示|指示|批复)", paragraph.text)
        if found:
            yield Miss(
                at("正文", paragraph), f"{subject.document.kind}中有请示用语（“{found[0]}”）", "改用请示行文，或删去"
            )


def request_closes_as_request(subject: Subject) -> Iterator[Miss]:
    """A request ends by asking."""
    if subject.document.kind is not Kind.REQUEST:
        return
    last = [paragraph.text for paragraph in subject.paragraphs()][-2:]
    if last and not any(_CLOSING.search(text) for text in last):
        yield Miss("正文末", "请示没有请求批示的结语", "以“妥否，请批示。”之类的话结尾")


def request_asks_one_thing(subject: Subject) -> Iterator[Miss]:
    """A request is about one matter."""
    if subject.document.kind is not Kind.REQUEST:
        return
    asking = [
        paragraph
        for paragraph in subject.paragraphs()
        if _ITEM.search(paragraph.text) and not (len(paragraph.text) <= 20 and _CLOSING.search(paragraph.text))
    ]
    if len(asking) > 1:
        yield Miss(at("正文", asking[1]), f"似有{len(asking)}处请求事项", "请示应当一文一事，请核对是否须分别行文")


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
RULES: tuple[Rule, ...] = (
    Rule("XW-07", "条例第十五条（四）", _E, no_request_in_report),
    Rule("XW-07b", "条例第十五条（四）", _W, no_request_elsewhere),
    Rule("XW-06", "条例第十五条（四）", _W, request_asks_one_thing),
    Rule("XW-06b", "参考", _N, request_closes_as_request),
)
