"""Check what the wheel holds: every file of every room, and nothing else.

A missing template would be noticed only in an office; a stray ``tests`` package would stand in everyone's way.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from tools.wheel import REPOSITORY, build_wheel


def main() -> int:
    """Build the wheel into a folder of its own, look into it, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        with zipfile.ZipFile(wheel) as package:
            held = set(package.namelist())
    faults = _faults(held)
    for fault in faults:
        print(f"wheel: {fault}", file=sys.stderr)
    if not faults:
        print(f"The wheel holds {len(held)} files, all of the rooms and nothing else.")
    return 1 if faults else 0


def _faults(held: set[str]) -> list[str]:
    rooms = _rooms()
    missing = sorted(file for file in _tracked_files(rooms) if file not in held)
    strangers = sorted({top for name in held if (top := name.split("/")[0]) not in rooms and ".dist-info" not in top})
    return [
        *(f"{file} is missing; does .gitignore or pyproject.toml leave it out?" for file in missing),
        *(f"{top}/ does not belong into it" for top in strangers),
    ]


def _rooms() -> set[str]:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return set(settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


def _tracked_files(rooms: set[str]) -> list[str]:
    command = ["git", "ls-files", "-z", "--", *sorted(rooms)]
    listed = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).is_file()]


if __name__ == "__main__":
    sys.exit(main())
