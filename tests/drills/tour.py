"""One tour of aimed kills through one office (定点巡回)."""

from __future__ import annotations

import signal
from collections.abc import Sequence

from tests.drills.pins import Pin
from tests.drills.results import Kill
from tests.drills.stage import DrillError, Stage


def go_round(stage: Stage, pins: Sequence[Pin]) -> tuple[Kill, ...]:
    """Let process after process die at its pin, and a last one work to the end."""
    drafts = str(len(stage.drafts))
    for pin in pins:
        code = stage.start("-m", "tests.drills.victim", str(stage.root), drafts, pin.name).wait()
        if code != -signal.SIGKILL:
            raise DrillError(f"no process died at “{pin.name}”: it ended with {code}; see {stage.log}")
    stage.run("-m", "tests.drills.victim", str(stage.root), drafts)
    return tuple(Kill("worker", pin.phase, pin.name) for pin in pins)
