"""Facts about secret papers (涉密纸质文件事项): registered without their content, moved, copied, counted, returned, destroyed, handed over.

They are events like those of ``domain.events``, which holds the list of all and their one codec; all of them stand under one object of the
ledger, ``SECRETS``. Persons are named by id. No title stands in them: ``name`` is a neutral one, or empty.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

SECRETS = "secrets"
"""The object in the ledger under which the register of secret papers stands."""


class PaperOrigin(StrEnum):
    """Where a secret paper came from (来源)."""

    RECEIVED = "收到"
    ISSUED = "本机关制发"
    COPY = "复制件"


class Move(StrEnum):
    """How a copy changes hands in the house (流转)."""

    OUT = "领用"
    BACK = "归还"
    HAND_OVER = "移交"


class Leaving(StrEnum):
    """How a copy leaves the house for good (去向)."""

    RETURNED = "清退"
    DESTROYED = "销毁"


@dataclass(frozen=True)
class SecretRegistered:
    """A secret paper was counted, numbered and registered (登记): each copy by its 份号; ``return_by`` when its issuer wants it back.

    ``original`` and ``request`` name, for copies made here, the paper they were made from and the line of the request.
    """

    VERB: ClassVar[str] = "secret.registered"
    number: str
    origin: PaperOrigin
    day: dt.date
    issuer: str
    reference: str
    name: str
    level: str
    term: str
    serials: tuple[str, ...]
    place: str
    return_by: dt.date | None = None
    original: str = ""
    request: int = 0


@dataclass(frozen=True)
class SecretMoved:
    """Copies of a paper changed hands (领用、归还、移交); ``receiver`` is empty when they are back in the safe (``place``)."""

    VERB: ClassVar[str] = "secret.moved"
    number: str
    serials: tuple[str, ...]
    how: Move
    receiver: str
    place: str
    purpose: str
    due: dt.date | None = None


@dataclass(frozen=True)
class SecretLeft:
    """Copies left the house (清退、销毁): to whom and by which list; destroyed with approval, two people at their side (监销)."""

    VERB: ClassVar[str] = "secret.left"
    number: str
    serials: tuple[str, ...]
    how: Leaving
    day: dt.date
    receiver: str
    reference: str
    approver: str = ""
    escorts: tuple[str, ...] = ()


@dataclass(frozen=True)
class CopyAsked:
    """Copies of a paper were asked for (申请复制)."""

    VERB: ClassVar[str] = "secret.copy_asked"
    number: str
    copies: int
    purpose: str
    person: str


@dataclass(frozen=True)
class CopyDecided:
    """A request for copies was approved or not (复制审批); ``consent`` is the issuing organ's, where it is needed."""

    VERB: ClassVar[str] = "secret.copy_decided"
    index: int
    approved: bool
    opinion: str
    consent: str = ""


@dataclass(frozen=True)
class CleanUpOpened:
    """The half-yearly clean-up began (清理核对): ``copies`` were in the house, ``overdue`` of them should have gone back."""

    VERB: ClassVar[str] = "secret.clean_up_opened"
    half: str
    copies: int
    overdue: int


@dataclass(frozen=True)
class CleanUpClosed:
    """Every copy was looked for by two people (清理完毕); ``missing`` names those that were not found, as ``number/serial``."""

    VERB: ClassVar[str] = "secret.clean_up_closed"
    half: str
    counted: int
    missing: tuple[str, ...]
    witness: str
    note: str


@dataclass(frozen=True)
class HandedOver:
    """Somebody who leaves handed over what they held and what they might read (工作移交)."""

    VERB: ClassVar[str] = "secret.handed_over"
    person: str
    receiver: str
    approver: str
    copies: tuple[str, ...]
    documents: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class OutsiderAsked:
    """Somebody from outside is to be shown a paper or a restricted document (申请外来人员查阅): ``subject`` is its number or id.

    Of a paper the ``serials`` are named. ``companion`` is one of ours, who stays with them; ``first`` to ``last`` are the days it may be done on.
    """

    VERB: ClassVar[str] = "secret.outsider_asked"
    subject: str
    serials: tuple[str, ...]
    name: str
    organisation: str
    purpose: str
    companion: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class OutsiderDecided:
    """It was approved or not that somebody from outside is shown it (外来查阅审批); ``index`` is the request's line."""

    VERB: ClassVar[str] = "secret.outsider_decided"
    index: int
    approved: bool
    opinion: str


@dataclass(frozen=True)
class OutsiderShown:
    """Somebody from outside was given it to read, here and in company (外来人员查阅)."""

    VERB: ClassVar[str] = "secret.outsider_shown"
    index: int


@dataclass(frozen=True)
class OutsiderDone:
    """They gave it back (查阅完毕); ``note`` tells what was out of order, or what they took down."""

    VERB: ClassVar[str] = "secret.outsider_done"
    index: int
    note: str


OutsiderEvent = OutsiderAsked | OutsiderDecided | OutsiderShown | OutsiderDone
"""Those about outsiders."""


@dataclass(frozen=True)
class StopSettled:
    """A file that was stopped at the door was seen to (涉密拦截处理); ``index`` is the stop's line, ``note`` what was done with it."""

    VERB: ClassVar[str] = "secret.stop_settled"
    index: int
    note: str


SecretEvent = (
    SecretRegistered
    | SecretMoved
    | SecretLeft
    | CopyAsked
    | CopyDecided
    | CleanUpOpened
    | CleanUpClosed
    | HandedOver
    | OutsiderEvent
    | StopSettled
)
"""All of them."""
