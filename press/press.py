"""The press (文印室), as the office uses it: read a draft, check it, show its pages, issue it.

What comes from outside is read in a process of its own; pages are made in a resident process that keeps typesetter and fonts warm. Both
are bounded; what they make is kept in the content folder by us.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from domain.codec import Plain, from_plain, to_plain
from domain.conformance import Conformance
from domain.document import OfficialDocument
from domain.draft import Draft, SourceFile
from domain.errors import HongtouError
from domain.facts import Facts
from domain.findings import Finding, Mended
from domain.intake import LookedInto
from domain.office import Office
from domain.pages import IssuedPages, Proof, Shown
from domain.papers import Paper
from domain.transcript import ReadLines
from ground.child import Child, ChildError, ChildJobError, ChildTimeoutError, ForkingChild, Limits, ResidentChild
from ground.content import ContentFolder
from press import checks, reading, reading_child, rendered_word
from press.attached_texts import AttachedText
from press.converting import TO_PDF, TO_WORD, Converter
from press.errors import ConversionError, DraftError
from press.filing_stamp import Stamp
from press.fonts import FontInUse
from press.kept_batch import KeptReader
from press.kept_text import KeptText
from press.page_plan import PageOptions
from press.page_texts import Spot
from press.parcel import pack, unpack
from press.reading_ahead import MOST_DRAFT_BYTES, ReadingAhead
from press.reading_rules import STRICT, ReadingRules
from press.transcribing import RapidTranscriber, Transcriber
from press.typeset_anew import error_of_typesetting
from press.typeset_errors import TypesettingError
from press.typeset_job import IssueOrder

_READING: Final = "press.reading_job"
_MEASURING: Final = "press.measure_job"
_TYPESETTING: Final = "press.typeset_job"
_STAMPING: Final = "press.filing_stamp"
_PLACING: Final = "press.stamp_placing"
_FIGURES: Final = "press.page_figures"
_FEWEST_FIGURES: Final = 64
_TYPESETTING_LIMITS: Final = Limits(cpu_s=60, wall_s=120.0)


class Press:
    """The press of one office (文印室). Safe for threads: the children take turns."""

    def __init__(
        self,
        content: ContentFolder,
        font_folders: Sequence[Path],
        *,
        options: PageOptions = PageOptions(),  # noqa: B008 - frozen
        rules: ReadingRules = STRICT,
        reading_in: Child | None = None,
        typesetting_in: Child | None = None,
        transcribing_by: Transcriber | None = None,
    ) -> None:
        self._content = content
        self._fonts = [str(folder.absolute()) for folder in font_folders]
        self._options = options
        self._rules = rules
        self._reading = ReadingAhead(reading_in or ForkingChild(reading_child.PRELOAD))
        self._typesetting: Child = typesetting_in or ResidentChild([_TYPESETTING], _TYPESETTING_LIMITS)
        self._converter = Converter(fonts=self._fonts)
        self._transcriber: Transcriber = transcribing_by or RapidTranscriber()
        self._kept: KeptReader | None = None
        self._figures: tuple[int, bytes] | None = None
        self._renderer = ""

    def read(self, files: Sequence[SourceFile], subject: str) -> Draft:
        """Read a draft's files in a process of their own, and keep the pictures and PDFs the draft names (读稿).

        Raises:
            DraftError: Which file can't be read, or what in it can't be carried and where; about ``subject`` when no file is.
        """
        try:
            read = reading_child.read_draft_in(self._reading, [_for_reading(file) for file in files], rules=self._rules)
        except DraftError as error:
            error.subject = error.subject or subject
            raise
        for data in read.pictures.values():
            self._content.put(data)
        return read.draft

    def read_ahead(self, data: bytes, name: str, process: Child) -> None:
        """Read a draft of one small file in the process that has just looked through it, for ``read`` to find (预读)."""
        if len(data) <= MOST_DRAFT_BYTES:
            files = [reading.SourceFile(name, data, "body")]
            self._reading.read_ahead(process, reading_child.request_for(files, self._rules))

    def check(
        self, document: OfficialDocument, draft: Draft, facts: Facts, office: Office | None = None
    ) -> tuple[Finding, ...]:
        """Give what the rules of 条例 and GB/T 9704 find, gravest first (检查); ``office`` says who stands above and below."""
        return checks.check(document, draft, facts, office)

    def mend(self, docx: bytes, name: str) -> tuple[bytes, tuple[Mended, ...]]:
        """Give a draft with what can be mended without asking, and what was mended (自动改正), in the bounded child.

        Raises:
            DraftError: It can't be opened.
        """
        head, (data,) = unpack(self._read_by("mend", pack({"name": name}, (docx,)), name, _MEASURING))
        return data, tuple(from_plain(Mended, each) for each in head["mended"])

    def stamp(self, docx: bytes, document_id: str) -> bytes:
        """Write the document's id into a .docx that goes back to its drafter (回退稿标识)."""
        return self._read_by("stamp", pack({"document_id": document_id}, (docx,)), document_id)

    def carried_id(self, docx: bytes) -> str:
        """Give the document id that a returned draft carries, or an empty string; a file that can't be opened carries none."""
        if b"docProps/custom.xml" not in docx:
            return ""
        try:
            return self._read_by("carried_id", docx, "").decode()
        except DraftError:
            return ""

    def look_at_scan(self, data: bytes, name: str) -> int:
        """Give the number of pages of a scan of signed paper, PDF, PNG or JPEG, opened in the bounded child (签批扫描件).

        Raises:
            DraftError: It can't be taken, and why.
        """
        return int(self._read_by("look_at_scan", pack({"name": name}, (data,)), name))

    def scan_page(self, data: bytes, page: int) -> bytes:
        """Give one page of such a scan as a PNG of our own making, counted from 1."""
        return self._read_by("scan_page", pack({"page": page}, (data,)), f"第{page}页")

    def transcriber(self) -> str:
        """Name the program that reads words in pictures, with its version; nothing where none is installed (文字识别程序)."""
        return self._transcriber.name()

    def transcribe(self, data: bytes, page: int, name: str) -> ReadLines:
        """Read the words on one page of a scan, counted from 1; the file is opened in the reading child, its words read in another (文字识别)."""
        picture = self._read_by("page_to_transcribe", pack({"page": page}, (data,)), name)
        return self._transcriber.read(picture, name)

    def convertible(self) -> tuple[str, ...]:
        """Name the endings of files that LibreOffice can convert on this machine (可转换的文件)."""
        return tuple(suffix for suffix in (*TO_WORD, *TO_PDF) if self._converter.can(suffix))

    def convert(self, data: bytes, name: str) -> tuple[str, bytes]:
        """Give the ending and the bytes of what LibreOffice converts a file to, in a bounded child (转换).

        Raises:
            DraftError: There is no LibreOffice, or it could not.
        """
        return self._converter.convert(data, name)

    def can_draw(self) -> bool:
        """Tell whether this machine can turn a Word file into pages as it is, without composing it (原样显示)."""
        return self._converter.can_render()

    def draw(self, data: bytes, name: str) -> bytes:
        """Give a Word file of somebody else's as PDF, as LibreOffice draws it, in a bounded child (原样显示).

        Raises:
            DraftError: There is no LibreOffice, or it could not.
        """
        return self._converter.render(data, name)

    def look_into(self, data: bytes, name: str) -> LookedInto:
        """Give the words of a PDF or a picture and the pages that have none, opened in the bounded child (开检).

        Raises:
            DraftError: It can't be opened, or holds what is not taken in.
        """
        return from_plain(LookedInto, json.loads(self._read_by("look_into", pack({"name": name}, (data,)), name)))

    def files_within(self, data: bytes, name: str) -> tuple[tuple[str, bytes], ...]:
        """Give the files that a PDF carries inside with their names, opened in the bounded child (内嵌文件).

        Raises:
            DraftError: They can't be read, or are too many.
        """
        head, files = unpack(self._read_by("files_within", pack({"name": name}, (data,)), name))
        return tuple(zip(head["names"], files, strict=True))

    def kept_texts(self, files: Sequence[tuple[str, bytes]]) -> tuple[KeptText | HongtouError, ...]:
        """Give text and pages of PDFs and .docx that are taken over into the archive, given with their names (入库文件).

        They are read several to a child and children side by side; an error stands in its file's place.
        """
        self._kept = self._kept or KeptReader()
        return self._kept.read(files)

    def measure(self, data: bytes, name: str) -> Conformance:
        """Measure anyone's PDF or .docx against GB/T 9704, in the bounded child (版面实测); a .docx on LibreOffice's pages, too.

        Raises:
            DraftError: It is neither, or can't be opened.
        """
        stated = self._measured(data, name)
        if not data.startswith(b"PK"):
            return stated
        if not self._converter.can_render():
            return rendered_word.not_rendered(stated)
        try:
            return rendered_word.joined(stated, self._measured(self._converter.render(data, name), name, fonts=False))
        except ConversionError as error:
            return rendered_word.not_rendered(stated, f"没有渲染成：{error.happened}；只量了 Word 文件里写的数值")

    def _measured(self, data: bytes, name: str, *, fonts: bool = True) -> Conformance:
        answer = self._read_by("measure", pack({"name": name, "fonts": fonts}, (data,)), name, _MEASURING)
        return from_plain(Conformance, json.loads(answer))

    def renderer(self) -> str:
        """Name what makes the pages: format version, typesetter, font files (版式、排版程序和字体)."""
        if not self._renderer:
            self._renderer = self._ask("describe", {}, "排版程序")[0]["renderer"]
        return self._renderer

    def substitutions(self) -> tuple[str, ...]:
        """Say which families stand in for the licensed ones, a Chinese line each (字体替代)."""
        return tuple(self._ask("describe", {}, "排版程序")[0]["substitutions"])

    def font_files(self) -> tuple[Path, ...]:
        """List the files of the fonts that serve the roles (所用字体)."""
        return tuple(Path(file) for file in self._ask("describe", {}, "排版程序")[0]["files"])

    def fonts(self) -> tuple[FontInUse, ...]:
        """Say which family serves each role of the standard, and from which file (所用字体)."""
        listed = self._ask("describe", {}, "排版程序")[0]["fonts"]
        return tuple(from_plain(FontInUse, each) for each in listed)

    def page_image(self, pdf: bytes, page: int) -> bytes:
        """Give the PNG of one page of a PDF that we made, counted from 1 (版面图)."""
        return self._ask("page", {"page": page}, f"第{page}页", (pdf,))[1][0]

    def page_starts(self, pdf: bytes, text: str) -> tuple[int, ...]:
        """Tell where in ``text``, blanks not counted, the second page of a PDF that we made and those after it begin."""
        return tuple(self._ask("page_starts", {"text": text}, "版面文字", (pdf,))[0]["starts"])

    def attached_texts(self, issued: bytes, attached: Sequence[bytes], name: str) -> tuple[AttachedText, ...]:
        """Give the texts of the PDFs bound into an issued paper and the pages on which they stand, read in the bounded child (附件文字).

        Raises:
            DraftError: One can't be opened.
        """
        answer = json.loads(self._read_by("attached_texts", pack({"name": name}, (issued, *attached)), name))
        return tuple(from_plain(AttachedText, each) for each in answer)

    def page_words(self, pdf: bytes, page: int) -> tuple[tuple[str, ...], tuple[Spot, ...]]:
        """Give the text of every page of a PDF that we made, and each character of one of them with its place."""
        head = self._ask("page_words", {"page": page}, f"第{page}页", (pdf,))[0]
        return tuple(head["texts"]), tuple((spot[0], *spot[1:]) for spot in head["spots"])

    def show(self, document: OfficialDocument) -> Shown:
        """Make the pages as they are shown to those who sign (呈签版面), and keep them."""
        head, pdf_and_images = self._ask("show", {"document": to_plain(document)}, document.title)
        kept = self._content.put_all(pdf_and_images)
        return Shown(
            content=document.content_digest(),
            pdf=kept[0],
            pages=tuple(kept[1:]),
            renderer=head["renderer"],
            substitutions=tuple(head["substitutions"]),
        )

    def report(self, document: OfficialDocument) -> Conformance:
        """Make the pages as ``show`` does, measure them against GB/T 9704, and keep nothing (版面实测)."""
        head, _ = self._ask("report", {"document": to_plain(document)}, document.title)
        return from_plain(Conformance, head["report"])

    def proof(self, document: OfficialDocument) -> Proof:
        """Make the pages as ``show`` does and say what they are, keeping nothing (复核)."""
        head, _ = self._ask("proof", {"document": to_plain(document)}, document.title)
        return Proof(content=document.content_digest(), pdf=head["pdf"], renderer=head["renderer"])

    def issue(
        self,
        document: OfficialDocument,
        *,
        source_digest: str,
        source_name: str,
        metadata: Mapping[str, str],
        seals: Mapping[str, bytes],
        shown: str = "",
    ) -> IssuedPages:
        """Make the .docx and the archival PDF (印制), and keep them; ``seals`` maps an organ to the image of its seal.

        ``shown`` is the digest of the PDF that those who signed saw: the pages made are compared with it, piece by piece.

        Raises:
            PagesDifferError: More differs than what 登记 and 用印 fill in; nothing is kept.
        """
        order = IssueOrder(source_digest, source_name, tuple(sorted(metadata.items())), tuple(seals), shown)
        request = {"document": to_plain(document), "order": to_plain(order)}
        head, docx_and_pdf = self._ask("issue", request, document.title, tuple(seals.values()))
        docx, pdf = self._content.put_all(docx_and_pdf)
        return IssuedPages(
            docx=docx,
            pdf=pdf,
            pages=head["pages"],
            renderer=head["renderer"],
            substitutions=tuple(head["substitutions"]),
            page_starts=tuple(head["page_starts"]),
        )

    def paper(self, paper: Paper) -> bytes:
        """Give an everyday paper as PDF/A, such as 归档文件目录 or 签到表 (日常文书).

        Raises:
            UnknownFormError: There is no such form; UnknownFieldError or WrongRowError: something does not fit it.
        """
        return self._ask("paper", {"paper": to_plain(paper)}, paper.form)[1][0]

    def filing_stamps(self, fields: Sequence[Stamp]) -> tuple[bytes, ...]:
        """Make filing stamps, each a small PDF page; six fields each (归档章)."""
        request = {"stamps": [list(six) for six in fields]}
        return self._ask("stamps", request, "归档章", module=_STAMPING)[1] if fields else ()

    def written_pages(self, pdfs: Sequence[bytes], name: str) -> tuple[tuple[int, ...], ...]:
        """Name the pages of PDFs that hold text or pictures, counted from 1, opened in the bounded child; none of one that can't be read (有字迹的页)."""
        head, _ = unpack(self._read_by("written_pages", pack({}, tuple(pdfs)), name, module=_FIGURES))
        return tuple(tuple(pages) for pages in head["written"])

    def put_stamp(self, pdf: bytes, stamp: bytes, name: str, written: Sequence[int] = ()) -> tuple[bytes, str]:
        """Lay a stamp over a copy of a PDF and a number over each written page, opened in the bounded child.

        Where the stamp can't be laid, give no bytes and the reason; where only numbers can't, the reason stands beside the bytes.
        """
        parts = (pdf, stamp, self._figures_up_to(len(written)))
        answer = self._read_by("put_stamp", pack({"written": list(written)}, parts), name, module=_PLACING)
        head, made = unpack(answer)
        return (made[0] if made else b"", head["remark"])

    def _figures_up_to(self, count: int) -> bytes:
        """Give page numbers as small pages, made once for the longest piece so far."""
        if not self._figures or self._figures[0] < count:
            wanted = max(_FEWEST_FIGURES, 1 << (max(count, 1) - 1).bit_length())
            self._figures = (wanted, self._ask("figures", {"count": wanted}, "页码", module=_STAMPING)[1][0])
        return self._figures[1]

    def watermark(self, pdf: bytes, words: str) -> bytes:
        """Give a copy of a PDF with words across every page (水印); the foreign file is opened in the bounded child."""
        size, _ = unpack(self._read_by("first_page_size", pack({}, (pdf,)), words, module=_PLACING))
        plan = {"plan": {"words": words, **size}}
        (mark,) = self._ask("watermark", plan, "水印", module=_STAMPING)[1]
        return unpack(self._read_by("put_watermark", pack({}, (pdf, mark)), words, module=_PLACING))[1][0]

    def close(self) -> None:
        """End the child processes."""
        self._reading.close()
        if self._kept is not None:
            self._kept.close()
        self._converter.close()
        self._transcriber.close()
        self._typesetting.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read_by(self, job: str, request: bytes, subject: str, module: str = _READING) -> bytes:
        try:
            return self._reading.call(f"{module}:{job}", request, reading_child.TIMEOUT_S)
        except ChildJobError as error:
            raise reading_child.reading_error(error.kind, error.payload, subject) from error
        except ChildError as error:
            raise reading_child.failure_of(error, subject) from error

    def _ask(
        self, job: str, request: dict[str, Plain], subject: str, parts: Sequence[bytes] = (), module: str = _TYPESETTING
    ) -> tuple[Plain, tuple[bytes, ...]]:
        content, options = str(self._content.root.absolute()), to_plain(self._options)
        common = {"fonts": self._fonts, "content": content, "options": options}
        try:
            head, answers = unpack(self._typesetting.call(f"{module}:{job}", pack({**common, **request}, parts)))
        except ChildJobError as error:
            raise error_of_typesetting(error, subject) from error
        except ChildTimeoutError as error:
            raise TypesettingError(subject, f"超过 {error.limit_s:g} 秒仍未完成") from error
        except ChildError as error:
            raise TypesettingError(subject, f"排版进程中断（{error}）") from error
        self._renderer = head["renderer"] or self._renderer
        return head, answers


def _for_reading(file: SourceFile) -> reading.SourceFile:
    return reading.SourceFile(file.name, file.data, "body" if file.role == "body" else "attachment")
