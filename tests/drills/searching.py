"""The search drill (检索演练): ground truth over 20,000 documents, 10,000 looks past the scope, 100 kills of a writer.

.venv/bin/python -m tests.drills search
.venv/bin/python -m tests.drills.searching STATUTES   # the same over real text: a folder of Markdown files
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from bench import search_texts
from bench.search_questions import scanned
from domain.catalogue import GENERAL, Card, Reach
from domain.levels import Level
from indexer.whoosh_catalogue import WhooshCatalogue
from tests.contract.test_catalogue_contract import cases, nothing_outside_the_reach_shows, texts
from tests.drills.results import Kill
from tests.needs import REPOSITORY

DOCUMENTS, SUBSTRINGS, COMBINED, EXAMPLES, KILLS = 20_000, 1_000, 200, 10_000, 100
BATCH = 100
_LISTED = 300
"""Up to so many hits are compared one by one; of more, the total and the counts by level."""
ALL_LEVELS = frozenset((level, GENERAL) for level in (Level.OPEN, Level.INTERNAL, Level.SECRET))
SCOPES = {
    "公开件": Reach(frozenset({(Level.OPEN, GENERAL)})),
    "内部以下": Reach(ALL_LEVELS - {(Level.SECRET, GENERAL)}),
    "全部": Reach(ALL_LEVELS),
    "本科室": Reach(ALL_LEVELS, frozenset({"财政所"})),
}
"""The readers: each sees another part."""


@dataclass(frozen=True)
class Truth:
    """A query with what tells whether a card answers it; ``text`` is the card's own, folded (标准答案)."""

    query: str
    holds: Callable[[Card, str], bool]


def drill(folder: Path, statutes: Path | None = None) -> tuple[tuple[Kill, ...], tuple[str, ...]]:
    """Do all of it, over documents made of public statutes where they are given; name the kills and what was wrong."""
    cards = search_texts.from_statutes(statutes, DOCUMENTS, 20) if statutes else search_texts.generated(DOCUMENTS, 20)
    catalogue = WhooshCatalogue(folder / "index")
    for start in range(0, len(cards), 4000):
        catalogue.put(cards[start : start + 4000], start + 4000)
    faults = [*compare(catalogue, cards, SUBSTRINGS, COMBINED), *look_past_the_scope(EXAMPLES)]
    kills, lost = kill_writers(folder, cards, KILLS)
    return kills, (*faults, *lost)


def compare(catalogue: WhooshCatalogue, cards: Sequence[Card], substrings: int, combined: int) -> list[str]:
    """Ask for pieces of the texts, alone and combined, in every scope; name each answer that is not what reading them all gives."""
    rng = random.Random(6)  # noqa: S311 - a draw, not a secret
    folded = [scanned(card) for card in cards]
    asked = [_substring(rng, folded) for _ in range(substrings)]
    asked += [_combined(rng, cards, folded) for _ in range(combined)]
    return [fault for truth in asked for fault in _compared(catalogue, cards, folded, truth)]


def _compared(catalogue: WhooshCatalogue, cards: Sequence[Card], folded: Sequence[str], truth: Truth) -> list[str]:
    true = [card for card, text in zip(cards, folded, strict=True) if truth.holds(card, text)]
    faults = []
    for name, reach in SCOPES.items():
        wanted = {card.object_id for card in true if reach.covers(card)}
        answer = catalogue.search(truth.query, reach, limit=_LISTED, counted=True)
        found = {hit.object_id for hit in answer.hits} if len(wanted) <= _LISTED else wanted
        levels = next(dict(facet.counts) for facet in answer.facets if facet.name == "密级")
        counted = {level.value: sum(card.level is level for card in true if reach.covers(card)) for level in Level}
        if answer.total != len(wanted) or found != wanted or levels != {k: n for k, n in counted.items() if n}:
            faults.append(f"{truth.query!r}（{name}）：目录 {answer.total} 件，逐件读 {len(wanted)} 件")
    return faults


def _piece(rng: random.Random, folded: Sequence[str], low: int, high: int) -> str:
    while True:
        body = rng.choice(folded).split("\n", 3)[3]
        start = rng.randrange(len(body) - high)
        piece = body[start : start + rng.randint(low, high)].strip()
        if piece and '"' not in piece:
            return piece


def _substring(rng: random.Random, folded: Sequence[str]) -> Truth:
    piece = _piece(rng, folded, 1, 12)
    return Truth(f'"{piece}"', lambda _, text: piece in text)


def _combined(rng: random.Random, cards: Sequence[Card], folded: Sequence[str]) -> Truth:
    one, two = _piece(rng, folded, 1, 4), _piece(rng, folded, 1, 4)
    card = rng.choice([card for card in cards[:500] if card.signer] or cards)
    year, organ, title = card.year, card.organ, card.title[-8:]
    return rng.choice(
        (
            Truth(f'"{one}" "{two}"', lambda _, text: one in text and two in text),
            Truth(f'"{one}" -"{two}"', lambda _, text: one in text and two not in text),
            Truth(f'"{one}" OR "{two}"', lambda _, text: one in text or two in text),
            Truth(f'年度:{year}.. "{one}"', lambda each, text: each.year >= year and one in text),
            Truth(f'机关:{organ} OR "{one}"', lambda each, text: organ in each.organ or one in text),
            Truth(f'标题:"{title}" -"{one}"', lambda each, text: title in each.title and one not in text),
            Truth(f'文号:{card.number[:4]} "{one}"', lambda each, text: each.number[:4] == card.number[:4] and one in text),
            Truth(f"签发人:{card.signer} 文种:{card.kind}", lambda each, _: each.signer.startswith(card.signer) and each.kind == card.kind),
            Truth(f'密级:{card.level.value} 保管期限:{card.retention.value} "{one}"', lambda each, text: (each.level, each.retention) == (card.level, card.retention) and one in text),
            Truth(f'日期:{year}-03..{year}-06 "{one}"', lambda each, text: each.date is not None and each.date.year == year and 3 <= each.date.month <= 6 and one in text),
        )
    )  # fmt: skip


def look_past_the_scope(examples: int) -> list[str]:
    """Change what lies outside a reader's scope, so many times; name the first answer that changed with it."""
    slow = [HealthCheck.too_slow]  # a busy machine proves nothing
    look = settings(max_examples=examples, database=None, derandomize=False, deadline=None, suppress_health_check=slow)(
        given(cases(most=4), texts)(nothing_outside_the_reach_shows)
    )
    try:
        look()
    except AssertionError as error:
        return [f"范围之外的改动看得出来：{error}"]
    return []


_WRITER = """
    import pickle, sys
    from pathlib import Path
    from indexer.whoosh_catalogue import WhooshCatalogue

    catalogue, batch = WhooshCatalogue(Path(sys.argv[1])), int(sys.argv[3])
    cards = pickle.loads(Path(sys.argv[2]).read_bytes())
    print("ready", flush=True)
    while (done := catalogue.position()) < len(cards):
        catalogue.put(cards[done : done + batch], min(done + batch, len(cards)))
        print(done, flush=True)
"""


def kill_writers(folder: Path, cards: Sequence[Card], kills: int) -> tuple[tuple[Kill, ...], tuple[str, ...]]:
    """Kill a process that fills an index, again and again; then let it end, and look whether all is there, once, with nothing left behind."""
    import pickle  # noqa: PLC0415 - our own bytes, for our own child

    home, file = folder / "killed", folder / "cards.pickle"
    file.write_bytes(pickle.dumps(list(cards)))
    rng = random.Random(9)  # noqa: S311 - moments of death
    done = tuple(Kill("编目", "编目", _killed(home, file, rng)) for _ in range(kills))
    with _writer(home, file) as last:
        last.communicate()
    faults = _left(home, cards) if last.returncode == 0 else [f"最后一个写入进程以 {last.returncode} 结束"]
    return done, tuple(faults)


def _killed(home: Path, file: Path, rng: random.Random) -> str:
    """Start a writer and kill it somewhere in its first two batches; say after which."""
    with _writer(home, file) as writer:
        said = ""
        for _ in range(rng.randrange(3)):
            assert writer.stdout is not None
            said = writer.stdout.readline().strip() or said
        try:
            writer.wait(rng.uniform(0, 0.6))
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
        writer.communicate()
    return f"第{said}件之后" if said else "开始时"


def _writer(home: Path, file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(_WRITER), str(home), str(file), str(BATCH)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def _left(home: Path, cards: Sequence[Card]) -> list[str]:
    catalogue = WhooshCatalogue(home, patience_s=0.0)
    answer = catalogue.search("年度:1900..", SCOPES["全部"], limit=2 * len(cards))
    found = [hit.object_id for hit in answer.hits]
    faults = []
    if sorted(found) != sorted(card.object_id for card in cards):
        faults.append(f"应有 {len(cards)} 件，目录里 {len(found)} 件、{len(set(found))} 件不同")
    catalogue.put([cards[0]], len(cards))  # a lock left behind would be an error: there is no patience
    faults += [f"留下了 {path.name}" for path in home.rglob("*") if ".toc." in path.name or path.name.endswith(".tmp")]
    return faults


def main() -> None:
    """Do the drill by itself, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="hongtou-search-drill-") as folder:
        kills, faults = drill(Path(folder), Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    sys.stdout.write("\n".join([f"{len(kills)} kills", *faults, f"{len(faults)} faults"]) + "\n")


if __name__ == "__main__":
    main()
