"""A wake-up when something stirs in the watched folders (值守). It says nothing about what: the scan is the truth (law 11).

inotify where it works, else polling. A folder that vanishes and returns is watched again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from mailroom.folders import Folders

_POLL_S = 2.0
_QUIET = frozenset({"opened", "closed_no_write"})
"""Reading is no news; the scan itself reads."""


class Watcher:
    """Calls ``wake`` when anything changes below ``投稿``, and when it comes back after it was away."""

    def __init__(self, folders: Folders, wake: Callable[[], None], check_s: float = 5.0) -> None:
        self._folders = folders
        self._wake = wake
        self._check_s = check_s
        self._observer: BaseObserver | None = None
        self._watched: tuple[tuple[int, int], ...] | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._keep_watching, name="watcher", daemon=True)

    @property
    def is_polling(self) -> bool:
        """Tell whether the system had no inotify left for us."""
        return isinstance(self._observer, PollingObserver)

    def start(self) -> None:
        """Begin to watch."""
        self._watch_again()
        self._thread.start()

    def stop(self) -> None:
        """End watching; returns when no further call of ``wake`` can come."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()
        self._stop_observer()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _keep_watching(self) -> None:
        while not self._ends.wait(self._check_s):
            is_dead = self._observer is not None and not self._observer.is_alive()
            if is_dead or self._inodes() != self._watched:
                self._watch_again()
                self._wake()

    def _watch_again(self) -> None:
        self._stop_observer()
        self._watched = self._inodes()
        if self._watched:
            self._observer = self._observe(Observer()) or self._observe(PollingObserver(timeout=_POLL_S))

    def _observe(self, observer: BaseObserver) -> BaseObserver | None:
        try:
            observer.schedule(_Wake(self._wake), str(self._folders.drops), recursive=True)
            observer.start()
        except OSError:  # no inotify left, or the folder went away: the check tries again, the scan goes on anyway
            return None
        return observer

    def _stop_observer(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join()

    def _inodes(self) -> tuple[tuple[int, int], ...]:
        """Give the identity of every watched folder that is there: another one under the same path is to be watched anew."""
        found = []
        for path in (self._folders.drops, *(watched.path for watched in self._folders.watched())):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((status.st_dev, status.st_ino))
        return tuple(found)


class _Wake(FileSystemEventHandler):
    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _QUIET:
            self._wake()
