"""Signing sheets and receipts with the office's key, and asking whether a partner's signature holds (交换签名)."""

from __future__ import annotations

import dataclasses
import datetime as dt

from archive.heads import signature_holds
from domain.exchange import ANSWER_FORMAT, Answer, Parcel, Partner, Sheet
from office.house import House
from office.signing_key import signing_key


def signed_sheet(house: House, sheet: Sheet) -> Sheet:
    """Sign a sheet."""
    key = signing_key(house)
    named = dataclasses.replace(sheet, public_key=key.public)
    return dataclasses.replace(named, signature=key.signature_of(named.signed_bytes()))


def answer_to(house: House, parcel: Parcel, *, accepted: bool, at: dt.datetime) -> Answer:
    """Write and sign the receipt for a package, or the refusal with its reason; the same again has the same bytes."""
    key, settings = signing_key(house), house.exchange.settings
    bare = Answer(
        format=ANSWER_FORMAT,
        package=parcel.package,
        sheet_sha256=parcel.sheet_sha256,
        answerer=settings.code,
        answerer_name=settings.name or house.office.name,
        receiver=parcel.partner,
        accepted=accepted,
        code="" if accepted else parcel.code,
        sentence="" if accepted else parcel.sentence,
        at=at,
        public_key=key.public,
        signature="",
    )
    return dataclasses.replace(bare, signature=key.signature_of(bare.signed_bytes()))


def is_signed_by(partner: Partner, signed: Sheet | Answer) -> bool:
    """Tell whether a sheet or receipt bears a good signature of a partner's key."""
    return signed.public_key == partner.public_key and signature_holds(
        signed.public_key, signed.signature, signed.signed_bytes()
    )
