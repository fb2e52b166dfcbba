"""Verbal consents (口头同意): taken in a special case so that the document can go on; it stays red until it is signed (补签)."""

from __future__ import annotations

import datetime as dt

from domain.case import Case
from domain.events import VerballyAgreed
from domain.office import Actor
from domain.pages import Binding
from domain.procedure import MAY_TAKE_CONSENT, RouteStep, Verb
from office.errors import NothingToDoError, NotYourRoleError, OpinionMissingError
from office.examine import current
from office.house import House
from office.record import record
from office.scope import case_for
from office.sign import require_not_barred, require_shown, where
from office.signers import signers_for
from office.signing_errors import DayUnfitError, SignerUnfitError


def agree_verbally(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    person: str,
    at: dt.datetime,
    means: str,
    binding: Binding,
    step: str | None = None,
    channel: str = "desk",
) -> Case:
    """Note that ``person`` (id or name) agreed by word of mouth, when, and by what means, such as 电话.

    Raises:
        SignerUnfitError: The person may not sign at this step, or is the one who takes the consent.
        DayUnfitError: The consent was given before this version came in, or is still to come.
    """
    case = case_for(house, actor, document_id)
    takers = case.route.consent_by if case.route else MAY_TAKE_CONSENT
    if not actor.has(*takers):
        raise NotYourRoleError("口头同意的记录", house.office.titles(*takers))
    mine = next((one for one in verbal_steps(case) if step in (None, one.key)), None)
    if mine is None:
        raise NothingToDoError(case.document_id, "记录口头同意", where(case))
    require_shown(house, case, binding)
    consenting = _person(house, actor, case, mine, person.strip())
    agreed = VerballyAgreed(
        step=mine.key,
        version=case.version,
        person=consenting,
        at=_moment(house, case, at),
        means=_means(case, means.strip()),
        binding=binding,
        drafter=require_not_barred(house, case, mine.verb, consenting),
    )
    record(house, lambda pen: pen.note(agreed, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def verbal_steps(case: Case) -> tuple[RouteStep, ...]:
    """List the open steps at which a verbal consent may stand until it is signed."""
    return tuple(
        step for step in case.open_steps() if step.verbal and step.verb is Verb.SIGN and step.key not in case.owed
    )


def _person(house: House, actor: Actor, case: Case, step: RouteStep, named: str) -> str:
    fit = [person for person in signers_for(house, case, step) if person.id != actor.person]
    found = [person.id for person in fit if named in (person.id, person.name)]
    if len(found) != 1:
        raise SignerUnfitError(case.document_id, step.name, "、".join(person.name for person in fit))
    return found[0]


def _moment(house: House, case: Case, at: dt.datetime) -> dt.datetime:
    now, shown = house.clock.now(), case.versions[-1].at
    if not shown.replace(second=0, microsecond=0) <= at <= now:  # forms know minutes, the books know seconds
        raise DayUnfitError(case.document_id, "口头同意的时间", shown.astimezone(now.tzinfo).date(), now.date())
    return at


def _means(case: Case, means: str) -> str:
    if not means:
        raise OpinionMissingError(case.document_id, "记录口头同意")
    return means
