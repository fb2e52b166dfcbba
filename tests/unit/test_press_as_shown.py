"""Issued pages beside the pages that were shown: what may have come to them, and what is noticed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from domain.document import Filled, OfficialDocument
from press.as_shown import differences
from press.leaves import Leaf, Piece
from tests.golden.documents import golden_set

TEXT, PATH, IMAGE = 1, 2, 3
ORGAN = "示例市人民政府"
LINE = Piece(TEXT, (80.0, 400.0, 520.0, 416.0), (0, 0, 0), "各县（市、区）要落实责任", "仿宋", 16.0)
ORGAN_LINE = Piece(TEXT, (358.0, 276.0, 466.0, 292.0), (0, 0, 0), ORGAN, "仿宋", 16.0)
IMPRINT = Piece(TEXT, (482.0, 105.5, 506.4, 119.0), (0, 0, 0), "印发", "仿宋", 14.0)
RULE = Piece(PATH, (80.0, 500.0, 520.0, 501.0), (255, 0, 0))
SHOWN = Leaf((RULE, LINE, ORGAN_LINE, IMPRINT), "")
NUMBER = Piece(TEXT, (231.0, 507.5, 370.0, 523.0), (0, 0, 0), "示政发〔2026〕12号", "仿宋", 16.0)
DATE = Piece(TEXT, (364.0, 246.0, 454.0, 262.0), (0, 0, 0), "2026年3月5日", "仿宋", 16.0)
MOVED_ORGAN = dataclasses.replace(ORGAN_LINE, box=(365.0, 276.0, 473.0, 292.0))
FILLED_IMPRINT = dataclasses.replace(IMPRINT, box=(396.0, 105.4, 506.4, 119.1), text="2026年3月6日印发")
ISSUED = (RULE, NUMBER, LINE, MOVED_ORGAN, DATE, FILLED_IMPRINT)


def document(seals: tuple[str, ...] = ()) -> OfficialDocument:
    any_document = next(golden for golden in golden_set()).document
    filled = Filled("示政发〔2026〕12号", dt.date(2026, 3, 5), dt.date(2026, 3, 6), seals=seals)
    return dataclasses.replace(any_document, filled=filled, signatories=(ORGAN,), signers=())


def found(*pieces: Piece, seals: tuple[str, ...] = ()) -> tuple[str, ...]:
    return differences([SHOWN], [Leaf(pieces, "")], document(seals))


def test_number_and_dates_may_come_to_the_pages_and_the_organ_may_move_over_its_date() -> None:
    assert found(*ISSUED) == ()


def test_a_seal_may_come_to_a_sealed_document_only() -> None:
    seal = Piece(IMAGE, (347.0, 195.0, 466.0, 314.0), (0, 0, 0))

    assert found(*ISSUED, seal, seals=(ORGAN,)) == ()
    assert found(*ISSUED, seal) == ("第1页多了图形或线条",)


@pytest.mark.parametrize(
    "changed",
    [
        dataclasses.replace(LINE, text="各县（市、区）可落实责任"),
        dataclasses.replace(LINE, font="黑体"),
        dataclasses.replace(LINE, size=15.5),
        dataclasses.replace(LINE, colour=(255, 0, 0)),
        dataclasses.replace(LINE, box=(80.0, 399.0, 520.0, 415.0)),
        dataclasses.replace(LINE, box=(81.0, 400.0, 521.0, 416.0)),
        dataclasses.replace(LINE, text=LINE.text + "，"),
    ],
    ids=["word", "font", "size", "colour", "lower", "aside", "comma"],
)
def test_a_line_that_is_not_as_it_was_shown_is_named(changed: Piece) -> None:
    pieces = [changed if piece is LINE else piece for piece in ISSUED]

    assert found(*pieces) == ("第1页少了“各县（市、区）要落实责任”", f"第1页多了“{changed.text}”")


def test_another_number_than_the_one_given_is_named() -> None:
    other = dataclasses.replace(NUMBER, text="示政发〔2026〕13号")

    assert found(*(other if piece is NUMBER else piece for piece in ISSUED)) == ("第1页多了“示政发〔2026〕13号”",)


def test_a_rule_that_is_gone_is_named() -> None:
    assert found(*ISSUED[1:]) == ("第1页少了图形或线条",)


def test_a_line_printed_twice_is_named() -> None:
    assert found(*ISSUED, LINE) == ("第1页多了“各县（市、区）要落实责任”",)


def test_another_number_of_pages_is_named() -> None:
    assert differences([SHOWN], [SHOWN, SHOWN], document()) == ("签发时 1 页，印发时 2 页",)
