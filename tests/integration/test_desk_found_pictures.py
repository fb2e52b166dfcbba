"""What came in as a picture has no pages to look into: 看原页 of such a hit leads to the record itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from domain.case import Phase
from ground.clock import FixedClock
from office.search import search
from registry.accounts import prepare_accounts
from tests.an_office import AnOffice, opened, prepare
from tests.desk_visitor import Visitor, desk_for, text_of
from tests.receipts_office import TITLE, instructed, proposed, received, reviewed, to_end
from tests.samples.docx_builder import png


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[AnOffice]:
    prepare_accounts()
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", clock) as office:
        yield office
    connections.close_all()


def test_the_page_of_a_hit_that_is_a_picture_is_the_record(office: AnOffice) -> None:
    document_id = received(office, "来文.png", png(1240, 1754))
    reviewed(office, document_id)
    proposed(office, document_id)
    instructed(office, document_id, lead="economy")
    to_end(office, document_id)
    assert office.case(document_id).phase is Phase.DONE, office.case(document_id).stuck
    visitor = Visitor(desk_for(office.house), "clerk")
    (hit,) = search(office.house, office.actor("clerk"), "防汛检查").hits
    assert f"/documents/{hit.object_id}/found" in text_of(visitor.get("/search?q=防汛检查"))

    led = visitor.get(f"/documents/{hit.object_id}/found?q=防汛检查")

    assert (led.status_code, led["Location"]) == (302, f"/documents/{document_id}")
    page = visitor.get(visitor.get(led["Location"])["Location"])  # what came in has a page of its own
    assert page.status_code == 200
    assert TITLE in text_of(page)


def test_a_picture_outside_the_scope_leads_nowhere(office: AnOffice) -> None:
    document_id = received(office, "来文.png", png(1240, 1754))

    assert Visitor(desk_for(office.house), "admin").get(f"/documents/{document_id}/found?q=防汛").status_code == 404
