"""What the keeper presses on a document (所盖印章): the seals of its organs, or the signature stamps of those who signed it off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.case import Case
from domain.document import Ending, OfficialDocument, Signer
from domain.office import Organ, Person
from domain.pages import PressedSeal
from domain.undersigning import principal, unstampable
from office.errors import SealImageMissingError
from office.house import House
from office.signers import signer_name
from office.staged import document_of
from office.stamp_errors import NotTheirStampError, StampNotSetUpError


@dataclass(frozen=True)
class ToPress:
    """A seal or stamp that is to be pressed (待盖印章): its name, its image's file name, and whose it is when it is a person's."""

    name: str
    file: str
    person: str = ""


def to_press(house: House, case: Case) -> tuple[ToPress, ...]:
    """List what is pressed here; an organ elsewhere presses its own on the printed copies."""
    document = document_of(house, case)
    if document.ending is Ending.STAMPED:
        return tuple(_stamps(house, document))
    organs = (house.office.organ_named(name) for name in case.organs)
    return tuple(ToPress(organ.name, organ.seal) for organ in organs if organ and not organ.external)


def require_stampable(house: House, document: OfficialDocument, subject: str) -> None:
    """Refuse to set a document for signature stamps that the office has not set up.

    Raises:
        StampNotSetUpError: What lacks, by organ and person.
    """
    if document.ending is Ending.STAMPED:
        organs = [organ for name in document.organs if (organ := house.office.organ_named(name))]
        if lacks := unstampable(organs, house.office):
            raise StampNotSetUpError(subject, lacks)


def pressed(house: House, case: Case) -> tuple[PressedSeal, ...]:
    """Keep the images as they are now: 印发 prints these bytes, whatever lies in the folder by then.

    Raises:
        SealImageMissingError: An image is not there.
        NotTheirStampError: A stamp's owner did not sign the document off.
    """
    wanted = to_press(house, case)
    signed = _who_signed_off(case)
    for each in wanted:
        if each.person and each.person not in signed:
            raise NotTheirStampError(case.document_id, each.name, "、".join(signer_name(house, one) for one in signed))
    images = [(each.name, image_at(house, each.name, each.file)) for each in wanted]
    return tuple(PressedSeal(name, house.staging.put(image.read_bytes())) for name, image in images)


def image_at(house: House, name: str, file: str) -> Path:
    """Give the place of the image of a seal or stamp.

    Raises:
        SealImageMissingError: It is not there.
    """
    image = house.seals / file
    if not file or not image.is_file():
        raise SealImageMissingError(name, str(image))
    return image


def _stamps(house: House, document: OfficialDocument) -> Iterator[ToPress]:
    for name, signer in zip(document.organs, document.signers, strict=True):
        organ = house.office.organ_named(name)
        if organ and not organ.external:
            person = _owner(house, organ, signer)
            yield ToPress(signer.stamp, person.stamp if person else "", person.id if person else signer.name)


def _owner(house: House, organ: Organ, signer: Signer) -> Person | None:
    """Find the person by the post, which tells two of a name apart, else by the name: the post may have passed on since."""
    holder = principal(organ, house.office)
    return holder if holder and holder.name == signer.name else house.office.person_named(signer.name)


def _who_signed_off(case: Case) -> tuple[str, ...]:
    """Give who signed, or agreed by word of mouth, in this round; a delegate's hand is not the principal's."""
    signing = case.signers
    signed = (one.actor for one in case.decisions if one.step in signing and one.approved and one.round == case.round)
    agreed = (one.person for one in case.consents if one.step in signing)
    return tuple(dict.fromkeys((*signed, *agreed)))
