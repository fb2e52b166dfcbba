"""``python -m bench.pages`` (排版测速): read, check and set a document of three pages in a warm process, beside the bare calls and LibreOffice.

CPU is that of the calls themselves, the median over the rounds; LibreOffice's is that of its process, started once for each file and once for
all of them. Prints a table; ``bench.comparison`` puts it into docs/comparison.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import io
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from docx import Document

from bench.libreoffice import converted
from domain.composing import compose
from domain.document import Filled, OfficialDocument
from domain.draft import Draft
from domain.facts import Facts, settle
from domain.office import Office
from office.office_file import load_office
from press import archive_pdf, checks, docx_writer
from press.as_printed import printed_as
from press.fonts import FontShelf, standard_folders
from press.leaves import leaves
from press.mends import changes_in
from press.page_plan import PageOptions
from press.reading import ReadDraft, SourceFile, read_draft
from press.typeset import Typesetter

REPOSITORY = Path(__file__).resolve().parent.parent
DRAFT = REPOSITORY / "examples/drafts/党政办公室/关于做好2027年元旦春节期间有关工作的通知.docx"
MOST_TIMES_BARE = 2.5


@dataclass(frozen=True)
class Timed:
    """Milliseconds of CPU (用时): reading, checking, the PDF, the .docx; the same by bare calls; LibreOffice cold and in a batch."""

    pages: int
    read: float
    check: float
    pdf: float
    docx: float
    bare_docx: float
    bare_typst: float
    bare_pikepdf: float
    libreoffice_alone: float
    libreoffice_batch: float

    @property
    def ours(self) -> float:
        """Add up ours."""
        return self.read + self.check + self.pdf + self.docx

    @property
    def bare(self) -> float:
        """Add up the bare calls."""
        return self.bare_docx + self.bare_typst + self.bare_pikepdf

    def rows(self) -> list[tuple[str, float]]:
        """Give the table."""
        return [
            ("读稿", self.read),
            ("检查", self.check),
            ("PDF/A（排版、元数据、附原稿）", self.pdf),
            (".docx", self.docx),
            ("**合计**", self.ours),
            ("裸调用：python-docx 打开并保存", self.bare_docx),
            ("裸调用：typst 排同一版面", self.bare_typst),
            ("裸调用：pikepdf 打开并保存", self.bare_pikepdf),
            ("**裸调用合计**", self.bare),
            ("LibreOffice 把同一 .docx 转成 PDF，单独一份", self.libreoffice_alone),
            ("LibreOffice，二十份一批时每份", self.libreoffice_batch),
        ]


def measure(rounds: int) -> Timed:
    """Measure in this process, after one round to warm up."""
    office = load_office(REPOSITORY / "templates/profiles/example/office.toml")
    machine = Typesetter(FontShelf(standard_folders()))
    data = DRAFT.read_bytes()
    read, document = _taken(data, office)
    settled = settle(read.draft.facts)
    pdf, docx = _papers(machine, document, read, data)
    bare_typst = _the_call_alone(machine, document)
    times = {
        "read": _median(rounds, lambda: read_draft([SourceFile(DRAFT.name, data, "body")])),
        "check": _median(rounds, lambda: _check(document, read.draft, settled, office)),
        "pdf": _median(rounds, lambda: _pdf(machine, document, read, data)),
        "docx": _median(rounds, lambda: docx_writer.write(document, read.pictures, PageOptions())),
        "bare_docx": _median(rounds, lambda: _saved_again(docx)),
        "bare_typst": _median(rounds, bare_typst),
        "bare_pikepdf": _median(rounds, lambda: _repacked(pdf)),
    }
    alone, batch = _libreoffice(docx)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return Timed(len(opened.pages), **times, libreoffice_alone=alone, libreoffice_batch=batch)


def _taken(data: bytes, office: Office) -> tuple[ReadDraft, OfficialDocument]:
    read = read_draft([SourceFile(DRAFT.name, data, "body")])
    document = compose(read.draft, settle(read.draft.facts), office)
    return read, _filled(document)


def _filled(document: OfficialDocument) -> OfficialDocument:
    return dataclasses.replace(
        document, filled=Filled("云党发〔2026〕1号", dt.date(2026, 11, 20), dt.date(2026, 11, 22), "", ())
    )


def _check(document: OfficialDocument, draft: Draft, facts: Facts, office: Office) -> None:
    changes_in.cache_clear()  # a document is checked once, not forty times
    checks.check(document, draft, facts, office)


def _pdf(machine: Typesetter, document: OfficialDocument, read: ReadDraft, source: bytes) -> bytes:
    typeset = machine.typeset(document, read.pictures, archival=True)
    attached = archive_pdf.AttachedPdfs()
    facts = archive_pdf.facts_of(document, "bench", typeset.fonts, (), attached)
    return archive_pdf.archive(typeset, attached, archive_pdf.Source(DRAFT.name, source), facts)


def _papers(machine: Typesetter, document: OfficialDocument, read: ReadDraft, source: bytes) -> tuple[bytes, bytes]:
    typeset = machine.typeset(document, read.pictures)
    printed = printed_as(document, leaves(typeset.pdf), typeset.pitch_pt)
    return _pdf(machine, document, read, source), docx_writer.write(document, read.pictures, PageOptions(), printed)


def _the_call_alone(machine: Typesetter, document: OfficialDocument) -> Callable[[], object]:
    """Give the typesetter's one call with what it was given, without the planning around it."""
    call, given = machine._compile, []  # noqa: SLF001 - the bare call is what is to be timed

    def noted(*arguments: Any, **named: Any) -> bytes:
        given.append((arguments, named))
        return call(*arguments, **named)

    machine._compile = noted  # type: ignore[method-assign]  # noqa: SLF001 - same
    machine.typeset(document, {}, archival=True)
    machine._compile = call  # type: ignore[method-assign]  # noqa: SLF001 - same
    arguments, named = given[0]
    return lambda: call(*arguments, **named)


def _saved_again(docx: bytes) -> None:
    Document(io.BytesIO(docx)).save(io.BytesIO())


def _repacked(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(io.BytesIO())


def _median(rounds: int, work: Callable[[], object]) -> float:
    work()
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def _libreoffice(docx: bytes) -> tuple[float, float]:
    if not shutil.which("soffice"):
        return 0.0, 0.0
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-") as home:
        files = [Path(home) / f"{number}.docx" for number in range(20)]
        for file in files:
            file.write_bytes(docx)
        converted(files[:1], Path(home) / "warm")
        alone = converted(files[:1], Path(home) / "one").cpu_s
        batch = converted(files, Path(home) / "all").cpu_s
    return alone * 1000, batch * 1000 / len(files)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--rounds", type=int, default=40)
    timed = measure(parser.parse_args(arguments).rounds)
    print(f"{timed.pages} pages, milliseconds of CPU")
    for name, value in timed.rows():
        print(f"{value:9.1f}  {name.strip('*')}")
    print(f"{timed.ours / timed.bare:9.2f}  times the bare calls (goal {MOST_TIMES_BARE})")
    return 0 if timed.ours <= MOST_TIMES_BARE * timed.bare else 1


if __name__ == "__main__":
    sys.exit(main())
