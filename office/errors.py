"""The situations of the use-cases, each with its sentence (办理中的情况).

NotAllowedError
├── NotYourStepError        HT-201  the step is another role's
├── SamePersonError         HT-202  the act needs another person than the one before
└── NotYourRoleError        HT-203  the command is for other roles
NotFoundError
└── UnknownDocumentError    HT-204  nothing of that name within scope
NotNowError
├── ShownHasChangedError    HT-340  what was shown is not what is there now
├── NothingToDoError        HT-341  the document waits for something else
├── SignedAlreadyError      HT-342  withdrawal comes too late
├── OpinionMissingError     HT-343  a return needs its reason
├── NumberTakenError        HT-344  the number asked for is not free
├── ClockWentBackError      HT-345  the clock stands before the last entry
├── SignedTextDiffersError  HT-349  what would be issued is not what was signed
└── OtherUnitError          HT-354  two texts of one document come from one unit
BadInputError
├── ProcedureFileError      HT-205  a procedure file can't be used
│   └── ProcedureFilesError HT-875  several faults in them
├── OfficeFileError         HT-206  office.toml can't be used
├── UnfitFactError          HT-207  a fact is not one the office knows
├── UnknownSeriesError      HT-209  a command names a number series that is not there
└── UncountableError        HT-210  what should be a number of copies is none
MissingPartError
├── NoProcedureError        HT-346  no procedure fits
├── NoSchemeError           HT-347  no number scheme fits
└── SealImageMissingError   HT-348  the seal's image is not there
SurroundingsError
├── UnforeseenError         HT-352  something failed that nobody foresaw
└── LedgerWaitsError        HT-355  done and kept, but its ledger line waits for the disk
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.errors import (
    BadInputError,
    MissingPartError,
    NotAllowedError,
    NotFoundError,
    NotNowError,
    SurroundingsError,
)


class NotYourStepError(NotAllowedError):
    """The step belongs to another role (非本人环节)."""

    code = "HT-201"

    def __init__(self, document_id: str, step: str, who: str) -> None:
        super().__init__(f"这一步“{step}”由{who}办理，不由您办理", document_id, "转告上述人员，或用相应账号登录")


class SamePersonError(NotAllowedError):
    """The act needs another person (须由不同的人办理)."""

    code = "HT-202"

    def __init__(self, document_id: str, act: str, other: str) -> None:
        super().__init__(f"{act}不能由{other}的同一人办理", document_id, "请另一位有权限的同志办理")


class NotYourRoleError(NotAllowedError):
    """The command is for other roles (角色不符)."""

    code = "HT-203"

    def __init__(self, what: str, roles: str) -> None:
        super().__init__(f"{what}由{roles}办理", "", "用相应账号登录")


class UnknownDocumentError(NotFoundError):
    """Nothing of that name lies within the reader's scope (查无此件)."""

    code = "HT-204"

    def __init__(self, name: str) -> None:
        super().__init__("没有查到这份文件", name, "核对编号，或在待办中打开")


class ShownHasChangedError(NotNowError):
    """What was shown is not what is there now (版面已变化)."""

    code = "HT-340"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "您看到的版面之后文稿有了变化，本次签批没有生效", document_id, "重新打开文件，看过现在的版面再签批"
        )


class NothingToDoError(NotNowError):
    """The document waits for something else (现在不办这一步)."""

    code = "HT-341"

    def __init__(self, document_id: str, act: str, where: str) -> None:
        super().__init__(f"现在不能{act}：文件{where}", document_id, "用 hongtou show 或在文件页面查看它在哪一步")


class SignedAlreadyError(NotNowError):
    """Withdrawal comes too late (已签发)."""

    code = "HT-342"

    def __init__(self, document_id: str) -> None:
        super().__init__("已经签发，不能撤稿", document_id, "需要时按废止或撤销办理")


class OpinionMissingError(NotNowError):
    """A return, a withdrawal, a kept or started range of numbers needs its reason (须写明理由)."""

    code = "HT-343"

    def __init__(self, subject: str, act: str) -> None:
        super().__init__(f"{act}没有写明理由", subject, f"写明理由后再{act}")


class NumberTakenError(NotNowError):
    """The number asked for is not free (编号不可用)."""

    code = "HT-344"

    def __init__(self, document_id: str, text: str) -> None:
        super().__init__(f"编号{text}不在可用的预留范围内", document_id, "选用预留的编号，或不指定编号由系统顺编")


class ClockWentBackError(NotNowError):
    """The clock stands before the last entry (时钟倒退)."""

    code = "HT-345"

    def __init__(self, now: str, last: str) -> None:
        super().__init__(f"系统时钟（{now}）早于台账最后一笔（{last}），不能编号", "", "校准系统时钟后再登记")


class SignedTextDiffersError(NotNowError):
    """What would be issued is not what was signed (与签发稿不一致)."""

    code = "HT-349"

    def __init__(self, document_id: str, what: str) -> None:
        super().__init__(
            f"复核没有通过：{what}，没有印发", document_id, "请系统管理员检查排版程序和字体文件；查清之前不印发"
        )


class OtherUnitError(NotNowError):
    """Two texts of one document come from one unit (不是同一科室).

    Raised when the clerk joins a drop to another unit's document.
    """

    code = "HT-354"

    def __init__(self, older_id: str) -> None:
        super().__init__(
            "这是另一科室的文件，不能并入", older_id, "核对原文件编号；确属同一份的，先由两科室商定由谁投稿"
        )


class ProcedureFileError(BadInputError):
    """A procedure file can't be used (程序文件有误)."""

    code = "HT-205"

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(sentence, place, "改正后运行 hongtou doctor 再检查")


class ProcedureFilesError(ProcedureFileError):
    """Procedure files have several faults, in one file or in several; each is named with its line (程序文件有几处错误)."""

    code = "HT-875"

    def __init__(self, errors: Sequence[ProcedureFileError]) -> None:
        self.each = tuple(errors)
        named = "；".join(f"\n  {error.subject}：{error.happened}" for error in errors)
        BadInputError.__init__(
            self, f"程序文件有 {len(errors)} 处错误：{named}", "", "逐处改正后运行 hongtou doctor 再检查"
        )


class OfficeFileError(BadInputError):
    """office.toml or a calendar can't be used (机关设置有误)."""

    code = "HT-206"

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(sentence, place, "改正这个文件，以 UTF-8 编码保存后再试")


class UnfitFactError(BadInputError):
    """A fact is not one the office knows (要素不符)."""

    code = "HT-207"

    def __init__(self, name: str, value: str, fit: str) -> None:
        super().__init__(f"{name}“{value}”不在本机关的设置中", "", f"填写下列之一：{fit}")


class UnknownSeriesError(BadInputError):
    """A command names a number series that is not there (没有这个编号序列)."""

    code = "HT-209"

    def __init__(self, scheme_id: str, known: Iterable[str]) -> None:
        super().__init__("没有这个代号或代字的编号序列", scheme_id, f"改用其中之一：{'、'.join(known)}")


class UncountableError(BadInputError):
    """What should be a number of copies is none (份数不明)."""

    code = "HT-210"

    def __init__(self, name: str, written: str) -> None:
        super().__init__(f"{name}“{written}”看不出是多少份", "", "写成一个数，如 30 或 三十份；还没有定的先不填")


class NoProcedureError(MissingPartError):
    """No procedure fits the document (没有适用的程序)."""

    code = "HT-346"

    def __init__(self, document_id: str, facts: str) -> None:
        super().__init__(f"没有适用于{facts}的办文程序", document_id, "在 程序/ 中补上适用的程序")


class NoSchemeError(MissingPartError):
    """No number scheme fits the document (没有编号序列)."""

    code = "HT-347"

    def __init__(self, document_id: str, organ: str, kind: str) -> None:
        super().__init__(f"{organ}没有{kind}的编号序列", document_id, "在 office.toml 中补上 [[scheme]]")


class SealImageMissingError(MissingPartError):
    """The seal's image is not there (缺少印模)."""

    code = "HT-348"

    def __init__(self, organ: str, place: str) -> None:
        super().__init__(f"没有找到{organ}的印模", place, "印章管理员把印模图片放到该位置")


class UnforeseenError(SurroundingsError):
    """Something failed that nobody foresaw (意外情况); the document waits, the others go on."""

    code = "HT-352"

    def __init__(self, document_id: str, act: str, error: Exception) -> None:
        super().__init__(
            f"{act}时出现意外情况（{type(error).__name__}）", document_id, "把运行日志交系统管理员查看，系统会再试"
        )


class LedgerWaitsError(SurroundingsError):
    """An act is done and kept in the registry, but its line could not be written to the ledger yet (已办成，台账待写).

    It is no failure of the act: doing it again would be refused. The line is written with the next flush that succeeds.
    """

    code = "HT-355"
    exit_code = 71

    def __init__(self, cause: str, mend: str) -> None:
        super().__init__(
            f"已经办成，记在登记库里，不会丢；台账一时没有写妥（{cause}）", "", f"{mend}，台账由系统自动补写，不要重办"
        )
