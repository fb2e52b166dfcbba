"""Making registry and index again, measured: ``python -m bench.rebuild --records 2000 20000``: the same as before, records a second, linear or not."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.year import YEAR, Run, run_command, write_catalogue

_OWN_LIFE = ("registry_lease", "registry_flushed")
"""Tables that are no projection of the ledger."""
_QUERIES = (
    "防汛",
    "森林防火 道路养护",
    "机关:云岭乡党政办公室 文种:函",
    "“落实责任”",
    "标题:第17次",
    "云政发〔2024〕12号",
)


@dataclass(frozen=True)
class Made:
    """What one size of archive came to (重建结果)."""

    records: int
    registry: Run
    index: Run

    def per_thousand(self, run: Run) -> float:
        """Give the processor seconds a thousand records took."""
        return run.cpu_s * 1000 / self.records


def main() -> int:
    """Measure each size and print; 1 when something is not as before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[500, 2000])
    wanted = parser.parse_args()
    made = []
    for records in wanted.records:
        with tempfile.TemporaryDirectory(prefix="hongtou-bench-rebuild-") as folder:
            made.append(_measure(Path(folder), records))
    first, last = made[0], made[-1]
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for name in ("registry", "index"):
        few, many = (one.per_thousand(getattr(one, name)) for one in (first, last))
        print(f"{name:8s}  {last.records} records cost {many / few:.2f} times as much each as {first.records}")
    return 0


def _measure(folder: Path, records: int) -> Made:
    office, rows = folder / "office", folder / "catalogue.jsonl"
    run_command("init", str(office), "--profile", "example")
    write_catalogue(rows, records)
    taken = run_command("import", str(rows), "--office", str(office), "--json")
    run_command("year", str(YEAR), "--office", str(office), "--json")
    tables, answers = _tables(office), _answers(office)
    registry = run_command("rebuild", "registry", "--office", str(office), "--json")
    index = run_command("rebuild", "index", "--office", str(office), "--json")
    _require("the registry's rows", holds=tables == _tables(office))
    _require("the answers of the search", holds=answers == _answers(office))
    made = Made(records, registry, index)
    print(f"{records:6d} records  import    {records / taken.seconds:7.1f} a second  {taken.peak_mb:6.0f} MB")
    for name, run in (("registry", registry), ("index", index)):
        rate = f"{records / run.seconds:7.1f} a second  {run.peak_mb:6.0f} MB"
        print(
            f"                {name:8s}  {rate}  {made.per_thousand(run):6.2f} s of processor time per 1,000  as before"
        )
    return made


def _require(what: str, *, holds: bool) -> None:
    if not holds:
        raise SystemExit(f"{what} are not what they were before")


def _tables(office: Path) -> dict[str, str]:
    """Give a digest of all rows of every table that comes from the ledger."""
    with sqlite3.connect(f"file:{office / 'registry.sqlite'}?mode=ro", uri=True) as database:
        listed = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'registry_%'")
        names = sorted(name for (name,) in listed if name not in _OWN_LIFE)
        found = {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608
    _require("the events", holds=bool(found.get("registry_event")))
    return {name: hashlib.sha256("\n".join(rows).encode()).hexdigest() for name, rows in found.items()}


def _answers(office: Path) -> list[object]:
    words = ("--limit", "50", "--as", "archivist", "--office", str(office), "--json")
    asked = [
        subprocess.run([sys.executable, "-m", "hongtou", "search", query, *words], check=True, capture_output=True)
        for query in _QUERIES
    ]
    answers = [json.loads(one.stdout) for one in asked]
    _require("the questions", holds=all(answer["total"] for answer in answers))
    return [(answer["total"], answer["facets"], [hit["object_id"] for hit in answer["hits"]]) for answer in answers]


if __name__ == "__main__":
    sys.exit(main())
