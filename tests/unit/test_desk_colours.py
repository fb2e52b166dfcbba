"""The desk's colours: every pair of text and ground reaches WCAG 2.2 AA (1.4.3), computed from the stylesheet itself."""

from __future__ import annotations

import re

import pytest

from desk.furniture import content_of

STYLE = content_of("desk.css").decode()
COLOURS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", STYLE))
PAIRS = [
    ("ink", "paper"),
    ("ink", "desk"),
    ("quiet", "paper"),
    ("quiet", "desk"),
    ("quiet", "grey-soft"),
    ("blue", "paper"),
    ("blue", "desk"),
    ("blue", "blue-soft"),
    ("blue", "green-soft"),
    ("red", "paper"),
    ("red", "red-soft"),
    ("warm", "warm-soft"),
    ("warm", "paper"),
    ("green", "green-soft"),
    ("paper", "blue"),
    ("paper", "red"),
]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


def test_the_edges_of_fields_stand_out() -> None:
    edge = re.search(r"textarea \{ border: 1px solid (#\w+)", STYLE)

    assert edge
    assert contrast(edge[1], COLOURS["paper"]) >= 3


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
