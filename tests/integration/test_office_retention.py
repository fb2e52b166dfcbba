"""How long records stay: holds beat everything, periods only grow, what is over is appraised by several and decided by another; and who has what."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from domain.holding import Holding
from domain.holding_events import Verdict
from domain.levels import Retention
from ground.clock import BEIJING
from hongtou.commands import main
from office import care, lending, retention
from office.errors import NotYourRoleError
from office.importing import import_catalogue
from office.keeping_errors import (
    ApprovalMissingError,
    LentAlreadyError,
    NoOpinionError,
    NoSuchHoldError,
    NotLentError,
    NotOverError,
    OtherPersonNeededError,
    ReasonMissingError,
    ShorterError,
    UnknownRecordError,
)
from office.lending import Reader
from registry.errors import MisfitHereError
from tests.an_office import AnOffice, a_sheet, a_title, new_clock, opened, prepare

READER = Reader("张三", "编写乡志", approver="director")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an office once; each test has a copy."""
    root = tmp_path_factory.mktemp("empty") / "office"
    prepare(root)
    return root


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[AnOffice]:
    with opened(Path(shutil.copytree(empty, tmp_path / "office")), new_clock()) as office:
        yield office


@pytest.fixture
def kept(office: AnOffice, tmp_path: Path) -> AnOffice:
    """Keep two records of 2014, one for ten years and one for good."""
    row = {
        "id": "OLD",
        "number": "",
        "title": "关于防汛值班的通知",
        "organ": "云岭乡人民政府",
        "date": "2014-06-30",
        "level": "内部",
        "retention": "10年",
        "text": "各村：\n　　值班。",
    }
    rows = [row, {**row, "id": "EVER", "retention": "永久"}, {**row, "id": "NEW", "date": "2016-12-31"}]
    path = tmp_path / "目录.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
    assert import_catalogue(office.house, path).imported == 3
    return office


def holding(office: AnOffice, record: str = "OLD") -> Holding:
    found = office.house.registry.holding(record)
    assert found is not None
    return found


def opinions(office: AnOffice, verdict: Verdict, period: Retention | None = None) -> None:
    for login in ("archivist", "director"):
        retention.appraise(office.house, office.actor(login), ["OLD"], verdict, "期满无用", retention=period)


def test_what_is_over_is_listed_from_the_first_day_on(kept: AnOffice) -> None:
    archivist = kept.actor("archivist")

    assert [one.record for one in retention.over(kept.house, archivist, dt.date(2024, 12, 31))] == []
    assert [one.record for one in retention.over(kept.house, archivist, dt.date(2025, 1, 1))] == ["OLD"]
    assert [one.record for one in retention.over(kept.house, archivist)] == ["OLD"]


def test_destruction_is_decided_on_the_opinions_of_two_by_a_leader(kept: AnOffice) -> None:
    house, leader = kept.house, kept.actor("leader")
    with pytest.raises(NoOpinionError):
        retention.decide(house, leader, ["OLD"], Verdict.DESTROY, "期满")
    opinions(kept, Verdict.DESTROY)
    with pytest.raises(NotYourRoleError):
        retention.decide(house, kept.actor("archivist"), ["OLD"], Verdict.DESTROY, "期满")

    retention.decide(house, leader, ["OLD"], Verdict.DESTROY, "期满无用，同意销毁")

    assert [one.record for one in retention.to_destroy(house, kept.actor("archivist"))] == ["OLD"]
    assert holding(kept).verdict is Verdict.DESTROY
    care.rebuild_registry(house)
    assert [one.record for one in retention.to_destroy(house, kept.actor("archivist"))] == ["OLD"]


def test_who_gave_an_opinion_does_not_decide_where_the_office_says_so(kept: AnOffice) -> None:
    rules = (*kept.house.office.different_people, ("appraise", "decide_appraisal"))
    strict = dataclasses.replace(kept.house, office=dataclasses.replace(kept.house.office, different_people=rules))
    leader = kept.actor("leader")
    retention.appraise(strict, leader, ["OLD"], Verdict.DESTROY, "期满")
    opinions(kept, Verdict.DESTROY)

    with pytest.raises(OtherPersonNeededError):
        retention.decide(strict, leader, ["OLD"], Verdict.DESTROY, "期满")
    retention.decide(strict, kept.actor("secretary"), ["OLD"], Verdict.DESTROY, "期满")


def test_one_person_gives_one_opinion(kept: AnOffice) -> None:
    for verdict in (Verdict.DESTROY, Verdict.TRANSFER):
        retention.appraise(kept.house, kept.actor("archivist"), ["OLD"], verdict, "再看")

    assert [one.verdict for one in holding(kept).opinions] == [Verdict.TRANSFER]


def test_a_hold_keeps_what_was_decided_from_being_destroyed(kept: AnOffice) -> None:
    house, archivist = kept.house, kept.actor("archivist")
    opinions(kept, Verdict.DESTROY)
    retention.decide(house, kept.actor("leader"), ["OLD"], Verdict.DESTROY, "期满")
    with pytest.raises(ReasonMissingError):
        retention.hold(house, archivist, ["OLD"], "有诉讼", "")

    retention.hold(house, archivist, ["OLD"], "有诉讼", "县司法局")

    assert retention.to_destroy(house, archivist) == ()
    with house.registry.transaction() as books, pytest.raises(NotOverError, match="县司法局"):
        retention.require_destroyable(books, "OLD", house.clock.today())
    (hold,) = holding(kept).holds
    with pytest.raises(NoSuchHoldError):
        retention.lift(house, archivist, "OLD", hold.index + 1, "诉讼已结")
    retention.lift(house, archivist, "OLD", hold.index, "诉讼已结")
    assert [one.record for one in retention.to_destroy(house, archivist)] == ["OLD"]


def test_a_period_is_lengthened_and_never_shortened(kept: AnOffice) -> None:
    archivist = kept.actor("archivist")
    retention.lengthen(kept.house, archivist, ["OLD"], Retention.THIRTY_YEARS, "仍有查考价值")

    assert holding(kept).expires == dt.date(2045, 1, 1)
    with pytest.raises(ShorterError):
        retention.lengthen(kept.house, archivist, ["OLD"], Retention.TEN_YEARS, "弄错了")
    with pytest.raises(ShorterError):
        retention.lengthen(kept.house, archivist, ["EVER"], Retention.THIRTY_YEARS, "弄错了")


def test_keeping_on_gives_a_longer_period(kept: AnOffice) -> None:
    with pytest.raises(ShorterError):
        retention.appraise(kept.house, kept.actor("archivist"), ["OLD"], Verdict.KEEP, "续存")
    opinions(kept, Verdict.KEEP, Retention.THIRTY_YEARS)

    retention.decide(kept.house, kept.actor("leader"), ["OLD"], Verdict.KEEP, "续存", retention=Retention.THIRTY_YEARS)

    assert (holding(kept).retention, holding(kept).expires) == (Retention.THIRTY_YEARS, dt.date(2045, 1, 1))
    assert retention.over(kept.house, kept.actor("archivist")) == ()


@pytest.mark.parametrize("record", ["EVER", "NEW"])
def test_what_is_not_over_is_not_appraised(kept: AnOffice, record: str) -> None:
    with pytest.raises(NotOverError):
        retention.appraise(kept.house, kept.actor("archivist"), [record], Verdict.DESTROY, "无用")


def test_reading_is_noted_and_an_outsider_needs_approval(kept: AnOffice) -> None:
    archivist = kept.actor("archivist")
    lending.note_reading(kept.house, archivist, ["OLD"], Reader("李四", "核对数字"), copies=2)
    with pytest.raises(ApprovalMissingError):
        lending.note_reading(kept.house, archivist, ["OLD"], Reader("王五", "写书", organisation="县志办"))
    with pytest.raises(ApprovalMissingError):
        lending.note_reading(kept.house, archivist, ["OLD"], Reader("王五", "写书", "县志办", "drafter"))

    lending.note_reading(kept.house, archivist, ["OLD"], Reader("王五", "写书", "县志办", "director"))

    assert [verb for verb in kept.verbs("OLD") if verb == "read"] == ["read", "read"]


def test_a_piece_is_lent_to_one_until_a_working_day_and_comes_back_looked_through(kept: AnOffice) -> None:
    house, archivist = kept.house, kept.actor("archivist")
    due, _ = lending.lend(house, archivist, ["OLD"], READER, days=5)

    assert due == dt.date(2026, 3, 9)
    with pytest.raises(LentAlreadyError):
        lending.lend(house, archivist, ["OLD"], READER)
    assert lending.lent(house, archivist, overdue=True) == ()
    kept.clock.advance(dt.datetime(2026, 3, 10, 9, 0, tzinfo=BEIJING) - kept.clock.now())
    assert [one.record for one in lending.lent(house, archivist, overdue=True)] == ["OLD"]
    with pytest.raises(ReasonMissingError):
        lending.take_back(house, archivist, ["OLD"], intact=False)
    lending.take_back(house, archivist, ["OLD"], intact=False, note="第2页撕破")
    with pytest.raises(NotLentError):
        lending.take_back(house, archivist, ["OLD"], intact=True)
    assert lending.lent(house, archivist) == ()


def test_nothing_is_lent_without_approval_and_nothing_beyond_the_scope(kept: AnOffice) -> None:
    archivist = kept.actor("archivist")
    with pytest.raises(ApprovalMissingError):
        lending.lend(kept.house, archivist, ["OLD"], Reader("张三", "查考"))
    with pytest.raises(UnknownRecordError):
        lending.lend(kept.house, archivist, ["没有"], READER)
    with pytest.raises(NotYourRoleError):
        lending.lend(kept.house, kept.actor("drafter"), ["OLD"], READER)


def test_the_books_themselves_refuse_a_second_loan(kept: AnOffice) -> None:
    from domain.holding_events import Lent  # noqa: PLC0415

    lending.lend(kept.house, kept.actor("archivist"), ["OLD"], READER)
    lent = Lent("别人", "查考", dt.date(2026, 3, 9))
    with pytest.raises(MisfitHereError), kept.house.registry.transaction() as books:
        books.append(lent, object_id="OLD", actor="x", channel="test", at=kept.clock.now())


def _texts_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_a_lent_copy_bears_the_borrower_on_every_page(office: AnOffice) -> None:
    case = office.filed(title := a_title(), a_sheet(title))
    archivist = office.actor("archivist")
    lending.lend(office.house, archivist, [case.document_id], READER)

    name, copy = lending.lent_copy(office.house, archivist, case.document_id)

    texts = _texts_of(copy)
    assert texts
    assert all("张三" in text for text in texts)
    assert name.endswith("（借阅）.pdf")


def test_the_commands_tell_what_is_due_held_and_lent(kept: AnOffice, capsys: pytest.CaptureFixture[str]) -> None:
    shared = ("--office", str(kept.house.root), "--as", "archivist", "--json")
    main(["due", *shared])
    assert [one["record"] for one in json.loads(capsys.readouterr().out)] == ["OLD"]
    main(["hold", "OLD", "--reason", "有诉讼", "--owner", "县司法局", *shared])
    main(["lend", "OLD", "--reader", "张三", "--purpose", "查考", "--approved-by", "director", *shared])
    capsys.readouterr()
    main(["holds", *shared])
    assert [one["record"] for one in json.loads(capsys.readouterr().out)] == ["OLD"]
    main(["loans", *shared])
    assert json.loads(capsys.readouterr().out)[0]["loan"]["borrower"] == "张三"
