"""Text around the first match, with the matches marked as pieces, never as markup (摘要)."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.folding import AS_WRITTEN, Writing, tidy

Pieces = tuple[tuple[str, bool], ...]

BEFORE, LENGTH = 30, 120
"""Characters shown before the first match, and in all."""
_CUT = "…"


def snippet(text: str, wanted: Sequence[str], writing: Writing = AS_WRITTEN, *, whole: bool = False) -> Pieces:
    """Cut ``text`` around the first of the folded ``wanted`` and mark all of them; without a match, show the beginning."""
    tidied = tidy(text)
    return snippet_of(tidied, writing.fold(tidied), wanted, writing, whole=whole)


def snippet_of(
    tidied: str, folded: str, wanted: Sequence[str], writing: Writing = AS_WRITTEN, *, whole: bool = False
) -> Pieces:
    """Do the same where the text has been tidied and folded already."""
    spans = _spans(tidied, folded, wanted, writing)
    if whole:
        return _pieces(tidied, 0, len(tidied), spans)
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    # A match longer than the window is shown to its end.
    end = min(len(tidied), max(start + LENGTH, spans[0][1] if spans else 0))
    return _pieces(tidied, start, end, spans)


def first_place(tidied: str, folded: str, wanted: Sequence[str], writing: Writing) -> int | None:
    """Give where in the tidied text the first of the wanted texts stands."""
    spans = _spans(tidied, folded, wanted, writing)
    return spans[0][0] if spans else None


def dense_places(dense: str, wanted: Sequence[str], writing: Writing) -> list[tuple[int, int]]:
    """Give where the wanted texts stand in a text without blanks, theirs left out, too."""
    found = sorted(span for text in wanted for span in _all_of("".join(text.split()), writing.fold(dense)) if text)
    origin = writing.places(dense)
    return _merged([(origin[start], origin[end - 1] + 1) for start, end in found])


def _spans(tidied: str, folded: str, wanted: Sequence[str], writing: Writing) -> list[tuple[int, int]]:
    """Give where the wanted texts stand in the tidied text, sorted, those that touch made one."""
    found = sorted(span for text in wanted if text for span in _all_of(text, folded))
    if len(folded) != len(tidied):
        origin = writing.places(tidied)
        found = [(origin[start], origin[end - 1] + 1) for start, end in found]
    return _merged(found)


def _all_of(text: str, folded: str) -> list[tuple[int, int]]:
    found, at = [], folded.find(text)
    while at >= 0:
        found.append((at, at + len(text)))
        at = folded.find(text, at + len(text))
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(tidied: str, start: int, end: int, spans: list[tuple[int, int]]) -> Pieces:
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
