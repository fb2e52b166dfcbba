"""Files that were stopped at the door for their mark (门口拦下的文件): who keeps the secret papers sees to each and writes down what was done.

Nothing of the file is known here but its folder and mark; the file itself lies where it was dropped until somebody takes it away.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.intake import StoppedFile
from domain.office import Actor
from domain.secret_book import Settling
from domain.secret_events import SECRETS, StopSettled
from office.closing_words import called
from office.house import House
from office.record import Pen, record
from office.secret_errors import NoStopError, SecretUnfitError
from office.secret_register import KEEPERS, READERS, book_in, read_book, require_secret_post


@dataclass(frozen=True)
class StopLine:
    """A stopped file on the list (拦截一行); ``settled`` is empty until somebody has seen to it, ``by`` names them."""

    stop: StoppedFile
    settled: Settling | None
    by: str


def stopped_files(house: House, actor: Actor) -> tuple[StopLine, ...]:
    """List what was stopped, the last first.

    Raises:
        NotYourRoleError: The actor may not look at the register of secret papers.
    """
    require_secret_post(house, actor, READERS, "查看门口拦下的文件")
    settled = read_book(house).settled
    return tuple(_line(house, stop, settled.get(stop.index)) for stop in house.registry.secrecy_stops())


def open_stops(house: House) -> tuple[StoppedFile, ...]:
    """List what was stopped and nobody has seen to."""
    stops = house.registry.secrecy_stops()
    settled = read_book(house).settled if stops else {}
    return tuple(stop for stop in stops if stop.index not in settled)


def settle_stop(house: House, actor: Actor, index: int, note: str, *, channel: str = "desk") -> None:
    """Write down what was done with a stopped file, once.

    Raises:
        NotYourRoleError: The actor does not keep the secret papers.
        SecretUnfitError: It is not said what was done.
        NoStopError: There is no such stop, or somebody has seen to it.
    """
    require_secret_post(house, actor, KEEPERS, "处理门口拦下的文件")
    if not note.strip():
        raise SecretUnfitError("门口拦下的文件", "没有写明处理情况", "写明原件怎样处理了，再提交")
    known = {stop.index for stop in house.registry.secrecy_stops()}

    def settle(pen: Pen) -> None:
        if index not in known or index in book_in(pen).settled:
            raise NoStopError(index)
        pen.note(StopSettled(index, note.strip()), SECRETS)

    record(house, settle, actor=actor, channel=channel)


def _line(house: House, stop: StoppedFile, settled: Settling | None) -> StopLine:
    return StopLine(stop, settled, called(house, settled.by) if settled else "")
