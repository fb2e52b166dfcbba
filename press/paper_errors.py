"""What can go wrong with everyday papers and formats (格式和日常文书错误), HT-190 to HT-195 and HT-975.

BadInputError
├── UnknownFormError   HT-190  no form of this name
├── UnknownFieldError  HT-191  a field the form does not have
├── WrongRowError      HT-192  a row that does not fit the form's table
├── BodilessFormError  HT-195  a text for a form that has only fields
└── DraftedPaperError  HT-975  a paper that is drafted and approved, not filled in
HongtouError
├── FormFileError      HT-193  a form's file says something no page can show
└── FormatFileError    HT-194  a format's file does
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import BadInputError, HongtouError


class UnknownFormError(BadInputError):
    """There is no form of this name (没有这种文书)."""

    code = "HT-190"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"没有名为“{name}”的文书格式", name, f"用下列之一：{'、'.join(known)}")


class BodilessFormError(BadInputError):
    """The form has no text, only fields (没有正文的文书)."""

    code = "HT-195"

    def __init__(self, name: str, with_text: Sequence[str]) -> None:
        super().__init__(f"{name}没有正文", name, f"去掉 --body，用 --set 填各栏；有正文的是：{'、'.join(with_text)}")


class DraftedPaperError(BadInputError):
    """It is a paper that is drafted and approved (材料), no form to be filled in (不是表格)."""

    code = "HT-975"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}是要审批的文稿，不是填写的表格",
            name,
            "写成 Word 文稿放进 投稿/发文/本科室/，发文稿纸的文种选“材料”、写明文稿类别；只看排版用 hongtou format 文稿.docx --set 文种=材料",
        )


class UnknownFieldError(BadInputError):
    """A field is none of the form's (没有这一栏)."""

    code = "HT-191"

    def __init__(self, form: str, unknown: Sequence[str], known: Sequence[str]) -> None:
        super().__init__(f"{form}没有“{'、'.join(unknown)}”这一栏", form, f"可填的有：{'、'.join(known) or '无'}")


class WrongRowError(BadInputError):
    """A row does not fit the form's table (行与表不符)."""

    code = "HT-192"

    def __init__(self, form: str, place: int, cells: int, columns: Sequence[str]) -> None:
        super().__init__(
            f"{form}第{place}行有{cells}格，表有{len(columns)}栏", form, f"各栏依次为：{'、'.join(columns) or '无'}"
        )


class FormFileError(HongtouError):
    """A form's file asks for a part that no page can show (格式文件有误)."""

    code = "HT-193"

    def __init__(self, form: str, part: str) -> None:
        super().__init__(f"格式文件中的“{part}”没有排法", form, "改正 templates/formats/papers 中的格式文件后重试")


class FormatFileError(HongtouError):
    """A format's file names a part or a measure that there is not (格式文件有误)."""

    code = "HT-194"

    def __init__(self, file: str, what: str) -> None:
        super().__init__(f"格式文件写了没有的“{what}”", file, "改正 templates/formats 中的格式文件后重试")
