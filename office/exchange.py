"""Exchange with other offices as one round (公文交换): pull, hand over, answer, chase, send, copy to the second disk; safe to run again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from domain.exchange import Parcel, ParcelQuery, Side, Stage
from domain.exchange_events import PackageChased
from ground.durable import make_directory
from ground.lock import exclusive
from office.advance import SweepRow
from office.exchange_answers import answer_due
from office.exchange_backup import back_up_packages
from office.exchange_errors import ExchangeBackupAwayError
from office.exchange_handover import hand_over_due, watched_for_receipts
from office.exchange_pull import look_in
from office.exchange_remnants import clear_left
from office.exchange_send import due_on, is_kept, note_of, place_due, putting_out
from office.house import House


def exchange(house: House, *, urgent_only: bool = False) -> tuple[SweepRow, ...]:
    """Do one round, or the part of it that urgent packages need; give what was done, a row for each thing."""
    if not house.exchange.partners:
        return ()
    with _alone(house):
        _clear_unfinished(house)
        rows = [
            SweepRow("", row.title or row.name, f"收取（{row.partner}）", row.result)
            for row in look_in(house, urgent_only=urgent_only)
        ]
        rows += _rows("转收文", hand_over_due(house))
        rows += _rows("回执", answer_due(house))
        if not urgent_only:
            rows += _rows("催收回执", chase_due(house))
        rows += _rows("发出", place_due(house))
        return tuple(rows) if urgent_only else (*rows, *_cleared(house), *_copied(house))


def chase_due(house: House) -> tuple[tuple[Parcel, str], ...]:
    """Put out once more what nobody has answered in time, and set the next day to ask (催收回执)."""
    now, rows = house.clock.now(), []
    for parcel in house.registry.parcels(ParcelQuery(side=Side.OUT, stages=(Stage.PLACED,))):
        if parcel.is_overdue(now.date()) and is_kept(house, parcel):
            urgent = parcel.sheet is not None and parcel.sheet.is_urgent
            note_of(house, PackageChased(due_on(house, now, urgent=urgent)), parcel.id)
            rows.append(
                (parcel, f"{parcel.partner_name}到期没有回执，第{parcel.chased + 1}次催收，已重新发出；请电话核实")
            )
    return tuple(rows)


def _cleared(house: House) -> Iterator[SweepRow]:
    """Remove the copies of destroyed records that could not be reached when they were destroyed."""
    if cleared := clear_left(house):
        done = f"已清除{cleared}份已销毁档案的副本"
        yield SweepRow("", "", "清除副本", done, plain=done)


def _clear_unfinished(house: House) -> None:
    """Remove what a round or a sending left that was broken off; the transport must not carry halves about."""
    with putting_out(house):
        partners = [partner.name for partner in house.exchange.partners]
        house.exchange.box.clear_unfinished(partners, watched_for_receipts(house))


def _copied(house: House) -> Iterator[SweepRow]:
    try:
        copied = back_up_packages(house)
    except ExchangeBackupAwayError as error:
        yield SweepRow("", "", "卸载备份", str(error), moved=False, plain=error.code)
        return
    if copied:
        done = f"{len(copied)}件"
        yield SweepRow("", "", "卸载备份", done, plain=done)


def _rows(act: str, done: Iterable[tuple[Parcel, str]]) -> list[SweepRow]:
    return [
        SweepRow(parcel.document or parcel.id, parcel.sheet.title if parcel.sheet else parcel.package, act, result)
        for parcel, result in done
    ]


@contextmanager
def _alone(house: House) -> Iterator[None]:
    make_directory(house.exchange.content.root)
    with exclusive(house.exchange.content.root / ".round.lock"):
        yield
