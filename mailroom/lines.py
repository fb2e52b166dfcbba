"""The lines of text a Word file holds, and the place of each (文字行): read with lxml, without entities, without DTD, one by one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from mailroom.package import HostilePackageError

MOST_ELEMENTS = 1_000_000
MOST_PARAGRAPHS = 50_000
_BREAKS = frozenset({"br", "cr"})
_SPOKEN_ATTRIBUTES = ("string", "descr", "title", "alt")


class Where(StrEnum):
    """What part of the file a line stands in (位置)."""

    NAME = "文件名"
    PROPERTY = "文档属性"
    HEADER = "页眉页脚"
    TEXT_BOX = "文本框"
    CELL = "表格"
    TITLE_BLOCK = "文首"
    BODY = "正文"
    NOTE = "批注脚注"


@dataclass(frozen=True)
class Line:
    r"""A paragraph's text (文字行), or a table row's with its cells parted by ``\\t``."""

    where: Where
    text: str


@dataclass
class _Open:
    """What is being read: paragraphs within paragraphs (text boxes), rows within cells."""

    paragraphs: list[list[str]] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)
    boxes: int = 0


def document_lines(xml: bytes, where: Where) -> Iterator[Line]:
    """Yield the lines of one part in reading order; text boxes come when they close.

    Raises:
        HostilePackageError: It is not well-formed XML, has a document type, or too many elements.
    """
    state = _Open()
    count = paragraphs = 0
    for event, element in _events(xml):
        if event == "start":
            count += 1
            paragraphs += _local(element) == "p"
            _enter(state, element)
            if count > MOST_ELEMENTS:
                raise HostilePackageError(f"元素超过{MOST_ELEMENTS}个")
            if paragraphs > MOST_PARAGRAPHS:
                raise HostilePackageError(f"段落超过{MOST_PARAGRAPHS}个")
            yield from (Line(Where.TEXT_BOX, text) for text in _spoken(element))
        else:
            yield from _leave(state, element, where)


def values(xml: bytes) -> Iterator[tuple[str, str]]:
    """Yield the properties of a docProps part: local name (or the ``name`` attribute of a custom one) and text."""
    for event, element in _events(xml):
        if event == "start" or not (element.text or "").strip():
            continue
        parent = element.getparent()
        name = (parent.get("name") if parent is not None else None) or _local(element)
        yield str(name), str(element.text)


def _events(xml: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Walk over a part; a document type is refused as soon as it is seen."""
    walk = etree.iterparse(
        io.BytesIO(xml),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    first = True
    try:
        for event, element in walk:
            if first and element.getroottree().docinfo.doctype:
                raise HostilePackageError("内含文档类型声明")
            first = False
            if isinstance(element.tag, str):  # comments and instructions have a function for a tag
                yield str(event), element
    except etree.XMLSyntaxError as error:
        raise HostilePackageError("部件不是合格的 XML") from error


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _enter(state: _Open, element: etree._Element) -> None:
    match _local(element):
        case "p":
            state.paragraphs.append([])
        case "txbxContent" | "txBody":
            state.boxes += 1
        case "tr":
            state.rows.append([])
        case "tc" if state.rows:
            state.rows[-1].append([])


def _leave(state: _Open, element: etree._Element, where: Where) -> Iterator[Line]:
    name = _local(element)
    text = state.paragraphs[-1] if state.paragraphs else None
    match name:
        case "t" | "delText" | "instrText" if text is not None:
            text.append(element.text or "")
        case "tab" | "ptab" if text is not None:
            text.append(" ")
        case "sym" if text is not None:
            text.append("★")  # a symbol font's character: after a level it can only stand for the star
        case "noBreakHyphen" if text is not None:
            text.append("-")
        case "txbxContent" | "txBody":
            state.boxes -= 1
        case "p" if text is not None:
            state.paragraphs.pop()
            yield from _paragraph(state, "".join(text), where)
            element.clear()
        case "tr" if state.rows:
            row = state.rows.pop()
            yield Line(where if state.boxes == 0 else Where.TEXT_BOX, "\t".join("\n".join(cell) for cell in row))
            element.clear()
        case _ if name in _BREAKS and text is not None:
            text.append("\n")


def _paragraph(state: _Open, text: str, where: Where) -> Iterator[Line]:
    if not text.strip():
        return
    if state.boxes:
        yield Line(Where.TEXT_BOX, text)
    elif state.rows and state.rows[-1]:
        state.rows[-1][-1].append(text)
        yield Line(Where.CELL if where is Where.BODY else where, text)
    else:
        yield Line(where, text)


def _spoken(element: etree._Element) -> list[str]:
    """Give what a drawing says in attributes: WordArt text, descriptions."""
    return [str(element.get(name)) for name in _SPOKEN_ATTRIBUTES if element.get(name)]
