"""Giving back what belongs to others, and the half-yearly clean-up (清退、半年清理): lists per issuer, every copy looked for by two people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.office import Actor, Person
from domain.secret_book import CleanUp, SecretBook, SecretCopy, SecretPaper
from domain.secret_events import SECRETS, CleanUpClosed, CleanUpOpened
from mailroom.post import Letter
from office.advance import SweepRow
from office.errors import SamePersonError
from office.house import House
from office.record import Pen, record
from office.secret_errors import CleanUpError, SecretUnfitError
from office.secret_register import (
    KEEPERS,
    READERS,
    book_in,
    copies_in,
    person_named,
    read_book,
    require_secret_post,
    where_is,
)
from press.tables import Cell, Sheet, workbook

_OPENS = ((6, "上半年"), (12, "下半年"))
"""In which month the clean-up of a half-year is opened, and what the half is called."""
_COLUMNS = (
    ("发文机关", 24),
    ("登记号", 14),
    ("文号", 20),
    ("代称", 24),
    ("份号", 10),
    ("密级", 6),
    ("保密期限", 10),
    ("去向", 18),
    ("存放处", 14),
    ("应清退日", 12),
    ("核对", 8),
)


@dataclass(frozen=True)
class HeldCopy:
    """A copy on a list (清单一行)."""

    paper: SecretPaper
    copy: SecretCopy
    where: str
    overdue: bool


@dataclass(frozen=True)
class IssuerList:
    """What is to go back to one issuer (清退清单)."""

    issuer: str
    copies: tuple[HeldCopy, ...]

    @property
    def overdue(self) -> int:
        """Count the copies that should be back by now."""
        return sum(held.overdue for held in self.copies)


def half_of(day: dt.date) -> str:
    """Name the half-year whose clean-up is the newest that should have been opened by ``day``: ``2026年上半年``."""
    opened = [(month, name) for month, name in _OPENS if day.month >= month]
    if not opened:
        return f"{day.year - 1}年{_OPENS[-1][1]}"
    return f"{day.year}年{opened[-1][1]}"


def return_lists(house: House, actor: Actor) -> tuple[IssuerList, ...]:
    """List the copies that are here of each issuer that is not us, those with a day to give them back first.

    Raises:
        NotYourRoleError: It is none of the actor's.
    """
    require_secret_post(house, actor, READERS, "查看清退清单")
    ours = {organ.name for organ in house.office.organs if not organ.external} | {house.office.name}
    held = [one for one in _held(house, read_book(house)) if one.paper.issuer not in ours]
    issuers = sorted({one.paper.issuer for one in held})
    return tuple(IssuerList(issuer, tuple(one for one in held if one.paper.issuer == issuer)) for issuer in issuers)


def open_clean_up(house: House) -> CleanUp | None:
    """Open the clean-up of the half-year that is due, unless it is open or done, or nothing is here; done by the clock."""
    half = half_of(house.clock.today())

    def act(pen: Pen) -> CleanUp | None:
        book = book_in(pen)
        held = _held(house, book)
        if half not in book.clean_ups and held:
            pen.note(CleanUpOpened(half, len(held), sum(one.overdue for one in held)), SECRETS)
        return book_in(pen).clean_ups.get(half)

    return record(house, act)


def close_clean_up(
    house: House, actor: Actor, *, missing: Sequence[str], witness: str, note: str = "", channel: str = "desk"
) -> CleanUp:
    """Close the clean-up that is open: two people looked for every copy; ``missing`` are those not found, as ``number/serial``.

    Raises:
        CleanUpError: None is open.
        SamePersonError: The second person is the actor.
        SecretUnfitError: Something is missing, and what was done about it is not written down.
    """
    require_secret_post(house, actor, KEEPERS, "办结清理核对")
    second = person_named(house, "清理核对", witness).id
    if second == actor.person:
        raise SamePersonError("清理核对", "核对", "经办人")
    names = tuple(dict.fromkeys(one.strip() for one in missing if one.strip()))
    if names and not note.strip():
        raise SecretUnfitError(
            "、".join(names), "有份数没有找到，没有写明查找和报告的情况", "写明何时向谁报告、怎样查找"
        )

    def act(pen: Pen) -> CleanUp:
        book = book_in(pen)
        running = running_of(book)
        for name in names:
            number, _, serial = name.partition("/")
            copies_in(book, number, [serial])
        counted = len(_held(house, book)) - len(names)
        pen.note(CleanUpClosed(running.half, counted, names, second, note.strip()), SECRETS)
        return book_in(pen).clean_ups[running.half]

    return record(house, act, actor=actor, channel=channel)


def running_of(book: SecretBook) -> CleanUp:
    """Give the clean-up that is open.

    Raises:
        CleanUpError: None is.
    """
    running = [one for one in book.clean_ups.values() if one.closed is None]
    if not running:
        raise CleanUpError(
            "清理核对", "现在没有待办的清理核对", "每年6月、12月由系统开始；需要时运行 hongtou secrets clean-up --open"
        )
    return running[-1]


def clean_up_due(house: House) -> tuple[SweepRow, ...]:
    """Open what is due, write to the keepers of the register once a week, and list every copy until it is done (定时)."""
    current = open_clean_up(house)
    if current is None or current.closed is not None:
        return ()
    held = _held(house, read_book(house))
    _write_letters(house, current, held)
    return tuple(
        SweepRow(one.paper.number, f"份号{one.copy.serial}", current.half, said, plain=f"份号{one.copy.serial}{said}")
        for one in held
        for said in ("应清退，已逾期" if one.overdue else "待核对",)
    )


def clean_up_workbook(house: House, actor: Actor) -> bytes:
    """Give the list of all copies that are here, by issuer, as .xlsx, to be ticked at the safe (清理核对表)."""
    require_secret_post(house, actor, READERS, "导出清理核对表")
    return _workbook(
        f"{house.office.name}涉密文件清理核对表（{house.clock.today():%Y-%m-%d}）", _held(house, read_book(house))
    )


def return_workbook(house: House, actor: Actor, issuer: str) -> bytes:
    """Give the list of what goes back to one issuer as .xlsx (清退清单)."""
    found = next((one for one in return_lists(house, actor) if one.issuer == issuer), None)
    if found is None:
        raise CleanUpError(issuer, "没有这个机关的涉密文件待清退", "从清退页面的清单中选")
    return _workbook(f"清退{issuer}涉密文件清单（{house.clock.today():%Y-%m-%d}）", found.copies)


def _held(house: House, book: SecretBook) -> tuple[HeldCopy, ...]:
    today = house.clock.today()
    found = [
        HeldCopy(paper, copy, where_is(house, copy), paper.is_overdue(today))
        for paper in book.papers.values()
        for copy in paper.here
    ]
    return tuple(
        sorted(found, key=lambda one: (one.paper.return_by or dt.date.max, one.paper.issuer, one.paper.number))
    )


def _workbook(title: str, held: Iterable[HeldCopy]) -> bytes:
    rows: list[tuple[Cell, ...]] = [
        (
            one.paper.issuer,
            one.paper.number,
            one.paper.reference,
            one.paper.name,
            one.copy.serial,
            one.paper.level.value,
            one.paper.term,
            one.where,
            one.copy.place,
            one.paper.return_by,
            "",
        )
        for one in held
    ]
    return workbook(Sheet(title, tuple(name for name, _ in _COLUMNS), tuple(width for _, width in _COLUMNS), rows))


def _write_letters(house: House, current: CleanUp, held: Sequence[HeldCopy]) -> None:
    """Put one letter a week for each keeper of the register into the outbox; it names counts only."""
    if not house.post.is_on:
        return
    keepers = {actor.person for role in KEEPERS for actor in house.office.holders(role)}
    for person in house.office.people:
        if person.id in keepers and person.mail:
            house.post.put(_letter(house, person, current, held), house.clock.now())


def _letter(house: House, person: Person, current: CleanUp, held: Sequence[HeldCopy]) -> Letter:
    year, week, _ = house.clock.today().isocalendar()
    overdue = sum(one.overdue for one in held)
    text = "\n".join(
        (
            f"{person.name}同志：",
            "",
            f"{current.half}清理核对尚未办结：应核对{len(held)}份，其中逾期未清退{overdue}份。",
            "请登录公文办理的“清退”页面，导出核对表，两人逐份核对后办结。",
            "",
        )
    )
    return Letter(
        f"{year}W{week:02d}-clean-up-{person.id}", person.mail, f"【清理督促】{current.half}{len(held)}份", text
    )
