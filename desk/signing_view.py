"""What the page of a document says about signing (签批情况): what is owed, awaited, extended, and where one goes to do it."""

from __future__ import annotations

from typing import Any

from desk.visit import Visit
from domain.case import Case, Extension, Phase
from office.lists import unit_name
from office.signers import signer_name
from office.signing_acts import awaited, dues, owed, signing_acts
from office.views import DocumentView


def signing_values(visit: Visit, view: DocumentView) -> dict[str, Any]:
    """Give what ``_signing.html`` shows."""
    house, case = visit.house, view.case
    now = house.clock.now()
    return {
        "signing": signing_acts(house, visit.actor, case),
        "owed": [
            {
                "step": one.step.name,
                "person": signer_name(house, one.consent.person),
                "at": one.consent.at,
                "means": one.consent.means,
                "taker": signer_name(house, one.consent.taker),
            }
            for one in owed(case)
        ],
        "awaited": [(step.name, "、".join(person.name for person in people)) for step, people in awaited(house, case)],
        "compared": [
            (signer_name(house, paper.signer), signer_name(house, paper.recorder), case.open_step(paper.step))
            for paper in case.papers
        ],
        "dues": [
            (step.name if step else "全程", due, due.left(now), due.is_overdue(now)) for step, due in dues(house, case)
        ],
        "extensions": [_extension(visit, view, one) for one in case.extensions],
        "returned": _returned(visit, case),
    }


def _returned(visit: Visit, case: Case) -> dict[str, str]:
    """Give who returned a draft at which step, and the unit whose folders it lies in; nothing where it was not returned (退回)."""
    last = case.decisions[-1] if case.decisions and case.phase in (Phase.TO_RETURN, Phase.RETURNED) else None
    if last is None or last.approved or last.version != case.version:
        return {}
    return {"who": signer_name(visit.house, last.actor), "step": last.name, "unit": unit_name(visit.house, case.unit)}


def _extension(visit: Visit, view: DocumentView, one: Extension) -> tuple[str, str, str, str]:
    step = view.case.route.step(one.step) if view.case.route and one.step else None
    return (step.name if step else "全程", str(one.limit), signer_name(visit.house, one.actor), one.reason)
