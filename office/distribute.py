"""Distribution (分发签收): each recipient signs for the copies; nothing counts as done before the last one has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.case import Case, Phase, Receipt
from domain.events import Delivered
from domain.office import Actor
from domain.procedure import Verb
from office.examine import current
from office.house import House
from office.issuing_errors import NotARecipientError, ReceiptDayError, WhoMissingError
from office.recipients import recipients_of
from office.record import record
from office.scope import case_for, may_see
from office.sign import step_of


@dataclass(frozen=True)
class DeliveryRow:
    """A recipient with the copies due, and the signature for them when it is given (分送明细)."""

    recipient: str
    copies: int
    receipt: Receipt | None


@dataclass(frozen=True)
class Undelivered:
    """A document whose recipients have not all signed (未签收)."""

    document_id: str
    number: str
    title: str
    since: dt.datetime
    outstanding: tuple[str, ...]
    total: int

    @property
    def signed(self) -> int:
        """Count those who have signed."""
        return self.total - len(self.outstanding)


def delivery_rows(house: House, actor: Actor, document_id: str) -> tuple[DeliveryRow, ...]:
    """List who gets a document and who has signed for it."""
    case = case_for(house, actor, document_id)
    signed = {receipt.recipient: receipt for receipt in case.receipts}
    return tuple(DeliveryRow(one.name, one.copies, signed.get(one.name)) for one in recipients_of(case))


def deliver(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    recipient: str,
    received_by: str,
    received_on: dt.date | None = None,
    copies: int | None = None,
    channel: str = "desk",
) -> Case:
    """Note that a recipient signed: who, when, how many copies. After the last one distribution is done.

    Raises:
        NotARecipientError: It is not on the list, or has signed before.
        ReceiptDayError: The day is still to come, or before the document was issued.
    """
    case = case_for(house, actor, document_id)
    step = step_of(house, actor, case, "分发", verb=Verb.DISTRIBUTE)
    name, by, today = recipient.strip(), received_by.strip(), house.clock.today()
    if name not in case.to_deliver:
        raise NotARecipientError(document_id, name, "、".join(case.to_deliver))
    if not by:
        raise WhoMissingError(document_id, f"{name}由谁签收")
    day = received_on or today
    if not (case.printed_on or today) <= day <= today:
        raise ReceiptDayError(document_id, day.isoformat())
    delivered = Delivered(step.key, name, by, day, case.share(name) if copies is None else max(copies, 1))
    record(house, lambda pen: pen.note(delivered, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def undelivered(house: House, actor: Actor) -> tuple[Undelivered, ...]:
    """List the documents in distribution within the actor's scope, and who has not signed for them; the longest waiting first."""
    found = (case for case in house.registry.cases(phases=(Phase.UNDER_WAY,)) if case.issued and may_see(actor, case))
    rows = [
        Undelivered(case.document_id, case.number, case.title, case.since, case.to_deliver, len(case.recipients))
        for case in found
        if any(step.verb is Verb.DISTRIBUTE for step in case.open_steps())
    ]
    return tuple(sorted(rows, key=lambda row: (row.since, row.document_id)))
