"""A short version of the drill with hostile PDFs from outside: every thirteenth, dropped and sent, at a real office with real children."""

from __future__ import annotations

import pytest

from tests.hostile.pdf_kinds import cases
from tests.hostile.received import WAYS, live_through, short
from tests.hostile.run import Outcome

NAMES = tuple(f"{way}：{name}" for name in short() for way in WAYS)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    root = tmp_path_factory.mktemp("received") / "office"
    return {one.case: one for one in live_through(short(), root)}


@pytest.mark.long
def test_the_generator_makes_more_than_a_hundred_pdfs_none_like_another() -> None:
    assert len({make() for make in cases().values()}) == len(cases()) >= 150


@pytest.mark.parametrize("case", NAMES)
def test_a_hostile_pdf_is_answered_in_a_sentence_and_the_next_piece_comes_in(
    outcomes: dict[str, Outcome], case: str
) -> None:
    assert outcomes[case].faults == ()
