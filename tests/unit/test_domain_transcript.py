"""What reading a scan, correcting its words and judging a mark do to a piece that came in."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from domain.canonical import canonical_bytes, parse_plain
from domain.case import Case, MisfitError, Phase
from domain.case_events import apply
from domain.codec import from_plain
from domain.composing import level_of
from domain.events import Event, TakenIn, decode, encode
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.ledger_line import LedgerLine
from domain.levels import Level
from domain.receipt import Incoming, Look
from domain.receipt_events import (
    FirstReviewed,
    LevelJudged,
    LookedThrough,
    NotReceived,
    PageTranscribed,
    TranscriptCorrected,
)
from domain.receipt_moves import seen_of
from domain.transcript import PageTranscript, ReadLine, ReadLines
from ground.clock import BEIJING
from tests.receipts_made import TICKS, entered

FILE = StagedFile("来文.pdf", FileRole.BODY, "0" * 128, 10)


MORNING = dt.datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)


def after(case: Case | None, event: Event, actor: str = "zhou-jie") -> Case:
    assert decode(event.VERB, encode(event)) == event
    made = apply(case, event, LedgerLine(1, MORNING, actor, "desk", event.VERB, "W2026-00001", "", "", "", ""))
    assert from_plain(Case, parse_plain(canonical_bytes(made))) == made
    return made


def looked(*blind: int) -> Case:
    case = after(None, TakenIn(1, "收文", "", "来文.pdf", "drop", (FILE,)))
    return after(case, LookedThrough(Look(pdf="0" * 128, pages=3, blind=blind), "来文"))


def scanned(**more: object) -> Case:
    return after(looked(1, 3), entered(**more))


def read(case: Case, page: int, **more: str) -> Case:
    return after(case, PageTranscribed(PageTranscript(page, "rapidocr 3", f"{page}" * 128, 97, 1, **more)))  # type: ignore[arg-type]


def incoming(case: Case) -> Incoming:
    assert case.incoming is not None
    return case.incoming


def test_nothing_waits_to_be_read_before_the_level_is_stated() -> None:
    case = looked(1, 3)
    assert incoming(case).unread == ()
    with pytest.raises(MisfitError):
        read(case, 1)

    assert incoming(after(case, entered())).unread == (1, 3)


def test_a_page_is_read_once_and_only_where_it_has_no_text() -> None:
    case = read(scanned(), 3)

    assert incoming(case).unread == (1,)
    for page in (2, 3, 4):
        with pytest.raises(MisfitError, match="was read before"):
            read(case, page)


def test_pages_stand_in_their_order_whatever_was_read_first() -> None:
    case = read(read(scanned(), 3), 1)

    assert [page.page for page in incoming(case).transcript] == [1, 3]


def test_a_correction_says_who_and_keeps_what_the_machine_read() -> None:
    case = after(read(scanned(), 1), TranscriptCorrected(1, "a" * 128), "zhou-jie")

    page = incoming(case).transcribed(1)
    assert page is not None
    assert (page.text, page.lines, page.corrected_by, page.is_checked) == ("a" * 128, "1" * 128, "zhou-jie", True)


def test_a_page_that_nothing_reads_may_be_typed() -> None:
    case = after(scanned(), TranscriptCorrected(1, "a" * 128))

    assert incoming(case).unread == (3,)
    with pytest.raises(MisfitError, match="no page without text"):
        after(case, TranscriptCorrected(2, "a" * 128))


@pytest.mark.parametrize(
    ("stated", "found", "stops"),
    [
        ("内部", "秘密", True),
        ("内部", "", False),
        ("公开", "内部", True),
        ("秘密", "秘密", False),
        ("机密", "秘密", False),
    ],
)
def test_only_a_mark_above_the_level_entered_stops_a_piece(stated: str, found: str, *, stops: bool) -> None:
    case = read(scanned(level=stated, serials="000001"), 1, marked=found)

    assert case.is_contradicted is stops
    assert incoming(case).may_be_shown is not stops
    assert bool(case.open_steps()) is not stops


def test_a_piece_that_stands_still_waits_for_the_clerk_alone() -> None:
    case = read(scanned(), 1, marked="机密")

    assert [(step.name, step.roles) for step in case.tasks()] == [("核对密级", ("clerk",))]
    with pytest.raises(MisfitError):
        after(case, FirstReviewed("examine", TICKS, seen_of(case)))


def test_what_was_judged_goes_on_at_the_level_stated_and_a_later_mark_stops_it_again() -> None:
    case = after(read(scanned(), 1, marked="机密"), LevelJudged("机密", "内部", "看过原件"))
    assert [step.key for step in case.open_steps()] == ["examine"]

    case = read(case, 3, marked="机密")
    assert case.is_contradicted
    case = after(case, LevelJudged("机密", "机密", "原件是机密"))

    assert not case.is_contradicted
    assert level_of(case.facts) is Level.CONFIDENTIAL


def test_only_the_mark_that_was_found_is_judged() -> None:
    for case in (scanned(), read(scanned(), 1, marked="机密")):
        with pytest.raises(MisfitError, match="no mark says"):
            after(case, LevelJudged("绝密", "内部", "看过原件"))


def test_words_typed_with_another_mark_are_judged_again() -> None:
    case = after(read(scanned(), 1, marked="秘密"), LevelJudged("秘密", "内部", "看过原件"))
    same = after(case, TranscriptCorrected(1, "a" * 128, "秘密"))
    other = after(case, TranscriptCorrected(1, "a" * 128, "机密"))

    assert (same.is_contradicted, other.is_contradicted) == (False, True)


def test_a_piece_with_a_mark_may_go_out_after_it_was_entered_and_no_other() -> None:
    case = read(scanned(), 1, marked="机密")
    assert after(case, NotReceived("涉密")).phase is Phase.NOT_RECEIVED

    with pytest.raises(MisfitError):
        after(read(scanned(), 1), NotReceived("涉密"))


def test_nothing_is_read_or_corrected_once_it_is_filed() -> None:
    case = dataclasses.replace(read(scanned(), 1), phase=Phase.DONE)

    with pytest.raises(MisfitError):
        read(case, 3)
    with pytest.raises(MisfitError):
        after(case, TranscriptCorrected(1, "a" * 128))


def test_the_certainty_of_a_page_is_that_of_its_lines_by_their_length() -> None:
    lines = ReadLines("x", (ReadLine("一二三四", 100), ReadLine("五", 50)))

    assert (lines.sure, lines.doubtful, lines.text) == (90, 1, "一二三四\n五")
    assert ReadLines("x").sure == 100
