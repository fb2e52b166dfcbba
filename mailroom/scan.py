"""The scan is the truth (扫描): every watched folder is listed anew, and every drop in it gets an answer.

A drop is at rest when its files, sizes, times and inodes have not changed for ``settle_s``. What stays incomplete or open for
``patience_s`` gets a slip. The whole of a file is read only once, when it is taken in; here its end must be there.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass

from domain.intake import Answer, Category, Sighting, Source, SourceFile, Verdict
from domain.levels import Level
from ground.clock import Clock
from mailroom import kinds, opening
from mailroom.drops import Drop, in_order, look
from mailroom.errors import (
    DropError,
    EmptyFileError,
    FolderAwayError,
    FolderClosedError,
    FolderShapeError,
    HalfWrittenError,
    LeftOpenError,
    MisplacedError,
    NoPermissionError,
    OpenInWordError,
    SecretMarkError,
    StillWrittenError,
    TooLargeError,
    UnreadableError,
)
from mailroom.folders import Folders, Watched
from mailroom.names import display, is_ignored, is_unfinished, to_bytes
from mailroom.package import TAIL_BYTES
from mailroom.secrecy import scan_name
from mailroom.strays import looked_through, strays_in

UNNAMED = "（不记文件名）"
"""What stands for the name of a drop that carries a secrecy mark."""
_WHOLE = Answer(Verdict.WHOLE)


@dataclass(frozen=True)
class Limits:
    """How long and how large (收取限额); ``patience_s`` is how long an incomplete or open file is waited for."""

    settle_s: float = 2.0
    patience_s: float = 600.0
    most_bytes: int = 100 << 20


DEFAULT_LIMITS = Limits()


@dataclass
class _Memory:
    """What is remembered of one drop between scans."""

    key: str
    since: dt.datetime
    answer: Answer | None = None


class Scanner:
    """Looks through the watched folders, again and again (扫描)."""

    def __init__(
        self,
        folders: Folders,
        clock: Clock,
        permitted: Level = Level.INTERNAL,
        limits: Limits = DEFAULT_LIMITS,
        converts: tuple[str, ...] = (),
    ) -> None:
        self._converts = converts
        self.limits = limits
        self._folders = folders
        self._clock = clock
        self._permitted = permitted
        self._memories: dict[tuple[str, str], _Memory] = {}

    def scan(self) -> tuple[Sighting, ...]:
        """List every drop with its answer; a folder in trouble is one alarm, and the others go on.

        What can be taken in comes first, the oldest before the newer, so that no number of bad files holds up a good one.
        """
        sightings: list[Sighting] = []
        for watched in self._folders.watched():
            sightings += self._scan_folder(watched)
        for name, belonging in looked_through(self._folders):
            sightings += self._scan_for_strays(name, belonging)
        return tuple(sorted(sightings, key=_turn))

    def strays(self) -> tuple[str, ...]:
        """Name what lies beside the units' folders, at rest or not; of what is secret only where it lies."""
        return tuple(
            f"{name}/{_shown_safely(entry, self._permitted)}"
            for name, belonging in looked_through(self._folders)
            for entry, _ in self._strays_in(name, belonging)
        )

    def remember(self, source: Source, answer: Answer) -> None:
        """Keep the answer that taking in gave a drop, until the drop changes."""
        memory = self._memories.get((source.folder, source.name))
        if memory is not None and memory.key == source.key:
            memory.answer = answer

    def forget(self, source: Source) -> None:
        """Look at a drop as if for the first time."""
        self._memories.pop((source.folder, source.name), None)

    def _scan_folder(self, watched: Watched) -> list[Sighting]:
        if not watched.is_there():
            return [self._alarm(watched, FolderAwayError(watched.name))]
        try:
            with opening.folder(os.fsencode(watched.path)) as inside:
                names = frozenset(os.fsencode(name) for name in os.listdir(inside))  # noqa: PTH208 - a descriptor has no Path
                found = list(self._sightings(watched, inside, names))
        except OSError as error:
            return [self._alarm(watched, FolderClosedError(watched.name, error.strerror or "未知原因"))]
        self._drop_memories(watched.name, {sighting.source.name for sighting in found})
        return found

    def _strays_in(self, name: str, belonging: frozenset[bytes]) -> list[tuple[bytes, Drop]]:
        try:
            return list(strays_in(self._folders, name, belonging))
        except OSError:  # not mounted, or closed: the watched folders in it raise the alarm
            return []

    def _scan_for_strays(self, name: str, belonging: frozenset[bytes]) -> list[Sighting]:
        found = []
        for entry, drop in self._strays_in(name, belonging):
            memory, shown = self._memory(drop.source), _shown_safely(entry, self._permitted)
            age_s = (self._clock.now() - memory.since).total_seconds()
            error = (
                StillWrittenError(shown)
                if 0 <= age_s < self.limits.settle_s
                else MisplacedError(shown, name, self._folders.units)
            )
            found.append(Sighting(Category.DISPATCH, "", shown, drop.source, error.answer(), memory.since))
        self._drop_memories(name, {sighting.source.name for sighting in found})
        return found

    def _sightings(self, watched: Watched, inside: int, names: frozenset[bytes]) -> Iterator[Sighting]:
        for name in names:
            if is_ignored(name):
                continue
            try:
                drop = look(watched.name, name, inside, names)
            except FileNotFoundError:  # taken away since the folder was listed
                continue
            except OSError as error:
                drop = Drop(
                    Source(watched.name, name.decode("utf-8", "replace"), False, ()), False, _unreadable(name, error)
                )
            memory = self._memory(drop.source)
            answer = self._answer(watched, drop, memory, inside)
            yield Sighting(watched.category, watched.unit, self._shown(memory, name), drop.source, answer, memory.since)

    def _shown(self, memory: _Memory, name: bytes) -> str:
        """Show a drop's name, unless it is secret or names something secret."""
        is_stopped = memory.answer is not None and memory.answer.code == SecretMarkError.code
        return UNNAMED if is_stopped else _shown_safely(name, self._permitted)

    def _memory(self, source: Source) -> _Memory:
        place, key = (source.folder, source.name), source.key
        memory = self._memories.get(place)
        if memory is None or memory.key != key:
            memory = self._memories[place] = _Memory(key, self._clock.now())
        return memory

    def _answer(self, watched: Watched, drop: Drop, memory: _Memory, inside: int) -> Answer:
        shown = self._shown(memory, to_bytes(drop.source.name))
        age_s = (self._clock.now() - memory.since).total_seconds()
        minutes = self.limits.patience_s / 60
        is_late = age_s >= self.limits.patience_s
        if drop.trouble is not None:
            return drop.trouble.answer()
        if drop.size_bytes > self.limits.most_bytes:
            return TooLargeError(shown, drop.size_bytes, self.limits.most_bytes).answer()
        if drop.is_open:
            return (LeftOpenError(shown, minutes) if is_late else OpenInWordError(shown)).answer()
        if 0 <= age_s < self.limits.settle_s:
            return StillWrittenError(shown).answer()
        if memory.answer is None:
            memory.answer = self._look_closer(watched, drop, inside, shown)
        if memory.answer.verdict is Verdict.WAIT and is_late:
            return self._late(drop, shown, minutes)
        return memory.answer

    def _look_closer(self, watched: Watched, drop: Drop, inside: int, shown: str) -> Answer:
        """Read head and tail of every file of a drop at rest."""
        try:
            came_in = watched.category is Category.RECEIPT
            if drop.source.is_folder:
                self._check_folder(drop, inside, shown, came_in=came_in)
            else:
                place = kinds.Standing(is_only=True, is_inside=False, converts=self._converts, came_in=came_in)
                _check_file(to_bytes(drop.source.name), drop.source.files[0], inside, shown, place)
        except DropError as error:
            return error.answer()
        return _WHOLE

    def _check_folder(self, drop: Drop, inside: int, shown: str, *, came_in: bool) -> None:
        if not drop.source.files:
            raise StillWrittenError(shown)
        place = kinds.Standing(len(drop.source.files) == 1, True, self._converts, came_in)
        with opening.folder(to_bytes(drop.source.name), inside) as descriptor:
            for file in drop.source.files:
                name = to_bytes(file.name)
                _check_file(name, file, descriptor, f"{shown}/{display(name)}", place)
        in_order(drop.source, kinds.BODIES_FROM_OUTSIDE if came_in else kinds.BODIES)

    def _late(self, drop: Drop, shown: str, minutes: float) -> Answer:
        if not drop.source.files:
            return FolderShapeError(shown, "没有文件").answer()
        if any(file.size_bytes == 0 for file in drop.source.files):
            return EmptyFileError(shown).answer()
        return HalfWrittenError(shown, minutes).answer()

    def _alarm(self, watched: Watched, error: FolderAwayError | FolderClosedError) -> Sighting:
        source = Source(watched.name, "", True, ())
        answer = Answer(Verdict.ALARM, error.code, str(error))
        return Sighting(watched.category, watched.unit, watched.name, source, answer, self._clock.now())

    def _drop_memories(self, folder_name: str, present: set[str]) -> None:
        for place in [place for place in self._memories if place[0] == folder_name and place[1] not in present]:
            del self._memories[place]


def _shown_safely(name: bytes, permitted: Level) -> str:
    """Show a name, unless it bears a mark above the permitted level."""
    shown = display(name)
    hit = scan_name(shown)
    return UNNAMED if hit is not None and hit.level.rank > permitted.rank else shown


def _check_file(name: bytes, file: SourceFile, inside: int, shown: str, place: kinds.Standing) -> None:
    """Look at the first and the last bytes of one file.

    Raises:
        DropError: It can't be taken in, or not yet.
    """
    if file.size_bytes == 0 or is_unfinished(name):
        raise StillWrittenError(shown)
    try:
        with opening.regular_file(name, inside) as descriptor:
            head = os.pread(descriptor, 8, 0)
            tail = os.pread(descriptor, TAIL_BYTES, max(0, file.size_bytes - TAIL_BYTES))
    except PermissionError as error:
        raise NoPermissionError(shown) from error
    except FileNotFoundError as error:
        raise StillWrittenError(shown) from error
    except OSError as error:
        raise _unreadable(name, error) from error
    kinds.check(name, head, tail, shown, place)


def _unreadable(name: bytes, error: OSError) -> UnreadableError:
    return UnreadableError(display(name), error.strerror or "未知原因")


def _turn(sighting: Sighting) -> tuple[bool, int, str, str]:
    newest = max((file.modified_ns for file in sighting.source.files), default=0)
    return not sighting.is_whole, newest, sighting.source.folder, sighting.source.name
