"""The drill of restoring (恢复演练): the newest backup is restored to a scratch folder, by the very command a person would use, and compared.

A process of its own does it, so that nothing of the office that runs can be touched; its result is written into the books.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.backup_manifest import Manifest
from archive.backup_target import BackupTarget
from domain.keeping_events import DRILLS, RestoreDrilled
from domain.office import SYSTEM, Actor
from office.house import House
from office.record import record

COMMAND = ("-m", "hongtou.restoring")


def drill_restore(
    house: House, target_root: Path, scratch: Path | None = None, *, actor: Actor = SYSTEM, channel: str = "system"
) -> RestoreDrilled:
    """Restore the newest backup into a folder below ``scratch`` (the office's own disk without it), compare, and clear it away.

    Raises:
        NoBackupError: There is no backup.
        BackupForgedError: The newest one bears no good signature of this office.
    """
    target = BackupTarget(target_root)
    manifest = target.manifest()
    begun = time.monotonic()
    with TemporaryDirectory(prefix=f".{house.root.name}-演练-", dir=scratch or house.root.parent) as place:
        found = _restored(target, manifest, Path(place) / "office")
    faults = (*found["faults"], *_against_books(house, manifest, found))
    drilled = RestoreDrilled(
        target=str(target.root),
        number=manifest.number,
        index=manifest.ledger_index,
        records=found["records"],
        lines=found["lines"],
        seconds=round(time.monotonic() - begun),
        faults=faults,
    )
    record(house, lambda pen: pen.note(drilled, DRILLS), actor=actor, channel=channel)
    return drilled


def _restored(target: BackupTarget, manifest: Manifest, folder: Path) -> dict[str, Any]:
    words = (str(target.root / "backups" / f"{manifest.number:06d}.json"), str(folder), manifest.public_key)
    done = subprocess.run([sys.executable, *COMMAND, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        return {"faults": [said], "records": 0, "lines": 0, "head": ""}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _against_books(house: House, manifest: Manifest, found: dict[str, Any]) -> Iterator[str]:
    """Hold the backup against the books of the running office: the same line stood in the same place."""
    known = house.registry.events_after(manifest.ledger_index - 1, 1)
    if manifest.ledger_index and (not known or known[0][0].own != manifest.ledger_own):
        yield f"备份的台账第{manifest.ledger_index}号与现在的台账不同"
    if not found["faults"] and found["head"] != manifest.ledger_own:
        yield "恢复出来的台账链头与备份清单不同"
