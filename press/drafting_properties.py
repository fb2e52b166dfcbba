"""Writing the document's id into a .docx that goes back to its drafter, touching nothing else (回退稿标识)."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import quoteattr

from lxml import etree

from press.reading_package import Package, open_package
from press.reading_properties import DOCUMENT_ID
from press.reading_xml import PACKAGE_RELATIONS

_PART = "docProps/custom.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def stamp(docx: bytes, document_id: str) -> bytes:
    """Give the .docx with the custom property 红头公文标识 set; every other part keeps its bytes.

    Raises:
        DraftError: The bytes are not a .docx that we would read.
    """
    package = open_package(docx, "")
    part = package.related("", "custom-properties")
    changed = {part or _PART: _custom_part(package, part, document_id)}
    if part is None:
        changed["_rels/.rels"] = _with_relation(package)
        changed["[Content_Types].xml"] = _with_content_type(package)
    return rewritten(docx, changed)


def _custom_part(package: Package, part: str | None, document_id: str) -> bytes:
    if part is None:
        text = f"{_DECLARATION}<Properties xmlns={quoteattr(_PROPERTIES)} xmlns:vt={quoteattr(_TYPES)}></Properties>"
        root = etree.fromstring(text.encode())
    else:
        root = package.tree(part)
    for element in list(root):
        if element.get("name") == DOCUMENT_ID:
            root.remove(element)
    used = [int(element.get("pid", "1")) for element in root if re.fullmatch(r"\d{1,9}", element.get("pid", ""))]
    place = str(max([1, *used]) + 1)
    new = etree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_FORMAT_ID, pid=place, name=DOCUMENT_ID)
    etree.SubElement(new, f"{{{_TYPES}}}lpwstr").text = document_id
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_relation(package: Package) -> bytes:
    root = package.tree("_rels/.rels")
    used = {element.get("Id") for element in root}
    new_id = next(name for number in range(1, len(used) + 2) if (name := f"rIdHongtou{number}") not in used)
    etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", Id=new_id, Type=_RELATION, Target=_PART)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_content_type(package: Package) -> bytes:
    root = package.tree("[Content_Types].xml")
    if all(element.get("PartName") != f"/{_PART}" for element in root):
        etree.SubElement(root, f"{{{_CONTENT_TYPES}}}Override", PartName=f"/{_PART}", ContentType=_CONTENT_TYPE)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def rewritten(docx: bytes, changed: dict[str, bytes]) -> bytes:
    """Give the package with some parts replaced or added; every other part keeps its bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = changed.pop(member.filename, b"")
            new.writestr(member, data or old.read(member))
        for name, data in changed.items():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
