"""One run of the main job in a process of its own (主流程一轮): drafts in, people played, records out, every stage charged."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hongtou.players
from bench.drafts import EXAMPLES, drop_drafts
from bench.meter import Cost, Stages, tree_cpu_s
from domain.case import Phase
from domain.procedure import Verb
from hongtou.wiring import close_house, open_house
from mailroom.secrecy import SCAN_JOB, request
from office import advance, views
from office.house import House

TAKE_IN, READ, CHECK, SHOWN = "take in, secrecy scan", "read", "check", "typeset as shown"
DECIDE, REGISTER, SEAL = "decisions", "register", "seal"
PROOF, ISSUED, FILE, BACK = "proof before issue", "typeset as issued", "file", "hand back"
EVENTS, INDEX, PREFECT = "events and ledger", "index", "Prefect and the rest"
STAGES = (TAKE_IN, READ, CHECK, SHOWN, DECIDE, REGISTER, SEAL, PROOF, ISSUED, FILE, BACK, EVENTS, INDEX, PREFECT)
ACTS = {Verb.REGISTER: REGISTER, Verb.SEAL: SEAL}
SERVER_STARTS_IN_S = 120.0


class UnfinishedError(Exception):
    """Not every draft became a filed record: the figures would mean nothing."""


@dataclass(frozen=True)
class Run:
    """What one run cost in all, and stage by stage."""

    documents: int
    pages: int
    events: int
    wall_s: float
    cpu_s: float
    stages: dict[str, Cost]


def run_plain(root: Path, drafts: int, which: str = EXAMPLES) -> Run:
    """Run the sweeps in this process, without Prefect."""
    house = open_house(root)
    try:
        stages = charged(house, Stages())
        _drop(house, root, drafts, which)
        return _measured(house, drafts, stages, lambda: _until_done(house))
    finally:
        close_house(house)


def run_with_prefect(root: Path, drafts: int, which: str = EXAMPLES) -> Run:
    """Run the flows in this process, as the porter does, with Prefect's server beside it."""
    import flows.porter  # noqa: F401, PLC0415 - only this way of running loads Prefect, and loading it is starting up
    from flows.room import house  # noqa: PLC0415

    with _server(root) as server:
        here = house()
        try:
            stages = charged(here, Stages(left_out=server))
            _drop(here, root, drafts, which)
            return _measured(here, drafts, stages, lambda: asyncio.run(_rounds(here)))
        finally:
            close_house(here)


def charged(house: House, stages: Stages) -> Stages:
    """Have every workshop's work charged to its stage."""
    for sweep, name in {
        "take_in": TAKE_IN,
        "examine": READ,
        "present": SHOWN,
        "issue": ISSUED,
        "file_record": FILE,
        "hand_back": BACK,
        "catalogue": INDEX,
    }.items():
        stages.watch(advance, sweep, name)
    stages.watch(house.mailroom, "scan", TAKE_IN)
    stages.watch(house.mailroom, "take", TAKE_IN, in_children=True)
    stages.watch(house.press, "read", READ, in_children=True)
    stages.watch(house.press, "check", CHECK)
    stages.watch(house.press, "issue", ISSUED, in_children=True)
    stages.watch(views, "todo", DECIDE)
    for owner, method in (
        (house.ledger, "append"),
        (house.registry, "unflushed"),
        (house.registry, "mark_flushed"),
    ):
        stages.watch(owner, method, EVENTS)
    _charge_showing(house, stages)
    _charge_transactions(house, stages)
    _charge_acts(stages)
    return stages


def _charge_showing(house: House, stages: Stages) -> None:
    show = house.press.show

    def shown(*arguments: Any, **named: Any) -> Any:
        with stages.stage(PROOF if stages.innermost == ISSUED else SHOWN, in_children=True):
            return show(*arguments, **named)

    vars(house.press)["show"] = shown
    if hasattr(house.press, "proof"):
        stages.watch(house.press, "proof", PROOF, in_children=True)


def _charge_transactions(house: House, stages: Stages) -> None:
    transaction = house.registry.transaction

    @contextmanager
    def timed() -> Iterator[Any]:
        with stages.stage(EVENTS), transaction() as books:
            yield books

    vars(house.registry)["transaction"] = timed


def _charge_acts(stages: Stages) -> None:
    act = hongtou.players._act  # noqa: SLF001 - an act is charged to its verb

    def acted(house: House, actor: Any, item: views.TodoItem) -> None:
        with stages.stage(ACTS.get(item.verb, DECIDE) if item.verb else DECIDE):
            act(house, actor, item)

    hongtou.players._act = acted  # noqa: SLF001 - same


def _drop(house: House, root: Path, drafts: int, which: str) -> None:
    house.press.renderer()  # the typesetter reads its fonts once per life
    with house.mailroom._child.sitting() as scanning:  # noqa: SLF001 - starting up is not counted, of no process
        scanning.call(SCAN_JOB, request("空.docx", b""))
    for _ in drop_drafts(drafts, root / "投稿" / "发文", which):
        pass
    house.mailroom.scan()
    time.sleep(2.2)  # a file counts as whole once it has lain still


def _measured(house: House, drafts: int, stages: Stages, work: Callable[[], None]) -> Run:
    wall, cpu = time.perf_counter(), tree_cpu_s(os.getpid())
    work()
    wall_s, cpu_s = time.perf_counter() - wall, tree_cpu_s(os.getpid()) - cpu
    cases = house.registry.cases()
    done = [case for case in cases if case.phase is Phase.DONE]
    if len(done) != drafts:
        raise UnfinishedError(
            f"{len(done)} of {drafts}: {[(each.title, each.phase, each.reason) for each in cases if each not in done][:5]}"
        )
    charged_wall = sum(cost.wall_s for cost in stages.spent.values())
    charged_cpu = sum(cost.cpu_s for cost in stages.spent.values())
    stages.spent[PREFECT] = Cost(wall_s - charged_wall, cpu_s - charged_cpu)
    head = house.registry.head()
    pages = sum(case.issued.pages for case in done if case.issued)
    return Run(drafts, pages, head.index if head else 0, wall_s, cpu_s, stages.spent)


def _until_done(house: House) -> None:
    while advance.advance(house) or _play_all(house):
        pass


async def _rounds(house: House) -> None:
    from flows.memory import Memory  # noqa: PLC0415 - Prefect is loaded only where its server runs
    from flows.patience import Pauses  # noqa: PLC0415
    from flows.porter import run_due  # noqa: PLC0415 - the porter's own round

    memory = Memory(house.root / "prefect" / "porter.json", Pauses())
    while await run_due(memory) or await asyncio.to_thread(_play_all, house):
        pass


def _play_all(house: House) -> int:
    return sum(1 for _ in hongtou.players.play(house))


@contextmanager
def _server(root: Path) -> Iterator[int]:
    """Run Prefect's server as ``hongtou up`` does; the environment was set by who started us."""
    from hongtou.server_watch import ServerWatch  # noqa: PLC0415

    api = os.environ["PREFECT_API_URL"]
    port = api.rpartition(":")[2].partition("/")[0]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"]
    with (root / "prefect" / "server.log").open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    watch = ServerWatch(api, root / "prefect" / "prefect.db")
    deadline = time.monotonic() + SERVER_STARTS_IN_S
    try:
        while not watch.is_ready:
            if time.monotonic() > deadline:
                raise UnfinishedError("Prefect's server does not answer")
            watch.look()
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait()
