"""When a step and the whole way are due (时限): from when it was opened, moved on by each extension in the extension's own unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from domain.calendar import Calendar, Due
from domain.case import Case, Extension
from domain.procedure import RouteStep


def step_due(calendar: Calendar, case: Case, step: RouteStep) -> Due | None:
    """Give when an open step is due; nothing when it has no limit.

    A day that a leader named stands for the limit (办理期限). Else the limit runs from when the step was opened, for one that is signed later (补签) from the verbal consent. An extension counts from
    the deadline before it; one that was given when the step was open before, in an earlier round, no longer counts.
    """
    since = _since(case, step)
    given = [one for one in _of(case, step.key) if one.at >= since]
    if step.due is not None:
        return moved(calendar, calendar.by(step.due, since), given)
    return moved(calendar, calendar.due(since, step.limit), given) if step.limit else None


def whole_due(calendar: Calendar, case: Case) -> Due | None:
    """Give when the whole way is due, from its first version; nothing before it has a route, or where the route has no limit."""
    if case.route is None or case.route.limit is None:
        return None
    return moved(calendar, calendar.due(case.versions[0].at, case.route.limit), _of(case, ""))


def piece_due(calendar: Calendar, case: Case) -> Due | None:
    """Give by when a piece that came in has to be handled: the last of the days named for it, with what was granted since (办理期限)."""
    if case.incoming is None or case.incoming.due is None or case.route is None:
        return None
    like = case.incoming.received_at or case.since
    units = (moved(calendar, calendar.by(step.due, like), _of(case, step.key)) for step in case.route.steps if step.due)
    return max((calendar.by(case.incoming.due, like), *units), key=lambda due: due.at)


def _since(case: Case, step: RouteStep) -> dt.datetime:
    consents = [consent.at for consent in case.consents if consent.step == step.key and step.key in case.owed]
    return consents[-1] if consents else case.open_since(step.key)


def _of(case: Case, key: str) -> tuple[Extension, ...]:
    return tuple(extension for extension in case.extensions if extension.step == key)


def moved(calendar: Calendar, due: Due, extensions: Iterable[Extension]) -> Due:
    """Give the deadline that extensions make of one; each counts from the deadline before it."""
    for extension in extensions:
        later = calendar.due(due.at, extension.limit)
        due = Due(later.at, due.provisional or later.provisional)
    return due
