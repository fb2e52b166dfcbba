"""The keeper refuses to seal (拒绝用印): it goes back to the clerk with the reason, and comes again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.case import Phase
from domain.events import Nature
from domain.posts import Role
from domain.procedure import Verb
from office import seal, views
from office.correct import correct
from office.errors import NothingToDoError, NotYourStepError, OpinionMissingError
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare

WHY = "附件1没有附上"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as made:
        yield made


def refused(office: AnOffice) -> str:
    title = a_title()
    document_id = office.signed(title)
    office.register(document_id)
    keeper, binding = office.actor("keeper"), office.binding(document_id)
    seal.refuse_seal(office.house, keeper, document_id, opinion=f" {WHY} ", binding=binding)
    return document_id


def test_what_the_keeper_refuses_waits_for_the_clerk_with_the_reason(office: AnOffice) -> None:
    document_id = refused(office)

    mine = [item for item in views.todo(office.house, office.actor("clerk")) if item.document_id == document_id]
    assert [(item.verb, item.step_name) for item in mine] == [(Verb.ANSWER, "用印（退回，待处理）")]
    assert document_id not in [item.document_id for item in views.todo(office.house, office.actor("keeper"))]
    view = views.view_document(office.house, office.actor("clerk"), document_id)
    assert "answer" in view.acts
    assert (view.history[-1].what, view.history[-1].detail) == ("用印：退回，未用印", WHY)
    with pytest.raises(NothingToDoError):
        office.seal(document_id)


def test_brought_again_it_is_sealed_and_the_books_tell_of_both(office: AnOffice) -> None:
    document_id = refused(office)

    case = seal.answer_refusal(office.house, office.actor("clerk"), document_id, note="附件已补上")
    assert [step.roles for step in case.open_steps()] == [(Role.KEEPER,)]
    office.seal(document_id)
    office.work()

    assert office.case(document_id).phase is Phase.DONE
    assert [verb for verb in office.verbs(document_id) if verb.startswith("seal")] == [
        *("seal_refused", "seal_answered", "seals_pressed"),
    ]


def test_it_may_be_refused_a_second_time(office: AnOffice) -> None:
    document_id = refused(office)
    seal.answer_refusal(office.house, office.actor("clerk"), document_id, note="附件已补上")

    keeper, binding = office.actor("keeper"), office.binding(document_id)
    case = seal.refuse_seal(office.house, keeper, document_id, opinion="附件是旧的", binding=binding)

    assert case.refusal is not None
    assert case.refusal.opinion == "附件是旧的"


def test_a_refusal_states_its_reason_and_an_answer_what_was_done(office: AnOffice) -> None:
    document_id = refused(office)
    clerk, keeper = office.actor("clerk"), office.actor("keeper")

    with pytest.raises(OpinionMissingError):
        seal.answer_refusal(office.house, clerk, document_id, note=" ")
    seal.answer_refusal(office.house, clerk, document_id, note="已补齐")
    with pytest.raises(OpinionMissingError):
        seal.refuse_seal(office.house, keeper, document_id, opinion="", binding=office.binding(document_id))


def test_only_the_keeper_refuses_and_only_the_clerk_brings_it_again(office: AnOffice) -> None:
    document_id = refused(office)

    with pytest.raises(NotYourStepError):
        seal.answer_refusal(office.house, office.actor("keeper"), document_id, note="已补齐")
    seal.answer_refusal(office.house, office.actor("clerk"), document_id, note="已补齐")
    with pytest.raises(NotYourStepError):
        seal.refuse_seal(
            office.house, office.actor("clerk"), document_id, opinion=WHY, binding=office.binding(document_id)
        )


def test_the_clerk_corrects_the_wording_and_the_signer_confirms_before_it_is_sealed(office: AnOffice) -> None:
    document_id = refused(office)
    case = office.case(document_id)

    new = a_draft(case.title, body="各单位要落实责任。")
    correct(
        office.house,
        office.actor("clerk"),
        document_id,
        name="改.docx",
        data=new,
        nature=Nature.WORDING,
        note="补上附件",
    )
    office.work()

    case = office.case(document_id)
    assert case.refusal is None
    assert [step.verb for step in case.open_steps()] == [Verb.CONFIRM]
