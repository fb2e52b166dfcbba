"""Commands about numbers (编号): what was used, where a series starts, which ranges are kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from domain.codec import to_plain
from domain.errors import BadInputError
from domain.listing import Column, ListQuery
from ground.durable import replace_file
from hongtou.console import actor_of, as_option, channel, house_of, json_option, office_option, say, say_json, say_table
from office import book as books
from office import register as registering
from office.books_taken import Format
from office.house import House
from office.numbers_lock import confirm_numbers, locked_series


class ExportNameError(BadInputError):
    """The name of the file to write tells no format we know (导出文件名不明)."""

    code = "HT-716"

    def __init__(self, target: Path) -> None:
        super().__init__("导出的文件名应以 .xlsx 或 .csv 结尾", str(target), "换一个文件名再导出")


@click.group("numbers", invoke_without_command=True)
@click.option("--year", type=int, default=None, help="哪一年；不写为全部。")
@click.option("--scheme", default="", help="编号序列或代字。")
@click.option("--kind", default="", help="文种。")
@click.option("--unit", default="", help="拟稿部门。")
@click.option("--text", default="", help="标题或文号中的字词。")
@click.option("--export", "target", type=click.Path(path_type=Path, dir_okay=False), help="写成文件：.xlsx 或 .csv。")
@office_option
@as_option
@json_option
@click.pass_context
def numbers(
    context: click.Context,
    year: int | None,
    scheme: str,
    kind: str,
    unit: str,
    text: str,
    target: Path | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """看发文登记簿，筛选、导出；start 启用编号，reserve 预留字号。"""
    context.obj = (office_folder, login)
    if context.invoked_subcommand:
        return
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        query = _query(house, year, scheme, kind, unit, text)
        if target is not None:
            _write(target, books.export(house, actor, query, format_of(target), channel()))
            return
        rows = books.register_book(house, actor, query, limit=None).rows
    if as_json:
        say_json([to_plain(row) for row in rows])
    else:
        lines = [(r.number, f"{r.dated or ''}", r.title, r.signer, r.unit, str(r.print_run), r.phase) for r in rows]
        say_table(["发文字号", "成文日期", "标题", "签发人", "拟稿科室", "印数", "现在"], lines)


def _query(house: House, year: int | None, scheme: str, kind: str, unit: str, text: str) -> ListQuery:
    series, drafted = house.office.scheme(scheme), house.office.unit_named(unit)
    return ListQuery(
        numbered=True,
        scheme=series.id if series else scheme,
        kind=kind,
        unit=drafted.id if drafted else unit,
        first_day=dt.date(year, 1, 1) if year else None,
        last_day=dt.date(year, 12, 31) if year else None,
        text=text,
        order=Column.NUMBER,
        descending=False,
    )


def format_of(target: Path) -> Format:
    """Tell from a file's name as what a register is written (导出格式)."""
    found = next((form for form in (Format.XLSX, Format.CSV) if target.suffix == f".{form.value}"), None)
    if found is None:
        raise ExportNameError(target)
    return found


def _write(target: Path, data: bytes) -> None:
    replace_file(target, data)
    say(f"已写入 {target}。")


@numbers.command("start")
@click.argument("scheme")
@click.option("--last", type=click.IntRange(1), required=True, help="今年纸上已用到第几号。")
@click.option("--year", type=int, default=None, help="年份，不写为今年。")
@click.option("--reason", required=True, help="依据，如“纸质登记簿”。")
@office_option
@as_option
@click.pass_obj
def start(
    shared: tuple[Path | None, str | None],
    scheme: str,
    last: int,
    year: int | None,
    reason: str,
    office_folder: Path | None,
    login: str | None,
) -> None:
    """今年已在纸上用过的编号，从下一号接着编。"""
    with house_of(office_folder or shared[0]) as house:
        actor = actor_of(house, login or shared[1])
        period = year or house.clock.today().year
        registering.start_numbers(house, actor, scheme, period=period, last=last, reason=reason, channel=channel())
    say(f"{scheme} {period} 年从第 {last + 1} 号起编。")


@numbers.command("reserve")
@click.argument("scheme")
@click.option("--first", type=click.IntRange(1), required=True, help="从第几号。")
@click.option("--last", type=click.IntRange(1), required=True, help="到第几号。")
@click.option("--year", type=int, default=None, help="年份，不写为今年。")
@click.option("--reason", required=True, help="预留的理由。")
@office_option
@as_option
@click.pass_obj
def reserve(
    shared: tuple[Path | None, str | None],
    scheme: str,
    first: int,
    last: int,
    year: int | None,
    reason: str,
    office_folder: Path | None,
    login: str | None,
) -> None:
    """为选定的文件预留一段编号。"""
    with house_of(office_folder or shared[0]) as house:
        actor = actor_of(house, login or shared[1])
        period = year or house.clock.today().year
        registering.reserve_range(
            house, actor, scheme, period=period, first=first, last=last, reason=reason, channel=channel()
        )
    say(f"{scheme} {period} 年第 {first} 至 {last} 号已预留。")


@numbers.command("confirm")
@click.argument("scheme", required=False)
@click.option("--highest", type=click.IntRange(0), default=None, help="这个序列已用到第几号（纸上和别处的都算）。")
@click.option("--year", type=int, default=None, help="年份，不写为今年。")
@click.option("--reason", default="", help="依据，如“核对纸质登记簿”。")
@office_option
@as_option
@click.pass_obj
def confirm(
    shared: tuple[Path | None, str | None],
    scheme: str | None,
    highest: int | None,
    year: int | None,
    reason: str,
    office_folder: Path | None,
    login: str | None,
) -> None:
    """由备份恢复后，确认序列 SCHEME 已用的最高号，才能接着编号；不写 SCHEME 就列出待确认的序列。"""
    with house_of(office_folder or shared[0]) as house:
        if scheme is None or highest is None:
            waiting = locked_series(house)
        else:
            actor, period = actor_of(house, login or shared[1]), year or house.clock.today().year
            confirm_numbers(house, actor, scheme, period=period, highest=highest, reason=reason, channel=channel())
            say(f"已确认 {scheme} 用到第 {highest} 号，从第 {highest + 1} 号接着编。")
            return
    if waiting:
        say_table(
            ["待确认的序列", "登记库里已编到"], [(f"{one.scheme.id} {one.text}", str(one.known)) for one in waiting]
        )
    else:
        say("没有待确认的编号序列。")


COMMANDS = (numbers,)
