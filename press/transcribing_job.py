"""The job of the child that reads words in pictures (识别作业): a PNG of our own making in, its lines as JSON out."""

from __future__ import annotations

import io
import json
import logging
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from PIL import Image

from domain.codec import to_plain
from domain.transcript import ReadLine, ReadLines

_ONE_THREAD = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "error",
}
"""One thread: reading goes on in the background, and the other processors are for people's work."""
_SAME_ROW = 0.75
"""A line belongs to the row of another whose upper part, so much of its height, holds its middle."""


def transcribe(png: bytes) -> bytes:
    """Give the lines on a picture, from top to bottom and from left to right."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        shown = image.convert("RGB")
    found = _engine()(_as_array(shown))
    texts, scores, boxes = found.txts or (), found.scores or (), found.boxes if found.boxes is not None else ()
    width, height = shown.size
    lines = [
        _line(text, float(score), [(float(x) / width, float(y) / height) for x, y in box])
        for text, score, box in zip(texts, scores, boxes, strict=True)
        if text.strip()
    ]
    return json.dumps(to_plain(ReadLines(f"rapidocr {version('rapidocr')}", tuple(in_order(lines))))).encode()


def in_order(lines: list[ReadLine]) -> list[ReadLine]:
    """Put lines into the order in which they are read: row by row, in a row from left to right."""
    rows: list[list[ReadLine]] = []
    for line in sorted(lines, key=lambda one: one.top + one.bottom):
        row = rows[-1] if rows else None
        if row and (line.top + line.bottom) / 2 < row[0].top + _SAME_ROW * (row[0].bottom - row[0].top):
            row.append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one.left)]


def _line(text: str, score: float, corners: list[tuple[float, float]]) -> ReadLine:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    left, top, right, bottom = (_thousandths(one) for one in (min(across), min(down), max(across), max(down)))
    return ReadLine(text.strip(), round(score * 100), left, top, right, bottom)


def _thousandths(share: float) -> int:
    return min(max(round(share * 1000), 0), 1000)


def _as_array(image: Image.Image) -> Any:
    import numpy as np  # noqa: PLC0415 - of the optional extra

    return np.asarray(image)[:, :, ::-1]  # blue first, as the models were taught


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Load the models once in a process's life."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - of the optional extra

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params=_ONE_THREAD)
