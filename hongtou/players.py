"""Playing the people of the example office (示例角色): each does what stands in their to-do, through the use-cases that the desk calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.office import Actor
from domain.procedure import Verb
from office import views
from office.confirm import confirm
from office.distribute import deliver, delivery_rows
from office.house import House
from office.printing import note_printing
from office.recheck import recheck
from office.recipients import is_distributed
from office.register import register_document, stated_run
from office.seal import seal_document
from office.sign import approve

CHANNEL = "demo"
PLAYED = (
    Verb.REVIEW,
    Verb.COSIGN,
    Verb.SIGN,
    Verb.CHECK,
    Verb.REGISTER,
    Verb.SEAL,
    Verb.PRINT,
    Verb.DISTRIBUTE,
    Verb.CONFIRM,
)
"""What is played: nothing that needs paper."""
PRINTER, RECEIVER = "文印室", "收发员"
PRINT_RUN = 20
ORDER = ("unit_head", "deputy", "director", "leader", "head", "secretary", "clerk", "keeper")


@dataclass(frozen=True)
class Played:
    """One act that was played (已办事项)."""

    document_id: str
    title: str
    who: str
    act: str


def play(house: House, spare: Callable[[str], bool] = lambda document_id: False) -> Iterator[Played]:
    """Let everybody do once what waits for them; ``spare`` names documents to leave alone."""
    for login in ORDER:
        actor = house.office.actor(login)
        if actor is None:
            continue
        for item in views.todo(house, actor):
            if item.verb in PLAYED and not spare(item.document_id):
                _act(house, actor, item)
                yield Played(item.document_id, item.title, actor.name, item.step_name)


def _act(house: House, actor: Actor, item: views.TodoItem) -> None:
    if item.verb is Verb.REGISTER:
        register_document(house, actor, item.document_id, print_run=_print_run(house, item), channel=CHANNEL)
    elif item.verb is Verb.PRINT:
        note_printing(house, actor, item.document_id, printer=PRINTER, channel=CHANNEL)
    elif item.verb is Verb.DISTRIBUTE:
        _deliver_all(house, actor, item.document_id)
    else:
        _act_on_what_is_shown(house, actor, item)


def _print_run(house: House, item: views.TodoItem) -> int | None:
    """State a print run where nobody else has: what is distributed has its recipients."""
    case = house.registry.case(item.document_id)
    return None if case is None or is_distributed(case) or stated_run(case) else PRINT_RUN


def _act_on_what_is_shown(house: House, actor: Actor, item: views.TodoItem) -> None:
    view = views.view_document(house, actor, item.document_id)
    step = view.case.open_step(item.step)
    if view.binding is None or step is None:
        return
    if item.verb is Verb.SEAL:
        seal_document(house, actor, item.document_id, binding=view.binding, channel=CHANNEL)
    elif item.verb is Verb.CONFIRM:
        confirm(house, actor, item.document_id, binding=view.binding, step=item.step, channel=CHANNEL)
    elif item.verb is Verb.CHECK:
        recheck(
            house,
            actor,
            item.document_id,
            ticks=step.items,
            binding=view.binding,
            step=item.step,
            channel=CHANNEL,
        )
    else:
        approve(house, actor, item.document_id, binding=view.binding, step=item.step, channel=CHANNEL)


def _deliver_all(house: House, actor: Actor, document_id: str) -> None:
    for row in delivery_rows(house, actor, document_id):
        if row.receipt is None:
            deliver(house, actor, document_id, recipient=row.recipient, received_by=RECEIVER, channel=CHANNEL)
