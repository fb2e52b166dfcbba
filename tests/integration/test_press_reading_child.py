"""Reading in the bounded child: the same draft comes back, and every failure as one sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from domain.facts import FactName, settle
from ground.child import (
    ChildCrashedError,
    ChildJobError,
    ChildMemoryError,
    ChildReplyTooLargeError,
    ChildTimeoutError,
    ForkingChild,
)
from press.errors import ReadingCrashError, ReadingTimeoutError, TrackedChangeError
from press.reading import SourceFile, read_draft
from press.reading_child import PRELOAD, failure_of, read_draft_in, reading_error
from tests.samples.docx_builder import plain_docx, png, with_picture

DRAFTS = Path(__file__).parents[2] / "examples" / "drafts"


@pytest.fixture(scope="module")
def child() -> Iterator[ForkingChild]:
    with ForkingChild(PRELOAD) as started:
        yield started


def body(data: bytes) -> SourceFile:
    return SourceFile("稿.docx", data, "body")


def test_the_child_reads_what_we_would_read(child: ForkingChild) -> None:
    files = [body(with_picture(png(300, 200))), SourceFile("附件1.png", png(100, 100), "attachment")]

    there = read_draft_in(child, files)

    assert there == read_draft(files)
    assert set(there.pictures.values()) == {png(300, 200), png(100, 100)}


def test_an_error_of_the_job_comes_back_as_ours(child: ForkingChild) -> None:
    change = '<w:p><w:ins w:author="张三" w:id="1"><w:r><w:t>新</w:t></w:r></w:ins></w:p>'

    with pytest.raises(TrackedChangeError) as caught:
        read_draft_in(child, [body(plain_docx(raw=[change]))])

    assert str(caught.value).startswith("【稿.docx】第12段“新”有“张三”的修订（插入）尚未处理。请在 Word")
    assert caught.value.code == "HT-149"


def test_a_child_that_fails_reads_as_a_sentence() -> None:
    sentences = {
        str(failure_of(error, "稿.docx"))
        for error in (ChildCrashedError(11, None), ChildMemoryError("x"), ChildReplyTooLargeError("x"))
    }

    assert len(sentences) == 3
    assert all(sentence.startswith("【稿.docx】读取中断（") for sentence in sentences)
    assert isinstance(failure_of(ChildTimeoutError("wall", 30), "稿.docx"), ReadingTimeoutError)


def test_an_unknown_error_of_the_job_names_the_file() -> None:
    error = ChildJobError("builtins.KeyError", {"args": ["x"], "fields": {}, "text": "'x'"})

    found = reading_error(error.kind, error.payload, "稿.docx")

    assert isinstance(found, ReadingCrashError)
    assert "稿.docx" in str(found)
    assert "KeyError" in str(found)


def test_three_pages_are_read_in_few_steps() -> None:
    longest = next(DRAFTS.rglob("*农田水利*.docx"))
    files = [body(longest.read_bytes())]
    read_draft(files)

    assert calls_made(lambda: read_draft(files)) < 30_000  # `make bench` tells the seconds: 19 000 calls take 0.02


def calls_made(act: Callable[[], object]) -> int:
    """Count the functions an act calls: the same on every machine, however busy."""
    made = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return made


def test_the_examples_read_as_their_makers_meant() -> None:
    kinds: dict[str, str] = {}
    for path in sorted(DRAFTS.rglob("*.docx")):
        if path.parent.parent != DRAFTS or "健康知识讲座" in path.name:
            continue
        facts = settle(read_draft([SourceFile(path.name, path.read_bytes(), "body")]).draft.facts)
        kinds[path.stem] = facts.value(FactName.KIND)

    stated = {name: kind for name, kind in kinds.items() if name != "材料（改3）"}
    assert all(kind and name.endswith(kind) for name, kind in stated.items())
    assert kinds["材料（改3）"] == ""
