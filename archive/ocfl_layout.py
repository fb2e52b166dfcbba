"""Where an object lies below its storage root (存放位置): OCFL extension 0003, and the files that make a root describe itself."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archive.errors import BadFileNameError

EXTENSION = "0003-hash-and-id-n-tuple-storage-layout"
ROOT_DECLARATION = ("0=ocfl_1.1", b"ocfl_1.1\n")
OBJECT_DECLARATION = ("0=ocfl_object_1.1", b"ocfl_object_1.1\n")
README = "说明.txt"
_LONGEST_FOLDER = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")

CHECK_ALL = (
    """awk -F'"' '/^ "manifest"/{m=1} /^ }/{m=0} m&&length($2)==128{d=$2} m&&$2~/^v[0-9]/{print d"  "$2}' """
    "inventory.json | sha512sum -c"
)
"""What anybody types in an object's folder to have every file of its inventory checked, without this software."""

_README = f"""本文件夹是一个档案库（OCFL 1.1 存储根），不需要任何专用软件即可阅读。

一、找一件档案
    每件档案是一个文件夹，位于“三位字母数字/档案标识”之下（标识中的特殊符号写作 % 加两位十六进制数；特别长的截短，后面接摘要）。
    知道标识的：三位字母数字是档案标识的 SHA-256 摘要的前三位：printf %s '档案标识' | sha256sum
    只知道题名、文号的，查各件的 元数据.json；只知道档号的，查 归档.json。可以用文件管理器搜索文件内容，或者：
    grep -rl --include=元数据.json '题名中的一句' .
二、看一件档案
    v1、v2…… 是各个版本，原件在 v1/content 等文件夹中，用文件管理器直接打开。
    inventory.json 是清册（文本文件）：head 是最新版本；versions 写明每个版本的时间、经办、说明和所含文件；
    manifest 写明每个文件的 SHA-512 摘要。较新版本中未改动的文件不重复存放，按 manifest 到较早版本中取。
    正本.pdf、正本.docx 是正式文件，正文.txt 是它的文字，元数据.json 是题名、文号、日期等著录项目，办理过程.json 是怎么办的；
    归档.json 是档号、保管期限和检测结果，正本（归档章）.pdf 是加盖归档章的复制页；只有 销毁.json 的，这一件已经销毁。
三、核对一件档案
    在该件的文件夹中执行：sha512sum -c inventory.json.sha512
    再对 manifest 中的文件逐一执行 sha512sum，与清册比对，完全一致即未被改动。一次核对全部文件：
    {CHECK_ALL}
四、注意
    归档后的文件一律不得改动、改名、移动或增删。更正作为新版本由系统写入。
    标准全文：https://ocfl.io/1.1/spec/ 。位置规则：OCFL 扩展 0003（见 extensions 文件夹中的 config.json）。
"""
_EARLIER_READMES = frozenset({"0d645a233ed46c47549fe2d9a1d5fd1ad9e904de7e8feb83e65d6d98b1a5ef8e"})
"""SHA-256 of what the page said in stores made before: it stays there as it was written."""


@dataclass(frozen=True)
class Layout:
    """How many folders stand between root and object: ``tuples`` of ``tuple_size`` hex digits of the id's SHA-256."""

    tuple_size: int = 3
    tuples: int = 1

    def place_of(self, object_id: str) -> PurePosixPath:
        """Give the object's folder, relative to the storage root."""
        digest = hashlib.sha256(object_id.encode()).hexdigest()
        step = self.tuple_size
        above = [digest[n * step : (n + 1) * step] for n in range(self.tuples)]
        folder = "".join(_encoded(character) for character in object_id)
        if len(folder) > _LONGEST_FOLDER:
            folder = f"{folder[:_LONGEST_FOLDER]}-{digest}"
        return PurePosixPath(*above, folder)

    def root_files(self) -> dict[str, bytes]:
        """Give the files that stand in the storage root beside the objects, the declaration last."""
        config = {
            "extensionName": EXTENSION,
            "digestAlgorithm": "sha256",
            "tupleSize": self.tuple_size,
            "numberOfTuples": self.tuples,
        }
        description = "Objects lie under the first hex digits of the SHA-256 of their id"
        return {
            f"extensions/{EXTENSION}/config.json": _json(config),
            "ocfl_layout.json": _json({"extension": EXTENSION, "description": description}),
            README: _README.encode(),
            ROOT_DECLARATION[0]: ROOT_DECLARATION[1],
        }


def is_as_written(name: str, data: bytes, now: bytes) -> bool:
    """Tell whether a file of the storage root is as we write it ``now``, or as we wrote it when the store was made."""
    return data == now or (name == README and hashlib.sha256(data).hexdigest() in _EARLIER_READMES)


def layout_of(root: Path) -> Layout:
    """Read how an existing storage root is laid out.

    Raises:
        ValueError: It is laid out in a way we do not know.
        OSError: It does not say.
    """
    declared = (root / ROOT_DECLARATION[0]).read_bytes()
    extension = json.loads((root / "ocfl_layout.json").read_bytes()).get("extension")
    if declared != ROOT_DECLARATION[1] or extension != EXTENSION:
        raise ValueError(f"layout {extension!r}")
    config = json.loads((root / "extensions" / EXTENSION / "config.json").read_bytes())
    if config.get("digestAlgorithm") != "sha256":
        raise ValueError(f"layout by {config.get('digestAlgorithm')!r}")
    return Layout(int(config["tupleSize"]), int(config["numberOfTuples"]))


def checked_name(name: str) -> str:
    """Give back a logical name that can stand in an object.

    Raises:
        BadFileNameError: It could leave the object, be unreadable, or not be written.
    """
    parts = name.split("/")
    if _CONTROL.search(name) or any(part in ("", ".", "..") or len(part.encode()) > 255 for part in parts):
        raise BadFileNameError(name)
    return name


def _encoded(character: str) -> str:
    if character.isascii() and (character.isalnum() or character in "-_"):
        return character
    return "".join(f"%{byte:02x}" for byte in character.encode())


def _json(plain: dict[str, object]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, indent=1).encode() + b"\n"
