"""Text around the first match, with the matches marked as pieces, never as markup (摘要)."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.folding import AS_WRITTEN, Writing, tidy

Pieces = tuple[tuple[str, bool], ...]
Spans = list[tuple[int, int]]
"""Where matches stand: first character and the one after the last, in order."""

BEFORE, LENGTH = 30, 120
"""Characters shown before the first match, and in all."""
_CUT = "…"


def snippet(text: str, wanted: Sequence[str], writing: Writing = AS_WRITTEN, *, whole: bool = False) -> Pieces:
    """Cut ``text`` around the first of the folded ``wanted`` and mark all of them; without a match, show the beginning."""
    tidied = tidy(text)
    spans = spans_of(tidied, writing.fold(tidied), wanted, writing)
    return _pieces(tidied, 0, len(tidied), spans) if whole else snippet_around(tidied, spans)


def snippet_around(tidied: str, spans: Spans) -> Pieces:
    """Cut a tidied text around the first of the spans and mark all of them."""
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    # A match longer than the window is shown to its end.
    end = min(len(tidied), max(start + LENGTH, spans[0][1] if spans else 0))
    return _pieces(tidied, start, end, spans)


def dense_places(dense: str, wanted: Sequence[str], writing: Writing) -> Spans:
    """Give where the wanted texts stand in a text without blanks, theirs left out, too."""
    found = sorted(span for text in wanted for span in _all_of("".join(text.split()), writing.fold(dense)) if text)
    origin = writing.places(dense)
    return _merged([(origin[start], origin[end - 1] + 1) for start, end in found])


def spans_of(tidied: str, folded: str, wanted: Sequence[str], writing: Writing) -> Spans:
    """Give where the wanted texts stand in the tidied text, sorted, those that touch made one."""
    found = sorted(span for text in wanted if text for span in _all_of(text, folded))
    if len(folded) != len(tidied):
        origin = writing.places(tidied)
        found = [(origin[start], origin[end - 1] + 1) for start, end in found]
    return _merged(found)


def _all_of(text: str, folded: str) -> Spans:
    found, at = [], folded.find(text)
    while at >= 0:
        found.append((at, at + len(text)))
        at = folded.find(text, at + len(text))
    return found


def _merged(spans: Spans) -> Spans:
    merged: Spans = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(tidied: str, start: int, end: int, spans: Spans) -> Pieces:
    pieces: list[tuple[str, bool]] = [(_CUT, False)] if start > 0 else []
    at = start
    for first, last in spans:
        if first >= end or last <= start:
            continue
        pieces.append((tidied[at:first], False))
        pieces.append((tidied[max(first, start) : min(last, end)], True))
        at = min(last, end)
    pieces.append((tidied[at:end] + (_CUT if end < len(tidied) else ""), False))
    return tuple(piece for piece in pieces if piece[0])
