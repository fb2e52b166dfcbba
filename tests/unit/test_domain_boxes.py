"""The order of pieces before they are numbered, and the boxes they go into afterwards."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from domain.arrangement import InOrder, put_in_order
from domain.boxes import BoxPiece, boxes_of
from domain.holding_events import FIRST

HEAD = "B027-WS·2025-D30-ZFB"
NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)


def pieces(*placed: str) -> list[InOrder]:
    """Make pieces from texts such as ``b`` or ``b>a`` (b follows a); their keys are their own names."""
    return [InOrder(text[0], (text[0],), text[2:]) for text in placed]


def test_pieces_stand_by_their_keys_but_for_those_placed() -> None:
    assert put_in_order(pieces("c", "a", "b")) == ["a", "b", "c"]
    assert put_in_order(pieces("a", "b", "c", "d>a")) == ["a", "d", "b", "c"]
    assert put_in_order(pieces("a", "b", "c>" + FIRST)) == ["c", "a", "b"]
    assert put_in_order(pieces("a", "b", "d>a", "c>d")) == ["a", "d", "c", "b"]


def test_a_piece_placed_after_one_that_is_gone_or_in_a_ring_stands_by_its_key() -> None:
    assert put_in_order(pieces("b>x", "a", "c")) == ["a", "b", "c"]
    assert put_in_order(pieces("a", "c>b", "b>c")) == ["a", "b", "c"]


@given(NAMES, st.data())
def test_however_pieces_are_placed_each_stands_there_once(names: list[str], data: st.DataObject) -> None:
    after = st.sampled_from(["", FIRST, "x", *names])
    placed = [InOrder(name, (name,), data.draw(after)) for name in names]

    assert sorted(put_in_order(placed)) == sorted(names)


def test_thousands_may_follow_one_another() -> None:
    chain = [InOrder(f"{n:05d}", (n,), f"{n - 1:05d}" if n else "") for n in range(5_000)]

    assert put_in_order(reversed(chain)) == [piece.record for piece in chain]


def a_piece(serial: int, pages: int = 10, box: int = 0) -> BoxPiece:
    on = dt.date(2026, 3, 2) if box else None
    return BoxPiece(f"R{serial}", f"{HEAD}-{serial:04d}", serial, pages, True, box, "zhao-min" if box else "", on)


def packed(*each: BoxPiece, most: int = 30) -> list[tuple[int, bool, list[int]]]:
    return [(box.number, box.packed, [piece.serial for piece in box.pieces]) for box in boxes_of(HEAD, each, most)]


def test_boxes_are_filled_in_the_order_of_numbers_up_to_their_room() -> None:
    assert packed(*(a_piece(n) for n in (3, 1, 2, 4))) == [(1, False, [1, 2, 3]), (2, False, [4])]
    assert packed(a_piece(1, pages=99), a_piece(2)) == [(1, False, [1]), (2, False, [2])]
    assert packed(*(a_piece(n, pages=0) for n in range(1, 32))) == [(1, False, list(range(1, 31))), (2, False, [31])]


def test_what_comes_late_goes_on_in_the_last_box_while_there_is_room() -> None:
    first = [a_piece(1, box=1), a_piece(2, box=1)]

    assert packed(*first, a_piece(3), a_piece(4)) == [(1, True, [1, 2]), (1, False, [3]), (2, False, [4])]
    assert packed(*first, a_piece(3, box=1), a_piece(4)) == [(1, True, [1, 2, 3]), (2, False, [4])]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 3)), max_size=30))
def test_every_piece_lies_in_one_box_and_none_packed_moves(known: list[tuple[int, int]]) -> None:
    every = [a_piece(n, pages, box) for n, (pages, box) in enumerate(known, 1)]

    boxes = boxes_of(HEAD, every, 30)

    assert sorted(piece.serial for box in boxes for piece in box.pieces) == [piece.serial for piece in every]
    assert all(piece.box == box.number for box in boxes if box.packed for piece in box.pieces)


def test_a_box_names_the_numbers_that_lack() -> None:
    (box,) = boxes_of(HEAD, [a_piece(2), a_piece(5)], 30)

    assert box.missing == (3, 4)
