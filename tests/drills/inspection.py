"""Looking an office over after a drill: ``python -m tests.drills.inspection ROOT EXPECTED.json`` prints what is wrong as JSON (查验)."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.case import Case, Phase
from domain.catalogue import Reach
from domain.events import Event, Filed, HandedBack, Issued, Registered, Sealed, TakenIn, decode
from domain.ledger_line import LedgerLine
from hongtou.wiring import opened
from mailroom.folders import CLAIMED
from office.archived import document_of_archive
from office.care import verify
from office.house import House
from tests.drills.whole_office import slips, waiting


@dataclass(frozen=True)
class Expected:
    """What must have become of the drafts, by unit and name: filed, waiting for the clerk, or left with their drafters."""

    filed: tuple[str, ...]
    lacking: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def faults(house: House, expected: Expected) -> Iterator[str]:
    """Say whatever is lost, doubled or out of step."""
    events = list(_ledger(house))
    cases = house.registry.cases()
    yield from verify(house).faults
    yield from _ends(house, cases, expected)
    yield from _once(events)
    yield from _alike(house, events, cases)
    yield from _numbers(house, cases)
    yield from _folders(house, cases, expected)
    yield from _catalogue(house, cases)


def _ledger(house: House) -> Iterator[tuple[LedgerLine, Event]]:
    for line in house.ledger.lines():
        payload = house.ledger.payload(line)
        assert payload is not None, line.index
        yield line, decode(line.verb, payload)


def _ends(house: House, cases: tuple[Case, ...], expected: Expected) -> Iterator[str]:
    names = Counter(f"{_unit(house, case)}/{case.name}" for case in cases)
    yield from (f"{name} became {count} documents" for name, count in names.items() if count > 1)
    ended = {Phase.DONE: set(expected.filed), Phase.LACKING: set(expected.lacking)}
    for case in cases:
        name = f"{_unit(house, case)}/{case.name}"
        if name not in ended.get(case.phase, set()):
            yield f"{name} is at {case.phase.value}: {case.stuck.sentence if case.stuck else ''}"
        if case.stuck:
            yield f"{name} is stuck: {case.stuck.sentence}"
    yield from (f"{name} was lost" for name in (*expected.filed, *expected.lacking) if name not in names)


def _once(events: list[tuple[LedgerLine, Event]]) -> Iterator[str]:
    for kind in (TakenIn, Registered, Sealed, Issued, Filed, HandedBack):
        counted = Counter(line.object_id for line, event in events if isinstance(event, kind))
        yield from (f"{document} has {count} × {kind.__name__}" for document, count in counted.items() if count > 1)


def _alike(house: House, events: list[tuple[LedgerLine, Event]], cases: tuple[Case, ...]) -> Iterator[str]:
    objects = [document_of_archive(name) for store in house.stores.values() for name in store.object_ids()]
    in_ledger = sorted(line.object_id for line, event in events if isinstance(event, Filed))
    in_registry = sorted(case.document_id for case in cases if case.filed)
    if not sorted(objects) == in_ledger == in_registry:
        yield f"objects {sorted(objects)}, ledger {in_ledger}, registry {in_registry}"
    by_ledger = sorted((line.object_id, event.number) for line, event in events if isinstance(event, Registered))
    if by_ledger != sorted((case.document_id, case.number) for case in cases if case.number):
        yield f"numbers differ: ledger {by_ledger}"
    head, written = house.registry.head(), house.ledger.head()
    if head != written or house.registry.unflushed(1):
        yield f"registry stands at {head}, ledger at {written}"


def _numbers(house: House, cases: tuple[Case, ...]) -> Iterator[str]:
    series: dict[tuple[str, int], list[int]] = {}
    for case in cases:
        if case.number:
            series.setdefault((case.scheme, case.period), []).append(case.serial)
    for name, serials in series.items():
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield f"series {name} has {sorted(serials)}"


def _folders(house: House, cases: tuple[Case, ...], expected: Expected) -> Iterator[str]:
    results = sorted(path for path in (house.root / "办结").glob("*/*") if not path.name.startswith("."))
    if len(results) != len(expected.filed) or any("（2）" in path.name for path in results):
        yield f"办结 holds {[path.name for path in results]}"
    for case in cases:
        if case.number and sum(case.number in path.name for path in results) != 1:
            yield f"{case.number} is not in 办结 once"
    yield from (f"{path} lacks a part" for path in results if len(list(path.iterdir())) != 3)
    if sorted(f"{path.parent.name}/{path.name}" for path in waiting(house.root)) != sorted(expected.left):
        yield f"投稿 holds {[path.name for path in waiting(house.root)]}"
    if len(slips(house.root)) != len(expected.left):
        yield f"退回 holds {[path.name for path in slips(house.root)]}"
    unfinished = [path for place in ("投稿", "办结", "退回", "已收") for path in (house.root / place).rglob("*.part")]
    claimed = [path for path in (house.root / "投稿").rglob(f"{CLAIMED}/*") if path.is_file()]
    yield from (f"{path} was left" for path in (*unfinished, *claimed))


def _catalogue(house: House, cases: tuple[Case, ...]) -> Iterator[str]:
    reach = Reach(frozenset((level, "general") for level in house.stores), None)
    for case in cases:
        if case.filed:
            answer = house.catalogue.search(f'"{case.number}"', reach)
            found = [hit.object_id for hit in answer.hits]
            if found.count(case.document_id) != 1 or answer.total != len(found):
                yield f"{case.document_id} is found as {found}"
    head = house.registry.head()
    if head is None or house.catalogue.position() != head.index:
        yield f"the catalogue stands at {house.catalogue.position()}"


def _unit(house: House, case: Case) -> str:
    unit = house.office.unit_named(case.unit)
    return unit.name if unit else case.unit


def main(root: Path, wanted: Path) -> None:
    plain = json.loads(wanted.read_text("utf-8"))
    expected = Expected(*(tuple(plain[key]) for key in ("filed", "lacking", "left")))
    with opened(root) as house:
        sys.stdout.write(json.dumps(list(faults(house, expected)), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
