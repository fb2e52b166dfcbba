"""Hostile PDFs dropped in ``投稿/收文`` and sent inside exchange packages, to a real office (来文恶意文件演练): what each costs and what is said of it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from domain.case import Case, Phase
from domain.errors import HongtouError
from domain.exchange import ParcelQuery, Side
from ground.durable import PART_SUFFIX
from office.exchange import exchange
from tests.an_office import AnOffice, new_clock, opened
from tests.exchange_making import TheCounty, prepare_exchanging, sheet_of
from tests.hostile.packages import Maker
from tests.hostile.pdf_kinds import cases
from tests.hostile.pdfs import good
from tests.hostile.run import MOST_MB, Outcome, Peak

SHORT = 13
"""Every so manieth case is in the short version."""
DROPPED, SENT = "投稿", "交换"
WAYS = (DROPPED, SENT)


def short() -> tuple[str, ...]:
    """Name the cases of the short version."""
    return tuple(cases())[::SHORT]


def live_through(names: Sequence[str], root: Path, ways: Sequence[str] = WAYS) -> list[Outcome]:
    """Let each case come in by each way, a good piece beside it, and say what became of it."""
    county, made = TheCounty(), cases()
    prepare_exchanging(root, county)
    with _scratch(root), opened(root, new_clock()) as office:
        house = _House(office, county)
        house.warm()
        return [house.meet(f"{way}：{name}", made[name], way) for name in names for way in ways]


class _House:
    """A real office and the county that sends it things; remembers what lies around it."""

    def __init__(self, office: AnOffice, county: TheCounty) -> None:
        self._office, self._county = office, county
        self._root = office.house.root
        self._count = 0

    def warm(self) -> None:
        """Start the children before anything is measured, with what is no case."""
        self._drop("预热.pdf", _unlike(0))
        self._office.work()

    def meet(self, case: str, make: Maker, way: str) -> Outcome:
        """Let one come in, and a good one beside it."""
        self._count += 1
        data, before = make(), _around(self._root)
        faults: list[str] = []
        begun = time.monotonic()
        with Peak() as peak:
            try:
                code, sentence = (self._dropped if way == DROPPED else self._sent)(data)
            except HongtouError as error:
                code, sentence = error.code, str(error)
                faults.append(f"拦住了整条线：{error}")
            except Exception as error:  # noqa: BLE001 - that is what the drill is about
                code, sentence = "", ""
                faults.append(f"程序错误 {type(error).__name__}: {error}")
        seconds = time.monotonic() - begun
        faults += self._of_sentence(code, sentence)
        if peak.mb > MOST_MB:
            faults.append(f"占了 {peak.mb} MB")
        faults += [f"多了 {one}" for one in sorted(_around(self._root) - before)]
        faults += [] if self._goes_on(way) else ["后面的好文件没有收到"]
        return Outcome(case, code, sentence, round(seconds, 2), peak.mb, tuple(faults))

    def _dropped(self, data: bytes) -> tuple[str, str]:
        name = f"来文{self._count}.pdf"
        path = self._drop(name, data)
        rows = self._office.work()
        case = self._case_named(name)
        if case is None and not any(
            row.title == name for row in rows
        ):  # half of it, perhaps still on its way: it is waited for, and then it is said
            self._office.clock.advance(hours=1)
            rows = self._office.work()
            case = self._case_named(name)
        if case is not None:
            return self._settled(case, path)
        told = next((row.result for row in rows if row.title == name), "")
        path.unlink(missing_ok=True)  # what was declined stays where its sender sees it
        return "答复" if told else "无", told

    def _settled(self, case: Case, path: Path) -> tuple[str, str]:
        """Say what is known of a piece that was taken in; whoever looks at its first page meets it again."""
        if path.exists():
            return "无", "收下了，文件还留在文件夹里"
        if case.phase is Phase.ARRIVED:
            return (case.stuck.code, case.stuck.sentence) if case.stuck else ("无", "没有清点，也没有说明")
        look = case.incoming.look if case.incoming else None
        if look is not None and look.pdf:
            try:
                self._office.house.press.scan_page(self._office.house.staging.read(look.pdf), 1)
            except HongtouError as error:
                return error.code, str(error)
        return "", ""

    def _sent(self, data: bytes) -> tuple[str, str]:
        package = self._county.package(files={"正本.pdf": data}, pages=1)
        name = sheet_of(package).package
        folder = self._county.lay(self._root, package)
        exchange(self._office.house)
        if folder.exists():
            return "无", "交换文件夹里的包没有收走"
        parcels = self._office.house.registry.parcels
        refused = next((one for one in parcels(ParcelQuery(side=Side.REFUSED)) if one.package == name), None)
        if refused is None:
            taken = [one for one in parcels(ParcelQuery(side=Side.IN)) if one.package == name]
            self._office.work()
            return ("", "") if taken else ("无", "既没有收下，也没有拒收")
        answers = [one for one in self._county.receipts(self._root) if one.package == name]
        return refused.code, answers[-1].sentence if answers else ""

    def _goes_on(self, way: str) -> bool:
        """Tell whether a good piece that comes by the same way right after it is taken in."""
        data, name = _unlike(self._count), f"好文{self._count}.pdf"
        if way == DROPPED:
            self._drop(name, data)
            self._office.work()
            case = self._case_named(name)
            return case is not None and case.phase is Phase.TO_RECEIVE
        package = self._county.package(files={"正本.pdf": data}, pages=1)
        self._county.lay(self._root, package)
        exchange(self._office.house)
        named = sheet_of(package).package
        return any(one.package == named for one in self._office.house.registry.parcels(ParcelQuery(side=Side.IN)))

    def _of_sentence(self, code: str, sentence: str) -> list[str]:
        """Name what is wrong with what was said; a case of the code 无 was met with silence."""
        if not code:
            return []
        if code == "无" or "Traceback" in sentence or not sentence.endswith("。"):
            return [f"不是一句话：{sentence[:80]!r}"]
        return []

    def _drop(self, name: str, data: bytes) -> Path:
        path = self._office.house.mailroom.folders.drops / "收文" / name
        path.write_bytes(data)
        return path

    def _case_named(self, name: str) -> Case | None:
        return next((case for case in self._office.house.registry.cases(limit=20) if case.name == name), None)


def _unlike(number: int) -> bytes:
    """Make a good PDF that is like no other."""
    return good().replace(b"%%EOF", b"%% no. %d\n%%%%EOF" % number)


def _around(root: Path) -> frozenset[str]:
    """List what lies around the office's folder and what a job may leave behind it: temporary files, its own half-written ones."""
    around = [*root.parent.glob("*"), *scratch_of(root).rglob("*"), *Path("/etc").glob("PWNED*")]
    half = [path for folder in ("staging", "archive", "交换") for path in (root / folder).rglob(f"*{PART_SUFFIX}")]
    return frozenset(str(path) for path in (*around, *half))


def scratch_of(root: Path) -> Path:
    """Give the folder in which the office's processes make their temporary files."""
    return root.parent / "scratch"


@contextmanager
def _scratch(root: Path) -> Iterator[None]:
    """Let this process and its children make their temporary files in a folder that is looked into."""
    folder, before, known = scratch_of(root), os.environ.get("TMPDIR"), tempfile.tempdir
    folder.mkdir(parents=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = known
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
