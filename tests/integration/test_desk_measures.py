"""The measured page on the desk: what stands there was measured on the document's own PDF."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from domain.conformance import Conformance
from office import measuring
from office.errors import UnknownDocumentError
from tests.an_office import AnOffice, a_title, new_clock, opened, prepare
from tests.desk_visitor import Visitor, desk_for, text_of


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as made:
        yield made


def test_the_findings_lead_to_what_was_measured_on_the_shown_pages(office: AnOffice) -> None:
    document_id = office.take_in(a_title())
    reader = Visitor(desk_for(office.house), "clerk")

    page = reader.get(f"/documents/{document_id}")
    report = reader.get(f"/documents/{document_id}/measures")

    assert f'href="/documents/{document_id}/measures"' in page.content.decode()
    assert report.status_code == 200
    said = text_of(report)
    for words in ("呈签版面", "文件格式", "发文机关标志上边", "72", "不符合的", "7.2.4"):
        assert words in said


def test_what_was_issued_is_what_is_measured(office: AnOffice) -> None:
    title = a_title()
    case = office.filed(title)

    measured = measuring.measured_pages(office.house, office.actor("clerk"), case.document_id)

    assert (measured.which, measured.report.pages) == ("正式文件", case.issued.pages if case.issued else 0)
    assert measured.report.layout == "文件格式"
    assert len(measured.report.readings) > 20


def test_a_page_that_is_not_as_the_standard_has_it_says_so(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = office.take_in(a_title())
    press = office.house.press
    was = press.measure

    def wrong(data: bytes, name: str) -> Conformance:
        report = was(data, name)
        first = dataclasses.replace(report.readings[0], agrees=False, measured="81.3毫米")
        return dataclasses.replace(report, readings=(first, *report.readings[1:]))

    monkeypatch.setattr(press, "measure", wrong)
    said = text_of(Visitor(desk_for(office.house), "clerk").get(f"/documents/{document_id}/measures"))

    assert "81.3毫米" in said.partition("符合的")[2].partition("项")[2].partition("符合的")[0]


def test_what_has_no_pages_yet_is_not_there(office: AnOffice) -> None:
    with pytest.raises(UnknownDocumentError):
        measuring.measured_pages(office.house, office.actor("clerk"), "W2026-99999")
