"""The situations of the desk, each with its sentence (柜台的情况).

BadInputError
├── FormIncompleteError      HT-240  a field of the form is missing or not what it should be
└── UploadTooLargeError      HT-241  what was sent is too large
NotNowError
├── FormSentTwiceError       HT-242  the form was sent already
└── FormTooOldError          HT-243  the form belongs to another session or is too old
NotAllowedError
├── WrongPasswordError       HT-244  the password given to confirm is wrong
├── WaitBeforeLoginError     HT-245  too many tries, with the seconds to wait
├── LoginFailedError         HT-246  account or password is wrong
├── ForeignRequestError      HT-247  the request comes from another site
└── NotYourActError          HT-251  the act's page was asked for by somebody who may not do it now
MissingPartError
└── AccountsLackingError     HT-248  the house has no accounts that a desk can work with
SurroundingsError
├── DeskInTheOpenError       HT-249  a desk without TLS may only listen on loopback, in the example office
└── DeskFailedError          HT-250  something of ours broke while answering
"""

from __future__ import annotations

from domain.errors import BadInputError, MissingPartError, NotAllowedError, NotNowError, SurroundingsError


class FormIncompleteError(BadInputError):
    """A field of the form is missing or not what it should be (表单有误)."""

    code = "HT-240"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("表单没有填对：" + "；".join(faults), mend="改正后再提交")


class UploadTooLargeError(BadInputError):
    """What was sent is too large (文件过大)."""

    code = "HT-241"

    def __init__(self, most_mb: int) -> None:
        super().__init__(f"提交的内容超过{most_mb} MB，没有接收", mend="压缩文稿中的图片后再上传")


class FormSentTwiceError(NotNowError):
    """The form was sent already (重复提交)."""

    code = "HT-242"

    def __init__(self) -> None:
        super().__init__("这张表单已经提交过，没有再办一次", mend="在办理过程中核对结果")


class FormTooOldError(NotNowError):
    """The form belongs to another session or is too old (表单过期)."""

    code = "HT-243"

    def __init__(self) -> None:
        super().__init__("页面打开的时间过长，或已换过登录，本次提交没有生效", mend="看过现在的内容后再提交")


class WrongPasswordError(NotAllowedError):
    """The password given to confirm is wrong (口令不符)."""

    code = "HT-244"

    def __init__(self) -> None:
        super().__init__("口令不正确，本次操作没有生效", mend="重新输入您本人的口令")


class WaitBeforeLoginError(NotAllowedError):
    """Too many tries (尝试过多)."""

    code = "HT-245"

    def __init__(self, seconds: int) -> None:
        super().__init__("口令尝试过多", mend=f"等{seconds}秒后再试；忘记口令时找系统管理员重设")


class LoginFailedError(NotAllowedError):
    """Account or password is wrong; which of them is not said (登录失败)."""

    code = "HT-246"

    def __init__(self) -> None:
        super().__init__("账号或口令不正确", mend="核对后再试；忘记口令时找系统管理员重设")


class ForeignRequestError(NotAllowedError):
    """The request comes from another site or lacks our mark (外来请求); without our cookies the log-in has most likely ended."""

    code = "HT-247"

    def __init__(self, *, has_cookies: bool = True) -> None:
        super().__init__(
            "这次提交没有带上本系统页面的标记，没有办理"
            if has_cookies
            else "这次提交没有办理：多半是登录已过期，也可能是浏览器没有保存本站的 Cookie",
            mend="重新登录，从待办打开页面再办；仍是这样的，请系统管理员查看浏览器是否允许保存本站的 Cookie",
        )


class NotYourActError(NotAllowedError):
    """The act's page was asked for by somebody who may not do it now (现在不由您办理)."""

    code = "HT-251"

    def __init__(self, document_id: str, act: str) -> None:
        super().__init__(f"这份文件现在没有由您办理的“{act}”", document_id, "在文件页面查看它在哪一步、由谁办理")


class AccountsLackingError(MissingPartError):
    """The house has no accounts that a desk can work with (缺少账号库)."""

    code = "HT-248"

    def __init__(self) -> None:
        super().__init__(
            "账号库没有准备好，柜台不能启动", mend="用 hongtou init 建立机关，或从备份恢复 accounts.sqlite"
        )


class DeskInTheOpenError(SurroundingsError):
    """A desk without TLS may only listen on loopback, in the example office (未加密监听)."""

    code = "HT-249"

    def __init__(self, host: str) -> None:
        super().__init__(
            "没有证书，柜台不能在这个地址上监听", host, "给出证书和私钥；只有示例机关可以在 127.0.0.1 上不加密使用"
        )


class DeskFailedError(SurroundingsError):
    """Something of ours broke while answering (系统故障)."""

    code = "HT-250"

    def __init__(self, reference: str) -> None:
        super().__init__("系统出了故障，没有办成", reference, "稍后再试；仍不行时把这个编号告诉系统管理员")
