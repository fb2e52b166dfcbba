"""From the items of a draft to its parts: what is recognised is taken out, the rest is body (文稿识别).

Every miss leaves the text where it stood; nothing is guessed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.document import Paragraph, Picture, Table
from domain.findings import Severity
from press.reading_headings import HeadingReader, evened, mixes_third_marks
from press.reading_items import Item, Line, PictureItem, TableItem
from press.reading_xml import without_blanks
from press.recognition_head import recognise_head
from press.recognition_issued import issued_text
from press.recognition_state import Recognised
from press.recognition_table import without_head_table
from press.recognition_tail import recognise_tail, take_imprint
from press.recognition_words import DATE, MARKED_ATTACHMENT

Block = Paragraph | Table | Picture

_ITEM_FOLLOWS = re.compile(r"1\s*[.．、]")
_TABLE_CAPTION = re.compile(r"表\s*[0-9０-９一二三四五六七八九十]+\s*([-－.．]\s*[0-9０-９]+)?[\s　:：].{0,60}")
_PICTURE_CAPTION = re.compile(r"图\s*[0-9０-９一二三四五六七八九十]+\s*([-－.．]\s*[0-9０-９]+)?[\s　:：].{0,60}")


@dataclass(frozen=True)
class InnerAttachment:
    """An attachment that stands at the end of the body's own file (文内附件); ``issued`` is the title of one that the document issues."""

    number: str
    items: tuple[Item, ...]
    place: str
    issued: str = ""


def recognise(items: Sequence[Item]) -> tuple[Recognised, tuple[InnerAttachment, ...]]:
    """Find the parts of a draft and the attachments at its end."""
    found = Recognised(without_head_table(items))
    recognise_head(found)
    issued, name = issued_text(found)
    starts = _attachment_starts(found, issued)
    begins = min([*starts[:1], *([issued] if name else []), len(found.items)])
    recognise_tail(found, begins)
    if begins < len(found.items):
        take_imprint(found, len(found.items))
    first = [_issued(found, issued, starts[0] if starts else len(found.items), name)] if name else []
    return found, (*first, *_split_attachments(found, starts))


def to_blocks(items: Sequence[Item], headings: HeadingReader) -> tuple[Block, ...]:
    """Turn items into blocks: captions joined to their tables and pictures, headings told from text."""
    headings.keeps_third_marks = mixes_third_marks(item.text for item in items if isinstance(item, Line))
    blocks: list[Block] = []
    index = 0
    while index < len(items):
        item, after = items[index], items[index + 1] if index + 1 < len(items) else None
        if isinstance(item, Line) and isinstance(after, TableItem) and _TABLE_CAPTION.fullmatch(item.text):
            blocks.append(_captioned(after, item.text))
            index += 1
        elif isinstance(item, PictureItem) and isinstance(after, Line) and _PICTURE_CAPTION.fullmatch(after.text):
            blocks.append(_captioned(item, after.text))
            index += 1
        else:
            blocks.append(headings.paragraph(item) if isinstance(item, Line) else _captioned(item, ""))
        index += 1
    return tuple(_evened(blocks))


def _evened(blocks: list[Block]) -> Iterator[Block]:
    for is_text, group in itertools.groupby(blocks, key=lambda block: isinstance(block, Paragraph)):
        members = list(group)
        yield from evened([block for block in members if isinstance(block, Paragraph)]) if is_text else members


def _captioned(item: TableItem | PictureItem, caption: str) -> Table | Picture:
    if isinstance(item, TableItem):
        return Table(item.table.rows, item.table.widths, item.table.header_rows, caption)
    picture = item.picture
    return Picture(picture.digest, picture.media_type, picture.width_mm, picture.height_mm, caption)


def _issued(found: Recognised, start: int, end: int, name: str) -> InnerAttachment:
    inside = tuple(found.items[place] for place in range(start, end) if place not in found.taken)
    place = found.items[start].place
    found.take(*range(start, end))
    sentence = f"成文日期下面的“{name}”作为印发、转发的文件，另面编排，不标“附件”"
    found.find("RD-21", Severity.NOTE, place, sentence, "如应作附件，请写附件说明，并在它前面单起一行写“附件”")
    return InnerAttachment("", inside, place, name)


def _attachment_starts(found: Recognised, issued: int) -> list[int]:
    """Find the lines ``附件`` or ``附件1`` that stand alone after the date or after a text that is ``issued``, or after another one."""
    starts: list[int] = []
    for index in range(found.title_end, len(found.items) - 1):
        line = found.line(index)
        match = MARKED_ATTACHMENT.fullmatch(line.text) if line is not None else None
        if match is None or _is_statement_head(found, index):
            continue
        if starts or 0 < issued < index or _has_date_above(found, index):
            starts.append(index)
    return starts


def _is_statement_head(found: Recognised, index: int) -> bool:
    line, below = found.line(index), found.line(index + 1)
    is_open = line is not None and line.text.rstrip().endswith(("：", ":"))
    return is_open and below is not None and _ITEM_FOLLOWS.match(below.text) is not None


def _has_date_above(found: Recognised, index: int) -> bool:
    lines = (found.line(above) for above in range(max(found.title_end, index - 8), index))
    return any(line is not None and (date := DATE.search(line.text)) and date.end() == len(line.text) for line in lines)


def _split_attachments(found: Recognised, starts: list[int]) -> list[InnerAttachment]:
    attachments: list[InnerAttachment] = []
    for start, end in itertools.pairwise([*starts, len(found.items)]):
        line = found.items[start]
        match = MARKED_ATTACHMENT.fullmatch(line.text) if isinstance(line, Line) else None
        inside = tuple(found.items[place] for place in range(start + 1, end) if place not in found.taken)
        attachments.append(InnerAttachment(without_blanks(match["n"]) if match else "", inside, line.place))
        found.take(*range(start, end))
    return attachments
