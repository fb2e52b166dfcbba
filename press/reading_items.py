"""What the walk through a .docx yields, in reading order: lines with their looks, tables, pictures (读出的内容)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.document import Picture, Table
from press.reading_styles import Look
from press.reading_xml import characters_of


@dataclass(frozen=True)
class Line:
    """One line between paragraph marks and manual breaks (行): ``text`` begins with ``label``, the automatic number.

    ``paragraph`` counts the non-empty paragraphs from 1; lines of one paragraph share it; 0 is a line out of a table that only held the head.
    ``added`` counts characters that the page shows and the file holds in no run of text, such as a note's mark.
    """

    text: str
    paragraph: int
    look: Look
    label: str = ""
    added: int = 0

    @property
    def characters(self) -> int:
        """Count the characters that stand in the file, without the automatic number."""
        return characters_of(self.text) - characters_of(self.label) - self.added

    @property
    def place(self) -> str:
        """Name the place for the reader."""
        return place_of(self.paragraph, self.text)


@dataclass(frozen=True)
class TableItem:
    """A table with the number it has in the draft (表)."""

    table: Table
    number: int
    labels: int = 0

    @property
    def characters(self) -> int:
        """Count the characters that stand in the file, without automatic numbers."""
        return sum(characters_of(cell.text) for row in self.table.rows for cell in row) - self.labels

    @property
    def place(self) -> str:
        """Name the place for the reader."""
        return f"第{self.number}个表格"


@dataclass(frozen=True)
class PictureItem:
    """A picture with its bytes (图)."""

    picture: Picture
    data: bytes
    place: str

    @property
    def characters(self) -> int:
        """A picture holds no characters."""
        return 0


Item = Line | TableItem | PictureItem


def place_of(paragraph: int, text: str) -> str:
    """Name a paragraph the way a reader finds it: ``第3段“二、工作要求”``."""
    short = " ".join(text.split())
    quoted = f"“{short[:14]}{'…' if len(short) > 14 else ''}”"
    return f"第{paragraph}段{quoted}" if paragraph else f"文首表格中的{quoted}"
