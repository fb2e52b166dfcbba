"""A procedure's file is refused when it can't mean what it says: each bad file, its line and its sentence."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from domain.admitted import alternatives
from domain.office import OrganKind
from domain.posts import Role
from domain.procedure import MAY_WITHDRAW, Limit, LimitUnit, Procedure
from office.errors import ProcedureFileError
from office.office_file import load_office
from office.procedure_files import CHECK_ITEMS, load_procedures, parse_procedure, shipped_procedures
from tests.needs import REPOSITORY

HEAD = """\
# 审核 applies when id = "sign"：注释中的字不算
[procedure]
id = "own"
version = 1
name = "本机关发文"
effective_from = 2026-01-01
register = "发文登记簿"
applies = "organ in party | office"
retention = "10年"
"""
REVIEW = """
[[step]]
id = "review"
name = "审核"
verb = "review"
roles = ["deputy"]
when = "kind = 函 and direction = 平行文"
"""
SIGN = """
[[step]]
id = "sign"
name = "签发"
verb = "sign"
roles = ["principal"]
for_each = "lead_organ"
"""
REGISTER = """
[[step]]
id = "register"
name = "登记"
verb = "register"
roles = ["clerk"]
"""
SEAL = """
[[step]]
id = "seal"
name = "用印"
verb = "seal"
roles = ["keeper"]
"""
GOOD = HEAD + REVIEW + SIGN + REGISTER + SEAL
WHEN = 'when = "kind = 函 and direction = 平行文"'


def _with(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def _line(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def _refusal(text: str) -> str:
    with pytest.raises(ProcedureFileError) as refused:
        parse_procedure(text, "自定.toml")
    return str(refused.value)


def test_the_good_file_of_these_tests_is_read() -> None:
    assert [step.id for step in parse_procedure(GOOD, "自定.toml").steps] == ["review", "sign", "register", "seal"]


@pytest.mark.parametrize("name", shipped_procedures())
def test_every_procedure_that_comes_with_the_software_is_read(name: str) -> None:
    (procedure,) = load_procedures((name,), Path("/nonexistent"))

    assert procedure.id == name.replace("-", ".")


UNNUMBERED = HEAD.replace('retention = "10年"', 'retention = "10年"\nnumbered = false\nsealed = false')
PRINT = """
[[step]]
id = "print"
name = "印制"
verb = "print"
roles = ["clerk"]
"""


def test_what_bears_neither_number_nor_seal_ends_with_its_signature() -> None:
    procedure = parse_procedure(UNNUMBERED + REVIEW + SIGN, "自定.toml")

    assert (procedure.numbered, procedure.sealed) == (False, False)
    assert [step.id for step in parse_procedure(UNNUMBERED + SIGN + PRINT, "自定.toml").steps] == ["sign", "print"]


@pytest.mark.parametrize(
    ("text", "sentence", "line"),
    [
        (HEAD + SIGN + SEAL, "缺少登记（register）环节；这类文件不编号的，写 numbered = false", "[procedure]"),
        (HEAD + SIGN + REGISTER, "缺少用印（seal）环节；这类文件不盖章的，写 sealed = false", "[procedure]"),
        (UNNUMBERED + SIGN + REGISTER, "不编号（numbered = false）的程序没有登记环节", 'verb = "register"'),
        (UNNUMBERED + SIGN + SEAL, "不盖章（sealed = false）的程序没有用印环节", 'verb = "seal"'),
        (UNNUMBERED + SIGN + PRINT.replace("print", "distribute"), "的程序不能分发", 'verb = "distribute"'),
        (UNNUMBERED + PRINT + SIGN, "印制（print）、分发（distribute）要在签发之后", 'verb = "print"'),
        (UNNUMBERED + SIGN + PRINT + REVIEW, "要在登记、用印、印制之前", 'verb = "review"'),
        (UNNUMBERED.replace("numbered = false", "numbered = 0") + SIGN, "“numbered”应写成 true 或 false", "numbered ="),
        (
            GOOD.replace('"organ in party | office"', '"kind = 材料"').replace(WHEN, ""),
            "没有一份文件符合适用条件（applies）：材料不编发文字号，要写 numbered = false",
            "applies =",
        ),
    ],
)
def test_what_a_file_says_of_number_and_seal_fits_its_steps(text: str, sentence: str, line: str) -> None:
    refusal = _refusal(text)

    assert sentence in refusal
    assert f"自定.toml 第{_line(text, line)}行" in refusal


@pytest.mark.parametrize(
    ("condition", "field", "value"),
    [
        ("organ = township", "organ", "township"),
        ("organ in party | 办公室", "organ", "办公室"),
        ("organ != goverment", "organ", "goverment"),
        ("kind = 通 知", "kind", "通 知"),
        ("kind in 通知 | 请事", "kind", "请事"),
        ("kind = 函 or kind = 文件", "kind", "文件"),
        ("kind >= 3", "kind", "3"),
        ("direction = 上行", "direction", "上行"),
        ("urgency = 紧急", "urgency", "紧急"),
        ("joint = 是", "joint", "是"),
        ("organs = 两个", "organs", "两个"),
        ("organs >= 0", "organs", "0"),
    ],
)
def test_a_field_is_not_compared_with_what_it_can_t_be(condition: str, field: str, value: str) -> None:
    text = _with(WHEN, f'when = "{condition}"')

    refusal = _refusal(text)

    assert f"条件中“{field}”不会是“{value}”" in refusal
    assert f"自定.toml 第{_line(text, condition)}行" in refusal


def test_the_scope_of_a_procedure_is_checked_like_its_steps() -> None:
    text = _with("organ in party | office", "organ in party | offices")

    refusal = _refusal(text)

    assert "条件中“organ”不会是“offices”" in refusal
    assert f"第{_line(text, 'offices')}行" in refusal


@pytest.mark.parametrize(
    "condition",
    [
        "organ = government",
        "kind = 函 and kind = 通知",
        "kind = 函 and kind != 函",
        "joint = yes and organs = 1",
        "joint = no and organs >= 2",
        "organs >= 3 and organs <= 2",
        "organ = government and joint = yes or kind = 函 and kind = 报告",
        "urgency = 加急 and urgency = 特急",
        "class = 一类 and class = 二类",
    ],
)
def test_a_step_no_document_comes_to_is_refused(condition: str) -> None:
    text = _with(WHEN, f'when = "{condition}"')

    refusal = _refusal(text)

    assert "环节“审核”永远走不到" in refusal
    assert f"自定.toml 第{_line(text, condition)}行" in refusal


@pytest.mark.parametrize(
    "condition",
    [
        "organ != government",
        "kind != 函",
        "kind = 函 or kind = 通知",
        "joint = yes and organs >= 3",
        "organs = 7",
        "urgency != 加急 and urgency != 特急",
        "class != 一类",
        "class = 一类",
    ],
)
def test_a_step_some_document_comes_to_is_not_refused(condition: str) -> None:
    assert parse_procedure(_with(WHEN, f'when = "{condition}"'), "自定.toml")


def test_a_step_for_the_other_organs_of_a_document_of_one_organ_is_refused() -> None:
    text = _with(WHEN, 'for_each = "other_organs"\nwhen = "joint = no"')

    assert "环节“审核”永远走不到" in _refusal(text)


def test_a_procedure_for_no_document_is_refused() -> None:
    text = _with("organ in party | office", "organ = party and organ = office")

    refusal = _refusal(text)

    assert "没有一份文件符合适用条件" in refusal
    assert f"第{_line(text, 'organ = party and')}行" in refusal


@pytest.mark.parametrize(
    ("step", "named"),
    [(SIGN, "签发（sign）"), (REGISTER, "登记（register）"), (SEAL, "用印（seal）")],
    ids=["sign", "register", "seal"],
)
def test_a_procedure_that_lets_documents_pass_unsigned_unregistered_or_unsealed_is_refused(
    step: str, named: str
) -> None:
    text = _with(step, f'{step}when = "direction = 上行文"\n')

    refusal = _refusal(text)

    assert f"有的文件走不到{named}，如：发文机关为办公室" in refusal
    assert "行文方向为平行文" in refusal
    assert f"自定.toml 第{_line(text, '上行文')}行" in refusal


def test_the_document_shown_is_one_of_the_offices_own_and_the_mend_is_named() -> None:
    text = _with(SIGN, f'{SIGN}when = "direction = 上行文"\n')
    office = load_office(REPOSITORY / "templates" / "profiles" / "example" / "office.toml")
    ours = tuple(organ for organ in office.organs if organ.kind is OrganKind.PARTY)

    with pytest.raises(ProcedureFileError) as refused:
        parse_procedure(text, "自定.toml", dataclasses.replace(office, organs=ours))

    assert "走不到签发（sign），如：发文机关为党委" in str(refused.value)
    assert "请给其中一个签发环节的 when 补上这类文件，或从 applies 中去掉" in str(refused.value)


def test_signing_steps_that_cover_every_document_between_them_are_enough() -> None:
    up = SIGN + 'when = "direction = 上行文"\n'
    others = SIGN.replace('"sign"\nname', '"sign-other"\nname') + 'when = "direction != 上行文"\n'

    procedure = parse_procedure(_with(SIGN, up + others), "自定.toml")

    assert _ids(procedure) == [["review"], ["sign", "sign-other"], ["register"], ["seal"]]


def test_two_steps_of_the_same_id_are_refused_at_the_second() -> None:
    text = _with('id = "register"', 'id = "sign"')

    refusal = _refusal(text)

    assert "环节“sign”重复" in refusal
    second = [number for number, line in enumerate(text.splitlines(), 1) if line == 'id = "sign"'][1]
    assert f"第{second}行" in refusal


@pytest.mark.parametrize(
    ("old", "new", "sentence", "place"),
    [
        ('roles = ["clerk"]', 'roles = ["registrar"]', "没有“registrar”这个角色", "registrar"),
        ('roles = ["clerk"]', 'roles = "clerk"', "没有写明由谁办理", 'roles = "clerk"'),
        ('roles = ["clerk"]', 'roles = ["principal"]', "principal 要配合 for_each", 'id = "register"'),
        ('name = "登记"', "", "缺少“name”", 'id = "register"'),
        (WHEN, 'when = "colour = red"', "没有“colour”这个字段", "colour"),
        (WHEN, 'when = "kind"', "不是“字段 运算 值”的形式", 'when = "kind"'),
        (WHEN, 'whenever = "kind = 函"', "没有“whenever”这一项", "whenever"),
        (WHEN, 'limit = "2周"', "时限“2周”应写成", "limit"),
        ("version = 1", 'version = "一"', "版本应写成", "version"),
        ("[procedure]", "[[steps]]\n[procedure]", "没有“steps”这一项", "[[steps]]"),
        ('verb = "seal"', 'verb = "review"', "缺少用印（seal）环节", "[procedure]"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(old: str, new: str, sentence: str, place: str) -> None:
    text = _with(old, new)

    refusal = _refusal(text)

    assert sentence in refusal
    line = _line(text, place)
    near = range(line - 1, line + 4) if place.startswith(("id", "[procedure")) else range(line, line + 1)
    assert any(f"自定.toml 第{number}行" in refusal for number in near)


CHECK = """
[[step]]
id = "recheck"
name = "复核"
verb = "check"
roles = ["clerk"]
"""
PRINT = CHECK.replace("recheck", "print").replace("复核", "印制").replace('"check"', '"print"')
DISTRIBUTE = CHECK.replace("recheck", "distribute").replace("复核", "分发").replace('"check"', '"distribute"')
LATE_REVIEW = CHECK.replace("recheck", "late").replace("复核", "再审").replace('"check"', '"review"')


def test_everything_a_step_and_a_procedure_can_say_is_read() -> None:
    head = HEAD + 'limit = "5wd"\nurgent_limit = "0d"\nextend_by = ["leader", "head"]\nwithdraw_by = ["clerk"]\n'
    head += 'consent_by = ["deputy"]\ncompare_by = ["director"]\nrepeal_by = ["head"]\n'
    cosign = SIGN.replace("sign", "cosign").replace("签发", "会签").replace("lead_organ", "other_organs")
    steps = (
        cosign + "in_order = true\nagain = true\ndelegable = true\n",
        SIGN + 'verbal = true\nlimit = "2d"\nextend_by = ["secretary"]\n',
        REGISTER + CHECK + SEAL + PRINT + CHECK.replace("recheck", "again") + 'items = ["文种正确"]\n' + DISTRIBUTE,
    )

    procedure = parse_procedure(head + "".join(steps), "自定.toml")

    cosigning, signing, _, check, _, printing, again, _ = procedure.steps
    assert (procedure.limit, str(procedure.urgent_limit)) == (Limit(5, LimitUnit.WORKING_DAYS), "当天")
    assert (procedure.extend_by, procedure.withdraw_by) == ((Role.LEADER, Role.HEAD), (Role.CLERK,))
    assert (procedure.consent_by, procedure.compare_by) == ((Role.DEPUTY,), (Role.DIRECTOR,))
    assert procedure.repeal_by == (Role.HEAD,)
    assert (cosigning.in_order, cosigning.again, cosigning.delegable, cosigning.verbal) == (True, True, True, False)
    assert (signing.verbal, signing.extend_by) == (True, (Role.SECRETARY,))
    assert (check.items, again.items, printing.items) == (CHECK_ITEMS, ("文种正确",), ())


def test_a_procedure_that_names_nobody_for_it_lets_the_usual_people_withdraw_and_nobody_extend() -> None:
    procedure = parse_procedure(GOOD, "自定.toml")

    assert procedure.withdraw_by == MAY_WITHDRAW
    assert procedure.extend_by == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('verb = "seal"', 'verb = "confirm"', "“verb”应为下列之一"),
        (WHEN, "verbal = true", "只用于签发"),
        (WHEN, 'verb2 = "x"', "没有“verb2”这一项"),
        (WHEN, "again = 1", "“again”应写成 true 或 false"),
        (WHEN, "in_order = true", "要配合 for_each"),
        (WHEN, 'items = ["附件齐全"]', "只用于复核（check）"),
        (WHEN, 'extend_by = ["leader"]', "没有时限（limit）"),
        (WHEN, 'limit = "1d"\nextend_by = ["boss"]', "没有“boss”这个角色"),
        (WHEN, 'limit = "1d"\nextend_by = "leader"', "应写成 extend_by = "),
        (WHEN, 'limit = "0wd"', "时限“0wd”应写成"),
        ('roles = ["clerk"]', 'roles = ["clerk"]\ndelegable = true', "只用于审核、会签、签发"),
        ('roles = ["clerk"]', 'roles = ["clerk"]\nagain = true', "只用于审核、会签"),
        ('retention = "10年"', 'retention = "10年"\nextend_by = ["leader"]', "没有全程时限（limit）"),
        ('retention = "10年"', 'retention = "10年"\nwithdraw_by = []', "应写成 withdraw_by = "),
        ('retention = "10年"', 'retention = "10年"\nlimit = "五天"', "时限“五天”应写成"),
    ],
)
def test_what_a_key_can_t_say_is_refused_at_its_line(old: str, new: str, sentence: str) -> None:
    text = _with(old, new)

    refusal = _refusal(text)

    assert sentence in refusal
    assert f"自定.toml 第{_line(text, new.splitlines()[-1])}行" in refusal


@pytest.mark.parametrize("items", ["[]", '["", "附件齐全"]', '["附件齐全", "附件齐全"]', '"附件齐全"'])
def test_a_check_without_anything_to_tick_is_refused(items: str) -> None:
    assert "不能空着，不能重复" in _refusal(HEAD + SIGN + CHECK + f"items = {items}\n" + REGISTER + SEAL)


@pytest.mark.parametrize(
    ("steps", "named", "sentence"),
    [
        ((CHECK, SIGN, REGISTER, SEAL), "复核", "复核（check）要在签发之后"),
        ((SIGN, PRINT, REGISTER, SEAL), "印制", "要在用印之后"),
        ((SIGN, REGISTER, DISTRIBUTE, SEAL), "分发", "要在用印之后"),
        ((SIGN, REGISTER, SEAL, DISTRIBUTE, PRINT), "印制", "印制（print）要在分发（distribute）之前"),
        ((SIGN, REGISTER, LATE_REVIEW, SEAL), "再审", "审核、会签、签发要在登记、用印、印制之前"),
    ],
)
def test_a_step_out_of_place_is_refused(steps: tuple[str, ...], named: str, sentence: str) -> None:
    text = HEAD + "".join(steps)

    refusal = _refusal(text)

    assert f"环节“{named}”的位置不对：" in refusal
    assert sentence in refusal
    verb_line = _line(text, f'name = "{named}"') + 1
    assert f"自定.toml 第{verb_line}行" in refusal


@pytest.mark.parametrize(
    "steps",
    [
        (SIGN, CHECK, REGISTER, SEAL),
        (SIGN, REGISTER, CHECK, SEAL, PRINT, DISTRIBUTE),
        (SIGN, REGISTER, SEAL, PRINT, CHECK, DISTRIBUTE),
        (SIGN, REGISTER, SEAL, DISTRIBUTE),
    ],
)
def test_each_office_puts_its_checks_printing_and_distribution_where_its_rules_say(steps: tuple[str, ...]) -> None:
    assert parse_procedure(HEAD + "".join(steps), "自定.toml")


def test_a_file_that_numbers_before_signing_is_refused() -> None:
    assert "顺序应为签发、登记、用印" in _refusal(HEAD + REGISTER + SIGN + SEAL)


def test_a_file_with_a_second_signing_after_the_number_is_refused() -> None:
    late = SIGN.replace('id = "sign"', 'id = "sign-again"')

    assert "顺序应为签发、登记、用印" in _refusal(HEAD + SIGN + REGISTER + late + SEAL)


def test_steps_that_can_both_be_taken_are_no_alternatives() -> None:
    text = _with(
        SIGN, REVIEW.replace('"review"\nname', '"second"\nname').replace("direction = 平行文", "joint = yes") + SIGN
    )

    assert _ids(parse_procedure(text, "自定.toml"))[:2] == [["review"], ["second"]]


def _ids(procedure: Procedure) -> list[list[str]]:
    return [[step.id for step in group] for group in alternatives(procedure)]


def test_a_file_of_a_windows_editor_is_read_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "甲.toml").write_text(GOOD, "utf-8-sig")

    assert load_procedures(("甲",), tmp_path)[0].id == "own"


ASKED = """
[[step]]
id = "unit-cosign"
name = "会签"
verb = "cosign"
roles = ["unit_head"]
for_each = "other_units"
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('verb = "cosign"', 'verb = "review"', "只用于会签"),
        ('"unit_head"', '"principal"', "要写科室的岗位"),
        ('"other_units"', '"other_units"\nown_unit = true', "不能同时写"),
    ],
)
def test_what_does_not_go_with_units_that_are_asked_is_refused(old: str, new: str, sentence: str) -> None:
    assert sentence in _refusal(HEAD + ASKED.replace(old, new) + SIGN + REGISTER + SEAL)


def test_units_are_asked_before_the_document_is_signed() -> None:
    assert parse_procedure(HEAD + ASKED + "in_order = true\n" + SIGN + REGISTER + SEAL, "自定.toml").steps[0].in_order
    assert "要在签发之前" in _refusal(HEAD + SIGN + ASKED + REGISTER + SEAL)
