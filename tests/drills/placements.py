"""Five thousand placements of secrecy marks, and as many mentions in prose, at each door (密级标志落点): nothing above the permitted level is stored.

The doors are a unit's folder, the folder of what comes in, and the look into the files of an exchange package before a byte of it is kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from domain.exchange import HIGHEST
from domain.intake import Arrival, SecrecyStop
from mailroom.errors import SecretMarkError
from tests.mailroom_samples import Counter
from tests.mark_placements import Draft, marked, spoken

PLACEMENTS = 5_000


def drill(folder: Path, count: int = PLACEMENTS) -> tuple[str, ...]:
    """Drop them all in a unit's folder and name what was stored that must not be, or stopped that may pass."""
    return _dropped_all(Counter(folder), count)


def receipts(folder: Path, count: int = PLACEMENTS) -> tuple[str, ...]:
    """Drop them all in the folder of what comes in."""
    counter = Counter(folder)
    counter.inbox = counter.folders.drops / "收文"
    return _dropped_all(counter, count)


def packages(folder: Path, count: int = PLACEMENTS) -> tuple[str, ...]:
    """Look at them all as at the files of a package, in memory."""
    counter = Counter(folder)
    slipped = [f"mark {seed} ({marked(seed).where})" for seed in range(count) if not _is_seen(counter, marked(seed))]
    held_up = [f"mention {seed}" for seed in range(count) if _is_seen(counter, spoken(seed))]
    stored = [f"{digest} stored" for digest in counter.staging.digests()]
    return (*slipped, *held_up, *stored)


def _dropped_all(counter: Counter, count: int) -> tuple[str, ...]:
    stopped = [fault for seed in range(count) if (fault := _slipped(counter, seed, marked(seed)))]
    held_up = [fault for seed in range(count) if (fault := _held_up(counter, seed, spoken(seed)))]
    return (*stopped, *held_up)


def _is_seen(counter: Counter, draft: Draft) -> bool:
    """Tell whether a file of a package is stopped for its mark; whatever else is wrong with it stands in the way as an error."""
    try:
        counter.mailroom.look_at(draft.name, draft.data, HIGHEST)
    except SecretMarkError:
        return True
    return False


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
