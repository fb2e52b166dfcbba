"""When a step and the whole way are due (时限): from when it was opened, moved on by each extension in the extension's own unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from domain.calendar import Calendar, Due
from domain.case import Case, Extension
from domain.procedure import Limit, RouteStep


def step_due(calendar: Calendar, case: Case, step: RouteStep) -> Due | None:
    """Give when an open step is due; nothing when it has no limit.

    The limit runs from when the step was opened, for one that is signed later (补签) from the verbal consent. An extension counts from
    the deadline before it; one that was given when the step was open before, in an earlier round, no longer counts.
    """
    if step.limit is None:
        return None
    since = _since(case, step)
    return moved(calendar, since, step.limit, (one for one in _of(case, step.key) if one.at >= since))


def whole_due(calendar: Calendar, case: Case) -> Due | None:
    """Give when the whole way is due, from its first version; nothing before it has a route, or where the route has no limit."""
    if case.route is None or case.route.limit is None:
        return None
    return moved(calendar, case.versions[0].at, case.route.limit, _of(case, ""))


def _since(case: Case, step: RouteStep) -> dt.datetime:
    consents = [consent.at for consent in case.consents if consent.step == step.key and step.key in case.owed]
    return consents[-1] if consents else case.opened_at or case.since


def _of(case: Case, key: str) -> tuple[Extension, ...]:
    return tuple(extension for extension in case.extensions if extension.step == key)


def moved(calendar: Calendar, since: dt.datetime, limit: Limit, extensions: Iterable[Extension]) -> Due:
    """Give when a limit that runs from ``since`` is due; each extension counts from the deadline before it."""
    due = calendar.due(since, limit)
    for extension in extensions:
        later = calendar.due(due.at, extension.limit)
        due = Due(later.at, due.provisional or later.provisional)
    return due
