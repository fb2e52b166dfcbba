"""A whole office on a real Prefect server: its schedules create runs, and its server's database may be deleted at any moment."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.drills.stage import FEW, Stage
from tests.patience import PATIENCE_S, is_gone, wait_until
from tests.prefect_api import PrefectApi, port_of_server

pytestmark = pytest.mark.server

SCHEDULES = {"每日督促", "每十分钟补办", "每日核验", "每日年度归档", "每周恢复演练"}


@dataclass
class RunningOffice:
    """An example office with ``hongtou up``."""

    stage: Stage
    supervisor: subprocess.Popen[bytes]

    @property
    def prefect(self) -> PrefectApi:
        return PrefectApi(port_of_server(self.supervisor.pid))

    def serves_its_schedules(self) -> bool:
        return set(self.prefect.deployments()) >= SCHEDULES


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    stage = Stage(tmp_path / "drill", FEW)
    stage.prepare()
    supervisor = stage.start("-m", "hongtou", "up", "--office", str(stage.root), "--port", "0")
    try:
        yield RunningOffice(stage, supervisor)
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(PATIENCE_S)


def test_a_schedule_with_a_short_interval_creates_runs_that_are_run(office: RunningOffice) -> None:
    served = dict[str, str]()
    wait_until(
        lambda: served.update(office.prefect.deployments()) or set(served) >= SCHEDULES, "the schedules are served"
    )
    reconcile = served["每十分钟补办"]

    every_ten_s = {"active": True, "schedule": {"interval": 10, "timezone": "Asia/Shanghai"}}
    office.prefect.ask(f"/deployments/{reconcile}/schedules", [every_ten_s])

    def completed() -> list[str]:
        runs = [run for run in office.prefect.runs_of(reconcile) if run["state_type"] == "COMPLETED"]
        return [run["created_by"]["type"] for run in runs if run["auto_scheduled"]]

    wait_until(lambda: bool(completed()), "a scheduled run is completed")
    assert set(completed()) == {"SCHEDULE"}


def test_prefects_database_may_be_deleted_while_documents_are_on_their_way(office: RunningOffice) -> None:
    drafts, root = str(len(office.stage.drafts)), office.stage.root
    people = office.stage.start("-m", "tests.drills.people", str(root), drafts, str(office.stage.marks))
    wait_until(lambda: bool(list((root / "已收").glob("*/*已收.txt"))), "a draft is taken in")

    for file in (root / "prefect").glob("prefect.db*"):
        file.unlink(missing_ok=True)

    assert people.wait(PATIENCE_S * 3) == 0
    wait_until(office.serves_its_schedules, "the server is back with its schedules")
    assert (root / "prefect" / "prefect.db").exists()
    _stop(office)
    assert office.stage.inspect() == []


def test_a_killed_server_comes_back_with_its_schedules(office: RunningOffice) -> None:
    wait_until(office.serves_its_schedules, "the schedules are served")
    children = Path(f"/proc/{office.supervisor.pid}/task/{office.supervisor.pid}/children").read_text().split()
    server = next(pid for pid in children if b"prefect" in Path(f"/proc/{pid}/cmdline").read_bytes())

    subprocess.run(["kill", "-9", server], check=True)
    wait_until(lambda: is_gone(int(server)), "the server is gone")

    wait_until(office.serves_its_schedules, "the server is back with its schedules")


def test_every_process_ends_with_a_killed_supervisor(office: RunningOffice) -> None:
    wait_until(office.serves_its_schedules, "the schedules are served")
    port = port_of_server(office.supervisor.pid)

    office.supervisor.kill()
    office.supervisor.wait()

    wait_until(lambda: not PrefectApi(port).deployments(), "the server ends with its supervisor")
    wait_until(lambda: not _processes_of(office.stage.root), "all processes end with their supervisor")


def _processes_of(root: Path) -> list[int]:
    """List the processes that work in an office's folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == root.resolve():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def _stop(office: RunningOffice) -> None:
    office.supervisor.send_signal(signal.SIGTERM)
    assert office.supervisor.wait(PATIENCE_S) == 0
