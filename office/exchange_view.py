"""What there is to see of exchange (公文交换一览): what was sent to whom and its receipts, what came in, what was refused and why, what can be sent."""

from __future__ import annotations

from dataclasses import dataclass

from domain.case import Case, Phase
from domain.exchange import Parcel, ParcelQuery, Side, Stage
from domain.office import Actor
from office.exchange_errors import NotYetIssuedError, SecretNotSentError, UnknownPackageError
from office.exchange_send import approved_list, require_clerk, require_sendable
from office.house import House
from office.scope import case_for, scope_of

PAGE = 50
_WAITING = (Stage.PREPARED, Stage.PLACED, Stage.DECLINED)


@dataclass(frozen=True)
class Line:
    """A package on the list (交换件一行); ``left`` says of one that waits for its receipt when that is due."""

    parcel: Parcel
    left: str

    @property
    def title(self) -> str:
        """Give the document's title, or what the package called itself."""
        return self.parcel.sheet.title if self.parcel.sheet else self.parcel.package


@dataclass(frozen=True)
class ExchangeView:
    """A side of the exchange (交换一览): a page of packages, how many there are in all, and what is pressing."""

    side: Side
    lines: tuple[Line, ...]
    total: int
    overdue: int
    declined: int
    away: tuple[str, ...]
    is_set_up: bool


@dataclass(frozen=True)
class Destination:
    """A recipient of a document to be sent (发送对象), and which offices we exchange with it means; none: it gets it on other ways."""

    recipient: str
    partners: tuple[str, ...]
    sent: tuple[Parcel, ...]


def exchange_view(
    house: House, actor: Actor, side: Side = Side.OUT, offset: int = 0, limit: int = PAGE
) -> ExchangeView:
    """Give a page of one side; it is the clerk's to see."""
    require_clerk(actor)
    scope, query = scope_of(actor), ParcelQuery(side=side)
    today = house.clock.today()
    waiting = house.registry.parcels(ParcelQuery(side=Side.OUT, stages=_WAITING), scope)
    box, names = house.exchange.box, [partner.name for partner in house.exchange.partners]
    return ExchangeView(
        side=side,
        lines=tuple(Line(one, _left(house, one)) for one in house.registry.parcels(query, scope, limit, offset)),
        total=house.registry.count_parcels(query, scope),
        overdue=sum(one.is_overdue(today) or one.chased > 0 for one in waiting),
        declined=sum(one.stage is Stage.DECLINED for one in waiting),
        away=tuple(f"交换/{way}/{name}" for name in names for way in ("发出", "收到") if not box.is_there(way, name)),
        is_set_up=bool(names),
    )


def parcel_for(house: House, actor: Actor, package: str) -> tuple[Parcel, ...]:
    """Give what is known of a package, on whichever side; all that is known under its name.

    Raises:
        UnknownPackageError: Nothing of that name.
    """
    require_clerk(actor)
    scope = scope_of(actor)
    every = house.registry.parcels(ParcelQuery(), scope)
    found = tuple(one for one in every if package in (one.package, one.id, one.document))
    if not found:
        raise UnknownPackageError(package)
    return found


def destinations(house: House, actor: Actor, document: str) -> tuple[Case, tuple[Destination, ...]]:
    """List the approved recipients of a document, with the offices each means and what was sent there already.

    Raises:
        NotYetIssuedError: It is not issued.
        SecretNotSentError: It is classified.
    """
    require_clerk(actor)
    case = case_for(house, actor, document)
    require_sendable(case)
    sent = house.registry.parcels(ParcelQuery(document=case.document_id))
    rows = []
    for recipient in approved_list(house, case):
        partners = house.exchange.answering_to(recipient)
        codes = {partner.code for partner in partners}
        there = tuple(one for one in sent if one.partner in codes)
        rows.append(Destination(recipient, tuple(partner.name for partner in partners), there))
    return case, tuple(rows)


def to_send(house: House, actor: Actor) -> tuple[Case, ...]:
    """List the issued documents in distribution that were not sent to any office yet and may be."""
    require_clerk(actor)
    if not house.exchange.partners:
        return ()
    found = (case for case in house.registry.cases(phases=(Phase.UNDER_WAY,)) if case.issued and case.to_deliver)
    return tuple(case for case in found if _may_go(house, case))


def _may_go(house: House, case: Case) -> bool:
    try:
        require_sendable(case)
    except (NotYetIssuedError, SecretNotSentError):
        return False
    has_partner = any(house.exchange.answering_to(name) for name in case.to_deliver)
    return has_partner and not house.registry.count_parcels(ParcelQuery(document=case.document_id))


def _left(house: House, parcel: Parcel) -> str:
    if parcel.due is None or parcel.stage not in (Stage.PREPARED, Stage.PLACED):
        return ""
    days = (parcel.due - house.clock.today()).days
    left = f"超期{-days}天" if days < 0 else f"还剩{days}天" if days else "今天到期"
    return f"{left}，已催{parcel.chased}次" if parcel.chased else left
