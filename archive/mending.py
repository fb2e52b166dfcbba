"""Putting an object back to a version of its own (退回版本), for a restored archive that holds more than its ledger tells."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from archive.ocfl_inventory import INVENTORY, SIDECAR
from ground.durable import replace_file, sync_directory


def back_to(folder: Path, inventory_digest: str) -> bool:
    """Make the version whose inventory has the digest (SHA-512) the newest of the object; tell whether there is such a version.

    Versions after it go. Only for copies that a restore has just made: archived bytes are never taken away.
    """
    versions = sorted(folder.glob("v*"), key=lambda path: int(path.name[1:]))
    for place, version in enumerate(versions):
        try:
            data, sidecar = (version / INVENTORY).read_bytes(), (version / SIDECAR).read_bytes()
        except FileNotFoundError:
            continue
        if hashlib.sha512(data).hexdigest() == inventory_digest:
            for later in versions[place + 1 :]:
                shutil.rmtree(later)
            replace_file(folder / INVENTORY, data)
            replace_file(folder / SIDECAR, sidecar)
            sync_directory(folder)
            return True
    return False
