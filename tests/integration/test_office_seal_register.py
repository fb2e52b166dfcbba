"""The register of seals (用印登记簿): every pressing with its approval, and what waits; nothing outside one's scope."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from office import seal
from office.seal_register import seal_register, seal_workbook
from tests.an_office import AnOffice, a_title, new_clock, opened, prepare


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as made:
        yield made


def _numbered(office: AnOffice) -> str:
    document_id = office.signed(a_title())
    office.register(document_id)
    return document_id


def test_a_sealed_document_stands_with_who_approved_and_who_sealed_it(office: AnOffice) -> None:
    sealed, waiting = _numbered(office), _numbered(office)
    keeper, binding = office.actor("keeper"), office.binding(sealed)
    seal.refuse_seal(office.house, keeper, sealed, opinion="附件1没有附上", binding=binding)
    seal.answer_refusal(office.house, office.actor("clerk"), sealed, note="已附上")
    office.seal(sealed)

    page = seal_register(office.house, keeper)

    assert [line.document_id for line in page.lines] == [waiting, sealed]
    last, first = page.lines
    assert (last.at, last.keeper, last.seals) == (None, "", "")
    assert (first.number, first.approver, first.copies) == (office.case(sealed).number, "郑远", 20)
    assert (first.seals, first.keeper, first.at) == ("云岭乡人民政府", "陈立", office.clock.now())
    assert first.refused == ("附件1没有附上",)


def test_a_page_holds_no_more_than_was_asked_for_and_counts_all(office: AnOffice) -> None:
    first, second = _numbered(office), _numbered(office)

    page = seal_register(office.house, office.actor("keeper"), 1, 1)

    assert (page.total, [line.document_id for line in page.lines]) == (2, [first])
    assert second != first


def test_the_whole_register_is_taken_away_first_number_first(office: AnOffice) -> None:
    first, second = _numbered(office), _numbered(office)

    with zipfile.ZipFile(io.BytesIO(seal_workbook(office.house, office.actor("clerk")))) as opened:
        told = opened.read("xl/sharedStrings.xml").decode()

    places = [told.index(text) for text in ("用印登记簿", *(office.case(one).number for one in (first, second)))]
    assert places == sorted(places)
