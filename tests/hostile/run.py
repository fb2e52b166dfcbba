"""Dropping hostile files at a real counter: real children, real reading; what each costs and what is said of it (恶意文件演练)."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self, cast

from domain.errors import HongtouError
from domain.intake import Arrival, Declined, SecrecyStop
from ground.child import ForkingChild
from ground.content import ContentFolder
from mailroom.intake import secrecy_child
from office.reading_files import source_files
from press.press import Press
from press.reading_child import PRELOAD
from tests.hostile import archives, content, packages, pdfs
from tests.mailroom_samples import Counter

MOST_SECONDS = 30.0
MOST_MB = 512
SHORT = 12
"""Every so manieth case is in the short version, but for those that LibreOffice converts."""

Files = Callable[[], Mapping[str, bytes]]


@dataclass(frozen=True)
class Outcome:
    """What became of one hostile drop; the time is not among the faults, a test may run on a slow machine."""

    case: str
    code: str
    sentence: str
    seconds: float
    peak_mb: int
    faults: tuple[str, ...]


def cases() -> dict[str, Files]:
    """Name every case with what is dropped: a body alone, or a good body with a hostile attachment."""
    alone = {**packages.CASES, **content.CASES}
    found: dict[str, Files] = {name: lambda make=make: {"通知.docx": make()} for name, make in alone.items()}  # type: ignore[misc]
    found |= {name: lambda make=make: {"包.zip": make()} for name, make in archives.CASES.items()}  # type: ignore[misc]
    for name, (file, make) in pdfs.CASES.items():
        found[name] = lambda make=make, file=file: {"通知.docx": packages.GOOD, file: make()}  # type: ignore[misc]
    return found


def short() -> tuple[str, ...]:
    """Name the cases of the short version."""
    return tuple(name for name in cases() if not name.startswith("附件："))[::SHORT]


@contextmanager
def counter(root: Path) -> Iterator[tuple[Counter, Press]]:
    """Open a counter with everything that looks at a stranger's bytes."""
    (root / "content").mkdir()
    press = Press(ContentFolder(root / "content"), [], reading_in=ForkingChild(PRELOAD))
    scanning = secrecy_child(PRELOAD)
    try:
        yield Counter(root, scanning, press), press
    finally:
        press.close()
        scanning.close()


def live_through(names: Sequence[str], root: Path | None = None) -> list[Outcome]:
    """Drop each case, and say what became of it."""
    with tempfile.TemporaryDirectory() as home:
        folder = root or Path(home)
        with counter(folder) as (desk, press):
            faults = _isolation(press, desk)
            outcomes = [_one(desk, press, name, cases()[name]()) for name in names]
        return [Outcome("隔离", "", "", 0.0, 0, tuple(faults)), *outcomes] if faults else outcomes


def _isolation(press: Press, desk: Counter) -> list[str]:
    """Tell which children could reach a network."""
    children = {"读稿": press._reading._child, "密级检查": desk.child, "转换": press._converter._child}
    return [f"{name}进程没有断网" for name, one in children.items() if not cast("ForkingChild", one).network_is_cut]


def _one(desk: Counter, press: Press, name: str, files: Mapping[str, bytes]) -> Outcome:
    before = _outside(desk)
    begun = time.monotonic()
    faults: list[str] = []
    with Peak() as peak:
        try:
            code, sentence = _drop(desk, press, files)
        except HongtouError as error:
            code, sentence = error.code, str(error)
        except Exception as error:  # noqa: BLE001 - that is what the drill is about
            code, sentence = "", ""
            faults.append(f"程序错误 {type(error).__name__}: {error}")
    seconds = time.monotonic() - begun
    if peak.mb > MOST_MB:
        faults.append(f"占了 {peak.mb} MB")
    if "Traceback" in sentence or (code and not sentence.endswith("。")):
        faults.append(f"不是一句话：{sentence[:80]}")
    if _outside(desk) != before:
        faults.append("投稿文件夹之外多了文件")
    _clear(desk)
    return Outcome(name, code, sentence, round(seconds, 2), peak.mb, tuple(faults))


def _drop(desk: Counter, press: Press, files: Mapping[str, bytes]) -> tuple[str, str]:
    if len(files) == 1:
        for file, data in files.items():
            (desk.inbox / file).write_bytes(data)
    else:
        home = desk.inbox / "某事"
        home.mkdir()
        for file, data in files.items():
            (home / file).write_bytes(data)
    sighting = desk.sight()
    if not sighting.is_whole:
        return sighting.answer.code, sighting.answer.sentence
    match desk.mailroom.take(sighting, lambda _: None):
        case Declined() as declined:
            return declined.answer.code, declined.answer.sentence
        case SecrecyStop():
            return "HT-125", "涉密拦截。"
        case Arrival() as arrival:
            house = cast("Any", SimpleNamespace(staging=desk.staging))
            press.read(source_files(house, arrival.files), sighting.display_name)
            return "", ""
        case _:
            return "", ""


def _outside(desk: Counter) -> frozenset[str]:
    """List what lies around the office's folder, where a climbing name would have put something."""
    root = desk.folders.root
    return frozenset(str(path) for path in root.parent.glob("*")) | frozenset(
        str(path) for path in Path("/etc").glob("PWNED*")
    )


def _clear(desk: Counter) -> None:
    for path in desk.inbox.iterdir():
        if path.is_dir() and path.name == "某事":
            for inner in path.iterdir():
                inner.unlink()
            path.rmdir()
        elif path.is_file() and path.suffix in {".docx", ".zip"}:
            path.unlink()


@dataclass
class Peak:
    """The largest resident size of any process below us, looked at every few milliseconds."""

    mb: int = 0
    _ends: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._ends.wait(0.01):
            for pid in _below(os.getpid()):
                self.mb = max(self.mb, _resident_mb(pid))


def _below(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_below(int(child))]
    except OSError:  # ended while we looked
        pass
    return found


def _resident_mb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:")), 0)
