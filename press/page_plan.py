"""What stands on the page, in words and lines, decided before any geometry (版面要素): plain values for the page template.

The plan holds strings only; where they stand is the template's matter, and the .docx writer reads the same plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.document import Attachment, Block, Cell, Direction, Layout, OfficialDocument, Paragraph, Picture, Table
from press.formats import ending_of, format_of
from press.layout import CORE_WIDTH, SEAL_DIAMETER
from press.mark_size import MarkSize, mark_air, mark_size
from press.title_breaking import break_title

_SUFFIX: Final = "文件"
_TALL_CELL: Final = 150
_ACROSS_COLUMNS: Final = 9
"""A table of so many columns has less than three characters to a column along the short side: it is set across."""
_TALLEST_PICTURE_MM: Final = 190.0

Plain = dict[str, object]


@dataclass(frozen=True)
class PageOptions:
    """Choices of an office about its pages (版面选项).

    ``imprint_on_even_page`` pads so that 版记 lies on an even page (standards.md 1.13-b); ``sealed`` False prints the form without
    seal (7.3.5.2); ``number_blank`` stands where the number will be before 登记.
    """

    imprint_on_even_page: bool = True
    sealed: bool = True
    number_blank: str = ""


def plan(
    document: OfficialDocument,
    options: PageOptions,
    seals: Mapping[str, str],
    attached: Mapping[str, int],
) -> Plain:
    """Lay out the words of a document.

    ``seals`` maps the name of an organ, or of a signature stamp, to the file name of its image, ``attached`` a PDF's digest to its
    number of pages.
    """
    return {
        **_head(document, options),
        **_text(document, attached),
        **_undersigned(document, options, seals),
        **_imprint(document, options),
    }


def _head(document: OfficialDocument, options: PageOptions) -> Plain:
    """Lay out 版头, title and addressees (7.2, 7.3.1, 7.3.2)."""
    form = format_of(document.layout)
    mark, suffix, size = shown_mark(document)
    return {
        "layout": document.layout.name.lower(),
        "head": list(form.head),
        "mark_top": form.mark_top,
        "mark_size": size,
        "mark_air": mark_air(mark),
        "first_number": form.number_on_first_page,
        "upward": document.direction is Direction.UP and document.layout is Layout.DOCUMENT,
        "corner": corner_lines(document),
        "mark": mark,
        "mark_suffix": suffix,
        "number": document.filled.number or options.number_blank,
        "approvers": list(document.approvers),
        "organ": document.organs[0] if document.organs else "",
        "title_lines": title_lines(document),
        "title": one_line(document.title),
        "subtitle": list(document.subtitle),
        "addressees": addressee_line(document),
    }


def _text(document: OfficialDocument, attached: Mapping[str, int]) -> Plain:
    """Lay out the text, what minutes say of who was there, 附注 and the attachments (7.3.3 to 7.3.7, 10.3)."""
    return {
        "blocks": [block_plan(block) for block in document.blocks],
        "attachment_names": [attachment.name for attachment in document.stated_attachments],
        "attendees": [[label.rstrip("：:"), names] for label, names in document.attendees],
        "note": bracketed(document.note),
        "attachments": [
            _attachment(item, label, attached) for item, label in labelled_attachments(document) if is_bound(item)
        ],
    }


def _undersigned(document: OfficialDocument, options: PageOptions, seals: Mapping[str, str]) -> Plain:
    """Lay out who signs, by what, and when (7.3.5); only what was pressed is drawn."""
    pressed = {name: file for name, file in seals.items() if name in document.filled.seals}
    return {
        "signed": bool(document.signatories or document.signers),
        "ending": ending_of(document, sealed=options.sealed).name.lower(),
        "signatories": list(document.signatories),
        "seals": [pressed.get(organ, "") for organ in document.signatories],
        "seals_mm": list(seals_mm(document)),
        "signers": [[signer.office, pressed.get(signer.stamp, "")] for signer in document.signers],
        "dated": date_text(document.filled.dated),
    }


def _imprint(document: OfficialDocument, options: PageOptions) -> Plain:
    """Lay out 版记 (7.4)."""
    form = format_of(document.layout)
    return {
        "imprint": form.imprint,
        "copies_to": copies_line(document),
        "printing_organ": document.printing_organ,
        "printed_on": date_text(document.filled.printed_on),
        "even_imprint": options.imprint_on_even_page and form.imprint_on_even_page,
    }


def seals_mm(document: OfficialDocument) -> tuple[float, ...]:
    """Give how wide the seal of each signatory is."""
    return document.seals_mm or (SEAL_DIAMETER,) * len(document.signatories)


def title_lines(document: OfficialDocument) -> list[str]:
    """Give the title's lines; none where the format has no title (10.2)."""
    shown = "title" in format_of(document.layout).head
    return list(break_title(document.title, document.organs)) if shown else []


def shown_mark(document: OfficialDocument) -> tuple[list[str], str, float]:
    """Give the mark's lines, its suffix and its size; of too many organs the lead organ's alone, as 条例 art. 9 lets it."""
    names, suffix = mark_lines(document)
    size = mark_size(names, _size_up(document, names))
    if size is not None:
        return names, suffix, size
    lead = names[:1]
    return [lead[0] + suffix], "", mark_size(lead, _size_up(document, lead)) or 0.0


def _size_up(document: OfficialDocument, names: Sequence[str]) -> MarkSize:
    upward = document.direction is Direction.UP and document.layout is Layout.DOCUMENT
    return MarkSize(
        top_mm=format_of(document.layout).mark_top,
        titles=len(title_lines(document)),
        approver_lines=max(1, -(-len(document.approvers) // 2)) if upward else 1,
        names=len(names),
    )


def mark_lines(document: OfficialDocument) -> tuple[list[str], str]:
    """Give the names of the mark (发文机关标志) and the ``文件`` that stands right of several of them.

    A mark of several lines, or one that strings all organs together, is stacked; else it is one line as it stands.
    """
    lines = [line.strip() for line in document.mark.splitlines() if line.strip()]
    if len(lines) == 1 and len(document.organs) > 1:
        bare = lines[0].removesuffix(_SUFFIX).translate({ord(mark): None for mark in "、， \u3000"})
        if bare == "".join(document.organs):
            lines = [*document.organs[:-1], document.organs[-1] + (_SUFFIX if lines[0].endswith(_SUFFIX) else "")]
    if len(lines) > 1 and lines[-1] == _SUFFIX:
        return lines[:-1], _SUFFIX
    if len(lines) > 1 and lines[-1].endswith(_SUFFIX):
        return [*lines[:-1], lines[-1].removesuffix(_SUFFIX)], _SUFFIX
    return lines, ""


def corner_lines(document: OfficialDocument) -> list[list[str]]:
    """Give 份号, 密级 and 紧急程度 as (role, text) in their order (7.2.1 to 7.2.3); a classified page keeps the 份号's line free."""
    lines: list[list[str]] = []
    if document.filled.copy_serial or document.secrecy:
        lines.append(["fangsong", document.filled.copy_serial])
    if document.secrecy:
        lines.append(["heiti", str(document.secrecy)])
    if document.urgency:
        lines.append(["heiti", spread(document.urgency.value)])
    return lines


def spread(word: str) -> str:
    """Set a two-character word a character apart (特　急), as practice has it."""
    return "\u3000".join(word) if len(word) == 2 else word


def addressee_line(document: OfficialDocument) -> str:
    """Give the addressees with the colon (7.3.2)."""
    return "、".join(document.addressees).rstrip("：:") + "：" if document.addressees else ""


def copies_line(document: OfficialDocument) -> str:
    """Give the organs that get a copy, ended by ``。`` (7.4.2)."""
    return "，".join(document.copies_to).rstrip("。") + "。" if document.copies_to else ""


def date_text(day: dt.date | None) -> str:
    """Write a date the way 7.3.5.4 asks: ``2026年3月1日``."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def bracketed(note: str) -> str:
    """Put 附注 into brackets when it has none (7.3.6)."""
    return note if not note or note.startswith(("（", "(")) else f"（{note}）"


def one_line(title: str) -> str:
    """Give a title without its line breaks."""
    return "".join(line.strip() for line in title.splitlines())


def labelled_attachments(document: OfficialDocument) -> Iterator[tuple[Attachment, str]]:
    """Yield each attachment with what stands at its top left: 附件 and its number among them, before it the document's when it is bound apart (7.3.7).

    The text that is issued bears no mark.
    """
    numbered = len(document.stated_attachments) > 1
    place = 0
    for attachment in document.attachments:
        place += not attachment.issued
        number = document.filled.number if attachment.separate else ""
        yield attachment, "" if attachment.issued else f"{number}附件{place if numbered else ''}"


def texts_by_role(page: Mapping[str, object], document: OfficialDocument) -> dict[str, str]:
    """Gather the characters each font role will be asked for."""
    paragraphs = [*document.blocks, *(block for attachment in document.attachments for block in attachment.blocks)]
    gathered = {
        "fangsong": [
            document.plain_text(),
            str(page["addressees"]),
            str(page["number"]),
            str(page["copies_to"]),
            str(page["dated"]),
        ],
        "heiti": [
            "附件出席请假列席",
            *(label for label, _ in document.attendees),
            *(text for role, text in corner_lines(document) if role == "heiti"),
        ],
        "kaiti": [*document.approvers, *document.subtitle],  # 7.2.6; below a paper's title
        "xiaobiaosong": [document.mark, document.title, *(attachment.name for attachment in document.attachments)],
        "songti": ["—0123456789"],
    }
    gathered["fangsong"] += [
        "附件：抄送印发签发人0123456789年月日",
        document.note,
        document.printing_organ,
        document.filled.copy_serial,
    ]
    gathered["fangsong"] += [names for _, names in document.attendees]
    gathered["fangsong"] += [signer.office for signer in document.signers]
    for block in paragraphs:
        if isinstance(block, Paragraph) and block.level in (1, 2):
            gathered["heiti" if block.level == 1 else "kaiti"].append(block.text)
        elif isinstance(block, Table):
            gathered["heiti"] += [
                block.caption,
                *(cell.text for row in block.rows[: block.header_rows] for cell in row),
            ]
    return {role: "".join(parts) for role, parts in gathered.items()}


def pictures_of(document: OfficialDocument) -> tuple[Picture, ...]:
    """List the pictures of body and attachments."""
    blocks: Sequence[Block] = [*document.blocks, *(block for item in document.attachments for block in item.blocks)]
    return tuple(block for block in blocks if isinstance(block, Picture))


def is_bound(attachment: Attachment) -> bool:
    """Tell whether an attachment has pages here; one without content is only named in 附件说明 and goes on its own."""
    return bool(attachment.blocks or attachment.pdf_digest)


def attachment_blocks(attachment: Attachment) -> tuple[Block, ...]:
    """Give an attachment's blocks without a first line that only repeats its title, which the page states anyway."""
    first = attachment.blocks[0] if attachment.blocks else None
    repeats = isinstance(first, Paragraph) and _same(first.text, attachment.name)
    return attachment.blocks[1:] if repeats else attachment.blocks


def fitted_size_mm(picture: Picture) -> tuple[float, float]:
    """Give a picture's width and height, made smaller when it would not fit into the core."""
    shrink = min(1.0, CORE_WIDTH / picture.width_mm, _TALLEST_PICTURE_MM / picture.height_mm)
    return picture.width_mm * shrink, picture.height_mm * shrink


def picture_name(picture: Picture) -> str:
    """Give the file name of a picture in the template's folder."""
    return picture.digest[:40] + (".jpg" if "jp" in picture.media_type else ".png")


def block_plan(block: Block) -> Plain:
    """Give a block of text as plain values."""
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "text": block.text, "level": block.level, "lead": block.text[: block.lead]}
    if isinstance(block, Table):
        return _table(block)
    width, height = fitted_size_mm(block)
    return {
        "type": "picture",
        "file": picture_name(block),
        "width": width,
        "height": height,
        "caption": block.caption,
    }


def _table(table: Table) -> Plain:
    return {
        "type": "table",
        "widths": list(table.widths),
        "header_rows": table.header_rows if table.header_rows < len(table.rows) else 0,
        "caption": table.caption,
        "across": is_across(table),
        "columns": len(table.widths),
        "cells": [
            {
                "text": cell.text,
                "columns": cell.columns,
                "rows": cell.rows,
                "row": place,
                "head": place < table.header_rows,
                "breaks": _tall(row),
            }
            for place, row in enumerate(table.rows)
            for cell in row
        ],
    }


def _tall(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds so much that it may have to run on to the next page; any other stays whole."""
    return any(len(cell.text) > _TALL_CELL for cell in row)


def is_across(table: Table) -> bool:
    """Tell whether a table is set along the long side of the page (横排表格, clause 8)."""
    return table.across or len(table.widths) >= _ACROSS_COLUMNS


def _attachment(attachment: Attachment, label: str, attached: Mapping[str, int]) -> Plain:
    return {
        "label": label,
        "title_lines": list(break_title(attachment.name)),
        "blocks": [block_plan(block) for block in attachment_blocks(attachment)],
        "pages": attached.get(attachment.pdf_digest, 0) if attachment.pdf_digest else 0,
    }


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).strip("《》") == "".join(other.split()).strip("《》")
