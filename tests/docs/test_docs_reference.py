"""The generated pages say what the code says, and say all of it."""

from __future__ import annotations

import dataclasses
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from domain.exchange import Partner
from hongtou.settings import DeskSettings, PressSettings, Settings, WorkSettings
from mailroom.post import PostSettings
from office.exchange_settings import ExchangeSettings
from office.keeping_settings import KeepingSettings
from tools.generate_docs import REFERENCE, stale
from tools.reference_commands import commands
from tools.reference_errors import CODES_OF_ROOM, error_classes, room_of, sentence_of
from tools.reference_procedures import procedures
from tools.reference_settings import MEANING, TABLES, page, settings


def test_the_generated_pages_are_up_to_date() -> None:
    assert stale() == [], "run: make docs"


def test_no_two_errors_share_a_code() -> None:
    stated = Counter(error.code for error in error_classes() if "code" in vars(error))

    assert [code for code, count in stated.items() if count > 1] == []


def test_every_error_states_a_code_of_its_own() -> None:
    assert [error.__name__ for error in error_classes() if "code" not in vars(error)] == []


def test_every_code_lies_within_its_rooms_range() -> None:
    strays = [
        f"{error.code} {error.__name__}"
        for error in error_classes()
        if not any(first <= int(error.code[3:]) <= last for first, last in CODES_OF_ROOM[room_of(error)])
    ]

    assert strays == []


def test_every_error_that_makes_a_sentence_makes_it_in_chinese() -> None:
    sentences = {error.__name__: sentence_of(error) for error in error_classes()}

    assert len([text for text in sentences.values() if text != "—"]) > 90
    assert [name for name, text in sentences.items() if text != "—" and not _has_chinese(text)] == []


def test_every_command_is_documented_with_help() -> None:
    text = (REFERENCE / "commands.md").read_text("utf-8")

    for path, command in commands():
        assert f"## `{path}" in text
        assert _has_chinese(command.help or ""), f"{path} has no Chinese help"


def test_every_option_has_chinese_help() -> None:
    lacking = [
        f"{path} {parameter.name}"
        for path, command in commands()
        for parameter in command.params
        if parameter.param_type_name == "option" and not _has_chinese(getattr(parameter, "help", "") or "")
    ]

    assert lacking == []


@pytest.mark.parametrize("table", TABLES)
def test_every_setting_has_its_meaning_and_no_meaning_lacks_its_setting(table: str) -> None:
    fields = {field.name for field in dataclasses.fields(TABLES[table])}

    assert fields == set(MEANING[table])
    assert len(list(settings(table, TABLES[table]))) == len(fields)


@pytest.mark.parametrize("profile", ["example", "blank"])
def test_every_table_and_key_of_the_profiles_is_documented(profile: str) -> None:
    data = tomllib.loads(files("templates").joinpath("profiles", profile, "office.toml").read_text("utf-8"))

    for name, value in data.items():
        entries = value if isinstance(value, list) else [value]
        known = MEANING[f"[[{name}]]" if isinstance(value, list) else f"[{name}]"]
        assert {key for entry in entries for key in entry} <= set(known)


def test_the_settings_of_the_installation_are_all_on_the_page() -> None:
    assert {field.name for field in dataclasses.fields(Settings)} == {
        "database",
        "desk",
        "work",
        "mail",
        "press",
        "keeping",
        "exchange",
        "partners",
    }
    for kind in (DeskSettings, WorkSettings, PostSettings, PressSettings, KeepingSettings, ExchangeSettings, Partner):
        for field in dataclasses.fields(kind):
            assert f"| `{field.name}` |" in page()


def test_every_procedure_file_is_documented_with_all_its_steps() -> None:
    text = (REFERENCE / "procedures.md").read_text("utf-8")

    assert procedures()
    for name, procedure in procedures():
        assert f"`{name}`" in text
        assert all(f"| {step.name} |" in text for step in procedure.steps)


def _has_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)
