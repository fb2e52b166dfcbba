"""The moves that the handlers of events share (推进规则): is the step open, is this what is shown, and what comes next."""

from __future__ import annotations

import dataclasses
import datetime as dt

from domain.case import Case, LongerOpen, MisfitError, Phase
from domain.pages import Binding
from domain.procedure import RouteStep


def done(case: Case, step: RouteStep) -> Case:
    """Mark a step as done and give the state that follows."""
    return onward(dataclasses.replace(case, done=(*case.done, step.key)))


def onward(case: Case) -> Case:
    """Give the phase of a document whose steps were moved: people first, then issuing, then filing.

    Nothing is issued before a change is confirmed, nothing is filed before a verbal consent is signed (补签).
    """
    if case.route is None or case.phase not in (Phase.UNDER_WAY, Phase.SEALED):
        return case
    finished = frozenset(case.done)
    if case.confirm:
        phase = Phase.UNDER_WAY
    elif case.issued is None and case.route.may_issue(finished):
        phase = Phase.SEALED
    elif case.owed or case.route.open_steps(finished):
        phase = Phase.UNDER_WAY
    else:
        phase = Phase.ISSUED
    return dataclasses.replace(case, phase=phase)


def opened(case: Case, before: Case, at: dt.datetime) -> Case:
    """Note when each step that is open was opened: its limit runs from there, not from what happens beside it."""
    if case.route is None:
        return case
    was = {step.key: before.open_since(step.key) for step in before.open_steps()}
    now = tuple(step.key for step in case.open_steps())
    last = before.opened_at if set(now) <= was.keys() else at
    longer = tuple(LongerOpen(key, was[key]) for key in now if key in was and was[key] != last)
    return dataclasses.replace(case, opened_at=last, longer_open=longer)


def shows(case: Case, binding: Binding) -> bool:
    """Tell whether ``binding`` is what stands there now."""
    return case.shown is not None and case.shown.binding() == binding


def require_phase(case: Case, *phases: Phase) -> None:
    """Refuse an event that comes in another phase."""
    if case.phase not in phases:
        raise MisfitError(f"{case.document_id} is {case.phase.value}, not {'/'.join(phase.value for phase in phases)}")


def require_shown(case: Case, version: int, binding: Binding) -> None:
    """Refuse an act on another version or other pages than those that stand there now."""
    same_version(case, version)
    if not shows(case, binding):
        raise MisfitError(f"{case.document_id}: the act does not bind what is shown")


def same_version(case: Case, version: int) -> None:
    """Refuse an event about an older version."""
    if version != case.version:
        raise MisfitError(f"{case.document_id}: version {version} is not the newest, {case.version}")


def next_version(case: Case, version: int) -> int:
    """Give the number of the next version; refuse any other."""
    if version != case.version + 1:
        raise MisfitError(f"{case.document_id}: version {version} does not follow {case.version}")
    return version


def open_step(case: Case, key: str) -> RouteStep:
    """Find a step that is open; refuse one that is not."""
    step = case.open_step(key)
    if step is None:
        raise MisfitError(f"{case.document_id}: {key} is not open")
    return step


def without_paper(case: Case, key: str) -> Case:
    """Drop what was recorded from paper for a step and is not compared yet."""
    return dataclasses.replace(case, papers=tuple(paper for paper in case.papers if paper.step != key))
