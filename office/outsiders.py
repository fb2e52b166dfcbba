"""People from outside who come to read what is secret or restricted (外来人员查阅): asked, approved, shown in company, given back; a register of it.

S3 十3: 外来查阅涉密材料必须请示办公室分管领导同意后方可查阅，并做好登记。They get no account and take nothing with them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.case import Case
from domain.composing import level_of
from domain.office import Actor
from domain.posts import Role
from domain.secret_book import OutsiderVisit, SecretBook, Standing
from domain.secret_events import SECRETS, OutsiderAsked, OutsiderDecided, OutsiderDone, OutsiderShown
from office.closing_words import called
from office.errors import NotYourRoleError, OpinionMissingError, SamePersonError
from office.house import House
from office.opened import is_restricted
from office.record import Pen, record
from office.scope import case_for, may_see
from office.secret_errors import CopyElsewhereError, NoRequestError, OutsiderError, SecretUnfitError
from office.secret_register import (
    KEEPERS,
    READERS,
    book_in,
    copies_in,
    person_named,
    read_book,
    require_cleared,
    require_secret_post,
    where_is,
)
from press.tables import Cell, Sheet, workbook

_COLUMNS = (
    ("申请号", 8),
    ("查阅人", 10),
    ("单位", 24),
    ("文件", 16),
    ("份号", 12),
    ("密级", 6),
    ("事由", 24),
    ("准许查阅", 24),
    ("陪同", 10),
    ("申请", 24),
    ("审批", 24),
    ("开始", 17),
    ("归还", 17),
    ("备注", 20),
)


@dataclass(frozen=True)
class Outsider:
    """Who comes from outside to read what, why, on which days, and who of ours stays with them (外来查阅申请)."""

    subject: str
    name: str
    organisation: str
    purpose: str
    companion: str
    serials: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class VisitLine:
    """A line of the register as somebody sees it (登记一行): ``state`` in a word, ``mine`` when it waits for their decision."""

    visit: OutsiderVisit
    level: str
    state: str
    asker: str
    companion: str
    approver: str
    mine: bool


def ask_for_outsider(house: House, actor: Actor, stated: Outsider, *, channel: str = "desk") -> int:
    """Ask that somebody from outside be shown copies of a secret paper, or a restricted document; give the request's number.

    Raises:
        SecretUnfitError: Something is not stated, or the document is not restricted.
        NoSecretPaperError, UnknownDocumentError: There is no such copy or document within the actor's scope.
        NotClearedError: The companion may not have it.
    """
    require_secret_post(house, actor, KEEPERS, "申请外来人员查阅")
    asked = _checked(house, stated)

    def ask(pen: Pen) -> int:
        book = book_in(pen)
        pen.note(_found(house, actor, book, asked), SECRETS)
        return max(book_in(pen).visits)

    return record(house, ask, actor=actor, channel=channel)


def decide_outsider(
    house: House, actor: Actor, index: int, *, approved: bool, opinion: str = "", channel: str = "desk"
) -> None:
    """Let somebody from outside read, or not; the posts of ``outsiders_by`` decide, of a document only who sees it.

    Raises:
        NotYourRoleError: The office names other posts.
        SamePersonError: The actor asked for it, or is to stay with them.
        OpinionMissingError: It is refused without a word.
    """
    if not actor.has(*house.office.outsiders_by):
        raise NotYourRoleError("审批外来人员查阅", house.office.titles(*house.office.outsiders_by))

    def decide(pen: Pen) -> None:
        visit = _visit(house, actor, book_in(pen), index)
        if visit.approved is not None:
            raise NoRequestError(str(index), "外来人员查阅申请")
        if actor.person in (visit.asker, visit.asked.companion):
            raise SamePersonError(visit.asked.subject, "审批外来人员查阅", "申请人或陪同人")
        if not approved and not opinion.strip():
            raise OpinionMissingError(visit.asked.subject, "不同意外来人员查阅")
        pen.note(OutsiderDecided(index, approved, opinion.strip()), SECRETS)

    record(house, decide, actor=actor, channel=channel)


def show_to_outsider(house: House, actor: Actor, index: int, *, channel: str = "desk") -> None:
    """Note that they have it now; one approval is good for one reading, on the days it names.

    Raises:
        OutsiderError: It was not approved, or not for today, or the approval is used up.
        CopyElsewhereError: A copy is not in the safe.
    """
    require_secret_post(house, actor, KEEPERS, "登记外来人员查阅")
    today = house.clock.today()

    def show(pen: Pen) -> None:
        book = book_in(pen)
        visit = _visit(house, actor, book, index)
        if not visit.may_begin_on(today):
            raise OutsiderError(_named(visit), _why_not(visit, today), "先报批，批准后在准许的日期内查阅")
        for copy in copies_in(book, visit.asked.subject, visit.asked.serials)[1] if visit.asked.serials else ():
            if copy.standing is not Standing.KEPT:
                raise CopyElsewhereError(
                    f"{visit.asked.subject} 份号{copy.serial}", where_is(house, copy), "给外来人员查阅"
                )
        pen.note(OutsiderShown(index), SECRETS)

    record(house, show, actor=actor, channel=channel)


def end_reading(house: House, actor: Actor, index: int, note: str = "", *, channel: str = "desk") -> None:
    """Note that they gave it back (查阅完毕、归还).

    Raises:
        NoRequestError: They have nothing by this request.
    """
    require_secret_post(house, actor, KEEPERS, "登记外来人员归还")

    def end(pen: Pen) -> None:
        if not _visit(house, actor, book_in(pen), index).is_under_way:
            raise NoRequestError(str(index), "正在进行的外来人员查阅")
        pen.note(OutsiderDone(index, note.strip()), SECRETS)

    record(house, end, actor=actor, channel=channel)


def outsider_register(house: House, actor: Actor) -> tuple[VisitLine, ...]:
    """List the register, newest first: all for those who keep or audit it, what they decide for those who approve.

    A document the actor may not know of is not on it, but for the posts that see no documents at all and have its id only.

    Raises:
        NotYourRoleError: The actor is none of these.
    """
    posts = (*READERS, *house.office.outsiders_by)
    if not actor.has(*posts):
        raise NotYourRoleError("查看外来人员查阅登记", house.office.titles(*posts))
    book = read_book(house)
    lines = (_line(house, actor, book, visit) for visit in reversed(book.visits.values()))
    return tuple(line for line in lines if line is not None)


def outsider_workbook(house: House, actor: Actor) -> bytes:
    """Give the register as .xlsx, oldest first."""
    title = f"{house.office.name}外来人员查阅登记簿"
    rows = [_cells(line) for line in reversed(outsider_register(house, actor))]
    return workbook(Sheet(title, tuple(name for name, _ in _COLUMNS), tuple(width for _, width in _COLUMNS), rows))


def visits_to_decide(house: House, actor: Actor) -> int:
    """Count the requests that wait for this actor."""
    if not actor.has(*house.office.outsiders_by):
        return 0
    return sum(line.mine for line in outsider_register(house, actor))


def kept_too_long(book: SecretBook, today: dt.date) -> tuple[OutsiderVisit, ...]:
    """List who was shown something on an earlier day and has not given it back."""
    return tuple(one for one in book.visits.values() if one.is_under_way and one.shown and one.shown.date() < today)


def _checked(house: House, stated: Outsider) -> OutsiderAsked:
    subject, first = stated.subject.strip(), stated.first or house.clock.today()
    last = stated.last or first
    for what, text in (("查阅人姓名", stated.name), ("单位", stated.organisation), ("事由", stated.purpose)):
        if not text.strip():
            raise SecretUnfitError(subject, f"没有写明外来人员的{what}", f"写明{what}")
    if stated.organisation.strip() == house.office.name:
        raise SecretUnfitError(subject, "查阅人是本机关人员", "本机关人员按领用、阅文范围办理")
    if last < first or last < house.clock.today():
        raise SecretUnfitError(subject, "查阅日期已过，或止期在起期以前", "核对起止日期")
    return OutsiderAsked(
        subject=subject,
        serials=tuple(dict.fromkeys(one.strip() for one in stated.serials if one.strip())),
        name=stated.name.strip(),
        organisation=stated.organisation.strip(),
        purpose=stated.purpose.strip(),
        companion=person_named(house, subject, stated.companion).id,
        first=first,
        last=last,
    )


def _found(house: House, actor: Actor, book: SecretBook, asked: OutsiderAsked) -> OutsiderAsked:
    """Give the request about what is there, once its companion may have it, too."""
    if asked.subject in book.papers or asked.serials:
        paper, _ = copies_in(book, asked.subject, asked.serials)
        require_cleared(house, asked.companion, paper)
        return asked
    case = case_for(house, actor, asked.subject)
    if not is_restricted(case):
        raise SecretUnfitError(case.document_id, "这件文件不涉密、不限阅", "不用报批；归档文件由档案员登记查阅")
    if not any(may_see(one, case) for one in _actors_of(house, asked.companion)):
        raise OutsiderError(case.document_id, "陪同人看不到这件文件", "换一位在知悉范围内的同志陪同")
    return dataclasses.replace(asked, subject=case.document_id)


def _actors_of(house: House, person: str) -> tuple[Actor, ...]:
    actors = (house.office.actor(one.login) for one in house.office.accounts if one.person == person)
    return tuple(one for one in actors if one)


def _visit(house: House, actor: Actor, book: SecretBook, index: int) -> OutsiderVisit:
    visit = book.visits.get(index)
    if visit is None or not _may_know(house, actor, visit):
        raise NoRequestError(str(index), "外来人员查阅申请")
    return visit


def _may_know(house: House, actor: Actor, visit: OutsiderVisit) -> bool:
    case = _case(house, visit)
    return case is None or may_see(actor, case)


def _case(house: House, visit: OutsiderVisit) -> Case | None:
    return None if visit.asked.serials else house.registry.case(visit.asked.subject)


def _line(house: House, actor: Actor, book: SecretBook, visit: OutsiderVisit) -> VisitLine | None:
    sees = _may_know(house, actor, visit)
    if not sees and not actor.has(Role.SECURITY, Role.AUDITOR):
        return None
    asked, case, paper = visit.asked, _case(house, visit), book.papers.get(visit.asked.subject)
    decides = actor.has(*house.office.outsiders_by) and sees and visit.approved is None
    return VisitLine(
        visit=visit,
        level=level_of(case.facts).value if case else paper.level.value if paper else "",
        state=_state(visit, house.clock.today()),
        asker=called(house, visit.asker),
        companion=called(house, asked.companion),
        approver=called(house, visit.approver),
        mine=decides and actor.person not in (visit.asker, asked.companion),
    )


def _state(visit: OutsiderVisit, today: dt.date) -> str:
    if visit.done:
        return "已归还"
    if visit.shown:
        return "正在查阅" if visit.shown.date() == today else "没有登记归还"
    if visit.approved is None:
        return "待批"
    if not visit.approved:
        return "不同意"
    return "已同意" if visit.asked.last >= today else "已过期"


def _why_not(visit: OutsiderVisit, today: dt.date) -> str:
    if visit.approved is None:
        return "还没有批准"
    if not visit.approved:
        return f"没有批准（{visit.opinion}）"
    if visit.shown is not None:
        return "这次批准已经用过，再查阅要再报批"
    return f"准许的日期是{visit.asked.first:%Y-%m-%d}至{visit.asked.last:%Y-%m-%d}，今天{today:%Y-%m-%d}不在内"


def _named(visit: OutsiderVisit) -> str:
    return f"{visit.asked.organisation}{visit.asked.name} {visit.asked.subject}"


def _cells(line: VisitLine) -> Sequence[Cell]:
    visit, asked = line.visit, line.visit.asked
    decided = "" if visit.approved is None else f"{line.approver}{'同意' if visit.approved else '不同意'}"
    return (
        visit.index,
        asked.name,
        asked.organisation,
        asked.subject,
        "、".join(asked.serials),
        line.level,
        asked.purpose,
        f"{asked.first:%Y-%m-%d}至{asked.last:%Y-%m-%d}",
        line.companion,
        f"{line.asker} {visit.at:%Y-%m-%d}",
        f"{decided}{f'：{visit.opinion}' if visit.opinion else ''}" or line.state,
        f"{visit.shown:%Y-%m-%d %H:%M}" if visit.shown else "",
        f"{visit.done:%Y-%m-%d %H:%M}" if visit.done else "",
        visit.note,
    )
