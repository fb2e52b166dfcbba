"""The disk that refuses (磁盘故障): the operating system's refusals in a clerk's words, wherever no workshop has found its own."""

from __future__ import annotations

from domain.disk_causes import DiskCause, cause_of
from domain.errors import SurroundingsError


class DiskRefusesError(SurroundingsError):
    """The disk, its space or its permissions do not allow the step (磁盘拒绝)."""

    code = "HT-353"

    def __init__(self, subject: str, act: str, cause: DiskCause) -> None:
        super().__init__(f"{act}没有办成：{cause.happened}，原有内容完好", subject, f"{cause.mend}后再办")


def refusal(error: OSError, subject: str, act: str) -> DiskRefusesError | None:
    """Give the error that says why, nothing when it was not the disk."""
    cause = cause_of(error)
    return DiskRefusesError(subject or str(error.filename or ""), act, cause) if cause else None
