"""One form of writing for what is searched and what is searched for (规范化).

``tidy`` makes the text that people see in snippets: line ends and blanks that extraction left inside Chinese are gone.
``fold`` makes of it what is compared: NFKC and case folding, character by character, so that a part of a text folds to a
part of the folded text and every place can be found back.
"""

from __future__ import annotations

import re
import unicodedata

WIDE = "\u2014\u2018-\u201d\u2026\u2e80-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af"
"""Character class of what is written without blanks: Chinese characters and kana, and their punctuation."""

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")
_BLANK_IN_CHINESE = re.compile(f"(?<=[{WIDE}]) | (?=[{WIDE}])")


class _FoldTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        # Twice: the compatibility form of a letter may have a case again.
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", chr(code)).casefold())
        self[code] = folded
        return folded


_FOLDS = _FoldTable()


def tidy(text: str) -> str:
    """Remove what only the page's layout put there: invisible characters, and blanks and line ends beside Chinese."""
    visible = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    # Two steps: a single pattern with lookahead would take quadratic time on a long run of blanks.
    return _BLANK_IN_CHINESE.sub("", _BLANKS.sub(" ", visible)).strip()


def fold(tidied: str) -> str:
    """Fold a tidied text for comparing: full-width, case and compatibility forms become one."""
    return tidied.translate(_FOLDS)


def comparable(text: str) -> str:
    """Give the form in which a text is compared."""
    return fold(tidy(text))


def places(tidied: str) -> list[int]:
    """Give for each character of the folded text, and its end, the place of its origin in the tidied text."""
    found = [place for place, character in enumerate(tidied) for _ in _FOLDS[ord(character)]]
    found.append(len(tidied))
    return found
