"""Which segments of an index become one (合段): few enough to search fast, and never so much at once that a filing has to wait.

Joining costs a quarter of indexing again what is joined. At a filing only what is tiny is joined; the rest when nobody waits.
"""

from __future__ import annotations

from collections.abc import Sequence

TINY, TINY_KEPT = 16, 16
"""Cards of a segment that is joined at the next filing, and how many such segments may stand."""
WHOLE = 20_000
"""Cards that a joined segment may have; joining so many takes some 15 s of processor time, and a filing would wait for it."""


def at_a_filing(sizes: Sequence[int]) -> list[int]:
    """Choose by their sizes the segments that join what is being filed."""
    tiny = [place for place, size in enumerate(sizes) if size <= TINY]
    return tiny if len(tiny) >= TINY_KEPT else []


def when_quiet(sizes: Sequence[int]) -> list[int]:
    """Choose the segments to join when nobody waits: the smallest, as many as make a whole one; none where that is one alone."""
    chosen: list[int] = []
    held = 0
    for place in sorted(range(len(sizes)), key=sizes.__getitem__):
        if held + sizes[place] > WHOLE:
            break
        chosen.append(place)
        held += sizes[place]
    return chosen if len(chosen) > 1 else []
