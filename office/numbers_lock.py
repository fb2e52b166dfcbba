"""No number after a restore before a person has looked up the highest in use (恢复后确认编号).

The backup may be older than the last number that left the house: going on from it would give a number twice. A series is open again
when its clerk has confirmed it; next year's series begin anew and need nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.keeping_events import RESTORES, NumbersConfirmed, Restored
from domain.numbers import NumberScheme
from domain.office import Actor
from domain.posts import Role
from office.errors import NotYourRoleError, OpinionMissingError, UnknownSeriesError
from office.house import House
from office.record import Pen, record
from office.restore_errors import NothingToConfirmError, NumbersLockedError


@dataclass(frozen=True)
class LockedSeries:
    """A series that waits for its confirmation (待确认的编号序列); ``known`` is the highest number in the books."""

    scheme: NumberScheme
    period: int
    known: int

    @property
    def text(self) -> str:
        """Name it for a reader."""
        return f"{self.scheme.code or self.scheme.id}{f'（{self.period}年）' if self.period else ''}"


def locked_series(house: House) -> tuple[LockedSeries, ...]:
    """List the series that wait for a person since the last restore: those in use, and every one of the year of the restore."""
    restored = _last_restore(house)
    if restored is None:
        return ()
    index, year = restored
    used = {(state.scheme, state.period): state.last for state in house.registry.number_states()}
    found = []
    for scheme in house.office.schemes:
        periods = {scheme.period(year)} | {period for name, period in used if name == scheme.id}
        found += [
            LockedSeries(scheme, period, used.get((scheme.id, period), 0))
            for period in sorted(periods)
            if year - 1 <= (period or year) <= year and not _is_confirmed(house, scheme.id, period, index)
        ]
    return tuple(found)


def require_unlocked(house: House, scheme: NumberScheme, period: int) -> None:
    """See, inside the transaction that gives a number, that its series was confirmed since the last restore.

    Raises:
        NumbersLockedError: It was not.
    """
    restored = _last_restore(house)
    if restored is None:
        return
    index, year = restored
    if (period or year) <= year and not _is_confirmed(house, scheme.id, period, index):
        known = [
            state.last
            for state in house.registry.number_states()
            if (state.scheme, state.period) == (scheme.id, period)
        ]
        raise NumbersLockedError(scheme.id, period, max(known, default=0))


def confirm_numbers(
    house: House, actor: Actor, scheme_id: str, *, period: int, highest: int, reason: str, channel: str = "cli"
) -> None:
    """Confirm the highest number that a series has in use, on paper or elsewhere; numbering goes on after it.

    Raises:
        NothingToConfirmError: The office was not restored, or the series was confirmed already.
        NotHighestError: The books know a higher one.
    """
    if not actor.has(Role.CLERK):
        raise NotYourRoleError("确认编号", house.office.titles(Role.CLERK))
    if not reason.strip():
        raise OpinionMissingError(scheme_id, "确认编号")
    scheme = house.office.scheme(scheme_id)
    if scheme is None:
        raise UnknownSeriesError(scheme_id, (f"{one.id}（{one.code}）" for one in house.office.schemes))
    counted = scheme.period(period)

    def confirm(pen: Pen) -> None:
        restored = _last_restore(house)
        if restored is None or _is_confirmed(house, scheme.id, counted, restored[0]):
            raise NothingToConfirmError(scheme.id)
        pen.note(NumbersConfirmed(scheme.id, counted, highest, reason.strip()), f"numbers/{scheme.id}")

    record(house, confirm, actor=actor, channel=channel)


def _last_restore(house: House) -> tuple[int, int] | None:
    """Give the last restore's line and year, nothing when the office was never restored."""
    found = [
        (line.index, event.restored_on.year)
        for line, event in house.registry.history(RESTORES)
        if isinstance(event, Restored)
    ]
    return found[-1] if found else None


def _is_confirmed(house: House, scheme: str, period: int, since: int) -> bool:
    return any(
        isinstance(event, NumbersConfirmed) and event.period == period and line.index > since
        for line, event in house.registry.history(f"numbers/{scheme}")
    )
