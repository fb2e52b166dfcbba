"""Scans that came in, read by a machine after the clerk has stated their level (文字识别)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.canonical import parse_plain
from domain.case import Case, Phase
from domain.levels import Level
from domain.transcript import PageTranscript
from ground.clock import FixedClock
from office import care, receive, transcript_acts
from office.archived import record_of
from office.doctor import Health, doctor
from office.errors import NothingToDoError, NotYourRoleError
from office.receipt_acts import Given, propose
from office.receipt_errors import LevelTooHighError, NotShownYetError
from office.receipt_views import receipt_page, view_receipt
from office.search import remarks, search
from office.tidy import needed
from office.transcribe import transcribe_due
from office.transcript import TRANSCRIPT
from office.transcript_acts import MOST_CHARACTERS
from office.transcript_errors import (
    MarkTypedError,
    NoPageToReadError,
    NothingToJudgeError,
    NoWordsError,
    TooManyWordsError,
    TranscriptFiledError,
)
from office.transcript_view import view_transcript
from office.views import TodoItem, todo
from tests.a_transcriber import ATranscriber, coded_scan
from tests.an_office import AnOffice, opened, prepare
from tests.receipts_office import arrived, entered, instructed, proposed, received, reviewed, to_end

FIRST = "临溪县人民政府文件\n关于开展防汛检查的通知\n各乡镇人民政府：\n请检查涵洞？"
SECOND = "三月底前完成水闸检修"


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[AnOffice]:
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", clock) as office:
        yield office


@pytest.fixture
def machine(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> ATranscriber:
    machine = ATranscriber()
    monkeypatch.setattr(office.house.press, "_transcriber", machine)
    return machine


def scan(office: AnOffice, *pages: str, **more: object) -> str:
    return received(office, "来文.pdf", coded_scan(pages or (FIRST, SECOND)), **more)


def read(office: AnOffice) -> list[str]:
    return [row.result for row in transcribe_due(office.house)]


def filed(office: AnOffice, document_id: str) -> Case:
    reviewed(office, document_id)
    proposed(office, document_id)
    instructed(office, document_id, lead="economy")
    to_end(office, document_id)
    return office.case(document_id)


def correct(office: AnOffice, document_id: str, page: int, words: str, login: str = "clerk") -> Case:
    return transcript_acts.correct_page(office.house, office.actor(login), document_id, page, words)


def words_on(office: AnOffice, document_id: str) -> list[str]:
    return [page.words for page in view_transcript(office.house, office.actor("clerk"), document_id).pages]


def test_no_page_is_read_before_somebody_has_stated_the_level(office: AnOffice, machine: ATranscriber) -> None:
    document_id = arrived(office, "来文.pdf", coded_scan((FIRST,)))
    assert (read(office), machine.asked) == ([], [])

    entered(office, document_id)

    assert read(office) == ["已识别"]
    assert words_on(office, document_id) == [FIRST]


def test_a_page_that_was_read_is_not_read_again(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office)

    first = transcribe_due(office.house, most=1)
    rest = transcribe_due(office.house)

    assert [row.act for row in (*first, *rest)] == ["识别第1页", "识别第2页"]
    assert words_on(office, document_id) == [FIRST, SECOND]
    assert read(office) == []


def test_a_page_that_can_not_be_read_is_said_and_the_others_go_on(office: AnOffice, machine: ATranscriber) -> None:
    machine.fails = "涵洞"
    document_id = scan(office)

    assert read(office) == ["没有识别成：识别程序中断", "已识别"]

    said = view_receipt(office.house, office.actor("clerk"), document_id).no_text
    assert said == "第1页没有识别成，正文检索不到；请机要员在“识别文字”页录入"


def test_what_the_machine_is_unsure_of_is_shown(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office)
    read(office)

    first, second = view_transcript(office.house, office.actor("clerk"), document_id).pages

    assert [line.text for line in first.lines if line.is_doubtful] == ["请检查涵洞？"]
    assert (first.doubtful, second.doubtful) == (1, 0)
    assert "1 行存疑，未校对" in first.state


def test_a_person_puts_right_what_was_read_and_that_counts(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office)
    read(office)

    correct(office, document_id, 1, FIRST.replace("涵洞？", "涵闸。"))

    assert words_on(office, document_id)[0].endswith("请检查涵闸。")
    assert "receipt.transcript_corrected" in [line.verb for line, _ in office.house.registry.history(document_id)]
    page = view_transcript(office.house, office.actor("clerk"), document_id).pages[0]
    assert page.is_checked
    assert "校对" in page.state


def test_only_the_clerk_corrects_and_only_pages_without_text(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office)
    read(office)

    with pytest.raises(NotYourRoleError):
        correct(office, document_id, 1, "别的文字", "director")
    with pytest.raises(NoPageToReadError):
        correct(office, document_id, 3, "别的文字")
    with pytest.raises(NoWordsError):
        correct(office, document_id, 1, " \n ")


def test_more_words_than_a_page_bears_are_refused_and_none_of_them_is_cut(
    office: AnOffice, machine: ATranscriber
) -> None:
    document_id = scan(office, FIRST)
    read(office)

    with pytest.raises(TooManyWordsError, match="20001"):
        correct(office, document_id, 1, "字" * (MOST_CHARACTERS + 1))
    assert words_on(office, document_id) == [FIRST]
    correct(office, document_id, 1, "字" * MOST_CHARACTERS)
    assert words_on(office, document_id) == ["字" * MOST_CHARACTERS]


def test_a_page_may_be_typed_where_nothing_reads_it(office: AnOffice) -> None:
    document_id = scan(office, FIRST)

    correct(office, document_id, 1, "照版面录入的文字")

    assert words_on(office, document_id) == ["照版面录入的文字"]
    assert not view_receipt(office.house, office.actor("clerk"), document_id).no_text


def test_words_of_a_filed_scan_are_found_and_said_to_be_read_by_a_machine(
    office: AnOffice, machine: ATranscriber
) -> None:
    document_id = scan(office)
    read(office)
    correct(office, document_id, 1, FIRST.replace("涵洞？", "涵闸。"))
    case = filed(office, document_id)
    assert case.phase is Phase.DONE, case.stuck

    answer = search(office.house, office.actor("clerk"), "水闸检修")
    corrected = search(office.house, office.actor("clerk"), "涵闸")

    assert [hit.object_id for hit in answer.hits] == [document_id]
    assert (answer.hits[0].page, corrected.hits[0].page) == (2, 1)
    assert search(office.house, office.actor("clerk"), "涵洞").total == 0
    assert [remark.source for remark in remarks(office.house, answer.hits)] == ["机器识别，未校对"]


def test_the_words_are_a_file_of_the_record_with_their_certainty(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office)
    read(office)
    correct(office, document_id, 2, "四月底前完成水闸检修")
    case = filed(office, document_id)

    kept = parse_plain(record_of(office.house, case).read(TRANSCRIPT))

    assert [page["text"] for page in kept["pages"]] == [FIRST, "四月底前完成水闸检修"]
    assert [line["sure"] for line in kept["pages"][0]["lines"]] == [97, 97, 97, 60]
    assert kept["pages"][1]["corrected_by"] == office.actor("clerk").person


def test_a_filed_scan_shows_its_words_when_staging_has_them_no_more(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office)
    read(office)
    named = {digest for page in _transcript(office, document_id) for digest in (page.lines, page.text) if digest}
    assert named <= needed(office.house)
    filed(office, document_id)

    for digest in named - needed(office.house):
        office.house.staging.discard(digest)

    assert words_on(office, document_id) == [FIRST, SECOND]
    with pytest.raises(TranscriptFiledError):
        correct(office, document_id, 1, "改动")


def test_a_scan_is_filed_after_its_pages_were_read(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office)
    case = filed(office, document_id)
    assert case.phase is Phase.ISSUED

    read(office)
    office.work()

    assert office.case(document_id).phase is Phase.DONE
    assert search(office.house, office.actor("clerk"), "水闸检修").total == 1


def test_without_the_program_everything_goes_on_and_it_is_said(office: AnOffice) -> None:
    document_id = scan(office)

    said = view_receipt(office.house, office.actor("clerk"), document_id).no_text
    check = next(check for check in doctor(office.house) if check.name == "文字识别")

    assert said.startswith("第1、2页无文字层，本机未装文字识别")
    assert (check.health, document_id in check.sentence) == (Health.WARNING, True)
    assert filed(office, document_id).phase is Phase.DONE


def test_a_mark_above_the_level_entered_stops_the_piece_until_the_clerk_has_judged_it(
    office: AnOffice, machine: ATranscriber
) -> None:
    document_id = scan(office, f"内部★\n{FIRST}", f"密级：秘密\n{SECOND}")
    office_level = office.house.office.permitted_level
    read(office)
    case = office.case(document_id)

    assert case.is_contradicted
    assert office_level.rank < Level.SECRET.rank
    with pytest.raises(NotShownYetError):
        receipt_page(office.house, office.actor("director"), document_id, 1)
    with pytest.raises(NotShownYetError):
        view_transcript(office.house, office.actor("director"), document_id)
    with pytest.raises(NothingToDoError):
        propose(office.house, office.actor("director"), document_id, Given("拟办"))
    assert (document_id, "核对密级") in [(one.document_id, one.step_name) for one in todo_of(office, "clerk")]

    judge(office, document_id, "内部")

    assert receipt_page(office.house, office.actor("director"), document_id, 1).startswith(b"\x89PNG")
    assert "核对密级" not in [one.step_name for one in todo_of(office, "clerk")]


def test_words_with_a_mark_above_what_may_be_held_are_not_kept(office: AnOffice, machine: ATranscriber) -> None:
    before = set(office.house.staging.digests())
    document_id = scan(office, f"机密★1年\n{FIRST}")
    held = set(office.house.staging.digests())

    assert read(office) == ["有“机密”标志，识别出的文字没有保存"]

    assert set(office.house.staging.digests()) == held
    with pytest.raises(LevelTooHighError):
        judge(office, document_id, "机密")
    clerk = office.actor("clerk")
    receive.refuse(office.house, clerk, document_id, reason="涉密，退来文机关", secret=Level.CONFIDENTIAL)
    assert office.case(document_id).phase is Phase.NOT_RECEIVED
    assert set(office.house.staging.digests()) == before


def test_what_was_judged_is_judged_and_another_mark_stops_again(office: AnOffice, machine: ATranscriber) -> None:
    document_id = scan(office, f"机密★1年\n{FIRST}", SECOND)
    with pytest.raises(NothingToJudgeError):
        judge(office, document_id, "内部")
    transcribe_due(office.house, most=1)
    judge(office, document_id, "内部")
    assert read(office) == ["已识别"]
    assert not office.case(document_id).is_contradicted

    with pytest.raises(MarkTypedError):
        correct(office, document_id, 2, "绝密★")


def test_a_rebuilt_registry_knows_what_was_read_corrected_and_judged(
    office: AnOffice, machine: ATranscriber, tmp_path: Path
) -> None:
    document_id = scan(office, f"机密★1年\n{FIRST}", SECOND)
    read(office)
    judge(office, document_id, "内部")
    read(office)
    correct(office, document_id, 2, "改正")
    before = office.case(document_id)

    care.rebuild_registry(office.house)

    assert office.case(document_id) == before


def judge(office: AnOffice, document_id: str, level: str) -> Case:
    return transcript_acts.judge_level(
        office.house, office.actor("clerk"), document_id, level=level, reason="看过原件，不是标志"
    )


def todo_of(office: AnOffice, login: str) -> list[TodoItem]:
    return list(todo(office.house, office.actor(login)))


def _transcript(office: AnOffice, document_id: str) -> tuple[PageTranscript, ...]:
    incoming = office.case(document_id).incoming
    assert incoming is not None
    return incoming.transcript
