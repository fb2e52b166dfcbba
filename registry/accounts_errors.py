"""What can go wrong with passwords.

BadInputError
└── WeakPasswordError  HT-333  口令不合要求
"""

from __future__ import annotations

from domain.errors import BadInputError


class WeakPasswordError(BadInputError):
    """A new password is too short or too easily guessed (口令不合要求)."""

    code = "HT-333"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"新口令{reason}", mend="换一个至少12个字符、不含账号名、不易猜到的口令，例如几个不相干的词连在一起"
        )
