"""What happened to a paper that came in, in words (收文办理用语)."""

from __future__ import annotations

import re

from domain import receipt_events as r
from domain.events import Event
from domain.paper_events import PaperRecorded
from domain.procedure import Route
from domain.receipt import Assignment, OnPaper, name_in
from domain.receipt_count import count_words


def receipt_words(event: Event, route: Route | None) -> tuple[str, str] | None:
    """Say what happened to a receipt and the detail of it; nothing for an event of another kind."""
    return _of_arrival(event, route) or _of_opinion(event, route) or _of_end(event, route)


def _of_arrival(event: Event, route: Route | None) -> tuple[str, str] | None:
    match event:
        case r.PaperCame():
            return "纸质来文登入", event.title
        case r.LookedThrough():
            blind = f"，其中{len(event.look.blind)}页无文字层" if event.look.blind else ""
            return "清点", event.look.remark or f"共{event.look.pages}页{blind}"
        case r.Counted():
            return "逐份逐页查点", count_words(event.copies, event.pages, event.counted)
        case r.Received():
            again = f"；重复来文仍登记：{event.again}" if event.again else ""
            known = event.particulars
            return f"签收登记 {event.number}", f"{known.sender} {known.sender_number}".strip() + again
        case r.NotReceived():
            return "拒收", event.reason
        case r.FirstReviewed():
            return f"{_step(route, event.step)}：符合", "、".join((*event.ticks, *([event.note] if event.note else [])))
        case r.SentBack():
            failed = f"不符合：{'、'.join(event.failed)}。" if event.failed else ""
            return f"{_step(route, event.step)}：退来文机关", failed + event.reason
        case r.PageTranscribed() | r.TranscriptCorrected() | r.LevelJudged():
            return _of_transcript(event)
        case _:
            return None


def _of_transcript(event: r.PageTranscribed | r.TranscriptCorrected | r.LevelJudged) -> tuple[str, str]:
    match event:
        case r.PageTranscribed(read):
            said = read.trouble or f"{read.engine}，把握 {read.sure}%，存疑 {read.doubtful} 行"
            is_told = not read.marked or read.marked in said
            return f"识别第{read.page}页文字", said if is_told else f"{said}；有“{read.marked}”标志"
        case r.TranscriptCorrected():
            return f"校对第{event.page}页识别文字", f"有“{event.marked}”标志" if event.marked else ""
        case r.LevelJudged():
            return f"核对密级：{event.level}", f"识别出“{event.found}”标志；{event.reason}"


def _of_opinion(event: Event, route: Route | None) -> tuple[str, str] | None:
    match event:
        case r.Proposed() | r.Instructed():
            return _step(route, event.step) + _paper(event.on_paper), _sent_on(event.words, event.assignment)
        case r.Enlarged():
            return "增加承办、传阅", _sent_on(event.words, event.assignment)
        case r.HandledByUnit() | r.ReadBy():
            return _step(route, event.step) + _paper(event.on_paper), event.words
        case r.StepRecalled():
            return f"{_step(route, event.step)}：收回", event.reason
        case _:
            return None


def _of_end(event: Event, route: Route | None) -> tuple[str, str] | None:
    match event:
        case r.Contacted():
            return event.about, f"{event.whom}（{event.means}）：{event.words}"
        case r.Replied():
            return "答复", event.number
        case r.Concluded():
            back = f"；收回{event.returned_copies}份" if event.returned_copies else ""
            return _step(route, event.step), event.words + back
        case _:
            return None


def recorded_words(event: PaperRecorded, step: str) -> tuple[str, str]:
    """Say what was recorded from paper at a step of a receipt, to be compared (代录)."""
    to = event.assignment or Assignment()
    return f"{step}：代录（{event.signed_on:%Y年%-m月%-d日}，待核对）", _sent_on(event.opinion, to)


def _sent_on(words: str, assignment: Assignment) -> str:
    to = assignment_words(assignment)
    return f"{words}（{to}）" if to else words


def assignment_words(assignment: Assignment) -> str:
    """Say to whom a piece goes: 承办 with the leading unit, 协办, 传阅 and in which order, 批示, until when."""

    def called(ids: tuple[str, ...]) -> str:
        return "、".join(name_in(assignment.names, one) for one in ids)

    lead, others = assignment.every_unit[:1], assignment.every_unit[1:]
    several = bool(others)
    said = {
        f"{'牵头' if several else '承办'}：{called(lead)}": bool(lead),
        f"协办：{called(others)}": several,
        f"请批示：{called(assignment.leaders)}": bool(assignment.leaders),
        f"{'依次' if assignment.in_order else ''}传阅：{called(assignment.readers)}": bool(assignment.readers),
        f"{assignment.due:%Y年%-m月%-d日}前办结" if assignment.due else "": assignment.due is not None,
        f"催办人：{called((assignment.chaser,))}": bool(assignment.chaser),
    }
    return "；".join(words for words, holds in said.items() if holds)


def _paper(on_paper: OnPaper | None) -> str:
    return f"（代录，{on_paper.day:%Y年%-m月%-d日}）" if on_paper else ""


def _step(route: Route | None, key: str) -> str:
    step = route.step(key) if route else None
    if step is not None:
        return f"{step.name}（{step.who}）" if step.asked and not step.unit else step.name
    return {"handle": "承办", "read": "传阅", "queue": "传阅", "instruct": "批示"}.get(re.split("[/:]", key)[0], key)
