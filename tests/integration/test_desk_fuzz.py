"""Whatever is filled in, the desk never breaks: two thousand spoiled forms and more by people who may send them."""

from __future__ import annotations

import os

import pytest

from desk.visit import Desk
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_fuzz import Target, fuzz
from tests.desk_house import Papers
from tests.desk_rows import Row
from tests.integration.test_desk_authorization import TABLE, _address

REQUESTS = int(os.environ.get("HONGTOU_FUZZ_REQUESTS", "2000"))
TRIES = 75
"""How often a form is sent at least: some are turned away before they are looked at."""
SEED = int(os.environ.get("HONGTOU_FUZZ_SEED", "20261122"))
WITHOUT_A_FORM = {"logout"}
"""What is sent with nothing in it."""


def _target(name: str, row: Row) -> Target:
    return Target(
        name,
        login=min(row.may),
        prepare=lambda there: row.stage(there) if row.stage else "",
        address=lambda document_id: _address(name, document_id),
        fields=row.fields,
    )


@pytest.mark.long
def test_no_spoiled_form_breaks_the_desk_and_each_is_looked_at(
    desk: Desk,  # noqa: F811
    papers: Papers,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    targets = [_target(name, row) for (name, method), row in TABLE.items() if method == "POST"]

    having = [one for one in targets if one.name not in WITHOUT_A_FORM]
    report = fuzz(desk, papers, having, max(REQUESTS, TRIES * len(having)), SEED)

    with capsys.disabled():
        print("", *report.lines(), sep="\n")  # noqa: T201 - the counts are for people
    assert report.broken == []
    assert {name: count for name, count in report.looked.items() if count < 50} == {}
    assert len(report.looked) == len(targets) - len(WITHOUT_A_FORM)
