"""The formatted .docx (排版后的文档): the same words and measures as the page, for people who go on with Word or WPS.

It names the families the offices have, carries page numbers as fields, and no image of a seal. The same document gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from docx import Document
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from domain.document import Block, OfficialDocument, Paragraph, Picture, Table
from press import layout
from press.as_printed import Printed
from press.docx_closing import attachment_list, attendees, imprint, signature
from press.docx_head import head
from press.docx_numbers import number_pages
from press.docx_parts import (
    Run,
    Shape,
    blank,
    paragraph,
    parting,
    section_end,
    table,
)
from press.docx_styles import NAMESPACES, template
from press.page_plan import (
    PageOptions,
    attachment_blocks,
    bracketed,
    fitted_size_mm,
    is_across,
    is_bound,
    labelled_attachments,
    one_line,
)
from press.title_breaking import break_title

_ZIP_DATE: Final = struct.pack("<2H", 0, 1 << 5 | 1)
"""Midnight of 1 January 1980, as ZIP writes time and date."""
_HEADING_STYLES: Final = ("BodyText", "Heading1", "Heading2", "Heading3", "Heading4")
_LEAD_ROLES: Final = ("", "heiti", "kaiti", "fangsong", "fangsong")


def write(
    document: OfficialDocument,
    pictures: Mapping[str, bytes],
    options: PageOptions,
    printed: Printed = Printed(),  # noqa: B008 - frozen
) -> bytes:
    """Write a document as .docx; ``pictures`` maps digests to bytes, ``printed`` says how its pages came out."""
    word = Document(io.BytesIO(template(printed.pitch_pt)))
    body = word.element.body
    section = body.sectPr
    for element in parse_xml(f"<w:body {NAMESPACES}>{''.join(_parts(document, options, printed))}</w:body>"):
        section.addprevious(element)
    _insert_pictures(word, document, pictures)
    number_pages(word, document.layout)
    _describe(word, document)
    stream = io.BytesIO()
    word.save(stream)
    return _with_fixed_dates(stream.getvalue())


def _parts(document: OfficialDocument, options: PageOptions, printed: Printed) -> Iterator[str]:
    yield from head(dataclasses.replace(document, addressees=()) if printed.moved else document, options)
    yield from _blocks(document.blocks, holds_on=bool(document.signatories or document.signers))
    yield from attachment_list(document)
    yield from attendees(document)
    yield from signature(document, options)
    if document.note:
        yield paragraph("Note", bracketed(document.note))
    yield from _attachments(document)
    yield from imprint(document, printed)


def _blocks(blocks: Sequence[Block], *, holds_on: bool = False, turned: bool = False) -> Iterator[str]:
    """``holds_on``: the last paragraph stays with what follows, so that no signature stands on a page of its own (7.3.5.5).

    ``turned``: the page lies across already.
    """
    for place, block in enumerate(blocks, 1):
        if isinstance(block, Paragraph):
            yield _text(block, Shape(keep_next=holds_on and place == len(blocks)))
        elif isinstance(block, Table):
            yield section_end(across=False) if is_across(block) and not (turned and place == 1) else ""
            if block.caption:
                yield paragraph("TableHead", block.caption, Shape(keep_next=True))
            yield table(block, layout.CORE_HEIGHT if is_across(block) else layout.CORE_WIDTH)
            yield section_end(across=True) if is_across(block) else parting()
        else:
            yield paragraph("Picture")
            if block.caption:
                yield paragraph("TableText", block.caption)


def _text(block: Paragraph, shape: Shape) -> str:
    if block.level == 0 or block.lead == 0:
        return paragraph(_HEADING_STYLES[block.level], block.text, shape)
    lead = Run(block.text[: block.lead], _LEAD_ROLES[block.level])
    return paragraph("BodyText", [lead, Run(block.text[block.lead :])], shape)


def _attachments(document: OfficialDocument) -> Iterator[str]:
    for attachment, label in labelled_attachments(document):
        if not is_bound(attachment):
            continue
        blocks = attachment_blocks(attachment)
        turned = bool(blocks) and isinstance(blocks[0], Table) and is_across(blocks[0])
        # A table across takes label and title onto its own page, as it does in the PDF.
        yield section_end(across=False) if turned else ""
        yield paragraph("AttachmentLabel", label, Shape(page_break_before=not turned))
        yield blank()
        for line in break_title(attachment.name):
            yield paragraph("Title", line)
        yield blank()
        if attachment.pdf_digest:
            yield paragraph("BodyText", "（见所附 PDF 文件）")
        yield from _blocks(blocks, turned=turned)


def _insert_pictures(word: Any, document: OfficialDocument, pictures: Mapping[str, bytes]) -> None:
    blocks = [
        *document.blocks,
        *(block for attachment in document.attachments for block in attachment_blocks(attachment)),
    ]
    shown = [block for block in blocks if isinstance(block, Picture)]
    places = [each for each in word.paragraphs if each.style.style_id == "Picture"] if shown else []
    for place, picture in zip(places, shown, strict=True):
        width, height = fitted_size_mm(picture)
        place.add_run().add_picture(io.BytesIO(pictures[picture.digest]), Mm(width), Mm(height))


def _describe(word: Any, document: OfficialDocument) -> None:
    properties = word.core_properties
    day = document.filled.printed_on or document.filled.dated or dt.date(2012, 7, 1)
    moment = dt.datetime.combine(day, dt.time())
    properties.title = one_line(document.title)
    properties.author = properties.last_modified_by = document.organs[0] if document.organs else ""
    properties.subject = document.filled.number
    properties.comments = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _with_fixed_dates(data: bytes) -> bytes:
    """Write one date over that of every entry, in its own header and in the directory; what is packed stays as it is."""
    patched = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry = package.start_dir
        for info in package.infolist():
            patched[info.header_offset + 10 : info.header_offset + 14] = _ZIP_DATE
            patched[entry + 12 : entry + 16] = _ZIP_DATE
            entry += 46 + sum(struct.unpack_from("<3H", data, entry + 28))
    return bytes(patched)
