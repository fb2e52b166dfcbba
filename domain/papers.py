"""Everyday papers of an office beside official documents (日常文书): a form's name, what stands in its fields, and rows of its table.

The forms are data, ``templates/formats/papers``; a field that is not given is left open to be filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.document import Paragraph, Picture, Table


@dataclass(frozen=True)
class Paper:
    """An everyday paper (日常文书), such as 归档文件目录, 签到表 or 简报.

    ``form`` is the form's Chinese name, ``fields`` pairs of name and text, ``rows`` what stands in the form's table, one tuple a line,
    ``blocks`` the body of a 简报.
    """

    form: str
    fields: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    blocks: tuple[Paragraph | Table | Picture, ...] = ()
