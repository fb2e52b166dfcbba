"""Drafts for measuring (测试文稿): the example drafts with other titles, figures and paragraphs, no two alike; the same seed, the same drafts.

There are two sets. ``examples`` are as long as the examples and have their tables and pictures. ``short`` are cut to the length of the
documents the peer was measured with (2 to 3 pages, 531 characters of body on average, text only), so that like stands beside like.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from examples.make_drafts import HERE, LOOKS, TRUNCATED, Typist, read_prose

LEFT_OUT = (TRUNCATED, "材料（改3）", "有关会议安排的通知")
"""Examples that never become a document: broken, without a title, secret."""
VILLAGES = ("云河村", "双塘村", "石门村", "长冲村", "泉眼村", "桐子坳村", "双泉村", "竹溪村", "松坪村", "柳林村")
EXAMPLES, SHORT = "examples", "short"
SETS = (EXAMPLES, SHORT)
MORE_PARAGRAPHS = (0, 1)
SHORT_CHARACTERS = (450, 720)
"""Between how many characters a short body is cut; whole sentences are kept, and some examples are shorter: 531 on average."""
_BODY, _DRAWN = ("文", "一", "二", "三", "四", "自1", "自2"), ("表", "表题", "图")
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=万元|人次|人|户|处|公里|个村|万份|%|亿元|吨|亩)")

Prose = list[tuple[str, str]]


def drop_drafts(count: int, folders: Path, which: str = EXAMPLES, seed: int = 2) -> Iterator[Path]:
    """Write ``count`` drafts of a set into the units' folders below ``folders``, and yield their paths."""
    chance = random.Random(seed)  # noqa: S311 - the same drafts each time, no secret
    sources = [path for path in sorted((HERE / "prose").glob("*/*.txt")) if path.stem not in LEFT_OUT]
    proses = [read_prose(path) for path in sources]
    pool = [text for prose in proses for label, text in prose if label == "文" and 60 < len(text) < 220]
    for serial in range(1, count + 1):
        place = serial % len(sources)
        target = folders / sources[place].parent.name / f"{sources[place].stem[:40]}（{serial}）.docx"
        prose = varied(proses[place], serial, pool, chance)
        target.write_bytes(typed(shortened(prose, chance.randint(*SHORT_CHARACTERS)) if which == SHORT else prose))
        yield target


def varied(prose: Prose, serial: int, pool: list[str], chance: random.Random) -> Prose:
    """Vary one example: its title names another place, its figures are others, some paragraphs are added."""
    title = next(text for label, text in prose if label == "题").replace("\\", "")
    about = f"{chance.choice(VILLAGES)}第{serial}片区"
    lines = [(label, _retitled(label, text, title, about)) for label, text in prose]
    bodies = [place for place, (label, text) in enumerate(lines) if label == "文" and len(text) > 60]
    for text in chance.sample(pool, chance.randint(*MORE_PARAGRAPHS)):
        lines.insert(chance.choice(bodies) + 1, ("文", text))
    return [(label, _FIGURE.sub(lambda found: _other(found[0], chance), text)) for label, text in lines]


def shortened(prose: Prose, most: int) -> Prose:
    """Leave out tables and pictures, and what of the body goes beyond ``most`` characters."""
    lines, left = [], most
    for label, text in prose:
        if label in _DRAWN:
            continue
        kept = text if label not in _BODY or len(text) <= left else text[: text.rfind("。", 0, max(0, left)) + 1]
        left -= len(text) if label in _BODY else 0
        if kept:
            lines.append((label, kept))
    return lines


def typed(prose: Prose) -> bytes:
    """Type the prose into a Word file as its person would."""
    (_, look), *lines = prose
    typist = Typist(LOOKS[look])
    typist.type_lines(lines)
    return typist.save()


def _retitled(label: str, text: str, title: str, about: str) -> str:
    if label == "题" or (label == "稿" and title in text):
        return (
            text.replace("关于", f"关于{about}", 1) if "关于" in text else text.replace("会议纪要", f"{about}会议纪要")
        )
    return text


def _other(figure: str, chance: random.Random) -> str:
    whole, dot, part = figure.partition(".")
    first = str(chance.randint(1, 9))
    return (
        first
        + "".join(str(chance.randint(0, 9)) for _ in whole[1:])
        + dot
        + "".join(str(chance.randint(1, 9)) for _ in part)
    )
