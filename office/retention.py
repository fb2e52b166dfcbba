"""How long records stay (保管): holds, longer periods, and the appraisal of what is over: list, opinions, decision.

Whoever destroys asks here first: ``to_destroy`` lists what was decided, ``require_destroyable`` says inside the transaction whether it may
go on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from domain.holding import Holding
from domain.holding_events import (
    AppraisalDecided,
    Appraised,
    HoldingEvent,
    HoldLifted,
    HoldPlaced,
    RetentionLengthened,
    Verdict,
)
from domain.holding_listing import HoldingQuery
from domain.levels import Retention
from domain.office import Actor, Role
from domain.retention import is_longer
from office.archive_rules import rules_of
from office.house import House
from office.keeping import kept_now, require_archivist, require_role, require_words, to_each
from office.keeping_errors import (
    NoOpinionError,
    NoSuchHoldError,
    NotOverError,
    OtherPersonNeededError,
    ShorterError,
)
from office.scope import scope_of
from registry.registry import Transaction

APPRAISERS = (Role.ARCHIVIST, Role.CLERK, Role.UNIT_HEAD, Role.DEPUTY, Role.DIRECTOR, Role.LEADER)
DECIDERS = (Role.LEADER, Role.SECRETARY, Role.HEAD)
HOLDERS = (Role.ARCHIVIST, Role.SECURITY, Role.AUDITOR, *DECIDERS)
APPRAISE, DECIDE = "appraise", "decide_appraisal"
"""The acts by their names in an office's rules of different people."""


def lengthen(
    house: House, actor: Actor, names: Sequence[str], retention: Retention, reason: str, channel: str = "desk"
) -> tuple[str, ...]:
    """Keep records longer.

    Raises:
        ShorterError: The period is not longer than the one there is.
        ReasonMissingError: There is no reason.
    """
    require_archivist(actor, "延长保管期限")
    words = require_words(reason, "、".join(names), "延长的理由")

    def act(holding: Holding) -> HoldingEvent:
        _require_longer(holding, retention)
        return RetentionLengthened(retention.value, words)

    return to_each(house, actor, names, act, channel)


def hold(
    house: House, actor: Actor, names: Sequence[str], reason: str, owner: str, channel: str = "desk"
) -> tuple[str, ...]:
    """Let nothing destroy records until the hold is lifted (冻结); ``owner`` is who asked for it."""
    require_role(actor, HOLDERS, "冻结档案")
    why, who = require_words(reason, "、".join(names), "冻结的理由"), require_words(owner, "、".join(names), "由谁提出")
    return to_each(house, actor, names, lambda _: HoldPlaced(why, who), channel)


def lift(house: House, actor: Actor, name: str, index: int, reason: str, channel: str = "desk") -> tuple[str, ...]:
    """Lift a hold, by its line in the ledger.

    Raises:
        NoSuchHoldError: The record has no such hold.
    """
    require_role(actor, HOLDERS, "解除冻结")
    words = require_words(reason, name, "解除的理由")

    def act(holding: Holding) -> HoldingEvent:
        if index not in {one.index for one in holding.holds}:
            raise NoSuchHoldError(holding.record, index)
        return HoldLifted(index, words)

    return to_each(house, actor, [name], act, channel)


def held(house: House, actor: Actor) -> tuple[Holding, ...]:
    """List the records with holds within the actor's scope."""
    return house.registry.holdings(HoldingQuery(held=True), scope_of(actor))


def over(house: House, actor: Actor, on: dt.date | None = None) -> tuple[Holding, ...]:
    """List the records whose time is over on a day, today unless stated (到期), within the actor's scope."""
    return house.registry.holdings(HoldingQuery(over_by=on or house.clock.today(), by_code=True), scope_of(actor))


def to_destroy(house: House, actor: Actor) -> tuple[Holding, ...]:
    """List the records of which destruction was decided and to which nothing stands in the way."""
    today = house.clock.today()
    query = HoldingQuery(verdict=Verdict.DESTROY, held=False, lent=False, by_code=True)
    return tuple(one for one in house.registry.holdings(query, scope_of(actor)) if one.may_be_destroyed(today))


def require_destroyable(books: Transaction, record_id: str, today: dt.date) -> Holding:
    """Give a record inside a transaction if it may be destroyed.

    Raises:
        NotOverError: Its time is not over, nobody decided it, somebody has it, or a hold stands.
    """
    holding = kept_now(books, record_id)
    if not holding.may_be_destroyed(today):
        raise NotOverError(record_id, why_not(holding, today))
    return holding


def appraise(
    house: House,
    actor: Actor,
    names: Sequence[str],
    verdict: Verdict,
    reason: str,
    *,
    retention: Retention | None = None,
    channel: str = "desk",
) -> tuple[str, ...]:
    """Give one's opinion on records whose time is over; a later one takes the place of one's earlier.

    Raises:
        NotOverError: A record's time is not over.
        ShorterError: It would be kept on for less than before.
    """
    require_role(actor, APPRAISERS, "提出鉴定意见")
    words = require_words(reason, "、".join(names), "鉴定意见的理由")

    def act(holding: Holding) -> HoldingEvent:
        _require_appraisable(house, holding, verdict, retention)
        return Appraised(verdict, words, retention.value if retention else "")

    return to_each(house, actor, names, act, channel)


def decide(
    house: House,
    actor: Actor,
    names: Sequence[str],
    verdict: Verdict,
    reason: str,
    *,
    retention: Retention | None = None,
    channel: str = "desk",
) -> tuple[str, ...]:
    """Decide what becomes of records whose time is over, on the opinions given.

    Raises:
        NoOpinionError: Fewer people gave an opinion than the office's rules ask.
        OtherPersonNeededError: The office's rules want another person than one who gave an opinion.
    """
    require_role(actor, DECIDERS, "作出鉴定决定")
    words, needed = require_words(reason, "、".join(names), "鉴定决定的理由"), rules_of(house).appraisers

    def act(holding: Holding) -> HoldingEvent:
        _require_appraisable(house, holding, verdict, retention)
        if len(holding.opinions) < needed:
            raise NoOpinionError(holding.record, needed, len(holding.opinions))
        _require_other_person(house, actor, holding)
        return AppraisalDecided(verdict, words, retention.value if retention else "")

    return to_each(house, actor, names, act, channel)


def _require_appraisable(house: House, holding: Holding, verdict: Verdict, retention: Retention | None) -> None:
    if not holding.is_over(house.clock.today()):
        raise NotOverError(holding.record, why_not(holding, house.clock.today()))
    if verdict is Verdict.KEEP:
        _require_longer(holding, retention or holding.retention)


def _require_longer(holding: Holding, retention: Retention) -> None:
    if not is_longer(retention, holding.retention):
        raise ShorterError(holding.record, holding.retention.value, retention.value)


def _require_other_person(house: House, actor: Actor, holding: Holding) -> None:
    pairs = {frozenset(pair) for pair in house.office.different_people}
    if frozenset((APPRAISE, DECIDE)) in pairs and actor.person in {one.person for one in holding.opinions}:
        raise OtherPersonNeededError(holding.record, "鉴定决定", "提出鉴定意见")


def why_not(holding: Holding, today: dt.date) -> str:
    """Say why a record may not be appraised or destroyed."""
    if holding.is_destroyed:
        return holding.remark
    if not holding.is_over(today):
        return f"到{holding.expires:%Y年%-m月%-d日}" if holding.expires else "永久保管"
    if holding.holds:
        return f"{holding.holds[0].owner}提出冻结"
    return "已借出" if holding.loan else "没有销毁决定"
