"""A page across as it lies in the bound leaf (横排页): its left side is the leaf's foot, so it is measured turned by a quarter (clause 8)."""

from __future__ import annotations

import dataclasses

from press.measure import Box, Character, Page, Rule


def as_bound(page: Page) -> Page:
    """Give a page that lies across turned upright, any other as it is; what stood upright on it is turned then."""
    if page.width <= page.height:
        return page
    return Page(
        page.height,
        page.width,
        tuple(_turned(each, page.width) for each in page.characters),
        tuple(Rule(_box(each.box, page.width), each.color) for each in page.rules),
        tuple(_box(each, page.width) for each in page.images),
    )


def _turned(character: Character, width: float) -> Character:
    ink = _box(character.ink, width)
    # Of what is turned back the origin is where its line begins; of anything else only the ink is known.
    upright = character.turned
    return dataclasses.replace(
        character,
        ink=ink,
        origin_left=character.baseline if upright else ink.left,
        baseline=width - character.origin_left if upright else ink.bottom,
        turned=not upright,
    )


def _box(box: Box, width: float) -> Box:
    return Box(box.top, width - box.right, box.bottom, width - box.left)
