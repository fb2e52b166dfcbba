"""Reading words in pictures (文字识别), where the optional extra ``ocr`` is installed.

A page of somebody else's file is drawn in the reading child; only the picture made there comes to the machine that reads, which is bounded,
too, and keeps its models between pages. Nothing is fetched when it runs: the models lie in the wheel, and the child has no network.
"""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

from domain.codec import from_plain
from domain.transcript import ReadLines
from ground.child import ChildError, ChildTimeoutError, Limits, ResidentChild
from press.errors import NoTranscriberError, TranscribingError

JOB: Final = "press.transcribing_job:transcribe"
_PARTS: Final = ("rapidocr", "onnxruntime", "cv2")
_MODELS: Final = 3
LIMITS: Final = Limits(address_space_bytes=4 << 30, cpu_s=240, wall_s=300.0, reply_bytes=16 << 20)
PAGES_PER_LIFE: Final = 200


class Transcriber(Protocol):
    """Who reads words in pictures (文字识别程序)."""

    def name(self) -> str:
        """Name the program with its version; nothing where there is none on this machine."""
        ...

    def read(self, png: bytes, subject: str) -> ReadLines:
        """Give the lines on a picture of our own making, from top to bottom.

        Raises:
            NoTranscriberError: There is no such program.
            TranscribingError: It did not come to an end.
        """
        ...

    def close(self) -> None:
        """End the child."""
        ...


class RapidTranscriber:
    """The program rapidocr with the models in its wheel, in a bounded child of its own."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._child = ResidentChild(["press.transcribing_job"], limits, jobs_per_life=PAGES_PER_LIFE)
        self._name: str | None = None

    def name(self) -> str:
        """Name the program with its version; nothing where a part of it or a model is missing."""
        if self._name is None:
            self._name = _installed()
        return self._name

    def read(self, png: bytes, subject: str) -> ReadLines:
        """Give the lines on a picture of our own making, from top to bottom.

        Raises:
            NoTranscriberError: The extra is not installed.
            TranscribingError: It did not come to an end.
        """
        if not self.name():
            raise NoTranscriberError(subject)
        try:
            return from_plain(ReadLines, json.loads(self._child.call(JOB, png)))
        except ChildTimeoutError as error:
            raise TranscribingError(subject, f"超过 {error.limit_s:g} 秒仍未完成") from error
        except ChildError as error:
            raise TranscribingError(subject, "识别程序中断") from error

    def close(self) -> None:
        """End the child."""
        self._child.close()


def _installed() -> str:
    if any(find_spec(part) is None for part in _PARTS):
        return ""
    spec = find_spec("rapidocr")
    home = Path(spec.origin).parent if spec and spec.origin else None
    if home is None or len(list((home / "models").glob("*.onnx"))) < _MODELS:
        return ""
    try:
        return f"rapidocr {version('rapidocr')}"
    except PackageNotFoundError:
        return ""
