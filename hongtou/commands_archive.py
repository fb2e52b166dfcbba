"""Commands about what is kept: import (档案)."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from domain.office import SYSTEM, Actor
from hongtou.console import actor_of, as_option, channel, house_of, json_option, office_option, say, say_json, say_table
from office.house import House
from office.importing import import_catalogue
from office.keeping import require_archivist


def actor_or_system(house: House, login: str | None) -> Actor:
    """Give who acts; the system when nobody is named, as for a script that runs by itself."""
    return actor_of(house, login) if login else SYSTEM


@click.command("import")
@click.argument("catalogue", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@office_option
@as_option
@json_option
def import_command(catalogue: Path, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """接收已有档案：CATALOGUE 为 .csv 或 .jsonl 目录；可中断，再运行一次接着办。

    栏目：id、number 文号、title 题名、organ 责任者、date 如 2024-06-30、level 密级、retention 保管期限、file（PDF 或 .docx）或 text；
    已有档号的另写 code。没有接收的行逐行列出，其余照常接收。
    """
    columns = (TextColumn("接收"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with house_of(office_folder) as house:
        actor = actor_or_system(house, login)
        require_archivist(actor, "接收档案")
        with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
            task = progress.add_task("接收")
            report = import_catalogue(
                house,
                catalogue,
                actor=actor,
                channel=channel(),
                told=lambda done, every: progress.update(task, completed=done, total=every),
            )
    if as_json:
        say_json(report)
        return
    say(
        f"目录共 {report.rows} 行：接收 {report.imported} 件，原已接收 {report.already} 件，未接收 {len(report.refused)} 行。"
    )
    if report.refused:
        say_table(["行", "编号", "代码", "原因"], [(str(r.row), r.id, r.code, r.sentence) for r in report.refused])


COMMANDS = (import_command,)
