"""The .docx as a package: its directory is judged before a byte is unpacked, its parts are read on demand (文件包).

Source: ECMA-376 part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from press.errors import (
    DamagedDraftError,
    EmptyFileError,
    ForbiddenContentError,
    NotWordError,
    OldWordError,
    OversizedDraftError,
    StrictWordError,
    SuspiciousPackageError,
)
from press.reading_xml import PACKAGE_RELATIONS, RELATIONS, Element, parse

MOST_MEMBERS = 2000
MOST_UNPACKED = 200 << 20
MOST_PART = 64 << 20
MOST_RATIO = 200
RATIO_COUNTS_FROM = 1 << 20
MOST_ELEMENTS = 1_000_000
MOST_PARAGRAPHS = 50_000

_FORBIDDEN = (
    (re.compile(r"vbaProject|vbaData", re.IGNORECASE), "宏"),
    (re.compile(r"(^|/)activeX/", re.IGNORECASE), "ActiveX 控件"),
    (re.compile(r"(^|/)afchunk", re.IGNORECASE), "外部内容块"),
    (re.compile(r"(^|/)attachedToolbars", re.IGNORECASE), "自定义工具栏"),
)
_EMBEDDED = re.compile(r"(^|/)embeddings/", re.IGNORECASE)
_OUTSIDE = {
    "attachedTemplate": "外部模板的链接",
    "image": "链接到外部的图片",
    "oleObject": "链接到外部的对象",
    "frame": "外部框架",
    "subDocument": "子文档",
    "aFChunk": "外部内容块",
    "mailMergeSource": "邮件合并数据源",
    "mailMergeHeaderSource": "邮件合并数据源",
}
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENT = f"{RELATIONS}/officeDocument"
_STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True)
class Relation:
    """A relationship between parts (关系): type's last word, target part or outside address."""

    kind: str
    target: str
    is_outside: bool


@dataclass
class Package:
    """A .docx whose directory has passed (文件包); ``subject`` is the file's name for the reader."""

    subject: str
    archive: zipfile.ZipFile
    names: frozenset[str]
    main: str = ""
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Unpack one part.

        Raises:
            DamagedDraftError: Its bytes are cut off or its checksum does not fit.
        """
        try:
            return self.archive.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError) as error:
            raise DamagedDraftError(self.subject, name) from error

    def tree(self, name: str) -> Element:
        """Parse one XML part, within the limit of elements."""
        data = self.read(name)
        if data.count(b"<") - data.count(b"</") > MOST_ELEMENTS:
            raise OversizedDraftError(self.subject, f"部件 {name} 的内容超过 {MOST_ELEMENTS // 10_000} 万个元素")
        if data.count(b"<w:p>") + data.count(b"<w:p ") > MOST_PARAGRAPHS:
            raise OversizedDraftError(self.subject, f"部件 {name} 超过 {MOST_PARAGRAPHS // 10_000} 万段")
        return parse(data, name, self.subject)

    def relations(self, part: str) -> dict[str, Relation]:
        """Give the relationships of ``part`` (empty name: of the package) by their id."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    @property
    def embeds(self) -> bool:
        """Tell whether the package holds embedded objects; where they stand in the text is the reader's to say."""
        return any(_EMBEDDED.search(name) for name in self.names)

    def related(self, part: str, kind: str) -> str | None:
        """Give the first part that ``part`` names as its ``kind``, such as ``styles``."""
        targets = (found.target for found in self.relations(part).values() if found.kind == kind)
        return next((target for target in targets if target in self.names), None)

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self.names:
            return {}
        found: dict[str, Relation] = {}
        for element in self.tree(source).iter(f"{{{PACKAGE_RELATIONS}}}Relationship"):
            target = element.get("Target", "")
            is_outside = element.get("TargetMode") == "External"
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target if is_outside else inside, is_outside)
        return found


def open_package(data: bytes, subject: str) -> Package:
    """Open a .docx after judging its directory and its relationships.

    Raises:
        DraftError: One of the classes that say why the file is not a .docx we take in.
    """
    archive = _opened(data, subject)
    members = archive.infolist()
    _judge_size(members, subject)
    _judge_names(members, subject)
    package = Package(subject, archive, frozenset(member.filename for member in members))
    package.main = _main_part(package)
    _judge_relations(package)
    return package


def _opened(data: bytes, subject: str) -> zipfile.ZipFile:
    if not data:
        raise EmptyFileError(subject)
    if data.startswith(_OLD_WORD):
        raise OldWordError(subject)
    if not data.startswith(b"PK"):
        raise NotWordError(subject)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise DamagedDraftError(subject) from error


def _judge_size(members: list[zipfile.ZipInfo], subject: str) -> None:
    if len(members) > MOST_MEMBERS:
        raise OversizedDraftError(subject, f"压缩包内超过 {MOST_MEMBERS} 个部件")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise OversizedDraftError(subject, f"解压后超过 {MOST_UNPACKED >> 20} MB")
    for member in members:
        if member.file_size > MOST_PART:
            raise OversizedDraftError(subject, f"部件 {member.filename} 解压后超过 {MOST_PART >> 20} MB")
        if member.file_size > max(RATIO_COUNTS_FROM, MOST_RATIO * max(1, member.compress_size)):
            raise SuspiciousPackageError(subject, f"部件 {member.filename} 的压缩比异常")


def _judge_names(members: list[zipfile.ZipInfo], subject: str) -> None:
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if member.flag_bits & 0x1:
            raise SuspiciousPackageError(subject, "部件加了密")
        if name.casefold() in seen:
            raise SuspiciousPackageError(subject, f"部件 {name} 重复")
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
            raise SuspiciousPackageError(subject, f"部件名 {name!r} 指向包外")
        for pattern, what in _FORBIDDEN:
            if pattern.search(name):
                raise ForbiddenContentError(subject, what)
        seen.add(name.casefold())


def _main_part(package: Package) -> str:
    if "_rels/.rels" not in package.names or "[Content_Types].xml" not in package.names:
        raise NotWordError(package.subject)
    if _STRICT.encode() in package.read("_rels/.rels"):
        raise StrictWordError(package.subject)
    main = package.related("", "officeDocument")
    kinds = {
        element.get("PartName", ""): element.get("ContentType", "") for element in package.tree("[Content_Types].xml")
    }
    kind = kinds.get(f"/{main}", "")
    if "macroEnabled" in kind:
        raise ForbiddenContentError(package.subject, "宏")
    if main is None or not kind.endswith(("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")):
        raise NotWordError(package.subject)
    return main


def _judge_relations(package: Package) -> None:
    for name in sorted(package.names):
        folder, base = posixpath.split(name)
        if not base.endswith(".rels") or posixpath.basename(folder) != "_rels":
            continue
        part = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        for relation in package.relations(part).values():
            if relation.is_outside and relation.kind != "hyperlink":
                raise ForbiddenContentError(
                    package.subject, _OUTSIDE.get(relation.kind, f"外部链接（{relation.kind}）")
                )
