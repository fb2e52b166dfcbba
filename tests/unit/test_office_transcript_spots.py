"""Where on a scan the words stand that were read."""

from __future__ import annotations

from domain.transcript import ReadLine
from office.transcript_spots import spots_of

LINES = (ReadLine("防汛通知", 99, 100, 100, 500, 150), ReadLine("请检查", 99, 100, 200, 400, 250))


def test_each_character_has_its_share_of_its_line() -> None:
    spots = spots_of("防汛通知\n请检查", LINES)

    assert [(spot[0], round(spot[1], 3)) for spot in spots[:4]] == [("防", 0.1), ("汛", 0.2), ("通", 0.3), ("知", 0.4)]
    assert [(round(spot[2], 3), round(spot[4], 3)) for spot in spots[4:]] == [(0.2, 0.25)] * 3


def test_a_corrected_line_stands_where_it_was_read_and_blanks_have_no_place() -> None:
    spots = spots_of("防汛 的通知\n请检查", LINES)

    assert "".join(spot[0] for spot in spots) == "防汛的通知请检查"
    assert round(spots[4][3], 3) == 0.5


def test_where_a_person_changed_the_lines_no_place_is_claimed() -> None:
    assert spots_of("防汛通知请检查", LINES) == ()
