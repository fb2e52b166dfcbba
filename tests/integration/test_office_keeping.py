"""What is kept: the record and its ledger, a registry made again from them, and whatever verifying has to notice."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ledger import Ledger
from domain.canonical import parse_plain, sm3_hex
from domain.case import Case, Phase
from domain.events import Filed
from domain.levels import Level
from ground.clock import FixedClock
from office import care
from office.archived import find_record
from office.search import search
from office.sign import withdraw
from tests.an_office import AnOffice, a_draft, a_sheet, a_title, new_clock, opened, prepare
from tests.samples.docx_builder import plain_docx

UNLIKELY = "稻谷晾晒以晴为先"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill an office with a document at every stage, and close it."""
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        office.filed("关于晾晒工作的通知", a_draft("关于晾晒工作的通知", body=f"各村要牢记：{UNLIKELY}。"))
        office.take_in("缺机关的通知", plain_docx(("^关于缺机关的通知", "　　正文。")))
        office.take_in("关于待核稿文件的通知")
        office.to_step(office.take_in("关于审到一半文件的通知"), "leader-review")
        office.signed("关于待登记文件的通知")
        office.register(office.signed("关于待用印文件的通知"))
        returned = office.take_in("关于退回的文件的通知")
        office.send_back(returned, "unit_head")
        withdraw(office.house, office.actor("drafter"), office.take_in("关于撤了的文件的通知"), reason="不发")
        office.work()
        sealed = office.signed("关于待印发文件的通知")
        office.register(sealed)
        office.seal(sealed)
    return root


@pytest.fixture
def root(kept: Path, tmp_path: Path) -> Path:
    """Give a copy that a test may damage."""
    return Path(shutil.copytree(kept, tmp_path / "office"))


@pytest.fixture
def now() -> FixedClock:
    return new_clock()


def cases_of(office: AnOffice) -> dict[str, Case]:
    return {case.document_id: case for case in office.house.registry.cases()}


def the_filed(office: AnOffice) -> Case:
    return next(case for case in office.house.registry.cases() if case.phase is Phase.DONE)


def files_of(root: Path, pattern: str) -> Iterator[Path]:
    return (path for path in sorted((root / "archive").rglob(pattern)) if path.is_file())


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_the_record_holds_original_issued_papers_metadata_and_process(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        case = the_filed(office)
        stored = find_record(office.house, case.document_id, Level.INTERNAL)
        assert stored is not None
        assert case.filed is not None
        assert case.issued is not None

        assert case.filed.files == (
            "元数据.json",
            "办理过程.json",
            "原稿/第1稿/关于晾晒工作的通知.docx",
            "发文稿纸.pdf",
            "正文.txt",
            "正本.docx",
            "正本.pdf",
        )
        original = case.versions[0].files[0].sha512
        assert hashlib.sha512(stored.read("原稿/第1稿/关于晾晒工作的通知.docx")).hexdigest() == original
        assert hashlib.sha512(stored.read("正本.pdf")).hexdigest() == case.issued.pdf
        about = parse_plain(stored.read("元数据.json"))
        assert (about["number"], about["retention"], about["signer"]) == ("云政发〔2026〕1号", "10年", "郑远")
        assert about["files"]["正本.pdf"]["sm3"] == sm3_hex(stored.read("正本.pdf"))


def test_the_record_s_process_is_what_the_ledger_says(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        case = the_filed(office)
        stored = find_record(office.house, case.document_id, Level.INTERNAL)
        assert stored is not None

        told = {act["index"]: act["payload_sha256"] for act in parse_plain(stored.read("办理过程.json"))}

        ledger = {line.index: line for line in office.house.ledger.lines()}
        assert all(ledger[index].payload_sha256 == digest for index, digest in told.items())
        verbs = [line.verb for line in ledger.values() if line.object_id == case.document_id]
        assert verbs == [line.verb for line, _ in office.house.registry.history(case.document_id)]
        assert verbs[-2:] == ["record.filed", "document.handed_back"]


@pytest.mark.parametrize("how", ["deleted", "asked for"])
def test_a_registry_made_again_from_the_ledger_equals_the_one_before(root: Path, now: FixedClock, how: str) -> None:
    with opened(root, now) as office:
        before, numbers = cases_of(office), office.house.registry.numbers()
        issued = sorted((root / "staging").rglob("*"))
        if how == "asked for":
            care.rebuild_registry(office.house)
    if how == "deleted":
        for file in root.glob("registry.sqlite*"):
            file.unlink()

    with opened(root, now) as office:
        assert cases_of(office) == before
        assert office.house.registry.numbers() == numbers
        assert len({case.phase for case in before.values()}) >= 5
        assert sorted((root / "staging").rglob("*")) == issued
        assert care.verify(office.house).faults == ()


def test_after_rebuilding_the_work_goes_on_and_nothing_is_issued_twice(root: Path, now: FixedClock) -> None:
    for file in root.glob("registry.sqlite*"):
        file.unlink()
    shutil.rmtree(root / "index")

    with opened(root, now) as office:
        before = cases_of(office)
        office.work()
        office.play()
        care.rebuild_index(office.house)

        numbers = [number.serial for number in office.house.registry.numbers("government", 2026)]
        assert numbers == list(range(1, len(numbers) + 1))
        after = cases_of(office)
        assert all(after[document_id].number == case.number for document_id, case in before.items() if case.number)
        filed = [
            line.object_id for line, event in office.house.registry.events_after(0, 10_000) if isinstance(event, Filed)
        ]
        assert len(filed) == len(set(filed)) == len(numbers)
        assert {case.phase for case in after.values()} == {
            Phase.DONE,
            Phase.LACKING,
            Phase.RETURNED,
            Phase.WITHDRAWN,
        }
        assert search(office.house, office.actor("archivist"), UNLIKELY).total == 1
        assert care.verify(office.house).faults == ()
        new = office.filed(a_title())
        assert new.document_id not in before


def test_the_index_is_made_again_from_ledger_and_archive(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        office.work()
        before = search(office.house, office.actor("archivist"), UNLIKELY)
        assert before.total == 1

        assert care.rebuild_index(office.house) == care.status(office.house).filed

        assert search(office.house, office.actor("archivist"), UNLIKELY) == before


def test_what_is_whole_is_verified_without_a_fault(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        report = care.verify(office.house)

        head = office.house.registry.head()
        assert head is not None
        assert (report.holds, report.records, report.ledger_lines) == (True, 1, head.index)


@pytest.mark.parametrize("pattern", ["*.pdf", "*.docx", "inventory.json", "元数据.json"])
def test_one_flipped_byte_in_the_archive_is_noticed(root: Path, now: FixedClock, pattern: str) -> None:
    flip_a_byte(next(files_of(root, pattern)))

    with opened(root, now) as office:
        assert any("档案" in fault or "清单" in fault for fault in care.verify(office.house).faults)


def test_a_record_that_is_gone_is_noticed(root: Path, now: FixedClock) -> None:
    inventory = next(files_of(root, "inventory.json"))
    with opened(root, now) as office:
        name = the_filed(office).document_id
        shutil.rmtree(inventory.parent)

        assert f"{name} 已归档，但档案中没有" in care.verify(office.house).faults


def test_a_changed_ledger_line_is_noticed(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        segment = next(path for path in sorted((root / "ledger").iterdir()) if path.suffix == ".jsonl")
        text = segment.read_text("utf-8")
        segment.chmod(0o600)
        segment.write_text(text.replace('"actor":"chen-li"', '"actor":"lin-xiao"', 1), "utf-8")

        assert not care.verify(office.house).holds


def test_a_payload_that_was_changed_or_taken_away_is_noticed(root: Path, now: FixedClock) -> None:
    payloads = [path for path in sorted((root / "payloads").rglob("*")) if path.is_file() and len(path.name) == 64]
    with opened(root, now) as office:
        flip_a_byte(payloads[0])
        payloads[1].unlink()

        faults = care.verify(office.house).faults

    assert sum("内容被改动" in fault for fault in faults) >= 1
    assert sum("内容缺失" in fault for fault in faults) >= 1


def test_nothing_is_rebuilt_from_a_ledger_that_lacks_a_payload(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        before = cases_of(office)
        next(path for path in (root / "payloads").rglob("*") if path.is_file() and len(path.name) == 64).unlink()

        with pytest.raises(care.LedgerMissingLinesError, match="没有重建"):
            care.rebuild_registry(office.house)

        assert cases_of(office) == before


def test_what_a_crash_left_between_commit_and_flush_is_written_at_the_next_opening(
    root: Path, now: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        """The process dies."""

    def die(ledger: Ledger, batch: object) -> None:
        raise Crash

    with opened(root, now) as office:
        document_id = next(case.document_id for case in office.house.registry.cases() if case.open_step("register"))
        written = list(office.house.ledger.lines())[-1].index
        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "append", die)
            with pytest.raises(Crash):
                office.register(document_id)
        assert office.house.registry.counts().unflushed == 1
        number = office.case(document_id).number

    with opened(root, now) as office:
        last = list(office.house.ledger.lines())[-1]
        assert (last.index, last.verb) == (written + 1, "document.registered")
        assert office.house.registry.counts().unflushed == 0
        assert office.case(document_id).number == number != ""
        assert care.verify(office.house).holds


def test_status_counts_what_is_in_every_phase(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        report = care.status(office.house)

        assert dict(report.by_phase)["办理中"] == 4
        assert (report.filed, report.stuck, report.unflushed) == (1, 0, 0)


def test_a_failing_document_is_counted_as_stuck(root: Path, now: FixedClock) -> None:
    with opened(root, now) as office:
        for file in (root / "staging").rglob("*"):
            if file.is_file():
                file.unlink()

        office.work()

        assert care.status(office.house).stuck == 1
        assert office.take_in(a_title(), a_sheet(a_title()))
