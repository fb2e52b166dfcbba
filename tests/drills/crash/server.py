"""The fork server of the crash drill (母进程): all of the product is imported once, each case is a fork that may die as it likes.

A process that imports Django under strace costs 1.6 s; a fork of one that has, some hundredths. The forks share their hash seed and their
imports, so that the n-th syscall of a case is the same in every run of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import HongtouError
from office.disk import refusal

PATIENCE_S = 300
Say = Callable[[str], None]
Act = Callable[[Say], object]
"""Work of a case; what it promises it says."""


@dataclass(frozen=True)
class Ended:
    """How a fork ended: what it had promised, its result, the error it told, the trace of one that it did not foresee."""

    promised: tuple[str, ...]
    result: Any
    told: str
    trace: str
    was_killed: bool


def run(begin: Callable[[], Act], strace: Sequence[str] = (), before: Callable[[], None] | None = None) -> Ended:
    """Fork; the child begins, and once it is looked at by strace (with such words) does its act.

    ``before`` is called while the child waits: the disk then is as the act will find it.
    """
    said, telling = os.pipe()
    waiting, going = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(said)
        os.close(going)
        _live(begin, telling, waiting)
    os.close(telling)
    os.close(waiting)
    try:
        return _watch(child, said, going, strace, before)
    finally:
        os.close(said)


def _live(begin: Callable[[], Act], telling: int, waiting: int) -> None:
    """Be the child; never come back."""

    def say(kind: str, text: object) -> None:
        os.write(telling, json.dumps([kind, text], ensure_ascii=False).encode() + b"\n")

    code = 0
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        act = begin()
        say("ready", "")
        os.read(waiting, 1)
        say("result", act(lambda what: say("promised", what)))
    except HongtouError as error:
        say("told", f"{error.code} {error}")
        code = 3
    except OSError as error:  # as at the outermost door of the command line
        said = refusal(error, "", "这一步")
        say(*(("told", f"{said.code} {said}") if said else ("trace", traceback.format_exc())))
        code = 3
    except BaseException:  # noqa: BLE001 - whatever it was, the drill hears of it
        say("trace", traceback.format_exc())
        code = 4
    os._exit(code)


def _watch(child: int, said: int, going: int, strace: Sequence[str], before: Callable[[], None] | None) -> Ended:
    lines = os.fdopen(os.dup(said), "rb")
    first = lines.readline()
    tracer = None
    if first.startswith(b'["ready"'):
        if before is not None:
            before()
        tracer = _attached(child, strace) if strace else None
    os.close(going)  # the child reads an end and goes
    heard = [json.loads(line) for line in ([] if first.startswith(b'["ready"') else [first]) if line]
    heard += [json.loads(line) for line in lines if line.endswith(b"\n")]
    lines.close()
    _, status = os.waitpid(child, 0)
    if tracer is not None:
        tracer.wait(PATIENCE_S)
    return Ended(
        promised=tuple(text for kind, text in heard if kind == "promised"),
        result=next((text for kind, text in heard if kind == "result"), None),
        told=next((text for kind, text in heard if kind == "told"), ""),
        trace=next((text for kind, text in heard if kind == "trace"), ""),
        was_killed=os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
    )


def _attached(child: int, strace: Sequence[str]) -> subprocess.Popen[bytes]:
    tracer = subprocess.Popen(
        ["strace", "-p", str(child), "-qq", "-e", "signal=none", *strace],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + PATIENCE_S
    while b"TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_bytes():
        if time.monotonic() > deadline or tracer.poll() is not None:
            raise RuntimeError("strace did not attach")
        time.sleep(0.002)
    return tracer
