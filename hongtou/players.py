"""Playing the people of the example office (示例角色): each does what stands in their to-do, through the use-cases that the desk calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.office import Actor
from domain.procedure import Verb
from office import views
from office.house import House
from office.register import register_document
from office.seal import seal_document
from office.sign import approve

CHANNEL = "demo"
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
            if item.verb is not None and not spare(item.document_id):
                _act(house, actor, item)
                yield Played(item.document_id, item.title, actor.name, item.step_name)


def _act(house: House, actor: Actor, item: views.TodoItem) -> None:
    binding = views.view_document(house, actor, item.document_id).binding
    if item.verb is Verb.REGISTER:
        register_document(house, actor, item.document_id, channel=CHANNEL)
    elif binding is not None and item.verb is Verb.SEAL:
        seal_document(house, actor, item.document_id, binding=binding, channel=CHANNEL)
    elif binding is not None:
        approve(house, actor, item.document_id, binding=binding, step=item.step, channel=CHANNEL)
