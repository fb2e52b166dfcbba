"""The rows of lists of records to be destroyed (销毁清册之行)."""

from __future__ import annotations

from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain
from domain.destruction import DestructionList, Stage
from domain.ledger_line import LedgerLine
from registry import models, statements
from registry.errors import BrokenRowError


def row_of(known: DestructionList, line: LedgerLine) -> models.Destruction:
    """Make the row of a list as ``line`` left it."""
    return models.Destruction(
        id=known.id, state=canonical_bytes(known).decode(), updated=line.index, stage=known.stage.value
    )


def keep(alias: str, known: DestructionList, line: LedgerLine) -> None:
    """Keep a list's new state."""
    row = row_of(known, line)
    if find(alias, known.id) is None:
        statements.insert(alias, row)
    else:
        statements.update(alias, row)


def find(alias: str, list_id: str) -> DestructionList | None:
    """Give a list, or nothing."""
    found = statements.first(alias, models.Destruction, ("state",), "WHERE id = %s", list_id)
    return _list_of(list_id, found[0]) if found else None


def listed(alias: str, stage: Stage | None) -> tuple[DestructionList, ...]:
    """Give all lists, or those of a stage, the newest first."""
    found = models.Destruction.objects.using(alias).order_by("-updated")
    if stage is not None:
        found = found.filter(stage=stage.value)
    return tuple(_list_of(list_id, state) for list_id, state in found.values_list("id", "state"))


def _list_of(list_id: str, text: str) -> DestructionList:
    try:
        return from_plain(DestructionList, parse_plain(text.encode()))
    except (CodecError, ValueError) as error:
        raise BrokenRowError(list_id) from error
