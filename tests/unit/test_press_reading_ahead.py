"""Drafts read ahead: the answer is given to the very same request, once, and what could not be read ahead is read anew."""

from __future__ import annotations

import pytest

from ground.child import ChildTimeoutError
from press import reading_ahead
from press.reading_ahead import ReadingAhead
from press.reading_child import JOB


class Recorder:
    """A child that answers in a word of its own, and tells what it was asked."""

    def __init__(self, word: bytes) -> None:
        self.word = word
        self.asked: list[tuple[str, bytes]] = []
        self.is_closed = False

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        del timeout_s
        self.asked.append((job, request))
        if not self.word:
            raise ChildTimeoutError("wall", 10)
        return self.word + b" " + request

    def close(self) -> None:
        self.is_closed = True


def test_what_was_read_ahead_is_not_read_again() -> None:
    later, now = Recorder(b"later"), Recorder(b"now")
    ahead = ReadingAhead(later)

    ahead.read_ahead(now, b"draft")

    assert ahead.call(JOB, b"draft") == b"now draft"
    assert later.asked == []


def test_an_answer_is_given_once() -> None:
    ahead = ReadingAhead(Recorder(b"later"))
    ahead.read_ahead(Recorder(b"now"), b"draft")

    assert [ahead.call(JOB, b"draft") for _ in range(2)] == [b"now draft", b"later draft"]


@pytest.mark.parametrize(("job", "request_"), [(JOB, b"another"), ("press.reading_job:stamp", b"draft")])
def test_another_request_or_job_is_done_by_the_reading_child(job: str, request_: bytes) -> None:
    ahead = ReadingAhead(Recorder(b"later"))
    ahead.read_ahead(Recorder(b"now"), b"draft")

    assert ahead.call(job, request_) == b"later " + request_


def test_what_could_not_be_read_ahead_is_read_when_it_is_asked_for() -> None:
    ahead = ReadingAhead(Recorder(b"later"))

    ahead.read_ahead(Recorder(b""), b"draft")

    assert ahead.call(JOB, b"draft") == b"later draft"


@pytest.mark.parametrize(("name", "most"), [("_MOST_ANSWERS", 2), ("_MOST_BYTES", 12)])
def test_only_so_much_is_kept_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setattr(reading_ahead, name, most)
    ahead = ReadingAhead(Recorder(b"later"))
    for draft in (b"a", b"b", b"b", b"c"):
        ahead.read_ahead(Recorder(b"now"), draft)

    assert [ahead.call(JOB, draft) for draft in (b"a", b"b", b"c")] == [b"later a", b"now b", b"now c"]


def test_closing_ends_the_reading_child() -> None:
    later = Recorder(b"later")

    ReadingAhead(later).close()

    assert later.is_closed
