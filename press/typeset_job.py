"""Typesetting as jobs of a resident child process (排版作业): the typesetter and its fonts stay warm between documents.

Requests and replies are parcels. Pictures and attached PDFs are read from the content folder the request names; pages go back as bytes
and are kept by the parent, which alone writes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from domain.codec import Plain, from_plain, to_plain
from domain.document import OfficialDocument
from domain.papers import Paper
from ground.content import ContentFolder
from press import archive_pdf, docx_writer, page_texts
from press.as_printed import printed_as
from press.as_shown import differences
from press.conformance import judged
from press.fonts import FontShelf
from press.forms import pictures_in
from press.layout import FORMAT_VERSION
from press.leaves import leaves
from press.measure import measure
from press.page_images import page_image, page_images
from press.page_plan import PageOptions, pictures_of
from press.parcel import pack, unpack
from press.typeset import Typesetter, engine
from press.typeset_errors import PagesDifferError


@dataclass(frozen=True)
class IssueOrder:
    """What is printed beside the document (印制要求): the source it was made from and the metadata of the record.

    ``shown`` is the digest of the PDF that was shown to those who signed; empty where nobody signs.
    """

    source_digest: str
    source_name: str
    metadata: tuple[tuple[str, str], ...]
    sealed_organs: tuple[str, ...]
    shown: str = ""


def describe(request: bytes) -> bytes:
    """Answer with the renderer's name, what stands in for licensed fonts, and the files of the fonts."""
    head, _ = unpack(request)
    typesetter = _typesetter(tuple(head["fonts"]))
    shelf = typesetter.shelf
    reply = _reply_head(typesetter, shelf.report(dict.fromkeys(shelf.roles, "文"), "").sentences())
    files = sorted({str(shelf.file_of(role)) for role in shelf.roles})
    return pack({**reply, "files": files, "fonts": to_plain(shelf.in_use())})


def page(request: bytes) -> bytes:
    """Answer with the PNG of one page of a PDF of ours."""
    head, (pdf,) = unpack(request)
    return pack(_reply_head(_typesetter(tuple(head["fonts"])), ()), (page_image(pdf, head["page"]),))


def page_starts(request: bytes) -> bytes:
    """Answer with where in a text the pages of a PDF of ours begin."""
    head, (pdf,) = unpack(request)
    starts = page_texts.page_starts(pdf, head["text"])
    return pack({**_reply_head(_typesetter(tuple(head["fonts"])), ()), "starts": to_plain(starts)})


def page_words(request: bytes) -> bytes:
    """Answer with the texts of all pages of a PDF of ours and the places of one page's characters."""
    head, (pdf,) = unpack(request)
    texts, spots = page_texts.page_words(pdf, head["page"])
    reply = {"texts": to_plain(texts), "spots": to_plain(spots)}
    return pack({**_reply_head(_typesetter(tuple(head["fonts"])), ()), **reply})


def show(request: bytes) -> bytes:
    """Answer with the PDF and a PNG per page."""
    reply, pdf = _shown(request)
    return pack(reply, (pdf, *page_images(pdf)))


def report(request: bytes) -> bytes:
    """Answer with what is measured on the pages that ``show`` would make (版面实测)."""
    reply, pdf = _shown(request)
    return pack({**reply, "report": to_plain(judged(measure(pdf)))})


def proof(request: bytes) -> bytes:
    """Answer with the SHA-512 digest of the PDF that ``show`` would make."""
    reply, pdf = _shown(request)
    return pack({**reply, "pdf": hashlib.sha512(pdf).hexdigest()})


def _shown(request: bytes) -> tuple[dict[str, Plain], bytes]:
    head, _ = unpack(request)
    typesetter, document, content = _opened(head)
    attached = archive_pdf.attached_pdfs(document, content.read)
    options = from_plain(PageOptions, head["options"])
    typeset = typesetter.typeset(document, _pictures(document, content), options=options, attached=attached.page_counts)
    return _reply_head(typesetter, typeset.sentences()), archive_pdf.bind(typeset, attached)


def paper(request: bytes) -> bytes:
    """Answer with the PDF of an everyday paper."""
    head, _ = unpack(request)
    typesetter, content = _typesetter(tuple(head["fonts"])), ContentFolder(Path(head["content"]))
    wanted = from_plain(Paper, head["paper"])
    pictures = {picture.digest: content.read(picture.digest) for picture in pictures_in(wanted)}
    made = typesetter.typeset_paper(wanted, pictures, archival=True)
    return pack(_reply_head(typesetter, made.sentences()), (made.pdf,))


def issue(request: bytes) -> bytes:
    """Answer with the .docx and the archival PDF; the parcel's parts are the seal images.

    Raises:
        PagesDifferError: The pages differ from those shown in more than what was filled in.
    """
    head, images = unpack(request)
    typesetter, document, content = _opened(head)
    order = from_plain(IssueOrder, head["order"])
    options = from_plain(PageOptions, head["options"])
    pictures = _pictures(document, content)
    attached = archive_pdf.attached_pdfs(document, content.read)
    seals = dict(zip(order.sealed_organs, images, strict=True))
    typeset = typesetter.typeset(
        document, pictures, options=options, seals=seals, attached=attached.page_counts, archival=True
    )
    source = archive_pdf.Source(order.source_name, content.read(order.source_digest))
    facts = archive_pdf.facts_of(document, _renderer(typesetter), typeset.fonts, order.metadata, attached)
    pdf = archive_pdf.archive(typeset, attached, source, facts)
    pages = leaves(pdf)
    if order.shown and (found := differences(leaves(content.read(order.shown)), pages, document)):
        raise PagesDifferError(document.title, found)
    docx = docx_writer.write(document, pictures, options, printed_as(document, pages, typeset.pitch_pt))
    said = (*typeset.sentences(), *attached.sentences())
    starts = page_texts.starts_among(len(pages), lambda number: pages[number].text, document.plain_text())
    reply = {"pages": len(pages), "page_starts": to_plain(starts)}
    return pack({**_reply_head(typesetter, said), **reply}, (docx, pdf))


def _opened(head: Plain) -> tuple[Typesetter, OfficialDocument, ContentFolder]:
    document = from_plain(OfficialDocument, head["document"])
    return _typesetter(tuple(head["fonts"])), document, ContentFolder(Path(head["content"]))


def _pictures(document: OfficialDocument, content: ContentFolder) -> dict[str, bytes]:
    return {picture.digest: content.read(picture.digest) for picture in pictures_of(document)}


def _reply_head(typesetter: Typesetter, said: tuple[str, ...]) -> dict[str, Plain]:
    return {"renderer": _renderer(typesetter), "substitutions": to_plain(said)}


def _renderer(typesetter: Typesetter) -> str:
    return f"{FORMAT_VERSION}; {engine()}; fonts {typesetter.shelf.digest[:16]}"


@lru_cache(maxsize=1)
def _typesetter(folders: tuple[str, ...]) -> Typesetter:
    return Typesetter(FontShelf([Path(folder) for folder in folders]))
