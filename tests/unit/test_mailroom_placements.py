"""Nothing above the permitted level is ever stored, wherever its mark stands and however it is typed; words in prose stop nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.intake import Arrival, SecrecyStop
from domain.levels import Level
from mailroom.intake import Mailroom
from tests.mailroom_samples import Counter
from tests.mark_placements import ABOVE_INTERNAL, CANARY, marked, spoken

HERE = 330
"""Placements tried with each ``make test``; the drill tries 5,000."""


def _take(counter: Counter, name: str, data: bytes) -> object:
    (counter.inbox / name).write_bytes(data)
    taken = counter.mailroom.take(counter.sight(), lambda _: None)
    (counter.inbox / name).unlink()
    return taken


def _stored_anywhere(counter: Counter) -> bool:
    """Tell whether a canary lies in the office's folder, by name or in bytes; .docx are zipped, so staging is looked at by its count."""
    if list(counter.staging.digests()):
        return True
    files = [file for file in counter.folders.root.rglob("*") if file.is_file()]
    return any(CANARY in file.name or CANARY.encode() in file.read_bytes() for file in files)


def test_no_placement_of_a_mark_is_stored_above_the_permitted_level(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    slipped = []
    for seed in range(HERE):
        draft = marked(seed)
        taken = _take(counter, draft.name, draft.data)
        if not isinstance(taken, SecrecyStop) or taken.mark is not draft.level or _stored_anywhere(counter):
            slipped.append((seed, draft.where, draft.name, type(taken).__name__))

    assert not slipped


def test_words_in_running_prose_stop_no_draft_and_are_told(tmp_path: Path) -> None:
    counter = Counter(tmp_path)

    for seed in range(HERE // 3):
        draft = spoken(seed)
        taken = _take(counter, draft.name, draft.data)
        assert isinstance(taken, Arrival), seed
        assert taken.marked is None, seed
        assert [finding.code for finding in taken.mentions] == ["SEC-07"], seed


@pytest.mark.parametrize("permitted", ABOVE_INTERNAL)
def test_a_mark_within_the_permitted_level_travels_with_what_is_stored(tmp_path: Path, permitted: Level) -> None:
    counter = Counter(tmp_path)
    counter.mailroom = Mailroom(counter.folders, counter.staging, counter.child, counter.clock, permitted)

    for seed in range(66):
        draft = marked(seed)
        assert draft.level is not None
        taken = _take(counter, draft.name, draft.data)
        stored = isinstance(taken, Arrival)
        assert stored is (draft.level.rank <= permitted.rank), (seed, draft.where)
        assert not isinstance(taken, Arrival) or taken.marked is draft.level, (seed, draft.where)
