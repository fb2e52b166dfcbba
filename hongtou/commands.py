"""The command line (命令行): Chinese out, one JSON value with ``--json``, exit codes on the error classes."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from domain.errors import HongtouError
from hongtou import (
    commands_acts,
    commands_archive,
    commands_books,
    commands_counting,
    commands_destroying,
    commands_exchange,
    commands_format,
    commands_forms,
    commands_issuing,
    commands_keeping,
    commands_office,
    commands_outsiders,
    commands_press,
    commands_procedures,
    commands_receipts,
    commands_scans,
    commands_secrecy,
    commands_signing,
    commands_stops,
    commands_todo,
    service,
    up,
)
from hongtou.console import WordsMissingError, say_error
from office.disk import refusal
from office.errors import OpinionMissingError

USAGE_EXIT_CODE = 2
_REASONS = ("--opinion", "--reason", "--note")
"""The options in which a command takes the reason of an act."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hongtou", message="红头 %(version)s")
def hongtou() -> None:
    """红头：公文排版、签批、编号、归档与查档。"""


for command in (
    *commands_office.COMMANDS,
    *commands_format.COMMANDS,
    *commands_acts.COMMANDS,
    *commands_todo.COMMANDS,
    *commands_signing.COMMANDS,
    *commands_issuing.COMMANDS,
    *commands_books.COMMANDS,
    *commands_exchange.COMMANDS,
    *commands_receipts.COMMANDS,
    *commands_counting.COMMANDS,
    *commands_scans.COMMANDS,
    *commands_archive.COMMANDS,
    *commands_destroying.COMMANDS,
    *commands_keeping.COMMANDS,
    *commands_procedures.COMMANDS,
    *commands_secrecy.COMMANDS,
    *commands_outsiders.COMMANDS,
    *commands_stops.COMMANDS,
    *commands_press.COMMANDS,
    *commands_forms.COMMANDS,
    *up.COMMANDS,
    *service.COMMANDS,
):
    hongtou.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; whatever goes wrong is one sentence and an exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        hongtou.main(args=arguments, standalone_mode=False)
    except click.ClickException as error:
        say_error("HT-002", f"命令写法有误：{_in_chinese(error)}。请运行 hongtou --help 查看用法。")
        sys.exit(USAGE_EXIT_CODE)
    except click.Abort:
        sys.exit(130)
    except OpinionMissingError as error:
        error.mend = _where_to_write(arguments) + error.mend
        _end_with(error)
    except HongtouError as error:
        _end_with(error)
    except OSError as error:
        told = refusal(error, "", "这一步")
        if told is None:
            _end_unforeseen()
        _end_with(told)
    except Exception:  # noqa: BLE001 - the outermost door: no traceback reaches a clerk
        _end_unforeseen()


def _in_chinese(error: click.ClickException) -> str:
    """Say in Chinese what click says in English."""
    match error:
        case WordsMissingError():
            return error.message
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项"
        case click.MissingParameter():
            return f"缺少 {error.param.human_readable_name if error.param else '一项参数'}"
        case click.BadParameter():
            return f"{error.param.human_readable_name if error.param else '参数'} 的值不合要求"
        case click.UsageError() if error.message.startswith("No such command"):
            return "没有这个命令"
        case click.UsageError():
            return "参数多了、少了或者次序不对"
        case _:
            return "文件打不开或参数不对"


def _where_to_write(arguments: Sequence[str] | None) -> str:
    """Name the option of the command run in which a reason is written; nothing when it has none."""
    command: click.Command = hongtou
    for word in sys.argv[1:] if arguments is None else arguments:
        if isinstance(command, click.Group):
            command = command.commands.get(word, command)
    known = {option for parameter in command.params for option in parameter.opts}
    return next((f"用 {option} “理由” " for option in _REASONS if option in known), "")


def _end_unforeseen() -> NoReturn:
    say_error(HongtouError.code, f"程序出错，这一步没有办成。请把 {_kept_trace()} 交给系统管理员。")
    sys.exit(HongtouError.exit_code)


def _kept_trace() -> Path:
    """Keep the trace of what is being handled where the administrator finds it, and give the place."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "hongtou"
    state.mkdir(parents=True, exist_ok=True)
    with (state / "errors.log").open("a", encoding="utf-8") as log:
        log.write(f"{dt.datetime.now().astimezone().isoformat()}\n{traceback.format_exc()}\n")
    return state / "errors.log"


def _end_with(error: HongtouError) -> NoReturn:
    say_error(error.code, str(error))
    sys.exit(error.exit_code)
