"""Attachments: read from their files or from the end of the body's file, and held against 附件说明 (附件)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pikepdf
import pypdfium2

from domain.document import Attachment, Paragraph, Picture, Table
from domain.findings import Finding, Severity
from press import embedded_files, pdf_dangers
from press.errors import PdfError
from press.reading_xml import without_blanks

Block = Paragraph | Table | Picture
CLAUSE = "GB/T 9704-2012 7.3.7"
MOST_PAGES = 500
_ACTIVE = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE")
_FORBIDDEN_MARKS = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")
_NOT_SECRET = re.compile(r"\s*[（(]\s*(已核)?\s*(不涉密|非密|非涉密)\s*[)）]\s*")
_NUMBERED_FILE = re.compile(r"(?:附\s*件)?\s*(?P<n>[0-9一二三四五六七八九十]{1,2})?\s*[.．、:：_\-\s]*(?P<name>.*)")
_MARK = re.compile(r"附\s*件\s*(?P<n>[0-9０-９一二三四五六七八九十]*)\s*[:：]?")
_CHINESE = {numeral: place for place, numeral in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True)
class AttachedContent:
    """One attachment as it came (附件内容); ``number`` 0 when it states none, ``title`` its first line or file name.

    ``issued`` is the text that the document prints or forwards, when it stands after the date without the mark 附件.
    """

    number: int
    title: str
    blocks: tuple[Block, ...] = ()
    pdf_digest: str = ""
    place: str = ""
    issued: bool = False


def number_in(text: str) -> int:
    """Read an attachment's number, Arabic or Chinese; 0 when there is none."""
    digits = without_blanks(text).translate({ord("０") + place: str(place) for place in range(10)})
    return int(digits) if digits.isdecimal() and digits.isascii() else _CHINESE.get(digits, 0)


def name_in_file(stem: str) -> tuple[int, str]:
    """Take number and name out of a file's name, such as ``附件1 汛期值班表``."""
    stem = _NOT_SECRET.sub(" ", stem).strip()  # what the drafter declares of a picture is no part of its name
    match = _NUMBERED_FILE.fullmatch(stem.strip())
    if match is None or not match["name"]:
        return (number_in(match["n"] or "") if match else 0), ""
    has_mark = stem.strip().startswith("附") or re.match(r"[0-9]{1,2}\s*[.．、_\-\s]", stem.strip())
    return (number_in(match["n"] or ""), match["name"].strip()) if has_mark else (0, stem.strip())


@dataclass(frozen=True)
class CheckedPdf:
    """What a PDF that may be taken in holds (验过的 PDF): its number of pages, and the names of the files inside it."""

    pages: int
    within: tuple[str, ...] = ()


def check_pdf(data: bytes, subject: str, *, may_hold_files: bool = False) -> CheckedPdf:
    """Open a PDF with both of our libraries; ``may_hold_files`` lets one pass that carries files, as our own do.

    Raises:
        PdfError: It is encrypted, damaged, empty or too long.
    """
    within: tuple[str, ...] = ()
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            if opened.is_encrypted:
                raise PdfError(subject, "文件已加密")
            pages = len(opened.pages)
            if 0 < pages <= MOST_PAGES:
                _refuse_active(opened, subject)
                within = embedded_files.names_in(opened, subject)
                pdf_dangers.check(opened)
    except pikepdf.PasswordError as error:
        raise PdfError(subject, "文件已加密") from error
    except pdf_dangers.DangerError as error:
        raise PdfError(subject, str(error)) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError) as error:
        raise PdfError(subject, "文件已损坏") from error
    if not 0 < pages <= MOST_PAGES:
        raise PdfError(subject, f"共 {pages} 页（应为 1 至 {MOST_PAGES} 页）")
    if within and not may_hold_files:
        raise PdfError(subject, f"含有内嵌文件“{within[0]}”")
    _check_with_renderer(data, subject, pages)
    return CheckedPdf(pages, within)


def _refuse_active(opened: pikepdf.Pdf, subject: str) -> None:
    """Refuse what does something or hides files on its pages: scripts, programs to start."""
    names = opened.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        raise PdfError(subject, "含有脚本")
    opening = opened.Root.get("/OpenAction")
    acts = isinstance(opening, pikepdf.Dictionary) and opening.get("/S") in _ACTIVE
    if acts or "/XFA" in opened.Root.get("/AcroForm", {}):
        raise PdfError(subject, "打开时会执行动作或带有动态表单")
    for page in opened.pages:
        for mark in page.get("/Annots", []):
            action = mark.get("/A")
            acts = isinstance(action, pikepdf.Dictionary) and action.get("/S") in _ACTIVE
            if acts or mark.get("/Subtype") in _FORBIDDEN_MARKS:
                raise PdfError(subject, "页面上有内嵌文件、音像或要启动程序的按钮")


def _check_with_renderer(data: bytes, subject: str, pages: int) -> None:
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            count = len(document)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise PdfError(subject, "文件已损坏") from error
    if count != pages:
        raise PdfError(subject, f"页数不一致（{pages} 页与 {count} 页）")


def content_from(number: int, title: str, blocks: Sequence[Block], place: str) -> AttachedContent:
    """Make an attachment of typeset text; a first line ``附件1`` gives its number, its first short paragraph its title."""
    kept = list(blocks)
    if kept and isinstance(kept[0], Paragraph) and (mark := _MARK.fullmatch(kept[0].text)) is not None:
        number = number or number_in(mark["n"])
        del kept[0]  # the page prints this mark itself
    first = next((block for block in kept[:2] if isinstance(block, Paragraph)), None)
    own = first.text if first is not None and len(first.text) <= 60 and first.text[-1] not in "。：；，" else ""
    return AttachedContent(number, own or title, tuple(kept), "", place)


def bind(
    declared: Sequence[str], contents: Sequence[AttachedContent]
) -> tuple[tuple[Attachment, ...], tuple[Finding, ...]]:
    """Hold what came against 附件说明: by name, then by number, then by order when both are equally many."""
    left = list(contents)
    findings: list[Finding] = []
    attachments: list[Attachment] = []
    for number, name in enumerate(declared, start=1):
        content = _match(name, number, left, is_even=len(declared) == len(contents))
        if content is None:
            attachments.append(Attachment(name))
            findings.append(_missing(name))
            continue
        left.remove(content)
        attachments.append(_bound(name, content))
        if content.title and not _same(name, content.title):
            findings.append(_differs(name, content))
    for content in left:
        bound = _bound(content.title, content)
        attachments.append(replace(bound, issued=content.issued))
        findings += [] if content.issued else [_undeclared(content)]
    return tuple(sorted(attachments, key=lambda attachment: not attachment.issued)), tuple(findings)


def _match(name: str, number: int, left: list[AttachedContent], *, is_even: bool) -> AttachedContent | None:
    for test in (
        lambda content: _same(name, content.title),
        lambda content: content.number == number,
        lambda content: is_even and content.number == 0,
    ):
        found = next((content for content in left if test(content)), None)
        if found is not None:
            return found
    return None


def _bound(name: str, content: AttachedContent) -> Attachment:
    blocks = content.blocks
    lines = 0
    text = ""
    while (
        lines < min(3, len(blocks)) and isinstance(block := blocks[lines], Paragraph) and text != without_blanks(name)
    ):
        text += without_blanks(block.text)
        lines += 1
    has_title = text == without_blanks(name)  # the page shows the name as its title; it must not stand there twice
    return Attachment(name, blocks[lines:] if has_title else blocks, content.pdf_digest)


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return without_blanks(name).strip("《》。；").replace("(", "（").replace(")", "）")


def _missing(name: str) -> Finding:
    sentence = f"附件说明列有“{name}”，但没有收到这个附件"
    return Finding("RD-10", CLAUSE, Severity.WARNING, "附件说明", sentence, "请把附件与正文放在同一文件夹中一并投送")


def _undeclared(content: AttachedContent) -> Finding:
    sentence = f"收到附件“{content.title}”，但正文没有列入附件说明"
    return Finding("RD-11", CLAUSE, Severity.WARNING, content.place, sentence, "请在正文下补写附件说明，或删去这个附件")


def _differs(name: str, content: AttachedContent) -> Finding:
    sentence = f"附件标题“{content.title}”与附件说明“{name}”不一致"
    return Finding("RD-12", CLAUSE, Severity.WARNING, content.place, sentence, "请使附件标题与附件说明一致")
