"""The catalogue on a real disk: killed, shared between processes, damaged, closed to others."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh
from whoosh.filedb.filestore import FileStorage

from domain.catalogue import GENERAL, Reach
from domain.levels import Level
from ground.lock import exclusive
from indexer.errors import CatalogueBusyError, DamagedIndexError, EngineVersionError
from indexer.whoosh_catalogue import WhooshCatalogue
from tests.contract.test_catalogue_contract import INTERNAL, a_card, ids

BOTH = Reach(frozenset({(Level.INTERNAL, GENERAL), (Level.SECRET, GENERAL)}))
WRITER = """
    import sys
    from pathlib import Path
    from domain.levels import Level
    from indexer.whoosh_catalogue import WhooshCatalogue
    from tests.contract.test_catalogue_contract import a_card

    catalogue = WhooshCatalogue(Path(sys.argv[1]))
    last, step = int(sys.argv[2]), 20
    print("ready", flush=True)
    while (done := catalogue.position()) < last:
        # Every card is put twice, the second time at another level: replacing and moving are under fire too.
        batch = [a_card(f"o{number:04}", level=Level.SECRET if number % 3 else Level.INTERNAL)
                 for number in range(max(done - step, 0), min(done + step, last))]
        fresh = [a_card(f"o{number:04}") for number in range(done, min(done + step, last))]
        catalogue.put(fresh, done)
        catalogue.put(batch, min(done + step, last))
        print("put", flush=True)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


def start_writer(home: Path, last: int) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(home), str(last)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


@pytest.mark.long
def test_a_writer_killed_again_and_again_ends_complete_without_a_double(home: Path) -> None:
    rng = random.Random(7)  # noqa: S311 - moments of death, not secrets
    for _ in range(6):
        writer = start_writer(home, 1_000_000)
        assert writer.stdout is not None
        for _ in range(rng.randrange(3)):
            assert writer.stdout.readline() == "put\n"
        time.sleep(rng.uniform(0.0, 0.1))
        writer.kill()
        writer.communicate()
        assert writer.returncode == -signal.SIGKILL
    last = WhooshCatalogue(home).position() + 40
    finisher = start_writer(home, last)
    finisher.communicate()

    catalogue = WhooshCatalogue(home)
    answer = catalogue.search("办公", BOTH, limit=1000)

    assert finisher.returncode == 0
    assert answer.total == last
    assert sorted(ids(answer)) == [f"o{number:04}" for number in range(last)]
    assert catalogue.search("办公", INTERNAL).total == len(range(0, last, 3))


def test_what_a_killed_writer_leaves_is_cleared_by_the_next(home: Path) -> None:
    catalogue = WhooshCatalogue(home)
    catalogue.put([a_card("o1")], 1)
    shelf = home / "internal-general"
    orphans = [shelf / "_cards_9.toc.1700000000.5", shelf / "cards_abcdefgh.trm", shelf / "cards.tmp" / "x.run"]
    for orphan in orphans:
        orphan.parent.mkdir(exist_ok=True)
        orphan.write_bytes(b"half")

    catalogue.put([a_card("o2")], 2)

    assert not [orphan for orphan in orphans if orphan.exists()]
    assert catalogue.search("办公", INTERNAL).total == 2


def test_another_process_sees_a_commit_with_its_next_search(home: Path) -> None:
    ours = WhooshCatalogue(home)
    assert ours.search("办公", BOTH).total == 0

    writer = start_writer(home, 20)
    writer.communicate()

    assert writer.returncode == 0
    assert ours.search("办公", BOTH).total == 20


def test_searches_during_commits_see_whole_batches(home: Path) -> None:
    catalogue, seen, last = WhooshCatalogue(home), set[int](), 0
    while len(seen) < 6:  # who seldom gets to look has more to look at
        last += 200
        writer = start_writer(home, last)
        while writer.poll() is None:
            seen.add(catalogue.search("关于", INTERNAL).total)
        assert writer.stdout is not None
        writer.stdout.close()
        assert writer.returncode == 0
        seen.add(catalogue.search("关于", INTERNAL).total)

    left = [len(range(0, done, 3)) for done in range(0, last + 1, 20)]
    assert seen <= {*left, *(total + 20 for total in left)}
    assert catalogue.search("办公", BOTH).total == last


def test_threads_search_and_write_together(home: Path) -> None:
    catalogue, wrong = WhooshCatalogue(home), []
    catalogue.put([a_card(f"o{number}") for number in range(50)], 1)

    def search() -> None:
        for _ in range(40):
            total = catalogue.search("办公用房", INTERNAL).total
            if not 50 <= total <= 60:
                wrong.append(total)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(50, 60):
        catalogue.put([a_card(f"o{number}")], number)
    for thread in threads:
        thread.join()

    assert not wrong
    assert catalogue.search("办公用房", INTERNAL).total == 60


def test_a_rebuilt_index_of_the_same_generation_is_not_taken_for_the_old_one(home: Path) -> None:
    reader, writer = WhooshCatalogue(home), WhooshCatalogue(home)
    writer.put([a_card("old")], 1)
    assert ids(reader.search("办公", INTERNAL)) == ["old"]

    writer.clear()
    writer.put([a_card("new")], 1)

    assert ids(reader.search("办公", INTERNAL)) == ["new"]


def test_what_one_process_takes_out_another_finds_no_more(home: Path) -> None:
    reader, writer = WhooshCatalogue(home), WhooshCatalogue(home)
    writer.put([a_card(f"o{number}") for number in range(4)], 1)
    assert reader.search("办公", INTERNAL).total == 4

    writer.remove(["o0"], 1)
    assert sorted(ids(reader.search("办公", INTERNAL))) == ["o1", "o2", "o3"]
    writer.forget(["o1"])
    assert sorted(ids(reader.search("办公", INTERNAL))) == ["o2", "o3"]


def test_segments_that_a_writer_killed_while_forgetting_left_are_removed_when_it_forgets_again(home: Path) -> None:
    catalogue = WhooshCatalogue(home)
    catalogue.put([a_card("o1"), a_card("o2")], 1)
    before = {path: path.read_bytes() for path in home.rglob("cards_*.seg")}
    catalogue.forget(["o1"])
    after = set(home.rglob("cards_*.seg"))
    for path, data in before.items():
        path.write_bytes(data)

    again = WhooshCatalogue(home)
    again.forget(["o1"])

    assert before.keys().isdisjoint(after)
    assert set(home.rglob("cards_*.seg")) == after
    assert ids(again.search("办公", INTERNAL)) == ["o2"]


def test_segments_that_the_engine_could_not_remove_are_removed_or_it_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = WhooshCatalogue(home)
    catalogue.put([a_card("o1"), a_card("o2")], 1)
    (before,) = home.rglob("cards_*.seg")
    delete: Callable[[FileStorage, str], None] = FileStorage.delete_file

    def refuse(storage: FileStorage, name: str) -> None:
        if name == before.name:
            raise OSError(errno.EIO, "no disk")
        delete(storage, name)

    def refuse_as_well(path: Path) -> None:
        raise OSError(errno.EIO, f"no disk for {path}")

    with monkeypatch.context() as patch:
        patch.setattr(FileStorage, "delete_file", refuse)
        patch.setattr(Path, "unlink", refuse_as_well)
        with pytest.raises(OSError, match=before.name):
            catalogue.forget(["o1"])
    assert before.exists()
    catalogue.forget(["o1"])

    assert not before.exists()


def test_what_a_writer_killed_before_its_stamp_put_in_is_found_when_it_is_put_in_again(home: Path) -> None:
    reader, writer = WhooshCatalogue(home), WhooshCatalogue(home)
    writer.put([a_card("o1")], 1)
    assert reader.search("办公", INTERNAL).total == 1
    unstamped = (home / "stamp.json").read_bytes()
    writer.put([a_card("o2")], 2)
    (home / "stamp.json").write_bytes(unstamped)

    assert reader.position() == 1
    assert WhooshCatalogue(home).search("办公", INTERNAL).total == 2
    writer.put([a_card("o2")], 2)

    assert reader.search("办公", INTERNAL).total == 2


def test_nobody_else_may_look_into_the_folder(home: Path) -> None:
    catalogue = WhooshCatalogue(home)
    catalogue.put([a_card(), a_card("o2", level=Level.SECRET, compartment="信访/../x")], 1)

    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]

    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert all(folder.parent == home for folder in folders[1:])


def test_only_the_indexes_within_reach_are_opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = WhooshCatalogue(home)
    catalogue.put([a_card(), a_card("o2", level=Level.SECRET)], 1)
    (home / "secret-general").rename(home / "moved-away")

    assert catalogue.search("办公", INTERNAL).total == 1
    assert catalogue.search("办公", BOTH).total == 1


def test_a_lost_index_means_position_0_and_no_more_writing_until_cleared(home: Path) -> None:
    catalogue = WhooshCatalogue(home)
    catalogue.put([a_card()], 9)
    for file in (home / "internal-general").iterdir():
        file.unlink()

    assert catalogue.position() == 0
    with pytest.raises(DamagedIndexError, match="hongtou rebuild index"):
        catalogue.put([a_card("o2")], 10)
    catalogue.clear()
    catalogue.put([a_card("o1"), a_card("o2")], 10)
    assert catalogue.position() == 10


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
def test_a_damaged_file_is_an_error_with_its_mend_and_position_0(home: Path, pattern: str) -> None:
    WhooshCatalogue(home).put([a_card()], 9)
    for file in (home / "internal-general").glob(pattern):
        os.truncate(file, 20)

    catalogue = WhooshCatalogue(home)

    assert catalogue.position() == 0
    with pytest.raises(DamagedIndexError, match="hongtou rebuild index"):
        catalogue.search("办公", INTERNAL)


@pytest.mark.parametrize("stamp", [b"{", b'{"position": 9, "format": 0, "shelves": []}', b'{"position": "9"}'])
def test_a_stamp_that_is_not_ours_means_position_0(home: Path, stamp: bytes) -> None:
    catalogue = WhooshCatalogue(home)
    catalogue.put([a_card()], 9)

    (home / "stamp.json").write_bytes(stamp)

    assert catalogue.position() == 0


def test_a_writer_that_waits_too_long_says_so(home: Path) -> None:
    catalogue = WhooshCatalogue(home, patience_s=0.05)

    with exclusive(home / "writing.lock"), pytest.raises(CatalogueBusyError, match="另一个进程"):
        catalogue.put([a_card()], 1)


def test_another_whoosh_is_refused_at_the_start(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh, "__version__", (2, 7, 4))

    with pytest.raises(EngineVersionError, match=r"2\.7\.4"):
        WhooshCatalogue(home)


def test_a_large_corpus_is_answered_exactly_over_many_segments_and_deletions(home: Path) -> None:
    rng, catalogue = random.Random(3), WhooshCatalogue(home)  # noqa: S311 - a corpus, not a secret
    signs = "办公用房土地征收防汛抗旱12，"
    bodies = {f"o{number:04}": "".join(rng.choices(signs, k=60)) for number in range(600)}
    cards = [a_card(object_id, number="", title="", archival_code="", text=body) for object_id, body in bodies.items()]
    for start in range(0, 600, 150):
        catalogue.put(cards[start : start + 150], start)
    gone = rng.sample(sorted(bodies), 100)
    catalogue.remove(gone, 601)
    for object_id in gone:
        del bodies[object_id]

    for _ in range(300):
        parts = [
            body[start : start + rng.randint(1, 12)]
            for body in rng.choices(list(bodies.values()), k=rng.randint(1, 3))
            for start in [rng.randrange(50)]
        ]
        answer = catalogue.search(" ".join(f'"{part}"' for part in parts), INTERNAL, limit=1000)
        truth = {object_id for object_id, body in bodies.items() if all(part in body for part in parts)}
        assert (answer.total, set(ids(answer))) == (len(truth), truth), parts
