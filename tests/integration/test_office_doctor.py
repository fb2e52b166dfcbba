"""What the doctor finds: steps without people, organs without a procedure, fonts that depend on who runs the house."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from domain.condition import parse_condition
from domain.levels import Level
from domain.posts import Role
from office.care import status
from office.doctor import Check, Health, doctor
from office.errors import OfficeFileError
from office.house import House
from office.procedure_files import load_procedures
from press.fonts import FontShelf, standard_folders
from press.press import Press
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root: Path = tmp_path_factory.mktemp("doctor") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def changed(house: House, **more: Any) -> House:
    """Give the house with other settings of the office."""
    return dataclasses.replace(house, office=dataclasses.replace(house.office, **more))


def without(house: House, role: Role) -> House:
    """Give the house without the people of a role."""
    accounts = tuple(account for account in house.office.accounts if role not in account.roles)
    return changed(house, accounts=accounts)


def found(house: House, *names: str) -> list[Check]:
    return [check for check in doctor(house) if check.name in names and check.health is not Health.GOOD]


def test_an_example_office_can_do_every_step(office: AnOffice) -> None:
    assert found(office.house, "人员", "程序") == []


def test_a_step_whose_people_may_not_see_what_comes_to_them_is_named(office: AnOffice) -> None:
    first, *others = office.house.office.units
    procedure = office.house.procedures[0]
    crossing = dataclasses.replace(
        procedure.steps[0], id="other", name="科室会签", roles=("unit_head",), own_unit=False
    )
    accounts = tuple(
        dataclasses.replace(each, units=(first.id,)) if "unit_head" in each.roles else each
        for each in office.house.office.accounts
    )
    house = dataclasses.replace(
        changed(office.house, accounts=accounts),
        procedures=(dataclasses.replace(procedure, steps=(crossing, *procedure.steps)),),
    )

    sentences = [check.sentence for check in found(house, "人员") if check.sentence.startswith("科室会签")]

    names = "、".join(unit.name for unit in others)
    assert sentences == [f"科室会签（科室负责人）看不到这些科室的文件，文件到了这一步没有人办：{names}"]


def test_a_step_that_only_joint_documents_have_is_looked_at(office: AnOffice) -> None:
    procedure = office.house.procedures[0]
    legal = dataclasses.replace(
        procedure.steps[0],
        id="joint",
        name="联合会签核对",
        roles=("archivist",),
        own_unit=False,
        when=parse_condition("joint = yes"),
    )
    house = dataclasses.replace(
        office.house, procedures=(dataclasses.replace(procedure, steps=(legal, *procedure.steps)),)
    )

    assert [check.sentence for check in found(without(house, Role.ARCHIVIST), "人员")] == [
        "联合会签核对（档案员）没有人"
    ]
    assert found(house, "人员") == []


def test_a_step_for_urgent_documents_alone_is_looked_at(office: AnOffice) -> None:
    procedure = office.house.procedures[0]
    urgent = dataclasses.replace(
        procedure.steps[0],
        id="urgent",
        name="急件核对",
        roles=("auditor",),
        own_unit=False,
        when=parse_condition("urgency = 特急"),
    )
    house = dataclasses.replace(
        office.house, procedures=(dataclasses.replace(procedure, steps=(urgent, *procedure.steps)),)
    )

    assert [check.sentence for check in found(without(house, Role.AUDITOR), "人员")] == ["急件核对（安全审计员）没有人"]


def test_an_organ_that_no_procedure_covers_needs_a_procedure_not_an_account(office: AnOffice) -> None:
    procedure = office.house.procedures[0]
    party = dataclasses.replace(procedure, applies=parse_condition("organ != office"))

    checks = found(dataclasses.replace(office.house, procedures=(party,)), "人员", "程序")

    assert [check.sentence for check in checks if check.health is Health.BAD] == [
        "云岭乡党政办公室的发文没有适用的程序，收到后会停在“待呈批”"
    ]
    assert all("程序/" in check.mend and "[[account]]" not in check.mend for check in checks)


def test_kinds_that_no_procedure_covers_are_named_and_so_is_what_a_district_s_procedure_leaves_to_others(
    office: AnOffice,
) -> None:
    letters = dataclasses.replace(office.house.procedures[0], applies=parse_condition("kind != 函 or organ != party"))
    district = load_procedures(("dispatch-district",), Path("/nonexistent"), office.house.office)

    check = found(dataclasses.replace(office.house, procedures=(letters,)), "程序")[0]
    said = found(dataclasses.replace(office.house, procedures=district), "程序")

    assert check.sentence == "中共云岭乡委员会的函没有适用的程序，收到后会停在“待呈批”"
    assert said[0].sentence == "中共云岭乡委员会的发文没有适用的程序，收到后会停在“待呈批”"
    assert said[0].health is Health.BAD


def test_joint_documents_that_no_procedure_covers_are_said(office: AnOffice) -> None:
    procedure = office.house.procedures[0]
    alone = dataclasses.replace(procedure, applies=parse_condition("joint = no"))

    (check,) = found(dataclasses.replace(office.house, procedures=(alone,)), "程序")

    assert (check.health, "云岭乡人民政府、中共云岭乡委员会" in check.sentence) == (Health.WARNING, True)


def test_a_unit_without_a_head_is_named(office: AnOffice) -> None:
    accounts = tuple(
        dataclasses.replace(account, units=("general", "economy")) if Role.UNIT_HEAD in account.roles else account
        for account in office.house.office.accounts
    )

    sentences = [check.sentence for check in found(changed(office.house, accounts=accounts), "人员")]

    assert sentences == [
        "社会事务办公室：科室核稿（科室负责人）没有人",
        "社会事务办公室没有科室负责人，不能列为会签科室",
    ]


def test_an_office_without_a_security_officer_is_told(office: AnOffice) -> None:
    said = found(without(office.house, Role.SECURITY), "人员")

    assert [(check.health, check.sentence) for check in said] == [
        (Health.WARNING, "没有安全保密员：收件检查拦下涉密稿时没有人接到通知")
    ]


@pytest.mark.parametrize(
    ("login", "roles", "sentence"),
    [
        ("clerk", ("clerk", "admin"), "账号 clerk 既是系统管理员又是机要员：管系统的账号不应办文"),
        ("admin", ("admin", "auditor"), "账号 admin 一个账号兼任系统管理员、安全审计员，三员应当分设"),
    ],
)
def test_one_account_for_what_should_be_apart_is_named(
    office: AnOffice, login: str, roles: tuple[str, ...], sentence: str
) -> None:
    accounts = tuple(
        dataclasses.replace(account, roles=roles) if account.login == login else account
        for account in office.house.office.accounts
    )

    assert [check.sentence for check in found(changed(office.house, accounts=accounts), "人员")] == [sentence]


def test_where_state_secrets_are_held_one_person_is_not_two_of_the_three(office: AnOffice) -> None:
    accounts = tuple(
        dataclasses.replace(account, person="zhao-min") if "auditor" in account.roles else account
        for account in office.house.office.accounts
    )
    secret = changed(office.house, accounts=accounts, permitted_level=Level.SECRET)

    said = [check for check in found(secret, "人员") if "兼任" in check.sentence]

    assert [(check.health, check.sentence) for check in said] == [(Health.BAD, "赵敏一人兼任系统管理员、安全审计员")]
    assert not [one for one in found(changed(office.house, accounts=accounts), "人员") if "兼任" in one.sentence]


def test_fonts_of_the_user_s_own_are_said_but_in_the_example_office(
    office: AnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "hongtou" / "fonts"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(Press, "font_files", lambda _: (own / "FandolFang-Regular.otf",))

    real = found(changed(office.house, profile="office"), "字体")
    example = found(office.house, "字体")

    assert [check.sentence for check in real if str(own) in check.sentence and "[press]" in check.mend]
    assert not [check for check in example if str(own) in check.sentence]


def test_documents_shown_by_another_renderer_are_said(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = office.take_in(a_title())
    assert found(office.house, "排版") == []

    monkeypatch.setattr(Press, "renderer", lambda _: "another")

    (check,) = found(office.house, "排版")
    assert f"1 件在办文件（如 {document_id}）" in check.sentence


def test_a_house_with_a_stated_folder_has_its_fonts_from_there(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shelf = FontShelf(standard_folders())
    for file in {shelf.file_of(role) for role in shelf.roles}:
        shutil.copy(file, fonts)
    root = tmp_path / "office"
    prepare(root)
    settings = root / "office.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[press]\nfonts = "{fonts}"\n', "utf-8")

    with opened(root, new_clock()) as office:
        assert {file.parent for file in office.house.press.font_files()} == {fonts}


def test_a_stated_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    root = tmp_path / "office"
    prepare(root)
    settings = root / "office.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[press]\nfonts = "没有这个"\n', "utf-8")

    with pytest.raises(OfficeFileError, match="没有这个 不在"), opened(root, new_clock()):
        pass


def test_a_draft_beside_the_units_folders_is_told_in_one_row_and_named_by_doctor_and_status(office: AnOffice) -> None:
    stray = office.house.mailroom.folders.drops / "发文" / "某事.docx"
    stray.write_bytes(a_draft(a_title()))

    rows = [row for row in office.work() if row.title == stray.name]
    later = office.work()

    assert [(row.act, row.document_id) for row in rows] == [("收件", "")]
    assert "移到本科室的文件夹" in rows[0].result
    assert later == ()
    assert stray.exists()
    assert ["投稿/发文/某事.docx" in check.sentence for check in found(office.house, "投稿")] == [True]
    assert status(office.house).misplaced == ("投稿/发文/某事.docx",)
    stray.unlink()
    assert found(office.house, "投稿") == []


def test_a_seal_that_would_cover_the_text_is_remarked_on(office: AnOffice) -> None:
    organ = office.house.office.organs[0]
    image = office.house.seals / organ.seal
    before = image.read_bytes()

    Image.new("RGB", (40, 40), "white").save(image, "PNG")
    opaque = [check for check in found(office.house, "印模") if organ.name in check.sentence]
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(image, "PNG")
    clear = [check for check in found(office.house, "印模") if organ.name in check.sentence]
    image.write_bytes(before)

    assert [(check.health, "底色不透明" in check.sentence) for check in opaque] == [(Health.WARNING, True)]
    assert clear == []
