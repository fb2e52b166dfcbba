"""Units asked to countersign a document (会签科室): named by its 发文稿纸, by the clerk, or by a reviewer on the way; the route takes them in.

Pure: a route and the units → the route with a step for each. What is done stays where it stands.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from domain.facts import FactName, Facts
from domain.office import Office, Unit
from domain.procedure import ForEach, Place, Procedure, Route, RouteStep

NOBODY = "无"
"""What the clerk states where no unit is to countersign."""


def names_of_units(facts: Facts) -> tuple[str, ...]:
    """Give what the facts name as units to countersign, known or not, each once."""
    return tuple(dict.fromkeys(name for name in facts.listed(FactName.COSIGN_UNITS) if name != NOBODY))


def named_units(facts: Facts, office: Office) -> tuple[Unit, ...]:
    """Give the units of the office that the facts name to countersign, in their order."""
    found = (office.unit_named(name) for name in names_of_units(facts))
    return tuple(dict.fromkeys(unit for unit in found if unit))


def posts_asked(procedures: Sequence[Procedure]) -> tuple[str, ...]:
    """Name the posts that sign for a unit that is asked, in any of the procedures; none where none lets units countersign."""
    asking_steps = (step for one in procedures for step in one.steps if step.for_each is ForEach.OTHER_UNITS)
    return tuple(dict.fromkeys(role for step in asking_steps for role in step.roles))


def posts_asked_on(route: Route) -> tuple[str, ...]:
    """Name the posts that sign for a unit that is asked on this route."""
    return tuple(dict.fromkeys(role for place in route.places for role in place.step.roles))


def may_be_asked(office: Office, posts: Sequence[str], unit: Unit) -> bool:
    """Tell whether somebody could sign for the unit; where no procedure lets units countersign, nobody asks."""
    return not posts or any(office.holders(post, unit.id) for post in posts)


def asked_of(route: Route) -> tuple[str, ...]:
    """Name the units whose countersignature is on the route, by id."""
    return tuple(dict.fromkeys(step.unit for step in route.steps if step.asked))


def asking(route: Route, units: Sequence[Unit], done: Collection[str] = ()) -> Route:
    """Give the route on which exactly these units countersign, besides those that have (``done`` are the keys of finished steps).

    A unit that is asked after its place was passed signs before whatever comes next, so that no step is skipped.
    """
    for place in route.places:
        route = _laid(route, place, units, done)
    return route


def _laid(route: Route, place: Place, units: Sequence[Unit], done: Collection[str]) -> Route:
    mine = [step for step in route.steps if step.asked and step.id == place.step.id]
    signed = [step for step in mine if step.key in done]
    others = [step for step in route.steps if step not in mine]
    to_sign = [unit for unit in units if unit.id not in {step.unit for step in signed}]
    first = _first_stage(place, others, signed, done)
    width = len(to_sign) if place.in_order else min(len(to_sign), 1)
    moved = _room_for(first, width, others)
    fresh = [_of_unit(place, unit, first + (nth if place.in_order else 0)) for nth, unit in enumerate(to_sign)]
    steps = sorted((*signed, *fresh, *(_shifted(step, first, moved) for step in others)), key=lambda step: step.stage)
    places = (one if one is place else _behind(one, first, moved) for one in route.places)
    return dataclasses.replace(route, steps=tuple(steps), places=tuple(places))


def _first_stage(place: Place, others: Sequence[RouteStep], signed: Sequence[RouteStep], done: Collection[str]) -> int:
    """Give the stage of who is asked first: the place's own, or what comes next where the way has passed it."""
    stage = place.step.stage
    decided = (step for step in others if step.verb.is_decision and step.key in done)  # a number kept is no decision
    if any(step.stage > stage for step in decided):
        return min((step.stage for step in others if step.key not in done), default=others[-1].stage + 1)
    return stage + (len(signed) if place.in_order else 0)


def _room_for(first: int, width: int, others: Sequence[RouteStep]) -> int:
    """Tell by how many stages what comes from ``first`` on has to move."""
    following = [step.stage for step in others if step.stage >= first]
    return max(0, first + width - min(following)) if following else 0


def _shifted(step: RouteStep, first: int, moved: int) -> RouteStep:
    return dataclasses.replace(step, stage=step.stage + moved) if moved and step.stage >= first else step


def _behind(place: Place, first: int, moved: int) -> Place:
    return dataclasses.replace(place, step=_shifted(place.step, first, moved))


def _of_unit(place: Place, unit: Unit, stage: int) -> RouteStep:
    return dataclasses.replace(place.step, stage=stage, unit=unit.id, name=f"{unit.name}{place.step.name}", asked=True)
