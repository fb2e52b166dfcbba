"""The situations of words read on scans (识别文字中的情况).

NotNowError
├── NoPageToReadError        HT-823  the page is none without text, or its level is not stated
├── TranscriptFiledError     HT-824  the piece is filed: what is filed is not changed
└── NothingToJudgeError      HT-825  no mark on it contradicts the level entered
NotAllowedError
└── MarkTypedError           HT-826  the words bear a mark above what this installation may hold
BadInputError
├── NoWordsError             HT-827  no words were typed
└── TooManyWordsError        HT-828  more words than a page can bear
"""

from __future__ import annotations

from domain.errors import BadInputError, NotAllowedError, NotNowError


class NoPageToReadError(NotNowError):
    """The page is none without text, or its level is not stated (没有这一页识别文字)."""

    code = "HT-823"

    def __init__(self, document_id: str, page: int) -> None:
        super().__init__(
            f"第{page}页没有可以校对的识别文字：有文字层的页不用识别，没有写明密级的扫描件不识别",
            document_id,
            "先签收登记、写明密级；再从来文页打开“识别文字”",
        )


class TranscriptFiledError(NotNowError):
    """The piece is filed: what is filed is not changed (已归档，不能校对)."""

    code = "HT-824"

    def __init__(self, document_id: str, phase: str) -> None:
        super().__init__(
            f"来文{phase}，识别文字随件固定，不能再校对", document_id, "查档时对照版面原图；还在办理的来文才可以校对"
        )


class NothingToJudgeError(NotNowError):
    """No mark on it contradicts the level entered (没有待核对的密级)."""

    code = "HT-825"

    def __init__(self, document_id: str) -> None:
        super().__init__("没有与登记密级不符的标志，不用核对", document_id, "刷新来文页，看它现在在哪一步")


class MarkTypedError(NotAllowedError):
    """The words bear a mark above what this installation may hold (文字带有超出许可的密级标志)."""

    code = "HT-826"

    def __init__(self, document_id: str, page: int, permitted: str) -> None:
        super().__init__(
            f"第{page}页的文字里有高于{permitted}的密级标志，没有保存",
            document_id,
            "核对原件：确是涉密文件的，在来文页“核对密级”处选择移出，并报告保密员；不是标志的，改成原件上的写法",
        )


class NoWordsError(BadInputError):
    """No words were typed (没有文字)."""

    code = "HT-827"

    def __init__(self, document_id: str, page: int) -> None:
        super().__init__(f"第{page}页没有填写文字", document_id, "照版面录入；这一页确实没有字的，勾选“本页无文字”")


class TooManyWordsError(BadInputError):
    """More words than a page can bear (文字过多): nothing of them is cut, nothing is kept."""

    code = "HT-828"

    def __init__(self, document_id: str, page: int, length: int, most: int) -> None:
        super().__init__(
            f"第{page}页的文字有{length}个字，一页最多{most}个字，没有保存", document_id, "只录入这一页版面上的文字"
        )
