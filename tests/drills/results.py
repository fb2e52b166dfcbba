"""What a case of the drill brought (结果): kept outside the checkout, so that a whole drill may be broken off and go on later."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.drills.phases import PHASES
from tests.needs import REPOSITORY

ROOMS = (
    "archive",
    "domain",
    "flows",
    "ground",
    "hongtou",
    "indexer",
    "mailroom",
    "office",
    "press",
    "registry",
    "tests/drills",
    "tests/hostile",
    "tests/mark_placements.py",
    "tests/disk.py",
)


@dataclass(frozen=True)
class Kill:
    """One kill -9: who, in which phase, and where exactly when it was aimed."""

    victim: str
    phase: str
    place: str = ""


@dataclass(frozen=True)
class Result:
    """One case: its kills or strikes, what was wrong afterwards, how long it took and under which load."""

    case: str
    kills: tuple[Kill, ...]
    faults: tuple[str, ...]
    seconds: float
    load: float
    strikes: int = 0
    told: str = ""


class Results:
    """The results of this very code: another revision starts anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / _digest_of_code()

    def find(self, case: str) -> Result | None:
        """Give the good result of a case that was run before; a bad one is run again."""
        try:
            plain = json.loads((self.folder / f"{case}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        kills = tuple(Kill(**kill) for kill in plain.pop("kills"))
        result = Result(kills=kills, faults=tuple(plain.pop("faults")), **plain)
        return None if result.faults else result

    def keep(self, result: Result) -> None:
        """Keep a case's result."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(result), ensure_ascii=False, indent=1)
        (self.folder / f"{result.case}.json").write_text(text, "utf-8")


def histogram(results: Iterable[Result]) -> dict[str, int]:
    """Count the kills by the phase they hit, every phase listed."""
    counted = Counter(kill.phase for result in results for kill in result.kills)
    return {phase: counted[phase] for phase in PHASES}


def home() -> Path:
    """Give the folder of the drill's results."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hongtou" / "drills"


def _digest_of_code() -> str:
    sums = hashlib.sha256()
    for room in ROOMS:
        place = REPOSITORY / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            sums.update(path.relative_to(REPOSITORY).as_posix().encode() + path.read_bytes())
    return sums.hexdigest()[:12]
