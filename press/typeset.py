"""From the document model to PDF pages (排版): typst, kept warm, fed with data only; every warning is an error, bytes repeat.

A ``Typesetter`` owns a folder with the page template and the pictures of the document at hand; one at a time, not for threads.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

import typst

from domain.canonical import sha256_hex
from domain.document import OfficialDocument, Picture
from domain.papers import Paper
from ground.scratch import scratch_prefix
from press import layout
from press.fonts import FontReport, FontShelf
from press.forms import paper_plan, paper_texts, pictures_in
from press.page_count import has_blank_page, page_count
from press.page_plan import PageOptions, mark_lines, picture_name, pictures_of, plan, shown_mark, texts_by_role
from press.typeset_errors import PageDoesNotFitError, TypesettingError, UnusablePictureError

_TEMPLATES: Final = ("measures.typ", "head.typ", "body.typ", "closing.typ", "imprint.typ", "page.typ", "form.typ")
_MAGIC: Final = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"<svg": ".svg", b"<?xml": ".svg"}
_REMEMBERED: Final = 1000
"""How many documents the typesetter knows the line pitch of."""
_TIGHTENED: Final = (
    f"行距由 {layout.LINE_PITCH_PT:g} 磅调整为 {layout.TIGHT_PITCH_PT:g} 磅（GB/T 9704-2012 5.2.3），使版记不另占一张纸"
)
_UNDATED: Final = dt.date(2012, 7, 1)
"""The day put into a PDF whose document has no date yet: the clock must not change the bytes."""


@dataclass(frozen=True)
class Typeset:
    """A typeset document (排版结果): PDF bytes, what fonts stood in, and where attached pages are to go."""

    pdf: bytes
    fonts: FontReport
    attached_pages: tuple[int, ...] = ()
    pitch_pt: float = layout.LINE_PITCH_PT
    remarks: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Say what was done otherwise than usual: fonts that stand in, a mark without all organs, a closer line pitch."""
        return (*self.fonts.sentences(), *self.remarks)


class Typesetter:
    """The resident typesetter (排版机)."""

    def __init__(self, shelf: FontShelf) -> None:
        self.shelf = shelf
        self._folder = tempfile.TemporaryDirectory(prefix=scratch_prefix("hongtou-press-"))
        self._root = Path(self._folder.name)
        for name in _TEMPLATES:
            (self._root / name).write_bytes(files("press").joinpath("typst", name).read_bytes())
        fonts = {role: {"families": families, "weight": shelf.weight(role)} for role, families in shelf.roles.items()}
        self._constant = {"layout": json.dumps(layout.for_template()), "fonts": json.dumps(fonts, ensure_ascii=False)}
        self._tight = {**self._constant, "layout": json.dumps(layout.for_template(layout.TIGHT_PITCH_PT))}
        self._compiler = self._new_compiler({**self._constant, "plan": "{}"})
        self._closer: dict[str, bool] = {}
        self._drawn: dict[tuple[str, str, int, bool], bytes] = {}

    @property
    def folder(self) -> Path:
        """Give the folder it works in; only we may enter it."""
        return self._root

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()

    def typeset(
        self,
        document: OfficialDocument,
        pictures: Mapping[str, bytes],
        *,
        options: PageOptions = PageOptions(),  # noqa: B008 - frozen
        seals: Mapping[str, bytes] | None = None,
        attached: Mapping[str, int] | None = None,
        archival: bool = False,
    ) -> Typeset:
        """Typeset a document; ``archival`` asks for PDF/A-3a.

        ``pictures`` maps digests to bytes, ``seals`` organs and stamps to image bytes, ``attached`` PDF digests to their number of pages.

        Raises:
            MissingGlyphError: A character is in none of the fonts.
            PageDoesNotFitError: Page one has no room for body text.
            TypesettingError: The typesetter refused or warned.
        """
        subject = document.title.replace("\n", "")
        try:
            self._lay_out_pictures(pictures_of(document), pictures, subject)
            words = plan(document, options, self._lay_out_seals(seals or {}, subject), attached or {})
            report = self.shelf.report(texts_by_role(words, document), subject)
            closer = self._is_set_closer(document, options, attached or {})
            inputs = self._inputs(words, closer=closer)
            pdf = self._compile_once(inputs, subject, _moment(document), archival=archival)
            remarks = (*_mark_remark(document), *((_TIGHTENED,) if closer else ()))
            pitch = layout.TIGHT_PITCH_PT if closer else layout.LINE_PITCH_PT
            return Typeset(pdf, report, self._attached_pages(inputs) if attached else (), pitch, remarks)
        finally:
            self._drawn.clear()
            self._clear()

    def _is_set_closer(self, document: OfficialDocument, options: PageOptions, attached: Mapping[str, int]) -> bool:
        """Tell whether a closer pitch saves the leaf that 版记 would cost (5.2.3).

        What is signed decides, so that the issued pages are those that were shown; what was found is kept, for a document is shown,
        proven and issued one after another.
        """
        signed = document.signed_part()
        words = plan(signed, options, {}, attached)
        key = sha256_hex(json.dumps(words, ensure_ascii=False).encode())
        if key not in self._closer:
            if len(self._closer) >= _REMEMBERED:
                self._closer.clear()
            self._closer[key] = self._saves_a_page(words, document.title, _moment(signed))
        return self._closer[key]

    def _saves_a_page(self, words: Mapping[str, object], subject: str, moment: int) -> bool:
        usual = self._compile_once(self._inputs(words, closer=False), subject, moment, archival=False)
        if not has_blank_page(usual):
            return False
        closer = self._compile_once(self._inputs(words, closer=True), subject, moment, archival=False)
        return page_count(closer) < page_count(usual)

    def _compile_once(self, inputs: dict[str, str], subject: str, moment: int, *, archival: bool) -> bytes:
        """Compile, unless it was just done for this very document."""
        key = (inputs["plan"], inputs["layout"], moment, archival)
        if key not in self._drawn:
            self._drawn[key] = self._compile(inputs, subject, moment, archival=archival)
        return self._drawn[key]

    def _inputs(self, words: Mapping[str, object], *, closer: bool) -> dict[str, str]:
        return {**(self._tight if closer else self._constant), "plan": json.dumps(words, ensure_ascii=False)}

    def typeset_paper(self, paper: Paper, pictures: Mapping[str, bytes], *, archival: bool = False) -> Typeset:
        """Typeset an everyday paper (日常文书).

        Raises:
            UnknownFormError: There is no such form, or a field or row does not fit it.
            MissingGlyphError: A character is in none of the fonts.
        """
        words = paper_plan(paper)
        report = self.shelf.report(paper_texts(words), paper.form)
        inputs = {**self._constant, "plan": json.dumps(words, ensure_ascii=False)}
        try:
            self._lay_out_pictures(pictures_in(paper), pictures, paper.form)
            return Typeset(
                self._compile(inputs, paper.form, _midnight(_UNDATED), archival=archival, page="form.typ"), report
            )
        finally:
            self._clear()

    def _compile(
        self, inputs: dict[str, str], subject: str, moment: int, *, archival: bool, page: str = "page.typ"
    ) -> bytes:
        try:
            pdf, warnings = self._compiler.compile_with_warnings(
                input=str(self._root / page),
                format="pdf",
                sys_inputs=inputs,
                timestamp=moment,
                pdf_standards=["a-3a"] if archival else [],
                pdf_tags=archival,
            )
        except typst.TypstError as error:
            if "no room for body text" in str(error):
                raise PageDoesNotFitError(subject) from error
            raise TypesettingError(subject, _said(error)) from error
        if warnings:
            raise TypesettingError(subject, "；".join(str(warning.message) for warning in warnings))
        assert isinstance(pdf, bytes)  # noqa: S101 - one PDF, not a list of images
        return pdf

    def _attached_pages(self, inputs: dict[str, str]) -> tuple[int, ...]:
        """Ask where the pages kept free for attached PDFs have come to lie, in order, counted from 0."""
        found = json.loads(self._new_compiler(inputs).eval("query(<attached-page>).map(m => m.location().page())"))
        return tuple(page - 1 for page in found)

    def _new_compiler(self, inputs: dict[str, str]) -> typst.Compiler:
        return typst.Compiler(
            input=str(self._root / "page.typ"), root=str(self._root), font_paths=self.shelf.found, sys_inputs=inputs
        )

    def _clear(self) -> None:
        """Leave nothing of the document behind: neither its pictures nor a seal."""
        for path in self._root.iterdir():
            if path.name not in _TEMPLATES:
                path.unlink()

    def _lay_out_pictures(self, shown: Sequence[Picture], pictures: Mapping[str, bytes], subject: str) -> None:
        for picture in shown:
            data = pictures[picture.digest]
            name = picture_name(picture)
            if _suffix(data) not in (".png", ".jpg") or not name.endswith(_suffix(data)):
                raise UnusablePictureError(subject, f"图片“{picture.caption}”" if picture.caption else "图片")
            (self._root / name).write_bytes(data)

    def _lay_out_seals(self, seals: Mapping[str, bytes], subject: str) -> dict[str, str]:
        """Write seals and stamps under names of their own; give name → file name."""
        names: dict[str, str] = {}
        for place, (organ, data) in enumerate(sorted(seals.items())):
            suffix = _suffix(data)
            if not suffix:
                raise UnusablePictureError(subject, organ if organ.endswith("章") else f"{organ}的印章")
            names[organ] = f"seal-{place}{suffix}"
            (self._root / names[organ]).write_bytes(data)
        return names


def _mark_remark(document: OfficialDocument) -> tuple[str, ...]:
    names, _ = mark_lines(document)
    alone = len(names) > len(shown_mark(document)[0])
    return (f"{len(names)}个机关并列，首页放不下，发文机关标志只用主办机关（条例第九条）",) if alone else ()


@cache
def engine() -> str:
    """Name the typesetting engine with its version; asked once, for the answer stands in a file."""
    return f"typst {version('typst')}"


def _moment(document: OfficialDocument) -> int:
    day = document.filled.printed_on or document.filled.dated or _UNDATED
    return _midnight(day)


def _midnight(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())


def _suffix(data: bytes) -> str:
    return next((suffix for magic, suffix in _MAGIC.items() if data.lstrip()[:8].startswith(magic)), "")


def _said(error: Exception) -> str:
    return str(getattr(error, "message", error)).strip().splitlines()[0]
