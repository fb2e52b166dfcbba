"""Files that are taken away (下载): one way to send each, under the Chinese name it is kept by (RFC 6266)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def attachment(data: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """Give a file to be kept, never to be shown inside the desk."""
    header = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": header})


def plain_name(name: str, otherwise: str) -> str:
    """Leave out of a file's name what no file system should be asked to take."""
    return "".join(one for one in name if one.isprintable() and one not in '/\\"') or otherwise
