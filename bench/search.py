"""How fast the catalogue answers, beside tantivy, SQLite FTS5 and a plain reading of the same texts, in one run (检索测速).

    .venv/bin/python bench/search.py --docs 20000 [--corpus FILE.jsonl] [--queries FILE.jsonl] [--home FOLDER]

Every total is compared with the reading's; a difference ends the run. No question is asked twice, so nothing is answered from a cache. Times
are of one process, one question at a time, the engines in turn; on a busy machine trust the ratios. tantivy comes with
``uv sync --group bench``; without it the run goes on without it, and says so.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # also when run as a file

from bench import search_questions, search_texts  # noqa: E402
from bench.search_engines import Engine, Fts5, Ours, Scan, Tantivy, has_tantivy, show  # noqa: E402
from bench.search_questions import WIDE, Question, scanned  # noqa: E402
from domain.catalogue import Card  # noqa: E402

EACH, COMMITS = 120, 15


@dataclass
class _Times:
    """What one engine took for the questions of one type, in seconds: by the clock, and of the processor."""

    taken: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    """Of the processor, before hits were made of what was found."""

    def quantile(self, share: float, what: str = "taken") -> float:
        taken = sorted(getattr(self, what))
        return float(taken[min(len(taken) - 1, int(len(taken) * share))] * 1000)


def main() -> None:
    """Generate or read, build, ask, print."""
    given = _arguments()
    console = Console(width=150)
    if given.look_at:
        _look(given.look_at)
        return
    cards = _cards(given)
    texts = [scanned(card) for card in cards]
    average = statistics.mean(len(card.text) for card in cards)
    console.print(f"{len(cards)} 件，平均 {average:.0f} 字；系统负载 {os.getloadavg()[0]:.1f}")
    rng = random.Random(given.seed)  # noqa: S311 - a draw, not a secret
    asked = (
        search_questions.read(given.queries)
        if given.queries
        else search_questions.questions(rng, cards, texts, given.each)
    )
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-") as folder:
        home = given.home or Path(folder)
        engines = _engines(console, home)
        _build(console, engines, cards, home)
        for engine in engines:
            engine.open()
        _measure(console, engines, asked)
        _look_from_outside(console, home)
        if not given.home:
            _commit(console, engines, cards)
    console.print(f"系统负载 {os.getloadavg()[0]:.1f}")


def _cards(given: argparse.Namespace) -> list[Card]:
    if given.corpus:
        return search_texts.read(given.corpus, given.docs)
    if given.statutes:
        return search_texts.from_statutes(given.statutes, given.docs, given.seed)
    return search_texts.generated(given.docs, given.seed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=int, default=2000)
    parser.add_argument("--corpus", type=Path, help="documents, a JSON object a line")
    parser.add_argument("--statutes", type=Path, help="a folder of public statutes in Markdown, to make documents of")
    parser.add_argument("--queries", type=Path, help="questions, a JSON object a line")
    parser.add_argument(
        "--home", type=Path, help="where the indexes lie; what is there is used again, and left as it is"
    )
    parser.add_argument("--each", type=int, default=EACH, help="questions of each type")
    parser.add_argument("--seed", type=int, default=20240305)
    parser.add_argument("--look-at", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _engines(console: Console, home: Path) -> list[Engine]:
    engines: list[Engine] = [Ours(home / "ours")]
    if has_tantivy():
        engines.append(Tantivy(home / "tantivy"))
    else:
        console.print("没有安装 tantivy，这次不比；安装：uv sync --group bench")
    return [*engines, Fts5(home / "fts5"), Scan()]


def _build(console: Console, engines: Sequence[Engine], cards: Sequence[Card], home: Path) -> None:
    table = Table("引擎", "CPU 秒", "每 CPU 秒件数", "墙钟秒", "MB", title="建立")
    for engine, folder in zip(engines, _folders(engines, home), strict=True):
        done = folder / "built" if folder else None
        if done and done.exists():
            continue
        cpu, wall = time.process_time(), time.perf_counter()
        engine.build(cards)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        if folder and done:
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
            table.add_row(engine.name, f"{cpu:.1f}", f"{len(cards) / cpu:.0f}", f"{wall:.1f}", f"{size:.0f}")
            console.print(f"{engine.name}：{cpu:.1f} CPU 秒，{size:.0f} MB")
            done.touch()
    console.print(table)


def _folders(engines: Sequence[Engine], home: Path) -> list[Path | None]:
    names = {Ours.name: "ours", Tantivy.name: "tantivy", Fts5.name: "fts5"}
    return [home / names[engine.name] if engine.name in names else None for engine in engines]


def _measure(console: Console, engines: Sequence[Engine], asked: dict[str, list[Question]]) -> None:
    for engine in engines:
        for question in next(iter(asked.values()))[:3]:
            engine.find(replace(question, query=question.query + " 的", words=(*question.words, "的的")))
    told = {kind: _asked(engines, kind, questions) for kind, questions in asked.items()}
    for what, title in (
        ("taken", "墙钟毫秒"),
        ("worked", "处理器毫秒（机器忙时看这张）"),
        ("bare", "处理器毫秒，别的引擎只到编号、不做摘要"),
    ):
        head = [f"{engine.name} p50/p95" for engine in engines]
        table = Table(
            "检索类型", "平均命中", *head, "FTS5÷本目录", "tantivy÷本目录", title=f"同一次运行，逐题轮流，{title}"
        )
        for kind, (hits, times) in told.items():
            cells = [_cell(times[engine.name], what) for engine in engines]
            ratios = [_ratio(times, name, what) for name in (Fts5.name, Tantivy.name)]
            table.add_row(kind, f"{hits:.1f}", *cells, *ratios)
        console.print(table)


def _asked(engines: Sequence[Engine], kind: str, questions: Sequence[Question]) -> tuple[float, dict[str, _Times]]:
    """Ask every engine every question of a type in turn; give the mean of the totals, which must agree, and the times."""
    times = {engine.name: _Times() for engine in engines}
    hits = 0
    for question in questions:
        totals = {engine.name: _timed(engine, question, times[engine.name]) for engine in engines}
        told = {name: total for name, total in totals.items() if total is not None}
        if len(set(told.values())) > 1:
            raise SystemExit(f"{kind} {question.query!r}：{told}")
        hits += told[Ours.name]
    return hits / len(questions), times


def _timed(engine: Engine, question: Question, times: _Times) -> int | None:
    started, begun = time.perf_counter(), time.thread_time()
    found = engine.find(question)
    if found is None:
        return None
    bare = time.thread_time() - begun
    show(question, found)
    times.taken.append(time.perf_counter() - started)
    times.worked.append(time.thread_time() - begun)
    times.bare.append(bare)
    return found.total


def _cell(times: _Times, what: str) -> str:
    return f"{times.quantile(0.5, what):.2f} / {times.quantile(0.95, what):.1f}" if times.taken else "—"


def _ratio(times: dict[str, _Times], name: str, what: str) -> str:
    other = times.get(name)
    if other is None or not other.taken:
        return "—"
    return f"{other.quantile(0.5, what) / times[Ours.name].quantile(0.5, what):.2f}"


def _look_from_outside(console: Console, home: Path) -> None:
    """Open the index in a fresh process and print what that takes."""
    command = [sys.executable, str(Path(__file__).resolve()), "--look-at", str(home / "ours")]
    for _ in range(2):  # the first one also fills the system's file cache
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    console.print(told)


def _look(folder: Path) -> None:
    before, started = _private_mb(), time.perf_counter()
    engine = Ours(folder)
    engine.open()
    opened = time.perf_counter() - started
    engine.find(Question("土地"))
    first = time.perf_counter() - started
    for query in (
        "工作",
        "人民政府",
        "的",
        "12",
        "文号:滨",
        "机关:滨 土地",
        "日期:2020 土地",
        "土地 资金",
        "年度:2020",
        "-土地",
    ):
        engine.find(Question(query, reach=WIDE, counted=True))
    print(
        f"新进程：打开 {opened * 1000:.1f} 毫秒，到第一个答案 {first * 1000:.0f} 毫秒；"
        f"十一问之后独占内存增加 {_private_mb() - before:.0f} MB"
    )


def _commit(console: Console, engines: Sequence[Engine], cards: Sequence[Card]) -> None:
    table = Table("引擎", "新增一件 p50 毫秒", "p95")
    for engine in engines[:-1]:
        times = _Times()
        for extra in range(COMMITS):
            card = replace(cards[extra], object_id=f"extra{extra}", position=len(cards) + extra)
            started = time.perf_counter()
            engine.add(card)
            times.taken.append(time.perf_counter() - started)
        table.add_row(engine.name, f"{times.quantile(0.5):.0f}", f"{times.quantile(0.95):.0f}")
    console.print(table)


def _private_mb() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


if __name__ == "__main__":
    main()
