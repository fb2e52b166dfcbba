"""One form of writing for what is searched and what is searched for (规范化).

``tidy`` makes the text that people see in snippets: line ends and blanks that extraction left inside Chinese are gone.
``fold`` makes of it what is compared: NFKC and case folding, character by character, so that a part of a text folds to a
part of the folded text and every place can be found back. What differs only in print (〔 and [, “ and ", — and -) is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

WIDE = "\u2014\u2018-\u201d\u2026\u2e80-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af"
"""Character class of what is written without blanks: Chinese characters and kana, and their punctuation."""

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")
_BLANK_IN_CHINESE = re.compile(f"(?<=[{WIDE}]) | (?=[{WIDE}])")


_ALIKE = {
    **dict.fromkeys(map(ord, "〔〖【﹝"), "["),
    **dict.fromkeys(map(ord, "〕〗】﹞"), "]"),
    **dict.fromkeys(map(ord, "“”„‟″"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛′"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "•‧・･"), "·"),
}
"""Signs that people take for one another, or that a keyboard lacks."""


class _FoldTable(dict[int, str]):
    def __init__(self, simpler: Mapping[int, int]) -> None:
        super().__init__(_ALIKE)
        self._simpler = simpler

    def __missing__(self, code: int) -> str:
        # Twice: the compatibility form of a letter may have a case again.
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        folded = unicodedata.normalize("NFKC", plain).translate(self._simpler).translate(_ALIKE)
        self[code] = folded
        return folded


class Writing:
    """How an office's texts are compared (比对方式); ``simpler`` leads from traditional characters to simplified ones."""

    def __init__(self, name: str, simpler: Mapping[int, int] = MappingProxyType({})) -> None:
        self.name = name
        self._simpler = simpler
        self._folds = _FoldTable(simpler)

    def simplify(self, text: str) -> str:
        """Write a text in the characters that are compared, leaving all else as it is."""
        return text.translate(self._simpler) if self._simpler else text

    def fold(self, tidied: str) -> str:
        """Fold a tidied text for comparing: full-width, case and compatibility forms become one."""
        return tidied.translate(self._folds)

    def comparable(self, text: str) -> str:
        """Give the form in which a text is compared."""
        return self.fold(tidy(text))

    def places(self, tidied: str) -> list[int]:
        """Give for each character of the folded text, and its end, the place of its origin in the tidied text."""
        found = [place for place, character in enumerate(tidied) for _ in self._folds[ord(character)]]
        found.append(len(tidied))
        return found


def tidy(text: str) -> str:
    """Remove what only the page's layout put there: invisible characters, and blanks and line ends beside Chinese."""
    visible = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    # Two steps: a single pattern with lookahead would take quadratic time on a long run of blanks.
    return _BLANK_IN_CHINESE.sub("", _BLANKS.sub(" ", visible)).strip()


AS_WRITTEN = Writing("as-written")
"""Traditional and simplified characters are different ones."""
fold, comparable, places = AS_WRITTEN.fold, AS_WRITTEN.comparable, AS_WRITTEN.places
