"""Hostile ZIP files as drops of their own (坏压缩包)."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping

from tests.hostile.packages import GOOD, Maker, noise


def packed(files: Mapping[str, bytes]) -> bytes:
    """Write a ZIP file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def _link() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("通知.docx")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


def _nested(depth: int) -> bytes:
    data = GOOD
    for _ in range(depth):
        data = packed({"内.zip": data})
    return data


def _locked() -> bytes:
    data = bytearray(packed({"通知.docx": GOOD}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


CASES: dict[str, Maker] = {
    "压缩包：炸弹": lambda: packed({"通知.docx": bytes(150 << 20)}),
    "压缩包：上级目录": lambda: packed({"../../PWNED.docx": GOOD}),
    "压缩包：绝对路径": lambda: packed({"/etc/PWNED.docx": GOOD}),
    "压缩包：一百层": lambda: _nested(100),
    "压缩包：一万个文件": lambda: packed({f"附件{n}.docx": b"x" for n in range(10_000)}),
    "压缩包：文件夹套文件夹": lambda: packed({"甲/乙/通知.docx": GOOD}),
    "压缩包：链接": _link,
    "压缩包：加密": _locked,
    "压缩包：只有程序": lambda: packed({"setup.exe": b"MZ" + noise(100)}),
    "压缩包：正文是炸弹": lambda: packed({"通知.docx": packed({"word/document.xml": bytes(90 << 20)})}),
    "压缩包：名称是控制符": lambda: packed({"\u202e\n通知.docx": GOOD}),
    "压缩包：乱字节": lambda: b"PK\x03\x04" + noise(3000) + b"PK\x05\x06" + noise(18),
}
