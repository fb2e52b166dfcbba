"""How long backups are kept (备份期限): which there are, when each ends, and clearing away those whose term is over.

The one act that takes something from the target, done by a person or not at all. The newest backup always stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from archive.backup_target import BackupTarget
from domain.keeping_events import BACKUPS, BackupExpired
from domain.office import Actor, Role
from office.back_up import keeping_still
from office.errors import NotYourRoleError
from office.house import House
from office.record import record


@dataclass(frozen=True)
class KeptBackup:
    """A backup at its target (在存备份); ``expires`` is the first day on which it may go, nothing when it is kept for ever."""

    number: int
    at: dt.datetime
    ledger_index: int
    files: int
    size: int
    expires: dt.date | None


def kept_backups(house: House, target: Path) -> tuple[KeptBackup, ...]:
    """List the backups at a target, oldest first, each with its signature checked.

    Raises:
        BackupForgedError: One bears no good signature.
    """
    place, days = BackupTarget(target.absolute()), house.keeping.keep_days
    manifests = (place.manifest(number) for number in place.numbers())
    return tuple(
        KeptBackup(
            one.number,
            one.at,
            one.ledger_index,
            one.files,
            one.size,
            one.at.date() + dt.timedelta(days=days) if days else None,
        )
        for one in manifests
    )


def expire(house: House, actor: Actor, target: Path, *, channel: str = "cli") -> tuple[tuple[int, ...], int]:
    """Clear away the backups whose term is over, and the pieces that no other one names; give their numbers and the pieces' count.

    Killed on the way, it is done again: a manifest goes before its pieces.
    """
    if not actor.has(Role.ADMIN, Role.ARCHIVIST):
        raise NotYourRoleError("清除到期备份", f"{Role.ADMIN.label}、{Role.ARCHIVIST.label}")
    place, today = BackupTarget(target.absolute()), house.clock.today()
    with keeping_still(house), place.writing():
        over = [one for one in kept_backups(house, target)[:-1] if one.expires is not None and one.expires <= today]
        for one in over:
            gone = BackupExpired(str(place.root), one.number, place.manifest(one.number).digest)
            record(house, lambda pen, gone=gone: pen.note(gone, BACKUPS), actor=actor, channel=channel)  # type: ignore[misc]
            place.drop(one.number)
        return tuple(one.number for one in over), place.sweep()
