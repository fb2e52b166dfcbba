"""Extending a limit (延长时限): of one step or of the whole way, by those whom the procedure names, with the reason."""

from __future__ import annotations

from domain.case import Case, Phase
from domain.events import Extended
from domain.office import Actor
from domain.procedure import Limit, RouteStep
from office.errors import NothingToDoError, NotYourRoleError, OpinionMissingError
from office.examine import current
from office.house import House
from office.record import record
from office.scope import case_for
from office.sign import where
from office.signing_errors import LimitUnfitError

WHOLE = ""
"""Stands for the whole way where a step could be named."""


def extend(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    limit: Limit,
    reason: str,
    step: str = WHOLE,
    channel: str = "desk",
) -> Case:
    """Extend the limit of an open step, or of the whole way; ``limit`` counts from the old deadline, in its own unit.

    Raises:
        NotYourRoleError: The procedure names others.
        LimitUnfitError: It would extend nothing.
    """
    case = case_for(house, actor, document_id)
    known = extendable(case)
    if step not in known:
        raise NothingToDoError(case.document_id, "延长时限", where(case))
    if not actor.has(*known[step]):
        raise NotYourRoleError("延长时限", house.office.titles(*known[step]) or "无人（程序没有写明）")
    if limit.amount < 1:
        raise LimitUnfitError(case.document_id)
    if not reason.strip():
        raise OpinionMissingError(case.document_id, "延长时限")
    extended = Extended(step, limit, reason.strip())
    record(house, lambda pen: pen.note(extended, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def extendable(case: Case) -> dict[str, tuple[str, ...]]:
    """Tell which limits run now, by step (the whole way under ``WHOLE``), and who may extend each."""
    if case.phase is not Phase.UNDER_WAY or case.route is None:
        return {}
    whole = {WHOLE: case.route.extend_by} if case.route.limit else {}
    return whole | {step.key: step.extend_by for step in case.open_steps() if step.limit or step.due}


def extendable_by(actor: Actor, case: Case) -> tuple[RouteStep | None, ...]:
    """List the limits that the actor may extend now: open steps, and nothing for the whole way."""
    mine = [key for key, roles in extendable(case).items() if actor.has(*roles)]
    return tuple(case.open_step(key) for key in mine)
