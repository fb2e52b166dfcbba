"""A program that reads words in pictures, for tests: it knows what stands on the scans that tests make (假的文字识别).

It is held to the same contract as the real one (``tests/contract/test_transcribing_contract.py``).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image

from domain.transcript import ReadLine, ReadLines
from press.errors import TranscribingError

STEP = 8
_WIDTH, _HEIGHT = 1240, 1754


@dataclass
class ATranscriber:
    """Reads what ``coded_scan`` wrote; ``fails`` are words on whose page it does not come to an end."""

    called: str = "假识别 1"
    fails: str = ""
    sure: int = 97
    asked: list[str] = field(default_factory=list)

    def name(self) -> str:
        """Name itself; nothing where it is not there."""
        return self.called

    def read(self, png: bytes, subject: str) -> ReadLines:
        """Give the lines that stand on a picture."""
        self.asked.append(subject)
        words = _decoded(png)
        if self.fails and self.fails in words:
            raise TranscribingError(subject, "识别程序中断")
        lines = [line for line in words.split("\n") if line.strip()]
        return ReadLines(self.called, tuple(self._line(line, place) for place, line in enumerate(lines)))

    def close(self) -> None:
        """Have nothing to end."""

    def _line(self, line: str, place: int) -> ReadLine:
        doubtful = line.endswith("？")
        return ReadLine(line, 60 if doubtful else self.sure, 100, 40 * place, 900, 40 * place + 30)


def coded_scan(pages: Sequence[str]) -> bytes:
    """Make a PDF of pictures without a word of text, which ``ATranscriber`` reads: each page's words stand there in black and white squares."""
    pictures = [_coded(words) for words in pages]
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return made.getvalue()


def _coded(words: str) -> Image.Image:
    bits = "".join(f"{byte:08b}" for byte in len(words.encode()).to_bytes(2) + words.encode())
    across = _WIDTH // STEP
    small = Image.new("L", (across, _HEIGHT // STEP), 255)
    for place, bit in enumerate(bits):
        small.putpixel((place % across, place // across), 0 if bit == "1" else 255)
    return small.resize((across * STEP, _HEIGHT // STEP * STEP), Image.Resampling.NEAREST)


def _decoded(png: bytes) -> str:
    with Image.open(io.BytesIO(png)) as image:
        across, down = _WIDTH // STEP, _HEIGHT // STEP
        small = image.convert("L").resize((across, down), Image.Resampling.BOX)
    bits = "".join("1" if shade < 128 else "0" for shade in small.tobytes())
    data = bytes(int(bits[start : start + 8], 2) for start in range(0, len(bits) - 7, 8))
    length = int.from_bytes(data[:2])
    return data[2 : 2 + length].decode("utf-8", "replace") if length <= len(data) - 2 else ""
