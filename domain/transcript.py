"""What a machine read on the pages of a scan (文字识别): line by line, how sure it was, and what a person corrected.

What is kept of a page in its case is small; the lines and the corrected words lie in staging under their digests.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DOUBTFUL_BELOW = 90
"""A line read with less than so many percent of certainty is shown as doubtful (存疑)."""
_WHOLE = 1000


@dataclass(frozen=True)
class ReadLine:
    """A line as the machine read it (识别行).

    ``sure`` is its certainty in percent; the box is where it stands, in thousandths of the page: left, top, right, bottom.
    """

    text: str
    sure: int
    left: int = 0
    top: int = 0
    right: int = _WHOLE
    bottom: int = _WHOLE

    @property
    def is_doubtful(self) -> bool:
        """Tell whether a person should look at it (存疑)."""
        return self.sure < DOUBTFUL_BELOW


@dataclass(frozen=True)
class ReadLines:
    """The lines of a page from top to bottom (识别结果), and the program and models that read them."""

    engine: str
    lines: tuple[ReadLine, ...] = ()

    @property
    def text(self) -> str:
        """Give the words of the page, a line each."""
        return "\n".join(line.text for line in self.lines)

    @property
    def doubtful(self) -> int:
        """Count the lines that a person should look at."""
        return sum(line.is_doubtful for line in self.lines)

    @property
    def sure(self) -> int:
        """Give the certainty of the page in percent, by the length of its lines; 100 for a page without a word."""
        length = sum(len(line.text) for line in self.lines)
        return round(sum(line.sure * len(line.text) for line in self.lines) / length) if length else 100


@dataclass(frozen=True)
class PageTranscript:
    """What is known of the words of one page (单页识别).

    ``lines`` is the digest of its ``ReadLines``, ``text`` that of the words a person put in their place. ``marked`` is the level of a secrecy mark
    among its words; ``trouble`` says why it could not be read.
    """

    page: int
    engine: str = ""
    lines: str = ""
    sure: int = 0
    doubtful: int = 0
    marked: str = ""
    trouble: str = ""
    text: str = ""
    corrected_by: str = ""
    corrected_at: dt.datetime | None = None

    @property
    def is_checked(self) -> bool:
        """Tell whether a person has compared it with the page (已校对)."""
        return self.corrected_at is not None
