"""Pressing the seals (用印): the keeper reads the text, refuses what lacks its formalities, and seals once (S3.七)."""

from __future__ import annotations

from pathlib import Path

from domain.case import Case
from domain.events import SealsPressed
from domain.office import Actor, Organ
from domain.pages import Binding
from domain.procedure import Verb
from domain.seal_events import SealAnswered, SealRefused
from office.errors import OpinionMissingError, SamePersonError
from office.examine import current
from office.house import House
from office.record import record
from office.scope import case_for
from office.sign import require_shown, step_of
from office.stamping import image_at, pressed


def seal_document(house: House, actor: Actor, document_id: str, *, binding: Binding, channel: str = "desk") -> Case:
    """Seal a registered document; ``binding`` is the text the keeper has read.

    Raises:
        ShownHasChangedError: The keeper read another text than the one that was signed.
        SealImageMissingError: The image of a seal or a signature stamp is not in the office's 印章 folder.
        NotTheirStampError: A signature stamp's owner did not sign it off.
    """
    case = case_for(house, actor, document_id)
    step = step_of(house, actor, case, "用印", verb=Verb.SEAL)
    require_shown(house, case, binding)
    if house.office.must_differ("register", "seal") and registrar_of(house, case) == actor.person:
        raise SamePersonError(document_id, "用印", "登记人")
    sealed = SealsPressed(step.key, pressed(house, case), binding)
    record(house, lambda pen: pen.note(sealed, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def refuse_seal(
    house: House, actor: Actor, document_id: str, *, opinion: str, binding: Binding, channel: str = "desk"
) -> Case:
    """Refuse to seal what lacks its formalities (拒绝用印): it goes back to the clerk with the reason.

    Raises:
        OpinionMissingError: No reason is stated.
    """
    case = case_for(house, actor, document_id)
    step = step_of(house, actor, case, "用印", verb=Verb.SEAL)
    if not opinion.strip():
        raise OpinionMissingError(document_id, "拒绝用印")
    require_shown(house, case, binding)
    refused = SealRefused(step.key, case.version, opinion.strip(), binding)
    record(house, lambda pen: pen.note(refused, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def answer_refusal(house: House, actor: Actor, document_id: str, *, note: str, channel: str = "desk") -> Case:
    """Bring a refused document to the keeper again, saying what was put in order (再送用印)."""
    case = case_for(house, actor, document_id)
    step = step_of(house, actor, case, "再送用印", verb=Verb.ANSWER)
    if not note.strip():
        raise OpinionMissingError(document_id, "再送用印")
    answered = SealAnswered(step.key, case.version, note.strip())
    record(house, lambda pen: pen.note(answered, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def seal_image(house: House, organ: Organ) -> Path:
    """Give the place of an organ's seal image.

    Raises:
        SealImageMissingError: It is not there.
    """
    return image_at(house, organ.name, organ.seal)


def registrar_of(house: House, case: Case) -> str:
    """Give the person who registered the document."""
    lines = [line for line, _ in house.registry.history(case.document_id) if line.verb == "document.registered"]
    return lines[-1].actor if lines else ""
