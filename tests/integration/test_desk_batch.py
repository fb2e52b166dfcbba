"""Signing several documents in one go: what was ticked and nothing else, each as it was shown."""

from __future__ import annotations

from typing import Any

from desk.visit import Desk
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, desk_for

STEP = "unit-review"
PASSWORD = "correct horse battery staple"


def _fields(visitor: Visitor, *documents: str, ticked: tuple[str, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "once": visitor.mark("batch"),
        "phrase": "同意。",
        "item": [f"{one} {STEP}" for one in ticked],
    }
    for document_id in documents:
        binding = visitor.binding(document_id)
        fields |= {f"{name} {document_id} {STEP}": value for name, value in binding.items()}
    return fields


def test_every_page_of_every_document_that_waits_is_shown(desk: Desk, papers: Papers) -> None:  # noqa: F811
    first, second = papers.under_way(), papers.under_way()

    page = Visitor(desk, "unit_head").get("/batch").content.decode()

    for document_id in (first, second):
        count = len(desk.house.registry.case(document_id).shown.pages)  # type: ignore[union-attr]
        assert [f"/documents/{document_id}/pages/{number}.png" in page for number in range(1, count + 2)] == [
            *[True] * count,
            False,
        ]


def test_what_was_ticked_is_signed_and_nothing_else(desk: Desk, papers: Papers) -> None:  # noqa: F811
    first, second, third = papers.under_way(), papers.under_way(), papers.under_way()
    visitor = Visitor(desk, "unit_head")

    answer = visitor.post("/batch", **_fields(visitor, first, second, third, ticked=(first, third)))

    assert answer.content.decode().count("已签批") == 2
    assert [_done(desk, one) for one in (first, second, third)] == [(STEP,), (), (STEP,)]


def test_a_document_that_changed_meanwhile_holds_back_no_other(desk: Desk, papers: Papers) -> None:  # noqa: F811
    first, second = papers.under_way(), papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = _fields(visitor, first, second, ticked=(first, second)) | {f"content {first} {STEP}": "another text"}

    page = visitor.post("/batch", **fields).content.decode()

    assert (page.count("没有签批"), page.count(">已签批<")) == (1, 1)
    assert "HT-340" in page or "变化" in page
    assert [_done(desk, one) for one in (first, second)] == [(), (STEP,)]


def test_a_batch_is_taken_once(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document_id = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = _fields(visitor, document_id, ticked=(document_id,))

    assert visitor.post("/batch", **fields).status_code == 200
    assert visitor.post("/batch", **fields).status_code == 409


def test_nobody_signs_in_a_batch_what_is_not_theirs(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document_id = papers.under_way()
    visitor = Visitor(desk, "secretary")

    page = visitor.post("/batch", **_fields(visitor, document_id, ticked=(document_id,))).content.decode()

    assert "什么也没有签批" in page
    assert _done(desk, document_id) == ()


def test_outside_the_example_office_signing_in_a_batch_asks_for_the_password(papers: Papers, house: Any) -> None:  # noqa: F811
    document_id = papers.under_way(done=2)
    real = _with_passwords(house)
    visitor = Visitor(real, "secretary", PASSWORD)
    step = real.house.registry.case(document_id).open_steps()[0].key  # type: ignore[union-attr]
    fields: dict[str, Any] = {"phrase": "同意。", "item": [f"{document_id} {step}"]}
    fields |= {f"{name} {document_id} {step}": value for name, value in visitor.binding(document_id).items()}

    refused = visitor.post("/batch", once=visitor.mark("batch"), password="wrong", **fields)
    unsigned = real.house.registry.case(document_id)
    taken = visitor.post("/batch", once=visitor.mark("batch"), password=PASSWORD, **fields)

    assert refused.status_code == 403
    assert unsigned is not None
    assert not unsigned.signer
    assert ">已签批<" in taken.content.decode()


def _with_passwords(house: Any) -> Desk:  # noqa: F811
    real = desk_for(house, tls=True, example=False)
    real.house.accounts.set_password("secretary", PASSWORD)
    return real


def _done(desk: Desk, document_id: str) -> tuple[str, ...]:  # noqa: F811
    case = desk.house.registry.case(document_id)
    assert case is not None
    return case.done
