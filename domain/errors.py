"""What can go wrong, in the reader's words: every error names what happened, to what, and what to do next.

The tree (exit code on the class; a room's own errors stand in that room's ``errors.py``):

    HongtouError            1
    ├── BadInputError      10  a file or a form we were given can't be used (来件有误)
    ├── NotAllowedError    20  this person may not do this act (无权办理)
    ├── NotNowError        30  the act does not fit where the document is (时机不符)
    ├── NotFoundError      40  nothing of that name within the reader's scope (查无此件)
    ├── MissingPartError   50  the machine lacks something we need: font, program, package, calendar (缺少条件)
    ├── IntegrityError     60  what is kept is not what was written (完整性受损)
    └── SurroundingsError  70  disk, permissions, file system, clock (运行环境)
"""

from __future__ import annotations

from typing import ClassVar

_NOT_ASKED = ("请", "无需", "不必", "需要时", "名称")
"""How a mend begins that is no request, or one already."""


class HongtouError(Exception):
    """A situation with a stable code and one Chinese sentence (错误).

    ``str(error)`` is what a clerk reads: what happened, to which file or document, what to do next.
    """

    code: ClassVar[str] = "HT-000"
    exit_code: ClassVar[int] = 1

    def __init__(self, happened: str, subject: str = "", mend: str = "") -> None:
        self.happened = happened
        self.subject = subject
        self.mend = mend
        super().__init__(happened, subject, mend)

    def __str__(self) -> str:
        subject = f"【{self.subject}】" if self.subject else ""
        mend = self.mend if not self.mend or self.mend.startswith(_NOT_ASKED) else f"请{self.mend}"
        return "".join(part if part.endswith("。") else part + "。" for part in (subject + self.happened, mend) if part)


class BadInputError(HongtouError):
    """A file or a form that was handed in can't be used (来件有误)."""

    code = "HT-100"
    exit_code = 10


class NotAllowedError(HongtouError):
    """This person may not do this act (无权办理)."""

    code = "HT-200"
    exit_code = 20


class NotNowError(HongtouError):
    """The act does not fit where the document is (时机不符)."""

    code = "HT-300"
    exit_code = 30


class NotFoundError(HongtouError):
    """Nothing of that name lies within the reader's scope (查无此件)."""

    code = "HT-400"
    exit_code = 40


class MissingPartError(HongtouError):
    """The machine lacks a font, a program, a package or a calendar (缺少条件)."""

    code = "HT-500"
    exit_code = 50


class IntegrityError(HongtouError):
    """What is kept is not what was written (完整性受损)."""

    code = "HT-600"
    exit_code = 60


class SurroundingsError(HongtouError):
    """Disk, permissions, file system or clock do not allow the work (运行环境)."""

    code = "HT-700"
    exit_code = 70
