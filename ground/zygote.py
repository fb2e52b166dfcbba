"""The process between us and the workers (孵化进程): imports once, forks workers, watches over them, outlives none of us.

Run as ``python -m ground.zygote REQUESTS REPLIES JOBS_PER_LIFE LIMITS MODULE...`` by ``ground.child``; single-threaded. It ends
when the pipe of requests closes, that is, when its parent is gone for whatever reason; workers die with it by
PR_SET_PDEATHSIG. Frames in: ``J`` (JSON line with job, time and sitting, then the request), ``E`` (the sitting that is over). Frames out: ``H`` hello, ``R`` reply,
``X`` the job's exception, ``F`` a failure as JSON.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from ground import frames
from ground.child_errors import describe
from ground.frames import ChannelClosedError, Frame, FrameTooLargeError
from ground.kernel import cut_network, die_with_parent
from ground.limits import Limits

_LAST_WORDS_BYTES = 4096
_MEMORY_EXIT = 86
_ALLOCATION_FAILED = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"cannot allocate memory")


def main(arguments: list[str]) -> None:
    """Serve jobs until the parent is gone."""
    requests, replies, jobs_per_life = (int(text) for text in arguments[:3])
    limits = Limits(**json.loads(arguments[3]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    network_is_cut = cut_network()
    try:
        for module in arguments[4:]:
            importlib.import_module(module)
    except BaseException as error:
        frames.send(replies, Frame(b"X", describe(error)))
        raise SystemExit(1) from error
    gc.freeze()  # workers share these pages as long as nobody's collector touches them
    frames.send(replies, Frame(b"H", json.dumps({"network_is_cut": network_is_cut}).encode()))
    with contextlib.suppress(ChannelClosedError):
        _Supervisor(requests, replies, jobs_per_life, limits).serve()


@dataclass
class _Worker:
    pid: int
    requests: int
    replies: int
    words: int
    jobs_left: int
    sitting: int = 0
    last_words: bytes = b""

    def listen(self) -> None:
        """Keep the end of what the worker writes to stderr."""
        try:
            while chunk := os.read(self.words, _LAST_WORDS_BYTES):
                self.last_words = (self.last_words + chunk)[-_LAST_WORDS_BYTES:]
        except BlockingIOError:
            pass

    def end(self) -> int:
        """Kill the worker with its whole group and give its wait status."""
        try:
            os.killpg(self.pid, signal.SIGKILL)  # not reaped yet, so nobody else can have this number
        except (ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGKILL)  # it had no time to found its group
        status = os.waitpid(self.pid, 0)[1]
        self.listen()
        for descriptor in (self.requests, self.replies, self.words):
            os.close(descriptor)
        return status


class _Supervisor:
    def __init__(self, requests: int, replies: int, jobs_per_life: int, limits: Limits) -> None:
        self._requests = requests
        self._replies = replies
        self._jobs_per_life = jobs_per_life
        self._limits = limits
        self._worker: _Worker | None = None

    def serve(self) -> None:
        while True:
            frame = frames.receive(self._requests)
            if frame.kind == b"E":
                self._rise(int(frame.body))
                frames.send(self._replies, Frame(b"R", b""))
                continue
            head = json.loads(frame.body[:4096].partition(b"\n")[0])
            answer = self._run(frame, float(head["timeout_s"]), head["sitting"])
            frames.send(self._replies, answer)

    def _rise(self, sitting: int) -> None:
        if self._worker is not None and self._worker.sitting == sitting:
            self._retire()

    def _run(self, frame: Frame, timeout_s: float, sitting: int) -> Frame:
        deadline = time.monotonic() + timeout_s
        worker = self._living_worker(sitting)
        try:
            frames.send(worker.requests, frame, deadline)
            self._await_reply(worker, deadline)
            answer = frames.receive(worker.replies, deadline, self._limits.reply_bytes)
        except TimeoutError:
            self._retire()
            return _failure(failed="wall", limit_s=timeout_s)
        except FrameTooLargeError as error:
            self._retire()
            return _failure(failed="reply", text=str(error))
        except ChannelClosedError:
            return self._post_mortem(worker)
        worker.jobs_left -= 1
        if worker.jobs_left <= 0 and not sitting:
            self._retire()
        return answer

    def _await_reply(self, worker: _Worker, deadline: float) -> None:
        """Wait until the worker answers or is gone, listening to its stderr and for the parent's end."""
        poller = select.poll()
        for descriptor in (worker.replies, worker.words):
            poller.register(descriptor, select.POLLIN)
        poller.register(self._requests, 0)  # hang-up is reported unasked
        while True:
            ready = dict(poller.poll(max(0.0, deadline - time.monotonic()) * 1000))
            if not ready:
                raise TimeoutError
            if self._requests in ready:
                self._retire()
                raise SystemExit(0)
            if worker.words in ready:
                worker.listen()
                if ready[worker.words] & select.POLLHUP:
                    poller.unregister(worker.words)
            if worker.replies in ready:
                return

    def _post_mortem(self, worker: _Worker) -> Frame:
        """Tell from what is left of the worker how it ended."""
        _await_end(worker.pid, seconds=1.0)
        status = worker.end()
        self._worker = None
        words = worker.last_words.decode(errors="replace")
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        exit_code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        if number == signal.SIGXCPU:
            return _failure(failed="cpu", limit_s=self._limits.cpu_s)
        if exit_code == _MEMORY_EXIT or any(mark in worker.last_words for mark in _ALLOCATION_FAILED):
            return _failure(failed="memory", text=words)
        return _failure(failed="crash", signal=number, exit_code=exit_code, text=words)

    def _retire(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def _living_worker(self, sitting: int) -> _Worker:
        """Give the worker of a sitting, or of none; one that ended between two jobs is no job's fault."""
        if self._worker is not None and (self._worker.sitting != sitting or _has_ended(self._worker.pid)):
            self._retire()
        self._worker = self._worker or self._fork()
        self._worker.sitting = sitting
        return self._worker

    def _fork(self) -> _Worker:
        job_read, job_write = os.pipe()
        reply_read, reply_write = os.pipe()
        words_read, words_write = os.pipe()
        ours = (job_write, reply_read, words_read)
        supervisor = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                die_with_parent(supervisor)
                for descriptor in (*ours, self._requests, self._replies):  # none of a job's business
                    os.close(descriptor)
                os.dup2(words_write, 2)
                _work(job_read, reply_write, self._limits)
            except BaseException:  # noqa: BLE001 - the fork must never run on into the supervisor's code
                traceback.print_exc()
            finally:
                os._exit(1)
        for descriptor in (job_read, reply_write, words_write):
            os.close(descriptor)
        for descriptor in ours:
            os.set_blocking(descriptor, False)
        return _Worker(pid, job_write, reply_read, words_read, self._jobs_per_life)


def _has_ended(pid: int) -> bool:
    """Tell whether a child has ended, leaving it unreaped so that its number stays its own."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _await_end(pid: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _has_ended(pid) and time.monotonic() < deadline:
        time.sleep(0.002)


def _work(requests: int, replies: int, limits: Limits) -> None:
    """Be the forked process: bind oneself, then do one job after the other until killed."""
    os.setpgid(0, 0)
    limits.apply_to_process()
    while True:
        try:
            frame = frames.receive(requests)
            limits.apply_to_next_job()
            answer = _do(frame)
            del frame
            frames.send(replies, answer)
            del answer
        except MemoryError:
            os._exit(_MEMORY_EXIT)
        except ChannelClosedError:
            os._exit(0)


def _do(frame: Frame) -> Frame:
    head, _, request = frame.body.partition(b"\n")
    module, _, name = json.loads(head)["job"].partition(":")
    try:
        job: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
        return Frame(b"R", job(request))
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - the outermost loop of this process: the caller is told
        return Frame(b"X", describe(error))


def _failure(**plain: object) -> Frame:
    return Frame(b"F", json.dumps(plain).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
