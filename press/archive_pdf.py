"""The archival PDF (归档版式文件): PDF/A-3 with the record's metadata in XMP and its source attached, the same bytes every time.

Pages of attached PDFs are laid over the pages the typesetter kept free. A foreign page may break any promise of PDF/A, so such a file
no longer states it, and says why.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import AttachedFileSpec, Name

from domain.document import OfficialDocument
from domain.levels import Level
from press.fonts import FontReport
from press.layout import CORE_HEIGHT, CORE_WIDTH, LEFT_MARGIN, LINE_PITCH_PT, MM_PT, PAGE_HEIGHT, TOP_MARGIN
from press.typeset import Typeset
from press.typeset_errors import UnusableAttachmentError

NAMESPACE: Final = "urn:hongtou:record:1"
METADATA_NAME: Final = "metadata.json"

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EPOCH: Final = dt.datetime(2012, 7, 1, tzinfo=dt.UTC)
_ATTACHED: Final = Name("/Attached")
_BOUND_IN: Final = "编入了附件 PDF 的页面，本文件不声明符合 PDF/A"


@dataclass(frozen=True)
class Fact:
    """One property of the record (元数据项): its name in the file, what it is, its value."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Source:
    """The file the document was made from (原稿)."""

    name: str
    data: bytes


@dataclass(frozen=True)
class AttachedPdfs:
    """The attached PDFs of a document, in order (附件PDF), with their number of pages."""

    files: tuple[tuple[str, bytes, int], ...] = ()

    @property
    def page_counts(self) -> Mapping[str, int]:
        """Give digest → pages."""
        return {digest: pages for digest, _, pages in self.files}

    def sentences(self) -> tuple[str, ...]:
        """Say what the attached pages cost, in Chinese."""
        return (_BOUND_IN,) if self.files else ()


def attached_pdfs(document: OfficialDocument, read: Callable[[str], bytes]) -> AttachedPdfs:
    """Open the attached PDFs of a document.

    Raises:
        UnusableAttachmentError: One can't be opened or is encrypted.
    """
    found = []
    for attachment in document.attachments:
        if attachment.pdf_digest:
            data = read(attachment.pdf_digest)
            try:
                found.append((attachment.pdf_digest, data, page_count(data)))
            except pikepdf.PasswordError as error:
                raise UnusableAttachmentError(document.title, attachment.name, "设有密码") from error
            except pikepdf.PdfError as error:
                raise UnusableAttachmentError(document.title, attachment.name, "文件已损坏") from error
    return AttachedPdfs(tuple(found))


def page_count(pdf: bytes) -> int:
    """Count the pages."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def bind(typeset: Typeset, attached: AttachedPdfs) -> bytes:
    """Give the PDF with the attached pages in their places; without any, the typesetter's own bytes."""
    if not attached.files:
        return typeset.pdf
    with pikepdf.open(io.BytesIO(typeset.pdf)) as pdf:
        _lay_over(pdf, typeset.attached_pages, attached)
        return _saved(pdf, packed=True)


def facts_of(
    document: OfficialDocument,
    renderer: str,
    fonts: FontReport,
    metadata: Sequence[tuple[str, str]],
    attached: AttachedPdfs,
) -> tuple[Fact, ...]:
    """List the properties that go into the file; ``metadata`` adds the record's own, such as retention."""
    filled = document.filled
    own = (
        Fact("documentNumber", "发文字号", filled.number),
        Fact("title", "标题", document.title.replace("\n", "")),
        Fact("documentKind", "文种", document.kind.value),
        Fact("issuers", "发文机关", "、".join(document.organs)),
        Fact("documentDate", "成文日期", filled.dated.isoformat() if filled.dated else ""),
        Fact("secrecyLevel", "密级", str(document.secrecy or Level.INTERNAL.value)),
        Fact("urgency", "紧急程度", document.urgency.value if document.urgency else ""),
        Fact("contentDigest", "正文摘要（SHA-256）", document.content_digest()),
        Fact("renderer", "排版程序", renderer),
        Fact("fontSubstitutions", "字体替代", "；".join(fonts.sentences())),
        Fact("conformanceNote", "版式说明", "；".join(attached.sentences())),
    )
    given = dict(metadata)
    stated = tuple(Fact(fact.name, fact.label, given.pop(fact.name, fact.value)) for fact in own)
    return (*stated, *(Fact(_property_name(name), name, value) for name, value in sorted(given.items())))


def archive(typeset: Typeset, attached: AttachedPdfs, source: Source, facts: Sequence[Fact]) -> bytes:
    """Make the archival file: pages, metadata, and the source and the metadata as associated files."""
    with pikepdf.open(io.BytesIO(typeset.pdf)) as pdf:
        _lay_over(pdf, typeset.attached_pages, attached)
        _attach(pdf, source.name, source.data, _WORD, "Source", "原稿")
        _attach(pdf, METADATA_NAME, _as_json(facts), "application/json", "Data", "元数据")
        _state(pdf, facts, archival=not attached.files)
        return _saved(pdf, packed=bool(attached.files))


def _saved(pdf: pikepdf.Pdf, *, packed: bool) -> bytes:
    """Save; streams that came unpacked are packed only on demand: our own are, and a Word file in there is a ZIP already."""
    stream = io.BytesIO()
    pdf.save(
        stream,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        compress_streams=packed,
        fix_metadata_version=False,  # it says so already
    )
    return stream.getvalue()


def _lay_over(pdf: pikepdf.Pdf, places: Sequence[int], attached: AttachedPdfs) -> None:
    """Put the foreign pages into the core of the pages kept free; the first of each leaves the line of its label."""
    free = iter(places)
    for _, data, _ in attached.files:
        with pikepdf.open(io.BytesIO(data)) as foreign:
            for number, page in enumerate(foreign.pages):
                _lay(pdf, pdf.pages[next(free)], page, _room(first=number == 0))


def _lay(pdf: pikepdf.Pdf, page: pikepdf.Page, foreign: pikepdf.Page, room: pikepdf.Rectangle) -> None:
    """Draw a foreign page into a room of ours under a name that is always the same: ``add_overlay`` would draw lots for it."""
    form = pdf.copy_foreign(foreign.as_form_xobject())
    page.add_resource(form, Name.XObject, _ATTACHED)
    drawn = page.calc_form_xobject_placement(
        form, _ATTACHED, room, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\nq\n" + drawn + b"\nQ\n")


def _room(*, first: bool) -> pikepdf.Rectangle:
    top = PAGE_HEIGHT * MM_PT - TOP_MARGIN * MM_PT - (LINE_PITCH_PT if first else 0)
    bottom = (PAGE_HEIGHT - TOP_MARGIN - CORE_HEIGHT) * MM_PT
    return pikepdf.Rectangle(LEFT_MARGIN * MM_PT, bottom, (LEFT_MARGIN + CORE_WIDTH) * MM_PT, top)


def _attach(pdf: pikepdf.Pdf, name: str, data: bytes, media_type: str, relation: str, label: str) -> None:
    stamp = _EPOCH.strftime("D:%Y%m%d%H%M%S+00'00'")
    make: Any = AttachedFileSpec  # its type stub lacks ``relationship``
    pdf.attachments[name] = make(
        pdf,
        data,
        filename=name,
        mime_type=media_type,
        description=label,
        relationship=Name("/" + relation),
        creation_date=stamp,
        mod_date=stamp,
    )


def _as_json(facts: Sequence[Fact]) -> bytes:
    return json.dumps({fact.name: fact.value for fact in facts}, ensure_ascii=False, indent=1).encode() + b"\n"


def _state(pdf: pikepdf.Pdf, facts: Sequence[Fact], *, archival: bool) -> None:
    """Write the properties into XMP, with the extension schema PDF/A asks for (ISO 19005-3 6.6.2.3)."""
    xmp = pdf.Root.Metadata.read_bytes().decode()
    values = "".join(f"<ht:{fact.name}>{escape(fact.value)}</ht:{fact.name}>" for fact in facts)
    xmp = _with_schema(xmp, facts).replace(
        "</rdf:RDF>", f'<rdf:Description rdf:about="" xmlns:ht="{NAMESPACE}">{values}</rdf:Description></rdf:RDF>'
    )
    if not archival:
        xmp = _without_claim(xmp)
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _with_schema(xmp: str, facts: Sequence[Fact]) -> str:
    """Add our schema to the bag the typesetter already declares: a second bag would make the XMP invalid."""
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{fact.name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(fact.label)}</pdfaProperty:description></rdf:li>"
        for fact in facts
    )
    item = (
        '<rdf:li rdf:parseType="Resource" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaSchema:schema>Hongtou record</pdfaSchema:schema><pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>ht</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
    start = xmp.find("<pdfaExtension:schemas>")
    if start >= 0:
        end = xmp.rindex("</rdf:Bag>", start, xmp.index("</pdfaExtension:schemas>", start))
        return xmp[:end] + item + xmp[end:]
    bag = (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/">'
        f"<pdfaExtension:schemas><rdf:Bag>{item}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
    return xmp.replace("</rdf:RDF>", bag + "</rdf:RDF>")


def _without_claim(xmp: str) -> str:
    for name in ("part", "conformance", "rev"):
        start = xmp.find(f"<pdfaid:{name}>")
        if start >= 0:
            closing = f"</pdfaid:{name}>"
            xmp = xmp[:start] + xmp[xmp.index(closing, start) + len(closing) :]
    return xmp


def _property_name(label: str) -> str:
    """Give an XML name for a property of the record: its own when it is one, else its characters' codes."""
    if label.isascii() and label.isidentifier():
        return label
    return "p" + label.encode().hex()
