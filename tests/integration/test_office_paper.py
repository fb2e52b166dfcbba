"""Signing on paper and by word of mouth: each sentence of the offices' rules, through the use-cases of a real house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from domain.case import Phase
from domain.events import Nature
from office import confirm, consent, correct, paper, sign
from office.archived import record_of
from office.doctor import doctor
from office.errors import (
    NotYourRoleError,
    NotYourStepError,
    OpinionMissingError,
    SamePersonError,
    ShownHasChangedError,
)
from office.signing_errors import (
    DayUnfitError,
    NumberedAlreadyError,
    PaperOnlyError,
    PaperWaitsError,
    SignerUnfitError,
)
from press.errors import DraftError
from tests.an_office import AnOffice, a_draft, a_sheet, a_title, new_clock, opened, prepare
from tests.office_signing import (
    EXTERNAL,
    SCAN,
    agree,
    another_renderer,
    compare,
    key,
    record_paper,
    say_yes,
    to_filed,
    to_sign,
)
from tests.samples.docx_builder import png


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("signing") / "office"
    prepare(root)
    file = root / "office.toml"
    file.write_text(file.read_text("utf-8") + EXTERNAL, "utf-8")
    with opened(root, new_clock()) as office:
        yield office


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
    case = office.case(document_id)
    assert case.confirm == ("cosign:bureau", "sign:government")
    changed = [line.text for line in confirm.change_to_confirm(office.house, case) if line.mark != " "]
    assert changed == ["抄送：县政府办"], "what stands around the text is shown, too"

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
