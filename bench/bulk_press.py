"""A press for bulk work (成批排版): the pages are those of the real press, made ahead of time in processes of their own.

What it hands out is what ``press.Press`` would hand out, but for one thing: for documents whose pages nobody will look at again no page
image is drawn, and each page's digest is taken from the PDF and the page's number instead.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from domain.document import OfficialDocument
from domain.draft import Draft, SourceFile
from domain.facts import Facts
from domain.findings import Finding
from domain.office import Office
from domain.pages import IssuedPages, Proof, Shown
from domain.papers import Paper
from ground.content import ContentFolder
from press import archive_pdf, checks, docx_writer
from press.fonts import FontShelf
from press.layout import FORMAT_VERSION
from press.page_images import page_images
from press.page_plan import PageOptions
from press.page_texts import page_starts
from press.typeset import Typesetter, engine

T = TypeVar("T")


@dataclass(frozen=True)
class ShownPages:
    """A PDF as shown, with its page images when they were asked for."""

    pdf: bytes
    images: tuple[bytes, ...]
    pages: int


@dataclass(frozen=True)
class Order:
    """What ``Press.issue`` is asked for."""

    document: OfficialDocument
    source: bytes
    source_name: str
    metadata: tuple[tuple[str, str], ...]
    seals: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Papers:
    """The final papers of one document."""

    docx: bytes
    pdf: bytes
    pages: int
    page_starts: tuple[int, ...]


class BulkPress:
    """Stands in for the press; ``staging`` keeps what it makes. Ask ahead with ``will_show`` and ``will_issue``."""

    def __init__(self, fonts: Sequence[Path], workers: int) -> None:
        self._pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _warm, (tuple(fonts),))
        self._renderer = self._pool.submit(renderer_of, tuple(fonts)).result()
        self._fonts = tuple(fonts)
        self._drafts: dict[str, Draft] = {}
        self._shows: dict[str, ShownPages] = {}
        self._proofs: dict[str, Proof] = {}
        self._papers: dict[str, Future[Papers]] = {}

    def expect(self, docx: bytes, draft: Draft) -> None:
        """Say what is read in a file."""
        self._drafts[_digest(docx)] = draft

    def submit(self, job: Callable[..., T], *arguments: object) -> Future[T]:
        """Have a job done beside the typesetting; it gets the fonts first."""
        return self._pool.submit(job, self._fonts, *arguments)

    def has_shown(self, content: str, pages: ShownPages) -> None:
        """Keep pages that a job of ours made."""
        self._shows[content] = pages

    def will_issue(self, document_id: str, order: Order) -> None:
        """Begin to make a document's final papers."""
        self._papers[document_id] = self._pool.submit(issue, self._fonts, order)

    def read(self, files: Sequence[SourceFile], _subject: str) -> Draft:
        """Give what was said of the body."""
        return self._drafts.pop(_digest(files[0].data))

    def check(
        self, document: OfficialDocument, draft: Draft, facts: Facts, office: Office | None = None
    ) -> tuple[Finding, ...]:
        """Check as the press does."""
        return checks.check(document, draft, facts, office)

    def renderer(self) -> str:
        """Name what makes the pages."""
        return self._renderer

    def shown_into(self, staging: ContentFolder, document: OfficialDocument, *, images: bool) -> Shown:
        """Give the pages, kept in ``staging``; those not asked for ahead are made now."""
        content = document.content_digest()
        made = self._shows.pop(content, None) or self.submit(show, document, images).result()
        pdf = staging.put(made.pdf)
        pages = tuple(staging.put(image) for image in made.images) or tuple(
            _digest(f"{pdf}/{page}".encode()) for page in range(1, made.pages + 1)
        )
        shown = Shown(content, pdf, pages, self._renderer)
        self._proofs[content] = shown.proof()
        return shown

    def proof(self, document: OfficialDocument) -> Proof:
        """Give what the pages were when they were shown: typesetting again gives the same bytes."""
        return self._proofs.pop(document.content_digest())

    def issued_into(self, staging: ContentFolder, document_id: str, order: Order) -> IssuedPages:
        """Give the papers, kept in ``staging``; those not ordered ahead are made now."""
        if document_id not in self._papers:
            self.will_issue(document_id, order)
        made = self._papers.pop(document_id).result()
        kept = staging.put(made.docx), staging.put(made.pdf)
        return IssuedPages(*kept, made.pages, self._renderer, page_starts=made.page_starts)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


class PressOf:
    """The bulk press as one house sees it: with that house's staging, with or without page images."""

    def __init__(self, press: BulkPress, staging: ContentFolder, *, images: bool) -> None:
        self._press, self._staging, self._images = press, staging, images
        self.read, self.check, self.renderer, self.proof = press.read, press.check, press.renderer, press.proof

    def stamp(self, docx: bytes, _document_id: str) -> bytes:
        """Hand a returned draft back as it came: nobody will hand it in again."""
        return docx

    def page_starts(self, pdf: bytes, text: str) -> tuple[int, ...]:
        """Tell where the pages begin, in this process: the files are our own."""
        return page_starts(pdf, text)

    def show(self, document: OfficialDocument) -> Shown:
        """Give the pages."""
        return self._press.shown_into(self._staging, document, images=self._images)

    def issue(
        self,
        document: OfficialDocument,
        *,
        source_digest: str,
        source_name: str,
        metadata: Mapping[str, str],
        seals: Mapping[str, bytes],
        shown: str,  # noqa: ARG002 - typesetting again gives the same pages
    ) -> IssuedPages:
        """Give the final papers."""
        source = self._staging.read(source_digest)
        order = Order(document, source, source_name, tuple(sorted(metadata.items())), tuple(seals.items()))
        return self._press.issued_into(self._staging, metadata["documentId"], order)

    def paper(self, paper: Paper) -> bytes:
        """Set the 发文稿纸 that is filed with a document."""
        return self._press.submit(everyday, paper).result()


def show(fonts: tuple[Path, ...], document: OfficialDocument, images: bool) -> ShownPages:  # noqa: FBT001 - a job's argument
    """Typeset what is signed."""
    pdf = _typesetter(fonts).typeset(document.signed_part(), {}).pdf
    return ShownPages(pdf, tuple(page_images(pdf)) if images else (), archive_pdf.page_count(pdf))


def issue(fonts: tuple[Path, ...], order: Order) -> Papers:
    """Make the final papers, as ``press.typeset_job`` does."""
    typesetter = _typesetter(fonts)
    typeset = typesetter.typeset(order.document, {}, seals=dict(order.seals), archival=True)
    attached = archive_pdf.attached_pdfs(order.document, _nothing)
    facts = archive_pdf.facts_of(order.document, renderer_of(fonts), typeset.fonts, order.metadata, attached)
    pdf = archive_pdf.archive(typeset, attached, archive_pdf.Source(order.source_name, order.source), facts)
    docx = docx_writer.write(order.document, {}, PageOptions())
    return Papers(docx, pdf, archive_pdf.page_count(pdf), page_starts(pdf, order.document.plain_text()))


def everyday(fonts: tuple[Path, ...], paper: Paper) -> bytes:
    """Set an everyday paper, as ``press.typeset_job`` does."""
    return _typesetter(fonts).typeset_paper(paper, {}, archival=True).pdf


def renderer_of(fonts: tuple[Path, ...]) -> str:
    """Name the renderer as the press does."""
    return f"{FORMAT_VERSION}; {engine()}; fonts {_typesetter(fonts).shelf.digest[:16]}"


@lru_cache(maxsize=1)
def _typesetter(fonts: tuple[Path, ...]) -> Typesetter:
    return Typesetter(FontShelf(list(fonts)))


def _warm(fonts: tuple[Path, ...]) -> None:
    _typesetter(fonts)


def _nothing(digest: str) -> bytes:
    raise LookupError(digest)


def _digest(data: bytes) -> str:
    return hashlib.sha512(data).hexdigest()
