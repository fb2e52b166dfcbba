"""``hongtou forms``: the 发文稿纸 of an office, for one unit or for all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from domain.facts import FactName
from hongtou.commands_forms import UnknownUnitError, forms
from press.reading import SourceFile, read_draft
from tests.needs import REPOSITORY

PROFILE = REPOSITORY / "templates" / "profiles" / "example" / "office.toml"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "office.toml").write_bytes(PROFILE.read_bytes())
    return tmp_path


def test_the_form_is_made_for_a_unit_and_reads_as_a_draft(office: Path) -> None:
    asked = ["--office", str(office), "--unit", "党政办公室", "--json", str(office / "稿纸")]

    done = CliRunner().invoke(forms, asked, catch_exceptions=False)

    made = Path(json.loads(done.output)["form"])
    assert made.name == "发文稿纸（党政办公室）.docx"
    draft = read_draft([SourceFile(made.name, made.read_bytes(), "body")]).draft
    assert {fact.name: fact.value for fact in draft.facts} == {FactName.UNIT: "党政办公室"}


def test_a_unit_that_is_none_is_refused_with_those_there_are(office: Path) -> None:
    with pytest.raises(UnknownUnitError, match="请写下列名称之一：党政办公室"):
        CliRunner().invoke(forms, ["--office", str(office), "--unit", "没有", str(office)], catch_exceptions=False)
