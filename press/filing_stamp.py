"""The filing stamp (归档章), DA/T 22-2015 5.4.5: two rows of three fields, typeset as a small PDF page to be laid over a piece's first page."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import pikepdf
import typst

from ground.scratch import scratch_prefix
from press.fonts import FontShelf
from press.parcel import pack, unpack
from press.typeset_errors import TypesettingError

_ROLE: Final = "songti"
_SUBJECT: Final = "归档章"


def stamps(request: bytes) -> bytes:
    """Typeset stamps: lists of six fields in, a PDF of one small page for each out. A job of the typesetting child."""
    head, _ = unpack(request)
    shelf = _shelf(tuple(head["fonts"]))
    every: list[list[str]] = head["stamps"]
    shelf.report({_ROLE: "".join("".join(fields) for fields in every)}, _SUBJECT)
    font = {"families": shelf.roles[_ROLE], "weight": shelf.weight(_ROLE)}
    inputs = {"stamps": json.dumps(every, ensure_ascii=False), "font": json.dumps(font, ensure_ascii=False)}
    return pack({"renderer": ""}, tuple(_single_pages(_compiled(shelf, inputs))))


def figures(request: bytes) -> bytes:
    """Typeset page numbers from 1 to ``count``, a small page each, in one PDF. A job of the typesetting child."""
    head, _ = unpack(request)
    shelf = _shelf(tuple(head["fonts"]))
    shelf.report({_ROLE: "0123456789"}, "页码")
    font = {"families": shelf.roles[_ROLE], "weight": shelf.weight(_ROLE)}
    inputs = {"plan": json.dumps({"count": head["count"]}), "font": json.dumps(font, ensure_ascii=False)}
    return pack({"renderer": ""}, (_compiled(shelf, inputs, "figures.typ"),))


def watermark(request: bytes) -> bytes:
    """Typeset a watermark: words and a page's size in points in, a PDF of one page out. A job of the typesetting child."""
    head, _ = unpack(request)
    shelf = _shelf(tuple(head["fonts"]))
    shelf.report({_ROLE: head["plan"]["words"]}, "水印")
    font = {"families": shelf.roles[_ROLE], "weight": shelf.weight(_ROLE)}
    inputs = {"plan": json.dumps(head["plan"], ensure_ascii=False), "font": json.dumps(font, ensure_ascii=False)}
    return pack({"renderer": ""}, (_compiled(shelf, inputs, "watermark.typ"),))


def _single_pages(pdf: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as every:
        for page in every.pages:
            with pikepdf.new() as single:
                single.pages.append(page)
                made = io.BytesIO()
                single.save(made, deterministic_id=True)
                yield made.getvalue()


def _compiled(shelf: FontShelf, inputs: dict[str, str], template: str = "stamps.typ") -> bytes:
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("hongtou-stamps-")) as folder:
        page = Path(folder) / template
        page.write_bytes(files("press").joinpath("typst", template).read_bytes())
        compiler = typst.Compiler(input=str(page), root=folder, font_paths=shelf.found, sys_inputs=inputs)
        try:
            made = compiler.compile(format="pdf", timestamp=0)
        except typst.TypstError as error:
            raise TypesettingError(_SUBJECT, str(error).splitlines()[0]) from error
    assert isinstance(made, bytes)  # noqa: S101 - one PDF, not a list of images
    return made


@lru_cache(maxsize=1)
def _shelf(folders: tuple[str, ...]) -> FontShelf:
    return FontShelf([Path(folder) for folder in folders])


Stamp = Sequence[str]
"""The six fields of a stamp: 全宗号, 年度, 件号, 机构(问题), 保管期限, 页数."""
