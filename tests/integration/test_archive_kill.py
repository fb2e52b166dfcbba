"""Real processes, really killed: two at a time, at random moments, on one archive."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.ledger import Ledger
from archive.store import Store
from tests.integration.archive_writer import files_of
from tests.unit.archive_samples import assert_valid_for_others

HOUSE = Path(__file__).parents[2]
ROUNDS = 4


@pytest.mark.long
def test_killed_writers_lose_nothing_they_promised(tmp_path: Path) -> None:
    store, ledger = Store(tmp_path / "internal"), Ledger(tmp_path / "ledger", tmp_path / "payloads")
    store.create()
    ledger.create()
    dice = random.Random(20261122)  # noqa: S311 - repeatable on purpose

    for round_number in range(ROUNDS):
        names = ("first", f"second{round_number}")
        writers = [start(tmp_path, name) for name in names]
        promised = [killed_after(dice.uniform(0.02, 0.3), writer) for writer in writers]
        store.recover()
        ledger.recover()

        assert list(store.check_all()) == []
        assert list((store.root / "staging").iterdir()) == []
        report = ledger.check()
        assert (report.holds, report.payloads_gone) == (True, ())
        for name, said in zip(names, promised, strict=True):
            for what, number in said:
                assert_kept(store, report.lines, f"urn:hongtou:{name}:{number}", what, number)

    assert_valid_for_others(store)


def start(root: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.integration.archive_writer", str(root), name]
    return subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True)


def killed_after(seconds: float, process: subprocess.Popen[str]) -> list[tuple[str, int]]:
    """Kill a writer in the middle of its work and give what it had promised."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    said = [first, *process.stdout.read().splitlines(keepends=True)]
    process.stdout.close()
    assert process.wait() < 0, "it ended by itself"
    return [(line.split()[0], int(line.split()[1])) for line in said if line.endswith("\n")]


def assert_kept(store: Store, lines: int, object_id: str, what: str, number: int) -> None:
    if what == "written":
        assert lines >= number
        return
    found = store.find(object_id)
    assert found is not None, f"{object_id} was promised and is lost"
    assert {name: found.read(name, version=1) for name in found.files(1)} == files_of(object_id)
    assert found.head == 2 or what == "filed"
