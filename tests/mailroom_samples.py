"""Small Word files written by hand, and an office's folders to drop them into."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from domain.intake import Sighting
from ground.child import Child, FileChild
from ground.clock import BEIJING, FixedClock
from ground.content import ContentFolder
from mailroom.folders import Folders
from mailroom.intake import Mailroom
from mailroom.looking import Opener
from mailroom.scan import Limits
from mailroom.secrecy import raw_job, scan_job, text_job
from mailroom.unpacking import unpack_job

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
UNIT = "社会事务办公室"


def part(root: str, inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}">{inner}</w:{root}>'.encode()


def docx(*lines: str, body: str = "", parts: Mapping[str, bytes | None] | None = None) -> bytes:
    """Write a .docx of these paragraphs, then ``body``; ``parts`` are added, replace, or (None) leave out a member."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    members: dict[str, bytes | None] = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": part("document", f"<w:body>{paragraphs}{body}</w:body>"),
        **(parts or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)
    return packed.getvalue()


class InProcess:
    """A child that is none: the same job in this process, for tests of everything else."""

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        del timeout_s
        return {
            "mailroom.secrecy:scan_job": scan_job,
            "mailroom.secrecy:text_job": text_job,
            "mailroom.secrecy:raw_job": raw_job,
            "mailroom.unpacking:unpack_job": unpack_job,
        }[job](request)

    @contextmanager
    def sitting(self) -> Iterator[Child]:
        yield self

    def close(self) -> None:
        """There is nothing to end."""


class Counter:
    """An office with a mailroom, a clock in hand, and a memory of what was received."""

    def __init__(self, root: Path, child: FileChild | None = None, opener: Opener | None = None) -> None:
        self.opener = opener
        self.clock = FixedClock(dt.datetime(2026, 11, 22, 9, 0, tzinfo=BEIJING))
        self.folders = Folders(root / "office", [UNIT, "党政办公室"])
        self.folders.make()
        self.staging = ContentFolder(root / "office" / "staging")
        self.child: FileChild = child or InProcess()
        self.received: dict[str, str] = {}
        self.mailroom = self.open()
        self.inbox = root / "office" / "投稿" / "发文" / UNIT
        self.returned = root / "office" / "退回" / UNIT
        self.taken = root / "office" / "已收" / UNIT

    def open(self) -> Mailroom:
        return Mailroom(
            self.folders, self.staging, self.child, self.clock, limits=Limits(2.0, 600.0), opener=self.opener
        )

    def scan_at_rest(self) -> tuple[Sighting, ...]:
        """Scan, let the settle time pass, scan again."""
        self.mailroom.scan()
        self.clock.advance(seconds=3)
        return self.mailroom.scan()

    def sight(self) -> Sighting:
        (sighting,) = self.scan_at_rest()
        return sighting

    def sight_late(self) -> Sighting:
        """Scan until patience is over."""
        self.scan_at_rest()
        self.clock.advance(seconds=601)
        (sighting,) = self.mailroom.scan()
        return sighting
