"""The ledger (台账): every business fact as a line chained to the one before, in a file that only grows.

The format, the rule for a torn end and what signed heads are for stand in docs/formats/ledger.md. One process writes (the flusher
of the registry's outbox); anybody may read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from archive.errors import LedgerBrokenError, LedgerOutOfStepError, PayloadDamagedError, told_in_words
from archive.ledger_check import Expected, LedgerReport, check_chain
from archive.segments import (
    Extent,
    append_durably,
    by_segment,
    cut,
    ends_torn,
    extents,
    last_line,
    lines_backwards,
    raw_lines,
    segments,
    well_formed,
)
from domain.canonical import sha256_hex, sm3_hex
from domain.ledger_line import LedgerLine
from ground.content import ContentDamagedError, ContentFolder
from ground.durable import make_directory, sync_directory
from ground.lock import exclusive, shared

Batch = Sequence[tuple[LedgerLine, bytes]]
"""Lines in order, each with its payload."""

_RECOVERY_WINDOW_BYTES = 4 << 20
"""More than any batch holds: only what one write and fsync put there can be torn."""


class Ledger:
    """The lines in ``folder``, the payloads they name in ``payloads``."""

    def __init__(self, folder: Path, payloads: Path) -> None:
        self.folder = folder
        self._payloads = ContentFolder(payloads, "sha256")
        self._lock = folder / "lock"
        self._durable_names: set[Path] = set()
        self._known_head: tuple[Path, int, LedgerLine] | None = None

    def create(self) -> None:
        """Make the folders; what is there is left as it is."""
        with told_in_words("台账", self.folder):
            make_directory(self.folder)
            make_directory(self._payloads.root)

    def append(self, batch: Batch) -> None:
        """Write lines with their payloads, durable when it returns; lines that stand there already are passed over.

        Raises:
            LedgerOutOfStepError: A line does not follow the head, differs from the one in its place, or its payload is not the
                one it names. Nothing of the batch was written.
            ArchiveNotWritableError: Disk, space or permissions; the whole batch is to be offered again.
        """
        if not batch:
            return
        with told_in_words("台账", self.folder), exclusive(self._lock):
            new = self._new_lines(batch)
            first = new[0].index if new else 0  # a payload that was destroyed does not come back with its old line
            self._payloads.put_all([payload for line, payload in batch if new and line.index >= first])
            for path, lines in by_segment(self.folder, new).items():
                append_durably(path, b"".join(line.to_bytes() for line in lines))
                self._make_name_durable(path)
                self._known_head = (path, path.stat().st_size, lines[-1])

    def head(self) -> LedgerLine | None:
        """Give the newest line, nothing for an empty ledger; only the end of the newest segment is read.

        Raises:
            LedgerBrokenError: The ledger does not end in a well-formed line; ``recover`` may help.
        """
        try:
            return self._head()
        except LedgerBrokenError:
            with shared(self._lock):  # a batch may have been half written: look again while nobody writes
                return self._head()

    def lines(self) -> Iterator[LedgerLine]:
        """Yield all lines from the first, each checked against the one before.

        Raises:
            LedgerBrokenError: A line is not as it was written, or not in its place.
        """
        return self._lines(self.measured())

    def _lines(self, measured: Sequence[Extent]) -> Iterator[LedgerLine]:
        before: LedgerLine | None = None
        for raw in raw_lines(measured):
            line = well_formed(raw.data)
            if line is None:
                raise LedgerBrokenError(raw.segment, raw.number, "该行不是写入时的样子")
            if not line.follows(before):
                raise LedgerBrokenError(raw.segment, raw.number, "该行与上一行不衔接")
            yield line
            before = line

    def payload(self, line: LedgerLine) -> bytes | None:
        """Give the payload of a line, nothing when it was destroyed.

        Raises:
            PayloadDamagedError: Its bytes are not those the line names.
        """
        try:
            return self._payloads.read(line.payload_sha256)
        except FileNotFoundError:
            return None
        except ContentDamagedError as error:
            raise PayloadDamagedError(line.index) from error

    def destroy_payloads(self, erased: Collection[int]) -> int:
        """Remove the payloads of lines for good, but for those that another line names, too; give how many were there. The chain stays."""
        with (
            told_in_words("台账", self.folder),
            exclusive(self._lock),
        ):  # no line comes meanwhile that needs one of them
            wanted, needed = _digests_of(self._lines(extents(self.folder)), erased)
            gone = [digest for digest in sorted(wanted - needed) if self._payloads.holds(digest)]
            for digest in gone:
                self._payloads.destroy(digest)
            return len(gone)

    def payloads_kept_of(self, erased: Collection[int]) -> int:
        """Count the payloads of such lines that should be gone and are not."""
        wanted, needed = _digests_of(self.lines(), erased)
        return sum(self._payloads.holds(digest) for digest in wanted - needed)

    def recover(self, acknowledged: int | None = None) -> int:
        """Cut what a crash left after the last whole line, and give how many bytes that was; to be called at start.

        ``acknowledged`` is the index up to which the registry knows lines to be durable: beyond it, well-formed lines may be cut
        together with the damage before them, since they will be offered again. Up to it, nothing is cut.

        Raises:
            LedgerBrokenError: There is a well-formed line after damage, or the damage reaches a line known to be durable: not a
                crash, somebody changed the file, or the disk did.
        """
        with told_in_words("台账", self.folder), exclusive(self._lock):
            self._known_head = None
            self._payloads.clear_unfinished()
            ends = _damaged_ends(self.folder, acknowledged)
            for path, keep, _ in ends:
                cut(path, keep)
            return sum(size - keep for _, keep, size in ends)

    def check(self, expected: Collection[Expected] = (), *, with_payloads: bool = True) -> LedgerReport:
        """Read everything and report the first line that is not as it was written, lost, or in the wrong place.

        ``expected`` are heads known from elsewhere (index and own digest): only they show an end cut off or a chain written anew.
        """
        read = self._payloads if with_payloads else None
        measured = self.measured()
        torn = any(ends_torn(extent) for extent in measured)
        return check_chain(raw_lines(measured), expected, read, torn=torn)

    def measured(self) -> list[Extent]:
        """Tell how long each segment is while nobody writes: what was measured ends in whole lines."""
        with shared(self._lock):
            return extents(self.folder)

    def end_of(self, measured: Sequence[Extent]) -> tuple[int, str]:
        """Give index and own digest of the last line of what was measured, 0 and nothing for an empty ledger."""
        for extent in reversed(measured):
            line = well_formed(last_line(extent.path, extent.size) or b"")
            if line is not None:
                return line.index, line.own
        return 0, ""

    def _head(self) -> LedgerLine | None:
        for path in reversed(segments(self.folder)):
            size = path.stat().st_size
            if self._known_head is not None and self._known_head[:2] == (path, size):
                return self._known_head[2]
            head = _well_formed_end(path)
            if head is not None:
                self._known_head = (path, size, head)
                return head
        return None

    def _make_name_durable(self, path: Path) -> None:
        """Sync a segment's name, once per process: who made the file may have died before."""
        if path not in self._durable_names:
            sync_directory(self.folder)
            self._durable_names.add(path)

    def _new_lines(self, batch: Batch) -> list[LedgerLine]:
        """Check the whole batch before a byte is written, and give the lines that are not there yet."""
        head = self._head()
        reached = head.index if head else 0
        standing = self._standing_lines({line.index for line, _ in batch if line.index <= reached})
        before = head
        new: list[LedgerLine] = []
        for line, payload in batch:  # one that stands there may have lost its payload since: it was destroyed
            if not line.own_holds() or not (_is_of(payload, line) or (line.index <= reached and not payload)):
                raise LedgerOutOfStepError(line.index, reached, "与其摘要或事件内容不符")
            if line.index <= reached:
                if standing.get(line.index) != line:
                    raise LedgerOutOfStepError(line.index, reached, "与已写入的同号行不同")
            elif not line.follows(before):
                raise LedgerOutOfStepError(line.index, reached)
            else:
                new.append(line)
                before = line
        return new

    def _standing_lines(self, wanted: set[int]) -> dict[int, LedgerLine]:
        """Find lines by index, reading backwards from the end as far as the first of them: a year's segment may be long."""
        found: dict[int, LedgerLine] = {}
        for path in reversed(segments(self.folder)) if wanted else ():
            for line in filter(None, map(well_formed, lines_backwards(path))):
                if line.index in wanted:
                    found[line.index] = line
                if line.index <= min(wanted):
                    return found
        return found


def _digests_of(lines: Iterator[LedgerLine], chosen: Collection[int]) -> tuple[set[str], set[str]]:
    """Give the payloads that the chosen lines name, and those that all others name."""
    indexes, found = frozenset(chosen), (set[str](), set[str]())
    for line in lines:
        found[line.index not in indexes].add(line.payload_sha256)
    return found


def _is_of(payload: bytes, line: LedgerLine) -> bool:
    return line.payload_sha256 == sha256_hex(payload) and line.payload_sm3 == sm3_hex(payload)


def _well_formed_end(path: Path) -> LedgerLine | None:
    try:
        data = last_line(path)
    except ValueError as error:
        raise LedgerBrokenError(path.name, _count_lines(path), "末行不完整，重新启动服务即自动清理") from error
    if data is None:
        return None
    line = well_formed(data)
    if line is None:
        raise LedgerBrokenError(path.name, _count_lines(path), "末行不是写入时的样子")
    return line


def _count_lines(path: Path) -> int:
    return len(path.read_bytes().splitlines())


def _damaged_ends(folder: Path, acknowledged: int | None) -> list[tuple[Path, int, int]]:
    """List segments, the newest first, that end in damage: each with how many bytes are sound and how many there are."""
    found: list[tuple[Path, int, int]] = []
    last: LedgerLine | None = None
    for path in reversed(segments(folder)):
        keep, last = _sound_length(path, acknowledged)
        size = path.stat().st_size
        if keep < size:
            found.append((path, keep, size))
        if keep:
            break
    reached = last.index if last else 0
    if found and acknowledged is not None and reached < acknowledged:
        path = found[-1][0]
        raise LedgerBrokenError(path.name, _count_lines(path), f"已写定的行受损（应到第{acknowledged}号）")
    return found


def _sound_length(path: Path, acknowledged: int | None) -> tuple[int, LedgerLine | None]:
    """Give how many bytes of a segment are whole lines in a chain, and the last, looking only as far back as a crash reaches."""
    start, data = _window(path)
    before: LedgerLine | None = None
    sound = 0
    for number, piece in enumerate(data.split(b"\n"), 1):
        line = well_formed(piece)
        if line is None or (before is not None and not line.follows(before)):
            _refuse_if_changed(path, (start, number), data[sound:], acknowledged)
            break
        if sound + len(piece) + 1 > len(data):  # whole but for its line end: it was never acknowledged
            break
        before = line
        sound += len(piece) + 1
    return start + sound, before


def _line_at(path: Path, start: int, number: int) -> int:
    """Give the place in a segment of a line that is the so-many-th after a byte."""
    with path.open("rb") as file:
        return file.read(start).count(b"\n") + number


def _window(path: Path) -> tuple[int, bytes]:
    """Give the last stretch of a segment from the beginning of a line, and where it begins."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = max(0, size - _RECOVERY_WINDOW_BYTES)
        file.seek(start)
        if start:
            start += len(file.readline())
        return start, file.read()


def _refuse_if_changed(path: Path, place: tuple[int, int], rest: bytes, acknowledged: int | None) -> None:
    """Raise when a line after damage is well-formed and may have been acknowledged; ``place`` is how many lines after which byte it begins."""
    for piece in rest.split(b"\n"):
        line = well_formed(piece)
        if line is not None and (acknowledged is None or line.index <= acknowledged):
            raise LedgerBrokenError(path.name, _line_at(path, *place), "损坏之后仍有完好的行，不是断电所致")
