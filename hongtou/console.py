"""What the command line shares (控制台): finding the office, who acts, and how answers are printed."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from domain.calendar import Due
from domain.case import Case
from domain.codec import to_plain
from domain.errors import BadInputError, NotAllowedError
from domain.office import SYSTEM, Actor
from domain.pages import Binding
from hongtou.wiring import opened
from office.deadlines import Deadline
from office.errors import NothingToDoError
from office.house import House
from office.sign import where
from office.views import DocumentView

Command = TypeVar("Command", bound=Callable[..., Any])
OFFICE_VARIABLE = "HONGTOU_OFFICE"
PIPED_WIDTH = 160
"""Columns of a table that does not go to a terminal."""


class WordsMissingError(click.UsageError):
    """Options that go together were not (选项不全); its message is Chinese, without a full stop, and is told as it is."""


class TextFileError(BadInputError):
    """A file of text in another encoding than UTF-8, such as a GBK file of an older editor (文本编码不符)."""

    code = "HT-764"

    def __init__(self, path: Path) -> None:
        super().__init__("不是 UTF-8 编码的文本", str(path), "用记事本另存为，编码选 UTF-8，再试")


class NoOfficeError(BadInputError):
    """No office folder was named or found (没有指明机关)."""

    code = "HT-701"

    def __init__(self, place: str) -> None:
        super().__init__("这里不是机关文件夹", place, "用 --office 指明机关文件夹，或先运行 hongtou init 建立")


class WrongPasswordError(NotAllowedError):
    """The login or the password is not right (账号或口令不对)."""

    code = "HT-702"

    def __init__(self) -> None:
        super().__init__("账号或口令不对", "", "重新输入；忘记口令请系统管理员重设")


class NoLoginError(NotAllowedError):
    """Nobody was named to act (没有指明办理人)."""

    code = "HT-703"

    def __init__(self) -> None:
        super().__init__("没有指明由谁办理", "", "加上 --as 账号")


def office_option(command: Command) -> Command:
    """Add ``--office``."""
    return click.option(
        "--office",
        "office_folder",
        type=click.Path(path_type=Path, file_okay=False),
        envvar=OFFICE_VARIABLE,
        default=None,
        help=f"机关文件夹；不写则用环境变量 {OFFICE_VARIABLE}，再不然用当前文件夹。",
    )(command)


def as_option(command: Command) -> Command:
    """Add ``--as``."""
    return click.option("--as", "login", default=None, help="办理人的账号；示例机关不需要口令。")(command)


def json_option(command: Command) -> Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="在标准输出上打印一个 JSON 值。")(command)


@contextmanager
def house_of(office_folder: Path | None) -> Iterator[House]:
    """Open the office that the command names, or the folder it stands in."""
    with opened(folder_of(office_folder)) as house:
        yield house


def folder_of(office_folder: Path | None) -> Path:
    """Give the folder of the office that the command names, or the one it stands in.

    Raises:
        NoOfficeError: It is none.
    """
    root = office_folder or Path.cwd()
    if not (root / "office.toml").is_file():
        raise NoOfficeError(str(root))
    return root


def actor_of(house: House, login: str | None) -> Actor:
    """Give who acts; outside the example office after asking for the password."""
    if not login:
        raise NoLoginError
    actor = house.office.actor(login)
    if actor is not None and house.office.is_example:
        return actor
    if not confirmed(house, login) or actor is None:
        raise WrongPasswordError
    return actor


def actor_or_system(house: House, login: str | None) -> Actor:
    """Give who acts; the system when nobody is named, as for a script that runs by itself."""
    return actor_of(house, login) if login else SYSTEM


def confirmed(house: House, login: str) -> bool:
    """Ask for a password and tell whether it is the login's; the example office asks for none."""
    if house.office.is_example:
        return True
    return house.accounts.verify(login, secret(f"{login} 的口令："))


def secret(question: str) -> str:
    """Ask for a password without showing it; from a script it is the next line of the standard input, and nothing is asked."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def channel() -> str:
    """Name the channel for the ledger: the command line, with the system user."""
    return f"cli:{os.environ.get('SUDO_USER') or getpass.getuser()}"


def text_of(path: Path) -> str:
    """Read a file of text, with or without a byte order mark.

    Raises:
        TextFileError: It is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise TextFileError(path) from None


def say(text: str) -> None:
    """Print one line for people."""
    click.echo(text)


def say_json(value: object) -> None:
    """Print one JSON value."""
    click.echo(json.dumps(to_plain(value), ensure_ascii=False, indent=2))


def say_case(case: Case, as_json: bool) -> None:
    """Print a document after an act, and where it is now."""
    if as_json:
        say_json({**to_plain(case), "where": where(case)})
    else:
        say(f"已办。{case.document_id}　{case.number}　{case.title}　现在：{where(case)}")
        if case.papers:
            say("代录还没有算数：要另一位同志与扫描件核对（hongtou compare）。")


def until(due: Due | Deadline | None, left: str) -> str:
    """Say how much time is left and until when; nothing without a limit."""
    return f"{left}（{due.at:%Y-%m-%d %H:%M}前）" if due else ""


def shown_binding(view: DocumentView, act: str = "签批") -> Binding:
    """Give what a document shows now, which an act on it binds."""
    if view.binding is None:
        raise NothingToDoError(view.case.document_id, act, view.where)
    return view.binding


def say_error(code: str, sentence: str) -> None:
    """Print an error: one sentence with its code, on the error stream."""
    click.echo(f"{code} {sentence}", err=True)


def say_table(headers: Sequence[str], rows: Sequence[Sequence[str]], title: str = "", *, whole: bool = False) -> None:
    """Print a table for people; nothing is cut off, long cells go on below. ``whole`` draws lines between the rows."""
    columns = (Column(header, overflow="fold") for header in headers)
    table = Table(*columns, title=title or None, title_justify="left", show_lines=whole)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # brackets in a cell are its own, not markup
    Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH).print(table)
