"""What is asked of Prefect itself, started as the supervisor starts it: old runs are cleared away, a flow's threads keep the duty."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from hongtou.supervisor import LOOPBACK, RUNS_KEPT_S, environment, free_port
from tests.duty_flow import LEASE
from tests.needs import REPOSITORY
from tests.patience import wait_until
from tests.prefect_api import PrefectApi

pytestmark = pytest.mark.server


@contextmanager
def server(root: Path) -> Iterator[PrefectApi]:
    """Run the server of an office for the length of a block."""
    port = free_port()
    words = (sys.executable, "-m", "hongtou.processes", "server", LOOPBACK, str(port))
    with (root / "server.log").open("ab") as log:
        process = subprocess.Popen(words, env=environment_of(root, port), stdout=log, stderr=log)
    api = PrefectApi(port)
    try:
        wait_until(lambda: _answers(api), "the server answers")
        yield api
    finally:
        process.terminate()
        process.wait()


def environment_of(root: Path, port: int) -> dict[str, str]:
    """Give what the supervisor gives, but for the supervisor itself."""
    return {name: value for name, value in environment(root, port).items() if name != "HONGTOU_SUPERVISOR"}


def _answers(api: PrefectApi) -> bool:
    try:
        return api.ask("/flow_runs/count") is not None
    except OSError:
        return False


def names_of_runs(api: PrefectApi) -> set[str]:
    return {run["name"] for run in api.ask("/flow_runs/filter")}


def make_older(database: Path, name: str, by: dt.timedelta) -> None:
    """Let a run have ended earlier than it did."""
    ended = dt.datetime.now(dt.UTC) - by
    with closing(sqlite3.connect(database)) as books, books:
        books.execute("UPDATE flow_run SET end_time = ? WHERE name = ?", (f"{ended:%Y-%m-%d %H:%M:%S.%f}", name))


def test_runs_that_ended_long_ago_are_cleared_away_with_their_tables(tmp_path: Path) -> None:
    database, kept_for = tmp_path / "prefect" / "prefect.db", dt.timedelta(seconds=RUNS_KEPT_S)
    database.parent.mkdir()
    with server(tmp_path) as api:
        flow = api.ask("/flows/", {"name": "a flow"})["id"]
        for name in ("long ago", "lately", "now"):
            run = api.ask("/flow_runs/", {"flow_id": flow, "name": name, "state": {"type": "COMPLETED"}})
            api.ask("/artifacts/", {"key": "a-table", "type": "table", "data": "[]", "flow_run_id": run["id"]})
    make_older(database, "long ago", kept_for + dt.timedelta(hours=1))
    make_older(database, "lately", kept_for - dt.timedelta(hours=1))

    with server(tmp_path) as api:
        wait_until(lambda: "long ago" not in names_of_runs(api), "the old run is cleared away")
        wait_until(lambda: api.ask("/artifacts/count") == 2, "its table is cleared away")

        assert names_of_runs(api) == {"lately", "now"}


def test_what_a_flow_records_in_threads_is_under_the_duty_of_who_called_it(tmp_path: Path) -> None:
    (tmp_path / "prefect").mkdir()
    with server(tmp_path) as api:
        words = (sys.executable, "-m", "tests.duty_flow")
        told = {**environment_of(tmp_path, 0), "PYTHONPATH": str(REPOSITORY), "PREFECT_API_URL": api.address}
        said = subprocess.run(words, env=told, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True).stdout

    assert said.split() == [str(LEASE.token), "0"]
