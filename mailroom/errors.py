"""What can go wrong at the counter (收发室), in the drafter's words.

    BadInputError        HT-110 … 129, 137 … 139   a drop can't be taken in
    SurroundingsError    HT-130 … 136   a folder, a disk, the machine

Most of these are not raised: the scan goes on and gives ``answer()``.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import BadInputError, SurroundingsError
from domain.intake import Answer, Verdict


class DropError(BadInputError):
    """A drop is not taken in (未收); it stays where it is, untouched."""

    code = "HT-110"
    verdict = Verdict.SLIP

    def answer(self) -> Answer:
        """Give the value that says the same."""
        return Answer(self.verdict, self.code, str(self))


class StillWrittenError(DropError):
    """A file is still changing, or its end is not there yet (正在写入)."""

    code = "HT-111"
    verdict = Verdict.WAIT

    def __init__(self, name: str) -> None:
        super().__init__("文件还在写入，系统等它写完再收取", name, "无需处理，稍候即可")


class HalfWrittenError(DropError):
    """A file has been incomplete for too long (文件不完整)."""

    code = "HT-112"

    def __init__(self, name: str, minutes: float, detail: str = "") -> None:
        reason = f"（{detail}）" if detail else ""
        super().__init__(
            f"文件不完整{reason}，已等待{minutes:g}分钟仍未写完，未收取，原文件留在投稿文件夹未动",
            name,
            "用 Word 打开核对，能打开的另存一次后重新投稿，打不开的从原电脑重新复制",
        )


class EmptyFileError(DropError):
    """A file has no bytes (空文件)."""

    code = "HT-113"

    def __init__(self, name: str) -> None:
        super().__init__("文件是空的（0字节），未收取", name, "从原电脑重新复制一份，并删除这个空文件")


class TooLargeError(DropError):
    """A drop is larger than what is taken in (文件过大)."""

    code = "HT-114"

    def __init__(self, name: str, size_bytes: int, most_bytes: int) -> None:
        super().__init__(
            f"文件过大（{size_bytes / 2**20:.0f} MB，上限 {most_bytes / 2**20:.0f} MB），未收取",
            name,
            "压缩文中图片后重新投稿；确需原图的，请与党政办公室联系",
        )


class NotWordError(DropError):
    """A file is not a .docx (不是 Word 文档)."""

    code = "HT-115"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"这不是可收取的文件（{what}），未收取",
            name,
            "把正文用 Word 或 WPS 另存为 .docx（不设密码），附件存为 .docx、.pdf、.png 或 .jpg，再投稿",
        )


class OpenInWordError(DropError):
    """A lock file lies beside it: somebody has it open (正在编辑)."""

    code = "HT-116"
    verdict = Verdict.WAIT

    def __init__(self, name: str) -> None:
        super().__init__("文件正在 Word 或 WPS 中打开，关闭后系统自动收取", name, "改完后保存并关闭")


class LeftOpenError(DropError):
    """It has been open for too long, or its lock file was left behind (长时间未关闭)."""

    code = "HT-117"

    def __init__(self, name: str, minutes: float) -> None:
        super().__init__(
            f"文件已打开{minutes:g}分钟以上，仍未收取",
            name,
            "保存并关闭；如果已经关闭，请删除同一文件夹里以“~$”或“.~”开头的同名小文件",
        )


class SymbolicLinkError(DropError):
    """A drop is a link to somewhere else (符号链接)."""

    code = "HT-118"

    def __init__(self, name: str) -> None:
        super().__init__("这是一个链接（快捷方式），不是文件本身，未打开、未收取", name, "把文件本身复制到投稿文件夹")


class SpecialFileError(DropError):
    """A drop is a FIFO, a socket or a device (特殊文件)."""

    code = "HT-119"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"这不是普通文件（{what}），未打开、未收取", name, "通知系统管理员删除它")


class NoPermissionError(DropError):
    """We may not read it (无读取权限)."""

    code = "HT-120"

    def __init__(self, name: str) -> None:
        super().__init__(
            "系统没有读取这个文件（夹）的权限，未收取", name, "重新复制一份到投稿文件夹，或请系统管理员放开读取权限"
        )


class UnreadableError(DropError):
    """The disk or the share did not give its bytes (读取出错)."""

    code = "HT-121"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"读取文件时出错（{reason}），未收取", name, "通知系统管理员检查磁盘和网络共享，并另存一份原稿"
        )


class NoBodyError(DropError):
    """Nobody can tell which file of a folder is the body (分不清正文)."""

    code = "HT-122"

    def __init__(self, name: str) -> None:
        super().__init__(
            "文件夹里分不清哪个是正文，未收取",
            name,
            "把正文命名为“正文.docx”，附件命名为“附件1.名称.docx”“附件2.名称.pdf”等",
        )


class FolderShapeError(DropError):
    """A folder holds what it should not: folders, too many files (文件夹内容不符)."""

    code = "HT-123"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"投稿的文件夹里{what}，整件未收取", name, "只放正文（.docx）和附件，不要再套文件夹")


class HostileFileError(DropError):
    """The secrecy scan could not get to the end of it (结构异常)."""

    code = "HT-124"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"文件结构异常（{what}），无法完成密级检查，未收取",
            name,
            "新建一个 Word 文档，把内容以“只保留文本”粘贴过去再投稿",
        )


class SecretMarkError(DropError):
    """It carries a secrecy mark above the permitted level (带有密级标志); the sentence names no title."""

    code = "HT-125"

    def __init__(self, which: str = "投稿文件夹中有一份文件") -> None:
        super().__init__(
            f"{which}带有本系统不得处理的密级标志，未收取、未留存任何内容，原文件未动",
            "",
            "立即将该文件移出本机，并与保密员联系，按保密规定另行办理",
        )


class UnlookableError(DropError):
    """Pictures and scanned pages hold marks that no program sees, and the name does not say that somebody looked (看不出密级)."""

    code = "HT-129"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{what}是图片，系统看不出上面有没有密级标志，未收取",
            name,
            "核对确无密级标志后，在文件名中写明“（不涉密）”，如“附件1 现场照片（不涉密）.jpg”，再重新投稿；有密级标志的立即移出本机并与保密员联系",
        )


class NoConverterError(DropError):
    """The file needs LibreOffice, which this machine does not have (没有转换程序)."""

    code = "HT-137"

    def __init__(self, name: str, suffix: str) -> None:
        super().__init__(
            f"{suffix} 文件要用 LibreOffice 转换，本机没有安装，未收取",
            name,
            "另存为 .docx 或 PDF 后再投，或由系统管理员安装 LibreOffice",
        )


class ArchiveError(DropError):
    """A ZIP file is not one document with its attachments (压缩包不能收)."""

    code = "HT-138"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"压缩包不能收取（{what}）",
            name,
            "把正文和附件放在同一层、不设密码重新压缩，或者直接投放文件夹",
        )


class UnopenedError(DropError):
    """An attachment can't be opened or converted (附件打不开); the sentence is the opener's own."""

    code = "HT-139"

    def __init__(self, name: str, happened: str, mend: str) -> None:
        super().__init__(f"打不开，未收取（{happened}）", name, mend)


class MisplacedError(DropError):
    """A drop lies beside the units' folders, so nobody can tell whose it is (放错位置)."""

    code = "HT-128"

    def __init__(self, name: str, folder: str, units: Sequence[str]) -> None:
        where = "、".join(f"投稿/发文/{unit}/" for unit in units)
        super().__init__(
            f"放在了“{folder}”，不是科室的投稿文件夹，未收取，原文件未动",
            name,
            f"移到本科室的文件夹：{where or '投稿/发文/本科室/'}" + ("（选本科室的一个）" if len(units) > 1 else ""),
        )


class FolderAwayError(SurroundingsError):
    """A folder of the office is not there, or its share is not mounted (文件夹不在)."""

    code = "HT-130"

    def __init__(self, folder: str) -> None:
        super().__init__(
            "文件夹不在，或共享盘没有接上（缺少标记文件），其中的文件一律不作“已删除”处理",
            folder,
            "接好共享盘后系统自动继续；确系新文件夹的，运行 hongtou init 重建标记",
        )


class FolderClosedError(SurroundingsError):
    """A watched folder can't be listed (文件夹不可读)."""

    code = "HT-131"

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(f"文件夹无法读取（{reason}），其他文件夹照常收取", folder, "检查该文件夹的权限和共享盘")


class OverlapError(SurroundingsError):
    """The office's data and the program would share a folder (数据与程序同处)."""

    code = "HT-132"

    def __init__(self, root: str, code_folder: str) -> None:
        super().__init__(
            f"办公室数据文件夹与程序文件夹（{code_folder}）重叠，拒绝使用", root, "把数据放到程序之外的文件夹"
        )


class UnitNameError(BadInputError):
    """A unit's name can't be the name of a folder (科室名称不能作文件夹名)."""

    code = "HT-127"

    def __init__(self, unit: str) -> None:
        super().__init__("科室名称不能作文件夹名", unit, "去掉其中的斜杠、控制字符和开头的点，长度不超过60字")


class StagingError(SurroundingsError):
    """Bytes could not be made durable in the staging folder (暂存失败)."""

    code = "HT-133"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"来件未能存入暂存区（{reason}），原文件未动", name, "检查磁盘空间和权限，之后系统自动重试")


class HandBackError(SurroundingsError):
    """Something could not be put into a unit's folder (交还失败)."""

    code = "HT-134"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"未能写入科室文件夹（{reason}）", name, "检查该文件夹的空间和权限，之后系统自动重试")


class SettleError(SurroundingsError):
    """A source that was taken in could not be removed (原件未能移除)."""

    code = "HT-135"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"来件已收取，但原文件未能从投稿文件夹移除（{reason}）",
            name,
            "检查投稿文件夹的写权限，之后系统自动重试，不会重复收取",
        )


class ScannerDownError(SurroundingsError):
    """The child process for secrecy scans does not start (密级检查未能启动)."""

    code = "HT-136"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"密级检查进程未能启动（{reason}），暂停收取，原文件未动", "", "运行 hongtou doctor 检查运行环境"
        )
