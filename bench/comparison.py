"""``python -m bench.comparison --peer PYTHON`` (对比): ten drafts through us, through LibreOffice and through an open formatter; writes docs/comparison.md.

The peer is gongwen-skill 2.15.0 from the package index, installed into an environment of its own, whose Python is named; its .docx is
rendered by LibreOffice, as is the untouched draft. All three PDFs are judged by the same report, ``press/conformance.py``: twenty
elements, each right when it was found and all its readings agree.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import pages
from bench.libreoffice import converted
from domain.composing import compose
from domain.conformance import Conformance
from domain.document import Filled
from domain.facts import settle
from office.office_file import load_office
from press import archive_pdf
from press.conformance import judged
from press.fonts import FontShelf, standard_folders
from press.measure import Page, measure
from press.reading import SourceFile as Given
from press.reading import read_draft
from press.typeset import Typesetter

REPOSITORY: Final = Path(__file__).resolve().parent.parent
DRAFTS: Final = REPOSITORY / "examples" / "drafts"
PAGE: Final = REPOSITORY / "docs" / "comparison.md"
MOST_DRAFTS: Final = 10
SIGNED_ON, PRINTED_ON = dt.date(2026, 11, 20), dt.date(2026, 11, 22)
ELEMENTS: Final[dict[str, tuple[str, ...]]] = {
    "幅面 A4": ("FMT-001",),
    "天头": ("FMT-002",),
    "订口": ("FMT-002b",),
    "版心右边、下边": ("FMT-002c", "FMT-002d"),
    "每面 22 行": ("FMT-020",),
    "每行 28 字": ("FMT-020b",),
    "发文机关标志位置": ("FMT-005", "FMT-006b"),
    "发文机关标志红色": ("FMT-006",),
    "发文字号": ("FMT-024", "FMT-007", "FMT-007b", "FMT-008", "FMT-105"),
    "红线": ("FMT-007c", "FMT-007e", "FMT-007f", "FMT-101", "FMT-102", "FMT-103", "FMT-104"),
    "标题字号": ("FMT-010",),
    "标题位置": ("FMT-010b", "FMT-010c"),
    "主送机关": ("FMT-012b", "FMT-012c"),
    "首页有正文": ("FMT-012",),
    "正文字号": ("FMT-010d",),
    "段首缩进": ("FMT-012d",),
    "行首行末标点": ("FMT-028", "FMT-028b"),
    "成文日期": ("FMT-015", "FMT-015c", "FMT-015d"),
    "页码": ("FMT-017", "FMT-017b", "FMT-017c", "FMT-017d", "FMT-017e", "FMT-017f", "FMT-017g"),
    "版记": ("FMT-018", "FMT-018b", "FMT-019", "FMT-019b", "FMT-019c", "FMT-019d"),
}
NEED_NOT_BE: Final = {"标题位置": "FMT-010b"}
"""Elements that are right when nothing is said against them."""


@dataclass(frozen=True)
class Way:
    """One way of making a page (做法) and what came of the ten drafts."""

    name: str
    right: tuple[int, ...]
    wrong: Counter[str]
    grids: Counter[str]
    lost: int
    cpu_s: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and write the page."""
    parser = argparse.ArgumentParser(prog="bench.comparison")
    parser.add_argument("--peer", type=Path, help="the Python of an environment with gongwen-skill 2.15.0")
    peer = parser.parse_args(arguments).peer
    drafts = _readable_drafts()
    with tempfile.TemporaryDirectory(prefix="hongtou-comparison-") as folder:
        ways = [_ours(drafts), _untouched(drafts, Path(folder))]
        if peer:
            ways.append(_peer(drafts, Path(folder), peer))
    PAGE.write_text(_page(ways, len(drafts), pages.measure(40)), "utf-8")
    print(PAGE.read_text("utf-8"))
    return 0


def _readable_drafts() -> list[tuple[Path, str, str]]:
    """Give up to ten drafts that state what they are, with their number and their text."""
    office = load_office(REPOSITORY / "templates/profiles/example/office.toml")
    found = []
    for path in sorted(DRAFTS.rglob("*.docx")):
        try:
            draft = read_draft([Given(path.name, path.read_bytes(), "body")]).draft
            if settle(draft.facts).lacking():
                continue
            document = compose(draft, settle(draft.facts), office)
        except Exception:  # noqa: BLE001, S112 - a draft that is broken on purpose is not for this
            continue
        number = {"纪要格式": "第1期", "命令格式": "第1号"}.get(document.layout.value, "云政发〔2026〕1号")
        found.append((path, number, document.plain_text()))
    return found[:MOST_DRAFTS]


def _ours(drafts: Sequence[tuple[Path, str, str]]) -> Way:
    office = load_office(REPOSITORY / "templates/profiles/example/office.toml")
    machine = Typesetter(FontShelf(standard_folders()))
    pdfs, begun = [], time.process_time()
    for path, number, _ in drafts:
        data = path.read_bytes()
        read = read_draft([Given(path.name, data, "body")])
        document = compose(read.draft, settle(read.draft.facts), office)
        filled = dataclasses.replace(document, filled=Filled(number, SIGNED_ON, PRINTED_ON))
        typeset = machine.typeset(filled, read.pictures, archival=True)
        none = archive_pdf.AttachedPdfs()
        facts = archive_pdf.facts_of(filled, "bench", typeset.fonts, (), none)
        pdfs.append(archive_pdf.archive(typeset, none, archive_pdf.Source(path.name, data), facts))
    return _judged("红头（.docx → PDF/A）", pdfs, drafts, time.process_time() - begun)


def _untouched(drafts: Sequence[tuple[Path, str, str]], folder: Path) -> Way:
    files = []
    for number, (path, _, _) in enumerate(drafts):
        files.append(folder / f"{number}.docx")
        files[-1].write_bytes(path.read_bytes())
    done = converted(files, folder / "untouched")
    return _judged("LibreOffice 转换原稿", [pdf.read_bytes() for pdf in done.pdfs], drafts, done.cpu_s)


def _peer(drafts: Sequence[tuple[Path, str, str]], folder: Path, python: Path) -> Way:
    """Ask the peer for all it offers: its repairs, its header, its footer and its page number."""
    files, before = [], _children_cpu_s()
    for place, (_, number, _) in enumerate(drafts):
        layout = folder / f"layout-{place}.json"
        stated = {
            "header": {"org_name": "云岭乡人民政府", "doc_number": number},
            "footer": {
                "cc": "县委办公室，县人民政府办公室",
                "printer": "云岭乡党政办公室",
                "printDate": "2026年11月22日",
            },
            "page_number": {"enabled": True},
        }
        layout.write_text(json.dumps(stated, ensure_ascii=False), "utf-8")
        out = folder / f"peer-{place}.docx"
        subprocess.run(
            [
                str(python.parent / "gongwen"),
                "optimize",
                str(folder / f"{place}.docx"),
                "--apply",
                "-o",
                str(out),
                "--layout",
                str(layout),
            ],
            check=False,
            capture_output=True,
            timeout=300,
        )
        files.append(out)
    formatting = _children_cpu_s() - before
    done = converted(files, folder / "peer")
    pdfs = [pdf.read_bytes() if pdf.exists() else b"" for pdf in done.pdfs]
    return _judged(
        "gongwen-skill 2.15.0 optimize --apply --layout，再由 LibreOffice 出 PDF", pdfs, drafts, formatting + done.cpu_s
    )


def _judged(name: str, pdfs: Sequence[bytes], drafts: Sequence[tuple[Path, str, str]], cpu_s: float) -> Way:
    right, wrong, grids, lost = [], Counter[str](), Counter[str](), 0
    for pdf, (_, _, text) in zip(pdfs, drafts, strict=True):
        measured = measure(pdf) if pdf else ()
        report = judged(measured) if measured else Conformance("", 0, ())
        agreed = [element for element, codes in ELEMENTS.items() if _agrees(report, element, codes)]
        right.append(len(agreed))
        wrong.update(set(ELEMENTS) - set(agreed))
        grids[_grid(report)] += 1
        printed = _signs(measured)
        lost += (Counter("".join(text.split())) - printed).total()
    return Way(name, tuple(right), wrong, grids, lost, cpu_s / len(drafts))


def _agrees(report: Conformance, element: str, codes: tuple[str, ...]) -> bool:
    readings = [reading for reading in report.readings if reading.code in codes]
    if element == "主送机关" and report.layout == "纪要格式":
        return all(reading.agrees for reading in readings)
    if element in {"每面 22 行", "发文字号", "标题位置", "红线"} and not readings:
        return element == "每面 22 行" and report.pages > 0
    if element == "成文日期" and report.layout == "纪要格式":
        return all(reading.agrees for reading in readings)
    if element == "版记" and report.layout == "信函格式":
        return all(reading.agrees for reading in readings)
    return bool(readings) and all(reading.agrees for reading in readings)


def _grid(report: Conformance) -> str:
    found = {reading.code: reading.measured.split(".")[0] for reading in report.readings}
    return f"{found.get('FMT-020', '—')}×{found.get('FMT-020b', '—')}"


def _signs(measured: tuple[Page, ...]) -> Counter[str]:
    return Counter(each.text for page in measured for each in page.characters)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _page(ways: Sequence[Way], count: int, timed: pages.Timed) -> str:
    rows = [
        f"| {way.name} | {sum(way.right) / len(way.right):.1f}（{min(way.right)}～{max(way.right)}） | "
        f"{'、'.join(f'{grid} {times}份' for grid, times in way.grids.most_common(3))} | {way.lost} | {way.cpu_s:.2f} |"
        for way in ways
    ]
    wrong = [
        f"- **{way.name}**：{'、'.join(f'{element} {times}' for element, times in way.wrong.most_common()) or '没有'}"
        for way in ways
    ]
    speed = [f"| {name} | {value:.1f} |" for name, value in timed.rows()]
    return f"""# Side by side 对比

Written by `python -m bench.comparison`; don't edit. {count} drafts (`examples/drafts`, those that say what they are) went each way; every PDF was judged
by the same report (`press/conformance.py`): twenty elements, each right when it stands on the page and all its readings agree. It is our
report, so read the list of what was wrong, not only the score. LibreOffice 7.4 renders both other ways, with our fonts under the names
the files ask for; how Word would lay the same files out was not measured. An untouched draft has no 版头 and no 版记: that is what the second line shows.
The peer was given mark, number, 抄送 and 印发 in its own configuration; number and date are filled in on ours in the same way.

| way | of 20 elements right, mean (range) | lines × characters | characters of the draft missing | CPU s a draft |
|---|---|---|---:|---:|
{chr(10).join(rows)}

`—` where no page was full, or no line of Chinese characters alone. "Missing" counts characters of title, addressees, text and signature that the PDF lacks.

What was wrong, and how often:

{chr(10).join(wrong)}

## What a page costs

One draft of {timed.pages} pages, read, checked and set both ways in a warm process; milliseconds of CPU, median of 40 rounds, 2 shared processors.

| step | ms |
|---|---:|
{chr(10).join(speed)}

Ours are {timed.ours / timed.bare:.2f} times the bare calls (goal {pages.MOST_TIMES_BARE}).
"""


if __name__ == "__main__":
    sys.exit(main())
