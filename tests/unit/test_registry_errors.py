from __future__ import annotations

import inspect
import re

import pytest

from domain.errors import HongtouError
from registry import errors

OURS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, HongtouError) and kind.__module__ == errors.__name__
]


def test_every_error_has_a_code_of_its_own_in_our_range() -> None:
    codes = [kind.code for kind in OURS]

    assert len(set(codes)) == len(codes)
    assert all("HT-300" < code <= "HT-339" for code in codes)


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_the_tree_at_the_top_names_every_error_with_its_code(kind: type[HongtouError]) -> None:
    assert errors.__doc__ is not None
    assert re.search(rf"── {kind.__name__} +{kind.code} ", errors.__doc__)


def test_an_error_says_what_happened_to_what_and_what_to_do() -> None:
    error = errors.MisfitHereError("W2026-00001", "待审读", "document.sealed")

    assert str(error) == (
        "【W2026-00001】文稿现在处于“待审读”，这一步“用印”不能办或者已经办过。请刷新待办，按文稿当前状态办理。"
    )
