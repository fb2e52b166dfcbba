"""A short version of the drill with hostile files: every twelfth of them, at a real counter with real children."""

from __future__ import annotations

import pytest

from tests.hostile.run import Outcome, cases, live_through, short


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return {one.case: one for one in live_through(short())}


def test_the_generator_makes_more_than_a_hundred_files() -> None:
    assert len(cases()) >= 150


@pytest.mark.parametrize("case", short())
def test_a_hostile_file_is_refused_in_a_sentence_or_handled(outcomes: dict[str, Outcome], case: str) -> None:
    assert outcomes[case].faults == ()


def test_no_child_can_reach_a_network(outcomes: dict[str, Outcome]) -> None:
    assert "隔离" not in outcomes
