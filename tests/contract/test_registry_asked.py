"""What a registry promises of documents that other units are asked to countersign (会签科室): they are known to who is asked, from then on."""

from __future__ import annotations

import dataclasses

from domain.asking_events import UnitsAsked
from domain.levels import Level
from domain.listing import EVERYTHING, ListQuery, Scope, part
from domain.office import Unit
from domain.posts import Role
from domain.procedure import Place, Verb
from registry.registry import Registry
from registry.settings import DatabaseSettings
from tests import making
from tests.making import PEOPLE, decided, examined, presented
from tests.registry_lives import new_document
from tests.registry_rooms import Record, rows_of

FINANCE, ODD = Unit("财政所", "财政所"), Unit("a_b%", "怪名科")
PLACE = Place(making.a_step(1, "ask", "会签", Verb.COSIGN, Role.UNIT_HEAD))
ROUTE = dataclasses.replace(making.a_route(), places=(PLACE,))
RANK = Level.INTERNAL.rank


def _scope_of(unit: str, role: str = Role.UNIT_HEAD) -> Scope:
    return Scope(RANK, frozenset({unit}), frozenset({part(unit, role)}))


def _asked(registry: Registry, record: Record, *units: Unit) -> str:
    """Bring a document of another unit to where these units are asked next."""
    document = new_document(registry)
    record(examined(), document)
    record(presented(route=ROUTE), document)
    record(UnitsAsked("check", units), document, PEOPLE["check"])
    return document


def _known(registry: Registry, scope: Scope) -> tuple[int, int, int]:
    """Count what is listed, what may be done, and what of somebody's acts is told."""
    tasks = registry.tasks(None, (), scope)
    return registry.entries(scope, ListQuery()).total, len(tasks), registry.acts_of("li-finance", scope, 10).total


def test_who_is_asked_knows_the_document_from_then_on_and_nobody_else_does(registry: Registry, record: Record) -> None:
    document = _asked(registry, record, FINANCE)
    head, drafter = _scope_of("财政所"), _scope_of("财政所", Role.DRAFTER)
    assert _known(registry, head) == (0, 0, 0)

    record(decided("check"), document, PEOPLE["check"])
    assert _known(registry, head) == (1, 1, 0)
    assert [row.step for row in registry.tasks([Role.UNIT_HEAD], ["财政所"], head)] == ["ask:财政所"]
    assert _known(registry, drafter) == _known(registry, _scope_of("农业办")) == (0, 0, 0)

    record(decided("ask:财政所"), document, "li-finance")
    assert _known(registry, head) == (1, 1, 1)  # the step that is open now is another's, but it may be known of
    assert registry.tasks([Role.UNIT_HEAD], ["财政所"], head) == ()
    assert _known(registry, drafter) == (0, 0, 0)
    assert registry.acts_of("li-finance", EVERYTHING, 10).total == 1


def test_a_name_with_marks_of_a_pattern_stands_for_itself_alone(registry: Registry, record: Record) -> None:
    document = _asked(registry, record, Unit("axbyy", "别的科"))
    record(decided("check"), document, PEOPLE["check"])
    record(decided("ask:axbyy"), document, "li-finance")

    assert _known(registry, _scope_of(ODD.id)) == (0, 0, 0)
    other = _asked_again(registry, record)
    assert registry.entries(_scope_of(ODD.id), ListQuery()).total == 1
    assert registry.acts_of("li-finance", _scope_of(ODD.id), 10).lines[0][0].object_id == other


def _asked_again(registry: Registry, record: Record) -> str:
    document = new_document(registry, "another")
    record(examined(), document)
    record(presented(route=ROUTE), document)
    record(UnitsAsked("check", (ODD,)), document, PEOPLE["check"])
    record(decided("check"), document, PEOPLE["check"])
    record(decided(f"ask:{ODD.id}"), document, "li-finance")
    return document


def test_a_unit_that_is_taken_off_again_knows_nothing(registry: Registry, record: Record) -> None:
    document = _asked(registry, record, FINANCE)
    record(UnitsAsked("check", ()), document, PEOPLE["check"])
    record(decided("check"), document, PEOPLE["check"])

    assert _known(registry, _scope_of("财政所")) == (0, 0, 0)
    assert [row.step for row in registry.tasks(None)] == ["audit"]


def test_what_was_asked_is_the_same_rows_after_a_rebuild(
    registry: Registry, record: Record, database: DatabaseSettings
) -> None:
    document = _asked(registry, record, FINANCE, ODD)
    record(decided("check"), document, PEOPLE["check"])
    record(decided("ask:财政所"), document, "li-finance")
    before, lines = rows_of(database), registry.unflushed(100)

    registry.clear()
    registry.rebuild(lines)

    assert rows_of(database) == before
    assert _known(registry, _scope_of("财政所")) == (1, 1, 1)
