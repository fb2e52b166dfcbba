"""How much of a hit is about the words (相关度): BM25 over the verified hits within the reach, and over nothing else.

Its statistics are those of the hits themselves: how many hold the word, how long they are. So a score tells nothing of cards outside the
reach, and the same cards give the same scores in any order, in one index or in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

_SATURATION, _LENGTH_SHARE = 1.2, 0.75
STEPS = 1000
"""Scores are whole numbers of this part, so that nothing hangs on the last bits of a sum."""


@dataclass(frozen=True)
class Scale:
    """What the hits say of themselves: a weight for each word, and by how much a length counts (标尺)."""

    weights: tuple[float, ...]
    slope: float

    def scores(self, counts: Sequence[Sequence[float]], lengths: Sequence[int]) -> list[int]:
        """Score hits; ``counts`` says for each word how often it stands in each of them."""
        floor, slope = _SATURATION * (1 - _LENGTH_SHARE), self.slope
        if len(counts) == 1:
            weight, column = self.weights[0], counts[0]
            pairs = zip(column, lengths, strict=True)
            return [int(weight * count / (count + floor + slope * length)) for count, length in pairs]
        totals, norms = [0.0] * len(lengths), [floor + slope * length for length in lengths]
        for weight, column in zip(self.weights, counts, strict=True):
            parts = zip(totals, column, norms, strict=True)
            totals = [total + weight * count / (count + norm) for total, count, norm in parts]
        return list(map(int, totals))


def scale(counts: Sequence[Sequence[float]], lengths: Sequence[int]) -> Scale:
    """Work out the scale of all hits."""
    usual = sum(lengths) / len(lengths) if lengths else 0.0
    weights = tuple(_weight(column) * STEPS for column in counts)
    return Scale(weights, _SATURATION * _LENGTH_SHARE / (usual or 1.0))


def _weight(counts: Sequence[float]) -> float:
    """Weigh a word by how few of the hits have it; where all have it, as every hit of a single word has, by 1."""
    missing = counts.count(0)
    return (_SATURATION + 1) * (1 + log(1 + missing / (len(counts) - missing + 1))) if counts else 0.0
