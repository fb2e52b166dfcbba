"""The formats of official documents (公文格式): which parts stand on the page and in which order, read from ``templates/formats``.

A format names measures of ``press.layout`` and parts that both writers know; it holds no number of its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from domain.document import Ending, Layout, OfficialDocument
from press import layout
from press.paper_errors import FormatFileError

PARTS: Final = frozenset(
    {
        *("corner", "corner-lines", "corner-and-number", "mark", "number", "organ-and-date"),
        *("red-line", "double-lines", "title", "subtitle", "blank 1", "blank 2", "blank 3"),
    }
)
"""What a head can be made of."""

_IMPRINTS: Final = ("ruled", "bare")


@dataclass(frozen=True)
class Format:
    """A format as its file states it (格式): ``head`` lists the parts from the page's top to the addressees."""

    name: str
    source: str
    mark_top: float
    head: tuple[str, ...]
    ending: Ending
    imprint: str
    imprint_on_even_page: bool
    number_on_first_page: bool


@cache
def format_of(kind: Layout) -> Format:
    """Give the format of a layout.

    Raises:
        FormatFileError: Its file names a part or a measure that there is not.
    """
    name = f"{kind.name.lower()}.toml"
    stated = tomllib.loads(files("templates").joinpath("formats", name).read_text(encoding="utf-8"))
    wrong = [part for part in stated["head"] if part not in PARTS]
    measure = str(stated["mark_top"]).upper()
    if wrong or not hasattr(layout, measure) or stated["imprint"] not in _IMPRINTS:
        raise FormatFileError(name, "、".join(wrong) or str(stated["mark_top"]))
    return _format(stated, getattr(layout, measure))


def _format(stated: dict[str, Any], mark_top: float) -> Format:
    return Format(
        name=stated["name"],
        source=stated["source"],
        mark_top=mark_top,
        head=tuple(stated["head"]),
        ending=Ending(stated["ending"]),
        imprint=stated["imprint"],
        imprint_on_even_page=stated["imprint_on_even_page"],
        number_on_first_page=stated["number_on_first_page"],
    )


def ending_of(document: OfficialDocument, *, sealed: bool) -> Ending:
    """Say how a document is signed: as it states, else as its format has it; ``sealed`` False is an office that prints without seals."""
    ending = document.ending or format_of(document.layout).ending
    if ending is Ending.STAMPED and not document.signers:
        ending = Ending.SEALED
    if ending is Ending.SEALED and document.ending is None and not sealed:
        return Ending.UNSEALED
    return ending
