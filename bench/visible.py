"""How soon a filed record is found (归档后多久检索得到): sealed documents are issued and filed at once, and another process asks for them.

    .venv/bin/python -m bench.visible --documents 1 --documents 100

The porter's rounds run with a real Prefect server, in a process of their own; a document's time runs from the moment its object is in the
archive to the first answer of the other process, which asks without a pause, that names it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, cast

from rich.console import Console

from bench import office_run
from bench.drafts import SHORT
from domain.case import Case, Phase
from domain.office import Actor
from hongtou.founding import found
from hongtou.supervisor import environment, free_port
from hongtou.wiring import close_house, open_house
from office import advance, filing
from office.house import House
from office.search import search

GOAL_S = 1.0
EVERYTHING = "-没有一份文件有的字样"
console = Console(width=118, highlight=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; give 0 when every record was found in time."""
    parser = argparse.ArgumentParser(prog="bench.visible")
    parser.add_argument("--documents", type=int, action="append", help="so many sealed at once (default: 1 and 100)")
    parser.add_argument("--office", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.office:
        _file_all(chosen.office, chosen.documents[0])
        return 0
    in_time = [_one(documents) for documents in chosen.documents or (1, 100)]
    return 0 if all(in_time) else 1


def _one(documents: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-") as folder:
        office = Path(folder) / "office"
        for _ in found(office, "example"):
            pass
        command = [sys.executable, "-m", "bench.visible", "--office", str(office), "--documents", str(documents)]
        env = environment(office, free_port())
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
            word, answer = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
            answer.readline()
            seen = _looked_for(office, word, documents)
            filed: dict[str, float] = json.loads(answer.readline())
    took = sorted(seen[record] - filed[record] for record in filed)
    console.print(
        f"{documents} sealed at once: found {statistics.median(took):.2f} s after filing (p50), {took[-1]:.2f} s at most"
        f" (goal {GOAL_S:.0f} s); load {os.getloadavg()[0]:.1f}"
    )
    return took[-1] <= GOAL_S


def _looked_for(office: Path, word: IO[bytes], documents: int) -> dict[str, float]:
    house = open_house(office)
    try:
        archivist = house.office.actor("archivist")
        if archivist is None:
            raise office_run.UnfinishedError("nobody searches in this office")
        word.write(b"go\n")
        word.flush()
        return _polled(house, archivist, documents)
    finally:
        close_house(house)


def _polled(house: House, archivist: Actor, documents: int) -> dict[str, float]:
    seen: dict[str, float] = {}
    while len(seen) < documents:
        hits = search(house, archivist, EVERYTHING, limit=documents).hits
        now = time.time()
        for hit in hits:
            seen.setdefault(hit.object_id, now)
    return seen


def _file_all(office: Path, documents: int) -> None:
    """Bring documents to their seals, wait for the word, then let the porter's rounds end them; tell when each was filed."""
    from flows.room import house  # noqa: PLC0415 - only the process of the porter loads Prefect

    with office_run._server(office):  # noqa: SLF001 - the bench's own
        here = house()
        office_run._drop(here, office, documents, SHORT)  # noqa: SLF001 - same
        while advance.take_in_due(here) or advance.present_due(here) or office_run._play_all(here):  # noqa: SLF001 - same
            pass
        sealed = here.registry.cases(phases=(Phase.SEALED,))
        if len(sealed) != documents:
            raise office_run.UnfinishedError(f"{len(sealed)} of {documents}")
        filed = _noted()
        print("ready", flush=True)
        sys.stdin.readline()
        asyncio.run(office_run._rounds(here))  # noqa: SLF001 - the bench's own
        print(json.dumps(filed), flush=True)
        close_house(here)


def _noted() -> dict[str, float]:
    filed: dict[str, float] = {}
    file_record = filing.file_record

    def noted(house: House, case: Case) -> Case:
        done = file_record(house, case)
        filed[case.document_id] = time.time()
        return done

    vars(advance)["file_record"] = noted
    return filed


if __name__ == "__main__":
    sys.exit(main())
