"""Jobs of the reading child: a parcel of files in, a parcel with the draft out; scans of signed paper (读稿作业)."""

from __future__ import annotations

import json

from domain.codec import Plain, from_plain, to_plain
from ground.child_errors import describe
from press import embedded_files, looking_into, scans
from press.attached_texts import attached_texts as texts_of_attached
from press.drafting_properties import stamp as stamped
from press.kept_text import read_kept
from press.parcel import pack, unpack
from press.reading import SourceFile, read_draft
from press.reading_package import open_package
from press.reading_properties import read_properties
from press.reading_rules import ReadingRules


def read(request: bytes) -> bytes:
    """Read the files of ``request`` and give the draft; errors of reading are raised as they are.

    Bytes that came in the request are not sent back: the answer's ``given`` names their place there.
    """
    head, parts = unpack(request)
    files = [SourceFile(file["name"], data, file["role"]) for file, data in zip(head["files"], parts, strict=True)]
    result = read_draft(files, from_plain(ReadingRules, head.get("rules", {})))
    given = {digest: parts.index(data) for digest, data in result.pictures.items() if data in parts}
    new = {digest: data for digest, data in result.pictures.items() if digest not in given}
    return pack({"draft": to_plain(result.draft), "digests": list(new), "given": given}, tuple(new.values()))


def carried_id(docx: bytes) -> bytes:
    """Give the document id that a returned draft carries, or nothing."""
    return read_properties(open_package(docx, "")).document_id.encode()


def stamp(request: bytes) -> bytes:
    """Give the .docx with the document id of ``request`` written into it."""
    head, (docx,) = unpack(request)
    return stamped(docx, head["document_id"])


def look_at_scan(request: bytes) -> bytes:
    """Give the number of pages of a scan of signed paper."""
    head, (data,) = unpack(request)
    return json.dumps(scans.look_at(data, head["name"])).encode()


def scan_page(request: bytes) -> bytes:
    """Give the PNG of one page of a scan."""
    head, (data,) = unpack(request)
    return scans.picture_of(data, head["page"])


def page_to_transcribe(request: bytes) -> bytes:
    """Give the PNG of one page of a scan, large enough for its words to be read."""
    head, (data,) = unpack(request)
    return scans.picture_to_read(data, head["page"])


def files_within(request: bytes) -> bytes:
    """Give the files that a PDF carries inside, for the search for marks."""
    head, (data,) = unpack(request)
    found = embedded_files.files_in(data, head["name"])
    return pack({"names": [name for name, _ in found]}, tuple(held for _, held in found))


def kept_texts(request: bytes) -> bytes:
    """Give the text and the number of pages of several such files, or what is wrong with each."""
    head, parts = unpack(request)
    return json.dumps([_kept(data, name) for name, data in zip(head["names"], parts, strict=True)]).encode()


def _kept(data: bytes, name: str) -> Plain:
    try:
        return to_plain(read_kept(data, name))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one file's error is its own; the caller makes it anew
        return {"failed": json.loads(describe(error))}


def look_into(request: bytes) -> bytes:
    """Give what a PDF or a picture says, for the search for marks."""
    head, (data,) = unpack(request)
    return json.dumps(to_plain(looking_into.look_into(data, head["name"]))).encode()


def attached_texts(request: bytes) -> bytes:
    """Give the texts of the PDFs that are bound into an issued paper, the first part, and on which of its pages they stand."""
    head, (issued, *attached) = unpack(request)
    return json.dumps(to_plain(texts_of_attached(issued, attached, head["name"]))).encode()
