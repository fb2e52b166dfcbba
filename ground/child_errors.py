"""How a job in a child process can end badly (子进程错误)."""

from __future__ import annotations

import json
import signal
import traceback
from typing import Any


class ChildError(Exception):
    """A job in a child process gave no answer."""


class ChildStartError(ChildError):
    """The child could not be started or could not import its modules."""


class ChildTimeoutError(ChildError):
    """The job used up its time; ``which`` is ``"wall"`` or ``"cpu"``."""

    def __init__(self, which: str, limit_s: float) -> None:
        self.which = which
        self.limit_s = limit_s
        super().__init__(f"the job used up its {limit_s:g} s of {which} time and was stopped")


class ChildMemoryError(ChildError):
    """The job asked for more memory than it may have."""


class ChildReplyTooLargeError(ChildError):
    """The job answered with more bytes than it may."""


class ChildCrashedError(ChildError):
    """The child ended by itself; one of ``signal`` and ``exit_code`` is set, ``last_words`` is its stderr's end."""

    def __init__(self, signal_number: int | None, exit_code: int | None, last_words: str = "") -> None:
        self.signal = signal_number
        self.exit_code = exit_code
        self.last_words = last_words
        how = f"by {signal.Signals(signal_number).name}" if signal_number else f"with exit code {exit_code}"
        super().__init__(f"the child ended {how}" + (f": {last_words.strip()}" if last_words.strip() else ""))


class ChildJobError(ChildError):
    """The job function raised an exception; the caller's room can rebuild its own error from this.

    ``kind`` is ``module.QualifiedName``; ``payload`` holds ``args`` (list), ``fields`` (the exception's attributes) and
    ``text``, all JSON values, what JSON can't say as its ``repr``; ``trace`` is the child's traceback.
    """

    def __init__(self, kind: str, payload: dict[str, Any], trace: str = "") -> None:
        self.kind = kind
        self.payload = payload
        self.trace = trace
        super().__init__(f"{kind}: {payload.get('text', '')}")


def describe(error: BaseException) -> bytes:
    """Write an exception down for the other process."""
    plain = {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "payload": {"args": list(error.args), "fields": dict(vars(error)), "text": str(error)},
        "trace": "".join(traceback.format_exception(error)),
    }
    return json.dumps(plain, default=repr, skipkeys=True).encode()


def rebuild(data: bytes) -> ChildJobError:
    """Read what ``describe`` wrote."""
    plain = json.loads(data)
    return ChildJobError(plain["kind"], plain["payload"], plain["trace"])
