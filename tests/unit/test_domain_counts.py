"""Numbers of copies as people write them."""

from __future__ import annotations

import pytest

from domain.counts import MOST_COPIES, count_in
from press.numbering_labels import chinese_number


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("30", 30),
        ("30份", 30),
        ("３０ 份", 30),
        ("三十份", 30),
        ("共印三十份。", 30),
        ("印数：叁拾份", 30),
        ("十份", 10),
        ("十二份", 12),
        ("两百份", 200),
        ("一百零五份", 105),
        ("一千二百", 1200),
        ("二〇份", 20),
    ],
)
def test_a_count_is_read_as_people_write_it(text: str, count: int) -> None:
    assert count_in(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "",
        "许多",
        "0份",
        "约30份",
        "30份左右",
        "30至40份",
        "三十四十份",
        "十百",
        "一百二",
        "1.5",
        "-3",
        "½",
        str(MOST_COPIES + 1),
    ],
)
def test_what_is_no_plain_count_is_not_guessed_at(text: str) -> None:
    assert count_in(text) is None


def test_every_count_written_in_chinese_is_read_back() -> None:
    wrong = [number for number in range(1, 1000) if count_in(f"{chinese_number(number)}份") != number]

    assert wrong == []
