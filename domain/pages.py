"""Pages made by the press, named by the digests of their bytes (版面)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.canonical import digest_of


@dataclass(frozen=True)
class Shown:
    """What is shown to those who sign (呈签版面): the PDF and a PNG for each page, in order; digests are SHA-512, hex.

    ``content`` is the digest of the document's signed part, ``renderer`` names format, typesetter and fonts.
    """

    content: str
    pdf: str
    pages: tuple[str, ...]
    renderer: str
    substitutions: tuple[str, ...] = ()

    def binding(self) -> Binding:
        """Give what a decision on these pages binds."""
        return Binding(content=self.content, pages=digest_of(self.pages), renderer=self.renderer)

    def proof(self) -> Proof:
        """Give what rendering the same again must give."""
        return Proof(content=self.content, pdf=self.pdf, renderer=self.renderer)


@dataclass(frozen=True)
class Binding:
    """What a decision binds (签批所及): the text, the pages shown, and what rendered them (law 5)."""

    content: str
    pages: str
    renderer: str


@dataclass(frozen=True)
class Proof:
    """What rendering once more gave (复核版面): the same text, PDF bytes and renderer have the same pages, so no image is needed."""

    content: str
    pdf: str
    renderer: str


@dataclass(frozen=True)
class IssuedPages:
    """The final outputs (印发版面): SHA-512 digests of the .docx and the PDF/A, and the number of pages.

    ``page_starts`` says where in the document's text, blanks not counted, the second page and those after it begin.
    """

    docx: str
    pdf: str
    pages: int
    renderer: str
    substitutions: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class PressedSeal:
    """An organ's seal as it was pressed (所用印模): ``image`` is the digest of the staged image."""

    organ: str
    image: str
