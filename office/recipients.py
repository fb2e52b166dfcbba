"""Who gets an issued document, and how many copies (分送范围): proposed from what stands on it, settled by the clerk at 登记."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.case import Case
from domain.procedure import Verb
from office.house import House
from office.issuing_errors import NoRecipientsError, RecipientUnreadableError
from office.staged import document_of

MOST_COPIES = 10_000
_WITH_COPIES = re.compile(r"^(?P<name>.*?)[\s×xX*：:=（(]*(?P<copies>\d+)\s*份?[）)]?$")
_MARKS = "。.；;，,、"


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets copies and signs for them (收文单位)."""

    name: str
    copies: int = 1

    def __str__(self) -> str:
        return f"{self.name} {self.copies}份"


def is_distributed(case: Case) -> bool:
    """Tell whether the document's way has a distribution, so that 登记 needs its recipients."""
    return case.route is not None and bool(case.route.keys(Verb.DISTRIBUTE))


def proposed(house: House, case: Case) -> tuple[Recipient, ...]:
    """Propose who gets it: 主送, then 抄送, one copy each; the clerk knows which names stand for many."""
    document = document_of(house, case)
    names = (name.strip().rstrip(_MARKS) for name in (*document.addressees, *document.copies_to))
    return tuple(Recipient(name) for name in dict.fromkeys(names) if name)


def recipients_of(case: Case) -> tuple[Recipient, ...]:
    """List who gets a registered document."""
    return tuple(Recipient(name, case.share(name)) for name in case.recipients)


def recipients_in(lines: Iterable[str]) -> tuple[Recipient, ...]:
    """Read recipients from lines such as ``县政府办公室 2份``; without a figure it is one copy.

    Raises:
        RecipientUnreadableError: A line names nobody, names somebody twice, or asks for no or too many copies.
    """
    found: dict[str, Recipient] = {}
    for line in (line.strip() for line in lines):
        if not line:
            continue
        stated = _WITH_COPIES.match(line)
        name = (stated["name"] if stated else line).strip().rstrip(_MARKS)
        copies = int(stated["copies"]) if stated else 1
        if not name or name in found or not 1 <= copies <= MOST_COPIES:
            raise RecipientUnreadableError(line)
        found[name] = Recipient(name, copies)
    return tuple(found.values())


def settled(house: House, case: Case, stated: Sequence[Recipient] | None) -> tuple[Recipient, ...]:
    """Give the recipients to register: as the clerk stated them, else as proposed; none where nothing is distributed.

    Raises:
        NoRecipientsError: The document is to be distributed and nobody gets it.
    """
    if not is_distributed(case):
        return tuple(stated or ())
    recipients = proposed(house, case) if stated is None else tuple(stated)
    if not recipients:
        raise NoRecipientsError(case.document_id)
    return recipients


def copies_for(recipients: Iterable[Recipient]) -> int:
    """Count the copies that leave the house."""
    return sum(recipient.copies for recipient in recipients)
