"""What can be wrong with a draft that is read (文稿读取错误), HT-140 to HT-159; each names the file, the place and the way out.

DraftError (BadInputError)
├── EmptyFileError, NotWordError, OldWordError, DamagedDraftError, StrictWordError   the file is not a whole .docx
├── OversizedDraftError, SuspiciousPackageError                                       the file is not what Word writes
├── ForbiddenContentError, TrackedChangeError, CommentError, UncarriedContentError    Word content we do not take in
├── UnknownNumberingError, PictureError, ScanError (HT-166), NoConverterError, ConversionError (HT-167, 168), PdfError, AttachmentTypeError, BodyCountError
├── NoTranscriberError (HT-170), TranscribingError (HT-171)                           words in pictures are not read
├── LostTextError                                                                     our own account does not balance
└── ReadingTimeoutError, ReadingMemoryError, ReadingCrashError                        the child did not come to an end
"""

from __future__ import annotations

from domain.errors import BadInputError, HongtouError


class DraftError(BadInputError):
    """A drafter's file can't be read as an official document (文稿无法读取)."""

    code = "HT-140"


class EmptyFileError(DraftError):
    """The file has no bytes (空文件)."""

    code = "HT-141"

    def __init__(self, subject: str) -> None:
        super().__init__("文件是空的（0 字节）", subject, "重新保存或复制后再投")


class NotWordError(DraftError):
    """The bytes are not those of a .docx (不是 Word 文档)."""

    code = "HT-142"

    def __init__(self, subject: str) -> None:
        super().__init__("文件内容不是 .docx 文档", subject, "用 Word 或 WPS 另存为“Word 文档（*.docx）”后再投")


class OldWordError(DraftError):
    """The file is a .doc of the old kind or is locked by a password (旧版或加密文档)."""

    code = "HT-143"

    def __init__(self, subject: str) -> None:
        super().__init__(
            "文件是旧版 .doc 或设有打开密码", subject, "用 Word 打开、取消密码，另存为“Word 文档（*.docx）”后再投"
        )


class DamagedDraftError(DraftError):
    """The package or one of its parts is cut off or not well-formed (文件残缺)."""

    code = "HT-144"

    def __init__(self, subject: str, part: str = "") -> None:
        where = f"（部件 {part}）" if part else ""
        super().__init__(f"文件不完整或已损坏，读不出内容{where}", subject, "在 Word 中打开原件检查、重新保存后再投")


class StrictWordError(DraftError):
    """The file is Strict Open XML, which hardly any program writes (严格格式)."""

    code = "HT-145"

    def __init__(self, subject: str) -> None:
        super().__init__("文件按“严格 Open XML”保存，不能读取", subject, "另存为普通的“Word 文档（*.docx）”后再投")


class OversizedDraftError(DraftError):
    """The file unpacks to more than a draft can hold (文件过大)."""

    code = "HT-146"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"文件超出限额：{what}", subject, "删减或压缩内容，或拆成几个附件后再投")


class SuspiciousPackageError(DraftError):
    """The package is built as no word processor builds one (文件结构异常)."""

    code = "HT-147"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(
            f"文件结构异常：{what}，已拒收",
            subject,
            "把文字复制到新建的 Word 文档中再投；来源不明的文件请报告信息管理员",
        )


class ForbiddenContentError(DraftError):
    """The file holds macros, embedded objects, ActiveX or links to outside files (不收的内容)."""

    code = "HT-148"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"文件含有{what}，不予收入", subject, f"在 Word 中删除{what}，另存为 .docx 后再投")


class TrackedChangeError(DraftError):
    """A tracked change is neither accepted nor rejected (未处理的修订)."""

    code = "HT-149"

    def __init__(self, subject: str, what: str, author: str, place: str) -> None:
        super().__init__(
            f"{place}有{author}的修订（{what}）尚未处理", subject, "在 Word“审阅”中逐条接受或拒绝全部修订后再投"
        )


class CommentError(DraftError):
    """A comment stands in the text (批注)."""

    code = "HT-150"

    def __init__(self, subject: str, author: str, place: str) -> None:
        super().__init__(f"{place}有{author}的批注", subject, "在 Word“审阅”中删除全部批注后再投")


class UncarriedContentError(DraftError):
    """Word content stands in the text that the document model can't carry (不能收入的内容)."""

    code = "HT-151"

    def __init__(self, subject: str, what: str, place: str) -> None:
        super().__init__(f"{place}有{what}，不能收入公文", subject, f"把{what}改为普通文字、表格或图片后再投")


class UnknownNumberingError(DraftError):
    """A list is numbered in a way we can't put into text (编号格式)."""

    code = "HT-152"

    def __init__(self, subject: str, number_format: str, place: str) -> None:
        super().__init__(
            f"{place}的自动编号格式（{number_format}）不能识别", subject, "把这一编号改为手工输入的序数后再投"
        )


class PictureError(DraftError):
    """A picture is not PNG or JPEG, too large, or damaged (图片不能收入)."""

    code = "HT-153"

    def __init__(self, subject: str, what: str, place: str) -> None:
        super().__init__(f"{place}的图片不能收入：{what}", subject, "换成 4000 万像素以内的 PNG 或 JPEG 图片后再投")


class ScanError(DraftError):
    """A scan of signed paper can't be taken (扫描件不能收入)."""

    code = "HT-166"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"扫描件不能收入：{what}", subject, "重新扫描为 PDF、PNG 或 JPEG 后再交")


class PdfError(DraftError):
    """An attached PDF can't be opened or is encrypted (附件 PDF 不能收入)."""

    code = "HT-154"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"附件 PDF 不能收入：{what}", subject, "重新导出不加密的 PDF 后再投")


class AttachmentTypeError(DraftError):
    """An attachment is of a type that can't be bound with the document (附件类型)."""

    code = "HT-155"

    def __init__(self, subject: str) -> None:
        super().__init__("附件类型不能随文印发", subject, "改存为 .docx、.pdf、.png 或 .jpg 后再投")


class NoConverterError(DraftError):
    """The file needs LibreOffice, and there is none on this machine (没有转换程序)."""

    code = "HT-167"

    def __init__(self, subject: str, suffix: str) -> None:
        super().__init__(
            f"{suffix} 文件要用 LibreOffice 转换，本机没有安装",
            subject,
            "另存为 .docx 或 PDF 后再投，或由系统管理员安装 LibreOffice",
        )


class ConversionError(DraftError):
    """LibreOffice did not turn a file into one we read (转换未成)."""

    code = "HT-168"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"文件转换未成：{what}", subject, "用原来的程序打开，另存为 .docx 或 PDF 后再投")


class NoTranscriberError(DraftError):
    """There is no program here that reads words in pictures (没有文字识别程序)."""

    code = "HT-170"

    def __init__(self, subject: str) -> None:
        super().__init__(
            "本机没有装文字识别程序，扫描件上的文字没有识别",
            subject,
            "由信息管理员安装文字识别（见管理员手册“扫描件的文字识别”），或由机要员在“识别文字”页录入",
        )


class TranscribingError(DraftError):
    """The program that reads words in pictures did not come to an end (文字识别失败)."""

    code = "HT-171"

    def __init__(self, subject: str, why: str) -> None:
        super().__init__(f"没有识别成：{why}", subject, "由机要员对照版面在“识别文字”页录入文字")


class BodyCountError(DraftError):
    """There is no body or more than one among the files (正文不唯一)."""

    code = "HT-156"

    def __init__(self, names: tuple[str, ...]) -> None:
        listed = "、".join(names)
        happened = f"有 {len(names)} 个文件都像正文：{listed}" if names else "没有找到正文文件"
        super().__init__(happened, "", "在文件夹中只放一个正文 .docx，其余按“附件1”“附件2”命名后再投")


class LostTextError(DraftError):
    """The characters taken in and left out are not those of the file: our own fault (字数不符)."""

    code = "HT-157"

    def __init__(self, subject: str, there: int, found: int) -> None:
        super().__init__(
            f"文件有 {there} 个字，只读出 {found} 个，为防漏字已停止", subject, "把原件交信息管理员，并先改为手工办理"
        )


class ReadingTimeoutError(DraftError):
    """Reading took longer than it may (读取超时)."""

    code = "HT-158"

    def __init__(self, subject: str, seconds: float) -> None:
        super().__init__(
            f"读取超过 {seconds:g} 秒仍未完成，已停止", subject, "检查文件是否异常庞大，删减或重新保存后再投"
        )


class ReadingCrashError(DraftError):
    """Reading ended without an answer: out of memory or crashed (读取中断)."""

    code = "HT-159"

    def __init__(self, subject: str, why: str) -> None:
        super().__init__(f"读取中断（{why}），文件未收入", subject, "用 Word 重新保存后再投；再次出现请报告信息管理员")


def rebuilt(kind: str, happened: str, subject: str, mend: str) -> HongtouError | None:
    """Make the error of class ``kind`` (its last name counts) anew from its three sentences, or nothing if it isn't ours."""
    found = _CLASSES.get(kind.rpartition(".")[2])
    if found is None:
        return None
    error = found.__new__(found)
    HongtouError.__init__(error, happened, subject, mend)
    return error


_CLASSES: dict[str, type[DraftError]] = {found.__name__: found for found in (DraftError, *DraftError.__subclasses__())}
