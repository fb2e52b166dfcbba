"""What the main job asks of the kernel, seen from outside by strace: no network, and nothing let go before its successor is on disk.

One traced child founds an office, takes in two drafts, has them signed, and files them. What must hold of its trace is then tried on
children that are broken on purpose, so that it is known to be able to fail.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive import staging
from domain.case import Phase
from domain.intake import Arrival, Sighting, Taken
from hongtou import commands, players, wiring
from mailroom import claims
from mailroom.intake import KnownAs, Mailroom
from office import record, take_in
from office.house import House
from tests.needs import REPOSITORY
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.strace

UNIT = "经济发展办公室"
DRAFTS = tuple(
    REPOSITORY / "examples" / "drafts" / UNIT / name
    for name in (
        "关于解决云河村生产便桥水毁重建资金的请示.docx",
        "关于商请拨付2026年度高标准农田管护经费的函.docx",
    )
)
SYNCS, WRITES = ("fsync", "fdatasync"), ("write", "writev", "pwrite64", "pwritev", "ftruncate")
RENAMES, REMOVALS = ("rename", "renameat", "renameat2"), ("unlink", "unlinkat")
MAKINGS, SENDING = ("mkdir", "mkdirat"), ("connect", "sendto", "sendmsg", "sendmmsg")
TRACED = ",".join(("%network", "openat", "open", *SYNCS, *WRITES, *RENAMES, *REMOVALS, *MAKINGS))
BREAKING = pytest.MonkeyPatch()
"""Used in a child alone, which ends broken as it is."""


# What the child does ---------------------------------------------------------------------------------------------------


def small_main_job(root: Path) -> None:
    """Found an office and bring two drafts from their folder into the archive, without a server (全流程)."""
    take_drafts_in(root)
    with wiring.opened(root) as house:
        assert list(players.play(house))
    commands.main(["work", "--office", str(root)])
    with wiring.opened(root) as house:
        assert [case.phase for case in house.registry.cases()] == [Phase.DONE] * len(DRAFTS)


def take_drafts_in(root: Path) -> None:
    """Found an office and take two drafts in (收件)."""
    commands.main(["init", str(root), "--profile", "example"])
    for draft in DRAFTS:
        shutil.copy(draft, drop_of(root, draft))
    commands.main(["work", "--office", str(root)])


def sound() -> None:
    """Break nothing."""


def no_fsync() -> None:
    """Make fsync do nothing, as a careless rewrite of ground.durable would."""
    BREAKING.setattr(os, "fsync", lambda descriptor: None)


def removing_first() -> None:
    """Remove the source when it is staged, before the books know of it."""
    really = Mailroom.take

    def taking(self: Mailroom, sighting: Sighting, known: KnownAs) -> Taken:
        taken = really(self, sighting, known)
        assert isinstance(taken, Arrival)
        claims.remove(self.folders.root / taken.source.folder, taken.source, taken.digests)
        return taken

    BREAKING.setattr(Mailroom, "take", taking)


def ledger_last() -> None:
    """Let the ledger wait until the source is gone."""
    really = take_in._arrived

    def arrived(house: House, arrival: Arrival) -> take_in.TakeInRow:
        with record.flushed_together(house):
            return really(house, arrival)

    BREAKING.setattr(take_in, "_arrived", arrived)


def folders_unsynced() -> None:
    """Publish objects without syncing the folders around them."""
    BREAKING.setattr(staging, "sync_directory", lambda path: None)


def calling_home() -> None:
    """Ask the network for something; nobody listens there."""
    import socket  # noqa: PLC0415 - part of the breakage

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"hello", ("127.0.0.1", 9))


# What its trace says ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """One system call: when it began and ended in the trace, and the paths it names, descriptors' paths among them."""

    began: int
    ended: int
    name: str
    paths: tuple[str, ...]
    text: str
    worked: bool

    @property
    def makes(self) -> bool:
        """Tell whether it may make, or opens for writing, the file it names."""
        return self.name in ("open", "openat") and bool(re.search(r"O_CREAT|O_WRONLY|O_RDWR|O_TRUNC", self.text))


_LINE = re.compile(r"(\d+) +(?:<\.\.\. \w+ resumed>(?P<rest>.*)|(?P<start>(?P<name>\w+)\(.*))")
_PATHS = re.compile(r'(?:(?P<base>AT_FDCWD|\d+)<(?P<of>[^>]*)>)?(?:, )?(?:"(?P<name>(?:[^"\\]|\\.)*)"(?!\.\.\.))?')


def calls(trace: Path) -> list[Call]:
    """Read a trace of ``strace -f -y``; calls that others interrupt are joined."""
    begun: dict[str, tuple[int, str]] = {}
    found: list[Call] = []
    for number, line in enumerate(_unescaped(trace.read_bytes()).splitlines()):
        matched = _LINE.fullmatch(line)
        if matched is None:
            continue  # a signal, or the end of a process
        process = matched[1]
        began, text = number, matched["start"] or ""
        if not text:
            began, first = begun.pop(process, (number, ""))
            text = first + matched["rest"]
        if text.endswith("<unfinished ...>"):
            begun[process] = (began, text.removesuffix("<unfinished ...>"))
        elif "(" in text:
            found.append(_call(began, number, text))
    return found


def _call(began: int, ended: int, text: str) -> Call:
    name, _, rest = text.partition("(")
    arguments, _, result = rest.rpartition(" = ")
    return Call(began, ended, name, tuple(_named(arguments)), text, not result.startswith(("-1", "?")))


def _named(arguments: str) -> Iterator[str]:
    for match in _PATHS.finditer(arguments):
        if match["name"]:
            yield str(Path(match["of"] or "/") / match["name"])
        elif match["of"] and match["base"] != "AT_FDCWD":
            yield match["of"]


def _unescaped(data: bytes) -> str:
    octal = re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), data)
    return octal.decode("utf-8", "replace")


class OutOfOrderError(AssertionError):
    """Something was let go before its successor was on disk."""


@dataclass(frozen=True)
class Trace:
    """The calls that touch an office's folder and worked, in order."""

    root: Path
    calls: Sequence[Call]

    def find(self, names: Sequence[str], path: str, *, after: int = -1, before: int = 1 << 60, place: int = 0) -> Call:
        """Give the first such call on exactly ``path`` that lies wholly between two moments.

        Raises:
            OutOfOrderError: There is none.
        """
        for call in self.calls:
            if call.name in names and call.began > after and call.ended < before and path in call.paths[place:][:1]:
                return call
        raise OutOfOrderError(f"no {'/'.join(names)} of {path} between calls {after} and {before}")

    def below(self, folder: str, *, after: int, before: int) -> list[Call]:
        """Give the calls on what lies below a folder, or on the folder, between two moments."""
        return [
            call
            for call in self.calls
            if after < call.began < before and call.paths and f"{call.paths[0]}/".startswith(f"{folder}/")
        ]


def check_taking_in(trace: Trace, drop: Path) -> None:
    """Check that a drop was removed only after bytes, books and ledger were on disk (law 1).

    Raises:
        OutOfOrderError: It was not.
    """
    root = str(trace.root)
    gone = trace.find((*RENAMES, *REMOVALS), str(drop)).began
    digest = hashlib.sha512((REPOSITORY / "examples" / "drafts" / UNIT / drop.name).read_bytes()).hexdigest()
    folder = f"{root}/staging/{digest[:2]}"
    staged = trace.find(RENAMES, f"{folder}/{digest}", place=1, before=gone)
    part = staged.paths[0]
    written = [call for call in trace.below(part, after=-1, before=staged.began) if call.name in WRITES][-1]
    trace.find(SYNCS, part, after=written.ended, before=staged.began)
    named = trace.find(SYNCS, folder, after=staged.ended, before=gone)
    made = trace.find(MAKINGS, folder, before=staged.began)
    trace.find(SYNCS, f"{root}/staging", after=made.ended, before=gone)
    booked = trace.find(WRITES, f"{root}/registry.sqlite-wal", after=named.ended, before=gone)
    committed = trace.find(SYNCS, f"{root}/registry.sqlite-wal", after=booked.ended, before=gone)
    line = _ledger_line(trace, after=committed.ended, before=gone)
    trace.find(SYNCS, line.paths[0], after=line.ended, before=gone)


def check_filing(trace: Trace) -> int:
    """Check that every object was whole on disk before the one rename that published it, and its name after; give how many.

    Raises:
        OutOfOrderError: It was not.
    """
    published = [call for call in trace.calls if call.name in RENAMES and _is_publication(trace.root, *call.paths[:2])]
    for rename in published:
        source, target = rename.paths[:2]
        inside = trace.below(source, after=-1, before=rename.began)
        for path in {call.paths[0] for call in inside if call.makes or call.name in (*WRITES, *MAKINGS)}:
            last = max(call.ended for call in inside if _changes(call, path))
            trace.find(SYNCS, path, after=last, before=rename.began)
        named = trace.find(SYNCS, str(Path(target).parent), after=rename.ended)
        _ledger_line(trace, after=named.ended)
        too_early = [call for call in _ledger_lines(trace) if rename.ended < call.began < named.ended]
        later = [call for call in trace.below(target, after=rename.ended, before=1 << 60) if _writes(call)]
        if too_early or later:
            raise OutOfOrderError(f"{target}: {(too_early or later)[0].text}")
    return len(published)


def check_no_network(seen: Sequence[Call]) -> None:
    """Check that nobody spoke to another machine, or tried to: sockets of this machine alone (AF_UNIX, netlink)."""
    for call in seen:
        if call.name in SENDING and "AF_INET" in call.text:
            raise OutOfOrderError(call.text)


def _ledger_lines(trace: Trace) -> list[Call]:
    segment = re.compile(re.escape(str(trace.root)) + r"/ledger/\d{4}\.jsonl")
    return [call for call in trace.calls if call.name in WRITES and segment.fullmatch(call.paths[0])]


def _ledger_line(trace: Trace, *, after: int, before: int = 1 << 60) -> Call:
    for call in _ledger_lines(trace):
        if after < call.began and call.ended < before:
            return call
    raise OutOfOrderError(f"no line in the ledger between calls {after} and {before}")


def _is_publication(root: Path, source: str, target: str) -> bool:
    level = re.escape(str(root)) + r"/archive/[a-z]+"
    return bool(re.match(f"{level}/staging/", source) and re.match(f"{level}/objects/", target))


def _changes(call: Call, path: str) -> bool:
    """Tell whether a call changes what a sync of ``path`` pins: its bytes, or the names right in it."""
    names_in_it = (call.makes or call.name in MAKINGS) and str(Path(call.paths[0]).parent) == path
    return names_in_it or (call.paths[0] == path and (_writes(call) or call.name in MAKINGS))


def _writes(call: Call) -> bool:
    return call.makes or call.name in (*WRITES, *RENAMES, *REMOVALS)


# The tests -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    return traced(tmp_path_factory.mktemp("whole"), small_main_job, sound)


def test_the_main_job_never_speaks_to_a_network(whole: Trace) -> None:
    assert whole.calls
    check_no_network(whole.calls)


def test_a_call_over_the_network_would_be_seen(tmp_path: Path) -> None:
    seen = traced(tmp_path, None, calling_home).calls

    with pytest.raises(OutOfOrderError, match="sendto"):
        check_no_network(seen)


@pytest.mark.parametrize("draft", DRAFTS, ids=["请示", "函"])
def test_a_drop_is_removed_after_bytes_books_and_ledger_are_on_disk(whole: Trace, draft: Path) -> None:
    check_taking_in(whole, drop_of(whole.root, draft))


def test_every_object_is_on_disk_before_the_one_rename_that_publishes_it(whole: Trace) -> None:
    filed = list((whole.root / "archive").glob("*/objects/*/*/0=ocfl_object_1.1"))

    assert check_filing(whole) == len(filed) == len(DRAFTS)


@pytest.mark.parametrize(
    ("breakage", "missing"),
    [
        (no_fsync, "no fsync/fdatasync of .*/staging/.incoming"),
        (removing_first, "no write/.* of .*registry.sqlite-wal"),
        (ledger_last, "no line in the ledger"),
    ],
)
def test_a_broken_order_of_taking_in_is_seen(tmp_path: Path, breakage: Callable[[], None], missing: str) -> None:
    trace = traced(tmp_path, take_drafts_in, breakage)

    with pytest.raises(OutOfOrderError, match=missing):
        check_taking_in(trace, drop_of(trace.root, DRAFTS[0]))


@pytest.mark.parametrize(
    ("breakage", "missing"),
    [
        (no_fsync, "no fsync/fdatasync of .*/archive/internal/staging/"),
        (folders_unsynced, "no fsync/fdatasync of .*/archive/internal/(staging/[0-9a-f]{32}/[0-9a-f]{3} |objects )"),
    ],
)
def test_a_broken_order_of_filing_is_seen(tmp_path: Path, breakage: Callable[[], None], missing: str) -> None:
    trace = traced(tmp_path, small_main_job, breakage)

    with pytest.raises(OutOfOrderError, match=missing):
        check_filing(trace)


def drop_of(root: Path, draft: Path) -> Path:
    return root / "投稿" / "发文" / UNIT / draft.name


def traced(place: Path, job: Callable[[Path], None] | None, breakage: Callable[[], None]) -> Trace:
    """Run a job in a child, broken on purpose or not, under strace."""
    root, output = place / "office", place / "trace"
    script = f"from {__name__} import *; {breakage.__name__}(); {f'{job.__name__}(Path({str(root)!r}))' if job else ''}"
    strace = ["strace", "-f", "-y", "--seccomp-bpf", "-qq", "-s", "0", "-e", f"trace={TRACED}", "-o", str(output)]
    done = subprocess.run(
        [*strace, sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env=_environment(place),
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    return Trace(root, [call for call in calls(output) if (call.worked and call.paths) or call.name in SENDING])


def _environment(place: Path) -> Mapping[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS")
    }
    return {**kept, "XDG_STATE_HOME": str(place / "state"), "PYTHONPATH": str(REPOSITORY)}
