"""A filed document brought to its end in the registry alone, long after it was filed (销毁，登记处)."""

from __future__ import annotations

import datetime as dt

from domain.destruction import ListedItem
from domain.destruction_events import (
    Destroyed,
    DestructionApproved,
    DestructionBegun,
    DestructionErased,
    DestructionListed,
    DestructionWitnessed,
    GivenNumber,
)
from domain.events import Registered
from domain.holding_events import AppraisalDecided, Appraised, Lent, Returned, Verdict
from registry.registry import Registry
from tests.making import MONDAY
from tests.registry_rooms import recorder

LIST = "destruction/2070-001"
LATER = MONDAY.replace(year=2070)


def destroy(registry: Registry, document: str) -> None:
    """Have a filed document destroyed by five people, and its payloads emptied."""
    record, after = recorder(registry, LATER), recorder(registry, LATER + dt.timedelta(days=20))
    record(Lent("张三", "查考", LATER.date()), document)
    record(Returned(intact=True), document)
    record(Appraised(Verdict.DESTROY, "期满"), document)
    record(AppraisalDecided(Verdict.DESTROY, "期满"), document)
    holding = registry.holding(document)
    assert holding is not None
    assert holding.expires is not None
    item = ListedItem(
        document, holding.code, holding.number, "题目", 2026, "30年", holding.expires, 1, "公开", holding.inventory
    )
    digest = record(DestructionListed((item,), "鉴定报告", 10), LIST, "archivist").payload_sha256
    record(DestructionApproved(digest, "同意"), LIST, "leader")
    record(DestructionApproved(digest, "同意", (LATER + dt.timedelta(days=14)).date()), LIST, "secretary")
    for witness in ("keeper", "director"):
        after(DestructionWitnessed(digest, 1), LIST, witness)
    after(DestructionBegun(digest), LIST, "archivist")
    after(destroyed(registry, document), document, "archivist")
    after(DestructionErased("公开", "e" * 128, ("清册",), (), (), ()), LIST)
    registry.erase()


def destroyed(registry: Registry, document: str, list_id: str = LIST, row: int = 1) -> Destroyed:
    """Say of a filed document what is left of it."""
    holding, history = registry.holding(document), registry.history(document)
    assert holding is not None
    line, number = next((line, event) for line, event in history if isinstance(event, Registered))
    return Destroyed(
        list_id=list_id,
        row=row,
        origin=holding.origin.value,
        category="发文",
        level=holding.level.value,
        compartment=holding.compartment,
        unit=holding.unit,
        organs=holding.organs,
        dated=holding.dated,
        number=holding.number,
        code=holding.code,
        fonds=holding.fonds,
        year=holding.year,
        retention=holding.retention.value,
        unit_code=holding.unit_code,
        serial=holding.serial,
        pages=holding.pages,
        filed_index=holding.index,
        filed_at=holding.filed_at,
        inventory=holding.inventory,
        tombstone="t" * 128,
        lines=tuple(line.index for line, _ in history if line.verb not in (Lent.VERB, Returned.VERB)),
        given=GivenNumber(line.index, number.scheme, number.period, number.serial, number.number, number.dated),
        readers=holding.readers,
    )
