"""Jobs in bounded child processes (受限子进程): hostile files and heavy renderers never run in our own process.

A job is named ``"module:function"`` and turns bytes into bytes. ``ForkingChild`` gives every job a process of its own, forked
from one that has the modules imported; ``ResidentChild`` keeps one process and what it has warmed up. Both bind memory,
CPU, wall time, files and network, kill the job's whole process group when it is late, and leave nothing behind when we die.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from ground import frames
from ground.child_errors import (
    ChildCrashedError,
    ChildError,
    ChildJobError,
    ChildMemoryError,
    ChildReplyTooLargeError,
    ChildStartError,
    ChildTimeoutError,
    rebuild,
)
from ground.frames import ChannelClosedError, Frame
from ground.limits import DEFAULT_LIMITS, Limits

__all__ = [
    "DEFAULT_LIMITS",
    "Child",
    "ChildCrashedError",
    "ChildError",
    "ChildJobError",
    "ChildMemoryError",
    "ChildPool",
    "ChildReplyTooLargeError",
    "ChildStartError",
    "ChildTimeoutError",
    "FileChild",
    "ForkingChild",
    "Limits",
    "ResidentChild",
]

_START_S = 60.0
_GRACE_S = 10.0
"""How much longer than the job's own time we wait for the supervisor before we kill it too."""


class Child(Protocol):
    """What answers jobs."""

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        """Run ``job`` on ``request`` and give its answer, within ``timeout_s`` (else the limits' ``wall_s``)."""
        ...

    def close(self) -> None:
        """End the processes; the next call would start them again."""
        ...


class FileChild(Child, Protocol):
    """What answers jobs about files from outside, each in a process of its own."""

    def sitting(self) -> AbstractContextManager[Child]:
        """Have the jobs of the block done one after the other by one process, which ends with it: several looks at one file."""
        ...


class _SupervisedChild:
    """A supervisor process and the worker it forks; calls take turns."""

    def __init__(
        self, modules: Sequence[str], limits: Limits, jobs_per_life: int, environment: Mapping[str, str] | None
    ) -> None:
        self.limits = limits
        self._modules = tuple(modules)
        self._jobs_per_life = jobs_per_life
        self._environment = dict(environment or {})
        self._turn = threading.Lock()
        self._running: _Running | None = None

    @property
    def network_is_cut(self) -> bool:
        """Tell whether the kernel let us take the network away from the jobs; starts the child when needed."""
        with self._turn:
            return self._started().network_is_cut

    def start(self) -> None:
        """Start the processes ahead of the first job."""
        with self._turn:
            self._started()

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        """Run ``job`` (``"module:function"``, bytes to bytes) on ``request`` in the child and give its answer.

        Raises:
            ChildJobError: The job raised; kind and payload tell what.
            ChildTimeoutError: It took longer than ``timeout_s`` (else ``limits.wall_s``) or used up its CPU time.
            ChildMemoryError: It wanted more memory than it may have.
            ChildReplyTooLargeError: Its answer is longer than it may be.
            ChildCrashedError: It ended by itself.
            ChildStartError: The child could not be started.
        """
        return self._call(job, request, timeout_s, 0)

    def _call(self, job: str, request: bytes, timeout_s: float | None, sitting: int) -> bytes:
        seconds = self.limits.wall_s if timeout_s is None else timeout_s
        head = json.dumps({"job": job, "timeout_s": seconds, "sitting": sitting}).encode()
        with self._turn:
            answer = self._exchange(Frame(b"J", head + b"\n" + request), seconds)
        return _result(answer)

    def close(self) -> None:
        """End the processes; the next call would start them again."""
        with self._turn:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _exchange(self, frame: Frame, seconds: float) -> Frame:
        running = self._started()
        deadline = time.monotonic() + seconds + _GRACE_S
        try:
            frames.send(running.requests, frame, deadline)
            return frames.receive(running.replies, deadline)
        except TimeoutError as error:
            self._end()
            raise ChildTimeoutError("wall", seconds) from error
        except ChannelClosedError as error:
            code = self._end()
            raise ChildCrashedError(-code if code < 0 else None, code if code >= 0 else None) from error
        except BaseException:  # say, Ctrl-C in the middle of a frame: the channel is no longer in step
            self._end()
            raise

    def _started(self) -> _Running:
        running = self._running
        if running is not None and running.owner == os.getpid() and running.process.poll() is None:
            return running
        self._end()
        self._running = _start(self._modules, self.limits, self._jobs_per_life, self._environment)
        return self._running

    def _end(self) -> int:
        running, self._running = self._running, None
        if running is None:
            return 0
        running.finish()
        return running.process.returncode or 0


class ForkingChild(_SupervisedChild):
    """A fresh process for every job, forked from one that has ``modules`` imported: for files from outside."""

    def __init__(
        self,
        modules: Sequence[str] = (),
        limits: Limits = DEFAULT_LIMITS,
        *,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(modules, limits, 1, environment)
        self._sittings = itertools.count(1)

    @contextmanager
    def sitting(self) -> Iterator[Child]:
        """Have the jobs of the block done one after the other by one process, which ends with it: several looks at one file.

        An answer has left the process before the next job begins. A job of somebody else's in between ends it, and the next one
        of the block gets a process of its own.
        """
        own = _Sitting(self, next(self._sittings))
        try:
            yield own
        finally:
            own.close()

    def call_in(self, sitting: int, job: str, request: bytes, timeout_s: float | None) -> bytes:
        """Run a job of a sitting; see ``call``."""
        return self._call(job, request, timeout_s, sitting)

    def rise(self, sitting: int) -> None:
        """End the process of a sitting, if it is still there, and come back when it is gone."""
        with self._turn:
            running = self._running
            if running is not None and running.owner == os.getpid() and running.process.poll() is None:
                with contextlib.suppress(ChildError):  # a supervisor that is gone took its workers with it
                    self._exchange(Frame(b"E", str(sitting).encode()), _GRACE_S)


class _Sitting:
    """The jobs of one sitting, as a child of its own."""

    def __init__(self, child: ForkingChild, number: int) -> None:
        self._child = child
        self._number = number

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        """Run a job in the sitting's process; see ``ForkingChild.call``."""
        return self._child.call_in(self._number, job, request, timeout_s)

    def close(self) -> None:
        """End the sitting's process."""
        self._child.rise(self._number)


class ResidentChild(_SupervisedChild):
    """One process that keeps its state between jobs; begun anew when it dies, is late, or after ``jobs_per_life`` jobs."""

    def __init__(
        self,
        modules: Sequence[str] = (),
        limits: Limits = DEFAULT_LIMITS,
        *,
        jobs_per_life: int = 1000,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(modules, limits, jobs_per_life, environment)


class ChildPool:
    """Several children behind one ``call``: each job goes to one that is free."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = tuple(children)
        self._free: queue.LifoQueue[Child] = queue.LifoQueue()  # the one used last is the warmest
        for child in self._children:
            self._free.put(child)

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        """Run the job on a free child, waiting for one; see ``ForkingChild.call``."""
        child = self._free.get()
        try:
            return child.call(job, request, timeout_s)
        finally:
            self._free.put(child)

    def close(self) -> None:
        """End the processes of all children."""
        for child in self._children:
            child.close()


class _Running:
    """The started supervisor with our ends of its pipes; ended when it is finished, dropped, or at our exit."""

    def __init__(self, process: subprocess.Popen[bytes], requests: int, replies: int) -> None:
        self.process = process
        self.requests = requests
        self.replies = replies
        self.owner = os.getpid()
        self.network_is_cut = False
        self.finish = weakref.finalize(self, _finish, process, requests, replies, self.owner)


def _finish(process: subprocess.Popen[bytes], requests: int, replies: int, owner: int) -> None:
    os.close(requests)
    os.close(replies)
    if owner != os.getpid():  # we are a fork of the owner: the process is not ours to end
        process.returncode = 0
        return
    process.kill()  # its workers follow it
    process.wait()


def _start(modules: Sequence[str], limits: Limits, jobs_per_life: int, environment: Mapping[str, str]) -> _Running:
    job_read, job_write = os.pipe()
    reply_read, reply_write = os.pipe()
    settings = (str(job_read), str(reply_write), str(jobs_per_life), json.dumps(dataclasses.asdict(limits)))
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "ground.zygote", *settings, *modules],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(job_read, reply_write),
            env={**_scrubbed_environment(), **environment},
            cwd="/",
            start_new_session=True,
            umask=0o027,
        )
    except BaseException:
        os.close(job_write)
        os.close(reply_read)
        raise
    finally:
        os.close(job_read)
        os.close(reply_write)
    os.set_blocking(job_write, False)
    os.set_blocking(reply_read, False)
    running = _Running(process, job_write, reply_read)
    try:
        running.network_is_cut = _hello(running)
    except BaseException:
        running.finish()
        raise
    return running


def _hello(running: _Running) -> bool:
    try:
        frame = frames.receive(running.replies, time.monotonic() + _START_S)
    except (ChannelClosedError, TimeoutError) as error:
        raise ChildStartError("the child process did not come up; look at its message on stderr") from error
    if frame.kind == b"X":
        raise ChildStartError(f"the child process could not import its modules: {rebuild(frame.body)}")
    return bool(json.loads(frame.body)["network_is_cut"])


def _scrubbed_environment() -> dict[str, str]:
    """Give the child what it needs to find our code, and no secrets."""
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if not entry.endswith(".zip"))
    kept = {name: os.environ[name] for name in ("PATH", "TZ", "PYTHONDONTWRITEBYTECODE") if name in os.environ}
    fixed = {"PYTHONNOUSERSITE": "1", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    return {**kept, **fixed, "PYTHONPATH": path}


def _result(answer: Frame) -> bytes:
    if answer.kind == b"R":
        return answer.body
    if answer.kind == b"X":
        raise rebuild(answer.body)
    plain = json.loads(answer.body)
    match plain["failed"]:
        case "wall" | "cpu" as which:
            raise ChildTimeoutError(which, plain["limit_s"])
        case "memory":
            raise ChildMemoryError(f"the job asked for more memory than it may have. {plain['text']}".strip())
        case "reply":
            raise ChildReplyTooLargeError(plain["text"])
        case _:
            raise ChildCrashedError(plain["signal"], plain["exit_code"], plain["text"])
