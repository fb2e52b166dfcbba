"""Reading words in pictures: the picture that is read, the order of lines, what is said when nothing reads them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from domain.transcript import ReadLine
from press.errors import NoTranscriberError, ScanError
from press.scans import READING_SIDE_PX, picture_to_read
from press.transcribing import RapidTranscriber
from press.transcribing_job import in_order
from tests.making_pdf import scanned_pdf, typed_scan


def size_of(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as image:
        return image.size


def a_line(text: str, left: int, top: int, bottom: int) -> ReadLine:
    return ReadLine(text, 99, left, top, left + 100, bottom)


def test_a_page_is_drawn_at_200_dots_to_the_inch() -> None:
    width, height = size_of(picture_to_read(typed_scan([["通知"]]), 1))

    assert abs(width - 1654) <= 2
    assert abs(height - 2339) <= 2


def test_a_page_larger_than_paper_is_drawn_no_larger() -> None:
    made = io.BytesIO()
    Image.new("L", (300, 200), 255).save(made, "PDF", resolution=8)

    assert max(size_of(picture_to_read(made.getvalue(), 1))) <= READING_SIDE_PX


def test_a_photograph_is_turned_as_it_says_and_made_small() -> None:
    made = io.BytesIO()
    sideways = Image.Exif()
    sideways[0x0112] = 6
    Image.new("RGB", (4000, 1000), "white").save(made, "JPEG", exif=sideways)

    assert size_of(picture_to_read(made.getvalue(), 1)) == (600, READING_SIDE_PX)


def test_a_page_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ScanError, match="没有第 2 页"):
        picture_to_read(scanned_pdf("一"), 2)


def test_lines_of_a_row_stand_from_left_to_right_and_rows_from_top_to_bottom() -> None:
    lines = [
        a_line("签发人：郑远", 600, 98, 128),
        a_line("正文", 100, 140, 170),
        a_line("临政发〔2026〕3号", 100, 102, 132),
    ]

    assert [line.text for line in in_order(lines)] == ["临政发〔2026〕3号", "签发人：郑远", "正文"]


def test_where_nothing_reads_words_it_is_said_what_to_do() -> None:
    with pytest.raises(NoTranscriberError, match="本机没有装文字识别程序"):
        RapidTranscriber().read(b"", "来文第1页")
