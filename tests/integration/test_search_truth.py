"""The search drill in small: every answer is what reading all documents gives, in every scope; killed writers lose nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bench import search_texts
from domain.catalogue import Card
from indexer import finding
from indexer.whoosh_catalogue import WhooshCatalogue
from tests.drills.searching import compare, kill_writers


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    return search_texts.generated(160, 3)


@pytest.mark.parametrize("many", [200, 0])
def test_every_piece_of_a_text_is_found_in_exactly_the_documents_that_have_it(
    cards: list[Card], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(finding, "_MANY", many)  # 0: the way for long lists of postings, too
    catalogue = WhooshCatalogue(tmp_path / "index")
    catalogue.put(cards[:110], 110)
    catalogue.put(cards[110:], 160)

    assert compare(catalogue, cards, 80, 50) == []


def test_the_comparison_notices_one_missing_document(cards: list[Card], tmp_path: Path) -> None:
    catalogue = WhooshCatalogue(tmp_path / "index")
    catalogue.put(cards[1:80], 80)

    assert compare(catalogue, cards[:80], 30, 20)


def test_a_writer_killed_and_killed_again_ends_complete(cards: list[Card], tmp_path: Path) -> None:
    short = [dataclasses.replace(card, text=card.text[:100]) for card in cards]

    kills, faults = kill_writers(tmp_path, short, 4)

    assert len(kills) == 4
    assert faults == ()
