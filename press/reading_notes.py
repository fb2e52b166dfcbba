"""Footnotes and endnotes: a circled number in the text, the note itself as a paragraph at the end of the body (脚注、尾注)."""

from __future__ import annotations

from dataclasses import dataclass, field

from press.errors import DamagedDraftError
from press.reading_package import Package
from press.reading_xml import Element, W, local_name

KINDS = {"footnoteReference": ("footnotes", "footnote", "脚注"), "endnoteReference": ("endnotes", "endnote", "尾注")}
LEAD = "注："
_CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))


def mark_of(number: int) -> str:
    """Write a note's number the way it stands in the text."""
    block = next(((first, start) for first, last, start in _CIRCLED if first <= number <= last), None)
    return chr(block[1] + number - block[0]) if block else f"〔注{number}〕"


@dataclass
class Notes:
    """The notes of one document, in the order in which the text refers to them (注释)."""

    package: Package
    used: list[tuple[str, Element]] = field(default_factory=list)
    _parts: dict[str, dict[str, Element]] = field(default_factory=dict)

    def refer(self, reference: Element) -> str:
        """Take up the note a reference names and give the mark that stands for it in the text."""
        part, name, _ = KINDS[local_name(reference)]
        note = self._notes(part, name).get(reference.get(f"{W}id", ""))
        if note is None:
            raise DamagedDraftError(self.package.subject, part)
        again = next((mark for mark, used in self.used if used is note), "")
        if again:
            return again
        mark = mark_of(len(self.used) + 1)
        self.used.append((mark, note))
        return mark

    def unused(self) -> list[tuple[str, Element]]:
        """Give the notes that stand in their parts and that no reference names, with what they are called."""
        taken = {id(note) for _, note in self.used}
        return [
            (called, note)
            for part, name, called in KINDS.values()
            for note in self._notes(part, name).values()
            if id(note) not in taken
        ]

    def _notes(self, part: str, name: str) -> dict[str, Element]:
        if part not in self._parts:
            stored = self.package.related(self.package.main, part)
            found = [] if stored is None else list(self.package.tree(stored).iter(f"{W}{name}"))
            self._parts[part] = {
                note.get(f"{W}id", ""): note for note in found if note.get(f"{W}type", "normal") == "normal"
            }
        return self._parts[part]
