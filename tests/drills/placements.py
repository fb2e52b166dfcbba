"""Five thousand placements of secrecy marks, and as many mentions in prose, dropped at a counter (密级标志落点): nothing above the permitted level is stored."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from domain.intake import Arrival, SecrecyStop
from tests.mailroom_samples import Counter
from tests.mark_placements import Draft, marked, spoken

PLACEMENTS = 5_000


def drill(folder: Path, count: int = PLACEMENTS) -> tuple[str, ...]:
    """Drop them all and name what was stored that must not be, or stopped that may pass."""
    counter = Counter(folder)
    stopped = [fault for seed in range(count) if (fault := _slipped(counter, seed, marked(seed)))]
    held_up = [fault for seed in range(count) if (fault := _held_up(counter, seed, spoken(seed)))]
    return (*stopped, *held_up)


def _slipped(counter: Counter, seed: int, draft: Draft) -> str:
    with _dropped(counter, draft) as taken:
        stored = len(list(counter.staging.digests()))
    if isinstance(taken, SecrecyStop) and taken.mark is draft.level and not stored:
        return ""
    return f"mark {seed} ({draft.where}, {draft.name}): {type(taken).__name__}, {stored} files stored"


def _held_up(counter: Counter, seed: int, draft: Draft) -> str:
    with _dropped(counter, draft) as taken:
        told = taken.mentions if isinstance(taken, Arrival) else ()
    return "" if [finding.code for finding in told] == ["SEC-07"] else f"mention {seed}: {type(taken).__name__}"


@contextlib.contextmanager
def _dropped(counter: Counter, draft: Draft) -> Iterator[object]:
    path = counter.inbox / draft.name
    path.write_bytes(draft.data)
    yield counter.mailroom.take(counter.sight(), lambda _: None)
    path.unlink()
