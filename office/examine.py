"""Reading and checking what was taken in (审读): facts are settled, what lacks becomes the clerk's to-do, what can't be read goes back."""

from __future__ import annotations

from collections.abc import Sequence

from domain.case import Case
from domain.composing import guarded
from domain.document import Kind
from domain.draft import Draft, LeftOut
from domain.errors import BadInputError
from domain.events import Examined, Refused
from domain.facts import Fact, FactName, Facts, FactSource, settle
from domain.findings import Finding, Severity
from domain.office import Office
from domain.paper_classes import class_fault, kind_by_class, lacking_class
from domain.posts import Role
from domain.procedure import Procedure
from office.asked_facts import UNITS_IN_DOUBT, overruled, units_in_doubt
from office.house import House
from office.questions import question_about
from office.reading_files import source_files
from office.record import record
from office.staged import keep

UNFIT = "FACT-01"
"""The finding that a stated value is none the office knows (要素不符)."""
SAME_NAME = "FACT-04"
"""The finding that two people bear the name of the drafter (同名)."""


def examine(house: House, case: Case) -> Case:
    """Read one version and record what it holds, or that it can't be used."""
    try:
        draft = read(house, case)
    except BadInputError as error:
        refused = Refused(case.version, error.code, str(error))
        record(house, lambda pen: pen.note(refused, case.document_id))
    else:
        facts, odd = known_facts(house.office, case, draft, house.procedures)
        examined = Examined(
            version=case.version,
            draft=keep(house, draft),
            title=facts.value(FactName.TITLE) or draft.title,
            facts=facts.known,
            lacking=lacking_of(house.office, facts, odd),
            findings=(*draft.findings, *odd, *case.versions[-1].told),
            question=question_about(house, case, draft, facts.value(FactName.TITLE)),
        )
        record(house, lambda pen: pen.note(examined, case.document_id))
    return current(house, case.document_id)


def read(house: House, case: Case) -> Draft:
    """Read the files of a case's newest version in a bounded child.

    Raises:
        BadInputError: A file can't be read or holds what the model can't carry.
    """
    return house.press.read(source_files(house, case.versions[-1].files), case.name)


def known_facts(
    office: Office, case: Case, draft: Draft, procedures: Sequence[Procedure] = ()
) -> tuple[Facts, tuple[Finding, ...]]:
    """Settle the facts of a draft in their order; a value that the office does not know is left out and said.

    A class that ``procedures`` keep for papers says what kind it is, unless the kind is stated as strongly.
    """
    people = [fact for fact in case.facts.known if fact.source in (FactSource.REVIEWER, FactSource.CLERK)]
    stated = settle(people, draft.facts, _folder_facts(office, case))
    facts, odd = (
        settle(stated.known, kind_by_class(stated, procedures)),
        [*map(_not_carried, draft.left_out), *overruled(stated, draft.facts)],
    )
    kept = []
    for fact in facts.known:
        reason = _unfit(office, fact) or class_fault(facts, fact, procedures)
        if fact.name is FactName.DRAFTER and (same := _same_name(office, fact)):
            odd.append(same)
        elif fact.name is FactName.COSIGN_UNITS and (doubt := units_in_doubt(office, procedures, case, fact)):
            odd.append(doubt)
        elif reason:
            odd.append(_unfit_finding(office, fact, reason))
        else:
            kept.append(fact)
    return _at_least_as_seen(office, case, Facts(tuple(kept)), odd)


def lacking_of(office: Office, facts: Facts, odd: Sequence[Finding] = ()) -> tuple[FactName, ...]:
    """Name what the clerk has to state: what every document needs, and the drafter where the office bars drafters from an act.

    Without a drafter nobody would be barred, and nobody would notice (law 6). Which of two people of one name it was is always asked,
    and which units countersign where one was named that can't.
    """
    barred = any("draft" in pair for pair in office.different_people)
    is_asked = barred or any(finding.code == SAME_NAME for finding in odd)
    drafter = (FactName.DRAFTER,) if is_asked and not facts.value(FactName.DRAFTER) else ()
    units = (FactName.COSIGN_UNITS,) if any(finding.code == UNITS_IN_DOUBT for finding in odd) else ()
    return (*facts.lacking(), *drafter, *lacking_class(facts), *units)


def _at_least_as_seen(
    office: Office, case: Case, facts: Facts, odd: list[Finding]
) -> tuple[Facts, tuple[Finding, ...]]:
    """Keep a version at the level its mark showed at the door, where the reading finds less and no clerk has stated one."""
    is_stated = any(fact.name is FactName.LEVEL and fact.source is FactSource.CLERK for fact in facts.known)
    kept = facts if is_stated else guarded(facts, case.versions[-1].marked)
    if kept is not facts:
        odd.append(_seen_at_the_door(office, case.versions[-1].marked))
    return kept, tuple(odd)


def _seen_at_the_door(office: Office, level: str) -> Finding:
    sentence = f"收件检查时见到密级标志“{level}”，正文中没有认出，按“{level}”管理"
    return Finding("FACT-03", "", Severity.WARNING, "密级", sentence, f"由{office.titles(Role.CLERK)}核对密级")


def current(house: House, document_id: str) -> Case:
    """Give a case that must exist."""
    case = house.registry.case(document_id)
    if case is None:
        raise LookupError(document_id)
    return case


def _folder_facts(office: Office, case: Case) -> tuple[Fact, ...]:
    """Say what the watched folder states: the unit, and the drafter where the unit has only one."""
    unit = office.unit_named(case.unit)
    drafters = office.holders(Role.DRAFTER, case.unit)
    facts = [Fact(FactName.UNIT, unit.name, FactSource.FOLDER)] if unit else []
    if len({drafter.person for drafter in drafters}) == 1:
        person = office.person(drafters[0].person)
        facts += [Fact(FactName.DRAFTER, office.person_label(person), FactSource.FOLDER)] if person else []
    return tuple(facts)


def _unfit_finding(office: Office, fact: Fact, reason: str) -> Finding:
    mend = f"由{office.titles(Role.CLERK)}补正"
    if fact.name is FactName.DRAFTER:
        mend += "；确是本机关人员的，在 office.toml 中补上 [[person]]，不必有账号"
    return Finding(UNFIT, "", Severity.WARNING, f"{fact.source.value}：{fact.name.value}", reason, mend)


def _same_name(office: Office, fact: Fact) -> Finding | None:
    """Ask which of the people of one name is meant; nobody is guessed (law 6)."""
    found = office.people_named(fact.value)
    if len(found) < 2:
        return None
    labels = "、".join(map(office.person_label, found))
    place = f"{fact.source.value}：{fact.name.value}"
    sentence = f"本机关有{len(found)}位“{fact.value}”：{labels}；拟稿人是哪一位？"
    return Finding(SAME_NAME, "", Severity.WARNING, place, sentence, f"由{office.titles(Role.CLERK)}补正拟稿人")


def _not_carried(left: LeftOut) -> Finding:
    """Say what of the file the document does not carry, so that nothing is lost silently."""
    count = f"（{left.characters}字）" if left.characters else ""
    if left.is_set_anew:
        sentence, mend = f"{left.what}没有照用{count}", "由系统按标准编排，文稿上不必改；确要保留的写进正文"
        return Finding("FACT-02", "", Severity.NOTE, left.place, sentence, mend)
    sentence = f"{left.what}没有收入公文{count}"
    return Finding("FACT-02", "", Severity.WARNING, left.place, sentence, "需要的内容写进正文")


def _unfit(office: Office, fact: Fact) -> str:
    if fact.name is FactName.KIND and fact.value not in {kind.value for kind in Kind}:
        return f"“{fact.value}”不是十五种文种之一，也不是材料"
    if fact.name is FactName.ORGANS:
        unknown = [name for name in Facts((fact,)).listed(FactName.ORGANS) if office.organ_named(name) is None]
        if unknown:
            return f"发文机关“{'、'.join(unknown)}”不在本机关设置中"
    if fact.name is FactName.DRAFTER and office.person_named(fact.value) is None:
        return f"拟稿人“{fact.value}”不在本机关人员中"
    return ""
