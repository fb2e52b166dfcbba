"""Measuring and mending as jobs of the bounded child (量取和改正作业): a file from outside is opened nowhere else."""

from __future__ import annotations

import json
from typing import Final

import pikepdf
import pypdfium2

from domain.codec import to_plain
from press.conformance import conformance_of, judged
from press.conformance_docx import docx_conformance
from press.errors import DraftError
from press.measure import measure as measure_pages
from press.mending import mend_docx
from press.parcel import pack, unpack

_PDF: Final = b"%PDF-"
_HEAD: Final = 1024


def measure(request: bytes) -> bytes:
    """Give the report on a PDF or a .docx; without ``fonts`` whoever rendered a PDF chose them, and they are not judged.

    Raises:
        DraftError: It is neither, or can't be opened.
    """
    head, (data,) = unpack(request)
    name = str(head["name"])
    if _PDF in data[:_HEAD]:
        try:
            report = conformance_of(data) if head.get("fonts", True) else judged(measure_pages(data))
            return json.dumps(to_plain(report)).encode()
        except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
            raise DraftError("PDF 损坏或设有密码，不能量取", name, "换用未加密的完整 PDF") from error
    if not data.startswith(b"PK"):
        raise DraftError("只能量取 PDF 和 .docx", name, "换用 PDF 或 .docx 文件")
    return json.dumps(to_plain(docx_conformance(data, name))).encode()


def mend(request: bytes) -> bytes:
    """Give the mended .docx and the list of what was mended."""
    head, (data,) = unpack(request)
    docx, done = mend_docx(data, str(head["name"]))
    return pack({"mended": to_plain(done)}, (docx,))
