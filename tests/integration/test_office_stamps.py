"""Signature stamps and seals of an office's own size: from its office.toml to the page, pressed by the keeper, never for somebody else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Case, Phase
from domain.document import Ending, OfficialDocument, Signer
from domain.procedure import Procedure, Verb
from office import delegation, seal, views
from office.doctor import doctor
from office.errors import SealImageMissingError
from office.format import format_draft
from office.staged import document_of
from office.stamp_errors import NotTheirStampError, StampNotSetUpError
from office.stamping import to_press
from press.measure import Page, measure
from tests.an_office import AnOffice, a_sheet, a_title, new_clock, opened, prepare
from tests.samples.docx_builder import png

STAMP = "郑远签名章"


def prepared(root: Path, *changes: tuple[str, str]) -> Path:
    prepare(root)
    file = root / "office.toml"
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    (root / "印章" / f"{STAMP}.png").write_bytes(png(120, 40))
    return root


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = prepared(
        tmp_path_factory.mktemp("office"), ('seal = "云岭乡人民政府.png"', 'seal = "云岭乡人民政府.png"\nseal_mm = 50')
    )
    with opened(root, new_clock()) as made:
        yield made


def an_order(office: AnOffice) -> str:
    title = a_title().replace("通知", "命令")
    return office.signed(title, a_sheet(title, kind="命令"))


def composed(office: AnOffice, document_id: str) -> OfficialDocument:
    return document_of(office.house, office.case(document_id))


def issued_pages(office: AnOffice, case: Case) -> tuple[Page, ...]:
    assert case.issued is not None
    return measure(office.house.staging.read(case.issued.pdf))


def test_an_order_bears_the_stamp_of_who_signed_it_off(office: AnOffice) -> None:
    document_id = an_order(office)
    office.register(document_id)

    named = [each.name for each in to_press(office.house, office.case(document_id))]
    office.seal(document_id)
    office.work()

    case = office.case(document_id)
    assert (named, case.seals) == ([STAMP], (STAMP,))
    assert composed(office, document_id).mark == "云岭乡人民政府令"  # 10.2
    assert case.phase is Phase.DONE
    office_line = next(
        line for page in issued_pages(office, case) for line in page.lines() if "云岭乡人民政府乡长" in line.text
    )
    (stamp,) = [box for page in issued_pages(office, case) for box in page.images]
    assert stamp.left - office_line.right == pytest.approx(
        2 * 5.57, abs=1.7
    )  # 7.3.5.3, the image narrower than its place
    assert (stamp.top + stamp.bottom) / 2 == pytest.approx(office_line.baseline - 2.1, abs=1.0)
    history = views.view_document(office.house, office.actor("clerk"), document_id).history
    assert ("用印", STAMP) in [(line.what, line.detail) for line in history]


def test_any_kind_is_stamped_where_its_sheet_says_so(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, 落款方式="签名章"))

    document = composed(office, document_id)

    assert (document.ending, document.signers) == (Ending.STAMPED, (Signer("云岭乡人民政府乡长", "郑远"),))


def test_an_organ_without_stamp_says_what_lacks_and_goes_on_when_it_is_sealed_instead(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, organs="中共云岭乡委员会", 落款方式="签名章"))

    stuck = office.case(document_id).stuck

    assert stuck is not None
    assert stuck.code == "HT-970"
    assert "中共云岭乡委员会没有写签发人职务（signer_title）" in stuck.sentence


def test_what_is_only_formatted_asks_for_the_same(office: AnOffice, tmp_path: Path) -> None:
    title = a_title()
    draft = tmp_path / f"{title}.docx"
    draft.write_bytes(a_sheet(title, organs="中共云岭乡委员会", 落款方式="签名章"))

    with pytest.raises(StampNotSetUpError, match="signer_title"):
        format_draft(office.house, draft, tmp_path / "out")


def test_the_stamp_of_somebody_who_did_not_sign_is_not_pressed(tmp_path: Path) -> None:
    with opened(prepared(tmp_path / "office"), new_clock()) as office:
        office.house = dataclasses.replace(office.house, procedures=tuple(map(_delegable, office.house.procedures)))
        title = a_title().replace("通知", "命令")
        document_id = office.take_in(title, a_sheet(title, kind="命令", drafter="何为民"))
        office.to_step(document_id, "sign:government")
        today = office.clock.today()
        delegation.delegate(
            office.house,
            office.actor("head"),
            receiver="sun-wei",
            roles=("head",),
            first=today,
            last=today,
            reason="出差",
        )
        office.approve(document_id, "director")
        office.to_step(document_id, "register")
        office.register(document_id)

        with pytest.raises(NotTheirStampError, match="版面上是郑远签名章，签发的却是孙伟"):
            office.seal(document_id)

        binding = office.binding(document_id)
        seal.refuse_seal(
            office.house, office.actor("keeper"), document_id, opinion="签名章与签发人不符", binding=binding
        )
        assert office.case(document_id).refusal is not None


def test_without_its_image_nothing_is_stamped_and_the_doctor_says_so(tmp_path: Path) -> None:
    with opened(prepared(tmp_path / "office"), new_clock()) as office:
        (office.house.seals / f"{STAMP}.png").unlink()
        document_id = an_order(office)
        office.register(document_id)

        with pytest.raises(SealImageMissingError, match=STAMP):
            office.seal(document_id)
        assert any(STAMP in check.mend for check in doctor(office.house) if check.name == "签名章")


def test_a_seal_is_printed_as_wide_as_the_office_says(office: AnOffice) -> None:
    title = a_title()

    case = office.filed(title, a_sheet(title))

    (printed,) = [box for page in issued_pages(office, case) for box in page.images]
    assert [printed.width, printed.height] == pytest.approx([50, 50], abs=0.1)


def test_what_its_procedure_does_not_seal_keeps_no_room_for_a_seal(tmp_path: Path) -> None:
    with opened(prepared(tmp_path / "office"), new_clock()) as office:
        unsealed = tuple(map(_unsealed, office.house.procedures))
        office.house = dataclasses.replace(office.house, procedures=unsealed)
        title = a_title()

        document_id = office.take_in(title, a_sheet(title))

        assert composed(office, document_id).ending is Ending.UNSEALED


def _delegable(procedure: Procedure) -> Procedure:
    steps = (dataclasses.replace(step, delegable=step.verb is Verb.SIGN) for step in procedure.steps)
    return dataclasses.replace(procedure, steps=tuple(steps))


def _unsealed(procedure: Procedure) -> Procedure:
    steps = tuple(step for step in procedure.steps if step.verb is not Verb.SEAL)
    return dataclasses.replace(procedure, steps=steps, sealed=False)
