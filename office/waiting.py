"""What waits for the next sweep (待推进), each thing under a name that changes when it does: so the porter knows what is new."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.canonical import digest_of
from domain.case import Case, Phase
from office.advance import CHUNK, lacking_slip, to_file
from office.exchange_pull import urgent_lying
from office.house import House

_PUT_BY_HAND = ("office.toml", "印章", "程序", "日历", "字体")


@dataclass(frozen=True)
class Waiting:
    """What waits for the next sweep (待推进): drops or drafts, sealed or issued documents, urgent packages; lines for the ledger; records without card.

    The names are digests: a drop's tells nothing of a file that may be secret.
    """

    to_take_in: frozenset[str]
    to_issue: frozenset[str]
    to_exchange: frozenset[str]
    to_flush: bool
    to_catalogue: bool


def waiting(house: House) -> Waiting:
    """Tell what waits for a sweep."""
    head, by_hand = house.registry.head(), _put_by_hand(house.root)
    return Waiting(
        to_take_in=frozenset((*_drops(house), *_documents(_to_take_in(house), by_hand))),
        to_issue=frozenset(_documents(_to_issue(house), by_hand)),
        to_exchange=urgent_lying(house),
        to_flush=bool(house.registry.unflushed(1)),
        to_catalogue=head is not None and house.catalogue.position() < head.index,
    )


_TO_TAKE_IN = (Phase.TAKEN_IN, Phase.EXAMINED, Phase.TO_RETURN, Phase.TO_REFUSE)
_TO_ISSUE = (Phase.SEALED, Phase.FILED)


def _to_take_in(house: House) -> tuple[Case, ...]:
    return house.registry.documents_due(_TO_TAKE_IN, CHUNK) + lacking_slip(house)


def _to_issue(house: House) -> tuple[Case, ...]:
    return house.registry.documents_due(_TO_ISSUE, CHUNK) + to_file(house)


def _drops(house: House) -> Iterator[str]:
    due = (sighting for sighting in house.mailroom.scan() if house.mailroom.is_due(sighting))
    return (digest_of([sighting.source.key, sighting.answer.code]) for sighting in due)


def _documents(cases: tuple[Case, ...], by_hand: str) -> Iterator[str]:
    """Name documents as they stand: a failure noted does not make one new, an act or something put right by hand does."""
    return (digest_of([case.document_id, case.phase.value, case.since.isoformat(), by_hand]) for case in cases)


def _put_by_hand(root: Path) -> str:
    """Name the state of what people put in place for the work, such as a seal's image that was missing."""
    return digest_of([[file.name, stat.st_mtime_ns, stat.st_size] for file, stat in _files(root)])


def _files(root: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for name in _PUT_BY_HAND:
        place = root / name
        for file in (place, *sorted(place.glob("*"))):
            try:
                yield file, file.stat()
            except OSError:  # not there, or taken away since the folder was listed
                continue
