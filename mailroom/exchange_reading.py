"""Whether a package is what its sheet says (交换包核对): form of the sheet, names, sizes and digests of the files.

``read_job`` runs in the bounded child: the bytes are another office's. It says nothing of who signed; that is asked where the keys are known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.canonical import parse_plain, sha256_hex
from domain.codec import CodecError, from_plain, to_plain
from domain.exchange import ANSWER_FORMAT, FORMAT, SHEET_NAME, Answer, FileRole, Sheet, is_package_id

READ_JOB = "mailroom.exchange_reading:read_job"
ANSWER_JOB = "mailroom.exchange_reading:answer_job"
MOST_FILES = 40
MOST_SHEET_BYTES = 256 << 10
MOST_BYTES = 200 << 20
_MOST_NAME_BYTES = 200
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
"""One way to write a signature: in capitals it would hold as well, and be other bytes."""
_BAD_NAME = re.compile(r"[/\\:\x00-\x1f\x7f]|^\.|\.\.|^$")


class Flaw(StrEnum):
    """What speaks against a package by its bytes alone (包的缺陷)."""

    HALF = "没有传完"
    DAMAGED = "已损坏"
    HOSTILE = "结构不合规定"
    VERSION = "格式版本不认识"


@dataclass(frozen=True)
class Inspected:
    """What the child found (核对结果): the sheet where it could be read, and the flaw with its detail, if there is one."""

    sheet: Sheet | None = None
    flaw: Flaw | None = None
    detail: str = ""


class _FlawError(Exception):
    def __init__(self, flaw: Flaw, detail: str, sheet: Sheet | None = None) -> None:
        self.found = Inspected(sheet, flaw, detail)
        super().__init__(detail)


def request(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Write down what ``read_job`` is asked: a line of names and sizes, then all bytes."""
    head = {"folder": folder, "files": [[name, len(data)] for name, data in files.items()]}
    return json.dumps(head).encode() + b"\n" + b"".join(files.values())


def answered(reply: bytes) -> Inspected:
    """Read what ``read_job`` answered."""
    return from_plain(Inspected, json.loads(reply))


def read_job(message: bytes) -> bytes:
    """Hold a package against its sheet."""
    head, _, rest = message.partition(b"\n")
    asked, files, at = json.loads(head), {}, 0
    for name, size in asked["files"]:
        files[name] = rest[at : at + size]
        at += size
    return json.dumps(to_plain(inspect(asked["folder"], files))).encode()


def answer_job(message: bytes) -> bytes:
    """Read a receipt: its canonical form back, or ``null`` when it is none."""
    return json.dumps(to_plain(read_answer(message))).encode()


def read_answer(data: bytes) -> Answer | None:
    """Read a receipt's bytes, exactly as the format writes them."""
    try:
        answer = from_plain(Answer, parse_plain(data))
    except (CodecError, ValueError, RecursionError):
        return None
    is_signed = _SIGNATURE.fullmatch(answer.signature) is not None
    is_ours = answer.format == ANSWER_FORMAT and is_signed and answer.at.tzinfo is not None
    return answer if is_ours and answer.to_bytes() == data else None


def inspect(folder: str, files: Mapping[str, bytes]) -> Inspected:
    """Hold the files of a package's folder against its sheet."""
    try:
        sheet = _sheet(files)
        _require_fit(folder, sheet)
        _require_files(sheet, files)
    except _FlawError as error:
        return error.found
    return Inspected(sheet)


def _sheet(files: Mapping[str, bytes]) -> Sheet:
    data = files.get(SHEET_NAME)
    if data is None:
        raise _FlawError(Flaw.HALF, f"缺少 {SHEET_NAME}")
    if len(data) > MOST_SHEET_BYTES:
        raise _FlawError(Flaw.HOSTILE, f"{SHEET_NAME} 过大")
    try:
        plain = parse_plain(data)
    except (ValueError, RecursionError) as error:
        raise _FlawError(Flaw.DAMAGED, f"{SHEET_NAME} 读不出来") from error
    version = plain.get("format") if isinstance(plain, dict) else None
    if isinstance(version, str) and version.startswith("hongtou-exchange-") and version != FORMAT:
        raise _FlawError(Flaw.VERSION, version[:60])
    try:
        sheet = from_plain(Sheet, plain)
    except (CodecError, ValueError, RecursionError) as error:
        raise _FlawError(Flaw.DAMAGED, f"{SHEET_NAME} 的内容不合格式") from error
    is_ours = sheet.format == FORMAT and _SIGNATURE.fullmatch(sheet.signature) is not None
    if not is_ours or sheet.sent_at.tzinfo is None or sheet.to_bytes() != data:
        raise _FlawError(Flaw.DAMAGED, f"{SHEET_NAME} 的写法不合格式")
    return sheet


def _require_fit(folder: str, sheet: Sheet) -> None:
    if not is_package_id(sheet.package) or sheet.package != folder:
        raise _FlawError(Flaw.DAMAGED, "文件夹名与交换单的编号不符", sheet)
    names = [file.name for file in sheet.files]
    if not names or len(names) > MOST_FILES or len(set(names)) != len(names):
        raise _FlawError(Flaw.HOSTILE, "所附文件没有、过多或重名", sheet)
    if any(_BAD_NAME.search(name) or len(name.encode()) > _MOST_NAME_BYTES or name == SHEET_NAME for name in names):
        raise _FlawError(Flaw.HOSTILE, "所附文件的名称指向包外或不合规定", sheet)
    if [file.role for file in sheet.files].count(FileRole.ISSUED) != 1 or sheet.pages < 1 or sheet.copies < 1:
        raise _FlawError(Flaw.HOSTILE, "正本应恰有一件，页数、份数至少为一", sheet)
    if any(file.size_bytes < 1 for file in sheet.files):
        raise _FlawError(Flaw.HOSTILE, "所附文件是空的", sheet)


def _require_files(sheet: Sheet, files: Mapping[str, bytes]) -> None:
    for file in sheet.files:
        data = files.get(file.name)
        if data is None:
            raise _FlawError(Flaw.HALF, f"缺少“{file.name}”", sheet)
        if len(data) < file.size_bytes:
            raise _FlawError(Flaw.HALF, f"“{file.name}”只到了一部分", sheet)
        if len(data) > file.size_bytes or sha256_hex(data) != file.sha256:
            raise _FlawError(Flaw.DAMAGED, f"“{file.name}”与交换单上的摘要不符", sheet)
    extra = sorted(set(files) - {SHEET_NAME, *(file.name for file in sheet.files)})
    if extra:
        raise _FlawError(Flaw.HOSTILE, f"多出交换单上没有的“{extra[0][:60]}”", sheet)
