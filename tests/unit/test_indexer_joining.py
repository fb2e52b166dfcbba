"""Which segments are joined: tiny ones at a filing, the rest when nobody waits, and never more than one may hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.joining import TINY, TINY_KEPT, WHOLE, at_a_filing, when_quiet

sizes = st.lists(st.integers(1, 2 * WHOLE), max_size=30)


def test_a_filing_joins_tiny_segments_only_once_there_are_many() -> None:
    assert at_a_filing([1] * (TINY_KEPT - 1) + [500]) == []
    assert at_a_filing([500] + [1] * TINY_KEPT) == list(range(1, TINY_KEPT + 1))


@given(sizes)
def test_what_a_filing_joins_is_little(held: list[int]) -> None:
    assert sum(held[place] for place in at_a_filing(held)) <= TINY * len(held)


def test_in_quiet_the_smallest_are_joined_to_a_whole() -> None:
    assert when_quiet([WHOLE, 10, WHOLE // 2, 20]) == [1, 3, 2]
    assert when_quiet([WHOLE, WHOLE - 5, 10]) == []
    assert when_quiet([7]) == []


@given(sizes)
def test_joining_in_quiet_ends_with_no_two_segments_that_fit_together(held: list[int]) -> None:
    while chosen := when_quiet(held):
        whole = sum(held[place] for place in chosen)
        assert whole <= WHOLE
        held = [size for place, size in enumerate(held) if place not in chosen] + [whole]

    smallest = sorted(held)[:2]
    assert len(smallest) < 2 or sum(smallest) > WHOLE
