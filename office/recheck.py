"""Rechecking (复核): procedures, attachments and format are ticked one by one, and what would be printed is compared with what was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.case import Case
from domain.document import OfficialDocument
from domain.events import Checked
from domain.office import Actor
from domain.pages import Binding, Shown
from domain.procedure import RouteStep, Verb
from office.errors import SignedTextDiffersError, UnknownDocumentError
from office.examine import current
from office.house import House
from office.issue import filled_document, require_as_signed
from office.issuing_errors import NotAllTickedError
from office.opened import note_opened
from office.record import record
from office.scope import case_for
from office.sign import require_other_person, require_shown, step_of
from press.press import Press


@dataclass(frozen=True)
class FilledField:
    """A field that was blank when it was signed, and what 登记 put into it (登记所填)."""

    name: str
    value: str


@dataclass(frozen=True)
class RecheckSheet:
    """What a checker goes by (复核单): the items to tick, the attachments, and what differs from what was signed.

    ``pages`` is the number of pages as they will be printed; ``differs`` says what else than the fields has changed, empty when nothing has.
    """

    step: RouteStep
    attachments: tuple[str, ...]
    filled: tuple[FilledField, ...]
    pages: int
    differs: str


def recheck_sheet(house: House, actor: Actor, document_id: str, *, step: str | None = None) -> RecheckSheet:
    """Show what is to be rechecked, rendered once more and compared with what was signed."""
    case = case_for(house, actor, document_id)
    mine = step_of(house, actor, case, "复核", verb=Verb.CHECK, key=step)
    document = filled_document(house, case)
    return RecheckSheet(
        step=mine,
        attachments=tuple(attachment.name for attachment in document.attachments),
        filled=_filled(document),
        pages=case.issued.pages if case.issued else len(_numbered(house, document).pages),
        differs=_difference(house, case, document),
    )


def recheck(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    ticks: Sequence[str],
    binding: Binding,
    note: str = "",
    step: str | None = None,
    channel: str = "desk",
) -> Case:
    """Record that everything of a 复核 is in order. A checker who finds a fault corrects it instead (签发后修改).

    Raises:
        NotAllTickedError: An item was left out.
        ShownHasChangedError: ``binding`` is not what stands there now.
        SignedTextDiffersError: What would be printed is not what was signed.
    """
    case = case_for(house, actor, document_id)
    mine = step_of(house, actor, case, "复核", verb=Verb.CHECK, key=step)
    if missing := [item for item in mine.items if item not in ticks]:
        raise NotAllTickedError(document_id, "、".join(missing))
    require_shown(house, case, binding)
    require_other_person(house, actor, case, Verb.CHECK)
    _require_as_signed(house, case, filled_document(house, case))
    checked = Checked(mine.key, case.version, mine.items, binding, note.strip())
    record(house, lambda pen: pen.note(checked, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def numbered_page(house: House, actor: Actor, document_id: str, page: int) -> bytes:
    """Give the PNG of a page with what 登记 filled in, counted from 1."""
    case = case_for(house, actor, document_id)
    if not case.number or case.issued is not None:
        raise UnknownDocumentError(f"{document_id} 第{page}页")
    pages = _numbered(house, filled_document(house, case)).pages
    if not 1 <= page <= len(pages):
        raise UnknownDocumentError(f"{document_id} 第{page}页")
    note_opened(house, actor, case, "版面")
    return house.staging.read(pages[page - 1])


def _numbered(house: House, document: OfficialDocument) -> Shown:
    """Make the pages once for all who look at them; made again when staging was tidied since."""
    shown = _made(house.press, document)
    if not all(house.staging.holds(page) for page in shown.pages):
        _made.cache_clear()
        shown = _made(house.press, document)
    return shown


@lru_cache(maxsize=16)
def _made(press: Press, document: OfficialDocument) -> Shown:
    return press.show(document)


def _filled(document: OfficialDocument) -> tuple[FilledField, ...]:
    filled = document.filled
    known = {
        "发文字号": filled.number,
        "成文日期": f"{filled.dated:%Y年%-m月%-d日}" if filled.dated else "",
        "印发日期": f"{filled.printed_on:%Y年%-m月%-d日}" if filled.printed_on else "",
        "印章": "、".join(filled.seals),
    }
    return tuple(FilledField(name, value) for name, value in known.items() if value)


def _difference(house: House, case: Case, document: OfficialDocument) -> str:
    try:
        _require_as_signed(house, case, document)
    except SignedTextDiffersError as error:
        return error.happened
    return ""


def _require_as_signed(house: House, case: Case, document: OfficialDocument) -> None:
    """Compare text and pages with what was signed; once issued, the text alone: its pages were compared when it was issued."""
    if case.issued is None:
        require_as_signed(house, case, document)
    elif case.shown is None or document.content_digest() != case.shown.content:
        raise SignedTextDiffersError(case.document_id, "文字与签发时不一致")
