"""How a document is undersigned (落款方式): by seals, by signature stamps of those who sign it off, or by neither; GB/T 9704 7.3.5."""

from __future__ import annotations

from collections.abc import Sequence

from domain.document import Ending, Layout, Signer
from domain.facts import FactName, Facts
from domain.office import SEAL_MM, Office, Organ, Person

STATED = (Ending.SEALED, Ending.STAMPED)
"""What a draft may ask for; whether its papers are sealed at all is the procedure's matter."""


def stated_ending(facts: Facts) -> Ending | None:
    """Give the ending a draft asks for, or nothing."""
    stated = facts.value(FactName.ENDING)
    return next((ending for ending in STATED if ending.value == stated), None)


def ending_for(facts: Facts, layout: Layout, organs: Sequence[Organ], office: Office) -> Ending | None:
    """Give the ending: as stated; an order is stamped (10.2) where every organ here has title and stamp; nothing is as its format has it."""
    stated = stated_ending(facts)
    if stated is not None or layout is not Layout.ORDER:
        return stated
    return Ending.STAMPED if not unstampable(organs, office) else None


def signers_of(organs: Sequence[Organ], office: Office) -> tuple[Signer, ...]:
    """List who signs by stamp, a principal for each organ."""
    return tuple(Signer(organ.signer_title, principal_of(organ, office)) for organ in organs)


def unstampable(organs: Sequence[Organ], office: Office) -> tuple[str, ...]:
    """Say what lacks for signature stamps, a Chinese clause each; an organ elsewhere presses its own on paper."""
    lacks = []
    for organ in organs:
        person = principal(organ, office)
        if not organ.signer_title:
            lacks.append(f"{organ.name}没有写签发人职务（signer_title）")
        if organ.external and not organ.principal_name:
            lacks.append(f"{organ.name}没有写签发人姓名（principal_name）")
        elif not organ.external and person is None:
            lacks.append(f"{organ.name}的签发人岗位没有人")
        elif person is not None and not person.stamp:
            lacks.append(f"{person.name}没有签名章（stamp）")
    return tuple(lacks)


def seals_mm_of(organs: Sequence[Organ]) -> tuple[float, ...]:
    """Give the diameters of the organs' seals, or nothing where all are of the usual size."""
    widths = tuple(organ.seal_mm for organ in organs)
    return widths if any(width != SEAL_MM for width in widths) else ()


def principal_of(organ: Organ, office: Office) -> str:
    """Name who signs for an organ, or give an empty string."""
    if organ.external:
        return organ.principal_name
    person = principal(organ, office)
    return person.name if person else ""


def principal(organ: Organ, office: Office) -> Person | None:
    """Give the person of the office who holds the post that signs for an organ; nobody for one elsewhere."""
    holders = () if organ.external else office.holders(organ.principal)
    return office.person(holders[0].person) if holders else None
