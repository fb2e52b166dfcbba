"""Reading what strace saw (系统调用): the points at which a case may be killed or refused, and the disk's own story for power cuts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.disk import Operation, Recording

CHANGES = (
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "rename",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "rmdir",
    "fsync",
    "fdatasync",
)
LOOK = ("-y", "-xx", "-s", "100000000", "-e", f"trace={','.join(CHANGES)},close,lseek")
UNSEEN = (
    "sendfile",
    "copy_file_range",
    "writev",
    "pwritev",
    "fallocate",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "truncate",
)
"""What the model of the disk can't replay; the drill fails when the product does it below the office's folder."""
_CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)")
_ENDS_NOT = ("-shm",)


@dataclass(frozen=True)
class Point:
    """A syscall that changes the disk: its name, the how manieth of that name it is, and on what."""

    call: str
    number: int
    path: str


@dataclass(frozen=True)
class Call:
    """One line of a trace."""

    name: str
    arguments: str
    result: int

    @property
    def strings(self) -> list[bytes]:
        return [_plain(found) for found in _STRING.findall(self.arguments)]

    @property
    def descriptor(self) -> tuple[int, str]:
        """Give the descriptor it is about with the path it stands for, -1 for none."""
        found = _DESCRIPTOR.match(self.arguments)
        return (int(found[1]), _plain(found[2]).decode("utf-8", "replace")) if found else (-1, "")


def calls_in(trace: Path) -> Iterator[Call]:
    """Yield the calls of a trace."""
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if found := _CALL.match(line):
                yield Call(found[1], found[2], int(found[3]))


def points(trace: Path, root: Path) -> list[Point]:
    """List the calls that change something below ``root``, and those that say what was promised."""
    counted: Counter[str] = Counter()
    found = []
    for call in calls_in(trace):
        counted[call.name] += 1
        path = _path_of(call)
        changes = call.name != "openat" or "O_CREAT" in call.arguments
        if call.name in CHANGES and changes and path.startswith(str(root)):
            found.append(Point(call.name, counted[call.name], path[len(str(root)) :]))
    return found


def recording(trace: Path, root: Path, base: Path) -> Traced:
    """Replay a trace of what happened at ``root`` over the disk as it was, of which ``base`` is a copy."""
    story = Traced(base, root)
    for call in calls_in(trace):
        story.feed(call)
    return story


class Traced(Recording):
    """A recording made of a trace; its paths are those of the place where it happened."""

    def __init__(self, base: Path, place: Path) -> None:
        super().__init__(base)
        self._place_then = str(place)

    def feed(self, call: Call) -> None:  # noqa: C901 - a row for each call that changes a disk
        """Take one call into the story; those that failed changed nothing."""
        if call.result < 0:
            return
        descriptor, path = call.descriptor
        names = [self._here(text.decode("utf-8", "replace")) for text in call.strings]
        own = self._here(path) if descriptor >= 0 else None
        match call.name:
            case "openat" if (name := self._here(_path_of(call))) is not None and "O_DIRECTORY" not in call.arguments:
                self._open_file(call, name)
            case "close":
                self._open.pop(descriptor, None)
            case "write" if descriptor >= 0 and own is None and b'["promised"' in (call.strings or [b""])[0]:
                self.acknowledge(str(json.loads(call.strings[0])[1]))
            case "write" | "pwrite64" if own is not None and not own.endswith(_ENDS_NOT):
                self._write(call, descriptor, own)
            case "ftruncate" if own is not None:
                size = int(call.arguments.rsplit(",", 1)[1])
                self.operations.append(Operation("truncate", (self._live[own],), node=self._live[own], offset=size))
                self._size[self._live[own]] = size
            case "rename" if names[0] is not None:
                self._rename(names[0], names[1])
            case "renameat2" if (names := [self._here(text.decode()) for text in call.strings])[0] is not None:
                self._rename(names[0], names[1])
            case "unlink" | "rmdir" if names[0] is not None:
                self._remove(names[0])
            case "unlinkat" if (name := self._here(_path_of(call))) is not None:
                self._remove(name)
            case "mkdir" if names[0] is not None:
                self._add(names[0], is_folder=True)
            case "fsync" | "fdatasync" if own is not None:
                self._sync(self._live[own])

    def files(self) -> set[str]:
        """Name the files that stand at the end of the story."""
        return {name for name, node in self._live.items() if node not in self._folders and not name.endswith("-shm")}

    def _here(self, path: str) -> str | None:
        if path == self._place_then:
            return ""
        return path[len(self._place_then) + 1 :] if path.startswith(self._place_then + "/") else None

    def _open_file(self, call: Call, name: str) -> None:
        if name not in self._live:
            if "O_CREAT" not in call.arguments:
                return
            self._add(name, is_folder=False)
        node = self._live[name]
        if "O_TRUNC" in call.arguments:
            self.operations.append(Operation("truncate", (node,), node=node, offset=0))
            self._size[node] = 0
        self._open[call.result] = (node, "O_APPEND" in call.arguments, 0)

    def _write(self, call: Call, descriptor: int, name: str) -> None:
        node, data = self._live[name], call.strings[0][: call.result]
        if call.name == "pwrite64":
            offset = int(call.arguments.rsplit(",", 1)[1])
        else:
            _, appends, position = self._open.get(descriptor, (node, True, 0))
            offset = self._size[node] if appends else position
            self._open[descriptor] = (node, appends, offset + len(data))
        self.operations.append(Operation("write", (node,), node=node, offset=offset, data=data))
        self._size[node] = max(self._size[node], offset + len(data))

    def _rename(self, old: str | None, new: str | None) -> None:
        assert old is not None, "files are renamed inside the office's folder only"
        assert new is not None, "files are renamed inside the office's folder only"
        at, to, node = self._place(old), self._place(new), self._live[old]
        self.operations.append(Operation("rename", (at[0], to[0]), at, to, node))
        for name in [name for name in self._live if name == old or name.startswith(f"{old}/")]:
            self._live[new + name[len(old) :]] = self._live.pop(name)

    def _remove(self, name: str) -> None:
        place = self._place(name)
        self.operations.append(Operation("remove", (place[0],), place))
        self._live.pop(name)

    def _sync(self, node: int) -> None:
        for operation in self.operations:
            if operation.pinned_by is None and node in operation.nodes:
                operation.pinned_by = len(self.operations)
        self.operations.append(Operation("sync"))


def _path_of(call: Call) -> str:
    """Give the path a call is about: of its descriptor, its string, or its string below its folder."""
    strings = [text.decode("utf-8", "replace") for text in call.strings]
    _, path = call.descriptor
    if call.name in ("openat", "unlinkat"):
        own = strings[0] if strings else ""
        folder = re.match(r"(?:AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>", call.arguments)
        base = _plain(folder[1]).decode("utf-8", "replace") if folder else ""
        return own if own.startswith("/") else f"{base}/{own}"
    return path or (strings[0] if strings else "")


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
