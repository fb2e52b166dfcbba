"""Bringing a document along its way by whatever procedure (办理): everybody does what is before a step."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from domain.procedure import Verb
from office.distribute import deliver
from office.printing import note_printing
from office.procedure_files import load_procedures
from office.recheck import recheck
from office.recipients import Recipient
from office.register import register_document
from tests.an_office import AnOffice, a_sheet, a_title

VILLAGES = Recipient("各村（居）民委员会", 12)
COUNTY = Recipient("临溪县人民政府办公室", 2)


def going_by(office: AnOffice, name: str) -> AnOffice:
    """Give the same office under another of the shipped procedures."""
    procedures = load_procedures((name,), Path("/nonexistent"), office.house.office)
    return AnOffice(dataclasses.replace(office.house, procedures=procedures), office.clock)


def drafted(office: AnOffice, **more: str) -> str:
    """Drop a new draft with its 发文稿纸 and have it shown."""
    title = a_title()
    return office.take_in(title, a_sheet(title, **more))


def until(office: AnOffice, step: str, **more: str) -> str:
    """Bring a new draft to a step, named by its key or its verb."""
    document_id = drafted(office, **more)
    go_on(office, document_id, step)
    return document_id


def go_on(office: AnOffice, document_id: str, step: str = "") -> None:
    """Let everybody act until a step is open, or until nobody has anything to do."""
    while (opened := office.case(document_id).open_steps()) and step not in (opened[0].key, opened[0].verb.value):
        act(office, document_id)
        office.work()


def act(office: AnOffice, document_id: str) -> None:
    """Do what is open first, as one whose part it is."""
    step = office.case(document_id).open_steps()[0]
    login, clerk = step.roles[0], office.actor("clerk")
    match step.verb:
        case Verb.CHECK:
            binding = office.binding(document_id)
            recheck(office.house, office.actor(login), document_id, ticks=step.items, binding=binding)
        case Verb.REGISTER:
            register_document(office.house, clerk, document_id, recipients=(VILLAGES, COUNTY))
        case Verb.SEAL:
            office.seal(document_id)
        case Verb.PRINT:
            note_printing(office.house, clerk, document_id, printer="文印室")
        case Verb.DISTRIBUTE:
            recipient = office.case(document_id).to_deliver[0]
            deliver(office.house, clerk, document_id, recipient=recipient, received_by="王芳")
        case _:
            office.approve(document_id, login)
