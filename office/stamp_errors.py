"""The situations of signature stamps (签名章的情况).

MissingPartError
└── StampNotSetUpError      HT-970  a document is to be stamped, and the office has not said by what
NotAllowedError
└── NotTheirStampError      HT-971  the stamp of somebody who did not sign the document off
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.errors import MissingPartError, NotAllowedError


class StampNotSetUpError(MissingPartError):
    """A signature stamp was asked for that the office has not set up (签名章未设置)."""

    code = "HT-970"

    def __init__(self, document_id: str, lacks: Iterable[str]) -> None:
        super().__init__(
            f"落款方式是加盖签发人签名章，但是{'，'.join(lacks)}",
            document_id,
            "管理员在 office.toml 的 [[organ]]、[[person]] 中补上，把签名章图片放到 印章/ 文件夹；或者补正落款方式为“加盖印章”",
        )


class NotTheirStampError(NotAllowedError):
    """A signature stamp belongs to somebody who did not sign the document off (签名章与签发人不符)."""

    code = "HT-971"

    def __init__(self, document_id: str, stamp: str, signed: str) -> None:
        super().__init__(
            f"版面上是{stamp}，签发的却是{signed}，不能用印",
            document_id,
            "写明原因退给机要员；由本人签发，或者把“落款方式”改为加盖印章后重新呈批",
        )
