"""Lists page by page (翻页与排序): which page, which order, and the plain links that lead to the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from domain.listing import Column

_MOST_DIGITS = 6
_LONGEST_TEXT = 100


@dataclass(frozen=True)
class Pager:
    """One page among several (页码): what stands on it, and the addresses of its neighbours, empty where there is none."""

    total: int
    number: int
    pages: int
    first: int
    last: int
    start: str
    before: str
    after: str
    end: str


@dataclass(frozen=True)
class Heading:
    """A column's heading (栏头): the address that orders the list by it, empty when nothing does, and how it is ordered now."""

    field: str
    label: str
    address: str
    ordered: str


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list (列表地址)."""

    path: str
    query: QueryDict
    size: int

    @classmethod
    def of(cls, request: HttpRequest, size: int) -> Asked:
        """Read an address."""
        return cls(request.path, request.GET, size)

    @property
    def page(self) -> int:
        """Give the number of the page, counted from 1."""
        text = self.query.get("page", "")
        return max(int(text), 1) if text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS else 1

    @property
    def offset(self) -> int:
        """Give how many rows stand before the page."""
        return (self.page - 1) * self.size

    def text(self, name: str) -> str:
        """Give what was typed into a box."""
        return self.query.get(name, "").strip()[:_LONGEST_TEXT]

    def one_of(self, name: str, known: Iterable[str]) -> str:
        """Give what was chosen, or an empty string when it is none of the choices."""
        chosen = self.query.get(name, "")
        return chosen if chosen in known else ""

    def day(self, name: str) -> dt.date | None:
        """Give a day, or nothing when it is none."""
        try:
            return dt.date.fromisoformat(self.query.get(name, ""))
        except ValueError:
            return None

    def order(self, default: Column) -> Column:
        """Give the column by which the list is to be ordered."""
        return next((column for column in Column if column.value == self.query.get("sort", "")), default)

    def descends(self, *, by_default: bool) -> bool:
        """Tell whether the last comes first."""
        return {"up": False, "down": True}.get(self.query.get("dir", ""), by_default)

    def pager(self, total: int) -> Pager:
        """Make the links to the other pages; a page past the end is the last one."""
        pages = max(-(-total // self.size), 1)
        number = min(self.page, pages)
        return Pager(
            total=total,
            number=number,
            pages=pages,
            first=(number - 1) * self.size + 1 if total else 0,
            last=min(number * self.size, total),
            start=self._page(1) if number > 1 else "",
            before=self._page(number - 1) if number > 1 else "",
            after=self._page(number + 1) if number < pages else "",
            end=self._page(pages) if number < pages else "",
        )

    def heading(self, field: str, label: str, column: StrEnum | None, now: StrEnum, *, descending: bool) -> Heading:
        """Make a column's heading: the same column again turns the order round."""
        if column is None:
            return Heading(field, label, "", "")
        ordered = ("descending" if descending else "ascending") if column is now else ""
        turned = "up" if ordered != "ascending" else "down"
        return Heading(field, label, self.address(sort=column.value, dir=turned, page=""), ordered)

    def address(self, path: str = "", **changed: str) -> str:
        """Give the address of the same list with some things asked otherwise; what is empty is left out."""
        kept = {name: values[-1] for name, values in self.query.lists()} | changed
        words = urlencode({name: value for name, value in kept.items() if value})
        return f"{path or self.path}?{words}"

    def _page(self, number: int) -> str:
        return self.address(page=str(number))
