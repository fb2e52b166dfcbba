"""The way of one piece (收文路线): the fixed steps of its procedure, and those that are laid out when somebody is named for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from domain.office import Office
from domain.planning import plan
from domain.procedure import RECEIPT_VERBS, Flow, Procedure, Route, RouteStep, Verb
from domain.receipt import SENDERS, Particulars

GROWING = (Verb.HANDLE, Verb.READ)
"""What is only on the way once somebody is named."""


def conditions_of_receipt(particulars: Particulars, office: Office) -> dict[str, str]:
    """Give the fields a condition of a procedure for receipts may ask for."""
    return {
        "flow": Flow.RECEIPT.value,
        "nature": particulars.nature.value,
        "kind": particulars.kind,
        "urgency": particulars.urgency,
        "level": particulars.level,
        "sender": _relation(particulars.sender, office),
    }


def plan_receipt(procedure: Procedure, facts: Mapping[str, str]) -> tuple[Route, tuple[RouteStep, ...]]:
    """Lay out the fixed steps, and give the forms of those that grow: 承办, 传阅, and 批示 of a leader who is named later.

    Whoever acts and whoever reads have it at the same time.
    """
    route = plan(procedure, facts, (), "")
    stage = min((step.stage for step in route.steps if step.verb in GROWING), default=0)
    growing = [dataclasses.replace(step, stage=stage) for step in route.steps if step.verb in GROWING]
    instructing = [step for step in route.steps if step.verb is Verb.INSTRUCT][:1]
    fixed = tuple(step for step in route.steps if step.verb not in GROWING and step.verb in RECEIPT_VERBS)
    return dataclasses.replace(route, steps=fixed), (*instructing, *growing)


def _relation(sender: str, office: Office) -> str:
    if sender in office.superiors:
        return SENDERS[0]
    return SENDERS[1] if sender in office.subordinates else SENDERS[2]
