"""Documents to be searched (检索语料): generated from real words in their real proportions, or read from a file."""

from __future__ import annotations

import datetime as dt
import json
import random
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

from domain.catalogue import Card
from domain.levels import Level, Retention

_WORDS = Path(__file__).parent / "words.txt"
_LENGTH, _LINE = 1300, 28
_KINDS = (("通知", 50), ("意见", 15), ("函", 12), ("报告", 10), ("请示", 8), ("决定", 4), ("纪要", 4), ("通报", 3))
_PLACES = "滨东柳西河南桥北石泉槐杏桃榆松桂溪岭塘湾坪坝湖岗沟圩渡"
_BODIES = (
    "镇人民政府",
    "县财政局",
    "县应急管理局",
    "县教育局",
    "县水利局",
    "市自然资源局",
    "县卫生健康局",
    "乡人民政府",
)
_SUBJECTS = (
    "清理办公用房",
    "防汛抗旱",
    "土地征收补偿",
    "森林防火",
    "档案移交",
    "专项资金拨付",
    "危房改造",
    "食品安全检查",
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志文海山林松柏"
_LEVELS, _LEVEL_SHARES = (Level.OPEN, Level.INTERNAL, Level.SECRET), (3, 6, 1)


@dataclass(frozen=True)
class _Lexicon:
    words: tuple[str, ...]
    sums: tuple[int, ...]

    def word(self, rng: random.Random) -> str:
        return self.words[bisect(self.sums, rng.randrange(self.sums[-1]))]


def generated(count: int, seed: int) -> list[Card]:
    """Make so many documents; the same number and seed give the same ones."""
    rng, lexicon = random.Random(seed), _lexicon()  # noqa: S311 - a corpus, not a secret
    return [_card(rng, lexicon, place, lambda: "".join(_sentences(rng, lexicon))) for place in range(1, count + 1)]


def from_statutes(folder: Path, count: int, seed: int) -> list[Card]:
    """Make so many documents of the clauses of public statutes, Markdown files under ``folder``: each clause once, then pieces mixed anew."""
    rng, lexicon = random.Random(seed), _lexicon()  # noqa: S311 - a corpus, not a secret
    clauses = [line for file in sorted(folder.rglob("*.md")) for line in _clauses(file)]
    following = chain(clauses, iter(lambda: rng.choice(clauses), ""))
    return [_card(rng, lexicon, place, lambda: next(following)) for place in range(1, count + 1)]


def _clauses(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "<!--")):
            yield line.strip()


def read(file: Path, most: int) -> list[Card]:
    """Read documents from a file with one JSON object a line: id, number, title, organ, date, level, retention, text."""
    with file.open(encoding="utf-8") as lines:
        return [_read(json.loads(line), place) for place, line in zip(range(1, most + 1), lines, strict=False)]


def _read(row: dict[str, str], place: int) -> Card:
    date = dt.date.fromisoformat(row["date"]) if row.get("date") else None
    kind = next((kind for kind, _ in _KINDS if row["title"].endswith(kind)), "")
    return Card(
        object_id=row["id"],
        number=row["number"],
        title=row["title"],
        kind=row.get("kind", kind),
        organ=row["organ"],
        date=date,
        year=date.year if date else 0,
        level=Level(row["level"]),
        retention=Retention(row["retention"]),
        unit=row.get("unit", ""),
        text=row["text"],
        position=place,
    )


def _lexicon() -> _Lexicon:
    rows = [line.split() for line in _WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return _Lexicon(tuple(word for word, _ in rows), tuple(accumulate(int(count) for _, count in rows)))


def _card(rng: random.Random, lexicon: _Lexicon, place: int, paragraph: Callable[[], str]) -> Card:
    organ = f"{_skewed(rng, _PLACES)}{_skewed(rng, _PLACES)}{_skewed(rng, _BODIES)}"
    date = dt.date(2010, 1, 1) + dt.timedelta(days=rng.randrange(16 * 365))
    kind = rng.choices([kind for kind, _ in _KINDS], [share for _, share in _KINDS])[0]
    title = f"{organ}关于{_skewed(rng, _SUBJECTS)}和{lexicon.word(rng)}{lexicon.word(rng)}的{kind}"
    return Card(
        object_id=f"b{place:07}",
        number=f"{organ[:2]}发〔{date.year}〕{place}号",
        title=title,
        kind=kind,
        organ=organ,
        date=date,
        year=date.year,
        level=rng.choices(_LEVELS, _LEVEL_SHARES)[0],
        retention=rng.choice(list(Retention)),
        signer=_person(rng),
        unit=rng.choice(("办公室", "财政所", "水利站")),
        text=_body(rng, title, organ, paragraph),
        position=place,
    )


def _body(rng: random.Random, title: str, organ: str, paragraph: Callable[[], str]) -> str:
    """Write some 1,350 characters, with line ends where a page would put them."""
    lines = [title, "各村、各单位："]
    while sum(map(len, lines)) < _LENGTH:
        lines.append(paragraph())
    lines.append(f"{organ}（联系人：{_person(rng)}，电话：0531-{rng.randrange(10**7, 10**8)}）")
    broken = (line[start : start + _LINE] for line in lines for start in range(0, len(line), _LINE))
    return "\n".join(broken)


def _sentences(rng: random.Random, lexicon: _Lexicon) -> Iterator[str]:
    for _ in range(rng.randint(2, 5)):
        clauses = ("".join(lexicon.word(rng) for _ in range(rng.randint(4, 12))) for _ in range(rng.randint(1, 4)))
        yield "，".join(clauses) + rng.choice("。。。；")
    if rng.random() < 0.3:
        yield rng.choice(
            (
                f"安排资金{rng.randrange(1, 90000)}元，",
                f"由{_person(rng)}负责，于{rng.randint(2010, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日前完成。",
                f"按照GB/T {rng.randrange(1000, 40000)}—{rng.randint(1990, 2024)}执行。",
                f"根据《{lexicon.word(rng)}{lexicon.word(rng)}管理办法》（{rng.choice(_PLACES)}政发〔{rng.randint(2000, 2024)}〕{rng.randrange(1, 300)}号），",
            )
        )


def _person(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2))))


def _skewed(rng: random.Random, row: Sequence[str]) -> str:
    """Choose as offices write: the second half as often as the first, and so on (Zipf)."""
    return rng.choices(row, [1 / (place + 2) for place in range(len(row))])[0]
