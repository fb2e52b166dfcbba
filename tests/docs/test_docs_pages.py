"""The pages hold together: links lead somewhere, commands are there, named tests and modules exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hongtou.commands import hongtou
from tests.needs import REPOSITORY
from tools.reference_commands import commands

PAGES = sorted(
    [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), REPOSITORY / "examples/drafts/README.md"]
)
GUIDES = ("drafter", "leader", "clerk", "keeper", "archivist", "administrator")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_MODULE = re.compile(
    r"`((?:archive|desk|domain|flows|ground|hongtou|indexer|mailroom|office|press|registry|tools)/\w+\.py)`"
)
_TEST = re.compile(r"\btest_\w{8,}\b")


def _name(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = [target for target in _LINK.findall(page.read_text("utf-8")) if "://" not in target]
    files = [page.parent / target.partition("#")[0] for target in targets if not target.startswith("#")]

    assert [str(file) for file in files if not file.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_make_command_of_a_page_is_in_the_makefile(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))

    assert asked <= targets


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_hongtou_command_of_a_page_is_in_the_command_line(page: Path) -> None:
    known = {path for path, _ in commands()} | {"hongtou"}
    asked = re.findall(
        r"(?:`|^|bin/)hongtou ((?:[a-z][a-z-]*)(?: (?:start|reserve|install|show|fetch)\b)?)",
        page.read_text("utf-8"),
        re.MULTILINE,
    )

    assert [
        words for words in asked if f"hongtou {words}" not in known and words.split()[0] not in hongtou.commands
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_option_of_a_hongtou_example_is_known(page: Path) -> None:
    known = {option for _, command in commands() for parameter in command.params for option in parameter.opts}
    examples = re.findall(r"(?:`|^|bin/)(hongtou [a-z][^`\n#]*)", page.read_text("utf-8"), re.MULTILINE)
    asked = {option for example in examples for option in re.findall(r"(?<!\S)--[a-z-]+", example)}

    assert asked <= known | {"--help", "--version"}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_module_a_page_names_is_there(page: Path) -> None:
    modules = _MODULE.findall(page.read_text("utf-8"))

    assert [module for module in modules if not (REPOSITORY / module).is_file()] == []


def test_every_test_the_architecture_names_is_there() -> None:
    named = set(_TEST.findall((REPOSITORY / "ARCHITECTURE.md").read_text("utf-8")))
    tests = "\n".join(file.read_text("utf-8") for file in (REPOSITORY / "tests").rglob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)", tests)) | {
        file.stem for file in (REPOSITORY / "tests").rglob("test_*.py")
    }

    assert named
    assert named <= there


def test_the_architecture_names_every_room() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text("utf-8")

    for room in REPOSITORY.glob("*/__init__.py"):
        assert f"{room.parent.name}/" in text


def test_both_readmes_lead_to_each_other_and_name_the_same_commands() -> None:
    english, chinese = ((REPOSITORY / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))

    assert "(README.zh.md)" in english
    assert "(README.md)" in chinese
    assert _commands(english) == _commands(chinese)


@pytest.mark.parametrize("guide", GUIDES)
def test_each_guide_is_linked_from_the_first_page_of_the_guides(guide: str) -> None:
    first = (REPOSITORY / "docs/guide/README.md").read_text("utf-8")

    assert f"({guide}.md)" in first


def test_every_decision_stands_in_the_list_of_decisions() -> None:
    folder = REPOSITORY / "docs/adr"
    listed = (folder / "README.md").read_text("utf-8")

    for file in folder.glob("0*.md"):
        heading = file.read_text("utf-8").splitlines()[0].removeprefix("# ")
        assert heading.startswith(file.name[:4])
        if not file.name.startswith("0000"):
            assert f"[{file.name[:4]}]({file.name}) | {heading.partition(' — ')[2]} |" in listed


def _commands(text: str) -> set[str]:
    return set(re.findall(r"^(?:sudo )?(?:\.venv/bin/hongtou \w+|make [a-z-]+)", text, re.MULTILINE))
