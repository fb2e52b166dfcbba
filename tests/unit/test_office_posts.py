"""Posts are an office's own words (岗位): their names, what they see, what they act as, who stands in; all checked when office.toml is read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from domain.codec import from_plain, to_plain
from domain.office import Office
from domain.planning import plan
from domain.posting import doers, fitted
from domain.posts import POSTS, Role, Sees
from domain.procedure import Procedure, Route, conditions_of
from office.errors import NotYourRoleError, OfficeFileError
from office.keeping import require_archivist, require_role
from office.office_file import parse_office
from office.procedure_diff import set_side_by_side
from office.procedure_drawing import draw
from office.procedure_files import load_procedures
from tests.needs import REPOSITORY

EXAMPLE = (REPOSITORY / "templates" / "profiles" / "example" / "office.toml").read_text("utf-8")
AIDE = """
[[post]]
id = "aide"
name = "街道党工委秘书"

[[account]]
login = "aide"
person = "sun-wei"
roles = ["aide"]
"""


def read(more: str = "") -> Office:
    return parse_office(EXAMPLE + more, "office.toml")


def by_subdistrict(office: Office) -> Procedure:
    return load_procedures(("dispatch-subdistrict",), Path("/nonexistent"), office)[0]


def route(office: Office, organ_id: str = "office") -> Route:
    organs = [organ for organ in office.organs if organ.id == organ_id]
    return plan(by_subdistrict(office), conditions_of(organs, "通知", "下行文", "", ""), organs, "general")


def test_an_office_that_says_nothing_of_posts_has_the_house_s() -> None:
    office = read()

    assert office.posts == POSTS
    clerk = office.actor("clerk")
    assert clerk is not None
    assert (clerk.sees, clerk.has(Role.CLERK), clerk.has(Role.DIRECTOR)) == (Sees.OFFICE, True, False)
    assert [office.actor(login).sees for login in ("drafter", "admin")] == [Sees.UNIT, Sees.NOTHING]  # type: ignore[union-attr]


def test_a_post_is_called_what_the_office_calls_it_on_every_step_and_in_the_drawing() -> None:
    office = read(AIDE)

    who = {step.id: step.who for step in route(office).steps}

    assert who["aide-review"] == "街道党工委秘书"
    assert who["register"] == "机要员"
    assert "街道党工委秘书" in draw(by_subdistrict(office))
    cells = {row.step: row.cells for row in set_side_by_side([by_subdistrict(office)])}
    assert cells["党委秘书审核"][0].startswith("街道党工委秘书")


def test_a_route_keeps_the_names_it_started_with_and_reads_back_from_the_ledger() -> None:
    started = route(read(AIDE))

    assert from_plain(Route, to_plain(started)) == started
    assert route(read()).steps[0].titles == ()


def test_while_nobody_holds_a_post_those_the_office_named_do_its_steps() -> None:
    assert doers(read(), "aide") == ("director",)
    assert {step.id: step.roles for step in route(read()).steps}["aide-review"] == ("director",)
    assert {step.id: step.roles for step in route(read(AIDE)).steps}["aide-review"] == ("aide",)


def test_a_vacant_principal_is_stood_in_for_too() -> None:
    text = EXAMPLE.replace('principal = "director"', 'principal = "resident"')

    office = parse_office(text, "office.toml")

    assert [organ.principal for organ in office.organs if organ.id == "office"] == ["leader"]


def test_a_post_may_do_beside_the_steps_what_the_roles_it_acts_as_may() -> None:
    aide = read(AIDE).actor("aide")

    assert aide is not None
    assert (aide.has(Role.DIRECTOR), aide.has(Role.CLERK), aide.sees) == (True, False, Sees.OFFICE)
    assert aide.roles == ("aide",)


def test_an_office_narrows_what_a_post_sees() -> None:
    more = '[[post]]\nid = "deputy"\nname = "副主任"\nsees = "unit"\n'

    deputy = read(more).actor("deputy")

    assert deputy is not None
    assert deputy.sees is Sees.UNIT
    assert read(more).titles("deputy", "clerk") == "副主任、机要员"


def test_who_records_from_paper_is_the_procedure_s_to_say() -> None:
    text = (REPOSITORY / "templates" / "procedures" / "dispatch-township.toml").read_text("utf-8")
    folder_text = text.replace('retention = "10年"', 'retention = "10年"\npaper_by = ["deputy"]')
    from office.procedure_files import parse_procedure  # noqa: PLC0415 - for this one test

    office = read()
    abroad = [
        dataclasses.replace(organ, external=organ.id == "party") for organ in office.organs if organ.id != "office"
    ]
    organs = sorted(abroad, key=lambda organ: organ.external)
    way = plan(parse_procedure(folder_text, "own.toml"), conditions_of(organs, "通知", "", "", ""), organs, "general")

    assert [step.roles for step in way.steps if step.on_paper] == [("deputy",)]
    assert way.paper_by == ("deputy",)


@pytest.mark.parametrize(
    ("more", "sentence", "at"),
    [
        ('[[post]]\nid = "Aide"\nname = "秘书"\n', "岗位代号“Aide”应是小写英文", 'id = "Aide"'),
        ('[[post]]\nid = "principal"\nname = "秘书"\n', "不能是 principal", 'id = "principal"'),
        ('[[post]]\nid = "envoy"\n', "岗位“envoy”没有写名称", "[[post]]"),
        ('[[post]]\nid = "envoy"\nname = "机要员"\n', "两个岗位都叫“机要员”", 'name = "机要员"'),
        ('[[post]]\nid = "envoy"\nname = "甲"\nsees = "all"\n', "sees“all”应为 office", "sees ="),
        ('[[post]]\nid = "envoy"\nname = "甲"\npower = "x"\n', "[[post]] 中没有“power”这一项", "power ="),
        ('[[post]]\nid = "envoy"\nname = "甲"\nacts_as = "clerk"\n', 'acts_as 应写成 acts_as = ["角色"]', "acts_as ="),
        ('[[post]]\nid = "envoy"\nname = "甲"\nacts_as = ["aide"]\n', "“aide”不是系统的角色", "acts_as ="),
        ('[[post]]\nid = "envoy"\nname = "甲"\nvacant = ["nobody"]\n', "空缺时由“nobody”办，没有这个岗位", "vacant ="),
        ('[[post]]\nid = "director"\nvacant = ["aide"]\n', "绕回了自己", "vacant ="),
        ('[[post]]\nid = "admin"\nsees = "office"\n', "三员分立", 'sees = "office"'),
        ('[[post]]\nid = "envoy"\nname = "甲"\nacts_as = ["admin", "clerk"]\nsees = "nothing"\n', "三员分立", "sees ="),
        ('[[post]]\nid = "aide"\n[[post]]\nid = "aide"\n', "岗位“aide”写了两次", None),
        ('[[account]]\nlogin = "x"\nperson = "sun-wei"\nroles = ["boss"]\n', "角色“boss”不存在", 'roles = ["boss"]'),
    ],
)
def test_what_is_wrong_with_a_post_is_said_with_its_line(more: str, sentence: str, at: str | None) -> None:
    text = EXAMPLE + "\n" + more

    with pytest.raises(OfficeFileError) as refused:
        parse_office(text, "office.toml")

    assert sentence in str(refused.value)
    if at:
        line = max(number for number, words in enumerate(text.splitlines(), 1) if words.startswith(at))
        assert f"office.toml 第{line}行" in str(refused.value)


def test_an_organ_signed_for_by_nobody_s_post_is_refused_with_its_line() -> None:
    text = EXAMPLE.replace('principal = "director"', 'principal = "boss"')

    with pytest.raises(OfficeFileError, match="签发人“boss”不是岗位") as refused:
        parse_office(text, "office.toml")

    line = text.splitlines().index('principal = "boss"') + 1
    assert f"第{line}行" in str(refused.value)


def test_a_procedure_names_posts_of_the_office_only() -> None:
    procedure = by_subdistrict(read())

    assert fitted(procedure, read()) == procedure
    assert all(post in {known.id for known in POSTS} | {"principal"} for step in procedure.steps for post in step.roles)


def test_the_archive_names_posts_as_the_office_does() -> None:
    office = read('[[post]]\nid = "archivist"\nname = "综合档案员"\n')
    clerk = office.actor("clerk")
    assert clerk is not None

    for refuse in (require_archivist, lambda actor, what: require_role(actor, [Role.ARCHIVIST, Role.LEADER], what)):
        with pytest.raises(NotYourRoleError, match="年度归档由综合档案员"):
            refuse(clerk, "年度归档")
