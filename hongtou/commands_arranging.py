"""Commands about a year's order and boxes: order, boxes (排列、装盒)."""

from __future__ import annotations

from pathlib import Path

import click

from domain.boxes import Box
from domain.holding_events import FIRST
from hongtou.console import (
    WordsMissingError,
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
from office.boxes import boxes, pack, put_into
from office.scope import scope_of
from office.year_order import place, year_order

WHERE = {"首位": FIRST, "按时间": ""}


@click.command("order")
@click.argument("year", type=click.IntRange(1900, 9999))
@click.argument("records", nargs=-1)
@click.option("--after", default=None, help="把 RECORDS 依次排到哪一件之后；也可写 首位、按时间。")
@office_option
@as_option
@json_option
def order_command(
    year: int, records: tuple[str, ...], after: str | None, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """列出 YEAR 年度待编各件的次序和将得的档号；写了 RECORDS 和 --after 就先排过，编档号以后不再改动。"""
    if bool(records) != (after is not None):
        raise WordsMissingError("要排的件和 --after 须一起写；只看次序的两样都不写")
    with house_of(office_folder) as house:
        actor = actor_of(house, login) if records else actor_or_system(house, login)
        if after is not None:
            place(house, actor, records, WHERE.get(after, after), channel=channel())
        classes = year_order(house, actor, year)
    if as_json:
        say_json(classes)
        return
    if not classes:
        say(f"{year}年度没有等待编号的件。")
        return
    rows = [(row.code, row.record, row.number, row.title, f"{row.date or ''}") for one in classes for row in one.rows]
    say_table(["将得档号", "编号", "文号", "题名", "日期"], rows)


@click.command("boxes")
@click.argument("year", type=click.IntRange(1900, 9999))
@click.argument("records", nargs=-1)
@click.option("--pack", "wants_pack", is_flag=True, help="照所列装盒；不写只列出。")
@click.option("--class", "head", default="", help="只装这一类（档号去掉件号，如 B027-WS·2025-D30-ZFB）。")
@click.option("--last", type=click.IntRange(1), default=None, help="这一类的下一盒装到第几件为止。")
@click.option("--into", type=click.IntRange(1), default=None, help="把 RECORDS 装进第几盒；已在别的盒里的须写理由。")
@click.option("--reason", default="", help="改盒的理由。")
@office_option
@as_option
@json_option
def boxes_command(
    year: int,
    records: tuple[str, ...],
    wants_pack: bool,
    head: str,
    last: int | None,
    into: int | None,
    reason: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """列出 YEAR 年度的档案盒：已装的，和按盒容量（office.toml 的 box_pages）建议的；--pack 装盒，每盒各有备考表。"""
    if bool(records) != bool(into):
        raise WordsMissingError("要装的件和 --into 须一起写")
    if last and not (head and wants_pack):
        raise WordsMissingError("--last 须和 --class、--pack 一起写")
    with house_of(office_folder) as house:
        actor = actor_of(house, login) if records or wants_pack else actor_or_system(house, login)
        if into:
            put_into(house, actor, records, into, reason, channel=channel())
        if wants_pack:
            pack(house, actor, year, head, last or 0, channel=channel())
        listed = boxes(house, year, scope_of(actor)) if login else boxes(house, year)
    if as_json:
        say_json(listed)
        return
    say_table(["类", "盒号", "起止件号", "件数", "页数", "情况"], [_row(box) for box in listed])
    if any(not box.packed for box in listed):
        say("没有装盒的照这样装：加 --pack --as 档案员账号。装好后运行 hongtou year，印出每盒的备考表。")


def _row(box: Box) -> tuple[str, ...]:
    state = f"{box.last.on}装" if box.packed else "建议"
    ends = f"{box.first.serial:04d}—{box.last.serial:04d}"
    return (box.head, str(box.number), ends, str(len(box.pieces)), str(box.pages), state)


COMMANDS = (order_command, boxes_command)
