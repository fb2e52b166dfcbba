"""A PostgreSQL server of the tests' own: in a folder of its own, on a socket only, as an ordinary user, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.settings import PostgresDatabase

USER = "hongtou"
_UNPRIVILEGED = ("postgres", "nobody")


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or name


def _unprivileged() -> str | None:
    """Name the user the server runs as; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _UNPRIVILEGED if name in known)


def _run(user: str | None, *words: str) -> None:
    words = ("runuser", "-u", user, "--", *words) if user else words
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


class Server:
    """A running server; ``stop_at_once`` is the power cut of a database."""

    def __init__(self, folder: Path, user: str | None, *, synced: bool = False) -> None:
        self._folder = folder
        self._user = user
        self._synced = "on" if synced else "off"
        self._made = 0

    def database(self) -> PostgresDatabase:
        """Make a new empty database."""
        self._made += 1
        name = f"registry{self._made}"
        _run(self._user, _program("createdb"), "-h", str(self._folder), "-U", USER, name)
        return PostgresDatabase(name=name, host=str(self._folder), user=USER)

    def renew(self, database: PostgresDatabase) -> None:
        """Put an empty database in the place of one, as an administrator would who has lost it."""
        for program in ("dropdb", "createdb"):
            _run(self._user, _program(program), "-h", str(self._folder), "-U", USER, database.name)

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c max_connections=60"
        options += f" -c fsync={self._synced}"
        log = str(self._folder / "log")
        _run(self._user, _program("pg_ctl"), "-D", str(self._folder / "data"), "-o", options, "-l", log, "-w", "start")

    def stop_at_once(self) -> None:
        _run(self._user, _program("pg_ctl"), "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def stop(self) -> None:
        _run(self._user, _program("pg_ctl"), "-D", str(self._folder / "data"), "-m", "fast", "stop")


@contextmanager
def server(*, synced: bool = False) -> Iterator[Server]:
    """Start a server, and stop it with all it holds; ``synced`` where its speed is told, for tests must not wait for the disk."""
    user = _unprivileged()
    folder = Path(
        tempfile.mkdtemp(prefix="hongtou-pg-")
    )  # pytest's folders are root's alone, and too long for a socket
    if user:
        shutil.chown(folder, user)
    try:
        _run(
            user,
            _program("initdb"),
            "-D",
            str(folder / "data"),
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        running = Server(folder, user, synced=synced)
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder)
