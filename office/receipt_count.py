"""Counting copies and pages of a paper that came in before it is signed for (逐份逐页查点); what differs is taken up with the sender first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.case import Case, Phase
from domain.office import Actor
from domain.posts import Role
from domain.procedure import Procedure
from domain.receipt import Medium
from domain.receipt_count import CopyCount
from domain.receipt_events import Counted
from office.errors import NothingToDoError, NotYourRoleError
from office.examine import current
from office.exchange_handover import sheet_of_piece
from office.house import House
from office.receipt_acts import receipt_for
from office.receipt_care import ASK_SENDER
from office.receipt_errors import CountDiffersError, CountUnfitError, NotCountedError
from office.record import record
from office.sign import where

MOST = 100_000


def count_copies(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    copies: int,
    pages: int,
    counted: Sequence[CopyCount],
    channel: str = "desk",
) -> Case:
    """Note what was counted; it can be counted anew until the piece is signed for.

    Raises:
        CountUnfitError: A copy stands there twice or without pages, or nothing was counted.
    """
    if not actor.has(Role.CLERK):
        raise NotYourRoleError("逐份逐页查点", house.office.titles(Role.CLERK))
    case = receipt_for(house, actor, document_id)
    if case.phase is not Phase.TO_RECEIVE:
        raise NothingToDoError(document_id, "逐份逐页查点", where(case))
    _require_fit(document_id, copies, pages, counted)
    event = Counted(copies, pages, tuple(counted))
    record(house, lambda pen: pen.note(event, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def read_counts(document_id: str, lines: str) -> tuple[CopyCount, ...]:
    """Read what was typed, a copy a line: its 份号 or which copy it is, a blank, its pages.

    Raises:
        CountUnfitError: A line does not read so.
    """
    found = []
    for line in filter(str.strip, lines.splitlines()):
        name, _, pages = line.strip().replace("　", " ").rpartition(" ")
        bare = pages.removesuffix("页")
        if not (name.strip() and bare.isdecimal() and len(bare) < len(str(MOST))):
            raise CountUnfitError(document_id, [f"“{line.strip()[:40]}”没有写成“份号 页数”"])
        found.append(CopyCount(name.strip()[:50], int(bare)))
    return tuple(found)


def require_counted(case: Case, procedure: Procedure, facts: Mapping[str, str]) -> None:
    """Refuse to sign for what is to be counted and is not, or differs while nobody has asked the sender.

    What came electronically was counted by the house, page by page.
    """
    incoming = case.incoming
    if incoming is None:
        return
    tally = incoming.tally
    if tally is None:
        if incoming.medium is Medium.PAPER and procedure.counts(facts):
            raise NotCountedError(case.document_id)
        return
    asked = any(one.about == ASK_SENDER and one.at >= tally.at for one in incoming.contacts)
    if tally.differences and not asked:
        raise CountDiffersError(case.document_id, tally.differences)


def counted_by_house(house: House, case: Case) -> str:
    """Say what the sheet of an exchange package states and what the house counted; nothing for what came otherwise."""
    sheet, look = sheet_of_piece(house, case), case.incoming.look if case.incoming else None
    if sheet is None or look is None:
        return ""
    verdict = "相符" if look.pages == sheet.pages else "不符，请与来文机关联系"
    return f"公文交换：交换单写明{sheet.copies}份、正本{sheet.pages}页；系统逐页清点{look.pages}页，{verdict}"


def _require_fit(document_id: str, copies: int, pages: int, counted: Sequence[CopyCount]) -> None:
    names = [one.name for one in counted]
    twice = sorted({name for name in names if names.count(name) > 1})
    wanted = {
        "没有写清单上的份数、页数": not (0 < copies < MOST and 0 < pages < MOST),
        "没有逐份写明页数": not counted,
        f"写了两次：{'、'.join(twice)}": bool(twice),
        "有一份没有页": any(one.pages < 1 for one in counted),
    }
    faults = [fault for fault, holds in wanted.items() if holds]
    if faults:
        raise CountUnfitError(document_id, faults)
