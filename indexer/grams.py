"""What a text is indexed under: pairs of characters and each alone, and whole runs of letters and digits (二元切分).

Every substring can be found: any run gives its bigrams and its characters. Runs of letters and digits are kept whole besides, for a pair of
digits is in every other text; the part of a run at a query's edge is looked up inside them. Segmenting by words finds 24 % of random
substrings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_CHINESE = "\u3005\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"(?P<chinese>[{_CHINESE}]+)|(?P<other>[^\W_{_CHINESE}]+)")


@dataclass(frozen=True)
class Grams:
    """The index terms of a folded text and their counts: ``pairs`` and single characters, whole ``runs`` of letters and digits."""

    pairs: Counter[str]
    runs: Counter[str]


@dataclass(frozen=True)
class Clues:
    """What must be in the index for a folded query to match.

    ``pairs`` and ``runs`` are terms as they stand in the index; ``parts`` lie inside some run. ``suffices`` tells that having the only pair
    is having the query.
    """

    pairs: tuple[str, ...]
    runs: tuple[str, ...]
    parts: tuple[str, ...]
    suffices: bool


def grams_of(folded: str) -> Grams:
    """Cut a folded text into its index terms."""
    pairs: list[str] = []
    runs: list[str] = []
    for chinese, other in _RUN.findall(folded):
        run = chinese or other
        pairs.extend(map(str.__add__, run, run[1:]))
        pairs.extend(run)
        if other:
            runs.append(other)
    return Grams(Counter(pairs), Counter(runs))


def tokens_of(folded: str) -> list[str]:
    """Give pairs and runs in reading order, the last character of a Chinese run alone, for engines that keep places."""
    tokens: list[str] = []
    for chinese, other in _RUN.findall(folded):
        tokens.extend([*map(str.__add__, chinese, chinese[1:]), chinese[-1]] if chinese else [other])
    return tokens


def clues_of(folded: str) -> Clues:
    """Cut a folded query into what to look up; a run at its edge may go on in the text."""
    pairs: list[str] = []
    runs: list[str] = []
    parts: list[str] = []
    for match in _RUN.finditer(folded):
        run = match.group()
        at_edge = match.start() == 0 or match.end() == len(folded)
        if match.lastgroup == "other":
            (parts if at_edge else runs).append(run)
        pairs.extend(map(str.__add__, run, run[1:]) if len(run) > 1 else run)
    return Clues(tuple(pairs), tuple(runs), tuple(parts), pairs == [folded])


def is_counted(folded: str) -> bool:
    """Tell whether a text is a term as it is indexed, whose count in a posting is the count of the text: not 常常, which may overlap itself."""
    return len(folded) <= 2 and len(set(folded)) == len(folded) and clues_of(folded).pairs == (folded,)
