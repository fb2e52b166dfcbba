"""Who is there to do what (人员检查): every document the office may issue, alone or with another organ, is planned and looked through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from domain.asked_units import may_be_asked, posts_asked
from domain.document import STATUTORY_KINDS, Direction, Kind
from domain.office import Office, Organ
from domain.paper_classes import paper_classes
from domain.planning import plan
from domain.procedure import Procedure, choose, conditions_of
from office.house import House
from office.scope import sees_unit

_ANY_UNIT = "*"


@dataclass(frozen=True)
class StaffReport:
    """What nobody can do (无人办理): steps without people, or whose people may not see what comes to them, and organs whose documents no procedure covers.

    ``uncovered`` says which documents of organs that issue alone have no procedure, ``uncovered_joint`` names those that issue together;
    ``unasked`` are the units that nobody could countersign for.
    """

    unstaffed: tuple[str, ...]
    unseen: tuple[str, ...]
    uncovered: tuple[str, ...]
    uncovered_joint: tuple[str, ...]
    unasked: tuple[str, ...]


@dataclass(frozen=True)
class _Post:
    """What has to be done by somebody with one of these roles (岗位), in each unit for itself or once for all."""

    name: str
    roles: tuple[str, ...]
    in_each_unit: bool


def look_at_staff(house: House) -> StaffReport:
    """Plan the route of every kind of document over every organ, and every two organs, and see who could walk it."""
    posts: dict[_Post, None] = {}
    bare: dict[tuple[Organ, ...], dict[str, None]] = {}
    for organs in _issuers(house):
        for procedure, facts in _planned(house, organs):
            if procedure is None and facts["kind"] == Kind.PAPER:
                continue  # an office need not have papers go its way
            if procedure is None:
                bare.setdefault(organs, {})[facts["kind"]] = None
            else:
                steps = plan(procedure, facts, organs, _ANY_UNIT).steps
                posts |= dict.fromkeys(_Post(step.name, step.roles, bool(step.unit)) for step in steps)
    return StaffReport(
        tuple(sorted({said for post in posts for said in _without_people(house.office, post)})),
        tuple(sorted({said for post in posts for said in _without_sight(house.office, post)})),
        tuple(sorted(_uncovered(organs[0], kinds) for organs, kinds in bare.items() if len(organs) == 1)),
        tuple(sorted("、".join(organ.name for organ in organs) for organs in bare if len(organs) > 1)),
        tuple(_without_heads(house)),
    )


def _without_heads(house: House) -> Iterator[str]:
    """Name the units that can't be asked to countersign, since nobody could sign for them (会签科室)."""
    posts = posts_asked(house.procedures)
    for unit in house.office.units:
        if not may_be_asked(house.office, posts, unit):
            yield f"{unit.name}没有{house.office.titles(*posts)}，不能列为会签科室"


def _uncovered(organ: Organ, kinds: dict[str, None]) -> str:
    which = "发文" if len(kinds) == len(STATUTORY_KINDS) else "、".join(kinds)
    return f"{organ.name}的{which}没有适用的程序"


def _issuers(house: House) -> Iterator[tuple[Organ, ...]]:
    """Give each organ alone and each two together, lead first; an organ elsewhere leads nothing here."""
    ours = [organ for organ in house.office.organs if not organ.external]
    yield from ((organ,) for organ in ours)
    yield from (pair for pair in permutations(house.office.organs, 2) if pair[0] in ours)


def _planned(house: House, organs: tuple[Organ, ...]) -> Iterator[tuple[Procedure | None, dict[str, str]]]:
    """Give the procedure of every kind, direction, class and urgency that any condition asks for."""
    today = house.clock.today()
    classes, urgencies = (_values_of(house.procedures, field) for field in ("class", "urgency"))
    kinds = (*STATUTORY_KINDS, *([Kind.PAPER] if paper_classes(house.procedures) else []))
    for kind, direction, about, urgency in product(kinds, Direction, classes, urgencies):
        facts = conditions_of(organs, kind.value, direction.value, about, urgency)
        yield choose(house.procedures, facts, today), facts


def _values_of(procedures: Sequence[Procedure], field: str) -> tuple[str, ...]:
    """Name the values that the procedures' conditions compare a field with; the empty one stands for any other."""
    conditions = [each for procedure in procedures for each in (procedure.applies, *(s.when for s in procedure.steps))]
    tests = [test for each in conditions for tests in each.alternatives for test in tests if test.field == field]
    return tuple(dict.fromkeys(("", *(value.strip() for test in tests for value in test.value.split("|")))))


def _without_people(office: Office, post: _Post) -> Iterator[str]:
    for unit in office.units if post.in_each_unit else (None,):
        if not any(office.holders(role, unit.id if unit else "") for role in post.roles):
            whose = f"{unit.name}：" if unit else ""
            yield f"{whose}{post.name}（{office.titles(*post.roles)}）没有人"


def _without_sight(office: Office, post: _Post) -> Iterator[str]:
    """Name the units whose documents would come to people who may not see them: they would stand still without a word."""
    holders = {actor.login: actor for role in post.roles for actor in office.holders(role)}.values()
    hidden = [unit.name for unit in office.units if not any(sees_unit(actor, unit.id) for actor in holders)]
    if holders and hidden and not post.in_each_unit:
        yield f"{post.name}（{office.titles(*post.roles)}）看不到这些科室的文件，文件到了这一步没有人办：{'、'.join(hidden)}"
