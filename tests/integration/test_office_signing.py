"""Signing on paper, by word of mouth and after a change: each sentence of the offices' rules, through the use-cases of a real house."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from domain.case import Case, Phase
from domain.errors import BadInputError
from domain.events import Nature
from domain.office import Role
from domain.procedure import Limit, LimitUnit
from office import confirm, consent, correct, extend, paper, sign
from office.advance import show_again_due
from office.archived import record_of
from office.deadlines import due_rows
from office.doctor import doctor
from office.errors import (
    NotYourRoleError,
    NotYourStepError,
    OpinionMissingError,
    SamePersonError,
    ShownHasChangedError,
)
from office.signing_errors import (
    CorrectionTooFarError,
    DayUnfitError,
    NotYourSignatureError,
    NumberedAlreadyError,
    PaperOnlyError,
    PaperWaitsError,
    SignerUnfitError,
)
from press.errors import DraftError
from tests.an_office import AnOffice, a_draft, a_sheet, a_title, new_clock, opened, prepare
from tests.samples.docx_builder import plain_docx, png

SCAN = png(60, 80)
EXTERNAL = """
[[organ]]
id = "bureau"
name = "临溪县水利局"
short_name = "县水利局"
kind = "government"
mark = "临溪县水利局文件"
principal = "head"
fonds = ""
code = ""
seal = ""
external = true
principal_name = "周水生"
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("signing") / "office"
    prepare(root)
    file = root / "office.toml"
    file.write_text(file.read_text("utf-8") + EXTERNAL, "utf-8")
    with opened(root, new_clock()) as office:
        yield office


def key(office: AnOffice, document_id: str) -> str:
    return office.case(document_id).open_steps()[0].key


def to_sign(office: AnOffice, body: str = "各单位要落实各项责任。") -> str:
    """Bring a new draft of the government to its 签发."""
    title = a_title()
    document_id = office.take_in(title, a_draft(title, body=body))
    office.to_step(document_id, "sign:government")
    return document_id


def record_paper(
    office: AnOffice,
    document_id: str,
    *,
    step: str = "sign:government",
    signer: str = "郑远",
    signed_on: dt.date | None = None,
    approved: bool = True,
    opinion: str = "",
    scan: bytes = SCAN,
    name: str = "签批.png",
    login: str = "clerk",
) -> Case:
    written = paper.Written(approved, opinion, signer, signed_on or office.clock.today())
    return paper.record_on_paper(
        office.house,
        office.actor(login),
        document_id,
        step=step,
        written=written,
        name=name,
        scan=scan,
        binding=office.binding(document_id),
    )


def compare(
    office: AnOffice, document_id: str, login: str = "deputy", step: str = "sign:government", *, agrees: bool = True
) -> Case:
    note = "" if agrees else "日期看错了"
    return paper.compare_paper(office.house, office.actor(login), document_id, step=step, agrees=agrees, note=note)


def agree(office: AnOffice, document_id: str, person: str = "郑远", login: str = "clerk") -> Case:
    return consent.agree_verbally(
        office.house,
        office.actor(login),
        document_id,
        person=person,
        at=office.clock.now(),
        means="电话",
        binding=office.binding(document_id),
    )


def put_in(
    office: AnOffice, document_id: str, nature: Nature, body: str = "各单位要落实各项职责。", login: str = "clerk"
) -> Case:
    title = office.case(document_id).title
    correct.correct(
        office.house,
        office.actor(login),
        document_id,
        name="改后.docx",
        data=a_draft(title, body=body),
        nature=nature,
        note="“责任”改为“职责”",
    )
    office.work()
    return office.case(document_id)


def say_yes(office: AnOffice, document_id: str, login: str = "head") -> Case:
    return confirm.confirm(office.house, office.actor(login), document_id, binding=office.binding(document_id))


def to_filed(office: AnOffice, document_id: str) -> Case:
    office.work()
    case = office.case(document_id)
    assert case.phase is Phase.DONE, (case.phase, case.stuck)
    return case


# on paper


def test_a_signature_on_paper_counts_when_a_second_person_has_compared_it(office: AnOffice) -> None:
    document_id = to_sign(office)

    recorded = record_paper(office, document_id, opinion="同意印发")
    assert recorded.signer == ""
    assert recorded.open_step("sign:government") is not None

    case = compare(office, document_id)

    made = case.decisions[-1]
    assert (made.actor, made.opinion, made.channel) == ("zheng-yuan", "同意印发", "paper")
    assert case.open_steps()[0].key == "register"


def test_who_recorded_a_paper_does_not_compare_it(office: AnOffice) -> None:
    document_id = to_sign(office)
    record_paper(office, document_id)

    with pytest.raises(SamePersonError, match="核对代录"):
        compare(office, document_id, "clerk")
    with pytest.raises(NotYourRoleError):
        compare(office, document_id, "keeper")


def test_a_paper_that_was_recorded_wrongly_is_void_and_recorded_again(office: AnOffice) -> None:
    document_id = to_sign(office)
    record_paper(office, document_id)
    with pytest.raises(PaperWaitsError):
        record_paper(office, document_id)

    case = compare(office, document_id, agrees=False)
    assert case.signer == ""
    record_paper(office, document_id)

    assert compare(office, document_id, "director").signer == "zheng-yuan"


def test_a_return_on_paper_returns_the_draft_with_its_opinion(office: AnOffice) -> None:
    document_id = to_sign(office)
    with pytest.raises(OpinionMissingError):
        record_paper(office, document_id, approved=False)
    record_paper(office, document_id, approved=False, opinion="依据不足")

    case = compare(office, document_id)
    office.work()

    assert case.reason == "依据不足"
    assert office.case(document_id).phase is Phase.RETURNED


@pytest.mark.parametrize("signer", ["林晓", "查无此人", ""])
def test_only_who_may_sign_is_recorded_as_the_signer(office: AnOffice, signer: str) -> None:
    document_id = to_sign(office)

    with pytest.raises(SignerUnfitError, match="郑远"):
        record_paper(office, document_id, signer=signer)


def test_nobody_s_own_draft_is_signed_on_paper(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, drafter="郑远"))
    for login in ("unit_head", "deputy", "director"):
        office.approve(document_id, login)

    with pytest.raises(SamePersonError, match="拟稿人"):
        record_paper(office, document_id, step=key(office, document_id))


@pytest.mark.parametrize("days", [-1, 1])
def test_a_paper_is_dated_between_this_version_and_today(office: AnOffice, days: int) -> None:
    document_id = to_sign(office)

    with pytest.raises(DayUnfitError):
        record_paper(office, document_id, signed_on=office.clock.today() + dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("签批.pdf", b"%PDF-1.7\nnothing more"),
        ("签批.png", SCAN[:45]),
        ("签批.jpg", b"\xff\xd8\xff\xe0 no picture"),
        ("签批.html", b"<script>alert(1)</script>"),
        ("签批.png", png(8000, 8000)),
    ],
    ids=["broken pdf", "cut off", "no jpeg", "web page", "too many pixels"],
)
def test_a_scan_that_can_not_be_opened_safely_is_refused_and_not_kept(office: AnOffice, name: str, data: bytes) -> None:
    document_id = to_sign(office)
    before = set(office.house.staging.digests())

    with pytest.raises(DraftError):
        record_paper(office, document_id, name=name, scan=data)

    assert set(office.house.staging.digests()) == before
    assert office.case(document_id).papers == ()


def test_a_paper_binds_the_text_that_was_printed(office: AnOffice) -> None:
    document_id = to_sign(office)
    old = office.binding(document_id)
    written = paper.Written(True, "", "郑远", office.clock.today())
    case = office.case(document_id)
    sign.revise(
        office.house, office.actor("head"), document_id, name="改.docx", data=a_draft(case.title, body="要落实职责。")
    )
    office.work()

    with pytest.raises(ShownHasChangedError):
        paper.record_on_paper(
            office.house,
            office.actor("clerk"),
            document_id,
            step="sign:government",
            written=written,
            name="签批.png",
            scan=SCAN,
            binding=old,
        )


def test_the_scan_is_filed_with_the_record_and_can_still_be_seen(office: AnOffice) -> None:
    document_id = to_sign(office)
    record_paper(office, document_id)
    compare(office, document_id)
    office.register(document_id)
    office.seal(document_id)

    case = to_filed(office, document_id)

    scans = [name for name in record_of(office.house, case).files() if name.startswith("签批/")]
    assert scans == ["签批/01 签发.png"]
    assert record_of(office.house, case).read(scans[0]) == SCAN
    digest = case.on_paper[0].scan.sha512
    office.house.staging.discard(digest)
    image = paper.scan_page(office.house, office.actor("clerk"), document_id, digest, 1)
    assert image.startswith(b"\x89PNG")


def test_an_organ_elsewhere_cosigns_on_paper_only(office: AnOffice) -> None:
    title = a_title()
    data = a_sheet(title, organs="云岭乡人民政府、临溪县水利局")
    document_id = office.take_in(title, data)
    office.to_step(document_id, "cosign:bureau")

    for login in ("head", "clerk", "director"):
        with pytest.raises((NotYourStepError, PaperOnlyError)):
            office.approve(document_id, login)
    with pytest.raises(SignerUnfitError):
        record_paper(office, document_id, step="cosign:bureau", signer=" ")
    record_paper(office, document_id, step="cosign:bureau", signer="周水生")
    compare(office, document_id, step="cosign:bureau")
    office.approve(document_id, "head")
    office.register(document_id)
    case = office.seal(document_id)
    assert case.seals == ("云岭乡人民政府",), "an organ elsewhere seals the printed copies itself"

    assert to_filed(office, document_id).number
    assert [one.actor for one in case.decisions if one.step == "cosign:bureau"] == ["周水生"]


def test_the_doctor_asks_for_nobody_and_no_seal_of_an_organ_elsewhere(office: AnOffice) -> None:
    assert [check for check in doctor(office.house) if "水利局" in check.sentence] == []


def test_an_organ_elsewhere_confirms_a_change_on_paper(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, organs="云岭乡人民政府、临溪县水利局"))
    office.to_step(document_id, "cosign:bureau")
    record_paper(office, document_id, step="cosign:bureau", signer="周水生")
    compare(office, document_id, step="cosign:bureau")
    office.approve(document_id, "head")
    correct.correct(
        office.house,
        office.actor("clerk"),
        document_id,
        name="改后.docx",
        data=a_sheet(title, organs="云岭乡人民政府、临溪县水利局", 抄送="县政府办"),
        nature=Nature.WORDING,
        note="补抄送",
    )
    office.work()
    assert office.case(document_id).confirm == ("cosign:bureau", "sign:government")

    say_yes(office, document_id)
    record_paper(office, document_id, step="cosign:bureau", signer="周水生")
    case = compare(office, document_id, step="cosign:bureau")

    assert case.confirm == ()
    assert case.open_steps()[0].key == "register"


# by word of mouth


def test_a_verbal_consent_allows_number_and_print_but_is_signed_before_it_is_filed(office: AnOffice) -> None:
    document_id = to_sign(office)
    agree(office, document_id)
    office.register(document_id)
    office.seal(document_id)
    office.work()

    waiting = office.case(document_id)
    assert waiting.issued is not None
    assert waiting.owed == ("sign:government",)
    assert waiting.phase is Phase.UNDER_WAY, "nothing is filed before it is signed"
    assert "补签" in sign.where(waiting)

    office.approve(document_id, "head")

    assert to_filed(office, document_id).owed == ()


def test_what_bears_a_number_is_not_sent_back_by_the_one_who_agreed(office: AnOffice) -> None:
    document_id = to_sign(office)
    agree(office, document_id)
    number = office.register(document_id).number

    with pytest.raises(NumberedAlreadyError, match=f"已编号（{number}）.*请办撤销"):
        office.send_back(document_id, "head")


def test_a_consent_is_signed_even_when_the_renderer_has_changed_since_it_was_issued(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = to_sign(office)
    agree(office, document_id)
    office.register(document_id)
    office.seal(document_id)
    office.work()

    another_renderer(office, monkeypatch)
    office.approve(document_id, "head")

    assert office.case(document_id).phase is Phase.ISSUED


@pytest.mark.parametrize(("person", "login"), [("何为民", "clerk"), ("郑远", "leader")])
def test_a_consent_is_taken_by_those_who_may_from_the_one_who_signs(office: AnOffice, person: str, login: str) -> None:
    document_id = to_sign(office)

    with pytest.raises((SignerUnfitError, NotYourRoleError)):
        agree(office, document_id, person, login)


def test_no_consent_comes_from_the_future(office: AnOffice) -> None:
    document_id = to_sign(office)

    with pytest.raises(DayUnfitError):
        consent.agree_verbally(
            office.house,
            office.actor("clerk"),
            document_id,
            person="郑远",
            at=office.clock.now() + dt.timedelta(minutes=1),
            means="电话",
            binding=office.binding(document_id),
        )


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


def another_renderer(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the press make other pages of the same text under another name, as a new font would."""
    press = type(office.house.press)
    real, show, proof = press.renderer, press.show, press.proof
    pdf, picture = office.house.staging.put(b"%PDF-1.7 other pages"), office.house.staging.put(png(21, 29))

    def shown(self: object, document: object) -> object:
        made = show(self, document)  # type: ignore[arg-type]
        return dataclasses.replace(made, renderer=made.renderer + "；新字体", pdf=pdf, pages=(picture,))

    def proved(self: object, document: object) -> object:
        made = proof(self, document)  # type: ignore[arg-type]
        return dataclasses.replace(made, renderer=made.renderer + "；新字体", pdf=pdf)

    monkeypatch.setattr(press, "renderer", lambda self: real(self) + "；新字体")
    monkeypatch.setattr(press, "show", shown)
    monkeypatch.setattr(press, "proof", proved)


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
