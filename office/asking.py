"""Settling on the way which units countersign (增减会签科室): a reviewer's or the signer's, at their step, before 签发."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.asked_units import asked_of, posts_asked_on
from domain.asking_events import UnitsAsked
from domain.case import Case
from domain.case_asking import asks, signed_units
from domain.office import Actor, Unit
from domain.procedure import RouteStep
from office.asking_errors import AskedAlreadyError, AskingUnfitError, CosignedAlreadyError, NoCosigningError
from office.delegation import part_in
from office.errors import NothingToDoError, NotYourStepError
from office.examine import current
from office.house import House
from office.record import record
from office.scope import case_for, could_sign_for
from office.sign import where


@dataclass(frozen=True)
class Askable:
    """A unit that a reviewer may let countersign (可选会签科室), and how it stands."""

    unit: Unit
    is_asked: bool
    has_signed: bool
    lacks_head: bool


def units_to_choose(house: House, case: Case) -> tuple[Askable, ...]:
    """List the units a reviewer chooses from: all but the drafting one, those that are asked first, in their order."""
    asked = asked_of(case.route) if case.route else ()
    others = [unit for unit in house.office.units if unit.id != case.unit]
    others.sort(key=lambda unit: asked.index(unit.id) if unit.id in asked else len(asked))
    signed = signed_units(case)
    return tuple(
        Askable(unit, unit.id in asked, unit.id in signed, not _could_sign(house, case, unit)) for unit in others
    )


def asking_step(house: House, actor: Actor, case: Case) -> RouteStep | None:
    """Give the open step at which the actor may settle which units countersign; nothing when there is none."""
    fit = (step for step in case.open_steps() if asks(case, step))
    return next((step for step in fit if part_in(house, actor, step) is not None), None)


def ask_units(
    house: House, actor: Actor, document_id: str, names: Sequence[str], *, note: str = "", channel: str = "desk"
) -> Case:
    """Let exactly the named units countersign, from now on (增减会签科室).

    Raises:
        NoCosigningError: The document's procedure lets no units countersign.
        NothingToDoError: The document is at no step at which units are asked.
        NotYourStepError: It is somebody else's step.
        AskingUnfitError: A name is no unit's, is the drafting unit's, or a unit has nobody who could sign.
        CosignedAlreadyError: A unit that has signed is left out.
        AskedAlreadyError: Nothing would change.
    """
    case = case_for(house, actor, document_id)
    step = _step(house, actor, case)
    units = _units(house, case, names)
    event = UnitsAsked(step.key, units, note.strip())
    record(house, lambda pen: pen.note(event, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def _step(house: House, actor: Actor, case: Case) -> RouteStep:
    step = asking_step(house, actor, case)
    if step is not None:
        return step
    if case.route is not None and not case.route.places:
        raise NoCosigningError(case.document_id)
    fit = [step for step in case.open_steps() if asks(case, step)]
    if fit:
        raise NotYourStepError(case.document_id, fit[0].name, "、".join(one.who for one in fit))
    raise NothingToDoError(case.document_id, "增减会签科室", where(case))


def _units(house: House, case: Case, names: Sequence[str]) -> tuple[Unit, ...]:
    found = [_unit(house, case, name.strip()) for name in names if name.strip()]
    units = tuple(dict.fromkeys(found))
    left_out = [unit for unit in signed_units(case) if unit not in {one.id for one in units}]
    asked = asked_of(case.route) if case.route else ()
    if left_out:
        names_of = {unit.id: unit.name for unit in house.office.units}
        raise CosignedAlreadyError(case.document_id, "、".join(names_of.get(one, one) for one in left_out))
    if tuple(unit.id for unit in units) == asked:
        raise AskedAlreadyError(case.document_id)
    return units


def _unit(house: House, case: Case, name: str) -> Unit:
    unit = house.office.unit_named(name)
    others = "、".join(one.unit.name for one in units_to_choose(house, case) if not one.lacks_head)
    if unit is None:
        raise AskingUnfitError(case.document_id, f"没有“{name}”这个科室", others)
    if unit.id == case.unit:
        raise AskingUnfitError(case.document_id, f"“{unit.name}”是拟稿科室，不会签自己的文稿", others)
    if unit.id not in signed_units(case) and not _could_sign(house, case, unit):
        raise AskingUnfitError(case.document_id, f"“{unit.name}”没有人可以会签，或者没有知悉本件的权限", others)
    return unit


def _could_sign(house: House, case: Case, unit: Unit) -> bool:
    return could_sign_for(house.office, case, posts_asked_on(case.route) if case.route else (), unit.id)
