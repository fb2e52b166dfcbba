"""Setting the golden set and judging it (样张验收)."""

from __future__ import annotations

from collections.abc import Iterable

from press.fonts import FontShelf, standard_folders
from press.measure import measure
from press.typeset import Typeset, Typesetter
from tests.golden.documents import Golden, pictures_of, seals_of
from tests.golden.positions import faults_of


def typesetter() -> Typesetter:
    """Give a typesetter with the fonts of this machine."""
    return Typesetter(FontShelf(standard_folders()))


def set_page(machine: Typesetter, golden: Golden) -> Typeset:
    """Set one golden document as it is issued."""
    return machine.typeset(golden.document, pictures_of(golden), seals=seals_of(golden), archival=True)


def faults_in(golden_documents: Iterable[Golden]) -> tuple[str, ...]:
    """Set golden documents and name what stands elsewhere than it must, or is not the same twice."""
    machine = typesetter()
    found: list[str] = []
    for golden in golden_documents:
        pdf = set_page(machine, golden).pdf
        found += [f"{golden.name}：{fault}" for fault in faults_of(golden, measure(pdf))]
        if set_page(machine, golden).pdf != pdf:
            found.append(f"{golden.name}：两次排出的字节不同")
    machine.close()
    return tuple(found)
