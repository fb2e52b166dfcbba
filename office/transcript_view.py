"""What people see of the words of a scan (识别文字页): each page's words beside its picture, doubtful lines marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.case import Case
from domain.office import Actor
from domain.posts import Role
from domain.receipt import Incoming
from domain.transcript import PageTranscript, ReadLine
from domain.transcript_moves import OPEN
from office.archived import record_of
from office.errors import UnknownDocumentError
from office.house import House
from office.receipt_acts import receipt_for
from office.receipt_errors import NotShownYetError
from office.signers import signer_name
from office.transcript import lines_of, words_of
from office.transcript_spots import KeptPages, kept_pages

INSTALL = "由信息管理员安装文字识别（见管理员手册“扫描件的文字识别”）"
_MOST_NAMED = 10


@dataclass(frozen=True)
class PageWords:
    """One page with its words (单页文字)."""

    page: int
    words: str
    lines: tuple[ReadLine, ...]
    state: str
    sure: int
    doubtful: int
    is_checked: bool
    trouble: str


@dataclass(frozen=True)
class TranscriptView:
    """The pages of a piece that have no text of their own (识别文字页)."""

    case: Case
    pages: tuple[PageWords, ...]
    may_correct: bool
    absent: str


def view_transcript(house: House, actor: Actor, document_id: str) -> TranscriptView:
    """Show the words that were read on a piece.

    Raises:
        NotShownYetError: Nobody has stated its level, or a mark on it is to be judged.
        UnknownDocumentError: It has no page without text.
    """
    case = receipt_for(house, actor, document_id)
    incoming = case.incoming
    if incoming is None or incoming.look is None or not incoming.look.blind:
        raise UnknownDocumentError(document_id)
    if not incoming.may_be_shown:
        raise NotShownYetError(document_id)
    kept = _kept(house, case)
    pages = tuple(_page(house, incoming, page, kept) for page in incoming.look.blind)
    may = actor.has(Role.CLERK) and case.phase in OPEN
    return TranscriptView(case, pages, may, "" if house.press.transcriber() or not incoming.unread else absent_words())


def absent_words() -> str:
    """Say that nothing here reads words in pictures, and how that is changed."""
    return f"本机未装文字识别，扫描件上的文字没有识别，正文检索不到；{INSTALL}，或由机要员在“识别文字”页录入"


def no_text_words(house: House, case: Case, incoming: Incoming) -> str:
    """Say loudly what of a piece no program has read, or that a machine did (无文字层)."""
    look = incoming.look
    if look is None:
        return "纸质来文没有扫描件，只能按登记的项目查找"
    if not look.blind:
        return look.remark
    if incoming.particulars is None:
        return f"{_named(look.blind)}无文字层，写明密级、签收登记以后才识别其中的文字"
    if incoming.unread and case.phase not in OPEN:
        return f"{_named(incoming.unread)}无文字层，办理时没有识别其中的文字，只能按登记的项目和其余文字查找"
    if incoming.unread and not house.press.transcriber():
        return f"{_named(incoming.unread)}无文字层，{absent_words()}"
    if incoming.unread:
        return f"{_named(incoming.unread)}正在排队识别文字，识别后可在“识别文字”页校对"
    failed = tuple(page.page for page in incoming.transcript if page.trouble and not page.is_checked)
    if failed:
        return f"{_named(failed)}没有识别成，正文检索不到；请机要员在“识别文字”页录入"
    unchecked = tuple(page.page for page in incoming.transcript if not page.is_checked)
    return f"{_named(unchecked)}的文字由机器识别，未经校对，以版面为准" if unchecked else ""


def machine_words(case: Case) -> str:
    """Say whether words of a piece were read by a machine (机器识别); nothing where they were not."""
    transcript = case.incoming.transcript if case.incoming else ()
    if not any(page.lines or page.text for page in transcript):
        return ""
    return "机器识别，已校对" if all(page.is_checked for page in transcript) else "机器识别，未校对"


def _named(pages: Sequence[int]) -> str:
    more = "等" if len(pages) > _MOST_NAMED else ""
    return f"第{'、'.join(map(str, pages[:_MOST_NAMED]))}{more}页"


def _page(house: House, incoming: Incoming, number: int, kept: KeptPages) -> PageWords:
    page = incoming.transcribed(number)
    if page is None:
        return PageWords(number, "", (), "没有识别", 0, 0, False, "")
    words, lines = kept[number] if number in kept else (words_of(house, page), _lines(house, page))
    state = _state(house, page)
    return PageWords(number, words, lines, state, page.sure, page.doubtful, page.is_checked, page.trouble)


def _lines(house: House, page: PageTranscript) -> tuple[ReadLine, ...]:
    return lines_of(house, page.lines).lines if page.lines else ()


def _state(house: House, page: PageTranscript) -> str:
    if page.corrected_at is not None:
        return f"{signer_name(house, page.corrected_by)} {page.corrected_at:%Y-%m-%d %H:%M} 校对"
    if page.trouble:
        return page.trouble
    doubtful = f"，{page.doubtful} 行存疑" if page.doubtful else ""
    return f"{page.engine} 识别，把握 {page.sure}%{doubtful}，未校对"


def _kept(house: House, case: Case) -> KeptPages:
    """Read the words of a filed piece from the archive, where staging has them no more."""
    return kept_pages(record_of(house, case)) if case.filed is not None else {}
