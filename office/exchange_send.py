"""Sending an issued document to the offices it is addressed to (交换发文): exactly the approved list, never what is classified, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from domain.canonical import sha256_hex
from domain.case import Case
from domain.catalogue import GENERAL
from domain.composing import level_of
from domain.exchange import (
    FORMAT,
    HIGHEST,
    SHEET_NAME,
    FileRole,
    Parcel,
    ParcelQuery,
    Partner,
    SentFile,
    Sheet,
    Side,
    Stage,
    object_of,
    package_id,
)
from domain.exchange_events import ExchangeEvent, PackageChased, PackagePlaced, PackagePrepared
from domain.facts import FactName
from domain.office import Actor
from domain.posts import Role
from domain.procedure import Limit, LimitUnit
from ground.durable import make_directory
from ground.lock import exclusive
from mailroom.exchange_box import OUT
from office.archived import record_of
from office.errors import NotYourRoleError
from office.exchange_errors import (
    NoExchangeError,
    NotAPartnerError,
    NotYetIssuedError,
    PackageDestroyedError,
    RecipientsDifferError,
    SecretNotSentError,
    UnknownPackageError,
)
from office.exchange_signing import signed_sheet
from office.filing import ISSUED_PDF
from office.house import House
from office.recipients import proposed
from office.record import Pen, record
from office.scope import case_for


def approved_list(house: House, case: Case) -> tuple[str, ...]:
    """Name who gets the document (批准的范围): as it was registered, else those it is addressed and copied to."""
    return case.recipients or tuple(one.name for one in proposed(house, case))


def send(
    house: House,
    actor: Actor,
    document: str,
    *,
    to: Sequence[str] = (),
    otherwise: Sequence[str] = (),
    channel: str = "desk",
) -> tuple[Parcel, ...]:
    """Send a document to the recipients ``to``, all of the list where none are named; ``otherwise`` are those who get it on other ways.

    Together they are the approved list, no more and no less. What went to an office before is not sent again. Gives the packages.

    Raises:
        NotYetIssuedError: It is not issued, or has lost its force.
        SecretNotSentError: It is classified.
        RecipientsDifferError: The recipients are not exactly the approved ones.
        NotAPartnerError: One is none of the offices we exchange with.
    """
    require_clerk(actor)
    require_set_up(house)
    case = case_for(house, actor, document)
    require_sendable(case)
    named = tuple(to) or tuple(name for name in approved_list(house, case) if name not in otherwise)
    _require_the_list(house, case, named, otherwise)
    strangers = [name for name in named if not house.exchange.answering_to(name)]
    if strangers:
        raise NotAPartnerError(case.document_id, strangers)
    pdf, now = _issued_pdf(house, case), house.clock.now()
    partners = [partner for partner in house.exchange.partners if any(map(partner.answers_to, named))]
    made = [_prepared(house, case, partner, named, pdf, now) for partner in partners]

    names = [object_of(Side.OUT, event.sheet.package) for event in made]

    def prepare(pen: Pen) -> None:
        for name, event in zip(names, made, strict=True):
            if pen.books.parcel(name) is None:
                pen.note(event, name)

    record(house, prepare, actor=actor, channel=channel)
    place_due(house)
    return tuple(parcel for name in names if (parcel := house.registry.parcel(name)) is not None)


def send_again(house: House, actor: Actor, package: str, channel: str = "desk") -> Parcel:
    """Put a package out once more that was refused on the other side, or whose receipt does not come (重发).

    Raises:
        UnknownPackageError: Nothing of that name waits for a receipt.
        PackageDestroyedError: Its document was destroyed.
    """
    require_clerk(actor)
    name = object_of(Side.OUT, package)
    parcel = house.registry.parcel(name)
    if parcel is None or parcel.stage is Stage.ACKNOWLEDGED:
        raise UnknownPackageError(package)
    if not is_kept(house, parcel):
        raise PackageDestroyedError(package)
    urgent = parcel.sheet is not None and parcel.sheet.is_urgent
    chased = PackageChased(due_on(house, house.clock.now(), urgent=urgent))
    record(house, lambda pen: pen.note(chased, name), actor=actor, channel=channel)
    place_due(house)
    return house.registry.parcel(name) or parcel


def place_due(house: House) -> tuple[tuple[Parcel, str], ...]:
    """Put what was prepared into the folders to the offices; give each package with what became of it."""
    with putting_out(house):
        return tuple(_placed(house))


@contextmanager
def putting_out(house: House) -> Iterator[None]:
    """Be the only one who puts packages into the folders to the offices, for the length of a ``with`` block."""
    make_directory(house.exchange.content.root)
    with exclusive(house.exchange.content.root / ".out.lock"):
        yield


def _placed(house: House) -> Iterator[tuple[Parcel, str]]:
    box = house.exchange.box
    for parcel in house.registry.parcels(ParcelQuery(side=Side.OUT, stages=(Stage.PREPARED,))):
        if not is_kept(house, parcel):
            continue
        partner = house.exchange.partner(parcel.partner)
        if partner is None or not box.is_there(OUT, partner.name):
            yield parcel, f"“交换/发出/{parcel.partner_name}”文件夹不在位，接好后自动发出"
            continue
        box.put(partner.name, parcel.package, files_of(house, parcel))
        note_of(house, PackagePlaced(), parcel.id)
        yield parcel, "已发出，等回执"


def note_of(house: House, event: ExchangeEvent, name: str) -> None:
    """Record an act of the machine's on one package."""
    record(house, lambda pen: pen.note(event, name))


def files_of(house: House, parcel: Parcel) -> dict[str, bytes]:
    """Give the files of a package that was sent or taken in, its sheet first."""
    names = (SHEET_NAME, *(file.name for file in parcel.sheet.files)) if parcel.sheet else ()
    return {name: house.exchange.content.read(digest) for name, digest in zip(names, parcel.contents, strict=True)}


def is_kept(house: House, parcel: Parcel) -> bool:
    """Tell whether the bytes of a package are still here: they go with the record they belong to."""
    return all(map(house.exchange.content.holds, parcel.contents))


def due_on(house: House, now: dt.datetime, *, urgent: bool) -> dt.date:
    """Give the day by which the receipt should be back; an urgent one's is the same day."""
    if urgent:
        return now.date()
    limit = Limit(house.exchange.settings.receipt_within, LimitUnit.WORKING_DAYS)
    return house.calendar.due(now, limit).at.date()


def require_clerk(actor: Actor) -> None:
    """See that the actor handles exchange: the clerk's part.

    Raises:
        NotYourRoleError: It is not theirs.
    """
    if not actor.has(Role.CLERK):
        raise NotYourRoleError("公文交换", "机要员")


def require_set_up(house: House) -> None:
    """See that the office exchanges documents at all.

    Raises:
        NoExchangeError: Nothing is set up.
    """
    if not house.exchange.partners:
        raise NoExchangeError(str(house.root / "office.toml"))


def require_sendable(case: Case) -> None:
    """See that a document may go out: issued, in force, not classified, in no compartment.

    Raises:
        NotYetIssuedError: It is not issued, or has lost its force.
        SecretNotSentError: It is classified.
    """
    level = level_of(case.facts)
    if level.rank > HIGHEST.rank:
        raise SecretNotSentError(case.document_id, f"这份文件是{level.value}件")
    if case.compartment != GENERAL or case.readers:
        raise SecretNotSentError(case.document_id, "这份文件限定了知悉范围")
    if case.issued is None:
        raise NotYetIssuedError(case.document_id, f"文件还没有签发、用印并印发（现在：{case.phase.value}）")
    if case.repealed is not None:
        raise NotYetIssuedError(case.document_id, f"文件已{case.repealed.kind.value}")


def _require_the_list(house: House, case: Case, to: Sequence[str], otherwise: Sequence[str]) -> None:
    approved, stated = approved_list(house, case), (*to, *otherwise)
    missing = [name for name in approved if name not in stated]
    extra = [name for name in dict.fromkeys(stated) if name not in approved]
    twice = [name for name in dict.fromkeys(stated) if stated.count(name) > 1]
    if missing or extra or twice:
        raise RecipientsDifferError(case.document_id, missing, extra, twice)


def _issued_pdf(house: House, case: Case) -> bytes:
    if case.issued is None:
        raise NotYetIssuedError(case.document_id, "文件还没有印发")
    if case.filed is not None:
        return record_of(house, case).read(ISSUED_PDF)
    return house.staging.read(case.issued.pdf)


def _prepared(
    house: House, case: Case, partner: Partner, named: Sequence[str], pdf: bytes, now: dt.datetime
) -> PackagePrepared:
    sheet = signed_sheet(house, _sheet(house, case, partner, named, pdf, now))
    contents = house.exchange.content.put_all([sheet.to_bytes(), pdf])
    due = due_on(house, now, urgent=sheet.is_urgent)
    return PackagePrepared(partner.code, partner.name, case.document_id, sheet, tuple(contents), due)


def _sheet(house: House, case: Case, partner: Partner, named: Sequence[str], pdf: bytes, now: dt.datetime) -> Sheet:
    settings, urgency = house.exchange.settings, case.facts.value(FactName.URGENCY)
    recipients = tuple(name for name in named if partner.answers_to(name))
    organs = tuple(organ.name if (organ := house.office.organ_named(one)) else one for one in case.organs)
    return Sheet(
        format=FORMAT,
        package=package_id(settings.code, partner.code, case.document_id, urgent=bool(urgency)),
        sender=settings.code,
        sender_name=settings.name or house.office.name,
        receiver=partner.code,
        receiver_name=partner.name,
        sent_at=now,
        recipients=recipients,
        number=case.number,
        title=case.title,
        kind=case.kind,
        organs=organs,
        dated=case.dated,
        level=level_of(case.facts),
        urgency=urgency,
        pages=case.issued.pages if case.issued else 0,
        copies=max(sum(case.share(name) for name in recipients), 1),
        files=(SentFile("正本.pdf", FileRole.ISSUED, len(pdf), sha256_hex(pdf)),),
        public_key="",
        signature="",
    )
