"""What the files of a record are to the piece it makes (组件), in the order of DA/T 22-2015 5.1."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from office import dispatch_sheet, receipt_sheet
from office.filing import ISSUED_DOCX, ISSUED_PDF, PROCESS, RECORD, TEXT
from office.paper import SCANS
from office.transcript import TRANSCRIPT

_DRAFTS = "原稿/"
_DESCRIBING = {PROCESS: "办理过程", TEXT: "正文文本", TRANSCRIPT: "识别文字", RECORD: "元数据"}


def components(files: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the role and the name of each file: of ours 正本 before 定稿 before 发文稿纸; of what came in 处理签 before the document.

    What describes the piece comes last.
    """
    names = sorted(files)
    came_in = receipt_sheet.SHEET_FILE in names
    ordered = (*_of_receipt(names),) if came_in else (*_of_dispatch(names),)
    known = {name for _, name in ordered} | _DESCRIBING.keys()
    yield from ordered
    yield from (("附随材料", name) for name in names if name not in known)
    yield from ((role, name) for name, role in _DESCRIBING.items() if name in names)


def _of_dispatch(names: Collection[str]) -> Iterator[tuple[str, str]]:
    drafts = [name for name in names if name.startswith(_DRAFTS)]
    final = max((name.split("/")[1] for name in drafts), key=lambda draft: (len(draft), draft), default="")
    yield from _papers(names)
    yield from (("定稿", name) for name in drafts if name.split("/")[1] == final)
    yield from (("历次稿", name) for name in drafts if name.split("/")[1] != final)
    if dispatch_sheet.SHEET_FILE in names:
        yield "发文稿纸", dispatch_sheet.SHEET_FILE
    yield from _scans(names)


def _of_receipt(names: Collection[str]) -> Iterator[tuple[str, str]]:
    yield "文件处理签", receipt_sheet.SHEET_FILE
    if receipt_sheet.CIRCULATION_FILE in names:
        yield "传阅单", receipt_sheet.CIRCULATION_FILE
    yield from _scans(names)
    yield from _papers(names)
    yield from (("来文原件", name) for name in names if name.startswith(_DRAFTS))


def _papers(names: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from (("正本", name) for name in (ISSUED_PDF, ISSUED_DOCX) if name in names)


def _scans(names: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from (("签批扫描件", name) for name in names if name.startswith(f"{SCANS}/"))
