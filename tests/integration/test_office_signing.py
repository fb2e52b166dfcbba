"""What comes after a signature: changes that are confirmed or go round again, other pages of the same text, and more time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from domain.case import Phase
from domain.errors import BadInputError
from domain.events import Nature
from domain.posts import Role
from domain.procedure import Limit, LimitUnit
from office import confirm, correct, extend, sign
from office.advance import show_again_due
from office.archived import record_of
from office.deadlines import due_rows
from office.errors import (
    NotYourRoleError,
    NotYourStepError,
    OpinionMissingError,
    ShownHasChangedError,
)
from office.signing_errors import (
    CorrectionTooFarError,
    NotYourSignatureError,
    NumberedAlreadyError,
)
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare
from tests.office_signing import (
    EXTERNAL,
    agree,
    another_renderer,
    put_in,
    say_yes,
    to_filed,
    to_sign,
)
from tests.samples.docx_builder import plain_docx


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("signing") / "office"
    prepare(root)
    file = root / "office.toml"
    file.write_text(file.read_text("utf-8") + EXTERNAL, "utf-8")
    with opened(root, new_clock()) as office:
        yield office


# after a change


def test_a_change_of_wording_is_confirmed_by_its_signer_in_one_act(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")

    case = put_in(office, document_id, Nature.WORDING)
    assert case.confirm == ("sign:government",)
    with pytest.raises(NotYourStepError):
        say_yes(office, document_id, "secretary")
    changes = [(line.mark, line.text) for line in confirm.change_to_confirm(office.house, case) if line.mark != " "]
    assert [mark for mark, _ in changes] == ["-", "+"]
    assert "各项职责" in changes[1][1]
    say_yes(office, document_id)
    office.register(document_id)
    office.seal(document_id)

    case = to_filed(office, document_id)
    assert "各项职责" in record_of(office.house, case).read("正文.txt").decode()


def test_nothing_goes_on_before_a_change_is_confirmed(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    put_in(office, document_id, Nature.WORDING)

    with pytest.raises(Exception, match="现在不能登记"):
        office.register(document_id)


def test_a_change_that_is_declined_is_changed_again(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    put_in(office, document_id, Nature.WORDING)

    case = confirm.decline(
        office.house,
        office.actor("head"),
        document_id,
        opinion="不要改",
        binding=office.binding(document_id),
    )
    assert case.declined == "不要改"
    assert [task.verb.value for task in case.tasks()] == ["confirm", "correct"]
    put_in(office, document_id, Nature.WORDING, body="各单位要落实各项责任。")

    assert confirm.change_to_confirm(office.house, office.case(document_id)) == ()
    assert say_yes(office, document_id).open_steps()[0].key == "register"


def test_a_change_of_substance_goes_through_the_chain_again_and_keeps_its_number(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    number = office.register(document_id).number

    case = put_in(office, document_id, Nature.SUBSTANCE, body="各单位要另行安排。", login="keeper")
    assert (case.signer, case.number, case.round) == ("", number, 2)
    assert case.open_steps()[0].key == "unit-review"
    office.to_step(document_id, "seal")
    office.seal(document_id)

    assert to_filed(office, document_id).number == number


def test_what_bears_a_number_is_not_withdrawn_while_it_goes_through_the_chain_again(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    office.register(document_id)
    put_in(office, document_id, Nature.SUBSTANCE, login="keeper")

    with pytest.raises(NumberedAlreadyError):
        sign.withdraw(office.house, office.actor("drafter"), document_id, reason="不发了")


def test_a_correction_is_no_other_document(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    title = office.case(document_id).title
    other = a_draft(title, organ="中共云岭乡委员会")

    with pytest.raises(CorrectionTooFarError, match="发文机关"):
        correct.correct(
            office.house,
            office.actor("clerk"),
            document_id,
            name="改.docx",
            data=other,
            nature=Nature.WORDING,
            note="改",
        )
    with pytest.raises(BadInputError):
        correct.correct(
            office.house,
            office.actor("clerk"),
            document_id,
            name="改.docx",
            data=plain_docx(())[:300],
            nature=Nature.WORDING,
            note="改",
        )
    assert office.case(document_id).version == 1


def test_the_clerk_corrects_at_their_own_step_only(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")

    with pytest.raises(NotYourStepError):
        put_in(office, document_id, Nature.WORDING, login="keeper")


# another renderer


def test_what_is_signed_is_shown_again_when_the_renderer_changed_and_confirmed_in_one_act(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    office.register(document_id)
    before = office.case(document_id)

    with monkeypatch.context() as patch:
        another_renderer(office, patch)
        with pytest.raises(ShownHasChangedError):
            office.seal(document_id)
        while show_again_due(office.house):
            pass
        case = office.case(document_id)
        assert case.confirm == ("sign:government",)
        assert case.version == before.version
        assert confirm.change_to_confirm(office.house, case) == (), "no word has changed"
        say_yes(office, document_id)
        office.seal(document_id)
        office.work()

        assert office.case(document_id).phase is Phase.DONE


def test_what_is_sealed_is_shown_again_and_issued_once_it_is_confirmed(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    office.register(document_id)
    office.seal(document_id)

    another_renderer(office, monkeypatch)
    office.work()
    case = office.case(document_id)
    assert (case.issued, case.confirm, case.stuck) == (None, ("sign:government",), None)
    say_yes(office, document_id)
    office.work()

    assert office.case(document_id).phase is Phase.DONE


# more time


def test_a_limit_is_extended_by_those_whom_the_procedure_names(office: AnOffice) -> None:
    document_id = to_sign(office)
    more = Limit(2, LimitUnit.WORKING_DAYS)

    with pytest.raises(NotYourRoleError):
        extend.extend(office.house, office.actor("clerk"), document_id, limit=more, reason="等材料")
    with pytest.raises(OpinionMissingError):
        extend.extend(office.house, office.actor("head"), document_id, limit=more, reason=" ")
    case = extend.extend(office.house, office.actor("head"), document_id, limit=more, reason="等材料")

    assert [(one.step, str(one.limit), one.reason) for one in case.extensions] == [("", "2个工作日", "等材料")]


def test_the_list_of_deadlines_is_not_hurt_by_what_is_owed(office: AnOffice) -> None:
    document_id = to_sign(office)
    agree(office, document_id)

    rows = {row.step for row in due_rows(office.house) if row.document_id == document_id}

    assert rows == {"签发（补签）", "登记编号"}


def test_who_signed_confirms_and_nobody_else_of_the_same_role(office: AnOffice) -> None:
    document_id = to_sign(office)
    office.approve(document_id, "head")
    put_in(office, document_id, Nature.WORDING)
    accounts = (
        *office.house.office.accounts,
        dataclasses.replace(office.house.office.accounts[0], login="head2", person="he-weimin", roles=(Role.HEAD,)),
    )
    more = dataclasses.replace(office.house.office, accounts=accounts)
    house = dataclasses.replace(office.house, office=more)
    other = more.actor("head2")
    assert other is not None

    with pytest.raises(NotYourSignatureError, match="郑远"):
        confirm.confirm(house, other, document_id, binding=office.binding(document_id))


def test_a_step_that_a_procedure_asks_for_anew_is_approved_again_after_a_revision(office: AnOffice) -> None:
    procedures = tuple(
        dataclasses.replace(
            procedure,
            steps=tuple(dataclasses.replace(step, again=step.id == "unit-review") for step in procedure.steps),
        )
        for procedure in office.house.procedures
    )
    asking = AnOffice(dataclasses.replace(office.house, procedures=procedures), office.clock)
    title = a_title()
    document_id = asking.take_in(title)
    asking.approve(document_id, "unit_head")
    data = a_draft(title, body="要落实职责。")
    sign.revise(asking.house, asking.actor("deputy"), document_id, name="改.docx", data=data)
    asking.work()
    assert [step.key for step in asking.case(document_id).open_steps()] == ["unit-review"]

    assert asking.approve(document_id, "unit_head").open_steps()[0].key == "deputy-review"
