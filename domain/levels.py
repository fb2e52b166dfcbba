"""Secrecy levels and retention periods (密级与保管期限)."""

from __future__ import annotations

from enum import Enum, StrEnum


class Level(Enum):
    """How far a record may be known (密级), lowest first; 公开 and 内部 are not state secrets (保密法 art. 14)."""

    OPEN = "公开"
    INTERNAL = "内部"
    SECRET = "秘密"
    CONFIDENTIAL = "机密"
    TOP_SECRET = "绝密"

    @property
    def rank(self) -> int:
        """Give the place in the order, 0 for 公开."""
        return list(Level).index(self)

    @property
    def is_state_secret(self) -> bool:
        """Tell whether the level is one of 秘密, 机密, 绝密."""
        return self.rank >= Level.SECRET.rank

    @property
    def slug(self) -> str:
        """Give the ASCII name used for folders and indexes."""
        return self.name.lower().replace("_", "-")


class Retention(StrEnum):
    """How long a record is kept (保管期限), 国家档案局令第8号 art. 6; the member's name is not stored, its value is."""

    PERMANENT = "永久"
    THIRTY_YEARS = "30年"
    TEN_YEARS = "10年"

    @property
    def code(self) -> str:
        """Give the code used in 档号 (DA/T 22-2015 5.4.3): Y, D30 or D10."""
        return {"永久": "Y", "30年": "D30", "10年": "D10"}[self.value]

    @property
    def years(self) -> int | None:
        """Give the term in years, or nothing for 永久."""
        return {"永久": None, "30年": 30, "10年": 10}[self.value]
