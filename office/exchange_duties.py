"""What exchange asks of the clerk today (交换待办): receipts that are overdue, what the other side refused, what lies in quarantine."""

from __future__ import annotations

from dataclasses import dataclass

from domain.exchange import Parcel, ParcelQuery, Side, Stage, object_of
from domain.exchange_events import PackageSettled
from domain.exchange_moves import SETTLED_FROM
from domain.office import Actor
from domain.posts import Role
from office.errors import NothingToDoError, OpinionMissingError
from office.exchange_errors import UnknownPackageError
from office.exchange_send import require_clerk
from office.house import House
from office.record import record
from office.scope import scope_of

_OUT = (Stage.PREPARED, Stage.PLACED)
_REFUSED = (Stage.REFUSED, Stage.REFUSED_TOLD)


@dataclass(frozen=True)
class ExchangeDuties:
    """What waits for the clerk (交换待办): ``stuck`` was taken in and can't be handed over to the receipts' folder."""

    overdue: tuple[Parcel, ...] = ()
    declined: tuple[Parcel, ...] = ()
    quarantined: tuple[Parcel, ...] = ()
    stuck: tuple[Parcel, ...] = ()


def exchange_duties(house: House, actor: Actor) -> ExchangeDuties:
    """List what waits; nothing for whom exchange is not, nor where the office exchanges with nobody."""
    if not actor.has(Role.CLERK) or not house.exchange.partners:
        return ExchangeDuties()
    scope, today = scope_of(actor), house.clock.today()
    listed = house.registry.parcels
    waiting = listed(ParcelQuery(side=Side.OUT, stages=_OUT), scope)
    return ExchangeDuties(
        overdue=tuple(one for one in waiting if one.is_overdue(today) or one.chased),
        declined=listed(ParcelQuery(side=Side.OUT, stages=(Stage.DECLINED,)), scope),
        quarantined=tuple(
            one for one in listed(ParcelQuery(side=Side.REFUSED, stages=_REFUSED), scope) if not _came_whole(house, one)
        ),
        stuck=listed(ParcelQuery(side=Side.IN, stages=(Stage.TAKEN,)), scope),
    )


def settle(house: House, actor: Actor, parcel_id: str, words: str, channel: str = "desk") -> Parcel:
    """Note what was done about a package that was refused, so that it waits no longer (处理登记).

    Raises:
        UnknownPackageError: There is no such package.
        NothingToDoError: It waits for nothing.
    """
    require_clerk(actor)
    parcel = house.registry.parcel(parcel_id)
    if parcel is None or parcel.level.rank > actor.clearance.rank:
        raise UnknownPackageError(parcel_id.rpartition("/")[2])
    if not words.strip():
        raise OpinionMissingError(parcel.package, "处理登记")
    if parcel.stage not in SETTLED_FROM:
        raise NothingToDoError(parcel.package, "处理登记", parcel.stage.value)
    event = PackageSettled(words.strip())
    record(house, lambda pen: pen.note(event, parcel.id), actor=actor, channel=channel)
    return house.registry.parcel(parcel.id) or parcel


def _came_whole(house: House, refused: Parcel) -> bool:
    """Tell whether the very package came once more and was taken in since, so that nothing is left to be done."""
    taken = house.registry.parcel(object_of(Side.IN, refused.package))
    return taken is not None and taken.partner == refused.partner
