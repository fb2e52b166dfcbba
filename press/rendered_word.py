"""A Word file measured twice (文档实测与渲染实测): by what its XML states, and on the pages LibreOffice makes of it where that is installed."""

from __future__ import annotations

import dataclasses
from typing import Final

from domain.conformance import Conformance

NOT_RENDERED: Final = (
    "只量了 Word 文件里写的数值：本机没有安装 LibreOffice（libreoffice-writer-nogui），"
    "每面行数、版记位置等排出来才看得到的没有量；装上后再量，或者另存为 PDF 再量"
)
RENDERED: Final = "排出来的各项是在 LibreOffice 渲染的版面上量的，字体按本机有的代替；Word、WPS 排出来可能略有不同"


def not_rendered(stated: Conformance, why: str = NOT_RENDERED) -> Conformance:
    """Give what the file states, and say why nothing was rendered."""
    return dataclasses.replace(stated, remarks=(*stated.remarks, why))


def joined(stated: Conformance, rendered: Conformance) -> Conformance:
    """Give both; where both speak of the same thing, the page is the truth (law 10)."""
    codes = {reading.code for reading in rendered.readings}
    left = tuple(reading for reading in stated.readings if reading.code not in codes)
    remarks = (RENDERED, *rendered.remarks)
    return Conformance(rendered.layout, rendered.pages, (*rendered.readings, *left), remarks)
