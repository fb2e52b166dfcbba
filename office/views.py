"""What people see (查看): to-do lists, one document with its history, pages and files. All of it within the actor's scope."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
from dataclasses import dataclass

from domain.case import SIGNED_LATER, Case, Phase
from domain.document import Paragraph
from domain.events import Examined
from domain.file_names import safe_name
from domain.listing import Entry, ListQuery
from domain.office import Actor
from domain.pages import Binding
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, RouteStep, Verb
from office.archived import record_of
from office.deadlines import Deadline, deadline, deadline_of
from office.delegation import acts_for, part_in
from office.errors import NothingToDoError, UnknownDocumentError
from office.filing import ISSUED_DOCX, ISSUED_PDF
from office.history import HistoryLine, history_of
from office.house import House
from office.kept_view import KeptView, is_taken_over, kept_view
from office.lists import unit_name
from office.opened import note_opened
from office.reading_files import body_to_edit
from office.repeal import effect_of, may_be_repealed
from office.route_drawing import what_follows
from office.scope import case_for, scope_of, scope_standing_in
from office.sign import may_withdraw, where
from office.staged import draft_of
from registry.values import TodoRow


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
    is_owed: bool = False
    """A signature that is owed after a verbal consent (待补签)."""


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
    effect: str = ""
    kept: KeptView | None = None


def todo(house: House, actor: Actor) -> tuple[TodoItem, ...]:
    """List what waits for the actor, what is due first."""
    own = house.registry.tasks(actor.parts, actor.units, scope_of(actor))
    waiting = (*own, *_under_delegation(house, actor, own))
    items = [_todo_item(house, task) for task in waiting if not _recorded_by(house, actor, task)]
    if actor.has(Role.CLERK):
        lacking = house.registry.entries(scope_of(actor), ListQuery(phases=(Phase.LACKING,)))
        items += [_lacking_item(house, entry) for entry in lacking.entries]
    return tuple(sorted(items, key=lambda item: (item.due.at if item.due else item.since, item.document_id)))


def view_document(house: House, actor: Actor, document_id: str) -> DocumentView:
    """Show one document.

    Raises:
        UnknownDocumentError: It does not exist within the actor's scope.
    """
    case = case_for(house, actor, document_id)
    note_opened(house, actor, case, "文件页")
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
        effect=effect_of(case, house.clock.today()),
        kept=kept_view(house, case),
    )


def page_image(house: House, actor: Actor, document_id: str, page: int, *, issued: bool = False) -> bytes:
    """Give the PNG of a page, counted from 1: of what is signed, or of what was issued."""
    case = case_for(house, actor, document_id)
    note_opened(house, actor, case, "版面")
    if issued or case.phase in (Phase.FILED, Phase.DONE):
        pdf = _issued_bytes(house, case, ISSUED_PDF)
        return house.press.scan_page(pdf, page) if is_taken_over(case) else house.press.page_image(pdf, page)
    if case.shown is None or not 1 <= page <= len(case.shown.pages):
        raise UnknownDocumentError(f"{document_id} 第{page}页")
    return house.staging.read(case.shown.pages[page - 1])


def document_file(house: House, actor: Actor, document_id: str, kind: str) -> tuple[str, bytes]:
    """Give a file to download with its name: ``shown`` (呈签稿), ``draft`` (文稿, to revise), ``pdf`` or ``docx`` (正本)."""
    case = case_for(house, actor, document_id)
    note_opened(house, actor, case, f"文件（{kind}）")
    name = safe_name(f"{case.number} {case.title}".strip() or case.document_id)
    if kind == "shown" and case.shown is not None and case.phase not in (Phase.FILED, Phase.DONE):
        return f"{name}（呈签稿）.pdf", house.staging.read(case.shown.pdf)
    if kind == "draft" and case.is_in_flight:
        draft_name, body = body_to_edit(case.versions[-1].files)
        return draft_name, house.staging.read(body.sha512)
    if kind in ("pdf", "docx"):
        return f"{name}.{kind}", _issued_bytes(house, case, ISSUED_PDF if kind == "pdf" else ISSUED_DOCX)
    raise UnknownDocumentError(document_id)


def _under_delegation(house: House, actor: Actor, own: tuple[TodoRow, ...]) -> list[TodoRow]:
    """List what the actor may do in somebody else's place."""
    given = acts_for(house, actor)
    if not given:
        return []
    roles = {role for one in given for role in one.roles}
    known = {(task.document_id, task.step) for task in own}
    scope = scope_standing_in(house, actor, given)
    tasks = [t for t in house.registry.tasks(roles, (), scope) if (t.document_id, t.step) not in known]
    return [task for task in tasks if (step := _open_step(house, task)) and part_in(house, actor, step, given)]


def _open_step(house: House, task: TodoRow) -> RouteStep | None:
    case = house.registry.case(task.document_id)
    return case.open_step(task.step) if case else None


def _recorded_by(house: House, actor: Actor, task: TodoRow) -> bool:
    """Tell whether the actor recorded the paper that waits to be compared: that is for another (核对代录)."""
    case = house.registry.case(task.document_id) if task.verb is Verb.COMPARE else None
    return case is not None and any(
        f"compare/{paper.step}" == task.step and paper.recorder == actor.person for paper in case.papers
    )


def _todo_item(house: House, task: TodoRow) -> TodoItem:
    return TodoItem(
        document_id=task.document_id,
        title=task.title,
        kind=task.kind,
        unit=unit_name(house, task.unit),
        step=task.step,
        step_name=task.name,
        verb=task.verb,
        since=task.since,
        due=deadline_of(house, task),
        urgency=task.urgency,
        is_owed=task.name.endswith(SIGNED_LATER),
    )


def _lacking_item(house: House, entry: Entry) -> TodoItem:
    return TodoItem(
        document_id=entry.document_id,
        title=entry.title,
        kind=entry.kind,
        unit=unit_name(house, entry.unit),
        step="complete",
        step_name="补正要素",
        verb=None,
        since=entry.since,
        due=deadline(house, entry.since, Limit(house.office.complete_within, LimitUnit.WORKING_DAYS)),
        urgency=entry.urgency,
    )


def _acts(actor: Actor, case: Case, mine: tuple[RouteStep, ...]) -> frozenset[str]:
    acts: set[str] = set()
    for step in mine:
        acts |= {"approve", "return", "revise"} if step.verb.is_decision else {step.verb.value}
    if actor.has(*may_withdraw(case)) and case.is_in_flight and not case.signer:
        acts.add("withdraw")
    if may_be_repealed(actor, case):
        acts.add("repeal")
    if actor.has(Role.CLERK) and case.phase is Phase.LACKING:
        acts.add("state_facts")
    return frozenset(acts)


def _next_step(case: Case) -> str:
    if case.route is None or case.phase is not Phase.UNDER_WAY or case.incoming is not None:
        return ""  # where what came in goes next is said by whom a leader names
    after = case.route.open_steps(frozenset((*case.done, *(step.key for step in case.open_steps()))))
    return "、".join(f"{step.name}（{step.who}）" for step in after) or what_follows(case)


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
