"""What an office is doing when it is struck (情形), and what must hold once it was brought up again.

A scenario prepares its folder once; each case begins from a copy. ``act`` says what it promises; ``judge`` brings the office up, lets it
finish, and names whatever was lost, doubled, half done, or promised and not kept.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path
from typing import ClassVar, Self

import archive.store
import ground.content
import office.importing
import press.kept_batch
from archive.backup_target import BackupTarget
from domain.canonical import canonical_bytes
from domain.case import Case, Phase
from hongtou import wiring
from office.advance import file_due, issue_due, moved, take_in_due
from office.back_up import back_up
from office.care import rebuild_registry, verify
from office.house import House
from office.importing import import_catalogue
from office.register import register_document
from office.year import file_year
from tests import an_office
from tests.an_office import AnOffice, a_draft
from tests.drills.crash.destroying import Destroying
from tests.drills.crash.exchanging import Exchanging
from tests.drills.crash.scenario import OFFICE, Scenario, clock_of
from tests.drills.crash.server import Act, Say

YEAR = 2019
RECORDS = ("A-1", "A-2")


@dataclass(frozen=True)
class TakingIn(Scenario):
    """Two drafts lie in a watched folder and are taken in (收件)."""

    name: str = "take-in"

    def prepare(self, office: AnOffice) -> None:
        (office.house.root.parent / "sums").mkdir()
        for number in (1, 2):
            data = _draft(number)
            office.drop(f"第{number}件.docx", data)
            (office.house.root.parent / "sums" / f"第{number}件.docx").write_text(sha512(data).hexdigest())

    def act(self, house: House, say: Say) -> None:
        for row in take_in_due(house):
            if row.document_id:  # others say why a drop was not taken in: they promise nothing
                say(row.document_id)

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        take_in_due(house)
        cases = house.registry.cases()
        names = Counter(case.name for case in cases)
        wrong = [f"{name} became {count} documents" for name, count in names.items() if count != 1]
        wrong += [f"第{number}件 was lost" for number in (1, 2) if f"第{number}件.docx" not in names]
        wrong += [f"{promise} was promised" for promise in promised if house.registry.case(promise) is None]
        for case in cases:
            dropped = (house.root.parent / "sums" / case.name).read_text()
            if [sha512(house.staging.read(file.sha512)).hexdigest() for file in case.versions[-1].files] != [dropped]:
                wrong.append(f"{case.name} holds other bytes")
        left = [path.name for path in house.mailroom.folders.drops.rglob("*.docx")]
        return wrong + [f"{name} was left" for name in left]


@dataclass(frozen=True)
class Numbering(Scenario):
    """Two signed documents are registered (登记)."""

    name: str = "numbers"

    def prepare(self, office: AnOffice) -> None:
        for number in (1, 2):
            office.signed(f"关于第{number}次防汛工作的通知", _draft(number))

    def act(self, house: House, say: Say) -> None:
        for case in sorted(house.registry.cases(phases=[Phase.UNDER_WAY]), key=lambda case: case.document_id):
            done = _registered(house, case.document_id)
            say(f"{done.document_id} {done.serial}")

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        for case in house.registry.cases(phases=[Phase.UNDER_WAY]):
            if not case.number:
                _registered(house, case.document_id)
        given = {number.document_id: number.serial for number in house.registry.numbers()}
        wrong = [] if sorted(given.values()) == [1, 2] else [f"numbers {sorted(given.values())}"]
        for promise in promised:
            document_id, serial = promise.split()
            if given.get(document_id) != int(serial):
                wrong.append(f"{document_id} was promised {serial} and has {given.get(document_id)}")
        return wrong


@dataclass(frozen=True)
class Filing(Scenario):
    """An issued document is filed (归档)."""

    name: str = "filing"

    def prepare(self, office: AnOffice) -> None:
        document_id = office.signed("关于第1次防汛工作的通知", _draft(1))
        office.register(document_id)
        office.seal(document_id)
        issue_due(office.house)

    def act(self, house: House, say: Say) -> None:
        for row in file_due(house):
            if moved((row,)):
                say(row.document_id)

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        filed = {case.document_id for case in house.registry.cases() if case.filed}
        wrong = [f"{promise} was promised" for promise in promised if promise not in filed]
        file_due(house)
        objects = [object_id for store in house.stores.values() for object_id in store.object_ids()]
        cases = [case for case in house.registry.cases() if case.filed]
        if len(objects) != 1 or len(cases) != 1:
            wrong.append(f"objects {objects}, filed {len(cases)}")
        left = [path.name for store in house.stores.values() for path in (store.root / "staging").iterdir()]
        return wrong + [f"{name} was left in staging" for name in left]


@dataclass(frozen=True)
class BackingUp(Scenario):
    """The office is backed up, then once more (备份)."""

    name: str = "backup"

    def prepare(self, office: AnOffice) -> None:
        office.take_in("关于第1次防汛工作的通知", _draft(1))

    def act(self, house: House, say: Say) -> None:
        for _ in range(2):
            say(str(back_up(house, house.root.parent / "backup").number))

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        back_up(house, house.root.parent / "backup")
        target = BackupTarget(house.root.parent / "backup")
        wrong = [f"backup {promise} was promised" for promise in promised if int(promise) not in target.numbers()]
        for number in target.numbers():
            manifest = target.manifest(number)
            for sheet in manifest.sheets:
                for file in target.files(sheet):
                    size = sum(len(target.piece(piece, file.path)) for piece in file.pieces)
                    if size != file.size:
                        wrong.append(f"backup {number} has {size} bytes of {file.path}")
        return wrong


@dataclass(frozen=True)
class Rebuilding(Scenario):
    """The registry is made again from the ledger (重建登记库)."""

    name: str = "rebuild"

    def prepare(self, office: AnOffice) -> None:
        document_id = office.signed("关于第1次防汛工作的通知", _draft(1))
        office.register(document_id)
        (office.house.root.parent / "story").write_bytes(_story(office.house))

    def act(self, house: House, say: Say) -> None:
        rebuild_registry(house)
        say("rebuilt")

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        before = (house.root.parent / "story").read_bytes()
        return [] if _story(house) == before else ["the registry tells another story"]


@dataclass(frozen=True)
class TakingOver(Scenario):
    """Two records of an existing archive are taken over (接收)."""

    name: str = "import"

    def prepare(self, office: AnOffice) -> None:
        _write_catalogue(office.house)

    def act(self, house: House, say: Say) -> None:
        say(str(import_catalogue(house, _catalogue_of(house)).imported))

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        there = {record for record in RECORDS if house.registry.holding(record)}
        wrong = [f"2 were promised, there are {there}"] if promised and len(there) != len(RECORDS) else []
        report = import_catalogue(house, _catalogue_of(house))
        if report.refused or report.imported + report.already != len(RECORDS):
            wrong.append(f"taking over again: {report}")
        objects = [object_id for store in house.stores.values() for object_id in store.object_ids()]
        return wrong + ([f"objects {objects}"] if len(objects) != len(RECORDS) else [])


@dataclass(frozen=True)
class FilingTheYear(Scenario):
    """Two records get their 档号, and their objects the version that bears it (年度归档); killed and run again by the command, without the service."""

    started: ClassVar[bool] = False
    name: str = "year"

    def prepare(self, office: AnOffice) -> None:
        _write_catalogue(office.house)
        import_catalogue(office.house, _catalogue_of(office.house))
        dry = office.house.root.parent / "dry"
        shutil.copytree(office.house.root, dry)
        with an_office.opened(dry, clock_of(self)) as undisturbed:
            file_year(undisturbed.house, YEAR)
            codes = json.dumps(_codes(undisturbed.house))
        shutil.rmtree(dry)
        (office.house.root.parent / "codes").write_text(codes)

    def act(self, house: House, say: Say) -> None:
        file_year(house, YEAR)
        say(json.dumps(_codes(house)))

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        wanted = json.loads((house.root.parent / "codes").read_text())
        wrong = [f"{promise} was promised" for promise in promised if json.loads(promise) != _codes(house)]
        file_year(house, YEAR)
        return wrong if _codes(house) == wanted else [*wrong, f"{_codes(house)} instead of {wanted}"]


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        TakingIn(),
        Numbering(),
        Filing(),
        BackingUp(),
        Rebuilding(),
        TakingOver(),
        FilingTheYear(),
        Destroying(),
        Exchanging(),
    )
}


def prepare(scenario: Scenario, folder: Path) -> None:
    """Make the folder that each case of a scenario begins from."""
    an_office.prepare(folder / OFFICE, scenario.settings)
    with an_office.opened(folder / OFFICE, an_office.new_clock()) as office:
        scenario.prepare(office)


class OneAfterAnother:
    """Stands in for a pool of threads in the forks: strace looks at one thread, and the k-th call must be the same each time."""

    def __init__(self, *_: object) -> None:
        """Take what a pool takes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def map(self, act: Callable[..., object], *items: Iterable[object]) -> Iterator[object]:
        return map(act, *items)

    def submit(self, act: Callable[..., object], *given: object) -> Future[object]:
        done: Future[object] = Future()
        try:
            done.set_result(act(*given))
        except Exception as error:  # noqa: BLE001 - a pool keeps it for whoever asks
            done.set_exception(error)
        return done

    def shutdown(self, **_: object) -> None:
        return


def _in_one_thread() -> None:
    for module in (ground.content, archive.store, office.importing, press.kept_batch):
        vars(module)["ThreadPoolExecutor"] = OneAfterAnother


def begin(scenario: Scenario, folder: Path, break_it: Callable[[], None] = lambda: None) -> Callable[[], Act]:
    """Give what a child does: open the office, then act."""

    def child() -> Act:
        _in_one_thread()
        break_it()
        house = wiring.open_house(folder / OFFICE, clock=clock_of(scenario))
        return lambda say: scenario.act(house, say)

    return child


def look(
    scenario: Scenario, folder: Path, promised: Sequence[str], break_it: Callable[[], None] = lambda: None
) -> Callable[[], Act]:
    """Give what the child does that comes after: bring the office up, finish, judge."""

    def judged(_: Say) -> list[str]:
        house = wiring.open_house(folder / OFFICE, clock=clock_of(scenario))
        for store in house.stores.values() if scenario.started else ():
            store.recover()
        wrong = ["the outbox is not flushed"] if house.registry.counts().unflushed else []
        wrong += scenario.judge(house, promised)
        return [*wrong, *verify(house).faults]

    def child() -> Act:
        _in_one_thread()
        break_it()
        return judged

    return child


def fresh(template: Path, folder: Path) -> None:
    """Put a copy of the template in the case's place."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder, symlinks=True)


def _draft(number: int) -> bytes:
    return a_draft(f"关于第{number}次防汛工作的通知")


def _registered(house: House, document_id: str) -> Case:
    clerk = house.office.actor("clerk")
    assert clerk is not None
    return register_document(house, clerk, document_id, print_run=20)


def _story(house: House) -> bytes:
    registry = house.registry
    return canonical_bytes([registry.cases(), registry.numbers(), registry.tasks(None), registry.head()])


def _write_catalogue(house: House) -> None:
    rows = [
        {
            "id": record,
            "number": f"云政发〔{YEAR}〕{place}号",
            "title": f"关于第{place}次防汛工作的通知",
            "organ": "云岭乡人民政府",
            "date": f"{YEAR}-03-0{place}",
            "level": "内部",
            "retention": "30年",
            "text": "各村：\n　　请做好工作。",
        }
        for place, record in enumerate(RECORDS, 1)
    ]
    _catalogue_of(house).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _catalogue_of(house: House) -> Path:
    return house.root.parent / "catalogue.jsonl"


def _codes(house: House) -> dict[str, str]:
    """Give the 档号 and where the filing stands of each record."""
    found = [house.registry.holding(record) for record in RECORDS]
    return {one.record: f"{one.code} {one.standing.value}" for one in found if one is not None}
