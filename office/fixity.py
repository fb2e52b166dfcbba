"""Reading all content again within so many days (固化校验): a part each day, so that nothing rots unseen; progress is kept.

A record that is not as it was filed is noted once in the books and set apart: it is not served (reading checks every byte), the
archivist and the administrator are told, and a person may have it put back from a backup.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.backup_target import BackupTarget
from archive.errors import ObjectNotFoundError
from archive.second_copy import copies_of, fetch
from archive.store import Store
from domain.keeping_events import FIXITY, FaultFound, FaultMended, FixityChecked
from domain.ledger_line import LedgerLine
from domain.levels import Level
from domain.office import Actor, Role
from ground.durable import replace_file
from office.archived import archive_id, document_of_archive
from office.errors import NotYourRoleError, UnknownDocumentError
from office.fixity_errors import NoGoodCopyError, NotDamagedError
from office.house import House
from office.record import record
from office.recorded import recorded

SLACK_DAYS = 2
"""A round is planned to end so many days early: a day may be missed."""
STATE = "archive/fixity.json"
MENDERS = (Role.ARCHIVIST, Role.ADMIN)


@dataclass(frozen=True)
class Progress:
    """How far a round has come (校验进度): ``after`` is the last object read, as ``level/id``."""

    began: dt.date
    after: str = ""
    records: int = 0
    size: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Damaged:
    """A record that is not as it was filed (受损档案), and since when that is known."""

    level: Level
    record: str
    faults: tuple[str, ...]
    since: dt.datetime


def check_share(house: House, *, everything: bool = False) -> Progress:
    """Read today's share of all content, or all that is left of the round; give how far the round has come."""
    progress, today = progress_of(house), house.clock.today()
    places = list(_objects(house))
    if not places:
        return progress
    waiting = [place for place in places if place[0] > progress.after]
    share = len(waiting) if everything else _share(len(waiting), progress.began, today, house.keeping.fixity_days)
    for name, level, object_id in waiting[:share]:
        progress = _checked(house, progress, name, level, object_id)
        if progress.records % 100 == 0:
            _keep(house, progress)
    if share >= len(waiting):
        done = FixityChecked(progress.began, progress.records, progress.size, progress.faults)
        record(house, lambda pen: pen.note(done, FIXITY))
        _keep(house, Progress(today + dt.timedelta(days=1)))
    else:
        _keep(house, progress)
    return progress


def damaged(house: House) -> tuple[Damaged, ...]:
    """List the records that were found damaged and not dealt with yet."""
    found: dict[tuple[str, str], Damaged] = {}
    for line, event in house.registry.history(FIXITY):
        if isinstance(event, FaultFound):
            found[event.level, event.record] = _damaged(line, event)
        elif isinstance(event, FaultMended):
            found.pop((event.level, event.record), None)
    return tuple(found.values())


def mend(house: House, actor: Actor, record_id: str, backup: Path | None, *, channel: str = "desk") -> str:
    """Put a damaged record back from the newest backup that has it whole, by a person; give what was done.

    The damaged one goes to quarantine/ as it is. One that is whole again, say after the disk was mounted, is only noted.

    Raises:
        NotDamagedError: The record is not among the damaged.
        NoGoodCopyError: No backup has it whole.
    """
    if not actor.has(*MENDERS):
        raise NotYourRoleError("恢复受损档案", "、".join(role.label for role in MENDERS))
    found = next((one for one in damaged(house) if one.record == record_id), None)
    if found is None:
        raise NotDamagedError(record_id)
    store, object_id = house.stores[found.level], archive_id(record_id)
    if not _faults(store, object_id):
        how = "复查完好，没有改动"
    else:
        entry = recorded(house).get(record_id)
        if entry is None:
            raise UnknownDocumentError(record_id)
        target = BackupTarget(backup.absolute()) if backup else None
        how = _put_back(house, store, object_id, entry.inventory, target)
    done = FaultMended(found.level.value, record_id, how)
    record(house, lambda pen: pen.note(done, FIXITY), actor=actor, channel=channel)
    return how


def progress_of(house: House) -> Progress:
    """Give how far the round has come; a state that can't be read begins a new one."""
    try:
        plain = json.loads((house.root / STATE).read_bytes())
        return Progress(
            dt.date.fromisoformat(plain["began"]),
            str(plain["after"]),
            int(plain["records"]),
            int(plain["size"]),
            tuple(plain["faults"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Progress(house.clock.today())


def _share(waiting: int, began: dt.date, today: dt.date, days: int) -> int:
    left = days - SLACK_DAYS - (today - began).days
    return math.ceil(waiting / max(left, 1))


def _objects(house: House) -> Iterator[tuple[str, Level, str]]:
    """Yield all objects, in a steady order: what is filed meanwhile comes in this round or in the next."""
    for level, store in sorted(house.stores.items(), key=lambda item: item[0].slug):
        for object_id in sorted(store.object_ids()):
            yield f"{level.slug}/{object_id}", level, object_id


def _checked(house: House, progress: Progress, name: str, level: Level, object_id: str) -> Progress:
    store, record_id = house.stores[level], document_of_archive(object_id)
    faults = _faults(store, object_id)
    size = sum(path.stat().st_size for path in store.folder_of(object_id).rglob("*") if path.is_file())
    if faults:
        known = {(one.level, one.record): one.faults for one in damaged(house)}
        if known.get((level, record_id)) != faults:
            event = FaultFound(level.value, record_id, faults)
            record(house, lambda pen: pen.note(event, FIXITY))
    all_faults = (*progress.faults, record_id) if faults else progress.faults
    return Progress(progress.began, name, progress.records + 1, progress.size + size, all_faults)


def _faults(store: Store, object_id: str) -> tuple[str, ...]:
    try:
        return tuple(f"{fault.path} {fault.kind}" for fault in store.check(object_id))
    except ObjectNotFoundError:
        return ("整件缺失",)


def _put_back(house: House, store: Store, object_id: str, inventory: str, target: BackupTarget | None) -> str:
    folder = store.folder_of(object_id)
    name = folder.relative_to(house.root).as_posix()
    if target is None:
        raise NoGoodCopyError(document_of_archive(object_id))
    for number, files in copies_of(target, name):
        place = store.root / "staging" / f"mend-{folder.name[:60]}"
        if fetch(target, files, name, place, object_id, inventory):
            apart = house.root / "quarantine" / store.root.name / f"{folder.name}-{house.clock.now():%Y%m%dT%H%M%S}"
            store.exchange(object_id, place, apart)
            return f"由第{number}次备份恢复，受损的放在 {apart.relative_to(house.root)}"
    raise NoGoodCopyError(document_of_archive(object_id))


def _keep(house: House, progress: Progress) -> None:
    replace_file(house.root / Path(STATE), json.dumps(asdict(progress), default=str).encode())


def _damaged(line: LedgerLine, event: FaultFound) -> Damaged:
    return Damaged(Level(event.level), event.record, event.faults, line.at)
