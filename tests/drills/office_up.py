"""``hongtou up`` whose processes note their phases: ``python -m tests.drills.office_up up ROOT``, and ``… process NAME …`` for the others."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from hongtou import processes, supervisor, up
from tests.drills.phases import note_phases

MARKS_VARIABLE = "HONGTOU_DRILL_MARKS"
MINE = ("-m", "tests.drills.office_up", "process")


class NotingSupervisor(supervisor.Supervisor):
    """Starts the porter as a process that notes what it does."""

    def __init__(self, root: Path, desk_port: int) -> None:
        super().__init__(root, desk_port)
        for job in self.jobs:
            python, _, _, *rest = job.command
            job.command = (python, *MINE, *rest)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["up", root]:
            logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
            vars(up)["Supervisor"] = NotingSupervisor
            up.run(Path(root), 0)
            return 0
        case ["process", *rest]:
            if rest[0] == "porter":
                note_phases(Path(os.environ[MARKS_VARIABLE]))
            sys.argv[1:] = rest
            return processes.main()
        case _:
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
