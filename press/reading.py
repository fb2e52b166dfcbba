"""Reading a draft: from the files a drafter dropped to one ``Draft`` and the bytes it names (读稿).

``read_draft`` runs where it is called; files from outside go through ``press.reading_child.read_draft_in``, which does the
same in a bounded child process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal

from domain.draft import Draft, LeftOut
from domain.facts import Fact, FactName, FactSource
from domain.findings import Finding, Severity
from press.errors import AttachmentTypeError, BodyCountError, NotWordError
from press.reading_attachments import AttachedContent, bind, check_pdf, content_from, name_in_file, number_in
from press.reading_docx import ReadFile, read_docx
from press.reading_headings import HeadingReader
from press.reading_items import Item, PictureItem
from press.reading_pictures import digest_of_bytes, read_picture
from press.reading_rules import STRICT, ReadingRules
from press.recognition import InnerAttachment, recognise, to_blocks
from press.recognition_words import kind_of

Role = Literal["body", "attachment"]


@dataclass(frozen=True)
class SourceFile:
    """A file of a draft (来稿文件): its name as dropped, its bytes, and whether it is the body or an attachment."""

    name: str
    data: bytes
    role: Role


@dataclass(frozen=True)
class ReadDraft:
    """A draft and the bytes it names by SHA-512 digest, pictures and PDF attachments alike (读出的文稿)."""

    draft: Draft
    pictures: Mapping[str, bytes]


@dataclass
class _Attached:
    """What the attachments add to the draft (附件汇总)."""

    headings: HeadingReader
    rules: ReadingRules
    findings: list[Finding] = field(default_factory=list)
    contents: list[AttachedContent] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    characters: int = 0

    def add_inner(self, inner: InnerAttachment) -> None:
        """Add an attachment that stands at the end of the body's file."""
        blocks = to_blocks(inner.items, self.headings)
        if inner.issued:
            self.contents.append(AttachedContent(0, inner.issued, blocks, "", inner.place, issued=True))
        else:
            self.contents.append(content_from(number_in(inner.number), "", blocks, inner.place))

    def add_file(self, file: SourceFile) -> None:
        """Add an attachment that came as a file of its own."""
        path = PurePosixPath(file.name)
        number, name = name_in_file(path.stem)
        match path.suffix.lower():
            case ".docx":
                self._add_docx(file, number, name)
            case ".pdf":
                self._tell_within(file, check_pdf(file.data, file.name, may_hold_files=True).within)
                digest = digest_of_bytes(file.data)
                self.pictures[digest] = file.data
                self.contents.append(AttachedContent(number, name, (), digest, file.name))
            case ".png" | ".jpg" | ".jpeg":
                picture = read_picture(file.data, file.name, "附件")
                self.pictures[picture.digest] = file.data
                self.contents.append(AttachedContent(number, name, (picture,), "", file.name))
            case _:
                raise AttachmentTypeError(file.name)

    def _tell_within(self, file: SourceFile, within: tuple[str, ...]) -> None:
        if within:
            names = "、".join(f"“{name}”" for name in within)
            said = f"这个 PDF 里内嵌了{names}，只编入它的版面；内嵌的文件仍在来件原件中"
            self.findings.append(Finding("RD-18", "", Severity.NOTE, file.name, said, "确需随文发出的，另作附件投稿"))

    def _add_docx(self, file: SourceFile, number: int, name: str) -> None:
        read = read_docx(file.data, file.name, self.rules)
        self.findings += [replace(finding, place=f"{file.name}：{finding.place}") for finding in read.findings]
        self.pictures |= pictures_of(read.items)
        self.left_out += [replace(left, place=f"{file.name}：{left.place}") for left in read.left_out]
        self.characters += read.characters
        self.contents.append(
            content_from(number, name, to_blocks((*read.items, *read.notes), self.headings), file.name)
        )


def read_draft(files: Sequence[SourceFile], rules: ReadingRules = STRICT) -> ReadDraft:
    """Read body and attachments into one draft, here and now.

    Raises:
        DraftError: The class says which file can't be read, or what in it can't be carried and where.
    """
    body = _only_body(files)
    read = read_docx(body.data, body.name, rules)
    found, inner = recognise(read.items)
    headings = HeadingReader()
    blocks = to_blocks((*found.body(), *read.notes), headings)
    attached = _Attached(headings, rules, pictures=pictures_of(read.items))
    for attachment in inner:
        attached.add_inner(attachment)
    for file in sorted((file for file in files if file.role == "attachment"), key=lambda file: file.name):
        attached.add_file(file)
    attachments, mismatches = bind(found.declared, attached.contents)
    draft = Draft(
        title=found.title,
        addressees=found.addressees,
        blocks=blocks,
        signatories=found.signatories,
        drawn_up_on=found.drawn_up_on,
        note=found.note,
        copies_to=found.copies_to,
        attachments=attachments,
        attendees=found.attendees,
        facts=(*found.facts, *_facts_of(read, found.title)),
        left_out=(*read.left_out, *found.left_out, *attached.left_out),
        findings=(*read.findings, *found.findings, *headings.notes(), *attached.findings, *mismatches),
        characters=read.characters + attached.characters,
        document_id=read.properties.document_id,
    )
    return ReadDraft(draft, attached.pictures)


def pictures_of(items: Iterable[Item]) -> dict[str, bytes]:
    """Give the pictures among items by their digest."""
    return {item.picture.digest: item.data for item in items if isinstance(item, PictureItem)}


def _only_body(files: Sequence[SourceFile]) -> SourceFile:
    bodies = [file for file in files if file.role == "body"]
    if len(bodies) != 1:
        raise BodyCountError(tuple(file.name for file in bodies))
    if not bodies[0].name.lower().endswith(".docx"):
        raise NotWordError(bodies[0].name)
    return bodies[0]


def _facts_of(read: ReadFile, title: str) -> tuple[Fact, ...]:
    """Give the facts of the properties; the core title counts only when it is a document's title and the text has none.

    Word fills the core title from whatever the file once began with, so a title on the page is the better witness.
    """
    core = read.properties.core_title
    if title or kind_of(core) is None:
        return read.properties.facts
    return (*read.properties.facts, Fact(FactName.TITLE, core, FactSource.PROPERTIES))
