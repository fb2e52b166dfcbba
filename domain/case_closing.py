"""What narrowing and widening does to a document (知悉范围变动): it moves nothing on its way."""

from __future__ import annotations

import dataclasses

from domain.case import Case, MisfitError, Widening
from domain.closing_events import CompartmentSet, ReadersSet, WideningAsked, WideningDecided
from domain.ledger_line import LedgerLine


def compartment_set(case: Case, event: CompartmentSet, line: LedgerLine) -> Case:
    """Put the document into a compartment."""
    return dataclasses.replace(case, compartment=event.compartment)


def readers_set(case: Case, event: ReadersSet, line: LedgerLine) -> Case:
    """Lay down who may read; what was asked before is void."""
    return dataclasses.replace(case, readers=tuple(sorted(set(event.readers))), widenings=())


def widening_asked(case: Case, event: WideningAsked, line: LedgerLine) -> Case:
    """Let a request wait."""
    if not case.readers:
        raise MisfitError(f"{case.document_id}: there is no reading list to widen")
    asked = Widening(line.index, tuple(sorted(set(event.people))), event.reason, line.actor, line.at)
    return dataclasses.replace(case, widenings=(*case.widenings, asked))


def widening_decided(case: Case, event: WideningDecided, line: LedgerLine) -> Case:
    """Answer a request: with approval its people stand on the reading list."""
    asked = next((one for one in case.widenings if one.index == event.index), None)
    if asked is None or asked.asker == line.actor:
        raise MisfitError(f"{case.document_id}: no request {event.index} of somebody else waits")
    return dataclasses.replace(
        case,
        readers=tuple(sorted({*case.readers, *asked.people})) if event.approved else case.readers,
        widenings=tuple(one for one in case.widenings if one is not asked),
    )
