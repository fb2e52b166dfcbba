"""Facts about the care of what is kept (保管事项): backups, restoring, drills, signed heads, fixity; written into the ledger like all others.

Each is about one of the objects named below, so that what was done last is found without reading all of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

KEYS = "keeping/keys"
BACKUPS = "keeping/backups"
RESTORES = "keeping/restores"
DRILLS = "keeping/drills"
FIXITY = "keeping/fixity"


@dataclass(frozen=True)
class KeyTaken:
    """A key to sign heads and backups with was taken into use (启用签名密钥); ``public_key`` in hex."""

    VERB: ClassVar[str] = "keeping.key_taken"
    public_key: str


@dataclass(frozen=True)
class BackedUp:
    """A backup was written (备份): to ``target``, holding the ledger up to ``index``; ``manifest`` is the digest of its manifest."""

    VERB: ClassVar[str] = "keeping.backed_up"
    target: str
    number: int
    index: int
    manifest: str
    files: int
    size: int
    new_bytes: int


@dataclass(frozen=True)
class BackupExpired:
    """A backup's term was over and it was cleared away (备份到期清除)."""

    VERB: ClassVar[str] = "keeping.backup_expired"
    target: str
    number: int
    manifest: str


@dataclass(frozen=True)
class Restored:
    """The office was made anew from a backup (恢复): from then on no number is given before a person has confirmed the highest in use.

    ``set_aside`` names what was in the backup beyond its ledger and was put aside.
    """

    VERB: ClassVar[str] = "keeping.restored"
    target: str
    number: int
    index: int
    manifest: str
    backed_up_at: dt.datetime
    restored_on: dt.date
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class NumbersConfirmed:
    """After a restore a person looked up the highest number in use (确认编号): the next one follows it."""

    VERB: ClassVar[str] = "numbers.confirmed"
    scheme: str
    period: int
    highest: int
    reason: str


@dataclass(frozen=True)
class RestoreDrilled:
    """A backup was restored to a scratch folder and compared (恢复演练); no ``faults``: it would have served."""

    VERB: ClassVar[str] = "keeping.restore_drilled"
    target: str
    number: int
    index: int
    records: int
    lines: int
    seconds: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class FixityChecked:
    """A round over all content ended (固化校验): so many records and bytes read since ``began``; ``faults`` are the records set apart."""

    VERB: ClassVar[str] = "keeping.fixity_checked"
    began: dt.date
    records: int
    size: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class FaultFound:
    """A record is not as it was filed (档案受损): it is set apart until a person has dealt with it."""

    VERB: ClassVar[str] = "keeping.fault_found"
    level: str
    record: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class FaultMended:
    """A damaged record was put back from a backup (由备份恢复该件), or found to be whole again."""

    VERB: ClassVar[str] = "keeping.fault_mended"
    level: str
    record: str
    how: str


KeepingEvent = (
    KeyTaken
    | BackedUp
    | BackupExpired
    | Restored
    | NumbersConfirmed
    | RestoreDrilled
    | FixityChecked
    | FaultFound
    | FaultMended
)
