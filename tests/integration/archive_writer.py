"""A process that files, corrects and writes the ledger until it is killed: ``python -m tests.integration.archive_writer ROOT NAME``.

It says ``filed <n>``, ``corrected <n>`` and ``written <index>`` on its standard output, each only when that is durable.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from archive.ledger import Ledger
from archive.store import Store
from tests.unit.archive_samples import AT
from tests.unit.test_archive_ledger import events


def main(root: Path, name: str) -> None:
    store = Store(root / "internal")
    ledger = Ledger(root / "ledger", root / "payloads")
    for number in itertools.count():
        object_id = f"urn:hongtou:{name}:{number}"
        store.add(object_id, files_of(object_id), at=AT, message="归档", actor=name)
        say("filed", number)
        if number % 3 == 0:
            store.add_version(object_id, {"note.txt": b"corrected"}, at=AT, message="更正", actor=name)
            say("corrected", number)
        if name == "first":  # the ledger has one writer
            ledger.append(events(2, after=ledger.head()))
            head = ledger.head()
            say("written", head.index if head else 0)


def say(what: str, number: int) -> None:
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


def files_of(object_id: str) -> dict[str, bytes]:
    return {"record.pdf": b"%PDF " + object_id.encode() * 50, "附件/名单.docx": object_id.encode(), "empty": b""}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
