"""A procedure for receipts says what is looked at before one signs for a piece; what can't be meant is refused at its line."""

from __future__ import annotations

from importlib.resources import files

import pytest

from office.errors import ProcedureFileError
from office.procedure_files import parse_procedure, shipped_procedures
from office.receipt_checks import PACKAGE_ITEMS

SHIPPED = files("templates").joinpath("procedures", "receipt-township.toml").read_text("utf-8")
LINE = next(line for line in SHIPPED.splitlines() if line.startswith("package_checks"))
DISPATCH = files("templates").joinpath("procedures", "dispatch-township.toml").read_text("utf-8")
RECEIPTS = [name for name in shipped_procedures() if name.startswith("receipt-")]


@pytest.mark.parametrize("name", RECEIPTS)
def test_the_shipped_procedures_say_themselves_what_is_looked_at(name: str) -> None:
    text = files("templates").joinpath("procedures", f"{name}.toml").read_text("utf-8")

    assert "package_checks = " in text
    assert parse_procedure(text, name).package_checks == PACKAGE_ITEMS


def test_an_office_says_what_it_looks_at() -> None:
    text = SHIPPED.replace(LINE, 'package_checks = ["封条编号相符", " 逐页查点无缺 "]')

    assert parse_procedure(text, "自定.toml").package_checks == ("封条编号相符", "逐页查点无缺")


def test_where_a_file_says_nothing_the_three_of_the_rules_are_looked_at() -> None:
    assert parse_procedure(SHIPPED.replace(LINE, ""), "自定.toml").package_checks == PACKAGE_ITEMS


@pytest.mark.parametrize(
    "stated", ["[]", '[""]', '["密封完好", " "]', '["密封完好", "密封完好 "]', '"密封完好"', '["密封完好", 3]', "true"]
)
def test_checks_that_nobody_can_tick_are_refused_at_their_line(stated: str) -> None:
    text = SHIPPED.replace(LINE, f"package_checks = {stated}")
    line = 1 + text.splitlines().index(f"package_checks = {stated}")

    with pytest.raises(ProcedureFileError) as refused:
        parse_procedure(text, "自定.toml")

    assert f"自定.toml 第{line}行" in str(refused.value)
    assert "不能空着，不能重复" in str(refused.value)


def test_a_procedure_for_our_own_papers_has_nothing_to_look_at() -> None:
    text = DISPATCH.replace("[procedure]", '[procedure]\npackage_checks = ["密封完好"]')

    with pytest.raises(ProcedureFileError, match="只用于收文"):
        parse_procedure(text, "自定.toml")

    assert parse_procedure(DISPATCH, "自定.toml").package_checks == ()
