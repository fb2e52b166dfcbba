"""Recognition on the forty frozen drafts: nothing is taken for what it is not, and what is missed is asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.facts import NEEDED
from press.reading import SourceFile, read_draft
from tests.recognition_drafts import (
    Sample,
    day_of,
    docx_of,
    judge,
    samples,
    typed_plainly,
    typed_with_blanks,
)

SAMPLES = samples()
_ASKED = {"title": "标题", "kind": "文种", "organ": "发文机关", "to": "RD-13"}


def test_there_are_forty_drafts() -> None:
    assert len(SAMPLES) == 40


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_nothing_is_taken_for_what_it_is_not_and_a_miss_is_a_question(sample: Sample) -> None:
    draft = read_draft([SourceFile("稿.docx", docx_of(sample), "body")]).draft

    known = {fact.name for fact in draft.facts}
    asked = {name.value for name in NEEDED if name not in known} | {finding.code for finding in draft.findings}
    for verdict in judge(sample, draft):
        assert verdict.state != "wrong", verdict
        if verdict.state == "missed":
            assert _ASKED.get(verdict.field) in asked, verdict


@pytest.mark.parametrize("habit", [typed_plainly, typed_with_blanks])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_nothing_is_taken_wrongly_either_when_the_draft_is_typed_another_way(
    sample: Sample, habit: Callable[[Sample], Sample]
) -> None:
    other = habit(sample)

    draft = read_draft([SourceFile("稿.docx", docx_of(other), "body")]).draft

    assert [verdict for verdict in judge(other, draft) if verdict.state == "wrong"] == []


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026年3月5日", "2026-03-05"),
        ("二〇二六年五月十八日", "2026-05-18"),
        ("2026.6.15", "2026-06-15"),
        ("2026年5月  日", ""),
    ],
)
def test_the_judge_reads_days(typed: str, day: str) -> None:
    assert day_of(typed) == day
