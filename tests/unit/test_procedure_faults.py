"""All that is wrong with the procedures of an office is told at once: each file, each line, each sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from office.errors import ProcedureFilesError
from office.procedure_files import load_procedures, parse_procedure
from tests.unit.test_procedure_files import GOOD, HEAD, SEAL, SIGN, WHEN, _line, _with


def test_every_faulty_file_is_named_not_the_first_only(tmp_path: Path) -> None:
    (tmp_path / "甲.toml").write_text(_with('verb = "seal"', 'verb = "stamp"'), "utf-8")
    (tmp_path / "乙.toml").write_text(GOOD, "utf-8")
    (tmp_path / "丙.toml").write_bytes(GOOD.encode("gb18030"))

    with pytest.raises(ProcedureFilesError) as refused:
        load_procedures(("甲", "乙", "丙", "丁"), tmp_path)

    said, line = str(refused.value), _line(GOOD, 'verb = "seal"')
    assert "“verb”应为下列之一" in said
    assert f"甲.toml 第{line}行" in said
    assert "丙.toml：不是 UTF-8 编码" in said
    assert "丁.toml：没有这个程序文件" in said
    assert "乙.toml" not in said


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    spoiled = (
        ('verb = "seal"', 'verb = "stamp"'),
        ('roles = ["keeper"]', 'roles = ["kepper"]'),
        ('retention = "10年"', 'retention = "15年"'),
        ("effective_from = 2026-01-01", 'effective_from = "明年"'),
        (WHEN, 'when = "jiont = yes"'),
    )
    text = GOOD
    for old, new in spoiled:
        text = text.replace(old, new, 1)
    (tmp_path / "甲.toml").write_text(text, "utf-8")
    (tmp_path / "乙.toml").write_text(_with('verb = "register"', 'verb = "register"\nverbal = true'), "utf-8")

    with pytest.raises(ProcedureFilesError) as refused:
        load_procedures(("甲", "乙"), tmp_path)

    in_one = sorted(_line(text, new) for _, new in spoiled)
    in_other = _line(GOOD, 'verb = "register"') + 1
    told = [error.subject.removeprefix(str(tmp_path)) for error in refused.value.each]
    assert told == [*(f"/甲.toml 第{line}行" for line in in_one), f"/乙.toml 第{in_other}行"]
    assert "程序文件有 6 处错误" in str(refused.value)


def test_steps_that_do_not_fit_one_another_are_all_told() -> None:
    with pytest.raises(ProcedureFilesError) as refused:
        parse_procedure(HEAD + SIGN + SIGN + SEAL, "自定.toml")

    said = str(refused.value)
    assert "环节“sign”重复" in said
    assert "缺少登记（register）环节" in said
