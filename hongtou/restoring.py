"""Restoring an office from its backup, and the drill of it (恢复与恢复演练): files, books, verification; then it may be opened."""

from __future__ import annotations

from pathlib import Path

from domain.office import SYSTEM, Actor
from ground.clock import Clock
from hongtou.wiring import close_house, open_house, prepare
from office.restore import RestoreReport, find_backup, finish, restore_files, settle
from registry.settings import SqliteDatabase


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
        RestoredFaultyError: What was restored is not what was backed up.
    """
    folder = folder.absolute()
    target, manifest = find_backup(backup, public_key)
    old_office = restore_files(target, manifest, folder)
    database = SqliteDatabase(folder / "registry.sqlite") if own_database else None
    prepare(folder, database)
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
