"""What a process was doing when it was killed (阶段): it writes the name into a file of its own, which outlives it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from tests.drills.pins import target

INTAKE, READING, SIGNING, REGISTERING = "收件", "审读与呈批", "签批", "登记"
NUMBERED, SEALING, ISSUING, FILING = "编号已入库、未入台账", "用印", "印发", "归档"
RETURNING, CATALOGUING, IDLE = "回送", "编目", "空闲"
PHASES = (INTAKE, READING, SIGNING, REGISTERING, NUMBERED, SEALING, ISSUING, FILING, RETURNING, CATALOGUING, IDLE)

_WIDTH = 96
_ACTS = {
    "office.advance:take_in": INTAKE,
    "office.advance:examine": READING,
    "office.advance:present": READING,
    "office.advance:issue": ISSUING,
    "office.advance:file_record": FILING,
    "office.advance:hand_back": RETURNING,
    "office.advance:catalogue": CATALOGUING,
    "hongtou.players:approve": SIGNING,
    "hongtou.players:register_document": REGISTERING,
    "hongtou.players:seal_document": SEALING,
}


def note_phases(folder: Path) -> None:
    """Have this process and those it starts note their phase in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    phase = _Phase(folder)
    for place, name in _ACTS.items():
        owner, attribute = target(place)
        setattr(owner, attribute, phase.during(name, getattr(owner, attribute)))
    owner, attribute = target("office.record:flush")
    setattr(owner, attribute, phase.while_numbers_wait(getattr(owner, attribute)))


def phase_of(folder: Path, pid: int) -> str:
    """Give the phase a process was in, nothing when it notes none."""
    try:
        return (folder / str(pid)).read_bytes().decode().rstrip()
    except FileNotFoundError:
        return ""


class _Phase:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._now = IDLE
        self._write(IDLE)

    def during(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def noted(*arguments: Any, **named: Any) -> Any:
            before = self._now
            self._write(name)
            try:
                return act(*arguments, **named)
            finally:
                self._write(before)

        return noted

    def while_numbers_wait(self, flush: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(flush)
        def noted(house: Any) -> Any:
            waiting = self._now == REGISTERING
            return self.during(NUMBERED, flush)(house) if waiting else flush(house)

        return noted

    def _write(self, name: str) -> None:
        self._now = name
        data = name.encode().ljust(_WIDTH)
        descriptor = os.open(self._folder / str(os.getpid()), os.O_WRONLY | os.O_CREAT, 0o600)
        os.pwrite(descriptor, data, 0)
        os.close(descriptor)
