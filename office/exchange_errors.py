"""What stands in the way of exchanging documents (公文交换), HT-980 to HT-999.

NotNowError
├── NotYetIssuedError       HT-980  what is not issued, or has lost its force, is not sent
├── NoExchangeError         HT-994  no exchange is set up
├── PackageDestroyedError   HT-945  its document was destroyed, and its bytes with it
NotAllowedError
├── SecretNotSentError      HT-981  classified documents never go by exchange
BadInputError
├── RecipientsDifferError   HT-982  the list is not the approved one
├── NotAPartnerError        HT-983  a recipient is none of the offices we exchange with
├── PackageError            HT-984  a package is not taken in, for one of these reasons:
│   ├── PackageHalfError        HT-985  it did not arrive whole
│   ├── PackageDamagedError     HT-986  its bytes are not those that were sent
│   ├── PackageForeignError     HT-987  it is not signed by the office whose folder it lay in
│   ├── PackageMisaddressedError HT-988 it is for another office
│   ├── PackageReplayedError    HT-989  it came before
│   ├── PackageHostileError     HT-990  it is no package, or one that is not opened
│   ├── PackageTooSecretError   HT-991  it bears a level that never goes by exchange
│   ├── PackageVersionError     HT-992  another version of the format
│   └── AnswerForgedError       HT-993  a receipt that fits nothing of ours
NotFoundError
├── UnknownPackageError     HT-995  no package of that name
SurroundingsError
├── ExchangeBackupAwayError HT-996  the second disk is not there
IntegrityError
└── ExchangeBackupDamagedError HT-997  a copy on the second disk is not what was exchanged
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from domain.errors import (
    BadInputError,
    IntegrityError,
    NotAllowedError,
    NotFoundError,
    NotNowError,
    SurroundingsError,
)


class NotYetIssuedError(NotNowError):
    """Only what is signed, sealed and issued, and is in force, is sent (未印发不得发送)."""

    code = "HT-980"

    def __init__(self, document: str, why: str) -> None:
        super().__init__(f"{why}，不能通过交换发送", document, "等它印发后再发；已失效的不再发送")


class SecretNotSentError(NotAllowedError):
    """A classified document, or one of a compartment, never leaves by exchange (涉密文件不得交换)."""

    code = "HT-981"

    def __init__(self, document: str, what: str) -> None:
        super().__init__(f"{what}，不得通过公文交换发送", document, "走机要交通、机要通信等涉密渠道")


class RecipientsDifferError(BadInputError):
    """The recipients are not exactly those that were approved (收文单位与批准的不符)."""

    code = "HT-982"

    def __init__(self, document: str, missing: Sequence[str], extra: Sequence[str], twice: Sequence[str]) -> None:
        said = [f"少了{_names(missing)}"] if missing else []
        said += [f"多了{_names(extra)}"] if extra else []
        said += [f"{_names(twice)}写了两次"] if twice else []
        super().__init__(
            f"收文单位与批准的范围不符：{'；'.join(said)}，一份也没有发",
            document,
            "照批准的主送、抄送逐个写全；不走交换的用 --otherwise 写明另行送达",
        )


class NotAPartnerError(BadInputError):
    """A recipient is none of the offices that documents are exchanged with (不是交换单位)."""

    code = "HT-983"

    def __init__(self, document: str, names: Sequence[str]) -> None:
        super().__init__(
            f"{_names(names)}不是交换单位，一份也没有发",
            document,
            "在 office.toml 写上它的 [[partner]]，或用 --otherwise 写明另行送达",
        )


class PackageError(BadInputError):
    """A package is not taken in (交换包未收)."""

    code = "HT-984"


class PackageHalfError(PackageError):
    """A package did not arrive whole in the time given (没有传完)."""

    code = "HT-985"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"交换包没有传完（{detail}），未收取，已隔离", name, "请发文单位重新发送")


class PackageDamagedError(PackageError):
    """A package's bytes are not those its sheet names (已损坏)."""

    code = "HT-986"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"交换包已损坏（{detail}），未收取，已隔离", name, "请发文单位重新发送")


class PackageForeignError(PackageError):
    """A package is not signed by the office whose folder it lay in (来源不明)."""

    code = "HT-987"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(
            f"交换包来源不明（{detail}），未收取，已隔离",
            name,
            "向发文单位核实；对方换了密钥的，更新 office.toml 的 public_key",
        )


class PackageMisaddressedError(PackageError):
    """A package is for another office (误送)."""

    code = "HT-988"

    def __init__(self, name: str) -> None:
        super().__init__("交换包是发给别的单位的，未收取，已隔离", name, "请发文单位核对交换代码后另发")


class PackageReplayedError(PackageError):
    """A package of that id was taken in before (重复)."""

    code = "HT-989"

    def __init__(self, name: str, *, same: bool) -> None:
        happened = "这个交换包以前收过，没有再收" if same else "这个编号的交换包以前收过，内容却不同，未收取"
        mend = "无需处理，回执已再发一次" if same else "向发文单位核实"
        super().__init__(f"{happened}，已隔离", name, mend)


class PackageHostileError(PackageError):
    """It is no package, or not one that may be opened (结构不合规定)."""

    code = "HT-990"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"这不是合规的交换包（{detail}），没有打开，已隔离", name, "向发文单位核实")


class PackageTooSecretError(PackageError):
    """A package bears a level that never goes by exchange (涉密): it stays where it is, nothing of it is stored."""

    code = "HT-991"

    def __init__(self, name: str) -> None:
        super().__init__(
            "交换包带有密级标志，涉密文件不得通过公文交换传送；未收取、未保存，留在原处",
            name,
            "立即报告安全保密员，由安全保密员按规定处理",
        )


class PackageVersionError(PackageError):
    """A package is of another version of the format (格式版本不认识)."""

    code = "HT-992"

    def __init__(self, name: str, version: str) -> None:
        super().__init__(f"交换包的格式版本“{version}”本系统不认识，未收取，已隔离", name, "两边换用同一版本的软件")


class AnswerForgedError(PackageError):
    """A receipt is damaged, not the partner's, or fits nothing that was sent (回执不符)."""

    code = "HT-993"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"回执不能采用（{detail}），已隔离", name, "向对方核实")


class NoExchangeError(NotNowError):
    """No exchange is set up here (没有设置公文交换)."""

    code = "HT-994"

    def __init__(self, place: str) -> None:
        super().__init__(
            "本机关还没有设置公文交换", place, "在 office.toml 写 [exchange] 的 code 和每个单位的 [[partner]]"
        )


class UnknownPackageError(NotFoundError):
    """There is no package of that name (没有这个交换包)."""

    code = "HT-995"

    def __init__(self, name: str) -> None:
        super().__init__("没有这个交换包", name, "用 hongtou exchange status 查看包号")


class PackageDestroyedError(NotNowError):
    """A package can't be sent again: its document was destroyed (已随档案销毁)."""

    code = "HT-945"

    def __init__(self, name: str) -> None:
        super().__init__("这个交换包的文件已经依规定销毁，不能重发", name, "请向对方说明；需要的，请对方查阅所收的正本")


class ExchangeBackupAwayError(SurroundingsError):
    """The folder on the second disk is not there or can't be written (备份盘不在)."""

    code = "HT-996"

    def __init__(self, place: Path, why: str) -> None:
        super().__init__(f"交换备份没有做成：{why}", str(place), "接好备份盘；文件夹要先建好，系统不在原盘上代建")


class ExchangeBackupDamagedError(IntegrityError):
    """A copy on the second disk is not what was exchanged (交换备份受损)."""

    code = "HT-997"

    def __init__(self, place: Path, what: str) -> None:
        super().__init__(f"交换备份不完整：{what}，没有恢复", str(place), "换一份备份，并检查这个备份盘")


def _names(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
