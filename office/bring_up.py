"""Bringing an office's books up to date when it is opened (开账): whatever a crash or a lost database left is finished first.

The ledger is the truth. A registry that is empty beside it, or stands at an older line of it, is made again from it; one that
tells another story is refused.
"""

from __future__ import annotations

import logging

from domain.errors import IntegrityError
from domain.ledger_line import LedgerLine
from ground.lock import exclusive
from office.care import rebuild_registry
from office.destroying import resume
from office.house import House
from office.record import flush

log = logging.getLogger(__name__)


class RegistryForkedError(IntegrityError):
    """Registry and ledger do not tell the same story (登记库与台账不符)."""

    code = "HT-351"

    def __init__(self, place: str, index: int) -> None:
        super().__init__(
            f"登记库第{index}笔与台账第{index}号行不同，两者不是同一份账，没有启用",
            place,
            "停止办理，查明登记库是否由别处拷入；以台账为准时，移走 registry.sqlite 后重新启动，系统会由台账重建",
        )


class LedgerShortError(IntegrityError):
    """The ledger lacks lines that the registry knows to be written: it was cut off, replaced or is not mounted (台账缺尾)."""

    code = "HT-356"

    def __init__(self, place: str, reached: int, written: int) -> None:
        super().__init__(
            f"台账现只到第{reached}号，登记库记着已写到第{written}号，台账被截短、换过或者没有挂载，没有启用",
            place,
            "停止办理，保留现场，由备份恢复 ledger 和 payloads 两个文件夹，再启动并运行 hongtou verify",
        )


def bring_up_to_date(house: House) -> int:
    """Finish what was left unfinished, erasing what was destroyed included; give how many events the registry was made again from, mostly none.

    Raises:
        RegistryForkedError: Registry and ledger differ where both have a line.
        LedgerShortError: The ledger lacks lines that were written.
        LedgerMissingLinesError: The registry has to be made again, but the ledger is not whole.
    """
    house.registry.prepare()
    with exclusive(house.root / "ledger" / ".bring-up.lock"):
        counts = house.registry.counts()
        flushed = counts.events - counts.unflushed
        house.ledger.recover(flushed if counts.events else None)
        _require_whole(house, flushed)
        rebuilt = _rebuilt(house)
    flush(house)
    resume(house)
    return rebuilt


def _require_whole(house: House, flushed: int) -> None:
    """See that the ledger holds all that was flushed, and ends in a line of the registry's own story."""
    written = house.ledger.head()
    reached = written.index if written else 0
    if reached < flushed:
        raise LedgerShortError(str(house.root / "ledger"), reached, flushed)
    known = house.registry.events_after(reached - 1, 1) if written else ()
    if known and known[0][0] != written:
        raise RegistryForkedError(str(house.root / "ledger"), reached)


def _rebuilt(house: House) -> int:
    """Make the registry again if the ledger is ahead of it; give the events."""
    written = house.ledger.head()  # read first: what is committed meanwhile stands in the registry before it is here
    head = house.registry.head()
    if written is None or (head is not None and head.index >= written.index):
        return 0
    if head is not None:
        _require_same_story(house, head)
    events = rebuild_registry(house)
    what = "登记库是空的" if head is None else f"登记库只到第{head.index}笔，比台账旧"
    log.warning("%s，已由台账重建，共 %d 笔", what, events)
    return events


def _require_same_story(house: House, head: LedgerLine) -> None:
    line = next((line for line in house.ledger.lines() if line.index == head.index), None)
    if line != head:
        raise RegistryForkedError(str(house.root / "ledger"), head.index)
