"""What people see (查看): to-do lists, one document with its history, pages and files. All of it within the actor's scope."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
from dataclasses import dataclass

from domain.case import Case, Phase
from domain.document import Paragraph
from domain.events import Examined
from domain.facts import FactName
from domain.file_names import safe_name
from domain.intake import Role as FileRole
from domain.office import Actor, Role
from domain.pages import Binding
from domain.procedure import Limit, RouteStep, Verb
from office.archived import record_of
from office.delegation import acts_for, part_in
from office.errors import NothingToDoError, UnknownDocumentError
from office.filing import ISSUED_DOCX, ISSUED_PDF
from office.history import HistoryLine, history_of
from office.house import House
from office.scope import case_for, may_see, reads_content
from office.sign import may_withdraw, where
from office.staged import draft_of


@dataclass(frozen=True)
class Deadline:
    """When a step is due, as it reads now (时限): ``left`` is ``还剩2天``, ``今天到期`` or ``已超期1天``."""

    at: dt.datetime
    provisional: bool
    left: str
    overdue: bool


@dataclass(frozen=True)
class TodoItem:
    """Something that waits for the actor (待办)."""

    document_id: str
    title: str
    kind: str
    unit: str
    step: str
    step_name: str
    verb: Verb | None
    since: dt.datetime
    due: Deadline | None
    urgency: str


@dataclass(frozen=True)
class DocumentRow:
    """A document in a list (文件)."""

    document_id: str
    number: str
    title: str
    kind: str
    unit: str
    phase: str
    where: str
    since: dt.datetime


@dataclass(frozen=True)
class DifferenceLine:
    """A line of text compared with the version before: ``+`` new, ``-`` gone, blank the same (文字差异)."""

    mark: str
    text: str


@dataclass(frozen=True)
class DocumentView:
    """One document as an actor sees it (文件页)."""

    case: Case
    mine: tuple[RouteStep, ...]
    acts: frozenset[str]
    history: tuple[HistoryLine, ...]
    where: str
    next_step: str
    differences: tuple[DifferenceLine, ...]
    binding: Binding | None
    pages: int


def todo(house: House, actor: Actor) -> tuple[TodoItem, ...]:
    """List what waits for the actor, what is due first."""
    items = [_todo_item(house, case, step) for case, step in _waiting(house, actor)]
    if actor.has(Role.CLERK):
        items += [
            _lacking_item(house, case) for case in house.registry.cases(phases=(Phase.LACKING,)) if may_see(actor, case)
        ]
    return tuple(sorted(items, key=lambda item: (item.due.at if item.due else item.since, item.document_id)))


def documents(house: House, actor: Actor, phase: Phase | None = None) -> tuple[DocumentRow, ...]:
    """List documents within the actor's scope, those that changed last first."""
    cases = house.registry.cases(phases=(phase,) if phase else None)
    seen = sorted((case for case in cases if may_see(actor, case)), key=lambda case: case.since, reverse=True)
    return tuple(
        DocumentRow(
            case.document_id,
            case.number,
            case.title or case.name,
            case.kind,
            _unit_name(house, case),
            case.phase.value,
            where(case),
            case.since,
        )
        for case in seen
    )


def view_document(house: House, actor: Actor, document_id: str) -> DocumentView:
    """Show one document.

    Raises:
        UnknownDocumentError: It does not exist within the actor's scope.
    """
    case = case_for(house, actor, document_id)
    mine = tuple(step for step in case.open_steps() if part_in(house, actor, step) is not None)
    return DocumentView(
        case=case,
        mine=mine,
        acts=_acts(actor, case, mine),
        history=history_of(house, case),
        where=where(case),
        next_step=_next_step(case),
        differences=_differences(house, case),
        binding=case.shown.binding() if case.shown else None,
        pages=len(case.shown.pages) if case.shown else 0,
    )


def page_image(house: House, actor: Actor, document_id: str, page: int, *, issued: bool = False) -> bytes:
    """Give the PNG of a page, counted from 1: of what is signed, or of what was issued."""
    case = case_for(house, actor, document_id)
    if issued or case.phase in (Phase.FILED, Phase.DONE):
        return house.press.page_image(_issued_bytes(house, case, ISSUED_PDF), page)
    if case.shown is None or not 1 <= page <= len(case.shown.pages):
        raise UnknownDocumentError(f"{document_id} 第{page}页")
    return house.staging.read(case.shown.pages[page - 1])


def document_file(house: House, actor: Actor, document_id: str, kind: str) -> tuple[str, bytes]:
    """Give a file to download with its name: ``shown`` (呈签稿), ``draft`` (文稿, to revise), ``pdf`` or ``docx`` (正本)."""
    case = case_for(house, actor, document_id)
    name = safe_name(f"{case.number} {case.title}".strip() or case.document_id)
    if kind == "shown" and case.shown is not None and case.phase not in (Phase.FILED, Phase.DONE):
        return f"{name}（呈签稿）.pdf", house.staging.read(case.shown.pdf)
    if kind == "draft" and case.is_in_flight:
        body = next(file for file in case.versions[-1].files if file.role is FileRole.BODY)
        return body.name, house.staging.read(body.sha512)
    if kind in ("pdf", "docx"):
        return f"{name}.{kind}", _issued_bytes(house, case, ISSUED_PDF if kind == "pdf" else ISSUED_DOCX)
    raise UnknownDocumentError(document_id)


def my_log(house: House, actor: Actor, limit: int = 200) -> tuple[HistoryLine, ...]:
    """List the actor's own acts, newest first (我的办理记录)."""
    if not reads_content(actor):
        return ()
    lines = [
        line
        for case in house.registry.cases()
        if may_see(actor, case)
        for line in history_of(house, case)
        if line.person == actor.person
    ]
    return tuple(sorted(lines, key=lambda line: line.index, reverse=True)[:limit])


def _waiting(house: House, actor: Actor) -> list[tuple[Case, RouteStep]]:
    given = acts_for(house, actor)
    roles = {*actor.roles, *(role for one in given for role in one.roles)}
    rows = house.registry.tasks(roles, () if given else actor.units)
    found = []
    for document_id in dict.fromkeys(row.document_id for row in rows):
        case = house.registry.case(document_id)
        if case is not None and may_see(actor, case):
            found += [(case, step) for step in case.open_steps() if part_in(house, actor, step, given) is not None]
    return found


def _todo_item(house: House, case: Case, step: RouteStep) -> TodoItem:
    return TodoItem(
        document_id=case.document_id,
        title=case.title,
        kind=case.kind,
        unit=_unit_name(house, case),
        step=step.key,
        step_name=step.name,
        verb=step.verb,
        since=case.since,
        due=_deadline(house, case.since, step.limit) if step.limit else None,
        urgency=case.facts.value(FactName.URGENCY),
    )


def _deadline(house: House, since: dt.datetime, limit: Limit) -> Deadline:
    due, now = house.calendar.due(since, limit), house.clock.now()
    return Deadline(due.at, due.provisional, due.left(now), due.is_overdue(now))


def _lacking_item(house: House, case: Case) -> TodoItem:
    return TodoItem(
        document_id=case.document_id,
        title=case.title or case.name,
        kind=case.kind,
        unit=_unit_name(house, case),
        step="complete",
        step_name="补正要素",
        verb=None,
        since=case.since,
        due=None,
        urgency=case.facts.value(FactName.URGENCY),
    )


def _acts(actor: Actor, case: Case, mine: tuple[RouteStep, ...]) -> frozenset[str]:
    acts: set[str] = set()
    for step in mine:
        acts |= {"approve", "return", "revise"} if step.verb.is_decision else {step.verb.value}
    if actor.has(*may_withdraw(case)) and case.is_in_flight and not case.signer:
        acts.add("withdraw")
    if actor.has(Role.CLERK) and case.phase is Phase.LACKING:
        acts.add("state_facts")
    return frozenset(acts)


def _next_step(case: Case) -> str:
    if case.route is None or case.phase is not Phase.UNDER_WAY:
        return ""
    after = case.route.open_steps(frozenset((*case.done, *(step.key for step in case.open_steps()))))
    return "、".join(f"{step.name}（{'、'.join(role.label for role in step.roles)}）" for step in after) or "印发、归档"


def _differences(house: House, case: Case) -> tuple[DifferenceLine, ...]:
    """Compare the text with the version before it, where both are still staged."""
    if case.version < 2:
        return ()
    drafts = [event.draft for _, event in house.registry.history(case.document_id) if isinstance(event, Examined)]
    if len(drafts) < 2 or case.draft != drafts[-1] or not house.staging.holds(drafts[-2]):
        return ()
    before, after = (_lines(house, case, draft) for draft in drafts[-2:])
    compared = difflib.ndiff(before, after)
    return tuple(DifferenceLine(line[0], line[2:]) for line in compared if line[0] in "+- ")


def _lines(house: House, case: Case, draft_digest: str) -> list[str]:
    draft = draft_of(house, dataclasses.replace(case, draft=draft_digest))
    return [draft.title, *(block.text for block in draft.blocks if isinstance(block, Paragraph))]


def _issued_bytes(house: House, case: Case, name: str) -> bytes:
    if case.filed is not None:
        return record_of(house, case).read(name)
    if case.issued is not None:
        return house.staging.read(case.issued.pdf if name == ISSUED_PDF else case.issued.docx)
    raise NothingToDoError(case.document_id, "下载正本", where(case))


def _unit_name(house: House, case: Case) -> str:
    unit = house.office.unit_named(case.unit)
    return unit.name if unit else case.unit
