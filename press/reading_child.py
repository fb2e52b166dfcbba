"""Reading in a bounded child process: the request, the answer, and every failure as one clear sentence (子进程读稿)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.codec import from_plain, to_plain
from domain.draft import Draft
from domain.errors import HongtouError
from ground.child import (
    Child,
    ChildCrashedError,
    ChildError,
    ChildJobError,
    ChildMemoryError,
    ChildReplyTooLargeError,
    ChildTimeoutError,
)
from press.errors import ReadingCrashError, ReadingTimeoutError, rebuilt
from press.parcel import pack, unpack
from press.reading import ReadDraft, SourceFile
from press.reading_rules import STRICT, ReadingRules

JOB = "press.reading_job:read"
PRELOAD = ("press.reading_job", "press.stamp_placing", "press.page_figures", "press.reading_warm")
TIMEOUT_S = 30.0


def read_draft_in(
    child: Child, files: Sequence[SourceFile], timeout_s: float = TIMEOUT_S, rules: ReadingRules = STRICT
) -> ReadDraft:
    """Read the files in ``child``, which was made with ``PRELOAD``.

    Raises:
        DraftError: What is wrong with which file; a child that runs out of time or memory or dies is one, too.
        ChildStartError: The child can't be started at all: the machine's fault, not the file's.
    """
    try:
        answer = child.call(JOB, request_for(files, rules), timeout_s)
    except ChildJobError as error:
        raise reading_error(error.kind, error.payload, subject_of(files)) from error
    except (ChildTimeoutError, ChildMemoryError, ChildReplyTooLargeError, ChildCrashedError) as error:
        raise failure_of(error, subject_of(files)) from error
    return draft_from(answer, files)


def request_for(files: Sequence[SourceFile], rules: ReadingRules = STRICT) -> bytes:
    """Pack the files as the job's request."""
    head = {"files": [{"name": file.name, "role": file.role} for file in files], "rules": to_plain(rules)}
    return pack(head, [file.data for file in files])


def draft_from(answer: bytes, files: Sequence[SourceFile]) -> ReadDraft:
    """Take the job's answer apart; bytes that were in the request are not sent back."""
    head, parts = unpack(answer)
    pictures = dict(zip(head["digests"], parts, strict=True))
    pictures |= {digest: files[place].data for digest, place in head["given"].items()}
    return ReadDraft(from_plain(Draft, head["draft"]), pictures)


def reading_error(kind: str, payload: Mapping[str, Any], subject: str) -> HongtouError:
    """Rebuild the error a job raised; one that isn't of reading becomes a ``ReadingCrashError`` about ``subject``."""
    said = payload.get("fields", {})
    error = rebuilt(kind, *(str(said.get(name, "")) for name in ("happened", "subject", "mend")))
    if error is not None:
        return error
    if kind.rpartition(".")[2] == "MemoryError":
        return ReadingCrashError(subject, "内存超出限额")
    return ReadingCrashError(subject, f"程序错误 {kind.rpartition('.')[2]}")


def failure_of(error: ChildError, subject: str) -> HongtouError:
    """Say in a sentence why the child gave no answer."""
    match error:
        case ChildTimeoutError():
            return ReadingTimeoutError(subject, error.limit_s)
        case ChildMemoryError():
            return ReadingCrashError(subject, "内存超出限额")
        case ChildReplyTooLargeError():
            return ReadingCrashError(subject, "读出的内容超出限额")
        case _:
            return ReadingCrashError(subject, "读取程序意外退出")


def subject_of(files: Sequence[SourceFile]) -> str:
    """Give the name under which the files are spoken of: the body's, or the first."""
    return next((file.name for file in files if file.role == "body"), files[0].name if files else "")
