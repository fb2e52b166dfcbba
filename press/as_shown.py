"""Whether issued pages are those that were shown (版面对照): only what 登记 and 用印 fill in may have come to them (law 5, 条例 art. 25).

Each piece of a shown page must be on the issued page, in the same font, size and colour and at the same place. A line into which
something was filled may be set anew at its own height, and so may 署名, which stands centred over the date. What is new must be one of the
values that were filled in, whole, or a seal or signature where the document bears one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from domain.document import OfficialDocument
from press.leaves import Leaf, Piece
from press.page_plan import date_text

_SAME_LINE_PT = 0.5
"""How far apart the edges of one line may lie: a date's figures reach less high than the words beside them."""


def differences(shown: Sequence[Leaf], issued: Sequence[Leaf], document: OfficialDocument) -> tuple[str, ...]:
    """Say in Chinese what else than the fields filled into ``document`` differs between its pages as shown and as issued; nothing when nothing does."""
    if len(shown) != len(issued):
        return (f"签发时 {len(shown)} 页，印发时 {len(issued)} 页",)
    values = _values(document)
    centred = frozenset("".join(name.split()) for name in document.signatories)
    stamped = bool(document.filled.seals or document.signers)
    return tuple(
        f"第{number}页{said}"
        for number, (before, after) in enumerate(zip(shown, issued, strict=True), 1)
        for said in _of_page(before, after, values, centred, stamped=stamped)
    )


def _values(document: OfficialDocument) -> frozenset[str]:
    filled = document.filled
    said = (filled.number, date_text(filled.dated), date_text(filled.printed_on), filled.copy_serial)
    return frozenset("".join(value.split()) for value in said if value)


def _of_page(
    before: Leaf, after: Leaf, values: Collection[str], centred: Collection[str], *, stamped: bool
) -> Iterator[str]:
    new = Counter(after.pieces) - Counter(before.pieces)
    for gone in (Counter(before.pieces) - Counter(after.pieces)).elements():
        again = _set_anew(gone, new, values, centred)
        if again is None:
            yield f"少了{_named(gone)}"
        else:
            new -= Counter((again,))
    for piece in new.elements():
        if not (piece.text in values if piece.text else stamped):
            yield f"多了{_named(piece)}"


def _set_anew(gone: Piece, new: Iterable[Piece], values: Collection[str], centred: Collection[str]) -> Piece | None:
    """Find the piece that is a line's words again: with a filled value before or after them, or 署名 moved over its date."""
    filled_in = {*(value + gone.text for value in values), *(gone.text + value for value in values)}
    filled_in |= {gone.text} & set(centred)
    return next((piece for piece in new if gone.text and piece.text in filled_in and _on_one_line(gone, piece)), None)


def _on_one_line(one: Piece, other: Piece) -> bool:
    looks = [(piece.kind, piece.font, piece.size, piece.colour) for piece in (one, other)]
    edges = [abs(one.box[edge] - other.box[edge]) for edge in (1, 3)]
    return looks[0] == looks[1] and max(edges) <= _SAME_LINE_PT


def _named(piece: Piece) -> str:
    return f"“{piece.text}”" if piece.text else "图形或线条"
