"""What the clerk does about the words of a scan (识别文字校对): puts them right beside the page's picture, and judges a mark among them (核对密级)."""

from __future__ import annotations

from domain.case import Case
from domain.levels import Level
from domain.office import Actor
from domain.posts import Role
from domain.receipt_events import LevelJudged, TranscriptCorrected
from domain.transcript_moves import OPEN
from office.errors import NotYourRoleError, OpinionMissingError
from office.examine import current
from office.house import House
from office.receipt_acts import receipt_for
from office.receipt_errors import LevelTooHighError, NotShownYetError, ParticularsUnfitError
from office.record import record
from office.transcript import is_above_permitted, level_among
from office.transcript_errors import (
    MarkTypedError,
    NoPageToReadError,
    NothingToJudgeError,
    NoWordsError,
    TooManyWordsError,
    TranscriptFiledError,
)

MOST_CHARACTERS = 20_000
"""Words that one page may have."""


def correct_page(
    house: House,
    actor: Actor,
    document_id: str,
    page: int,
    words: str,
    *,
    is_empty: bool = False,
    channel: str = "desk",
) -> Case:
    """Put right what was read on a page, or type what could not be read (校对); ``is_empty`` says that there are no words on it.

    Raises:
        NoPageToReadError: The page is none without text, or nobody has stated its level.
        TranscriptFiledError: It is filed.
        NotShownYetError: A mark on it is to be judged first.
        TooManyWordsError: They are more than a page can bear.
        MarkTypedError: The words bear a mark above what may be kept here; nothing of them is.
    """
    case = _case(house, actor, document_id, "校对识别文字")
    incoming = case.incoming
    if incoming is None or incoming.particulars is None or incoming.look is None or page not in incoming.look.blind:
        raise NoPageToReadError(document_id, page)
    if case.phase not in OPEN:
        raise TranscriptFiledError(document_id, case.phase.value)
    if case.is_contradicted:
        raise NotShownYetError(document_id)
    typed = "\n".join(line.rstrip() for line in words.replace("\r\n", "\n").split("\n")).strip("\n")
    if not typed.strip() and not is_empty:
        raise NoWordsError(document_id, page)
    if len(typed) > MOST_CHARACTERS:
        raise TooManyWordsError(document_id, page, len(typed), MOST_CHARACTERS)
    marked = level_among(house, typed, page)
    if is_above_permitted(house, marked):
        raise MarkTypedError(document_id, page, house.office.permitted_level.value)
    corrected = TranscriptCorrected(page, house.staging.put(typed.encode()), marked)
    record(house, lambda pen: pen.note(corrected, document_id), actor=actor, channel=channel)
    return current(house, document_id)


def judge_level(
    house: House, actor: Actor, document_id: str, *, level: str, reason: str, channel: str = "desk"
) -> Case:
    """State the level after looking at the original, because a mark among the read words says another (核对密级).

    Raises:
        NothingToJudgeError: No mark contradicts what was entered.
        LevelTooHighError: It is above what this installation may hold: such a piece goes out (``receive.refuse``).
    """
    case = _case(house, actor, document_id, "核对密级")
    if case.incoming is None or case.incoming.particulars is None or not case.is_contradicted:
        raise NothingToJudgeError(document_id)
    if level not in [one.value for one in Level]:
        raise ParticularsUnfitError(document_id, [f"密级应为{'、'.join(one.value for one in Level)}之一"])
    if is_above_permitted(house, level):
        raise LevelTooHighError(document_id, level, house.office.permitted_level.value)
    if Level(level).is_state_secret and not case.incoming.particulars.serials.strip():
        raise ParticularsUnfitError(
            document_id, ["登记时没有写份号，涉密来文应有份号：先拒收移出，再按涉密来文重新登记"]
        )
    if not reason.strip():
        raise OpinionMissingError(document_id, "核对密级")
    judged = LevelJudged(case.incoming.contradicted, level, reason.strip())
    record(house, lambda pen: pen.note(judged, document_id), actor=actor, channel=channel)
    return current(house, document_id)


def _case(house: House, actor: Actor, document_id: str, act: str) -> Case:
    case = receipt_for(house, actor, document_id)
    if not actor.has(Role.CLERK):
        raise NotYourRoleError(act, house.office.titles(Role.CLERK))
    return case
