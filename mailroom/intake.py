"""The counter (收发室): look, take in, answer, settle, hand back. Nothing is stored before it was scanned for secrecy marks."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from domain import draft
from domain.canonical import digest_of
from domain.intake import (
    Answer,
    Arrival,
    Category,
    Declined,
    Known,
    Place,
    Role,
    SecrecyStop,
    Sighting,
    SourceFile,
    StagedFile,
    Taken,
    Verdict,
)
from domain.levels import Level
from ground import child
from ground.clock import Clock
from ground.content import ContentFolder
from mailroom import claims, hand_back, opening
from mailroom.at_hand import at_path, in_zip
from mailroom.drops import in_order
from mailroom.errors import (
    DropError,
    HandBackError,
    HostileFileError,
    NoPermissionError,
    SecretMarkError,
    SettleError,
    StagingError,
    StillWrittenError,
    UnlookableError,
    UnreadableError,
)
from mailroom.folders import Folders
from mailroom.kinds import BODIES, BODIES_FROM_OUTSIDE, Standing, check
from mailroom.looking import LIMITS, MODULES, Held, Looker, Opener, Seen
from mailroom.names import display, titled, to_bytes
from mailroom.package import TAIL_BYTES
from mailroom.scan import DEFAULT_LIMITS, UNNAMED, Limits, Scanner
from mailroom.secrecy import higher, scan_name
from mailroom.slips import receipt
from mailroom.strays import SLIP

KnownAs = Callable[[str], str | None]
"""Asks for the document that was received under an arrival's key (已收查询); it answers only when the bytes are durably ours."""
log = logging.getLogger(__name__)


def secrecy_child(others: Sequence[str] = ()) -> child.ForkingChild:
    """Give the bounded child in which drops are scanned, to be shared by one process; ``others`` are modules of what else it is to do."""
    return child.ForkingChild((*MODULES, *others), LIMITS)


class Mailroom:
    """The mailroom of one office (收发室)."""

    def __init__(
        self,
        folders: Folders,
        staging: ContentFolder,
        scanner_child: child.FileChild,
        clock: Clock,
        permitted: Level = Level.INTERNAL,
        limits: Limits = DEFAULT_LIMITS,
        opener: Opener | None = None,
    ) -> None:
        """Serve ``folders``; ``permitted`` is the highest level whose bytes may be stored here; without ``opener`` only .docx are taken."""
        self.folders = folders
        self._staging = staging
        self._child = scanner_child
        self._clock = clock
        self._permitted = permitted
        self.looker = Looker(scanner_child, opener)
        self._scanner = Scanner(folders, clock, permitted, limits, self.looker.converts)
        self._answered: set[tuple[str, str]] = set()
        self._unsettled: dict[str, str] = {}
        self._has_recovered = False

    def close(self) -> None:
        """End the bounded child."""
        self._child.close()

    def scan(self) -> tuple[Sighting, ...]:
        """List every drop with its answer, those that can be taken in first (扫描)."""
        if not self._has_recovered:
            self._recover()
        return self._scanner.scan()

    def strays(self) -> tuple[str, ...]:
        """Name what lies beside the units' folders and is never taken in (放错位置)."""
        return self._scanner.strays()

    def take(self, sighting: Sighting, known: KnownAs) -> Taken:
        """Read a whole drop once, scan it, and stage its bytes durably (收取). The source stays until ``settle``.

        Raises:
            StagingError: The staging folder did not take the bytes.
            ScannerDownError: The bounded child does not start.
        """
        with self._child.sitting() as process:
            return self._taken(sighting, known, process)

    def _taken(self, sighting: Sighting, known: KnownAs, process: child.Child) -> Taken:
        try:
            files, digests = self._read(sighting)
            came_in = sighting.category is Category.RECEIPT
            looker = replace(self.looker, scanning=process) if len(files) == 1 else self.looker
            seen = [looker.look(file, came_in=came_in) for file in files]
        except DropError as error:
            return self._declined(sighting, error)
        stop = self._stop(sighting, seen)
        if stop is not None:
            self._scanner.remember(sighting.source, SecretMarkError().answer())
            self._answered.add((sighting.source.key, SecretMarkError.code))  # the stop itself is the answer
            return stop
        trouble = next((one.trouble for one in seen if one.trouble is not None), None)
        if trouble is not None:
            return self._declined(sighting, trouble)
        taken = self._admit(sighting, seen, digests, known)
        if isinstance(taken, Arrival) and len(seen) == 1 and not came_in:
            looker.read_ahead(seen[0])
        return taken

    def look_through(self, name: str, data: bytes) -> None:
        """Look through a file that comes over the counter, in memory, before a byte of it is stored (密级检查).

        Raises:
            SecretMarkError: It bears a mark above the permitted level.
            HostileFileError: It can't be looked through safely.
            ScannerDownError: The bounded child does not start.
        """
        found = self.looker.marks_of(name, data)
        hit = higher(scan_name(name), found.title_block)
        if hit is not None and hit.level.rank > self._permitted.rank:
            raise SecretMarkError("交来的文件")
        if found.problem:
            raise HostileFileError(name, found.detail or "文件不完整或不是 Word 文件")

    def look_at(self, name: str, data: bytes, most: Level, *, only_within: bool = False) -> None:
        """Look through a file of any kind from elsewhere, or only through what a PDF carries inside, before a byte of it is stored (密级检查).

        Pages that are pictures are no trouble: their level is stated by who sent them, and again by the clerk who registers them.

        Raises:
            SecretMarkError: It bears a mark above ``most``, or above the permitted level.
            DropError: It can't be looked through, and why.
            ScannerDownError: The bounded child does not start.
        """
        look = self.looker.look_within if only_within else self.looker.look
        seen = look(Held(SourceFile(name, 0, 0, len(data), 0, 0), Role.ATTACHMENT, data))
        if seen.hit is not None and seen.hit.level.rank > min(most.rank, self._permitted.rank):
            raise SecretMarkError("交来的文件" if only_within else "交换来的文件")
        if seen.trouble is not None and not isinstance(seen.trouble, UnlookableError):
            raise seen.trouble

    def open_at(self, path: Path) -> list[draft.SourceFile]:
        """Open a document at a path, a file, a folder or a ZIP file, looked through like a drop; nothing of it is stored or moved.

        Raises:
            SecretMarkError: A file bears a mark above the permitted level.
            DropError: A file can't be taken, and why.
        """
        return at_path(path, self.looker, self._permitted)

    def look_at_name(self, name: str) -> None:
        """Look at the name of a scan that comes over the counter; its picture says nothing that could be read (密级检查).

        Raises:
            SecretMarkError: It bears a mark above the permitted level.
        """
        hit = scan_name(name)
        if hit is not None and hit.level.rank > self._permitted.rank:
            raise SecretMarkError("交来的扫描件")

    def look_at_piece(self, name: str, data: bytes) -> None:
        """Look through a piece from outside that is entered at the counter, in memory, before a byte of it is stored (密级检查).

        Raises:
            SecretMarkError: It bears a mark above the permitted level.
            DropError: It can't be taken, and why.
        """
        standing = Standing(is_only=True, is_inside=False, converts=self.looker.converts, came_in=True)
        check(name.encode(), data[:8], data[-TAIL_BYTES:], name, standing)
        seen = self.looker.look(Held(SourceFile(name, 0, 0, len(data), 0, 0), Role.BODY, data), came_in=True)
        hit = higher(scan_name(name), seen.hit)
        if hit is not None and hit.level.rank > self._permitted.rank:
            raise SecretMarkError("交来的扫描件")
        if seen.trouble is not None:
            raise seen.trouble

    def settle(self, taken: Arrival | Known, document_id: str, version: int = 1) -> bool:
        """Give the receipt and remove the source (结收), after the event is on disk; tell whether the source was removed.

        ``version`` is the draft's (第n稿), which the receipt says of all but the first.

        A source that is no longer the very same is a new drop and stays. Doing it again does nothing.

        Raises:
            SettleError: The folder did not let us.
        """
        source = taken.source
        self._unsettled[source.key] = document_id
        try:
            self._give_receipt(taken, document_id, version)
            is_removed = claims.remove(self.folders.root / source.folder, source, taken.digests)
        except OSError as error:
            raise SettleError(taken.display_name, _reason(error)) from error
        del self._unsettled[source.key]
        self._scanner.forget(source)
        return is_removed

    def is_due(self, sighting: Sighting) -> bool:
        """Tell whether something is still to be done about a drop: to take it in, or to say once why not."""
        answer = sighting.answer
        if answer.verdict in (Verdict.SLIP, Verdict.ALARM):
            return (sighting.source.key, answer.code) not in self._answered
        return answer.verdict is Verdict.WHOLE

    def is_news(self, sighting: Sighting, code: str) -> bool:
        """Tell once that something stands in a drop's way; asked again about the same drop and code, it is no news."""
        told = (sighting.source.key, code)
        is_news = told not in self._answered
        self._answered.add(told)
        return is_news

    def answer(self, refused: Sighting | Declined | SecrecyStop) -> Path | None:
        """Put the slip that says why a drop was not taken in into ``退回/<unit>/`` (告知), once; give its path.

        A stray drop belongs to no unit: its slip is put beside it.

        Who waits and who alarms gets no slip.
        """
        if isinstance(refused, SecrecyStop):
            return self._slip(refused.unit, UNNAMED, SecretMarkError().answer())
        key = refused.source.key if isinstance(refused, Sighting) else refused.source_key
        if refused.answer.verdict is not Verdict.SLIP or (key, refused.answer.code) in self._answered:
            return None
        beside = (
            self.folders.root / refused.source.folder if isinstance(refused, Sighting) and not refused.unit else None
        )
        path = self._slip(refused.unit, refused.display_name, refused.answer, beside)
        self._answered.add((key, refused.answer.code))
        return path

    def hand_back(
        self, place: Place, unit: str, folder_name: str, files: Mapping[str, bytes | Path], slip: str | None = None
    ) -> Path:
        """Hand files and a slip back to a unit, whole or not at all (交还); give the path, ``（2）`` added when a name is taken.

        With a slip alone it is one text file, else a folder. The same again changes nothing.

        Raises:
            HandBackError: The folder did not take them.
            FolderAwayError: The unit's folder is not in place.
        """
        home = self.folders.place(place, unit)
        try:
            if files or slip is None:
                return hand_back.hand_back_folder(home, folder_name, files, slip)
            return hand_back.hand_back_text(home, f"{folder_name}.txt", slip)
        except OSError as error:
            raise HandBackError(folder_name, _reason(error)) from error

    def _recover(self) -> None:
        """Put right what an interrupted run left; folders that are away, or do not let us, wait until the next run."""
        for watched in self.folders.watched():
            if watched.is_there():
                _try(claims.put_back_unfinished, watched.path)
        for place in Place:
            for home in (self.folders.root / place).glob("*"):
                _try(hand_back.clear_unfinished, home)
        self._has_recovered = True

    def _read(self, sighting: Sighting) -> tuple[list[Held], tuple[str, ...]]:
        """Read a drop's files into memory, a ZIP file's out of it, and give the SHA-512 of the files as they lie there."""
        source, came_in = sighting.source, sighting.category is Category.RECEIPT
        bodies = BODIES_FROM_OUTSIDE if came_in else BODIES
        try:
            with opening.folder(os.fsencode(self.folders.root / source.folder)) as inside:
                if not source.is_folder:
                    alone = _read_file(source.files[0], Role.BODY, inside)
                    return in_zip(alone, self.looker, came_in=came_in), (_sha512(alone.data),)
                with opening.folder(to_bytes(source.name), inside) as within:
                    held = [_read_file(file, role, within) for file, role in in_order(source, bodies)]
        except (opening.ChangedError, FileNotFoundError, opening.NotRegularError) as error:
            self._scanner.forget(source)
            raise StillWrittenError(sighting.display_name) from error
        except PermissionError as error:
            raise NoPermissionError(sighting.display_name) from error
        except OSError as error:
            raise UnreadableError(sighting.display_name, _reason(error)) from error
        digests = {file.source.name: _sha512(file.data) for file in held}
        return held, tuple(digests[file.name] for file in source.files)

    def _stop(self, sighting: Sighting, seen: list[Seen]) -> SecrecyStop | None:
        name = scan_name(display(to_bytes(sighting.source.name)))
        for one in seen:
            hit = higher(name, one.hit)
            if hit is not None and hit.level.rank > self._permitted.rank:
                data = one.file.data
                return SecrecyStop(
                    self._clock.now(),
                    sighting.source.folder,
                    sighting.unit,
                    len(data),
                    hashlib.sha256(data).hexdigest(),
                    hit.level,
                    hit.where,
                )
        return None

    def _declined(self, sighting: Sighting, error: DropError) -> Declined:
        answer = error.answer()
        self._scanner.remember(sighting.source, answer)
        return Declined(sighting.unit, sighting.display_name, sighting.source.key, answer)

    def _admit(self, sighting: Sighting, seen: list[Seen], digests: tuple[str, ...], known: KnownAs) -> Arrival | Known:
        key = _key(sighting, seen)
        unit, shown, source = sighting.unit, sighting.display_name, sighting.source
        document_id = self._unsettled.get(sighting.source.key) or known(
            key
        )  # booked, but still lying there: no new version
        if document_id is not None:
            return Known(document_id, key, sighting.category, unit, shown, source, digests)
        staged = tuple(staged for one in seen for staged in self._stage(one, shown))
        marked = max((one.hit.level for one in seen if one.hit), key=lambda level: level.rank, default=None)
        told = tuple(finding for one in seen for finding in one.mentions())
        told += tuple(finding for one in seen for finding in one.told)
        return Arrival(key, sighting.category, unit, shown, staged, source, digests, marked, told)

    def _stage(self, one: Seen, shown: str) -> Iterator[StagedFile]:
        """Stage a file, and behind it what it was converted to: that is what will be read."""
        file = one.file
        try:
            yield StagedFile(file.shown, file.role, self._staging.put(file.data), len(file.data))
            if one.rendered is not None:
                suffix, made = one.rendered
                yield StagedFile(f"{file.shown}{suffix}", Role.RENDERED, self._staging.put(made), len(made))
        except OSError as error:
            raise StagingError(shown, _reason(error)) from error

    def _give_receipt(self, taken: Arrival | Known, document_id: str, version: int) -> None:
        home = self.folders.place(Place.TAKEN, taken.unit)
        name = titled(taken.display_name, "《{}》已收.txt")
        identifier = f"收件编号：{document_id}" + (f"（第{version}稿）" if version > 1 else "")
        if hand_back.says_already(home, name, identifier):
            return
        text = receipt(taken, identifier, version, f"{self._clock.now():%Y年%m月%d日 %H:%M}")
        hand_back.hand_back_text(home, name, text)

    def _slip(self, unit: str, shown: str, answer: Answer, beside: Path | None = None) -> Path:
        text = f"文件：{shown}\n结果：未收取（{answer.code}）\n说明：{answer.sentence}\n"
        home = beside or self.folders.place(Place.RETURNED, unit)
        try:
            return hand_back.hand_back_text(home, titled(shown, SLIP), text)
        except OSError as error:
            raise HandBackError(shown, _reason(error)) from error


def _try(put_right: Callable[[Path], object], folder: Path) -> None:
    """Put one folder right; one that does not let us is said, and keeps no other folder from its turn."""
    try:
        put_right(folder)
    except OSError as error:
        log.warning("%s: %s", folder, _reason(error))


def _read_file(file: SourceFile, role: Role, inside: int) -> Held:
    with opening.regular_file(to_bytes(file.name), inside) as descriptor:
        return Held(file, role, opening.read_unchanged(descriptor, file))


def _sha512(data: bytes) -> str:
    return hashlib.sha512(data).hexdigest()


def _key(sighting: Sighting, seen: list[Seen]) -> str:
    parts = [[one.file.role.value, _sha512(one.file.data)] for one in seen]
    return digest_of([sighting.category.value, sighting.unit, parts])


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
