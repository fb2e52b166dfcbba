"""Drawing a document's own way with its place in it (办理路线图): what is done, where it is now, what comes after; no script, no style.

Lengths are in units of which the picture is 110 wide, so that it is read in a narrow column. Each state is a word and a form, not a colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from html import escape
from itertools import groupby

from domain.case import Case, Phase
from domain.procedure import RouteStep
from office.procedure_drawing import FONTS, GREY, INK, PAPER, RED, wrapped

WIDTH, MARGIN, GAP, BETWEEN = 110.0, 2.0, 6.0, 3.0
NAME_SIZE, TEXT_SIZE, LEADING = 4.6, 4.0, 5.4
GREEN, AMBER, PINK = "#1b6e3c", "#8a5300", "#fdf0ee"


class State(StrEnum):
    """How far a document is with one step of its way (环节状态)."""

    DONE = "已办"
    NOW = "正在办"
    OWED = "待补签"
    AGAIN = "改动待确认"
    LATER = "未到"


_COLOURS = {State.DONE: GREEN, State.NOW: RED, State.OWED: AMBER, State.AGAIN: AMBER, State.LATER: GREY}
_SIGNS = {State.DONE: "✓", State.NOW: "●", State.OWED: "!", State.AGAIN: "!", State.LATER: "○"}


def states(case: Case) -> tuple[tuple[RouteStep, State], ...]:
    """Tell the state of every step of the document's route."""
    return tuple((step, _state(case, step)) for step in case.route.steps) if case.route else ()


def draw_route(case: Case) -> str:
    """Draw the route of a document; a stage's steps stand side by side, for they are open together."""
    parts, top, said = list[str](), MARGIN, states(case)
    for stage, group in groupby(said, lambda one: one[0].stage):
        row = list(group)
        if stage != said[0][0].stage:
            parts.append(_arrow(top))
            top += GAP
        height = max(_height(step, state, len(row), case) for step, state in row)
        width = (WIDTH - 2 * MARGIN - BETWEEN * (len(row) - 1)) / len(row)
        for place, (step, state) in enumerate(row):
            parts += _box(step, state, case, MARGIN + place * (width + BETWEEN), top, width, height)
        top += height
    parts += (_arrow(top), *_end(case, top + GAP))
    return "\n".join([*_opening(case, said, top + GAP + 12 + MARGIN), *parts, "</svg>"]) + "\n"


def what_follows(case: Case) -> str:
    """Say what the house does when people have done the last step."""
    if case.issued or case.incoming is not None:
        return "归档"
    return "印发、归档" if case.route is None or case.route.is_numbered else "定稿、归档"


def _state(case: Case, step: RouteStep) -> State:
    if step.key in case.owed:
        return State.OWED
    if step.key in case.confirm:
        return State.AGAIN
    if step.key in case.done:
        return State.DONE
    now = {one.key for one in case.open_steps()}
    return State.NOW if step.key in now or f"answer/{step.key}" in now else State.LATER


def _opening(case: Case, said: Sequence[tuple[RouteStep, State]], height: float) -> Iterator[str]:
    words = "；".join(f"{step.name}（{step.who}）{state}" for step, state in said)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="zh-CN" width="{WIDTH * 4:g}" height="{height * 4:g}" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" font-family="{FONTS}">'
    )
    yield f"<title>办理路线：{escape(case.title or case.name)}</title>"
    yield f"<desc>{escape(words)}</desc>"
    yield f'<rect width="100%" height="100%" fill="{PAPER}"/>'


def _lines(step: RouteStep, state: State, count: int, case: Case) -> list[str]:
    room = ((WIDTH - 2 * MARGIN - BETWEEN * (count - 1)) / count - 4) / TEXT_SIZE
    made = [one for one in case.decisions if one.step == step.key and one.approved and one.round == case.round]
    when = f"{made[-1].at:%-m月%-d日}" if made and state is State.DONE else ""
    refused = case.refusal.opinion if case.refusal and case.refusal.step == step.key else ""
    answering = case.open_step(f"answer/{step.key}")
    texts = [
        f"{answering.who if answering else step.who}{f'，{when}' if when else ''}{f'，限{step.limit}' if step.limit else ''}",
        f"退回未用印：{refused}" if refused else "",
    ]
    return [line for text in texts if text for line in wrapped(text, room)]


def _height(step: RouteStep, state: State, count: int, case: Case) -> float:
    two_lines = LEADING if count > 1 else 0
    return 9.5 + two_lines + LEADING * len(_lines(step, state, count, case))


def _box(
    step: RouteStep, state: State, case: Case, left: float, top: float, width: float, height: float
) -> Iterator[str]:
    colour, count = _COLOURS[state], round((WIDTH - 2 * MARGIN + BETWEEN) / (width + BETWEEN))
    is_now = state in (State.NOW, State.OWED, State.AGAIN)
    dashes = ' stroke-dasharray="1.8 1.4"' if state is State.LATER else ""
    yield (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="1.6" fill="{PINK if is_now else PAPER}" '
        f'stroke="{colour}" stroke-width="{0.9 if is_now else 0.4:g}"{dashes}/>'
    )
    yield _text(step.name, left + 2, top + 6.4, NAME_SIZE, INK, bold=True)
    word, below = f"{_SIGNS[state]} {state.value}", LEADING if count > 1 else 0
    if below:
        yield _text(word, left + 2, top + 6.4 + LEADING, TEXT_SIZE, colour, bold=is_now)
    else:
        yield _text(word, left + width - 2, top + 6.4, TEXT_SIZE, colour, anchor="end", bold=is_now)
    for place, line in enumerate(_lines(step, state, count, case)):
        yield _text(line, left + 2, top + 6.4 + below + LEADING * (place + 1), TEXT_SIZE, GREY)


def _end(case: Case, top: float) -> Iterator[str]:
    """Say what comes at the end, and where a document is that is at none of its steps."""
    after = {Phase.TO_RETURN, Phase.RETURNED, Phase.WITHDRAWN, Phase.TO_REFUSE, Phase.REFUSED}
    words = case.phase.value if case.phase in after or not case.open_steps() else what_follows(case)
    colour = RED if case.phase in after else GREEN if case.filed else GREY
    yield (
        f'<rect x="{WIDTH / 4:g}" y="{top:g}" width="{WIDTH / 2:g}" height="9" rx="4.5" fill="{PAPER}" stroke="{colour}" '
        'stroke-width="0.5"/>'
    )
    yield _text(words, WIDTH / 2, top + 6.2, TEXT_SIZE, colour, anchor="middle", bold=True)


def _arrow(top: float) -> str:
    middle = WIDTH / 2
    line = f'<path d="M{middle:g} {top:g}V{top + GAP - 2:g}" fill="none" stroke="{GREY}" stroke-width="0.4"/>'
    return line + f'<path d="M{middle:g} {top + GAP:g}l-1.2 -2.3h2.4z" fill="{GREY}"/>'


def _text(
    text: str, left: float, base: float, size: float, colour: str, *, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{left:g}" y="{base:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{escape(text)}</text>"
    )
