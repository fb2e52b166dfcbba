"""The classes of papers that are no official documents (文稿类别): speeches, work reports, summaries, each with a way of its own.

They are an office's own words: whatever the conditions of its procedures without a number name.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.document import Kind
from domain.facts import Fact, FactName, Facts
from domain.procedure import Procedure


def paper_classes(procedures: Sequence[Procedure]) -> tuple[str, ...]:
    """Name the classes that the procedures for papers tell apart."""
    conditions = [procedure.applies for procedure in procedures if not procedure.numbered]
    tests = [test for each in conditions for tests in each.alternatives for test in tests]
    named = (test.value for test in tests if test.field == "class" and test.op in ("=", "in"))
    return tuple(dict.fromkeys(value.strip() for values in named for value in values.split("|")))


def kind_by_class(facts: Facts, procedures: Sequence[Procedure]) -> tuple[Fact, ...]:
    """Say that a draft of such a class is a paper, from where the class was stated; a kind stated there as well stands."""
    known = {fact.name: fact for fact in facts.known}
    about, kind = known.get(FactName.DOCUMENT_CLASS), known.get(FactName.KIND)
    if about is None or about.value not in paper_classes(procedures) or (kind and kind.source is about.source):
        return ()
    return (Fact(FactName.KIND, Kind.PAPER.value, about.source),)


def class_fault(facts: Facts, fact: Fact, procedures: Sequence[Procedure]) -> str:
    """Say why a paper's class can't be used; nothing when it can, or when it is no paper."""
    is_class = fact.name is FactName.DOCUMENT_CLASS and facts.value(FactName.KIND) == Kind.PAPER
    classes = paper_classes(procedures)
    if not is_class or not classes or fact.value in classes:
        return ""
    return f"文稿类别“{fact.value}”没有办理程序，有的是：{'、'.join(classes)}"


def lacking_class(facts: Facts) -> tuple[FactName, ...]:
    """Name the class when a paper states none: its way hangs on it."""
    is_open = facts.value(FactName.KIND) == Kind.PAPER and not facts.value(FactName.DOCUMENT_CLASS)
    return (FactName.DOCUMENT_CLASS,) if is_open else ()
