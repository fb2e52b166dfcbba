"""All flows over documents whose titles nobody else may read, run by Prefect's own engine: ``python -m tests.titles_flow FOLDER``.

A draft goes its whole way, one whose name is a title can't be read, and two runs fail with a title in what they say.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect import Flow, flow

from domain.errors import BadInputError
from flows import keeping, room, sweeps, year_end
from flows.clean_up import clean_up_secrets
from flows.errors import RunFailedError, UnforeseenRunError
from flows.exchange import exchange
from office.house import House
from tests.django_here import set_up_django

if __name__ == "__main__":
    set_up_django()

from tests.an_office import AnOffice, a_draft, new_clock, opened, prepare  # what it imports needs Django

Work = Flow[[], Coroutine[Any, Any, int]]
TITLES = {
    "shown": "关于麒麟踏雪寻梅处理情况的通知",
    "unreadable": "关于梧桐栖凤的请示",
    "failed": "关于沧海遗珠的报告",
    "unforeseen": "关于空谷幽兰的批复",
}
"""Phrases that stand nowhere else, each on a way of its own to Prefect."""
BY_THE_CLOCK = (
    sweeps.remind,
    sweeps.reconcile,
    sweeps.tidy,
    sweeps.verify,
    year_end.file_last_year,
    clean_up_secrets,
    exchange,
    keeping.back_up,
    keeping.sign_head,
    keeping.check_fixity,
    keeping.drill_restore,
)


@flow(name="a run that fails", validate_parameters=False)
async def fail() -> int:
    def by_name(_: House) -> int:
        raise BadInputError("读不出来", TITLES["failed"])

    return await room.in_thread(by_name)


@flow(name="a run that nobody foresaw", validate_parameters=False)
async def break_down() -> int:
    def by_accident(_: House) -> int:
        raise LookupError(TITLES["unforeseen"])

    return await room.in_thread(by_accident)


def run(work: Work) -> None:
    """Let Prefect's engine run a flow; one that fails has failed as it should."""

    async def once() -> None:
        await work()

    with suppress(RunFailedError, UnforeseenRunError):
        asyncio.run(once())


def the_whole_way(office: AnOffice, run: Callable[[Work], None]) -> None:
    """Drop two drafts, sign and seal the one that is read, let a year pass, and run everything that runs by the clock."""
    office.drop(f"{TITLES['shown']}.docx", a_draft(TITLES["shown"]))
    office.drop(f"{TITLES['unreadable']}.docx", b"no Word file at all")
    run(sweeps.take_in)
    (document_id,) = (case.document_id for case in office.house.registry.cases())
    office.clock.advance(days=30)
    run(sweeps.remind)
    office.to_step(document_id, "register")
    office.register(document_id)
    office.seal(document_id)
    run(sweeps.issue)
    office.clock.advance(days=400)
    for work in BY_THE_CLOCK:
        run(work)


def main(root: Path) -> None:
    prepare(root, '\n[keeping]\nbackup = "../backup"\n')
    with opened(root, new_clock()) as office:
        room.house = lambda: office.house  # type: ignore[assignment]
        the_whole_way(office, run)
        run(fail)
        run(break_down)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
