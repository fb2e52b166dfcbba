"""Printing the issued document (印制): the order says how many copies go where; the clerk notes who printed them and what was spoiled."""

from __future__ import annotations

from dataclasses import dataclass

from domain.case import Case
from domain.composing import level_of
from domain.events import Printed
from domain.facts import FactName
from domain.levels import Level
from domain.office import Actor
from domain.procedure import Verb
from office.errors import NothingToDoError
from office.examine import current
from office.house import House
from office.issuing_errors import CopiesShortError, PrinterNotApprovedError, WhoMissingError
from office.recipients import Recipient, copies_for, recipients_of
from office.record import record
from office.register import stated_run
from office.scope import case_for
from office.sign import step_of, where


@dataclass(frozen=True)
class PrintOrder:
    """What the printing room goes by (印制单). ``file_copies`` stay in the house; ``sheets`` is for printing on both sides."""

    document_id: str
    number: str
    title: str
    level: Level
    urgency: str
    pages: int
    sheets: int
    recipients: tuple[Recipient, ...]
    file_copies: int
    spare: int
    copies: int
    printers: tuple[str, ...]

    @property
    def is_bound_to_printers(self) -> bool:
        """Tell whether only an approved printer may print it."""
        return self.level.is_state_secret


def print_order(house: House, actor: Actor, document_id: str) -> PrintOrder:
    """Make the print order of an issued document: the recipients' copies and those for the files.

    Raises:
        NothingToDoError: It is not issued yet.
    """
    case = case_for(house, actor, document_id)
    if case.issued is None:
        raise NothingToDoError(case.document_id, "开印制单", where(case))
    recipients = recipients_of(case)
    level, leaves = level_of(case.facts), copies_for(recipients)
    copies = max(case.print_run or stated_run(case), leaves + house.office.file_copies)
    return PrintOrder(
        document_id=case.document_id,
        number=case.number,
        title=case.title,
        level=level,
        urgency=case.facts.value(FactName.URGENCY),
        pages=case.issued.pages,
        sheets=(case.issued.pages + 1) // 2,
        recipients=recipients,
        file_copies=house.office.file_copies,
        spare=copies - leaves - house.office.file_copies,
        copies=copies,
        printers=house.office.approved_printers,
    )


def note_printing(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    printer: str,
    copies: int | None = None,
    spoiled: int = 0,
    channel: str = "desk",
) -> Case:
    """Note that the copies are printed, by whom, and how many spoiled prints were destroyed.

    Raises:
        PrinterNotApprovedError: It is classified and the printer is not one the office approved.
        CopiesShortError: Fewer copies than the recipients and the files need.
    """
    case = case_for(house, actor, document_id)
    step = step_of(house, actor, case, "印制", verb=Verb.PRINT)
    order, by = print_order(house, actor, document_id), printer.strip()
    made = order.copies if copies is None else copies
    if not by:
        raise WhoMissingError(document_id, "由谁印制")
    if order.is_bound_to_printers and by not in house.office.approved_printers:
        raise PrinterNotApprovedError(document_id, by, order.level.value)
    if made < order.copies - order.spare:
        raise CopiesShortError(document_id, made, order.copies - order.spare)
    printed = Printed(step.key, made, by, max(spoiled, 0))
    record(house, lambda pen: pen.note(printed, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)
