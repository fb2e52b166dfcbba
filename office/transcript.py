"""The words that were read on the scan of a piece (识别文字): where they lie, and what they say of secrecy."""

from __future__ import annotations

from domain.canonical import parse_plain
from domain.codec import from_plain
from domain.levels import Level
from domain.transcript import PageTranscript, ReadLines
from office.house import House

TRANSCRIPT = "识别文字.json"
"""Under which name they lie in an archived record."""


def lines_of(house: House, digest: str) -> ReadLines:
    """Read the lines of a page back."""
    return from_plain(ReadLines, parse_plain(house.staging.read(digest)))


def words_of(house: House, page: PageTranscript) -> str:
    """Give the words of a page as they count: as a person put them right, else as the machine read them."""
    if page.is_checked:
        return house.staging.read(page.text).decode()
    return lines_of(house, page.lines).text if page.lines else ""


def level_among(house: House, words: str, page: int) -> str:
    """Give the level of a mark among the words of a page, or nothing."""
    level = house.mailroom.looker.mark_among(words, page) if words.strip() else None
    return level.value if level else ""


def is_above_permitted(house: House, level: str) -> bool:
    """Tell whether words with such a mark must not be kept here."""
    return bool(level) and Level(level).rank > house.office.permitted_level.rank
