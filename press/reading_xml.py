"""The names of WordprocessingML, and reading its XML without entities, network or unbounded text (XML 读取)."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

from press.errors import DamagedDraftError, SuspiciousPackageError

Element = _Element
"""An XML element; lxml has no public name for its type."""

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
VML = "urn:schemas-microsoft-com:vml"
W = f"{{{WORD}}}"
VAL = f"{W}val"
NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))


def parse(data: bytes, part: str, subject: str) -> Element:
    """Parse one part, refusing document types and entities.

    Raises:
        SuspiciousPackageError: The part declares a document type.
        DamagedDraftError: The part is not well-formed, or nested or filled beyond the parser's limits.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise SuspiciousPackageError(subject, f"部件 {part} 声明了文档类型")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDraftError(subject, part) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hides it from the search above
        raise SuspiciousPackageError(subject, f"部件 {part} 声明了文档类型")
    return root


def local_name(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value_at(element: Element | None, *path: str) -> str | None:
    """Give ``w:val`` of the element at ``path`` (local names of WordprocessingML), or nothing."""
    for name in path:
        if element is None:
            return None
        element = element.find(W + name)
    return None if element is None else element.get(VAL)


def is_on(element: Element | None, name: str) -> bool:
    """Tell whether the switch ``name`` (such as ``w:b``) stands in the properties and is not turned off."""
    found = None if element is None else element.find(W + name)
    return found is not None and found.get(VAL, "1") not in {"0", "false", "off", "none"}


def whole(text: str | None, otherwise: int = 0) -> int:
    """Read a whole number of at most six digits; anything else counts as not stated."""
    return int(text) if text and len(text) <= 6 and text.isascii() and text.isdigit() else otherwise


def without_blanks(text: str) -> str:
    """Take out blanks of every kind, characters of no width included."""
    return "".join(text.translate(NO_WIDTH).split())


def characters_of(text: str) -> int:
    """Count the characters that are not blanks: what must not be lost (字数)."""
    return len(without_blanks(text))
