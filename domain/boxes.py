"""Boxes of filed pieces (装盒), DA/T 22-2015 6.4: each holds pieces of one class in the order of their 件号. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BoxPiece:
    """A numbered piece, as far as its box goes (盒内一件); ``box`` is 0 while it lies in none."""

    record: str
    code: str
    serial: int
    pages: int
    stamped: bool
    box: int
    by: str
    on: dt.date | None


@dataclass(frozen=True)
class Box:
    """A box with its pieces (档案盒); one that is not ``packed`` is proposed. ``head`` is the 档号 of its class up to the 件号."""

    head: str
    number: int
    packed: bool
    pieces: tuple[BoxPiece, ...]

    @property
    def first(self) -> BoxPiece:
        """Give the first piece (起件号)."""
        return self.pieces[0]

    @property
    def last(self) -> BoxPiece:
        """Give the last piece (止件号)."""
        return self.pieces[-1]

    @property
    def pages(self) -> int:
        """Give the pages of all pieces (页数)."""
        return sum(piece.pages for piece in self.pieces)

    @property
    def missing(self) -> tuple[int, ...]:
        """Name the 件号 between its first and last piece that are not in it (缺号)."""
        here = {piece.serial for piece in self.pieces}
        return tuple(number for number in range(self.first.serial, self.last.serial + 1) if number not in here)


def boxes_of(head: str, pieces: Iterable[BoxPiece], most_pages: int) -> list[Box]:
    """Give the boxes of a class: those packed, then those proposed for what lies in none, each filled up to so many pages.

    What comes late goes on in the last packed box as long as there is room; nothing packed is moved.
    """
    ordered = sorted(pieces, key=lambda piece: piece.serial)
    packed: dict[int, list[BoxPiece]] = {}
    for piece in ordered:
        if piece.box:
            packed.setdefault(piece.box, []).append(piece)
    boxes = [Box(head, number, True, tuple(inside)) for number, inside in sorted(packed.items())]
    last = boxes[-1] if boxes else None
    loose = [piece for piece in ordered if not piece.box]
    return [*boxes, *_proposed(head, loose, most_pages, last)]


def _proposed(head: str, loose: Sequence[BoxPiece], most_pages: int, last: Box | None) -> Iterator[Box]:
    number, room = (last.number, most_pages - _bulk(last.pieces)) if last else (1, most_pages)
    inside: list[BoxPiece] = []
    for piece in loose:
        if _bulk([piece]) > room and (inside or (last is not None and number == last.number)):
            if inside:
                yield Box(head, number, False, tuple(inside))
            number, room, inside = number + 1, most_pages, []
        inside.append(piece)
        room -= _bulk([piece])
    if inside:
        yield Box(head, number, False, tuple(inside))


def _bulk(pieces: Iterable[BoxPiece]) -> int:
    """Count the pages that take room; a piece without pages is reckoned as one."""
    return sum(max(piece.pages, 1) for piece in pieces)
