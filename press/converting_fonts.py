"""The fonts LibreOffice draws with (转换字体): ours beside the machine's own; licensed families are stood in for as in our own pages.

Without them a table on a server without Chinese fonts would come out as empty boxes, and nobody would be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from press.fonts import FREE, LICENSED

FILE: Final = "fonts.conf"
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "heiti": ("微软雅黑", "Microsoft YaHei", "等线", "DengXian"),
    "songti": ("新宋体", "NSimSun", "Calibri", "Arial", "Times New Roman", "Cambria"),
}
"""What tables and drafts name besides."""


def font_settings(folders: Sequence[str], cache: Path) -> str:
    """Give a fontconfig file: the machine's own settings, our folders, and who stands in for whom."""
    ours = "".join(f"<dir>{escape(folder)}</dir>" for folder in folders)
    stand_ins = "".join(
        _alias(name, FREE[role]) for role in LICENSED for name in (*LICENSED[role], *_ALSO.get(role, ()))
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{ours}<cachedir>{escape(str(cache))}</cachedir>{stand_ins}'
        "</fontconfig>"
    )


def _alias(name: str, families: Sequence[str]) -> str:
    accepted = "".join(f"<family>{escape(family)}</family>" for family in families)
    return f'<alias binding="same"><family>{escape(name)}</family><accept>{accepted}</accept></alias>'
