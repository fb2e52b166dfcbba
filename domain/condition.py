"""Conditions in the offices' data (条件): ``field op value`` joined by ``and``/``or``; there is no expression language.

``and`` binds closer than ``or``. Operators: ``=`` ``!=`` ``in`` ``>=`` ``<=``. Values of ``in`` are parted by ``|``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TEST = re.compile(r"^\s*(?P<field>\w+)\s*(?P<op>>=|<=|!=|=|\bin\b)\s*(?P<value>[^=<>!\s].*?)\s*$")


class ConditionError(ValueError):
    """A condition can't be read, or names a field nobody knows (条件有误)."""


@dataclass(frozen=True)
class Test:
    """One comparison (比较)."""

    __test__ = False

    field: str
    op: str
    value: str

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Tell whether the comparison holds; a field that is not there is the empty string."""
        actual = facts.get(self.field, "")
        if self.op == "in":
            return actual in {item.strip() for item in self.value.split("|")}
        if self.op in (">=", "<="):
            if not actual.isdecimal():
                return False  # what has no number is neither above nor below one
            return int(actual) >= int(self.value) if self.op == ">=" else int(actual) <= int(self.value)
        return (actual == self.value) is (self.op == "=")


@dataclass(frozen=True)
class Condition:
    """Alternatives of tests that must all hold (条件); no alternatives means always."""

    alternatives: tuple[tuple[Test, ...], ...] = ()

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Tell whether the condition holds for these facts."""
        return not self.alternatives or any(all(test.holds(facts) for test in tests) for tests in self.alternatives)

    def fields(self) -> frozenset[str]:
        """Name the fields the condition asks for."""
        return frozenset(test.field for tests in self.alternatives for test in tests)


def parse_condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: A part is not ``field op value``, or a number is expected where none stands.
    """
    if not text.strip():
        return Condition()
    parts = [re.split(r"\band\b", part) for part in re.split(r"\bor\b", text)]
    return Condition(tuple(tuple(_parse_test(test) for test in part) for part in parts))


def _parse_test(text: str) -> Test:
    found = _TEST.match(text)
    if not found:
        raise ConditionError(f"条件“{text.strip()}”不是“字段 运算 值”的形式")
    test = Test(found["field"], found["op"], found["value"])
    if test.op in (">=", "<=") and not test.value.isdecimal():
        raise ConditionError(f"条件“{text.strip()}”要求数字")
    return test
