"""The same bytes handed in again: a mistake while the document is on its way, a new try once it came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Phase
from office import sign
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root: Path = tmp_path_factory.mktemp("resubmission") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def test_the_same_bytes_while_under_way_are_the_same_document(an_office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    document_id = an_office.take_in(title, data)

    place = an_office.drop(f"{title}（再投）.docx", data)
    an_office.work()

    assert not place.exists()
    assert an_office.case(document_id).version == 1


def test_the_same_bytes_after_a_return_are_the_next_version(an_office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    document_id = an_office.take_in(title, data)
    an_office.send_back(document_id, "unit_head")
    an_office.work()

    an_office.drop(f"{title}.docx", data)
    an_office.work()

    case = an_office.case(document_id)
    assert (case.version, case.round, case.phase) == (2, 2, Phase.UNDER_WAY)


def test_the_same_bytes_after_a_withdrawal_are_a_document_of_their_own(an_office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    withdrawn = an_office.take_in(title, data)
    sign.withdraw(an_office.house, an_office.actor("clerk"), withdrawn, reason="改期")

    again = an_office.take_in(title, data)

    assert again != withdrawn
    assert an_office.case(again).phase is Phase.UNDER_WAY
