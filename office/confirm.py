"""Confirming what was changed after the signature (确认改动): the signer is shown it, and says yes in one act or no with a reason (law 5)."""

from __future__ import annotations

import dataclasses

from domain.case import Case
from domain.document import OfficialDocument
from domain.events import ChangeDeclined, Confirmed
from domain.office import Actor
from domain.pages import Binding
from domain.procedure import RouteStep, Verb
from office.errors import OpinionMissingError
from office.examine import current
from office.house import House
from office.record import record
from office.scope import case_for
from office.sign import require_shown, step_of
from office.signers import signers_for
from office.signing_errors import NotYourSignatureError, PaperOnlyError
from office.staged import document_of
from office.text_differences import DifferenceLine, differences


def confirm(
    house: House, actor: Actor, document_id: str, *, binding: Binding, step: str | None = None, channel: str = "desk"
) -> Case:
    """Confirm a change as its signer; ``binding`` is what the signer was shown.

    Raises:
        NotYourSignatureError: Somebody else signed at this step.
    """
    case = case_for(house, actor, document_id)
    mine = _mine(house, actor, case, step)
    require_shown(house, case, binding)
    confirmed = Confirmed(mine.key, case.version, binding)
    record(house, lambda pen: pen.note(confirmed, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def decline(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    opinion: str,
    binding: Binding,
    step: str | None = None,
    channel: str = "desk",
) -> Case:
    """Say as its signer that a change is not agreed to (不同意改动); who made it changes it again, or puts it back."""
    case = case_for(house, actor, document_id)
    mine = _mine(house, actor, case, step)
    if not opinion.strip():
        raise OpinionMissingError(document_id, "不同意改动")
    require_shown(house, case, binding)
    declined = ChangeDeclined(mine.key, case.version, opinion.strip(), binding)
    record(house, lambda pen: pen.note(declined, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def change_to_confirm(house: House, case: Case) -> tuple[DifferenceLine, ...]:
    """Compare the whole text with the one that was signed; nothing differs when only the renderer changed."""
    if not case.signed_as or not house.staging.holds(case.signed_as):
        return ()
    signed = document_of(house, dataclasses.replace(case, document=case.signed_as))
    return differences(_lines(signed), _lines(document_of(house, case)))


def _lines(document: OfficialDocument) -> list[str]:
    """Give all that is printed and was signed: what stands around the text, then the text."""
    around = {
        "发文机关标志": document.mark.replace("\n", "　"),
        "密级": str(document.secrecy or ""),
        "紧急程度": document.urgency.value if document.urgency else "",
        "签发人": "、".join(document.approvers),
        "抄送": "、".join(document.copies_to),
        "印发机关": document.printing_organ,
        "参会人员": "；".join(f"{name}：{who}" for name, who in document.attendees),
    }
    return [*(f"{name}：{value}" for name, value in around.items() if value), *document.plain_text().splitlines()]


def may_confirm(house: House, actor: Actor, case: Case, step: RouteStep) -> bool:
    """Tell whether the actor is the one who confirms a change at a step."""
    is_asked = step.verb is Verb.CONFIRM and not step.on_paper
    return is_asked and actor.person in [person.id for person in signers_for(house, case, step)]


def _mine(house: House, actor: Actor, case: Case, key: str | None) -> RouteStep:
    step = step_of(house, actor, case, "确认改动", verb=Verb.CONFIRM, key=key)
    if step.on_paper:
        raise PaperOnlyError(case.document_id, step.name)
    if not may_confirm(house, actor, case, step):
        who = "、".join(person.name for person in signers_for(house, case, step))
        raise NotYourSignatureError(case.document_id, who)
    return step
