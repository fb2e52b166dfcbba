"""A disk that forgets what was not synced: records what our code does to a folder, then shows every state a crash may leave.

While recording, the functions of ``os`` that change files are watched. At every moment the power may go; what an fsync had
pinned by then is there, of the rest anything may be: all of it (that is what ``kill -9`` leaves), none, names only, bytes only, all
but one operation, one alone, one write torn in half or turned to garbage. A rename is atomic and pinned by a sync of either folder.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

_WATCHED = ("open", "close", "write", "fsync", "ftruncate", "mkdir", "rename", "replace", "unlink", "rmdir")


@dataclass
class Operation:
    """One change; ``nodes`` are the files or folders whose sync pins it."""

    kind: str
    nodes: tuple[int, ...] = ()
    at: tuple[int, str] = (0, "")
    to: tuple[int, str] = (0, "")
    node: int = 0
    offset: int = 0
    data: bytes = b""
    pinned_by: int | None = None


@dataclass(frozen=True)
class State:
    """One state the disk may be in: which operations are kept, which write is spoiled how, what had been acknowledged."""

    name: str
    kept: frozenset[int]
    spoiled: int | None
    spoil: str
    acknowledged: tuple[str, ...]


@dataclass
class Recording:
    """What was done to the folder ``root`` since it looked like ``base``."""

    root: Path
    operations: list[Operation] = field(default_factory=list)
    _live: dict[str, int] = field(default_factory=dict)
    _start: dict[str, int] = field(default_factory=dict)
    _bytes: dict[int, bytes] = field(default_factory=dict)
    _folders: set[int] = field(default_factory=set)
    _open: dict[int, tuple[int, bool, int]] = field(default_factory=dict)
    _size: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in [self.root, *sorted(self.root.rglob("*"))]:
            node = self._new_node(self._name(path) or "", is_folder=path.is_dir())
            if not path.is_dir():
                self._bytes[node] = path.read_bytes()
                self._size[node] = len(self._bytes[node])
        self._start = dict(self._live)

    def acknowledge(self, what: str) -> None:
        """Note that the code under test has promised something."""
        self.operations.append(Operation("acknowledge", data=what.encode()))

    def states(self) -> Iterator[State]:
        """Yield every different state the disk may be in if the power goes at some moment of the recording."""
        seen: set[tuple[object, ...]] = set()
        for moment in range(len(self.operations) + 1):
            done = {n: o for n, o in enumerate(self.operations[:moment]) if o.kind not in ("sync", "acknowledge")}
            pinned = frozenset(n for n, o in done.items() if o.pinned_by is not None and o.pinned_by < moment)
            said = tuple(o.data.decode() for o in self.operations[:moment] if o.kind == "acknowledge")
            for name, kept, spoiled, spoil in _variants(done, pinned):
                if (kept, spoiled, spoil, said) not in seen:
                    seen.add((kept, spoiled, spoil, said))
                    yield State(f"{moment}:{name}", kept, spoiled, spoil, said)

    def build(self, state: State, target: Path) -> None:
        """Write a state of the disk out to ``target``, which must not exist."""
        bytes_of = dict(self._bytes)
        entries: dict[int, dict[str, int]] = defaultdict(dict)
        for name, node in self._start.items():
            if name:
                folder, _, own = name.rpartition("/")
                entries[self._start[folder]][own] = node
        for number, operation in enumerate(self.operations):
            if number in state.kept:
                spoil = state.spoil if number == state.spoiled else ""
                _apply(operation, entries, bytes_of, spoil)
        self._write_out(self._start[""], target, entries, bytes_of)

    def _write_out(
        self, node: int, target: Path, entries: dict[int, dict[str, int]], bytes_of: dict[int, bytes]
    ) -> None:
        target.mkdir()
        for name, child in entries[node].items():
            if child in self._folders:
                self._write_out(child, target / name, entries, bytes_of)
            else:
                (target / name).write_bytes(bytes_of.get(child, b""))

    def _new_node(self, name: str, *, is_folder: bool) -> int:
        node = len(self._size) + 1
        self._live[name] = node
        self._size[node] = 0
        if is_folder:
            self._folders.add(node)
        return node

    def _name(self, path: Any, dir_fd: int | None = None) -> str | None:
        """Give a path relative to the root, nothing when it lies outside."""
        whole = _path_of(dir_fd) / os.fsdecode(path) if dir_fd is not None else Path(os.fsdecode(path))
        if whole == self.root:
            return ""
        return whole.relative_to(self.root).as_posix() if whole.is_relative_to(self.root) else None

    def _place(self, name: str) -> tuple[int, str]:
        folder, _, own = name.rpartition("/")
        return self._live[folder], own

    def _add(self, name: str, *, is_folder: bool) -> None:
        place = self._place(name)
        node = self._new_node(name, is_folder=is_folder)
        self.operations.append(Operation("add", (place[0],), place, node=node))

    def saw_open(self, result: int, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        name = self._name(path, dir_fd)
        if name is None:
            return
        if name not in self._live:
            self._add(name, is_folder=False)
        self._open[result] = (self._live[name], bool(flags & os.O_APPEND), 0)

    def saw_close(self, result: None, descriptor: int) -> None:
        self._open.pop(descriptor, None)

    def saw_write(self, result: int, descriptor: int, data: Any) -> None:
        if descriptor in self._open:
            node, appends, position = self._open[descriptor]
            offset = self._size[node] if appends else position
            self.operations.append(Operation("write", (node,), node=node, offset=offset, data=bytes(data[:result])))
            self._open[descriptor] = (node, appends, offset + result)
            self._size[node] = max(self._size[node], offset + result)

    def saw_ftruncate(self, result: None, descriptor: int, size: int) -> None:
        if descriptor in self._open:
            node = self._open[descriptor][0]
            self.operations.append(Operation("truncate", (node,), node=node, offset=size))
            self._size[node] = size

    def saw_fsync(self, result: None, descriptor: int) -> None:
        if descriptor in self._open:
            node = self._open[descriptor][0]
            for operation in self.operations:
                if operation.pinned_by is None and node in operation.nodes:
                    operation.pinned_by = len(self.operations)
            self.operations.append(Operation("sync"))

    def saw_mkdir(self, result: None, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        if (name := self._name(path, dir_fd)) is not None:
            self._add(name, is_folder=True)

    def saw_rename(self, result: None, source: Any, target: Any) -> None:
        old, new = self._name(source), self._name(target)
        assert old is not None, "files are renamed inside the recorded folder only"
        assert new is not None, "files are renamed inside the recorded folder only"
        at, to, node = self._place(old), self._place(new), self._live[old]
        self.operations.append(Operation("rename", (at[0], to[0]), at, to, node))
        for name in [name for name in self._live if name == old or name.startswith(f"{old}/")]:
            self._live[new + name[len(old) :]] = self._live.pop(name)

    saw_replace = saw_rename

    def saw_unlink(self, result: None, path: Any, *, dir_fd: int | None = None) -> None:
        if (name := self._name(path, dir_fd)) is not None:
            place = self._place(name)
            self.operations.append(Operation("remove", (place[0],), place))
            self._live.pop(name)

    saw_rmdir = saw_unlink


def _variants(
    done: dict[int, Operation], pinned: frozenset[int]
) -> Iterator[tuple[str, frozenset[int], int | None, str]]:
    everything = frozenset(done)
    pending = sorted(everything - pinned)
    is_bytes = frozenset(n for n in pending if done[n].kind in ("write", "truncate"))
    yield "killed", everything, None, ""
    yield "nothing unsynced", pinned, None, ""
    yield "names only", everything - is_bytes, None, ""
    yield "bytes only", pinned | is_bytes, None, ""
    for n in pending:
        yield f"without {n} {done[n].kind}", everything - {n}, None, ""
        yield f"only {n} {done[n].kind}", pinned | {n}, None, ""
        if done[n].kind == "write" and len(done[n].data) > 1:
            yield f"torn {n}", everything, n, "torn"
            yield f"garbage {n}", everything, n, "garbage"


def _apply(operation: Operation, entries: dict[int, dict[str, int]], bytes_of: dict[int, bytes], spoil: str) -> None:
    folder, name = operation.at
    match operation.kind:
        case "add":
            entries[folder][name] = operation.node
        case "remove":
            entries[folder].pop(name, None)
        case "rename":
            entries[folder].pop(name, None)
            entries[operation.to[0]][operation.to[1]] = operation.node
        case "truncate":
            bytes_of[operation.node] = bytes_of.get(operation.node, b"")[: operation.offset].ljust(
                operation.offset, b"\0"
            )
        case "write":
            data = _spoiled(operation.data, spoil)
            before = bytes_of.get(operation.node, b"").ljust(operation.offset, b"\0")
            after = before[operation.offset + len(data) :]
            bytes_of[operation.node] = before[: operation.offset] + data + after


def _spoiled(data: bytes, spoil: str) -> bytes:
    if spoil == "torn":
        return data[: len(data) // 2]
    if spoil == "garbage":
        return hashlib.shake_256(data).digest(len(data))
    return data


@contextmanager
def recorded(root: Path) -> Iterator[Recording]:
    """Record what is done below ``root`` in this process."""
    recording = Recording(root)
    with pytest.MonkeyPatch.context() as patch:
        for name in _WATCHED:
            patch.setattr(os, name, _watching(getattr(os, name), getattr(recording, f"saw_{name}")))
        yield recording


def _watching(really: Callable[..., Any], saw: Callable[..., None]) -> Callable[..., Any]:
    def watched(*arguments: Any, **options: Any) -> Any:
        result = really(*arguments, **options)
        saw(result, *arguments, **options)
        return result

    return watched


@contextmanager
def failing(root: Path, number: int, code: int) -> Iterator[list[str]]:
    """Let the ``number``-th change below ``root`` (from 0) fail with an errno; the list tells whether and which one did."""
    failed: list[str] = []
    seen = -1

    def fails(name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            nonlocal seen
            if _changes_below(root, name, arguments):
                seen += 1
                if seen == number:
                    failed.append(name)
                    raise OSError(code, os.strerror(code))
            return really(*arguments, **options)

        return watched

    with pytest.MonkeyPatch.context() as patch:
        for name in _WATCHED:
            if name != "close":
                patch.setattr(os, name, fails(name, getattr(os, name)))
        yield failed


def _changes_below(root: Path, name: str, arguments: tuple[Any, ...]) -> bool:
    if name == "open" and not arguments[1] & os.O_CREAT:
        return False
    if isinstance(arguments[0], int):
        return _path_of(arguments[0]).is_relative_to(root)
    return Path(os.fsdecode(arguments[0])).is_relative_to(root)


def _path_of(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}").readlink()


FAILURES = (errno.EIO, errno.ENOSPC)
"""What is worth failing with."""
