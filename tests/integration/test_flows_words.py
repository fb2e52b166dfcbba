"""What the flows tell Prefect: ids, numbers and fixed words, no title, no file's name, no sentence. They run without Prefect here."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from prefect.context import FlowRunContext

from domain.errors import BadInputError
from flows import report, room
from flows.errors import RunFailedError, UnforeseenRunError
from office.advance import SweepRow
from office.house import House
from tests.an_office import new_clock, opened, prepare
from tests.titles_flow import BY_THE_CLOCK, TITLES, Work, the_whole_way


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Keep what the flows would give to Prefect."""
    kept: list[dict[str, Any]] = []

    async def keep(**given: Any) -> None:
        kept.append(given)

    monkeypatch.setattr(report, "acreate_table_artifact", keep)
    return kept


def test_no_title_stands_in_what_the_flows_tell(
    tmp_path: Path, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(work: Work) -> None:
        asyncio.run(work.fn())

    prepare(tmp_path / "office", '\n[keeping]\nbackup = "../backup"\n')
    with opened(tmp_path / "office", new_clock()) as office:
        monkeypatch.setattr(room, "house", lambda: office.house)
        the_whole_way(office, run)
        (document,) = (case.document_id for case in office.house.registry.cases())

    said = str(told)
    assert [title for title in TITLES.values() if title in said] == []
    assert document in said
    assert {"take-in", "issue", "remind", "year", "back-up", "restore-drill"} <= {one["key"] for one in told}
    assert len(BY_THE_CLOCK) > 8


def test_what_a_sweep_says_of_a_failure_is_its_code(told: list[dict[str, Any]]) -> None:
    row = SweepRow("F1", "标题", "审读", "【标题】读不出来。", moved=False, plain="HT-100")

    asyncio.run(report.publish("a-key", "审读", (row,)))

    assert told[0]["table"] == [{"编号": "F1", "事项": "审读", "结果": "HT-100"}]


def test_a_row_that_says_nothing_plain_says_whether_it_moved() -> None:
    rows = (
        SweepRow("", "来件.docx", "收件", "退回：来件.docx"),
        SweepRow("", "来件.docx", "收件", "停着", moved=False),
    )

    assert [report.line_of(row)["结果"] for row in rows] == ["已办", "未动"]


@pytest.mark.parametrize(
    ("failure", "left", "says"),
    [
        (BadInputError("读不出来", "某标题"), RunFailedError, "HT-100"),
        (LookupError("某标题"), UnforeseenRunError, "builtins.LookupError"),
    ],
)
def test_a_run_fails_without_the_words_of_its_failure(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, left: type[Exception], says: str
) -> None:
    monkeypatch.setattr(room, "_closing", fails_with(failure))
    monkeypatch.setattr(FlowRunContext, "get", classmethod(lambda _: object()))

    with pytest.raises(left) as caught:
        asyncio.run(room.in_thread(lambda _: 0))

    assert says in str(caught.value)
    assert "某标题" not in f"{caught.value!r}{caught.value}"
    assert caught.value.__suppress_context__


def test_outside_a_run_a_failure_is_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_closing", fails_with(BadInputError("读不出来", "某标题")))

    with pytest.raises(BadInputError):
        asyncio.run(room.in_thread(lambda _: 0))


def fails_with(failure: Exception) -> Any:
    def work(_: House) -> int:
        raise failure

    return work
