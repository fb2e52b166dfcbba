"""The cases of the whole drill: the shard that CI runs is short."""

from __future__ import annotations

from tests.drills import cases, struck


def test_the_first_of_thirteen_shards_is_a_tour_and_every_short_case_and_nothing_else() -> None:
    assert cases.names()[::13] == ("tour-1", *struck.SHORT)


def test_every_case_has_its_turn_once() -> None:
    assert len(set(cases.names())) == len(cases.names())
    assert set(struck.LONG) < set(cases.names())
