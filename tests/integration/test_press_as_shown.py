"""Every golden document as issued beside the same as shown, on pages that were really made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from domain.document import OfficialDocument
from press.as_shown import differences
from press.leaves import Leaf, leaves
from press.typeset import Typesetter
from tests.golden.documents import Golden, golden_set, pictures_of, seals_of
from tests.golden.run import set_page, typesetter


@pytest.fixture(scope="module")
def machine() -> Iterator[Typesetter]:
    made = typesetter()
    yield made
    made.close()


def shown(machine: Typesetter, golden: Golden, document: OfficialDocument) -> tuple[Leaf, ...]:
    return leaves(machine.typeset(document.signed_part(), pictures_of(golden)).pdf)


@pytest.mark.parametrize("golden", golden_set(), ids=lambda golden: golden.name)
def test_nothing_came_to_the_pages_but_what_was_filled_in(machine: Typesetter, golden: Golden) -> None:
    issued = leaves(set_page(machine, golden).pdf)

    assert differences(shown(machine, golden, golden.document), issued, golden.document) == ()


def test_another_recipient_is_noticed(machine: Typesetter) -> None:
    golden = next(each for each in golden_set() if seals_of(each))
    issued = leaves(set_page(machine, golden).pdf)
    other = dataclasses.replace(golden.document, copies_to=(*golden.document.copies_to, "示例市档案馆"))

    assert any("示例市档案馆" in said for said in differences(shown(machine, golden, other), issued, golden.document))
