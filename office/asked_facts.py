"""Which units a draft names to countersign (会签科室), and whether they can.

Nothing that was named is dropped without a word: what can't be asked is the clerk's question, or a finding that stands with the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.asked_units import asked_of, may_be_asked, named_units, names_of_units, posts_asked, posts_asked_on
from domain.case import Case
from domain.facts import Fact, FactName, Facts, FactSource
from domain.findings import Finding, Severity
from domain.office import Office, Unit
from domain.posts import Role
from domain.procedure import Procedure, Route
from office.scope import could_sign_for

UNITS_IN_DOUBT = "FACT-05"
"""The finding that a named unit can't be asked (会签科室有疑问): the clerk is asked which are meant."""
NOT_ASKED = "FACT-06"
"""The finding that a named unit was not asked (未送会签)."""
_WHO_CHANGES = "需要会签的，由审核人在文件页“会签科室”中增列"


def units_in_doubt(office: Office, procedures: Sequence[Procedure], case: Case, fact: Fact) -> Finding | None:
    """Ask the clerk about units that can't be asked, as long as no route is laid out; nothing when all can."""
    fault = units_fault(office, procedures, fact)
    if not fault:
        return None
    mend = _WHO_CHANGES if case.route else f"由{office.titles(Role.CLERK)}补正会签科室；不用会签的，写“无”"
    code, place = NOT_ASKED if case.route else UNITS_IN_DOUBT, f"{fact.source.value}：{fact.name.value}"
    return Finding(code, "", Severity.WARNING, place, fault, mend)


def units_fault(office: Office, procedures: Sequence[Procedure], fact: Fact) -> str:
    """Say why the units that a fact names can't be asked; nothing when they can."""
    facts, posts = Facts((fact,)), posts_asked(procedures)
    unknown = [name for name in names_of_units(facts) if office.unit_named(name) is None]
    if unknown:
        return f"会签科室“{'、'.join(unknown)}”不是本机关的科室"
    headless = [unit.name for unit in named_units(facts, office) if not may_be_asked(office, posts, unit)]
    return f"会签科室“{'、'.join(headless)}”没有{office.titles(*posts)}，没有人可以会签" if headless else ""


def overruled(stated: Facts, drafted: Sequence[Fact]) -> Iterator[Finding]:
    """Say which units a new version names beyond those that a reviewer settled: the reviewer's word stands."""
    settled = next((one for one in stated.known if one.name is FactName.COSIGN_UNITS), None)
    if settled is None or settled.source is not FactSource.REVIEWER:
        return
    ours = names_of_units(stated)
    for fact in drafted:
        more = [name for name in names_of_units(Facts((fact,))) if name not in ours]
        if more:
            sentence = (
                f"{fact.source.value}写了会签科室“{'、'.join(more)}”，审核时定的是“{settled.value}”，按审核时定的办"
            )
            yield Finding(NOT_ASKED, "", Severity.WARNING, FactName.COSIGN_UNITS.value, sentence, _WHO_CHANGES)


def not_asked(office: Office, case: Case, facts: Facts, route: Route) -> Iterator[Finding]:
    """Say which units the draft names that are not asked on its route, and why."""
    if case.signer:
        return
    on_route = asked_of(route)
    for unit in named_units(facts, office):
        if unit.id == case.unit and route.places:
            sentence = f"会签科室中的“{unit.name}”是拟稿科室，由本科室负责人审核，不另送会签"
            yield Finding(NOT_ASKED, "", Severity.NOTE, FactName.COSIGN_UNITS.value, sentence, "")
        elif unit.id not in on_route:
            yield _left_out(unit, route)
        elif not could_sign_for(office, case, posts_asked_on(route), unit.id):
            yield _out_of_sight(unit)


def _out_of_sight(unit: Unit) -> Finding:
    sentence = f"“{unit.name}”的负责人没有知悉本件的权限，轮到会签时没有人办"
    mend = "由审核人在文件页“会签科室”中去掉这个科室，或由管理员核对负责人的 clearance 和知悉范围"
    return Finding(NOT_ASKED, "", Severity.WARNING, FactName.COSIGN_UNITS.value, sentence, mend)


def _left_out(unit: Unit, route: Route) -> Finding:
    place = FactName.COSIGN_UNITS.value
    if route.places:
        sentence = f"文稿写了会签科室“{unit.name}”，本件已经在办，没有送它会签"
        mend = _WHO_CHANGES
    else:
        sentence = f"文稿写了会签科室“{unit.name}”，本件的程序没有科室会签，没有送它会签"
        mend = "请会签科室在纸上写明意见附上；要在系统中会签的，由管理员在程序中加上各会签科室的环节（other_units）"
    return Finding(NOT_ASKED, "", Severity.WARNING, place, sentence, mend)
