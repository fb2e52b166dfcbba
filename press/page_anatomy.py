"""Which line of a rendered page is which element (版面识别): from size, colour and place alone, so that anyone's PDF can be measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from press import layout
from press.measure import Box, Line, Page, Rule

CORE_LEFT: Final = layout.LEFT_MARGIN
CORE_RIGHT: Final = layout.LEFT_MARGIN + layout.CORE_WIDTH
CORE_TOP: Final = layout.TOP_MARGIN
CORE_BOTTOM: Final = layout.TOP_MARGIN + layout.CORE_HEIGHT

NUMBER: Final = re.compile(r"[\u4e00-\u9fffA-Z]{2,20}[〔\[［(（【﹝〖]\d{2,4}[〕\]］)）】﹞〗]第?\d+号")
ISSUE: Final = re.compile(r"第[\d一二三四五六七八九十百]+[号期]")
DATE: Final = re.compile(
    r"[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
PAGE_NUMBER: Final = re.compile(r"[—－–\-―]{0,2}(\d+)[—－–\-―]{0,2}")
_LARGE_PT: Final = 17.6
"""Larger than any text, so that a title set too small is still known as one."""
_WIDE_RULE: Final = 120.0
_LOWEST_HEAD: Final = 230.0
_THINNEST: Final = 0.2
"""Lines of a table are thinner than any of 版记."""


def is_red(color: str) -> bool:
    """Tell whether a colour is the red of a mark."""
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return red > 150 and green < 110 and blue < 110


def is_black(color: str) -> bool:
    """Tell whether a colour prints as black."""
    return all(int(color[place : place + 2], 16) < 70 for place in (1, 3, 5))


def em_box(line: Line) -> Box:
    """Give the box of the em squares of a line."""
    tallest = max(line.characters, key=lambda each: each.size_pt)
    return Box(line.left, tallest.em_top, line.right, tallest.em_bottom)


def bare(line: Line) -> str:
    """Give a line's text without blanks."""
    return "".join(line.text.split())


@dataclass(frozen=True)
class Anatomy:
    """The elements found on the pages (版面要素); what was not found is empty."""

    pages: tuple[Page, ...]

    @cached_property
    def first_lines(self) -> tuple[Line, ...]:
        """Give the lines of page one above and in the core, from the top."""
        return tuple(line for line in self.pages[0].lines() if line.characters[0].baseline < CORE_BOTTOM + 4)

    @cached_property
    def mark(self) -> tuple[Line, ...]:
        """Give the lines of 发文机关标志: large and red."""
        return tuple(
            line
            for line in self.first_lines
            if all(is_red(each.color) for each in line.characters) and line.characters[0].size_pt >= 12
        )

    @cached_property
    def red_rules(self) -> tuple[Rule, ...]:
        """Give the red lines of page one, from the top."""
        found = (rule for rule in self.pages[0].rules if is_red(rule.color) and rule.box.width > _WIDE_RULE)
        return tuple(sorted(found, key=lambda rule: rule.box.top))

    @cached_property
    def layout(self) -> str:
        """Name the format: 信函, 命令, 纪要, 文件, or 文稿 where there is no mark."""
        said = "".join(bare(line) for line in self.mark)
        if any(rule.box.width > (layout.CORE_WIDTH + layout.LETTER_LINE_LENGTH) / 2 for rule in self.red_rules):
            return "信函格式"
        if said.endswith("纪要"):
            return "纪要格式"
        if said.endswith(("令", "命令")) and not self.red_rules:
            return "命令格式"
        return "文件格式" if self.mark or self.red_rules else "文稿格式"

    @cached_property
    def head_bottom(self) -> float:
        """Give where the head ends: the red line, else the mark."""
        upper = [rule.box.bottom for rule in self.red_rules if rule.box.bottom < _LOWEST_HEAD]
        if upper:
            return max(upper)
        return max((em_box(line).bottom for line in self.mark), default=0.0)

    @cached_property
    def number(self) -> Line | None:
        """Give the line of 发文字号."""
        last = self.head_bottom + (20 if self.layout in ("信函格式", "命令格式") else 1)
        return next(
            (
                line
                for line in self.first_lines
                if line not in self.mark
                and line.baseline < max(last, CORE_TOP + 40)
                and (NUMBER.search(bare(line)) or ISSUE.fullmatch(bare(line)))
            ),
            None,
        )

    @cached_property
    def title(self) -> tuple[Line, ...]:
        """Give the lines of the title: the first run of large lines below the head that are not red."""
        found: list[Line] = []
        for line in self.first_lines:
            size = line.characters[0].size_pt
            large = size >= _LARGE_PT and not any(is_red(each.color) for each in line.characters)
            if large and line.baseline > self.head_bottom:
                found.append(line)
            elif found:
                break
        return tuple(found)

    @cached_property
    def after_title(self) -> tuple[Line, ...]:
        """Give the lines of page one below the title, or below head and number where there is no title."""
        above = (
            self.title[-1].baseline if self.title else max(self.head_bottom, self.number.baseline if self.number else 0)
        )
        return tuple(line for line in self.first_lines if line.baseline > above + 1)

    @cached_property
    def addressees(self) -> tuple[Line, ...]:
        """Give the lines of 主送机关: from the first line after the title, flush left, to the one that ends in a colon."""
        lines = self.after_title
        if not lines or abs(lines[0].left - CORE_LEFT) > 3:
            return ()
        ends = next((place for place, line in enumerate(lines[:12]) if bare(line).endswith(("：", ":"))), None)
        return lines[: ends + 1] if ends is not None else ()

    @cached_property
    def text(self) -> tuple[Line, ...]:
        """Give the lines of page one that are body text."""
        return tuple(line for line in self.after_title[len(self.addressees) :] if not _is_number(line))

    @cached_property
    def imprint_rules(self) -> tuple[Rule, ...]:
        """Give the rules of 版记 on the last page: black and as wide as the core, low on the page."""
        found = [
            rule
            for rule in self.pages[-1].rules
            if is_black(rule.color)
            and abs(rule.box.width - layout.CORE_WIDTH) < 6
            and _THINNEST < rule.box.height < 1.5
        ]
        lowest = sorted(found, key=lambda rule: rule.box.top)
        return tuple(lowest) if lowest and lowest[-1].box.bottom > CORE_TOP + layout.CORE_HEIGHT / 3 else ()

    @cached_property
    def imprint(self) -> tuple[Line, ...]:
        """Give the lines between the first and the last rule of 版记."""
        if not self.imprint_rules:
            return ()
        top, bottom = self.imprint_rules[0].box.top, self.imprint_rules[-1].box.bottom
        return tuple(line for line in self.pages[-1].lines() if top < line.baseline < bottom + 1)

    def page_number(self, page: Page) -> Line | None:
        """Give the line of a page's number, below the core."""
        return next((line for line in reversed(page.lines()) if _is_number(line)), None)

    def core_lines(self, page: Page) -> tuple[Line, ...]:
        """Give the lines of a page that belong in the core: neither the page number nor marks and red heads."""
        return tuple(
            line
            for line in page.lines()
            if not _is_number(line)
            and not (page is self.pages[0] and line in self.mark)
            and not line.characters[0].turned
        )

    @cached_property
    def full_pages(self) -> tuple[tuple[int, Page], ...]:
        """Give the pages after the first that are filled with text of the usual size, with their numbers."""
        found = []
        for place, page in enumerate(self.pages[1:], 2):
            lines = self.core_lines(page)
            plain = [line for line in lines if 14.5 <= line.characters[0].size_pt <= 17.5]
            if len(plain) == len(lines) >= 15 and not page.images and em_box(lines[-1]).bottom > CORE_BOTTOM - 12:
                found.append((place, page))
        return tuple(found)

    @cached_property
    def dated(self) -> tuple[int, Line] | None:
        """Give the page and line of 成文日期: a line that holds nothing but a date, the last such one above any attachment."""
        for place, page in enumerate(self.pages, 1):
            for line in self.core_lines(page):
                if (
                    DATE.fullmatch(bare(line))
                    and line.left > CORE_LEFT + layout.CORE_WIDTH / 3
                    and line not in self.imprint
                ):
                    return place, line
        return None


def characters_on(lines: Sequence[Line]) -> int:
    """Count the characters of full lines: the most that any of the lines holds, Chinese characters only."""
    pure = [len(line.characters) for line in lines if all(not each.text.isascii() for each in line.characters)]
    return max(pure, default=0)


def _is_number(line: Line) -> bool:
    return bool(PAGE_NUMBER.fullmatch(bare(line))) and line.baseline > CORE_BOTTOM - 1
