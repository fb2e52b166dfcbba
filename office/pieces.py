"""The archivist's decisions about pieces of a year (定件): accept or change what is proposed, leave out, take in again; singly or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.holding import Holding, Origin, Standing
from domain.holding_events import HoldingEvent, LeftOut, PieceDecided, TakenBackIn
from domain.levels import Retention
from domain.office import Actor
from domain.retention import is_longer
from office.house import House
from office.keeping import require_archivist, require_words, to_each
from office.keeping_errors import NotOpenError, ShorterError, UnknownClassError
from office.proposals import Proposer, proposer_of

ACCEPTED = "同意建议"


@dataclass(frozen=True)
class Change:
    """What the archivist sets otherwise than proposed; what is empty stays as proposed (改定)."""

    retention: Retention | None = None
    unit_code: str = ""
    year: int | None = None

    @property
    def is_none(self) -> bool:
        """Tell whether everything stays as proposed."""
        return self == Change()


def decide_pieces(
    house: House, actor: Actor, records: Sequence[str], change: Change, reason: str = "", channel: str = "desk"
) -> tuple[str, ...]:
    """Accept what is proposed for pieces, or change it with a reason; all of them or none.

    Raises:
        ReasonMissingError: Something is changed without a reason.
        UnknownClassError: The class is none of the office's.
        ShorterError: A record taken over would be kept for less than it came with.
        NotOpenError: A piece has its place already, or is left out.
    """
    require_archivist(actor, "定件")
    proposer = proposer_of(house)
    if change.unit_code:
        _require_class(house, change.unit_code)
    words = reason.strip() if change.is_none else require_words(reason, "、".join(records), "改定的理由")

    def decided(holding: Holding) -> HoldingEvent:
        return _decision(proposer, holding, change, words)

    return _each(house, actor, records, Standing.OPEN, decided, channel)


def leave_pieces_out(
    house: House, actor: Actor, records: Sequence[str], reason: str, channel: str = "desk"
) -> tuple[str, ...]:
    """Leave pieces out of the filing of their year, with a reason."""
    require_archivist(actor, "列为不归档")
    words = require_words(reason, "、".join(records), "不归档的理由")
    return _each(house, actor, records, Standing.OPEN, lambda _: LeftOut(words), channel)


def take_back_in(
    house: House, actor: Actor, records: Sequence[str], reason: str, channel: str = "desk"
) -> tuple[str, ...]:
    """Take in again what was left out, with a reason."""
    require_archivist(actor, "恢复归档")
    words = require_words(reason, "、".join(records), "恢复归档的理由")
    return _each(house, actor, records, Standing.LEFT_OUT, lambda _: TakenBackIn(words), channel)


def _decision(proposer: Proposer, holding: Holding, change: Change, reason: str) -> PieceDecided:
    retention = change.retention or proposer.of(holding).retention
    if holding.origin is Origin.IMPORT and is_longer(holding.given, retention):
        raise ShorterError(holding.record, holding.given.value, retention.value)
    return PieceDecided(
        reason=reason or ACCEPTED, retention=retention.value, unit_code=change.unit_code, year=change.year or 0
    )


def _each(
    house: House,
    actor: Actor,
    records: Sequence[str],
    standing: Standing,
    event: Callable[[Holding], HoldingEvent],
    channel: str,
) -> tuple[str, ...]:
    def act(holding: Holding) -> HoldingEvent:
        if holding.standing is not standing:
            raise NotOpenError(holding.record, holding.standing.value)
        return event(holding)

    return to_each(house, actor, records, act, channel)


def _require_class(house: House, unit_code: str) -> None:
    known = sorted({organ.code for organ in house.office.organs if organ.code and not organ.external})
    if unit_code not in known:
        raise UnknownClassError(unit_code, known)
