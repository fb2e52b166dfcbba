"""What every program that reads words in pictures keeps to (文字识别约定): the one of the tests, and the real one where it is installed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pytest

from press.errors import TranscribingError
from press.scans import picture_to_read
from press.transcribing import LIMITS, RapidTranscriber, Transcriber
from tests.a_transcriber import ATranscriber, coded_scan
from tests.making_pdf import typed_scan

LINES = ("临溪县人民政府文件", "临政发〔2026〕3号", "关于开展防汛检查的通知", "请在三月底前完成水闸检修。")


@dataclass(frozen=True)
class Subject:
    """A program, and how a page is made that it can read."""

    program: Transcriber
    page: Callable[[Sequence[str]], bytes]


@pytest.fixture(params=["of the tests", pytest.param("rapidocr", marks=pytest.mark.ocr)])
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    if request.param == "rapidocr":
        program = RapidTranscriber()
        yield Subject(program, lambda lines: typed_scan([lines]))
        program.close()
    else:
        yield Subject(ATranscriber(), lambda lines: coded_scan(["\n".join(lines)]))


def read(subject: Subject, lines: Sequence[str]) -> tuple[str, ...]:
    png = picture_to_read(subject.page(lines), 1)
    return tuple(line.text for line in subject.program.read(png, "来文").lines)


def test_it_names_itself(subject: Subject) -> None:
    assert subject.program.name()


def test_the_lines_come_from_top_to_bottom(subject: Subject) -> None:
    assert read(subject, LINES) == LINES


def test_a_page_without_a_word_has_no_lines(subject: Subject) -> None:
    assert read(subject, ()) == ()


def test_each_line_says_how_sure_it_is_and_where_it_stands(subject: Subject) -> None:
    found = subject.program.read(picture_to_read(subject.page(LINES), 1), "来文")

    assert all(0 <= line.sure <= 100 for line in found.lines)
    assert all(0 <= line.left < line.right <= 1000 and 0 <= line.top < line.bottom <= 1000 for line in found.lines)
    assert found.engine == subject.program.name()


@pytest.mark.ocr
def test_a_mark_is_read_with_its_star() -> None:
    with closing(RapidTranscriber()) as program:
        found = program.read(picture_to_read(typed_scan([("机密★1年", "关于防汛的通知")]), 1), "来文")

    assert [line.text for line in found.lines] == ["机密★1年", "关于防汛的通知"]


@pytest.mark.ocr
def test_what_is_no_picture_is_an_error_of_that_page_and_the_next_is_read() -> None:
    with closing(RapidTranscriber()) as program:
        with pytest.raises(TranscribingError):
            program.read(b"no picture", "来文第1页")

        assert program.read(picture_to_read(typed_scan([LINES]), 1), "来文第2页").lines


@pytest.mark.ocr
def test_a_page_that_wants_too_much_memory_is_given_up() -> None:
    tight = dataclasses.replace(LIMITS, address_space_bytes=400 << 20)
    with closing(RapidTranscriber(tight)) as program, pytest.raises(TranscribingError):
        program.read(picture_to_read(typed_scan([LINES]), 1), "来文第1页")
