"""Domain values kept as canonical JSON in staging, named by their digest (暂存件)."""

from __future__ import annotations

from domain.canonical import canonical_bytes, parse_plain
from domain.case import Case
from domain.codec import from_plain
from domain.document import OfficialDocument
from domain.draft import Draft
from office.house import House


def keep(house: House, value: Draft | OfficialDocument) -> str:
    """Put a value into staging and give its SHA-512 digest."""
    return house.staging.put(canonical_bytes(value))


def draft_of(house: House, case: Case) -> Draft:
    """Read the draft of a case back."""
    return from_plain(Draft, parse_plain(house.staging.read(case.draft)))


def document_of(house: House, case: Case) -> OfficialDocument:
    """Read the composed document of a case back."""
    return from_plain(OfficialDocument, parse_plain(house.staging.read(case.document)))
