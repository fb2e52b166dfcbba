"""``make bench`` (主流程测速): different drafts dropped at once, signed by program, filed and found; each stage beside the bare library calls.

    .venv/bin/python -m bench --drafts 500

Two sets of drafts are run: the examples with their tables and pictures, and short ones as long as the peer's documents
(``bench/drafts.py``). Every run has a process of its own, and its processor time and memory are those of that process with all its children. On a shared
machine trust the ratios and the processor time, not the wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import bare, office_run
from bench.drafts import SETS
from bench.meter import Cost, Memory
from bench.office_run import STAGES, Run
from hongtou.founding import found
from hongtou.supervisor import environment, free_port

PLAIN, FLOWS, BARE = "plain", "flows", "bare"
PEER_CPU_S, PEER_MB, TIMES_FASTER, MOST_TIMES_BARE = 0.60, 667.0, 3.0, 2.0
"""The peer's processor time a document and its PSS (``docs/bench.md``), and how many times faster and slower than what we are to be."""
console = Console(width=118, highlight=False)


@dataclass(frozen=True)
class Measured:
    """A run and the most memory it took."""

    run: Run
    peak_mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; give 0 when the goals are met."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--drafts", type=int, default=500)
    parser.add_argument("--set", choices=SETS, action="append", dest="sets", help="one set of drafts (default: both)")
    parser.add_argument("--only", choices=(PLAIN, FLOWS, BARE), help=argparse.SUPPRESS)
    parser.add_argument("--office", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.only:
        sys.stdout.write(json.dumps(_one(chosen.only, chosen.office, chosen.drafts, chosen.sets[0])))
        return 0
    reached = [_set(which, chosen.drafts) for which in chosen.sets or SETS]
    return 0 if all(reached) else 1


def _one(what: str, office: Path, drafts: int, which: str) -> dict[str, object]:
    if what == BARE:
        return {name: asdict(cost) for name, cost in bare.measure(office).items()}
    return asdict((office_run.run_plain if what == PLAIN else office_run.run_with_prefect)(office, drafts, which))


def _set(which: str, drafts: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-") as folder:
        return _all(Path(folder), drafts, which)


def _all(folder: Path, drafts: int, which: str) -> bool:
    console.print(
        f"{drafts} drafts of the set “{which}”; load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors"
    )
    measured = {}
    for what in (PLAIN, FLOWS):
        for _ in found(folder / what, "example"):
            pass
        answer, peak_mb = _in_a_process(what, folder / what, drafts, which)
        stages = {name: Cost(**cost) for name, cost in answer.pop("stages").items()}
        measured[what] = Measured(Run(**answer, stages=stages), peak_mb)
    answer, _ = _in_a_process(BARE, folder / PLAIN, drafts, which)
    calls = {name: Cost(**cost) for name, cost in answer.items()}
    console.print(_table(measured, calls, which))
    reached = [_goals(what, each, calls) for what, each in measured.items()]
    console.print(f"load after: {os.getloadavg()[0]:.2f}")
    return all(reached)


def _in_a_process(what: str, office: Path, drafts: int, which: str) -> tuple[dict[str, Any], float]:
    command = [sys.executable, "-m", "bench", "--only", what, "--office", str(office)]
    command += ["--drafts", str(drafts), "--set", which]
    env: Mapping[str, str] = environment(office, free_port()) if what == FLOWS else os.environ
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=env)
    memory = Memory(process.pid)
    memory.start()
    answer = process.communicate()[0]
    memory.stop()
    if process.returncode:
        raise SystemExit(process.returncode)
    return json.loads(answer), memory.peak_mb


def _table(measured: Mapping[str, Measured], calls: Mapping[str, Cost], which: str) -> Table:
    table = Table(title=f"{which}: milliseconds a document", title_justify="left")
    table.add_column("stage")
    for heading in ("plain wall", "plain CPU", "flows wall", "flows CPU", "bare wall", "bare CPU", "CPU ÷ bare"):
        table.add_column(heading, justify="right")
    plain, flows = measured[PLAIN].run, measured[FLOWS].run
    for name in STAGES:
        table.add_row(name, *_cells(plain.stages.get(name), flows.stages.get(name), calls.get(name), plain.documents))
    sum_of_calls = _sum(calls)
    table.add_section()
    totals = (Cost(plain.wall_s, plain.cpu_s), Cost(flows.wall_s, flows.cpu_s), sum_of_calls)
    table.add_row("all", *_cells(*totals, plain.documents))
    return table


def _cells(plain: Cost | None, flows: Cost | None, calls: Cost | None, documents: int) -> list[str]:
    cells = []
    for cost in (plain, flows, calls):
        values = (cost.wall_s, cost.cpu_s) if cost else ()
        cells += [f"{value / documents * 1000:.1f}" for value in values] or ["", ""]
    return [*cells, f"{plain.cpu_s / calls.cpu_s:.2f}" if plain and calls else ""]


def _goals(what: str, measured: Measured, calls: Mapping[str, Cost]) -> bool:
    run = measured.run
    cpu_s, times_bare = run.cpu_s / run.documents, run.cpu_s / _sum(calls).cpu_s
    most_cpu_s = PEER_CPU_S / TIMES_FASTER
    console.print(
        f"{what}: {run.documents / run.wall_s * 60:.0f} documents a minute, {run.pages / run.documents:.1f} pages and"
        f" {run.events / run.documents:.1f} events each; {cpu_s:.3f} CPU s a document (goal {most_cpu_s:.2f}),"
        f" {times_bare:.2f} × bare calls (goal {MOST_TIMES_BARE:.0f}), peak {measured.peak_mb:.0f} MB PSS (goal {PEER_MB:.0f})"
    )
    return cpu_s <= most_cpu_s and times_bare <= MOST_TIMES_BARE and measured.peak_mb < PEER_MB


def _sum(costs: Mapping[str, Cost]) -> Cost:
    return Cost(sum(cost.wall_s for cost in costs.values()), sum(cost.cpu_s for cost in costs.values()))
