"""The end of the .docx (落款和版记): attendees, 附件说明, signature, and 版记 at the foot of the last page (7.3.4, 7.3.5, 7.4)."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from typing import Final

from domain.document import Ending, OfficialDocument
from press import layout
from press.as_printed import Printed
from press.docx_parts import CORE_TWIPS, Indent, Run, Shape, blank, border, borderless_table, paragraph, row, tab
from press.docx_styles import SMALL, ZI
from press.formats import ending_of, format_of
from press.page_plan import PageOptions, copies_line, date_text, seals_mm

_MM: Final = layout.MM_PT * 20
"""Twips in a millimetre."""
_DATE: Final = "2026年10月1日"
"""Stands for a date that is not filled in yet: it takes as much room as any."""


def attachment_list(document: OfficialDocument) -> Iterator[str]:
    """Give 附件说明 (7.3.4): names below each other, what wraps stands under the name."""
    names = [attachment.name for attachment in document.stated_attachments]
    if not names:
        return
    yield blank()
    for place, name in enumerate(names, 1):
        number = f"{place}." if len(names) > 1 else ""
        width = 3 * ZI + (ZI if number else 0)
        label = "附件：" if place == 1 else ""
        shape = Shape(
            tabs=tab(5 * ZI, "left") + (tab(6 * ZI, "left") if number else ""),
            indent=Indent(left=2 * ZI + width, hanging=width),
        )
        lead = f"{label}\t{number}\t" if number else f"{label}\t"
        yield paragraph("AttachmentList", lead + name, shape)


def attendees(document: OfficialDocument) -> Iterator[str]:
    """Give 出席, 请假 and 列席 of minutes (10.3)."""
    if document.attendees:
        yield blank()
    for label, names in document.attendees:
        heading = label.rstrip("：:") + "："
        hang = len(heading) * ZI
        yield paragraph(
            "AttachmentList",
            [Run(heading, "heiti"), Run(names)],
            Shape(indent=Indent(left=2 * ZI + hang, hanging=hang)),
        )


def signature(document: OfficialDocument, options: PageOptions) -> Iterator[str]:
    """Give 署名 and 成文日期 with room for seals, without, or with the stamps of signatures (7.3.5)."""
    ending = ending_of(document, sealed=options.sealed)
    if ending is Ending.STAMPED:
        yield from _stamped(document)
    elif not document.signatories:
        return
    elif ending is Ending.UNSEALED:
        yield from _unsealed(document)
    elif len(document.signatories) == 1:
        yield from _sealed(document)
    else:
        yield from _sealed_jointly(document)


def _sealed(document: OfficialDocument) -> Iterator[str]:
    """The name is centred over the date, whose right edge is 4 字 in (7.3.5.1)."""
    dated = date_text(document.filled.dated)
    name = document.signatories[0]
    right = 4 * ZI + (_width(dated or _DATE) - _width(name)) * ZI / 2
    yield blank(_seal_lines(document), keep_next=True)
    yield paragraph("Signature", name, Shape(indent=Indent(right=max(1, round(right)))))
    yield paragraph("Dated", dated)


def _sealed_jointly(document: OfficialDocument) -> Iterator[str]:
    """Names stand side by side, each with the room its seal needs; the date under the last (7.3.5.1)."""
    names = document.signatories
    across = max(seals_mm(document)) * _MM
    right = max(4 * ZI + _width(_DATE) * ZI / 2, across / 2)
    many = len(names) >= layout.SEAL_MANY
    widest = across if many else max(across, *(_width(name) * ZI for name in names))
    apart = max(across + layout.SEAL_GAP * _MM, widest + (0 if many else ZI))
    room = max(0.0, CORE_TWIPS - right - widest / 2)
    per_row = layout.SEAL_ROW if many else max(1, min(layout.SEAL_ROW, 1 + math.floor(room / apart)))
    apart = min(apart, room / (per_row - 1)) if per_row > 1 else apart
    dated = date_text(document.filled.dated)
    rows = [names[place : place + per_row] for place in range(0, len(names), per_row)]
    yield blank(_seal_lines(document), keep_next=True)
    widths = [round(CORE_TWIPS - right - (per_row - 0.5) * apart), *[round(apart)] * per_row]
    widths = [max(1, widths[0]), *widths[1:], max(1, round(right - apart / 2))]
    yield borderless_table(
        widths, [_row_of_names(line, per_row, widths, across, last=line is rows[-1]) for line in rows]
    )
    yield paragraph("Dated", dated)


def _row_of_names(names: Sequence[str], per_row: int, widths: Sequence[int], across: float, *, last: bool) -> str:
    empty = per_row - len(names)
    texts = ["", *[""] * empty, *names, ""]
    cells = []
    for width, name in zip(widths, texts, strict=True):
        squeeze = min(100, int(max(1.0, min(width, across)) / (_width(name) * ZI) * 100)) if name else 100
        narrow = squeeze if name and _width(name) * ZI > width else 100
        shape = Shape(keep_next=True, align="center")
        cells.append((width, "", paragraph("Signature", [Run(name, squeeze=narrow)] if name else "", shape)))
    return row(cells, height=0 if last else round(across + layout.SEAL_ROW_GAP * _MM))


def _unsealed(document: OfficialDocument) -> Iterator[str]:
    """The name ends 2 字 in, the date begins 2 字 right of it (7.3.5.2); a longer date is the one that ends 2 字 in."""
    dated = date_text(document.filled.dated)
    widest = max(_width(name) for name in document.signatories) * ZI
    left = min(CORE_TWIPS - 2 * ZI - widest, CORE_TWIPS - 2 * ZI - _width(dated or _DATE) * ZI - 2 * ZI)
    yield blank(1, keep_next=True)
    for name in document.signatories:
        yield paragraph("Signature", name, Shape(indent=Indent(left=max(1, round(left))), align="left"))
    yield paragraph("Dated", dated, Shape(indent=Indent(left=max(1, round(left + 2 * ZI))), align="left"))


def _stamped(document: OfficialDocument) -> Iterator[str]:
    """Offices left of the places of the stamps (7.3.5.3)."""
    wide = round(layout.STAMP_WIDTH * _MM)
    yield blank(2, keep_next=True)
    widths = [CORE_TWIPS - wide - 6 * ZI, 2 * ZI, wide, 4 * ZI]
    rows = [
        row(
            [
                (widths[0], "", paragraph("Signature", signer.office, Shape(keep_next=True, align="right"))),
                *((width, "", paragraph("Signature", "", Shape(keep_next=True))) for width in widths[1:]),
            ],
            height=round(layout.STAMP_HEIGHT * _MM),
        )
        for signer in document.signers
    ]
    yield borderless_table(widths, rows)
    yield blank(1, keep_next=True)
    yield paragraph("Dated", date_text(document.filled.dated))


def imprint(document: OfficialDocument, printed: Printed) -> Iterator[str]:
    """Give 版记 in a frame that ends on the core's bottom edge, after the new pages that were begun for it (7.4).

    All its paragraphs have the same borders, which Word draws round them all; the thin rule is a black line of its own, since LibreOffice
    takes paragraphs with a border between them out of the frame.
    """
    lines = _imprint_lines(document, printed.moved)
    if not lines:
        return
    yield "".join(paragraph("Corner", "", Shape(page_break_before=True)) for _ in range(printed.breaks))
    bare = format_of(document.layout).imprint == "bare"
    borders = "" if bare else border("top", layout.RULE_THICK) + border("bottom", layout.RULE_THICK)
    frame = _frame(printed.imprint_top)
    for text, shape, ruled in lines:
        if ruled and not bare:
            thin = f'<w:spacing w:line="{round(layout.RULE_THIN * _MM)}" w:lineRule="exact"/>'
            yield paragraph("Imprint", "", Shape(frame=frame, borders=borders, shading="000000", spacing=thin))
        yield paragraph("Imprint", text, dataclasses.replace(shape, frame=frame, borders=borders))
    yield paragraph("Corner", "", Shape(spacing='<w:spacing w:line="20" w:lineRule="exact"/>'))


def _imprint_lines(document: OfficialDocument, moved: str) -> list[tuple[str, Shape, bool]]:
    """List 主送, 抄送 and 印发, each with whether a rule parts it from what stands above."""
    hung = Shape(indent=Indent(left=4 * SMALL, right=SMALL, hanging=3 * SMALL))
    lines = [(f"主送：{moved.rstrip('：')}。", hung, False)] if moved else []
    if document.copies_to:
        lines.append((f"抄送：{copies_line(document)}", hung, False))
    if document.printing_organ and format_of(document.layout).imprint != "bare":
        line = f"{document.printing_organ}\t{date_text(document.filled.printed_on)}印发"
        shape = Shape(tabs=tab(CORE_TWIPS - SMALL), indent=Indent(left=SMALL, right=SMALL))
        lines.append((line, shape, bool(lines)))
    return lines


def _frame(top_mm: float) -> str:
    """Give the frame: where the page has it, or at the foot of the text when that is not known."""
    place = f'w:vAnchor="page" w:hAnchor="margin" w:xAlign="left" w:y="{round(top_mm * _MM)}"'
    foot = 'w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" w:yAlign="bottom"'
    return f'<w:framePr w:w="{CORE_TWIPS}" w:hSpace="0" w:wrap="notBeside" {place if top_mm else foot}/>'


def _seal_lines(document: OfficialDocument) -> int:
    """As many blank lines as the page has above a seal."""
    pitch = layout.LINE_PITCH_PT / layout.MM_PT
    return math.ceil((max(seals_mm(document)) / 2 + layout.SEAL_RISE - pitch) / pitch)


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)
