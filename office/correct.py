"""Correcting a text after 签发, before it is issued (签发后修改): wording is confirmed by its signers, substance goes through the chain again."""

from __future__ import annotations

from domain.case import Case
from domain.composing import level_of, organs_of
from domain.draft import SourceFile
from domain.events import Corrected, Nature
from domain.facts import FactName
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.office import Actor
from domain.procedure import RouteStep
from office.delegation import part_in
from office.errors import NothingToDoError, NotYourStepError, OpinionMissingError
from office.examine import current, known_facts, lacking_of
from office.house import House
from office.reading_files import source_files, without_body
from office.record import record
from office.scope import case_for
from office.sign import where
from office.signing_errors import CorrectionTooFarError


def correct(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    name: str,
    data: bytes,
    nature: Nature,
    note: str,
    channel: str = "desk",
) -> Case:
    """Put in a corrected .docx at the actor's 复核, 登记 or 用印; attachments stay. It is read first, so that a bad file changes nothing.

    Raises:
        CorrectionTooFarError: It changes what can't be changed after 签发: kind, organs or level, or lacks what was known.
    """
    case = case_for(house, actor, document_id)
    step = _step(house, actor, case)
    if not note.strip():
        raise OpinionMissingError(case.document_id, "修改")
    house.mailroom.look_through(name, data)
    kept = without_body(case.versions[-1].files)
    _require_same_document(house, case, name, data, kept)
    body = StagedFile(name, FileRole.BODY, house.staging.put(data), len(data))
    corrected = Corrected(step.key, case.version + 1, nature, (body, *kept), note.strip())
    record(house, lambda pen: pen.note(corrected, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def correctable_by(house: House, actor: Actor, case: Case) -> tuple[RouteStep, ...]:
    """List the steps at which the actor may correct the text now."""
    return tuple(step for step in case.correctable() if part_in(house, actor, step) is not None)


def _step(house: House, actor: Actor, case: Case) -> RouteStep:
    steps = case.correctable()
    if not steps:
        raise NothingToDoError(case.document_id, "修改", where(case))
    mine = correctable_by(house, actor, case)
    if not mine:
        who = "、".join(step.who for step in steps)
        raise NotYourStepError(case.document_id, steps[0].name, who)
    return mine[0]


def _require_same_document(house: House, case: Case, name: str, data: bytes, kept: tuple[StagedFile, ...]) -> None:
    draft = house.press.read([SourceFile(name, data, "body"), *source_files(house, kept)], name)
    facts, _ = known_facts(house.office, case, draft, house.procedures)
    lacking = lacking_of(house.office, facts)
    if lacking:
        raise CorrectionTooFarError(case.document_id, f"已经明确的{'、'.join(fact.value for fact in lacking)}")
    if facts.value(FactName.KIND) != case.facts.value(FactName.KIND):
        raise CorrectionTooFarError(case.document_id, "文种")
    if organs_of(facts, house.office) != organs_of(case.facts, house.office):
        raise CorrectionTooFarError(case.document_id, "发文机关")
    if level_of(facts) is not level_of(case.facts):
        raise CorrectionTooFarError(case.document_id, "密级和公开属性")
