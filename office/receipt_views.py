"""What people see of a paper that came in (收文页): its pages, what was entered and written, where it is, what each may do now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.case import Case, Phase
from domain.file_names import safe_name
from domain.intake import StagedFile
from domain.office import Actor, Person, Unit
from domain.posts import Role
from domain.procedure import RouteStep, Verb
from domain.receipt import Assignment, Incoming, Particulars, Remark
from domain.receipt_count import count_words
from domain.receipt_moves import lacks_reply, seen_of
from domain.receipt_paper import COMPARED
from office.archived import record_of
from office.assigning import people_to_choose, units_to_choose
from office.deadlines import piece_day
from office.delegation import part_in
from office.errors import UnknownDocumentError
from office.filing import ISSUED_PDF
from office.history import HistoryLine, history_of
from office.house import House
from office.receipt_acts import receipt_for, steps_from_paper
from office.receipt_care import CARETAKERS, leaders_of, recallable
from office.receipt_count import counted_by_house
from office.receipt_errors import NotShownYetError
from office.receive import known_before, particulars_found
from office.sign import where
from office.signers import signer_name, signers_for
from office.transcript_view import no_text_words


@dataclass(frozen=True)
class WrittenRemark:
    """What somebody wrote, as it is read (意见)."""

    remark: Remark
    who: str
    recorder: str


@dataclass(frozen=True)
class PaperStep:
    """A step that may be entered from paper, and whose hand it can be (待代录)."""

    step: RouteStep
    people: tuple[Person, ...]
    is_compared: bool
    """Whether it counts only when a second person has compared it."""


@dataclass(frozen=True)
class ToCompare:
    """What was recorded from paper and waits for the second person (待核对的代录)."""

    name: str
    signer: str
    recorder: str
    is_mine: bool


@dataclass(frozen=True)
class ReceiptView:
    """One piece as an actor sees it (收文页)."""

    case: Case
    incoming: Incoming
    particulars: Particulars
    mine: tuple[RouteStep, ...]
    paper_steps: tuple[PaperStep, ...]
    acts: frozenset[str]
    history: tuple[HistoryLine, ...]
    where: str
    remarks: tuple[WrittenRemark, ...]
    pages: int
    seen: str
    duplicates: tuple[str, ...]
    units: tuple[Unit, ...]
    readers: tuple[Person, ...]
    leaders: tuple[Person, ...]
    proposal: Assignment
    recallable: tuple[tuple[str, str], ...]
    no_text: str
    has_transcript: bool
    left: tuple[str, ...]
    due: dt.date | None
    to_compare: tuple[ToCompare, ...]
    counted: str
    count_said: str


def view_receipt(house: House, actor: Actor, document_id: str) -> ReceiptView:
    """Show one piece.

    Raises:
        UnknownDocumentError: It does not exist within the actor's scope.
        NotAReceiptError: It is none that came in.
    """
    case = receipt_for(house, actor, document_id)
    incoming = case.incoming
    if incoming is None:
        raise UnknownDocumentError(document_id)
    particulars = incoming.particulars or particulars_found(house, case)
    return ReceiptView(
        case=case,
        incoming=incoming,
        particulars=particulars,
        mine=tuple(step for step in case.open_steps() if part_in(house, actor, step) is not None),
        paper_steps=tuple(
            PaperStep(one, _hands(house, case, one), one.verb in COMPARED)
            for one in steps_from_paper(house, actor, case)
        ),
        acts=_acts(actor, case, incoming),
        history=history_of(house, case),
        where=where(case),
        remarks=tuple(_written(house, remark) for remark in incoming.remarks),
        pages=incoming.look.pages if incoming.look and incoming.look.pdf and incoming.may_be_shown else 0,
        seen=seen_of(case),
        duplicates=known_before(house, case, particulars.sender, particulars.sender_number),
        units=units_to_choose(house, case),
        readers=people_to_choose(house, case, Verb.READ),
        leaders=people_to_choose(house, case, Verb.INSTRUCT),
        proposal=incoming.proposal or Assignment(),
        recallable=tuple(recallable(case).items()),
        no_text=no_text_words(house, case, incoming),
        has_transcript=incoming.may_be_shown and bool(incoming.look and incoming.look.blind),
        left=_left(house, case),
        due=piece_day(house, case),
        to_compare=tuple(_to_compare(house, actor, case)),
        counted=counted_by_house(house, case),
        count_said=count_words(tally.copies, tally.pages, tally.counted) if (tally := incoming.tally) else "",
    )


def receipt_page(house: House, actor: Actor, document_id: str, page: int) -> bytes:
    """Give the PNG of a page of a piece, counted from 1, made in the bounded child.

    Raises:
        NotShownYetError: It is a scan whose level nobody has stated.
    """
    case = receipt_for(house, actor, document_id)
    look = case.incoming.look if case.incoming else None
    if case.incoming is None or look is None or not look.pdf or not 1 <= page <= look.pages:
        raise UnknownDocumentError(f"{document_id} 第{page}页")
    if not case.incoming.may_be_shown:
        raise NotShownYetError(document_id)
    return house.press.scan_page(_shown_bytes(house, case, look.pdf), page)


def receipt_file(house: House, actor: Actor, document_id: str, place: int) -> tuple[str, bytes]:
    """Give one of a piece's files as it came, counted from 1, with its name."""
    case = receipt_for(house, actor, document_id)
    files = case.versions[-1].files
    if case.incoming is None or not 1 <= place <= len(files):
        raise UnknownDocumentError(f"{document_id} 第{place}个文件")
    if not case.incoming.may_be_shown:
        raise NotShownYetError(document_id)
    return safe_name(files[place - 1].name), _file_bytes(house, case, files[place - 1])


def _shown_bytes(house: House, case: Case, digest: str) -> bytes:
    if house.staging.holds(digest) or case.filed is None:
        return house.staging.read(digest)
    stored = record_of(house, case)
    return stored.read(ISSUED_PDF if ISSUED_PDF in stored.files() else _original(stored.files()))


def _file_bytes(house: House, case: Case, file: StagedFile) -> bytes:
    if house.staging.holds(file.sha512) or case.filed is None:
        return house.staging.read(file.sha512)
    return record_of(house, case).read(f"原稿/第1稿/{safe_name(file.name)}")


def _original(names: Iterable[str]) -> str:
    return next(name for name in sorted(names) if name.startswith("原稿/"))


def _acts(actor: Actor, case: Case, incoming: Incoming) -> frozenset[str]:
    acts: set[str] = set()
    is_open = case.phase is Phase.UNDER_WAY
    if actor.has(Role.CLERK) and case.phase is Phase.TO_RECEIVE:
        acts |= {"receive", "refuse"}
    if actor.has(Role.CLERK) and case.is_contradicted:
        acts.add("judge")
    is_here = is_open or case.phase is Phase.TO_RECEIVE
    if is_here and (actor.has(*CARETAKERS) or actor.person == incoming.chaser):
        acts.add("contact")
    if is_open and actor.has(*CARETAKERS, Role.UNIT_HEAD):
        acts.add("reply")
    if is_open and actor.has(*leaders_of(case)) and _is_instructed(case):
        acts.add("enlarge")
    if is_open and actor.has(Role.CLERK, *leaders_of(case)) and recallable(case):
        acts.add("recall")
    if lacks_reply(incoming):
        acts.add("lacks_reply")
    return frozenset(acts)


def _is_instructed(case: Case) -> bool:
    keys = case.route.keys(Verb.PROPOSE, Verb.INSTRUCT) if case.route else ()
    return all(key in case.done for key in keys)


def _hands(house: House, case: Case, step: RouteStep) -> tuple[Person, ...]:
    named = tuple(person for person in house.office.people if f"person/{person.id}" in step.roles)
    return named or signers_for(house, case, step)


def _to_compare(house: House, actor: Actor, case: Case) -> Iterator[ToCompare]:
    may = case.route is not None and actor.has(*case.route.compare_by)
    for paper in case.papers:
        step = case.open_step(paper.step)
        names = (signer_name(house, paper.signer), signer_name(house, paper.recorder))
        yield ToCompare(step.name if step else paper.step, *names, may and paper.recorder != actor.person)


def _written(house: House, remark: Remark) -> WrittenRemark:
    recorder = signer_name(house, remark.recorder) if remark.recorder else ""
    return WrittenRemark(remark, signer_name(house, remark.person), recorder)


def _left(house: House, case: Case) -> tuple[str, ...]:
    """Name readers on the way who are no people of the office any more (传阅人已离岗)."""
    parts = (role.partition("/")[2] for step in case.open_steps() for role in step.roles if role.startswith("person/"))
    names = {one.id: one.name for one in case.incoming.names} if case.incoming else {}
    return tuple(names.get(person, person) for person in parts if house.office.person(person) is None)
