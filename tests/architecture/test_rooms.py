"""Rooms = layers = type-checked packages = wheel packages, and each stays tidy."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from tests.needs import REPOSITORY

MOST_LINES = 400
MOST_LINES_OF_A_SUITE = 500
NOT_ROOMS = {"tests", "tools", "bench"}
WITHOUT_CODE = {"templates"}


@cache
def _settings() -> dict[str, Any]:
    project: dict[str, dict[str, Any]] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return project["tool"]


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the files of the repository that git knows and that are there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, check=True, capture_output=True, text=True)
    files = (REPOSITORY / name for name in listed.stdout.split("\0") if name)
    return tuple(file for file in files if file.is_file())


def _rooms() -> set[str]:
    return {package.parent.name for package in REPOSITORY.glob("*/__init__.py")} - NOT_ROOMS


def _layers() -> set[str]:
    storeys = next(contract for contract in _settings()["importlinter"]["contracts"] if contract["id"] == "storeys")
    return {room.strip() for layer in storeys["layers"] for room in layer.split("|")}


def test_every_room_has_its_storey() -> None:
    assert _layers() == _rooms() - WITHOUT_CODE
    assert set(_settings()["importlinter"]["root_packages"]) == _layers()


def test_every_room_is_type_checked() -> None:
    assert _rooms() <= set(_settings()["mypy"]["packages"])
    assert set(_settings()["mypy"]["packages"]) - _rooms() <= NOT_ROOMS


def test_every_room_is_in_the_wheel_and_nothing_else() -> None:
    assert set(_settings()["hatch"]["build"]["targets"]["wheel"]["packages"]) == _rooms()


@pytest.mark.parametrize("contract", ["django", "prefect", "whoosh", "paper", "watchdog"])
def test_a_foreign_library_is_forbidden_to_every_room_but_its_own(contract: str) -> None:
    homes = {
        "django": {"registry", "desk"},
        "prefect": {"flows"},
        "whoosh": {"indexer"},
        "paper": {"press"},
        "watchdog": {"mailroom"},
    }

    written = next(found for found in _settings()["importlinter"]["contracts"] if found["id"] == contract)

    assert set(written["source_modules"]) == _layers() - homes[contract]


def test_no_room_bears_the_name_of_something_installed() -> None:
    owners = packages_distributions()

    # Pairtree, which ocfl-py brings, also installs a ``tests``; ours is not in the wheel and is found first.
    for name in (_rooms() | NOT_ROOMS) - {"tests"}:
        assert set(owners.get(name, [])) <= {"hongtou"}, f"{name} is also a package of {owners[name]}"
        assert name not in sys.stdlib_module_names


def test_no_module_is_longer_than_one_idea() -> None:
    too_long = {
        str(file.relative_to(REPOSITORY)): lines
        for file in tracked_files()
        if file.suffix == ".py" and (lines := file.read_text(encoding="utf-8").count("\n")) > _most_lines(file)
    }

    assert not too_long, "split these"


def _most_lines(file: Path) -> int:
    return MOST_LINES_OF_A_SUITE if file.is_relative_to(REPOSITORY / "tests") else MOST_LINES


def test_a_package_init_holds_one_docstring_and_no_code() -> None:
    for file in tracked_files():
        if file.name == "__init__.py":
            body = ast.parse(file.read_text(encoding="utf-8")).body
            said = all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)
            assert said, f"{file} holds code"
            assert len(body) <= 1, f"{file} says more than one thing"
