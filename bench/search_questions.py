"""What is asked (检索题): eight types of query, each with the reading of all texts that tells its count; or queries from a file."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.catalogue import GENERAL, Card, Reach
from domain.levels import Level
from indexer.folding import comparable

WIDE = Reach(frozenset((level, GENERAL) for level in (Level.OPEN, Level.INTERNAL)))
NARROW = Reach(frozenset({(Level.OPEN, GENERAL)}))


@dataclass(frozen=True)
class Question:
    """One query in forms that every engine can be asked in; ``words`` are folded texts that must all be there."""

    query: str
    words: tuple[str, ...] = ()
    number: str = ""
    organ: str = ""
    month: str = ""
    reach: Reach = WIDE
    counted: bool = False

    def holds(self, card: Card, text: str) -> bool:
        """Tell whether a card answers, by reading it."""
        return (
            self.reach.covers(card)
            and (not self.number or card.number == self.number)
            and (not self.organ or card.organ == self.organ)
            and (not self.month or (card.date is not None and f"{card.date:%Y-%m}" == self.month))
            and all(word in text for word in self.words)
        )


def scanned(card: Card) -> str:
    """Give all of a card that words are looked for in, folded, a part a line."""
    return "\n".join(comparable(part) for part in (card.number, card.title, card.archival_code, card.text))


def questions(rng: random.Random, cards: Sequence[Card], texts: Sequence[str], each: int) -> dict[str, list[Question]]:
    """Draw so many questions of each type from the documents themselves, as somebody asks who remembers a piece of one."""

    def part(low: int, high: int, *, plain: bool = True) -> str:
        while True:
            text = rng.choice(texts).split("\n", 3)[3]
            start = rng.randrange(len(text) - high)
            found = text[start : start + rng.randint(low, high)].strip()
            if found and '"' not in found and (not plain or all("\u4e00" <= sign <= "\u9fff" for sign in found)):
                return found

    def holding(*parts: str, reach: Reach = WIDE, counted: bool = False) -> Question:
        return Question(" ".join(f'"{part}"' for part in parts), parts, reach=reach, counted=counted)

    def by_number(card: Card) -> Question:
        return Question(card.number.replace("〔", "[").replace("〕", "]"), number=card.number)

    def by_place(card: Card, word: str) -> Question:
        month = f"{card.date:%Y-%m}" if card.date else ""
        return Question(f'机关:{card.organ} 日期:{month} "{word}"', (word,), organ=card.organ, month=month)

    kinds: dict[str, Callable[[], Question]] = {
        "两字词": lambda: holding(part(2, 2)),
        "两词并用": lambda: holding(part(2, 2), part(2, 2)),
        "四至六字短语": lambda: holding(part(4, 6)),
        "一至十二字片段": lambda: holding(part(1, 12, plain=False)),
        "文号": lambda: by_number(rng.choice(cards)),
        "只查公开件的词": lambda: holding(part(2, 2), reach=NARROW),
        "机关、月份加词": lambda: by_place(rng.choice(cards), part(2, 2)),
        "词，并按五项计数": lambda: holding(part(2, 2), counted=True),
        "一个字（另计）": lambda: holding(part(1, 1)),
    }
    return {kind: [make() for _ in range(each)] for kind, make in kinds.items()}


def read(file: Path) -> dict[str, list[Question]]:
    """Read questions: a JSON object a line with ``type`` and ``words`` (a list), or ``number``."""
    found: dict[str, list[Question]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = tuple(comparable(word) for word in row.get("words", ()))
        query = row.get("number") or " ".join(f'"{word}"' for word in words)
        found.setdefault(row["type"], []).append(Question(query, words, number=row.get("number", "")))
    return found
