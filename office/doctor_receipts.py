"""Who is there for what comes in (收文、传阅人员检查): every kind of paper is planned over the procedures, as for dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from domain.document import Urgency
from domain.levels import Level
from domain.office import Actor, Office
from domain.posts import Role
from domain.procedure import Flow, Procedure, RouteStep, Verb, choose
from domain.receipt import SENDERS, ReceiptNature
from domain.receipt_route import GROWING, plan_receipt
from office.house import House
from office.receive import receipt_schemes
from office.scope import sees_unit


@dataclass(frozen=True)
class ReceiptStaff:
    """What stands in the way of what comes in: ``faults`` stop a piece, ``warnings`` narrow it; each with how to mend it.

    ``alone`` says whose leave would stop which step (一人岗位).
    """

    faults: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    alone: tuple[tuple[str, str], ...] = ()
    looked: bool = False


_ADD = "在 office.toml 中给合适的同志补上 [[account]]"
_SEE = '在 office.toml 给这个岗位写 sees = "office"，或给账号的 units 补上这些科室'
_LEAVE = "在 office.toml 给另一位同志补上岗位；可委托的（拟办、批示、承办），请假前在柜台“委托”"


def look_at_receipts(house: House) -> ReceiptStaff:
    """Plan the way of every kind of paper, and see who could walk it; nothing where the office receives nothing here."""
    procedures = [one for one in house.procedures if one.flow is Flow.RECEIPT]
    if not procedures and not receipt_schemes(house):
        return ReceiptStaff()
    steps, bare = _planned(house, procedures)
    faults = (*_without_rules(house, procedures, bare), *_without_people(house.office, steps))
    warnings = (*_narrowed(house.office, steps), *_uncompared(house.office, procedures))
    return ReceiptStaff(faults, warnings, tuple(_alone(house.office, steps)), looked=True)


def _planned(house: House, procedures: list[Procedure]) -> tuple[dict[tuple[str, RouteStep], None], list[str]]:
    """Give the steps of all ways by procedure, and the kinds of paper that have none."""
    levels = [level.value for level in Level if level.rank <= house.office.permitted_level.rank]
    kinds = ("", *sorted({value for one in procedures for value in _kinds(one)}))
    urgencies = ("", *(urgency.value for urgency in Urgency))
    steps: dict[tuple[str, RouteStep], None] = {}
    bare: list[str] = []
    for nature, sender, level, kind, urgency in product(ReceiptNature, SENDERS, levels, kinds, urgencies):
        facts = {
            "flow": Flow.RECEIPT.value,
            "nature": nature.value,
            "sender": sender,
            "level": level,
            "kind": kind,
            "urgency": urgency,
        }
        procedure = choose(house.procedures, facts, house.clock.today())
        if procedure is None:
            bare.append("、".join(part for part in (nature.value, f"{sender}来文", level, kind, urgency) if part))
            continue
        route, growth = plan_receipt(procedure, facts)
        steps |= dict.fromkeys((procedure.name, step) for step in (*route.steps, *growth))
    return steps, bare


def _kinds(procedure: Procedure) -> Iterator[str]:
    for condition in (procedure.applies, *(step.when for step in procedure.steps)):
        for test in (test for tests in condition.alternatives for test in tests if test.field == "kind"):
            yield from (value.strip() for value in test.value.split("|"))


def _without_rules(house: House, procedures: list[Procedure], bare: list[str]) -> Iterator[tuple[str, str]]:
    if not procedures:
        yield "没有收文程序，来文登记不了", '在 office.toml 的 procedures 中写上收文程序，如 "receipt-township"'
    elif bare:
        sentence = f"有{len(bare)}类来文没有适用的收文程序，如：{bare[0]}"
        yield sentence, "在收文程序的 applies 中放宽条件，或补上适用的收文程序"
    if not receipt_schemes(house):
        yield "没有收文编号序列，来文登记不了", "在 office.toml 中加一段 [[scheme]]，写上 receives = true"
    if not house.office.holders(Role.CLERK):
        yield f"签收登记（{house.office.titles(Role.CLERK)}）没有人", _ADD


def _without_people(office: Office, steps: Iterable[tuple[str, RouteStep]]) -> Iterator[tuple[str, str]]:
    """Name the steps that nobody can do, or only people who would not see the piece."""
    for said in dict.fromkeys(_fault(office, name, step) for name, step in steps):
        if said is not None:
            yield said


def _fault(office: Office, name: str, step: RouteStep) -> tuple[str, str] | None:
    titled = f"{name}：{step.name}（{step.who}）"
    if step.verb is Verb.HANDLE:
        return None if any(_heads(office, step, unit.id) for unit in office.units) else (f"{titled}没有人", _ADD)
    actors = _holders(office, step)
    if not actors:
        return f"{titled}没有人", _ADD
    units = ("", *(unit.id for unit in office.units))
    if step.verb in GROWING or any(all(sees_unit(actor, unit) for unit in units) for actor in actors):
        return None
    return f"{titled}的人看不到来文，来文到了这一步没有人办", _SEE


def _narrowed(office: Office, steps: Iterable[tuple[str, RouteStep]]) -> Iterator[tuple[str, str]]:
    """Name the units that can't be asked to handle a piece."""
    for name, step in {(name, step.roles): (name, step) for name, step in steps if step.verb is Verb.HANDLE}.values():
        bare = [unit.name for unit in office.units if not _heads(office, step, unit.id)]
        if bare and len(bare) < len(office.units):
            yield f"{name}：{'、'.join(bare)}没有{step.who}，不能列为承办单位", _ADD


def _uncompared(office: Office, procedures: list[Procedure]) -> Iterator[tuple[str, str]]:
    """Say where what is entered from paper could be compared by nobody but who entered it."""
    for one in procedures:
        recorders, comparers = (_people(office, roles) for roles in (one.paper_by, one.compare_by))
        stuck = [office.person(person) for person in recorders if not comparers - {person}]
        names = "、".join(person.name for person in stuck if person)
        if names:
            yield f"{one.name}：{names}代录的批示没有另一位同志可以核对（{office.titles(*one.compare_by)}）", _ADD


def _alone(office: Office, steps: Iterable[tuple[str, RouteStep]]) -> Iterator[tuple[str, str]]:
    """Say of each person what would stand still if they were on leave, the steps of several procedures once."""
    only: dict[str, dict[str, None]] = {}
    for person, said in (*_sole_clerk(office), *_sole(office, steps)):
        only.setdefault(person, {})[said] = None
    for person, acts in only.items():
        found = office.person(person)
        yield f"只有{found.name if found else person}一人能办，请假就停在这里：{'、'.join(acts)}", _LEAVE


def _sole_clerk(office: Office) -> Iterator[tuple[str, str]]:
    clerks = _people(office, (Role.CLERK,))
    if len(clerks) == 1:
        yield next(iter(clerks)), "签收登记"


def _sole(office: Office, steps: Iterable[tuple[str, RouteStep]]) -> Iterator[tuple[str, str]]:
    for _, step in steps:
        may_delegate = "（可委托）" if step.delegable else ""
        if step.verb is Verb.HANDLE:
            for unit in office.units:
                people = {actor.person for actor in _heads(office, step, unit.id)}
                if len(people) == 1:
                    yield people.pop(), f"{unit.name}{step.name}{may_delegate}"
        elif step.verb is not Verb.READ:
            people = {actor.person for actor in _holders(office, step)}
            if len(people) == 1:
                yield people.pop(), f"{step.name}{may_delegate}"


def _holders(office: Office, step: RouteStep) -> tuple[Actor, ...]:
    return tuple(actor for role in step.roles for actor in office.holders(role))


def _heads(office: Office, step: RouteStep, unit: str) -> tuple[Actor, ...]:
    return tuple(actor for role in step.roles for actor in office.holders(role, unit))


def _people(office: Office, roles: Iterable[str]) -> set[str]:
    return {actor.person for role in roles for actor in office.holders(role)}
