"""The register of secret papers (涉密文件台账): counted, numbered, signed for, moved, returned, destroyed; never their content.

It is kept by the post that receives and opens them (机要员) and by the 安全保密员, who see no documents by it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from domain.levels import Level
from domain.office import Actor, Person
from domain.posts import Role
from domain.secret_book import SecretBook, SecretCopy, SecretPaper, Standing, book_of
from domain.secret_events import SECRETS, Leaving, Move, PaperOrigin, SecretLeft, SecretMoved, SecretRegistered
from office.errors import NotYourRoleError, SamePersonError
from office.house import House
from office.record import Pen, record
from office.secret_errors import CopyElsewhereError, NoSecretPaperError, NotClearedError, SecretUnfitError
from registry.registry import Registry

KEEPERS = (Role.CLERK, Role.SECURITY)
"""Who keeps the register."""
READERS = (*KEEPERS, Role.AUDITOR)
"""Who may look at it."""
APPROVERS = (Role.DIRECTOR, Role.LEADER, Role.SECRETARY, Role.HEAD)
"""Who approves what leaves the house for ever."""
LONGEST_NAME = 30
MOST_SERIALS = 500
_TERM = re.compile(r"[1-9]\d{0,2}(?:年|个月)|长期|\d{4}年\d{1,2}月\d{1,2}日|.{2,30}")
_READ: WeakKeyDictionary[Registry, SecretBook] = WeakKeyDictionary()
"""The register as each open registry has it, committed lines only; whoever reads it takes a copy."""
_RANGE = re.compile(r"(\d{1,6})\s*[-—至~]\s*(\d{1,6})")


@dataclass(frozen=True)
class Stated:
    """What is stated of a paper when it is registered (登记项); the title is not among it."""

    issuer: str
    level: Level
    term: str
    serials: str
    place: str
    reference: str = ""
    name: str = ""
    origin: PaperOrigin = PaperOrigin.RECEIVED
    day: dt.date | None = None
    return_by: dt.date | None = None


def secret_book(house: House, actor: Actor) -> SecretBook:
    """Give the register.

    Raises:
        NotYourRoleError: It is none of the actor's.
    """
    require_secret_post(house, actor, READERS, "查看涉密文件台账")
    return read_book(house)


def read_book(house: House) -> SecretBook:
    """Give the register to the house itself; what was read before is not read again."""
    known = _READ.get(house.registry)
    book = book_of(house.registry.history(SECRETS, known.index if known else 0), known)
    _READ[house.registry] = book
    return book.copied()


def register_secret(house: House, actor: Actor, stated: Stated, *, channel: str = "desk") -> str:
    """Register a secret paper; give its register number.

    Raises:
        SecretUnfitError: Something is missing, or can't stand like this.
    """
    require_secret_post(house, actor, KEEPERS, "登记涉密文件")
    serials = _checked(stated, house.clock.today())

    def enter(pen: Pen) -> str:
        book = book_in(pen)
        known = [paper.number for paper in book.papers.values() if _is_same(paper, stated, serials)]
        if known:
            raise SecretUnfitError(
                known[0], "这一来文机关、文号和份号已经登记过", "核对份号；确是另一件的，写明各自的文号"
            )
        number = book.next_number(house.clock.now().year)
        pen.note(
            SecretRegistered(
                number=number,
                origin=stated.origin,
                day=stated.day or house.clock.today(),
                issuer=stated.issuer.strip(),
                reference=stated.reference.strip(),
                name=stated.name.strip(),
                level=stated.level.value,
                term=stated.term.strip(),
                serials=serials,
                place=stated.place.strip(),
                return_by=stated.return_by,
            ),
            SECRETS,
        )
        return number

    return record(house, enter, actor=actor, channel=channel)


def move_secret(
    house: House,
    actor: Actor,
    number: str,
    serials: Sequence[str],
    how: Move,
    *,
    receiver: str = "",
    place: str = "",
    purpose: str = "",
    due: dt.date | None = None,
    channel: str = "desk",
) -> None:
    """Note that copies were taken out, given back or handed from one to another; ``receiver`` is a person's id or name.

    Raises:
        NotClearedError: The receiver may not have papers of this level.
        CopyElsewhereError: A copy is not where it would have to be.
    """
    require_secret_post(house, actor, KEEPERS, f"登记{how.value}")
    to = "" if how is Move.BACK else person_named(house, number, receiver).id
    if how is Move.BACK and not place.strip():
        raise SecretUnfitError(number, "没有写明归还后放在哪里", "写明保密柜或存放处")
    if how is not Move.BACK and not purpose.strip():
        raise SecretUnfitError(number, f"没有写明{how.value}的事由", "写明事由")

    def enter(pen: Pen) -> None:
        paper, copies = copies_in(book_in(pen), number, serials)
        if to:
            require_cleared(house, to, paper)
        needed = Standing.KEPT if how is Move.OUT else Standing.OUT
        for copy in copies:
            fits = copy.standing is needed or (how is Move.BACK and copy.standing is Standing.MISSING)
            if not fits or (to and copy.holder == to):
                raise CopyElsewhereError(f"{number} 份号{copy.serial}", where_is(house, copy), how.value)
        pen.note(
            SecretMoved(number, tuple(copy.serial for copy in copies), how, to, place.strip(), purpose.strip(), due),
            SECRETS,
        )

    record(house, enter, actor=actor, channel=channel)


def send_secret_away(
    house: House,
    actor: Actor,
    number: str,
    serials: Sequence[str],
    how: Leaving,
    *,
    receiver: str,
    reference: str,
    approver: str = "",
    escorts: Sequence[str] = (),
    channel: str = "desk",
) -> None:
    """Note that copies went back to their issuer, or were destroyed where secret papers are: with approval and two at their side.

    Raises:
        SecretUnfitError: The receiver, the list, the approval or the two people are not stated.
        CopyElsewhereError: A copy is not in the safe.
    """
    require_secret_post(house, actor, KEEPERS, how.value)
    if not receiver.strip() or not reference.strip():
        raise SecretUnfitError(number, f"没有写明{how.value}的接收单位或清单、回执号", "写明后再提交")
    allowed, beside = "", tuple[str, ...]()
    if how is Leaving.DESTROYED:
        allowed, beside = _approved(house, actor, number, approver, escorts)
    today = house.clock.today()

    def enter(pen: Pen) -> None:
        _, copies = copies_in(book_in(pen), number, serials)
        for copy in copies:
            if copy.standing is not Standing.KEPT:
                raise CopyElsewhereError(f"{number} 份号{copy.serial}", where_is(house, copy), how.value)
        gone = tuple(copy.serial for copy in copies)
        left = SecretLeft(number, gone, how, today, receiver.strip(), reference.strip(), allowed, beside)
        pen.note(left, SECRETS)

    record(house, enter, actor=actor, channel=channel)


def book_in(pen: Pen) -> SecretBook:
    """Give the register as it stands inside a transaction, read on from what was known outside."""
    known = _READ.get(pen.house.registry)
    return book_of(pen.books.history(SECRETS, known.index if known else 0), known)


def copies_in(book: SecretBook, number: str, serials: Sequence[str]) -> tuple[SecretPaper, tuple[SecretCopy, ...]]:
    """Find copies of a paper.

    Raises:
        NoSecretPaperError: There is no such paper, or it has no such copy.
    """
    paper = book.papers.get(number.strip())
    wanted = tuple(dict.fromkeys(one.strip() for one in serials if one.strip()))
    if paper is None or not wanted:
        raise NoSecretPaperError(number)
    found = tuple(copy for serial in wanted if (copy := paper.copy(serial)))
    if len(found) < len(wanted):
        raise NoSecretPaperError(f"{number} 份号{'、'.join(wanted)}")
    return paper, found


def require_secret_post(house: House, actor: Actor, roles: Sequence[Role], what: str) -> None:
    """See that the act is the actor's.

    Raises:
        NotYourRoleError: It is another post's.
    """
    if not actor.has(*roles):
        raise NotYourRoleError(what, house.office.titles(*roles))


def person_named(house: House, subject: str, name: str) -> Person:
    """Find a person by id or name.

    Raises:
        SecretUnfitError: Nobody of ours is called so, or two are.
    """
    found = house.office.person(name.strip()) or house.office.person_named(name)
    if found is None:
        raise SecretUnfitError(
            subject,
            f"“{name}”不是本机关人员，或有同名的人",
            "从人员名单中选；外单位人员不能领用，来查阅的先在“外来人员查阅”页报批",
        )
    return found


def require_cleared(house: House, person_id: str, paper: SecretPaper) -> None:
    """See that a person may have a paper of this level.

    Raises:
        NotClearedError: They may not.
    """
    person = house.office.person(person_id)
    if person is not None and person.clearance.rank < paper.level.rank:
        raise NotClearedError(paper.number, person.name, person.clearance.value, paper.level.value)


def where_is(house: House, copy: SecretCopy) -> str:
    """Say where a copy is."""
    if copy.holder:
        person = house.office.person(copy.holder)
        name = person.name if person else copy.holder
        return f"由外来人员查阅，{name}陪同" if copy.standing is Standing.SHOWN else f"由{name}领用"
    return f"{copy.standing.value}（{copy.place}）"


def serials_in(text: str) -> tuple[str, ...]:
    """Read 份号 as they are written: ``000012-000014、000020``; six digits each (GB/T 9704 7.2.1).

    Raises:
        ValueError: It is no list of numbers, or names too many.
    """
    found: list[str] = []
    for part in re.split(r"[、，,;；\s]+", text.strip()):
        span = _RANGE.fullmatch(part)
        first, last = (int(span[1]), int(span[2])) if span else (int(part), int(part))
        if last < first or last - first >= MOST_SERIALS:
            raise ValueError(part)
        found += [f"{number:06d}" for number in range(first, last + 1)]
    if len(found) > MOST_SERIALS:
        raise ValueError(text)
    return tuple(dict.fromkeys(found))


def _checked(stated: Stated, today: dt.date) -> tuple[str, ...]:
    subject = stated.reference.strip() or stated.issuer.strip() or "涉密文件"
    if not stated.level.is_state_secret:
        raise SecretUnfitError(subject, f"“{stated.level.value}”不是国家秘密的密级", "不涉密的文件不登记在这里")
    for what, text in (("来文（制发）机关", stated.issuer), ("存放处", stated.place), ("保密期限", stated.term)):
        if not text.strip():
            raise SecretUnfitError(subject, f"没有写明{what}", f"写明{what}")
    if not _TERM.fullmatch(stated.term.strip()):
        raise SecretUnfitError(subject, f"保密期限“{stated.term}”看不懂", "写成 10年、6个月、长期、具体日期或解密条件")
    if len(stated.name.strip()) > LONGEST_NAME:
        raise SecretUnfitError(subject, f"代称超过{LONGEST_NAME}字", "只写看不出内容的代称，不抄标题，也可不写")
    if stated.day and stated.day > today:
        raise SecretUnfitError(subject, "收到（制发）日期在今天以后", "核对日期")
    try:
        return serials_in(stated.serials)
    except ValueError as error:
        raise SecretUnfitError(
            subject, f"份号“{stated.serials}”看不懂或太多", "写成 000012-000014、000020；涉密文件逐份登记，不能没有份号"
        ) from error


def _is_same(paper: SecretPaper, stated: Stated, serials: Sequence[str]) -> bool:
    same = (paper.issuer, paper.reference) == (stated.issuer.strip(), stated.reference.strip())
    return same and bool(paper.reference) and any(paper.copy(serial) for serial in serials)


def _approved(
    house: House, actor: Actor, number: str, approver: str, escorts: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Give who approved a destruction and the two beside it, all different people."""
    leader = approver_named(house, number, approver)
    beside = tuple(dict.fromkeys(person_named(house, number, one).id for one in escorts if one.strip()))
    if leader == actor.person:
        raise SamePersonError(number, "批准销毁", "经办人")
    if len(beside) < 2 or leader in beside:
        raise SecretUnfitError(number, "监销人不足两人，或与批准人相同", "写明两名监销人，批准人不能监销")
    return leader, beside


def approver_named(house: House, subject: str, name: str) -> str:
    """Give the person who approves, by login, id or name.

    Raises:
        SecretUnfitError: They hold none of the posts that may.
    """
    for account in house.office.accounts:
        person, actor = house.office.person(account.person), house.office.actor(account.login)
        named = person is not None and name.strip() in (account.login, person.id, person.name)
        if named and actor and actor.has(*APPROVERS):
            return actor.person
    raise SecretUnfitError(subject, "没有写明批准人，或批准人无权批准", f"批准人应为{house.office.titles(*APPROVERS)}")
