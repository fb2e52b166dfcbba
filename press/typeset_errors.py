"""What can go wrong in typesetting (排版错误), HT-160 to HT-179.

MissingPartError
├── MissingFontError        HT-160  no font at all for a role
└── MissingGlyphError       HT-161  a character that no font holds
BadInputError
├── UnusablePictureError    HT-162  a picture or a seal that can't be printed
├── UnusableAttachmentError HT-163  an attached PDF that can't be appended
└── PageDoesNotFitError     HT-164  the head leaves no room for body text on page one
NotNowError
└── PagesDifferError        HT-169  the issued pages are not those that were shown
HongtouError
└── TypesettingError        HT-165  the typesetter refused or warned
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import BadInputError, HongtouError, MissingPartError, NotNowError


class MissingFontError(MissingPartError):
    """No font at all serves a role (缺少字体)."""

    code = "HT-160"

    def __init__(self, role: str, wanted: Sequence[str]) -> None:
        super().__init__(
            f"没有可用的{role}字体（可用的字体如：{'、'.join(wanted[:3])}）",
            mend="运行 hongtou fonts fetch 或 make setup 取得字体，或者把本单位的字体文件放入“字体”文件夹",
        )


class MissingGlyphError(MissingPartError):
    """Some characters are in none of our fonts (缺字)."""

    code = "HT-161"

    def __init__(self, subject: str, characters: Sequence[str]) -> None:
        named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in characters[:8])
        super().__init__(
            f"所有字体都没有下列字符：{named}",
            subject,
            "改用其他字符，或者把含有该字的字体文件放入“字体”文件夹后重试",
        )


class UnusablePictureError(BadInputError):
    """A picture or a seal can't be printed (图片无法使用)."""

    code = "HT-162"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"{what}不是可用的 PNG、JPEG 或 SVG 图片", subject, "换用 PNG 或 JPEG 图片后重试")


class UnusableAttachmentError(BadInputError):
    """An attached PDF can't be appended (附件PDF无法使用)."""

    code = "HT-163"

    def __init__(self, subject: str, name: str, why: str) -> None:
        super().__init__(
            f"附件“{name}”的 PDF 不能编入公文：{why}", subject, "重新导出未加密的 PDF，或者改交 .docx 后重试"
        )


class PageDoesNotFitError(BadInputError):
    """The head leaves no room for body text on page one (首页容不下正文), GB/T 9704 clause 7.3.3."""

    code = "HT-164"

    def __init__(self, subject: str) -> None:
        super().__init__("版头和标题太长，首页放不下正文（首页必须显示正文）", subject, "缩短标题或发文机关标志后重试")


class TypesettingError(HongtouError):
    """The typesetter refused the page or warned (排版失败)."""

    code = "HT-165"

    def __init__(self, subject: str, said: str) -> None:
        super().__init__(f"排版程序没有排出版面：{said}", subject, "把这一句和文稿一起交给系统管理员")


class PagesDifferError(NotNowError):
    """The issued pages are not those that were shown to the signers (版面与签发时不一致)."""

    code = "HT-169"

    def __init__(self, subject: str, found: Sequence[str]) -> None:
        super().__init__(
            f"印发的版面与签发时不一致：{'；'.join(found)}，没有印发",
            subject,
            "请系统管理员检查排版程序和字体文件；查清之前不印发",
        )
