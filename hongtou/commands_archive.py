"""Commands about what is kept: import, year, piece (档案)."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from domain.levels import Retention
from domain.year_report import YearReport
from hongtou import commands_arranging, commands_retention
from hongtou.console import (
    actor_of,
    actor_or_system,
    as_option,
    channel,
    house_of,
    json_option,
    office_option,
    say,
    say_json,
    say_table,
)
from office.importing import import_catalogue
from office.keeping import require_archivist
from office.pieces import Change, decide_pieces, leave_pieces_out, take_back_in
from office.year import file_year
from office.year_account import year_report
from office.year_papers import write_papers

MOST_LISTED = 50
"""How many open pieces a terminal shows; the rest stand in ``--json`` and on the desk."""


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


@click.command("year")
@click.argument("year", type=click.IntRange(1900, 9999))
@click.option("--list", "only_list", is_flag=True, help="只看现在的情况和建议，不编号。")
@office_option
@as_option
@json_option
def year_command(year: int, only_list: bool, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """年度归档：YEAR 年度的文件能定的编档号、盖归档章、印目录，其余列出待定；可中断，再运行一次结果相同。"""
    with house_of(office_folder) as house:
        actor = actor_or_system(house, login)
        require_archivist(actor, "年度归档")
        if not only_list:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
                tasks = {what: progress.add_task(what, total=None) for what in ("编号", "归卷")}
                file_year(
                    house,
                    year,
                    actor=actor,
                    channel=channel(),
                    told=lambda what, count: progress.advance(tasks[what], count),
                )
        report = year_report(house, year)
        folder = None if only_list else write_papers(house, report)
    if as_json:
        say_json(report)
        return
    _say_year(report)
    if folder:
        say(f"目录、备考表和四性检测表在 {folder}")


def _say_year(report: YearReport) -> None:
    tally = report.tally
    say(
        f"{report.year}年度应归档 {tally.registered + tally.taken_over + tally.moved_in - tally.moved_out} 件："
        f"已编档号 {tally.filed} 件，不归档 {tally.left_out} 件，待定 {tally.open} 件；"
        f"{'核对相符' if tally.holds else '核对不符'}。应于{report.deadline:%Y年%-m月%-d日}前归档完毕。"
    )
    rows = [
        (c.fonds, c.retention, c.unit_code, str(c.pieces), str(c.pages), c.first, c.last) for c in report.statistics
    ]
    if rows:
        say_table(["全宗", "保管期限", "机构", "件数", "页数", "起", "止"], rows)
    if report.open:
        waiting = [(p.record, p.number, p.title, p.retention, p.why) for p in report.open[:MOST_LISTED]]
        say_table(["编号", "文号", "题名", "建议期限", "待定原因"], waiting, f"待定 {len(report.open)} 件")
    wrong = [(c.code, c.name, str(len(c.failed)), "、".join(c.failed[:5])) for c in report.checks if c.failed]
    if wrong:
        say_table(["代码", "检测项", "不通过", "档号"], wrong, "四性检测不通过")


@click.command("piece")
@click.argument("records", nargs=-1, required=True)
@click.option("--retention", type=click.Choice([period.value for period in Retention]), help="改定保管期限。")
@click.option("--class", "unit_code", default="", help="改定机构（问题）代码。")
@click.option("--year", type=click.IntRange(1900, 9999), default=None, help="改归入哪一年度。")
@click.option("--leave-out", is_flag=True, help="不归档。")
@click.option("--take-in", is_flag=True, help="原列为不归档的，恢复归档。")
@click.option("--reason", default="", help="理由；只是同意建议的可以不写。")
@office_option
@as_option
@json_option
def piece_command(
    records: tuple[str, ...],
    retention: str | None,
    unit_code: str,
    year: int | None,
    leave_out: bool,
    take_in: bool,
    reason: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """档案员定件：RECORDS 各件同意建议，或改定保管期限、机构、年度，或不归档；可一次多件。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if leave_out:
            done = leave_pieces_out(house, actor, records, reason, channel=channel())
        elif take_in:
            done = take_back_in(house, actor, records, reason, channel=channel())
        else:
            change = Change(Retention(retention) if retention else None, unit_code, year)
            done = decide_pieces(house, actor, records, change, reason, channel=channel())
    if as_json:
        say_json(done)
    else:
        say(f"已定 {len(done)} 件。")


COMMANDS = (
    import_command,
    year_command,
    piece_command,
    *commands_arranging.COMMANDS,
    *commands_retention.COMMANDS,
)
