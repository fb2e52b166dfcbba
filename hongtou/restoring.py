"""Restoring an office from its backup, and the drill of it (恢复与恢复演练): files, books, verification; then it may be opened.

``python -m hongtou.restoring MANIFEST FOLDER KEY`` is the drill's process: it restores beside the office and prints what it found as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from archive.ledger import Ledger
from domain.errors import HongtouError
from domain.office import SYSTEM, Actor
from ground.clock import Clock
from hongtou.settings import load_settings
from hongtou.wiring import close_house, open_house, prepare
from office.restore import RestoreReport, find_backup, finish, restore_files, settle
from office.restore_errors import LongerDatabaseError
from registry.registry import Registry
from registry.settings import DatabaseSettings, SqliteDatabase


def restore(
    backup: Path,
    folder: Path,
    *,
    public_key: str = "",
    actor: Actor = SYSTEM,
    clock: Clock | None = None,
    own_database: bool = False,
) -> RestoreReport:
    """Make an office in ``folder`` from a backup and give what was done; it may be opened when this returns.

    ``own_database`` keeps the registry in a file of the folder, whatever office.toml says: for a drill beside the running office.

    Raises:
        BackupForgedError: It is not signed, or by another key than ``public_key``.
        BackupDamagedError: Something of it is gone or changed.
        LongerLedgerError: The office that stands in the folder knows more.
        LongerDatabaseError: The database that its office.toml names knows more.
        RestoredFaultyError: What was restored is not what was backed up.
    """
    folder = folder.absolute()
    target, manifest = find_backup(backup, public_key)
    old_office = restore_files(target, manifest, folder)
    database = SqliteDatabase(folder / "registry.sqlite") if own_database else None
    prepare(folder, database)
    _require_no_more(folder, manifest.ledger_index, database)
    house = open_house(folder, clock=clock, restoring=True, database=database)
    try:
        set_aside = settle(house, target, manifest, actor=actor)
        records = house.registry.counts()
        finish(folder)
    finally:
        close_house(house)
    return RestoreReport(
        folder=str(folder),
        number=manifest.number,
        backed_up_at=manifest.at,
        ledger_index=manifest.ledger_index,
        public_key=manifest.public_key,
        files=manifest.files,
        records=sum(count for _, count in records.documents),
        set_aside=set_aside,
        old_office=old_office,
    )


def _require_no_more(folder: Path, backed_up: int, database: DatabaseSettings | None) -> None:
    """See that the registry's database, which may lie outside the folder, knows no more than the backup."""
    registry = Registry(database or load_settings(folder).database)
    try:
        head = registry.head()
    finally:
        registry.close_connections()
    if head is not None and head.index > backed_up:
        raise LongerDatabaseError(folder, head.index, backed_up)


def drill(manifest: Path, folder: Path, public_key: str) -> int:
    """Restore into a scratch folder and print what came of it; the running office's database is not touched."""
    try:
        report = restore(manifest, folder, public_key=public_key, own_database=True)
    except HongtouError as error:
        sys.stderr.write(f"{error.code} {error}\n")
        return 1
    lines = Ledger(folder / "ledger", folder / "payloads").lines()
    head = next((line.own for line in lines if line.index == report.ledger_index), "")
    said = {"faults": [], "records": report.records, "lines": report.ledger_index, "head": head}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(drill(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
