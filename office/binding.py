"""Binding a numbered piece (归卷): its object gets a version with its place, its components in order, its checks, and the stamped copy.

What was signed stays as it is in the version before. The version's time is that of the 档号, so that doing it again gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.ocfl_object import Note, Source, StoredObject
from domain.canonical import canonical_bytes
from domain.four_properties import EVERY, Check, Outcome
from domain.holding import Holding, Standing
from domain.holding_events import VersionKept
from domain.holding_listing import HoldingQuery
from domain.levels import Level
from domain.office import Actor
from office.archived import archive_id, digest_at, find_record
from office.components import components
from office.errors import UnknownDocumentError
from office.filing import ISSUED_PDF, inventory_digest
from office.house import House
from office.piece_checks import check_piece
from office.record import Pen, record

PIECE = "归档.json"
STAMPED_PDF = "正本（归档章）.pdf"
WHY = "归卷，加归档章"
AT_ONCE = 100
LOOKED_INTO_AT_ONCE = 12
MOST_BYTES_AT_ONCE = 24 << 20
_NO_PAGES = "无版式文件，未盖归档章"


@dataclass(frozen=True)
class _Bound:
    """A piece with what its new version adds, and what its event says beside the version."""

    holding: Holding
    changes: dict[str, Source]
    outcome: Outcome
    stamped: bool
    remark: str
    written: int


def bind_pieces(house: House, year: int, *, actor: Actor, channel: str, told: Callable[[str, int], None]) -> None:
    """Bind every numbered piece of a year, some at once; a version that a killed run left half in its object is finished before anything is looked at."""
    for store in house.stores.values():
        store.recover()
    query = HoldingQuery(year=year, standings=(Standing.NUMBERED,))
    while pieces := house.registry.holdings(query, limit=AT_ONCE):
        bound = _bind(house, pieces, actor)
        record(house, lambda pen: _note(pen, bound), actor=actor, channel=channel)  # noqa: B023
        told("归卷", len(pieces))


def _note(pen: Pen, bound: Sequence[tuple[_Bound, StoredObject]]) -> None:
    for one, stored in bound:
        now = pen.books.holding(one.holding.record)
        if now is not None and now.standing is Standing.NUMBERED:
            pen.note(_event(one, stored), now.record)


def _event(one: _Bound, stored: StoredObject) -> VersionKept:
    version = one.holding.version + 1
    return VersionKept(
        version=version,
        inventory=digest_at(stored, version) if stored.head != version else inventory_digest(stored),
        files=tuple(sorted(stored.files(version))),
        why=WHY,
        stamped=one.stamped,
        remark=one.remark,
        failed=one.outcome.failed,
        unchecked=one.outcome.unchecked,
        written=one.written,
    )


def _bind(house: House, pieces: Sequence[Holding], actor: Actor) -> list[tuple[_Bound, StoredObject]]:
    objects = {piece.record: _object_of(house, piece) for piece in pieces}
    written = _written(house, pieces, objects)
    stamps = dict(zip((piece.record for piece in pieces), _stamps(house, pieces, written), strict=True))
    bound = {
        piece.record: _bound(house, piece, objects[piece.record], stamps[piece.record], written.get(piece.record, ()))
        for piece in pieces
    }
    stored: dict[str, StoredObject] = {}
    for level in {piece.level for piece in pieces}:
        stored |= _add(house, level, [one for one in bound.values() if one.holding.level is level], objects, actor)
    return [(one, stored[name]) for name, one in bound.items()]


def _add(
    house: House, level: Level, bound: Sequence[_Bound], objects: dict[str, StoredObject], actor: Actor
) -> dict[str, StoredObject]:
    """Add the versions that are not there yet; one that a killed run added stands as it is."""
    there = {one.holding.record: objects[one.holding.record] for one in bound}
    missing = [one for one in bound if there[one.holding.record].head == one.holding.version]
    wanted = {archive_id(one.holding.record): (one.changes, _note_of(one.holding, actor)) for one in missing}
    made = house.stores[level].add_versions(wanted)
    return there | {one.holding.record: made[archive_id(one.holding.record)] for one in missing}


def _note_of(holding: Holding, actor: Actor) -> Note:
    return Note(holding.arranged_at or holding.filed_at, actor.name, f"{WHY} {holding.code}")


def _object_of(house: House, holding: Holding) -> StoredObject:
    stored = find_record(house, holding.record, holding.level)
    if stored is None:
        raise UnknownDocumentError(holding.record)
    return stored


def _written(house: House, pieces: Sequence[Holding], objects: dict[str, StoredObject]) -> dict[str, tuple[int, ...]]:
    """Name the written pages of each piece that has pages; a dozen, or so many bytes, are looked into at once."""
    found: dict[str, tuple[int, ...]] = {}
    share: dict[str, bytes] = {}

    def look() -> None:
        if share:
            found.update(zip(share, house.press.written_pages(tuple(share.values()), ISSUED_PDF), strict=True))
            share.clear()

    for piece in pieces:
        stored = objects[piece.record]
        if not piece.pages or ISSUED_PDF not in stored.files(piece.version):
            continue
        share[piece.record] = stored.read(ISSUED_PDF, piece.version)
        if len(share) >= LOOKED_INTO_AT_ONCE or sum(map(len, share.values())) > MOST_BYTES_AT_ONCE:
            look()
    look()
    return found


def _stamps(house: House, pieces: Sequence[Holding], written: Mapping[str, Sequence[int]]) -> tuple[bytes, ...]:
    fields = [
        (
            piece.fonds,
            str(piece.year),
            f"{piece.serial:04d}",
            piece.unit_code,
            piece.retention.value,
            str(len(written.get(piece.record, ())) or piece.pages or ""),
        )
        for piece in pieces
    ]
    return house.press.filing_stamps(fields) if any(piece.pages for piece in pieces) else (b"",) * len(pieces)


def _bound(house: House, holding: Holding, stored: StoredObject, stamp: bytes, written: Sequence[int]) -> _Bound:
    changes: dict[str, Source] = {}
    remark = _NO_PAGES
    if holding.pages and ISSUED_PDF in stored.files(holding.version):
        pdf = stored.read(ISSUED_PDF, holding.version)
        made, remark = house.press.put_stamp(pdf, stamp, ISSUED_PDF, written)
        if made:
            changes[STAMPED_PDF] = made
    result = check_piece(house, holding, stored, stamp_remark=remark if holding.pages else None)
    changes[PIECE] = canonical_bytes(_piece(holding, stored, result, remark, written))
    return _Bound(holding, changes, result, STAMPED_PDF in changes, remark, len(written))


def _piece(
    holding: Holding, stored: StoredObject, result: Outcome, remark: str, written: Sequence[int]
) -> dict[str, object]:
    """Say what the piece is and where it stands, for whoever reads the archive without us."""
    return {
        "format": "hongtou-piece-1",
        "archival_code": holding.code,
        "fonds": holding.fonds,
        "year": holding.year,
        "retention": holding.retention.value,
        "start": holding.start.value,
        "expires": holding.expires.isoformat() if holding.expires else "",
        "unit_code": holding.unit_code,
        "serial": holding.serial,
        "rule": holding.rule,
        "pages": len(written) or holding.pages,
        "written_pages": list(written),
        "remark": remark,
        "components": [{"role": role, "file": name} for role, name in components(stored.files(holding.version))],
        "checks": [
            {"code": check.code, "name": check.name, "nature": check.nature, "result": _word(check, result)}
            for check in EVERY
        ],
    }


def _word(check: Check, result: Outcome) -> str:
    if check.code in result.failed:
        return "不通过"
    return f"未检测（{check.why or '不适用'}）" if check.code in result.unchecked else "通过"
