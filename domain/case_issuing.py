"""What 复核, 登记, 用印, printing and distribution do to a document on its way (印发推进), until it is filed."""

from __future__ import annotations

import dataclasses

from domain.book_events import Repealed
from domain.case import Case, MisfitError, Phase, Receipt, hand_back_key
from domain.case_moves import done, onward, open_step, require_phase, require_shown, shows
from domain.events import (
    Checked,
    Delivered,
    Filed,
    HandedBack,
    Issued,
    Printed,
    Registered,
    Sealed,
    SealsPressed,
    Stuck,
)
from domain.ledger_line import LedgerLine
from domain.procedure import RouteStep, Verb

AFTER_HAND_BACK = {Phase.FILED: Phase.DONE, Phase.TO_RETURN: Phase.RETURNED, Phase.TO_REFUSE: Phase.REFUSED}


def checked(case: Case, event: Checked, line: LedgerLine) -> Case:
    """Take a 复核: every item of the step has its tick."""
    step = _step(case, event.step, Verb.CHECK)
    require_shown(case, event.version, event.binding)
    if set(event.ticks) != set(step.items):
        raise MisfitError(f"{case.document_id}: not every item of {step.key} is ticked")
    return done(case, step)


def registered(case: Case, event: Registered, line: LedgerLine) -> Case:
    """Take the number, once and for good (law 4)."""
    step = _step(case, event.step, Verb.REGISTER)
    if not case.signer or case.number:
        raise MisfitError(f"{case.document_id}: not to be registered now")
    if not event.recipients and case.route and case.route.keys(Verb.DISTRIBUTE):
        raise MisfitError(f"{case.document_id}: nobody to distribute it to")
    shares = event.shares or (1,) * len(event.recipients)
    if len(shares) != len(event.recipients) or len(set(event.recipients)) != len(shares) or min(shares, default=1) < 1:
        raise MisfitError(f"{case.document_id}: a recipient twice, or without a copy")
    case = dataclasses.replace(
        case,
        number=event.number,
        serial=event.serial,
        period=event.period,
        dated=event.dated,
        printed_on=event.printed_on,
        print_run=event.print_run,
        recipients=event.recipients,
        shares=shares,
    )
    return done(case, step)


def sealed(case: Case, event: Sealed, line: LedgerLine) -> Case:
    """Take the keeper's seals on the text that was signed."""
    step = _step(case, event.step, Verb.SEAL)
    waits_for_number = case.route is not None and case.route.is_numbered and not case.number
    if not case.signer or waits_for_number or not shows(case, event.binding):
        raise MisfitError(f"{case.document_id}: not to be sealed now")
    return done(dataclasses.replace(case, seals=event.organs), step)


def seals_pressed(case: Case, event: SealsPressed, line: LedgerLine) -> Case:
    """Take the keeper's seals with their images."""
    organs = tuple(seal.organ for seal in event.seals)
    return dataclasses.replace(sealed(case, Sealed(event.step, organs, event.binding), line), seal_images=event.seals)


def issued(case: Case, event: Issued, line: LedgerLine) -> Case:
    """Take the final papers; what people still do with them comes before filing."""
    require_phase(case, Phase.SEALED)
    return onward(dataclasses.replace(case, issued=event, document=event.document))


def printed(case: Case, event: Printed, line: LedgerLine) -> Case:
    """Take the note that the copies are printed."""
    step = _step(case, event.step, Verb.PRINT)
    if case.issued is None or event.copies < 1 or event.spoiled < 0:
        raise MisfitError(f"{case.document_id}: not to be printed now")
    return done(case, step)


def delivered(case: Case, event: Delivered, line: LedgerLine) -> Case:
    """Take a recipient's signature; when the last has signed, distribution is done."""
    step = _step(case, event.step, Verb.DISTRIBUTE)
    if case.issued is None or event.recipient not in case.to_deliver or event.received_on > line.at.date():
        raise MisfitError(f"{case.document_id}: {event.recipient} has nothing to sign for")
    receipt = Receipt(event.recipient, event.received_by, event.received_on, event.copies)
    case = dataclasses.replace(case, receipts=(*case.receipts, receipt))
    return case if case.to_deliver else done(case, step)


def repealed(case: Case, event: Repealed, line: LedgerLine) -> Case:
    """Note that an issued document lost its force; the record stays as it was."""
    if case.issued is None or case.repealed:
        raise MisfitError(f"{case.document_id}: not issued, or repealed before")
    return dataclasses.replace(case, repealed=event)


def filed(case: Case, event: Filed, line: LedgerLine) -> Case:
    """Take the record's place in the archive."""
    require_phase(case, Phase.ISSUED)
    return dataclasses.replace(case, phase=Phase.FILED, filed=event)


def handed_back(case: Case, event: HandedBack, line: LedgerLine) -> Case:
    """Note that files or a slip lie where the drafter finds them."""
    key = hand_back_key(event.place, event.version, event.reason)
    if key in case.handed_back:
        raise MisfitError(f"{case.document_id}: {key} was handed back before")
    return dataclasses.replace(
        case, handed_back=(*case.handed_back, key), phase=AFTER_HAND_BACK.get(case.phase, case.phase)
    )


def stuck(case: Case, event: Stuck, line: LedgerLine) -> Case:
    """Note why an act of ours failed."""
    return dataclasses.replace(case, stuck=event)


def _step(case: Case, key: str, verb: Verb) -> RouteStep:
    step = open_step(case, key)
    if step.verb is not verb:
        raise MisfitError(f"{case.document_id}: {key} is not a step of {verb}")
    return step
