"""Copying secret papers (复制审批): asked, approved by whom the office's table names, each copy registered like the original."""

from __future__ import annotations

from collections.abc import Sequence

from domain.copying import CopyRule, rule_for
from domain.office import Actor
from domain.secret_book import CopyRequest, SecretBook, SecretPaper
from domain.secret_events import SECRETS, CopyAsked, CopyDecided, PaperOrigin, SecretRegistered
from office.errors import NotYourRoleError, OpinionMissingError, SamePersonError
from office.house import House
from office.record import Pen, record
from office.secret_errors import NoCopyRuleError, NoRequestError, NoSecretPaperError, SecretUnfitError
from office.secret_register import (
    KEEPERS,
    book_in,
    person_named,
    read_book,
    require_cleared,
    require_secret_post,
)

MOST_COPIES = 100


def ask_for_copies(
    house: House, actor: Actor, number: str, copies: int, purpose: str, person: str, *, channel: str = "desk"
) -> int:
    """Ask for copies of a paper for somebody; give the request's number, by which it is decided.

    Raises:
        NoCopyRuleError: The office does not say who approves copies of this level.
        SecretUnfitError: How many or what for is not stated.
    """
    require_secret_post(house, actor, KEEPERS, "申请复制")
    who = person_named(house, number, person).id
    if not 1 <= copies <= MOST_COPIES or not purpose.strip():
        raise SecretUnfitError(number, f"没有写明用途，或份数不在1到{MOST_COPIES}之间", "写明份数和用途")

    def ask(pen: Pen) -> int:
        paper = _paper(book_in(pen), number)
        rule_of(house, paper)
        require_cleared(house, who, paper)
        pen.note(CopyAsked(paper.number, copies, purpose.strip(), who), SECRETS)
        return max(book_in(pen).requests)

    return record(house, ask, actor=actor, channel=channel)


def decide_copies(
    house: House,
    actor: Actor,
    index: int,
    *,
    approved: bool,
    opinion: str = "",
    consent: str = "",
    channel: str = "desk",
) -> None:
    """Approve a request or not; where the issuing organ has to agree, its written consent is named (文号、日期).

    Raises:
        NotYourRoleError: The table names other posts.
        SamePersonError: The actor asked for it, or it is for the actor.
        SecretUnfitError: The issuing organ's consent is not named.
    """

    def decide(pen: Pen) -> None:
        book = book_in(pen)
        request = _waiting(book, index)
        rule = rule_of(house, book.papers[request.number])
        if not actor.has(*rule.posts):
            raise NotYourRoleError("审批复制", house.office.titles(*rule.posts))
        if actor.person in (request.asker, request.person):
            raise SamePersonError(request.number, "审批复制", "申请人或使用人")
        if not approved and not opinion.strip():
            raise OpinionMissingError(request.number, "不同意复制")
        if approved and rule.by_issuer and not consent.strip():
            raise SecretUnfitError(request.number, "须经发文机关书面同意", "写明发文机关同意复制的文号、日期和批准人")
        pen.note(CopyDecided(index, approved, opinion.strip(), consent.strip()), SECRETS)

    record(house, decide, actor=actor, channel=channel)


def register_copies(house: House, actor: Actor, index: int, place: str, *, channel: str = "desk") -> str:
    """Register the copies that were made by an approved request, each with a number of its own; give their register number.

    They keep level, term and the day to give them back (实施条例 27(五)).

    Raises:
        NoRequestError: No such request was approved, or its copies are registered already.
    """
    require_secret_post(house, actor, KEEPERS, "登记复制件")
    if not place.strip():
        raise SecretUnfitError("复制件", "没有写明复制件放在哪里", "写明保密柜或存放处")

    def enter(pen: Pen) -> str:
        book = book_in(pen)
        request = book.requests.get(index)
        if request is None or not request.approved or request.made:
            raise NoRequestError(str(index), "已批准、待登记的复制申请")
        paper, number = book.papers[request.number], book.next_number(house.clock.now().year)
        made = SecretRegistered(
            number=number,
            origin=PaperOrigin.COPY,
            day=house.clock.today(),
            issuer=paper.issuer,
            reference=paper.reference,
            name=paper.name,
            level=paper.level.value,
            term=paper.term,
            serials=tuple(f"复{place:03d}" for place in range(1, request.copies + 1)),
            place=place.strip(),
            return_by=paper.return_by,
            original=paper.number,
            request=index,
        )
        pen.note(made, SECRETS)
        return number

    return record(house, enter, actor=actor, channel=channel)


def copy_requests(house: House, actor: Actor) -> tuple[tuple[CopyRequest, SecretPaper], ...]:
    """List the requests, newest first: all for those who keep the register, for approvers those that the table gives them.

    Raises:
        NotYourRoleError: The actor is none of either.
    """
    if not (actor.has(*KEEPERS) or actor.has(*approving_posts(house))):
        raise NotYourRoleError("查看复制审批", house.office.titles(*KEEPERS, *approving_posts(house)))
    book = read_book(house)
    pairs = [(request, book.papers[request.number]) for request in reversed(book.requests.values())]
    if actor.has(*KEEPERS):
        return tuple(pairs)
    return tuple(pair for pair in pairs if may_decide(house, actor, pair[1]))


def may_decide(house: House, actor: Actor, paper: SecretPaper) -> bool:
    """Tell whether the table gives the decision on copies of this paper to the actor."""
    rule = rule_for(house.office.copying, paper.issuer, paper.level)
    return rule is not None and actor.has(*rule.posts)


def waiting_count(house: House, actor: Actor) -> int:
    """Count the requests that wait for this actor."""
    if not actor.has(*approving_posts(house)):
        return 0
    pairs = copy_requests(house, actor)
    return sum(
        request.approved is None
        and may_decide(house, actor, paper)
        and actor.person not in (request.asker, request.person)
        for request, paper in pairs
    )


def approving_posts(house: House) -> Sequence[str]:
    """Name the posts that the table gives decisions to."""
    return tuple(dict.fromkeys(post for rule in house.office.copying for post in rule.posts))


def rule_of(house: House, paper: SecretPaper) -> CopyRule:
    """Give the row of the office's table that counts for a paper.

    Raises:
        NoCopyRuleError: There is none.
    """
    rule = rule_for(house.office.copying, paper.issuer, paper.level)
    if rule is None:
        raise NoCopyRuleError(paper.number, paper.level.value)
    return rule


def _paper(book: SecretBook, number: str) -> SecretPaper:
    paper = book.papers.get(number.strip())
    if paper is None or not paper.here:
        raise NoSecretPaperError(number)
    return paper


def _waiting(book: SecretBook, index: int) -> CopyRequest:
    request = book.requests.get(index)
    if request is None or request.approved is not None:
        raise NoRequestError(str(index), "复制申请")
    return request
