"""The search form for those who know more (高级检索): its boxes become one query in the language that the box above understands."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import QueryDict

_TEXTS = (
    ("title", "标题"),
    ("number", "文号"),
    ("organ", "机关"),
    ("signer", "签发人"),
    ("code", "档号"),
    ("kind", "文种"),
)
_CHOICES = (("level", "密级"), ("retention", "保管期限"))
_RANGES = (("year", "年度"), ("date", "日期"))
_NAMES = (
    "all", "phrase", "any", "none", *(name for name, _ in (*_TEXTS, *_CHOICES)), "year_from", "year_to", "date_from", "date_to",
)  # fmt: skip
_LONGEST = 100


def values_of(typed: QueryDict) -> dict[str, str]:
    """Give what was typed into each box."""
    return {name: _typed(typed, name) for name in _NAMES}


def composed(typed: QueryDict) -> str:
    """Make the query: every box must hold (与), one of the words of the box 任一 (或), none of those of the box 不含 (非)."""
    every = " ".join(_conditions(typed))
    choices = _typed(typed, "any").split()
    if not choices:
        return every
    # OR binds whole groups, so what must hold stands in each of them.
    return " OR ".join(f"{_quoted(choice)} {every}".strip() for choice in choices)


def _conditions(typed: QueryDict) -> Iterator[str]:
    yield from map(_quoted, _typed(typed, "all").split())
    if phrase := _typed(typed, "phrase"):
        yield _quoted(phrase)
    for name, field in (*_TEXTS, *_CHOICES):
        if value := _typed(typed, name):
            yield f"{field}:{_quoted(value)}"
    for name, field in _RANGES:
        first, last = _typed(typed, f"{name}_from"), _typed(typed, f"{name}_to")
        if first or last:
            yield f"{field}:{first}..{last}"
    yield from (f"-{_quoted(word)}" for word in _typed(typed, "none").split())


def _quoted(words: str) -> str:
    return f'"{words}"'


def _typed(typed: QueryDict, name: str) -> str:
    return typed.get(name, "").replace('"', " ").replace("＂", " ").strip()[:_LONGEST]
