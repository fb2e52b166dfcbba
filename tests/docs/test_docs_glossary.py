"""The glossary holds every Chinese term that the domain's classes give."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.needs import REPOSITORY

GLOSSARY = (REPOSITORY / "docs/glossary.md").read_text("utf-8")
_IN_BRACKETS = re.compile(r"\(([^()]*[\u4e00-\u9fff][^()]*)\)")


def _terms() -> Iterator[tuple[str, str]]:
    """Yield each public class of the domain with each term in brackets on the first line of its docstring."""
    for file in sorted((REPOSITORY / "domain").glob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                first = (ast.get_docstring(node) or "").partition("\n")[0]
                # a citation such as 保密法 art. 14 is no term
                yield from ((node.name, term) for term in _IN_BRACKETS.findall(first) if " art. " not in term)


TERMS = sorted(set(_terms()))


def test_the_domain_gives_its_terms() -> None:
    assert len(TERMS) > 80


@pytest.mark.parametrize(("name", "term"), TERMS)
def test_a_term_of_the_domain_stands_in_the_glossary(name: str, term: str) -> None:
    assert term in GLOSSARY


@pytest.mark.parametrize("name", sorted({name for name, _ in TERMS}))
def test_a_class_of_the_domain_stands_in_the_glossary(name: str) -> None:
    assert f"`{name}`" in GLOSSARY
