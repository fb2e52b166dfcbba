"""Taking in what comes from outside (收文签收登记): looked through by the house, signed for and entered by the clerk, or not."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Mapping, Sequence

from domain.book_events import SecrecyStopped
from domain.case import Case, Phase
from domain.composing import level_of
from domain.draft import SourceFile
from domain.errors import BadInputError, HongtouError, MissingPartError
from domain.intake import Category, StagedFile
from domain.intake import Role as FileRole
from domain.levels import Level, Retention
from domain.numbers import NumberScheme
from domain.office import Actor
from domain.posts import Role
from domain.procedure import Procedure, choose
from domain.receipt import Look, Particulars, ReceiptNature
from domain.receipt_events import LookedThrough, NotReceived, PaperCame, Received
from domain.receipt_reading import kind_in, recognise
from domain.receipt_route import conditions_of_receipt, plan_receipt
from mailroom.names import title_of
from office.errors import NothingToDoError, NotYourRoleError, OpinionMissingError
from office.examine import current
from office.exchange_handover import particulars_stated
from office.house import House
from office.numbers_lock import require_unlocked
from office.reading_files import source_files
from office.receipt_count import require_counted
from office.receipt_errors import (
    DuplicateReceiptError,
    LevelTooHighError,
    NoReceiptProcedureError,
    NoReceiptSchemeError,
    NotAReceiptError,
    PackageNotWholeError,
    ParticularsUnfitError,
)
from office.record import Pen, record
from office.register import require_clock
from office.scope import case_for
from office.sign import where

log = logging.getLogger(__name__)


def look_through(house: House, case: Case) -> Case:
    """Look through the files of a piece: its words, what can be shown page by page, which pages have no text (清点)."""
    files = source_files(house, case.versions[-1].files)
    look, text = _look_at(house, files[0])
    more = [words for file in files[1:] if (words := _words_of(house, file))]
    digest = house.staging.put("\n".join([text, *more]).encode())
    looked = LookedThrough(
        Look(look.pdf, look.pages, digest, look.blind, look.remark),
        recognise(text).title or case.title or title_of(case.name),
    )
    record(house, lambda pen: pen.note(looked, case.document_id))
    return current(house, case.document_id)


def enter_paper(
    house: House, actor: Actor, *, title: str, name: str = "", scan: bytes = b"", channel: str = "desk"
) -> Case:
    """Enter a piece that came on paper, with its scan or without (纸质来文); it is signed for afterwards like any other.

    Raises:
        DraftError: The scan can't be taken.
    """
    _require_clerk(house, actor, "登入纸质来文")
    if not title.strip():
        raise ParticularsUnfitError("", ["没有写标题"])
    files = (_staged_scan(house, name, scan),) if scan else ()
    came = PaperCame(title.strip(), files)

    def enter(pen: Pen) -> str:
        document_id = pen.books.new_document_id(house.clock.now().year)
        pen.note(came, document_id)
        return document_id

    document_id = record(house, enter, actor=actor, channel=channel)
    case = current(house, document_id)
    return look_through(house, case) if files else case


def receive(
    house: House,
    actor: Actor,
    document_id: str,
    particulars: Particulars,
    *,
    checks: Sequence[str] | None = None,
    scheme: str = "",
    again: str = "",
    channel: str = "desk",
) -> Case:
    """Sign for a piece and enter it under its number of the year (签收登记).

    ``checks`` names what was looked at and holds; nothing: all that the piece's procedure asks for. ``again`` is why a known number is
    entered once more.

    Raises:
        PackageNotWholeError: Something that is looked at before does not hold.
        NotCountedError: It is to be counted copy by copy and page by page, and is not.
        CountDiffersError: It was counted, differs from its list, and nobody has asked the sender.
        LevelTooHighError: It bears a level above what this installation may hold.
        DuplicateReceiptError: The same number of the same sender was entered before.
    """
    case = _waiting(house, actor, document_id, "签收登记")
    entered = _fitting(house, case, particulars)
    series = _series(house, document_id, scheme)
    facts = conditions_of_receipt(entered, house.office)
    procedure = _procedure_for(house, case, facts, checks)
    route, growth = plan_receipt(procedure, facts)

    def give(pen: Pen) -> None:
        require_clock(house, pen)
        today = house.clock.today()
        period = series.period(today.year)
        require_unlocked(house, series, period)
        known = pen.books.same_incoming(entered.sender, entered.sender_number)
        if known and not again.strip():
            raise DuplicateReceiptError(document_id, entered.sender, entered.sender_number, known)
        serial = pen.books.next_serial(series.id, period)
        received = Received(
            particulars=entered,
            checks=procedure.package_checks,
            scheme=series.id,
            period=period,
            serial=serial,
            number=series.text(today.year, serial),
            organ=series.organ,
            received_on=today,
            route=route,
            growth=growth,
            again=again.strip() if known else "",
        )
        pen.note(received, document_id)

    record(house, give, actor=actor, channel=channel)
    return current(house, document_id)


def _procedure_for(house: House, case: Case, facts: Mapping[str, str], checks: Sequence[str] | None) -> Procedure:
    """Choose the way of a piece, and see that what it asks for before anybody signs was done."""
    procedure = choose(house.procedures, facts, house.clock.today())
    if procedure is None:
        raise NoReceiptProcedureError(case.document_id)
    missing = [check for check in procedure.package_checks if checks is not None and check not in checks]
    if missing:
        raise PackageNotWholeError(case.document_id, missing)
    require_counted(case, procedure, facts)
    return procedure


def refuse(
    house: House, actor: Actor, document_id: str, *, reason: str, secret: Level | None = None, channel: str = "desk"
) -> Case:
    """Not sign for a piece (拒收). One that turns out to be ``secret`` above what may be held leaves nothing here but its hashes."""
    case = _refusable(house, actor, document_id)
    if not reason.strip():
        raise OpinionMissingError(document_id, "拒收")
    stops = [_stop(house, file, secret) for file in case.versions[-1].files] if secret else []

    def note(pen: Pen) -> None:
        pen.note(NotReceived(reason.strip()), document_id)
        for stop in stops:
            pen.note(stop, f"stop/{stop.sha256[:16]}")

    record(house, note, actor=actor, channel=channel)
    for digest in (*(file.sha512 for file in case.versions[-1].files), *_made_of(case)) if secret else ():
        house.staging.discard(digest)
    return current(house, document_id)


def _stop(house: House, file: StagedFile, level: Level) -> SecrecyStopped:
    data = house.staging.read(file.sha512)
    return SecrecyStopped(Category.RECEIPT.value, len(data), hashlib.sha256(data).hexdigest(), level.value)


def particulars_found(house: House, case: Case) -> Particulars:
    """Give what a piece says about itself, as a proposal for whoever enters it (来文识别): its sheet where it came by exchange, else its pages."""
    stated = particulars_stated(house, case)
    if stated is not None:
        return stated
    look = case.incoming.look if case.incoming else None
    is_read = look is not None and look.text and house.staging.holds(look.text) and not look.blind
    found = recognise(house.staging.read(look.text).decode()) if look is not None and is_read else recognise("")
    files_name = case.title == case.name and bool(case.versions[-1].files)
    return Particulars(
        sender=found.sender,
        title=found.title or ("" if files_name else case.title),
        level=level_of(case.facts).value if case.facts.known else "",
        nature=ReceiptNature.TO_HANDLE,
        sender_number=found.sender_number,
        urgency=found.urgency,
        kind=found.kind or kind_in(case.title),
        dated=found.dated,
        copies=1,
    )


def known_before(house: House, case: Case, sender: str, number: str) -> tuple[str, ...]:
    """List the pieces that were entered under the same number of the same sender (重复来文)."""
    found = house.registry.same_incoming(sender, number)
    return tuple(one for one in found if one != case.document_id)


def receipt_schemes(house: House) -> tuple[NumberScheme, ...]:
    """List the number series for what comes in (收文编号)."""
    return tuple(scheme for scheme in house.office.schemes if scheme.receives)


def _look_at(house: House, body: SourceFile) -> tuple[Look, str]:
    """Look at the body: a PDF or a picture is shown as it is, a Word file as LibreOffice draws it."""
    name = body.name
    if not name.lower().endswith(".docx"):
        looked = house.press.look_into(body.data, name)
        look = Look(house.staging.put(body.data), looked.pages, "", looked.blind)
        return look, "\n".join(looked.texts)
    text = _text_of_word(house, body)
    if not house.press.can_draw():
        return Look(remark="本机没有安装 LibreOffice，Word 来文不能按页显示，请下载查看"), text
    try:
        drawn = house.press.draw(body.data, name)
        return Look(house.staging.put(drawn), house.press.look_into(drawn, name).pages), text
    except (BadInputError, MissingPartError) as error:
        log.warning("%s: %s", name, error)
        return Look(remark=f"Word 来文不能按页显示（{error.happened}），请下载查看"), text


def _words_of(house: House, file: SourceFile) -> str:
    if file.name.lower().endswith(".docx"):
        return _text_of_word(house, file)
    return "\n".join(house.press.look_into(file.data, file.name).texts)


def _text_of_word(house: House, file: SourceFile) -> str:
    (read,) = house.press.kept_texts([(file.name, file.data)])
    if isinstance(read, HongtouError):
        raise read
    return read.text


def _staged_scan(house: House, name: str, scan: bytes) -> StagedFile:
    """Keep the scan of a piece once it was looked through: its words for marks, its pages."""
    house.mailroom.look_at_piece(name, scan)
    return StagedFile(name, FileRole.BODY, house.staging.put(scan), len(scan))


def _refusable(house: House, actor: Actor, document_id: str) -> Case:
    """Find a piece that may be refused: before it is signed for, or when a mark of secrecy is found on it afterwards."""
    case = case_for(house, actor, document_id)
    return case if actor.has(Role.CLERK) and case.is_contradicted else _waiting(house, actor, document_id, "拒收")


def _waiting(house: House, actor: Actor, document_id: str, act: str) -> Case:
    _require_clerk(house, actor, act)
    case = case_for(house, actor, document_id)
    if case.incoming is None:
        raise NotAReceiptError(document_id)
    if case.phase is not Phase.TO_RECEIVE:
        raise NothingToDoError(document_id, act, where(case))
    return case


def _fitting(house: House, case: Case, given: Particulars) -> Particulars:
    """Check what is entered, and give it with the kind its title tells."""
    levels = [level.value for level in Level]
    wanted = {
        "没有写来文机关": not given.sender.strip(),
        "没有写标题": not given.title.strip(),
        f"密级应为{'、'.join(levels)}之一": given.level not in levels,
        "份数应是 1 到 100000 的整数": not 1 <= given.copies <= 100_000,
        "保管期限应为永久、30年或10年": bool(given.retention) and given.retention not in list(Retention),
        "来文日期在今天以后": given.dated is not None and given.dated > house.clock.today(),
        "涉密来文没有写份号": _is_secret(given.level) and not given.serials.strip(),
    }
    faults = [fault for fault, holds in wanted.items() if holds]
    if faults:
        raise ParticularsUnfitError(case.document_id, faults)
    if Level(given.level).rank > house.office.permitted_level.rank:
        raise LevelTooHighError(case.document_id, given.level, house.office.permitted_level.value)
    bare = {name: value.strip() for name, value in vars(given).items() if type(value) is str}
    trimmed: Particulars = dataclasses.replace(given, **bare)  # type: ignore[arg-type]  # texts stay texts
    return dataclasses.replace(trimmed, kind=trimmed.kind or kind_in(trimmed.title))


def _is_secret(level: str) -> bool:
    return any(one.value == level and one.is_state_secret for one in Level)


def _series(house: House, document_id: str, wanted: str) -> NumberScheme:
    known = receipt_schemes(house)
    found = next((scheme for scheme in known if not wanted or wanted in (scheme.id, scheme.code)), None)
    if found is None:
        raise NoReceiptSchemeError(document_id, wanted)
    return found


def _made_of(case: Case) -> list[str]:
    """Name what the house made of a piece's files: its words and its pages."""
    look = case.incoming.look if case.incoming else None
    read = [
        digest for page in (case.incoming.transcript if case.incoming else ()) for digest in (page.lines, page.text)
    ]
    return [digest for digest in (*((look.text, look.pdf) if look else ()), *read) if digest]


def _require_clerk(house: House, actor: Actor, act: str) -> None:
    if not actor.has(Role.CLERK):
        raise NotYourRoleError(act, house.office.titles(Role.CLERK))
