"""Keeping an office's processes running (值守进程): Prefect's server, the porter, the schedules and the desk; each is started again when it ends.

Everything lives in the processes' own files, so that any of them may be killed at any moment. When the supervisor itself is
killed, the kernel ends the others with it: whoever starts the office again finds no port, lease or server still taken.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.room import OFFICE_VARIABLE, OPENER_VARIABLE, SERVER_IS_GONE
from ground.log_file import cut_log, open_log
from hongtou.processes import PARENT_VARIABLE
from hongtou.server_watch import ServerWatch

LOOPBACK = "127.0.0.1"
PATIENCE_S = 15.0
BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)
STEADY_S = 30.0
BETWEEN_CUTS_S = 60.0
RUNS_KEPT_S = 30 * 24 * 3600
"""How long Prefect keeps the record of a finished run, with its table; what it is told of them (events) it keeps a week."""
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Job:
    """One process that is to be kept running."""

    name: str
    command: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    next_start: float = field(default=0.0)


class Supervisor:
    """Starts the jobs of one office, in order, and starts again whichever ends."""

    def __init__(self, root: Path, desk_port: int) -> None:
        self.root = root
        self.prefect_port = free_port()
        self._environment = environment(root, self.prefect_port)
        self._watch = ServerWatch(self._environment["PREFECT_API_URL"], root / "prefect" / "prefect.db")
        own = (sys.executable, "-m", "hongtou.processes")
        self._server = Job("server", (*own, "server", LOOPBACK, str(self.prefect_port)))
        self._desk = Job("desk", (*own, "desk", str(desk_port)))
        self._porter = Job("porter", (*own, "porter"))
        self._schedules = Job("schedules", (*own, "schedules"))
        self.jobs = (self._server, self._desk, self._porter, self._schedules)
        self._ends = threading.Event()
        self._next_cut = 0.0

    def stop(self) -> None:
        """Ask the supervisor to end; safe in a signal handler."""
        self._ends.set()

    def run(self) -> None:
        """Keep the jobs running until ``stop``; then end them all."""
        try:
            while not self._ends.wait(0.1):
                self._look_after_all()
        finally:
            self._end_all()

    def _look_after_all(self) -> None:
        self._look_after_server()
        self._look_after_logs()
        for job in self.jobs:
            if job.process is not None and job.process.poll() is not None:
                self._has_ended(job, job.process.returncode)
            if job.process is None and time.monotonic() >= job.next_start and self._may_start(job):
                self._start(job)

    def _look_after_server(self) -> None:
        if self._server.process is None:
            return
        self._watch.look()
        if self._watch.is_lost:
            log.warning("Prefect's server answers no more or lost its database; it is started anew")
            self._server.process.kill()
            self._server.process.wait()

    def _look_after_logs(self) -> None:
        if time.monotonic() >= self._next_cut:
            self._next_cut = time.monotonic() + BETWEEN_CUTS_S
            for job in self.jobs:
                cut_log(self._log_of(job))

    def _log_of(self, job: Job) -> Path:
        return self.root / "prefect" / f"{job.name}.log"

    def _may_start(self, job: Job) -> bool:
        return job in (self._server, self._desk) or self._watch.is_ready

    def _start(self, job: Job) -> None:
        with open_log(self._log_of(job)) as output:
            job.process = subprocess.Popen(
                job.command,
                cwd=self.root,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                process_group=0,  # Ctrl-C reaches the supervisor alone, which ends the others in order
            )
        job.started = time.monotonic()
        if job is self._server:
            self._watch.has_started()

    def _has_ended(self, job: Job, code: int) -> None:
        lasted = time.monotonic() - job.started
        job.failures = 0 if lasted > STEADY_S else job.failures + 1
        job.process = None
        job.next_start = time.monotonic() + BACKOFF_S[min(job.failures, len(BACKOFF_S) - 1)]
        log.warning("%s ended with %s after %.0f s", job.name, code, lasted)
        if job is self._server:
            self._watch.has_started()
            self._kill(self._schedules)  # a new server may know nothing of them: they are served to it anew
        elif job is self._porter and code == SERVER_IS_GONE and self._watch.is_ready:
            self._kill(self._server)

    @staticmethod
    def _kill(job: Job) -> None:
        if job.process is not None:
            job.process.kill()

    def _end_all(self) -> None:
        running = [job.process for job in reversed(self.jobs) if job.process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_S
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


_UNUSED_SERVICES = tuple(
    f"PREFECT_SERVER_SERVICES_{name}_ENABLED"
    for name in (
        "TASK_RUN_RECORDER",
        "PAUSE_EXPIRATIONS",
        "CANCELLATION_CLEANUP",
        "FOREMAN",
        "REPOSSESSOR",
        "CLEANUP_RECONCILER",
        "TRIGGERS",
    )
)
"""Loops of Prefect's server for what no flow of ours uses: tasks, pauses, work pools, concurrency limits, automations."""


def environment(root: Path, prefect_port: int) -> Mapping[str, str]:
    """Give the processes' environment: which office, how its house is opened, and Prefect kept to this machine."""
    return {
        **os.environ,
        OFFICE_VARIABLE: str(root),
        OPENER_VARIABLE: "hongtou.wiring:open_house",
        PARENT_VARIABLE: str(os.getpid()),
        "PREFECT_HOME": str(root / "prefect"),
        "PREFECT_API_URL": f"http://{LOOPBACK}:{prefect_port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        **dict.fromkeys(_UNUSED_SERVICES, "false"),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # at the server's start and every hour
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RUNS_KEPT_S),
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }


def free_port() -> int:
    """Find a free port on loopback."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
