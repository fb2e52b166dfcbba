"""Drafts with a secrecy mark somewhere, or with words that only speak of one: made from a number, so that the same number is the same draft."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from domain.levels import Level
from tests.mailroom_samples import docx, part

CANARY = "金丝雀二〇二六"
"""Stands in every draft that bears a mark: nothing of it may ever be found in an office's folder."""
ABOVE_INTERNAL = tuple(level for level in Level if level.is_state_secret)
_TERMS = ("1年", "10年", "6个月", "长期", "2030年1月1日", "", "１年", " 5 年")
_STARS = ("★", "☆", "＊", "*", " ★ ", "　★")
_BLANKS = ("", " ", "　", "\u200b", "\u3000\u3000", "\u2003", "\xa0")


@dataclass(frozen=True)
class Draft:
    """A draft to drop (来稿); ``level`` is that of its mark, nothing when it only speaks of levels."""

    name: str
    data: bytes
    where: str
    level: Level | None


def marked(seed: int) -> Draft:
    """Make a draft with one mark, wherever marks stand and however people type them."""
    dice = random.Random(seed)  # noqa: S311 - drafts, no secrets
    where = sorted(_PLACES)[seed % len(_PLACES)]
    level = ABOVE_INTERNAL[seed // len(_PLACES) % 3]
    return _PLACES[where](dice, level, where)


def spoken(seed: int) -> Draft:
    """Make a draft whose running prose speaks of a level, and which bears no mark."""
    dice = random.Random(-seed - 1)  # noqa: S311 - drafts, no secrets
    word = dice.choice(ABOVE_INTERNAL).value
    sentences = (
        f"涉密文件应当标注“{word}★{dice.choice(_TERMS)}”等字样，由机要员逐份登记，不得在连接互联网的计算机上处理。",
        f"各单位要组织学习保密知识，{word}级以上文件一律由专人负责，离岗人员应当清退全部涉密载体，不得自行留存。",
        f"违反规定泄露{word}事项的，依照有关法律法规追究责任；一般工作信息不得擅自标注{word}字样，以免影响公开。",
    )
    prose = "".join(dice.sample(sentences, dice.randint(1, 3)))
    return Draft(f"保密工作通知{seed}.docx", docx(*_text(dice), prose), "正文", None)


def _mark(dice: random.Random, level: Level) -> str:
    first, second = level.value
    blank, term = dice.choice(_BLANKS), dice.choice(_TERMS)
    return f"{first}{blank}{second}{dice.choice(_STARS)}{term}"


def _text(dice: random.Random) -> tuple[str, ...]:
    return (
        f"关于开展第{dice.randint(1, 999)}次检查的通知{CANARY}",
        "各村（居）民委员会：",
        "现将有关事项通知如下，请认真执行。",
    )


def _paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def _split(dice: random.Random, mark: str) -> str:
    """Cut a mark into runs, a character or a few each, as word processors leave it."""
    runs, rest = [], mark
    while rest:
        cut = dice.randint(1, 2)
        runs.append(rest[:cut])
        rest = rest[cut:]
    return _paragraph(*runs)


def _at_top(dice: random.Random, level: Level, where: str) -> Draft:
    return Draft("通知.docx", docx(_mark(dice, level), *_text(dice)), where, level)


def _bare_at_top(dice: random.Random, level: Level, where: str) -> Draft:
    return Draft(
        "通知.docx",
        docx(dice.choice((level.value, f"【{level.value}】", f"{level.value}　特急")), *_text(dice)),
        where,
        level,
    )


def _label(dice: random.Random, level: Level, where: str) -> Draft:
    label = dice.choice(("密级：", "密　级：", "密级:", "秘密等级：", "密级和保密期限："))
    return Draft("通知.docx", docx(f"{label}{level.value}", *_text(dice)), where, level)


def _in_header(dice: random.Random, level: Level, where: str) -> Draft:
    name = dice.choice(("header1", "footer1", "header2"))
    header = part("hdr", _paragraph(_mark(dice, level)))
    return Draft("通知.docx", docx(*_text(dice), parts={f"word/{name}.xml": header}), where, level)


def _in_text_box(dice: random.Random, level: Level, where: str) -> Draft:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{_paragraph(_mark(dice, level))}</w:txbxContent></w:pict></w:r></w:p>"
    return Draft("通知.docx", docx(*_text(dice), body=box), where, level)


def _in_property(dice: random.Random, level: Level, where: str) -> Draft:
    field = dice.choice(("dc:subject", "cp:keywords", "dc:description", "cp:category"))
    core = f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><{field}>{_mark(dice, level)}</{field}></cp:coreProperties>'
    return Draft("通知.docx", docx(*_text(dice), parts={"docProps/core.xml": core.encode()}), where, level)


def _in_name(dice: random.Random, level: Level, where: str) -> Draft:
    word = level.value
    name = dice.choice((f"{word}-{CANARY}", f"【{word}】{CANARY}", f"{CANARY}（{word}★1年）", f"{CANARY}_{word}", word))
    return Draft(f"{name}.docx", docx(*_text(dice)), where, level)


def _in_note(dice: random.Random, level: Level, where: str) -> Draft:
    kind = dice.choice(("footnotes", "endnotes", "comments"))
    inner = part(kind, f"<w:item>{_paragraph(_mark(dice, level))}</w:item>")
    return Draft("通知.docx", docx(*_text(dice), parts={f"word/{kind}.xml": inner}), where, level)


def _in_cell(dice: random.Random, level: Level, where: str) -> Draft:
    cells = (dice.choice(("密级", "密 级", "秘密等级")), level.value, "印数", "30")
    row = "".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in cells)
    return Draft("通知.docx", docx(*_text(dice), body=f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"), where, level)


def _own_line(dice: random.Random, level: Level, where: str) -> Draft:
    return Draft("通知.docx", docx(*_text(dice), "　　附件另发。", _mark(dice, level)), where, level)


def _in_runs(dice: random.Random, level: Level, where: str) -> Draft:
    return Draft("通知.docx", docx(*_text(dice), body=_split(dice, _mark(dice, level))), where, level)


_PLACES: dict[str, Callable[[random.Random, Level, str], Draft]] = {
    "title block": _at_top,
    "bare word above": _bare_at_top,
    "label": _label,
    "header or footer": _in_header,
    "text box": _in_text_box,
    "property": _in_property,
    "file name": _in_name,
    "footnote or comment": _in_note,
    "cell": _in_cell,
    "line of its own": _own_line,
    "split runs": _in_runs,
}
