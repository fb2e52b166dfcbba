"""How much of a hit is about the words (相关度): BM25 over the verified hits within the reach, and over nothing else.

Its statistics are those of the hits themselves: how many hold the word, how long they are. So a score tells nothing of cards outside the
reach, and the same cards give the same scores in any order, in one index or in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

_SATURATION, _LENGTH_SHARE = 1.2, 0.75
STEPS = 1000
"""Scores are whole numbers of this part, so that nothing hangs on the last bits of a sum."""


def scores(counts: Sequence[Sequence[float]], lengths: Sequence[int]) -> list[int]:
    """Score each hit; ``counts`` says for each word how often it stands in each hit."""
    if not lengths or not counts:
        return [0] * len(lengths)
    usual = sum(lengths) / len(lengths) or 1.0
    norms = [_SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / usual) for length in lengths]
    if len(counts) == 1:
        weight = _weight(counts[0]) * STEPS
        return [int(weight * count / (count + norm)) for count, norm in zip(counts[0], norms, strict=True)]
    totals = [0.0] * len(lengths)
    for column in counts:
        weight = _weight(column) * STEPS
        parts = zip(totals, column, norms, strict=True)
        totals = [total + weight * count / (count + norm) for total, count, norm in parts]
    return list(map(int, totals))


def _weight(counts: Sequence[float]) -> float:
    """Weigh a word by how few of the hits have it; where all have it, as every hit of a single word has, by 1."""
    missing = counts.count(0)
    return (_SATURATION + 1) * (1 + log(1 + missing / (len(counts) - missing + 1)))
