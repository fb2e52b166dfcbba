"""Secrecy marks are looked for in memory, before a byte is stored (密级检查), 保密法 art. 31(三).

``scan_job`` runs in the bounded child. A hit is a mark where marks stand: file name, properties, headers and footers, text boxes, the
block above the body, the 密级 cell of a form, or a line of its own anywhere. A word in running prose is a mention, no more.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.codec import from_plain, to_plain
from domain.levels import Level
from mailroom import marks
from mailroom.lines import Line, Where, document_lines, values
from mailroom.package import HostilePackageError, NotDocxError, NotWholeError, Package, open_package, open_whole

_DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_PICTURES = (*_DRAWN, ".odttf", ".ttf")
_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
_SECRET = "密".encode()
_PLAIN_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<(?:\?xml(?:(?!encoding)[^>])*?(?:encoding\s*=\s*["'](?:utf-8|us-ascii)["'][^>]*)?\?>|\w)""",
    re.IGNORECASE,
)
SCAN_JOB = "mailroom.secrecy:scan_job"
TEXT_JOB = "mailroom.secrecy:text_job"
RAW_JOB = "mailroom.secrecy:raw_job"
_TITLE_BLOCK_LINES = 20
_PROSE_CHARACTERS = 40
_ADDRESSEE_ENDS = ("：", ":")
_LEVEL_LABELS = ("密级", "密级和保密期限", "秘密等级", "保密等级")


@dataclass(frozen=True)
class Hit:
    """A mark where marks stand (密级标志)."""

    level: Level
    where: str


@dataclass(frozen=True)
class Marks:
    """What the scan of one file found (检查结果).

    ``title_block`` is the highest mark, or nothing; ``prose`` the places of mentions. A file that could not be scanned carries a
    ``problem``: ``not_whole``, ``not_docx`` or ``hostile``, and its ``detail``. ``pictures`` counts what a Word file holds that no program
    can search: its words may be a mark.
    """

    title_block: Hit | None
    prose: tuple[str, ...] = ()
    problem: str = ""
    detail: str = ""
    pictures: int = 0


def request(name: str, data: bytes) -> bytes:
    """Write down what ``scan_job`` is asked."""
    return json.dumps({"name": name}).encode() + b"\n" + data


def answered(reply: bytes) -> Marks:
    """Read what ``scan_job`` answered."""
    return from_plain(Marks, json.loads(reply))


def scan_job(message: bytes) -> bytes:
    """Scan one .docx: name and bytes in, ``Marks`` as JSON out."""
    head, _, data = message.partition(b"\n")
    return json.dumps(to_plain(scan(str(json.loads(head)["name"]), data))).encode()


def text_request(name: str, properties: Iterable[str], pages: Iterable[str]) -> bytes:
    """Write down what ``text_job`` is asked."""
    return json.dumps({"name": name, "properties": list(properties), "pages": list(pages)}).encode()


def text_job(message: bytes) -> bytes:
    """Search the words of a PDF: its name, its properties, the first page as a place where marks stand, the others as text."""
    asked = json.loads(message)
    first, *others = asked["pages"] or [""]
    lines = [Line(Where.NAME, asked["name"]), *(Line(Where.PROPERTY, value) for value in asked["properties"])]
    lines += _with_title_block(Line(Where.BODY, line) for line in first.split("\n"))
    lines += (Line(Where.BODY, line) for page in others for line in page.split("\n"))
    return json.dumps(to_plain(_judge(lines))).encode()


def raw_job(message: bytes) -> bytes:
    """Search the bytes of a file of another program, as they are and one storey down, for marks with their star or label."""
    head, _, data = message.partition(b"\n")
    name = str(json.loads(head)["name"])
    try:
        marks_found = _judge([Line(Where.NAME, name), *_lines_in_bytes(data)])
    except (NotWholeError, HostilePackageError) as error:
        marks_found = _with_problem(name, "hostile", error)
    return json.dumps(to_plain(marks_found)).encode()


def higher(*hits: Hit | None) -> Hit | None:
    """Give the hit of the highest level."""
    return max((hit for hit in hits if hit is not None), key=lambda hit: hit.level.rank, default=None)


def scan(name: str, data: bytes) -> Marks:
    """Look through the name and all parts of a .docx for marks."""
    try:
        package = open_whole(data)
        found = _judge([Line(Where.NAME, name), *_lines(package)])
        pictures = sum(part.lower().endswith(_DRAWN) for part in package.names() if part.startswith("word/"))
        return dataclasses.replace(found, pictures=pictures)
    except NotWholeError as error:
        return _with_problem(name, "not_whole", error)
    except NotDocxError as error:
        return _with_problem(name, "not_docx", error)
    except HostilePackageError as error:
        return _with_problem(name, "hostile", error)


def scan_text(name: str, text: str) -> Hit | None:
    """Look through a plain text and its name for the highest mark that stands where marks stand."""
    lines = (Line(Where.BODY, line) for line in text.split("\n"))
    return _judge([Line(Where.NAME, name), *_with_title_block(lines)]).title_block


def scan_name(name: str) -> Hit | None:
    """Look at a name alone, of a file or a folder."""
    level = marks.in_name(marks.folded(name))
    return None if level is None else Hit(level, Where.NAME)


def _with_problem(name: str, problem: str, error: Exception) -> Marks:
    return Marks(scan_name(name), problem=problem, detail=str(error))


def _lines(package: Package) -> Iterator[Line]:
    for part in package.names():
        if not part.lower().endswith(".xml"):
            yield from _raw_lines(part, package)
        elif not _needs_reading(package.read(part)):
            continue
        elif part.startswith(("docProps/", "customXml/")):
            for name, value in values(package.read(part)):
                yield Line(Where.PROPERTY, f"{name}：{value}" if name in _LEVEL_LABELS else value)
        elif part == "word/document.xml":
            yield from _with_title_block(document_lines(package.read(part), Where.BODY))
        elif part.startswith(("word/header", "word/footer")):
            yield from document_lines(package.read(part), Where.HEADER)
        elif part.startswith("word/"):
            yield from document_lines(package.read(part), Where.NOTE)


def _needs_reading(xml: bytes) -> bool:
    """Tell whether a part can hold 密 at all: plainly, as a character reference, by an entity, or in another encoding."""
    return (
        _SECRET in xml
        or any(sign in xml for sign in (b"&#", b"<!DOCTYPE", b"<!ENTITY"))
        or _PLAIN_START.match(xml) is None
    )


def _raw_lines(part: str, package: Package) -> Iterator[Line]:
    """Look into what is embedded as it is: the levels' words and what follows them, in the encodings such files use; in ZIP files one storey down."""
    if part.lower().endswith(_PICTURES) or part.endswith((".rels", "/")):
        return
    yield from _lines_in_bytes(package.read(part))


def _lines_in_bytes(data: bytes) -> Iterator[Line]:
    for inner in _inner_texts(data):
        for encoding in _ENCODINGS:
            for word in marks.WORDS:
                for found in re.finditer(re.escape(word.encode(encoding)), inner):
                    yield Line(Where.NOTE, inner[found.start() : found.start() + 16].decode(encoding, "ignore"))


def _inner_texts(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"PK"):
        yield data
        return
    try:
        embedded = open_package(data)
    except NotWholeError as error:
        raise HostilePackageError("内嵌文件已损坏") from error
    for name in embedded.names():
        yield re.sub(rb"<[^>]*>", b"", embedded.read(name))


def _with_title_block(lines: Iterable[Line]) -> Iterator[Line]:
    """Mark the lines above the body: up to the addressees or the first prose, at most twenty; then join them as one more line.

    The joined line finds a mark whose parts stand in paragraphs of their own.
    """
    above: list[str] = []
    is_open = True
    for line in lines:
        if line.where not in (Where.BODY, Where.CELL):
            yield line
            continue
        text = line.text.strip()
        is_form = line.where is Where.CELL or "\t" in text
        is_prose = not is_form and len(text) > _PROSE_CHARACTERS and "。" in text
        if not is_open or is_prose or len(above) >= _TITLE_BLOCK_LINES:
            is_open = False
            yield line
            continue
        yield Line(Where.TITLE_BLOCK, line.text)
        if not is_form:
            above.append(text)
            is_open = not text.endswith(_ADDRESSEE_ENDS)
    yield Line(Where.TITLE_BLOCK, "\n".join(above))


def _judge(lines: list[Line]) -> Marks:
    best: Hit | None = None
    prose: list[str] = []
    for line in lines:
        if not marks.may_hold_mark(line.text):
            continue
        text = marks.folded(line.text)
        level = _hit(line.where, text)
        if level is not None and (best is None or level.rank > best.level.rank):
            best = Hit(level, line.where)
        if level is None and line.where is not Where.TITLE_BLOCK and marks.mentions(text):
            prose.append(line.where)
    return Marks(best, tuple(prose[:100]))


def _hit(where: Where, text: str) -> Level | None:
    if where in (Where.NAME, Where.PROPERTY):
        return marks.in_name(text)
    if where in (Where.HEADER, Where.TEXT_BOX, Where.TITLE_BLOCK):
        return _highest(marks.standing(part) for part in (text, *text.split("\n"), *_cells(text)))
    return _highest((_own_line(text), _level_cell(text)))


def _own_line(text: str) -> Level | None:
    """Find a mark with its star that is a whole line: whoever types it so means it."""
    return _highest(marks.own_line(line) for line in (text, *text.split("\n"), *_cells(text)))


def _level_cell(text: str) -> Level | None:
    """Find a form's 密级 cell with a level in its neighbour."""
    cells = _cells(text)
    return _highest(
        marks.alone(value) or marks.starred(value)
        for label, value in itertools.pairwise(cells)
        if "".join(label.split()).rstrip("：:") in _LEVEL_LABELS
    )


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("\t")] if "\t" in text else []


def _highest(levels: Iterable[Level | None]) -> Level | None:
    return max((level for level in levels if level is not None), key=lambda level: level.rank, default=None)
