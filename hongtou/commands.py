"""The command line (命令行): Chinese out, one JSON value with ``--json``, exit codes on the error classes."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from domain.errors import HongtouError
from hongtou import commands_acts, commands_books, commands_office, service, up
from hongtou.console import say_error
from office.disk import refusal

USAGE_EXIT_CODE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hongtou", message="红头 %(version)s")
def hongtou() -> None:
    """红头：公文排版、签批、编号、归档与查档。"""


for command in (
    *commands_office.COMMANDS,
    *commands_acts.COMMANDS,
    *commands_books.COMMANDS,
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
        say_error("HT-002", f"命令写法有误：{error.format_message()}。请运行 hongtou --help 查看用法。")
        sys.exit(USAGE_EXIT_CODE)
    except click.Abort:
        sys.exit(130)
    except HongtouError as error:
        _end_with(error)
    except OSError as error:
        told = refusal(error, "", "这一步")
        if told is None:
            raise
        _end_with(told)


def _end_with(error: HongtouError) -> NoReturn:
    say_error(error.code, str(error))
    sys.exit(error.exit_code)
