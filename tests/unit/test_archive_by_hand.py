"""Archive and ledger are read without this software: the commands that their pages and formats name, run by a plain shell."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from archive.ledger import Ledger
from archive.ocfl_check import FaultKind
from archive.ocfl_layout import _EARLIER_READMES, CHECK_ALL
from archive.store import Store
from tests.needs import REPOSITORY
from tests.unit.archive_samples import AT, FILES, OBJECT_ID, make_store
from tests.unit.test_archive_ledger import events

FORMATS = REPOSITORY / "docs" / "formats"


def _typed(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def _command_of(page: str) -> str:
    text = (FORMATS / page).read_text("utf-8").partition("## Reading without this software")[2]
    found = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "internal")
    made.add(OBJECT_ID, FILES, at=AT, message="归档", actor="archivist")
    made.add_version(OBJECT_ID, {"归档.json": b"{}"}, at=AT, message="归卷", actor="archivist")
    return made


def test_one_line_checks_every_file_of_a_record(store: Store) -> None:
    folder = store.folder_of(OBJECT_ID)
    whole = _typed(CHECK_ALL, folder)
    assert (whole.returncode, whole.stdout.count(": OK\n")) == (0, len(FILES) + 1)

    (folder / "v1" / "content" / "record.pdf").write_bytes(b"%PDF-1.7 another")

    spoiled = _typed(CHECK_ALL, folder)
    assert (spoiled.returncode, "v1/content/record.pdf: FAILED" in spoiled.stdout) == (1, True)


def test_the_store_itself_and_its_format_name_that_line(store: Store) -> None:
    assert CHECK_ALL in (store.root / "objects" / "说明.txt").read_text("utf-8")
    assert CHECK_ALL in _command_of("archive.md")


def test_a_store_keeps_the_page_it_was_made_with(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    page = store.root / "objects" / "说明.txt"
    page.write_bytes("以前的说明".encode())
    assert [(fault.path, fault.kind) for fault in store.check_all()] == [("说明.txt", FaultKind.CHANGED)]

    earlier = _EARLIER_READMES | {hashlib.sha256(page.read_bytes()).hexdigest()}
    monkeypatch.setattr("archive.ocfl_layout._EARLIER_READMES", earlier)

    assert list(store.check_all()) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text, ""),
        (lambda text: text.replace('"verb":"sign"', '"verb":"sing"', 1), "changed:"),
        (lambda text: "".join(text.splitlines(keepends=True)[1:]), "not chained:"),
    ],
)
def test_a_plain_shell_follows_the_ledger(tmp_path: Path, spoil: object, said: str) -> None:
    assert callable(spoil)
    ledger = Ledger(tmp_path / "ledger", tmp_path / "payloads")
    ledger.create()
    ledger.append(events(4))
    segment = tmp_path / "ledger" / "2026.jsonl"
    segment.write_text(spoil(segment.read_text("utf-8")), "utf-8")

    done = _typed(_command_of("ledger.md"), tmp_path / "ledger")

    assert done.stdout.startswith(said) if said else done.stdout == ""
    assert done.stderr == ""


def test_a_plain_shell_names_the_payload_that_was_changed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", tmp_path / "payloads")
    ledger.create()
    ledger.append(events(2))
    (payload, *_) = sorted((tmp_path / "payloads").rglob("?" * 64))
    payload.chmod(0o640)
    payload.write_bytes(b"{}")

    assert payload.name in _typed(_command_of("ledger.md"), tmp_path / "ledger").stdout
