"""Breaking our own protocol on purpose (自毁): each of these must be caught by the drill, or the drill proves nothing.

A mutant breaks one step in the forks of its hunt, and is hunted by the strikes that should catch it; the first wrong end is enough.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connections

import archive.ledger
import archive.ocfl_object
import archive.segments
import archive.staging
import ground.content
import ground.durable
import office.bring_up
import office.record
import office.register
from archive.backup_target import BackupTarget, Writer
from archive.ledger import Ledger
from archive.staging import Staging
from ground.content import ContentFolder
from mailroom.intake import Mailroom
from registry.engine import Engine
from tests.drills.crash import mutants_destroying, strikes
from tests.drills.crash.mutant import Mutant
from tests.drills.crash.scenarios import SCENARIOS

MOST_STRIKES = 2_000
"""A torn end of the ledger is the 942nd power cut of numbering; with 400 strikes two mutants lived."""


def hunt(part: int = 1, parts: int = 1) -> list[str]:
    """Hunt the mutants; give those that were not caught, or did not even run."""
    survivors = []
    for mutant in MUTANTS[part - 1 :: parts]:
        why = survived(mutant)
        sys.stderr.write(f"{mutant.name}: {why or 'caught'}\n")
        survivors += [f"{mutant.name}: {why}"] if why else []
    return survivors


def survived(mutant: Mutant) -> str:
    """Say why a mutant is not caught; nothing when a strike ended wrongly, or its undisturbed work does already."""
    with strikes.ground(SCENARIOS[mutant.scenario]) as here:
        broken = strikes.Ground(here.scenario, here.template, here.place, mutant.break_it)
        struck = strikes.Tally()
        try:
            for tally in islice(strikes.KINDS[mutant.kind](broken, 1, 1), MOST_STRIKES):
                struck += tally
                if struck.wrong:
                    return ""
        except strikes.UndisturbedError as error:
            return "" if error.runs else f"it does not run: {error}"
    return f"not caught by {struck.cases} strikes"


def _no_sync(*_: Any) -> None:
    """Sync nothing."""


def _files_unsynced() -> None:
    """Files are written, folders synced, bytes not."""

    def create_new(path: Path, fill: Callable[[int], None], mode: int = 0o640) -> None:
        descriptor = os.open(path, ground.durable._NEW_FILE, mode)
        try:
            fill(descriptor)
        finally:
            os.close(descriptor)

    for module in (ground.durable, ground.content, archive.ocfl_object):
        vars(module)["create_new"] = create_new


def _folders_unsynced() -> None:
    for module in (ground.durable, ground.content, archive.staging, archive.ocfl_object, archive.ledger):
        vars(module)["sync_directory"] = _no_sync


def _nothing_synced() -> None:
    os.fsync = _no_sync  # type: ignore[assignment]


def _ledger_unsynced() -> None:
    def append(path: Path, data: bytes) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        os.write(descriptor, data)
        os.close(descriptor)

    vars(archive.ledger)["append_durably"] = append


def _marked_before_written() -> None:
    """The outbox is marked before the ledger has the lines."""

    def flush(house: Any) -> int:
        written = 0
        while batch := house.registry.unflushed(500):
            house.registry.mark_flushed(batch[-1][0].index)
            house.ledger.append(batch)
            written += len(batch)
        return written

    vars(office.record)["flush"] = flush
    vars(office.bring_up)["flush"] = flush


def _lines_before_payloads() -> None:
    really = ContentFolder.put_all
    late: list[tuple[ContentFolder, list[bytes]]] = []

    def put_all(self: ContentFolder, pieces: Any) -> list[str]:
        if self.root.name != "payloads":
            return really(self, pieces)
        late.append((self, list(pieces)))
        return []

    append = archive.segments.append_durably

    def append_then(path: Path, data: bytes) -> None:
        append(path, data)
        while late:
            really(*late.pop())

    ContentFolder.put_all = put_all  # type: ignore[method-assign]
    vars(archive.ledger)["append_durably"] = append_then


def _drop_removed_before_event() -> None:
    """The source goes before the event is on disk (the order of others)."""
    take = Mailroom.take

    def hasty(self: Mailroom, *arguments: Any, **options: Any) -> Any:
        taken = take(self, *arguments, **options)
        for path in self.folders.drops.rglob("*.docx"):
            path.unlink()
        return taken

    Mailroom.take = hasty  # type: ignore[method-assign]


def _object_built_in_place() -> None:
    """An object appears before it is whole."""

    def publish(self: Staging, object_id: str, files: Any, note: Any) -> bool:
        folder = self._objects / self._place_of(object_id)
        if folder.exists():
            return False
        folder.mkdir(parents=True)
        archive.ocfl_object.build_object(folder, object_id, files, note)
        return True

    Staging.publish_object = publish  # type: ignore[method-assign]


def _place_unsynced() -> None:
    """The rename that gives an object its place is not synced."""
    vars(archive.staging)["sync_directory"] = _no_sync


def _filed_before_stored() -> None:
    """The event says 归档 before the object stands."""
    import office.filing  # noqa: PLC0415
    from domain.events import Filed  # noqa: PLC0415

    def file_record(house: Any, case: Any) -> Any:
        filed = Filed("内部", "general", "10年", "0" * 128, ())
        office.record.record(house, lambda pen: pen.note(filed, case.document_id))
        return case

    import office.advance  # noqa: PLC0415

    vars(office.advance)["file_record"] = file_record


def _counter_apart() -> None:
    """The number is taken in a transaction of its own, before the one that gives it."""
    from registry import numbering, statements  # noqa: PLC0415

    def next_serial(books: Any, scheme: str, period: int) -> int:
        return int(books.counter(scheme, period)) + 1

    registered = office.register.register_document

    def register_document(house: Any, actor: Any, document_id: str, **more: Any) -> Any:
        scheme = house.office.scheme(house.registry.case(document_id).scheme)
        alias, year = house.registry._engine._alias, house.clock.today().year
        last = house.registry.next_serial(scheme.id, year)
        statements.set_counter(alias, scheme.id, year, last)
        return registered(house, actor, document_id, **more)

    vars(numbering)["next_serial"] = next_serial
    import tests.drills.crash.scenarios as here  # noqa: PLC0415

    vars(here)["register_document"] = register_document


def _emptied_apart() -> None:
    """A rebuild commits the emptied registry before it fills it."""
    rebuild = Engine.rebuild

    def hasty(self: Engine, lines: Any, rules: Any, erased: Any, *, anew: bool = False) -> int:
        if anew:
            with self.writing():
                from registry import emptying  # noqa: PLC0415

                emptying.empty(self._alias)
                for table in ("registry_counter", "registry_number"):
                    with connections[self._alias].cursor() as cursor:
                        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        lines = list(lines)[:3] if anew else lines
        return rebuild(self, lines, rules, erased)

    Engine.rebuild = hasty  # type: ignore[method-assign]


def _ends_never_cut() -> None:
    """A torn end of the ledger is left as it is."""
    Ledger.recover = lambda self, acknowledged=None: 0  # type: ignore[method-assign]


def _nothing_flushed_at_start() -> None:
    """What a crash left in the outbox stays there, and the ledger is read without it."""
    vars(office.bring_up)["flush"] = lambda house: 0
    vars(office.record)["flush"] = lambda house: 0


def _staged_work_never_finished() -> None:
    Staging.finish_interrupted_work = lambda self: None  # type: ignore[method-assign]


def _manifest_before_pieces() -> None:
    """A backup counts before its pieces are there."""
    keep = BackupTarget.keep
    late: list[Writer] = []
    settle = Writer.settle

    def keep_first(self: BackupTarget, manifest: Any, key: Any) -> Any:
        kept = keep(self, manifest, key)
        for writer in late:
            settle(writer)
        late.clear()
        return kept

    def later(self: Writer) -> None:
        if self not in late:
            late.append(self)

    Writer.settle = later  # type: ignore[method-assign]
    BackupTarget.keep = keep_first  # type: ignore[method-assign]


def _manifest_in_place() -> None:
    """A manifest is written under its lasting name, bit by bit."""

    def keep(self: BackupTarget, manifest: Any, key: Any) -> Any:
        signed = manifest.signed(key)
        with self._manifest_path(manifest.number).open("wb", buffering=0) as file:
            data = signed.to_bytes()
            for place in range(0, len(data), 4096):
                file.write(data[place : place + 4096])
        return signed

    BackupTarget.keep = keep  # type: ignore[method-assign]


def _pieces_in_place() -> None:
    """A content file is written under its lasting name, and trusted when it is there."""

    def put_all(self: ContentFolder, pieces: Any) -> list[str]:
        digests = [self._digest_of(data) for data in pieces]
        for digest, data in zip(digests, pieces, strict=True):
            path = self.path(digest)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        return digests

    ContentFolder.put_all = put_all  # type: ignore[method-assign]


def _key_in_place() -> None:
    """The signing key is written under its lasting name: this is how it was."""
    import archive.heads  # noqa: PLC0415

    vars(archive.heads)["replace_file"] = lambda path, data, mode: path.write_bytes(data)


def _flush_failure_swallowed() -> None:
    """A refused ledger is told to nobody, and marked as written."""

    def flush(house: Any) -> int:
        while batch := house.registry.unflushed(500):
            with contextlib.suppress(Exception):
                house.ledger.append(batch)
            house.registry.mark_flushed(batch[-1][0].index)
        return 0

    vars(office.record)["flush"] = flush
    vars(office.bring_up)["flush"] = flush


def _failed_append_left() -> None:
    """A refused write leaves its half line and the next one goes behind it."""

    def append(path: Path, data: bytes) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        try:
            os.write(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    vars(archive.ledger)["append_durably"] = append
    Ledger.recover = lambda self, acknowledged=None: 0  # type: ignore[method-assign]


def _staged_bytes_unsynced() -> None:
    """What is dropped is staged without a sync, and its source let go."""

    def put_file(self: ContentFolder, stream: Any) -> str:
        data = stream.read()
        digest = self._digest_of(data)
        self.path(digest).parent.mkdir(parents=True, exist_ok=True)
        self.path(digest).write_bytes(data)
        return digest

    ContentFolder.put_file = put_file  # type: ignore[method-assign]
    _pieces_in_place()


MUTANTS = (
    Mutant("no fsync at all, taking in", _nothing_synced, "take-in", "power"),
    Mutant("no fsync at all, filing", _nothing_synced, "filing", "power"),
    Mutant("no fsync at all, numbering", _nothing_synced, "numbers", "power"),
    Mutant("files are not synced, filing", _files_unsynced, "filing", "power"),
    Mutant("files are not synced, backup", _files_unsynced, "backup", "power"),
    Mutant("folders are not synced, filing", _folders_unsynced, "filing", "power"),
    Mutant("the ledger is not synced", _ledger_unsynced, "numbers", "power"),
    Mutant("the outbox is marked before the ledger is written", _marked_before_written, "numbers", "kill"),
    Mutant("lines before their payloads", _lines_before_payloads, "numbers", "kill"),
    Mutant("a drop goes before its event", _drop_removed_before_event, "take-in", "kill"),
    Mutant("staged bytes are not synced", _staged_bytes_unsynced, "take-in", "power"),
    Mutant("an object is built in its place", _object_built_in_place, "filing", "kill"),
    Mutant("an object's place is not synced", _place_unsynced, "filing", "power"),
    Mutant("filed before it is stored", _filed_before_stored, "filing", "kill"),
    Mutant("the counter in a transaction of its own", _counter_apart, "numbers", "kill"),
    Mutant("the registry emptied in a transaction of its own", _emptied_apart, "rebuild", "kill"),
    Mutant("a torn end is never cut", _ends_never_cut, "numbers", "power"),
    Mutant("the outbox is not flushed at start", _nothing_flushed_at_start, "numbers", "kill"),
    Mutant("interrupted work is never cleared", _staged_work_never_finished, "filing", "kill"),
    Mutant("a manifest before its pieces", _manifest_before_pieces, "backup", "kill"),
    Mutant("a manifest written in its place", _manifest_in_place, "backup", "power"),
    Mutant("pieces written in their place", _pieces_in_place, "backup", "power"),
    Mutant("a key written in its place", _key_in_place, "backup", "kill"),
    Mutant("a refused ledger is told to nobody", _flush_failure_swallowed, "numbers", "refuse"),
    Mutant("a refused line is left half", _failed_append_left, "numbers", "power"),
    *mutants_destroying.MUTANTS,
)
