"""Commands about how long records stay and who has them: due, hold, holds, appraise, retention, reading, lend, returned, loans, uses (保管、利用)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from domain.codec import to_plain
from domain.holding import Holding
from domain.holding_events import Verdict
from domain.levels import Retention
from domain.use import UseQuery
from ground.durable import replace_file
from hongtou.console import actor_of, as_option, channel, house_of, json_option, office_option, say, say_json, say_table
from office import appraisal, lending, retention
from office.lending import Reader
from office.use_register import use_register, use_workbook

Command = TypeVar("Command", bound=Callable[..., Any])
_PERIODS = [period.value for period in Retention]


def _records(command: Command) -> Command:
    return click.argument("records", nargs=-1, required=True)(command)


def _reason(command: Command) -> Command:
    return click.option("--reason", default="", help="理由。")(command)


@click.command("due")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="到哪一天为止；不写为今天。")
@office_option
@as_option
@json_option
def due(day: dt.datetime | None, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """列出保管期限已满、应当鉴定的档案。"""
    with house_of(office_folder) as house:
        actor, on = actor_of(house, login), day.date() if day else None
        found = retention.over(house, actor, on)
        rules = [row.rule for row in appraisal.due_with_rules(house, actor, on)]
    _say_holdings(found, rules, as_json)


@click.command("hold")
@_records
@_reason
@click.option("--owner", default="", help="由谁提出。")
@click.option("--lift", type=int, default=None, help="解除第几号冻结（台账号）。")
@office_option
@as_option
@json_option
def hold(
    records: tuple[str, ...],
    reason: str,
    owner: str,
    lift: int | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """冻结档案：解除之前不销毁；--lift 解除。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if lift is None:
            done = retention.hold(house, actor, records, reason, owner, channel=channel())
        else:
            done = retention.lift(house, actor, records[0], lift, reason, channel=channel())
    _say_done(done, as_json, "已冻结" if lift is None else "已解除冻结")


@click.command("holds")
@office_option
@as_option
@json_option
def holds(office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """列出冻结的档案。"""
    with house_of(office_folder) as house:
        found = retention.held(house, actor_of(house, login))
    if as_json:
        say_json([to_plain(one) for one in found])
        return
    rows = [
        (one.code or one.record, one.title, str(each.index), each.owner, each.reason, f"{each.at:%Y-%m-%d}")
        for one in found
        for each in one.holds
    ]
    say_table(["档号", "题名", "冻结号", "提出", "理由", "日期"], rows)


@click.command("retention")
@_records
@click.option("--lengthen", type=click.Choice(_PERIODS), required=True, help="延长为多少；只延长，不缩短。")
@_reason
@office_option
@as_option
@json_option
def retention_command(
    records: tuple[str, ...],
    lengthen: str,
    reason: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """延长保管期限。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        done = retention.lengthen(house, actor, records, Retention(lengthen), reason, channel=channel())
    _say_done(done, as_json, f"保管期限已延长为{lengthen}")


@click.command("appraise")
@_records
@click.option("--as-decision", "is_decision", is_flag=True, help="作出决定；不写为提出意见。")
@click.option("--verdict", type=click.Choice([one.value for one in Verdict]), required=True, help="续存、移交或销毁。")
@click.option("--retention", "period", type=click.Choice(_PERIODS), default=None, help="续存的新期限。")
@_reason
@office_option
@as_option
@json_option
def appraise(
    records: tuple[str, ...],
    is_decision: bool,
    verdict: str,
    period: str | None,
    reason: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """到期鉴定：鉴定小组成员提出意见，领导作出决定。"""
    act = retention.decide if is_decision else retention.appraise
    with house_of(office_folder) as house:
        actor, longer = actor_of(house, login), Retention(period) if period else None
        done = act(house, actor, records, Verdict(verdict), reason, retention=longer, channel=channel())
    _say_done(done, as_json, f"{'已决定' if is_decision else '已提出意见'}：{verdict}{period or ''}")


def _reader_options(command: Command) -> Command:
    for name, text in (
        ("--reader", "利用者姓名。"),
        ("--purpose", "利用目的。"),
        ("--organisation", "利用者单位；本机关的不写。"),
        ("--approved-by", "批准人的账号。"),
    ):
        command = click.option(name, default="", help=text)(command)
    return command


@click.command("reading")
@_records
@_reader_options
@click.option("--copies", type=click.IntRange(0), default=0, help="复制了几页。")
@office_option
@as_option
@json_option
def reading(
    records: tuple[str, ...],
    reader: str,
    purpose: str,
    organisation: str,
    approved_by: str,
    copies: int,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """查阅登记：在本机关查阅；外单位的须经批准。"""
    who = Reader(reader, purpose, organisation, approved_by)
    with house_of(office_folder) as house:
        done = lending.note_reading(house, actor_of(house, login), records, who, copies, channel=channel())
    _say_done(done, as_json, "已登记查阅")


@click.command("lend")
@_records
@_reader_options
@click.option("--days", type=click.IntRange(1), default=None, help="借几个工作日；不写按本机关的规定。")
@click.option(
    "--copy", "target", type=click.Path(path_type=Path, dir_okay=False), help="写出带水印的复制件（一次一件）。"
)
@office_option
@as_option
@json_option
def lend(
    records: tuple[str, ...],
    reader: str,
    purpose: str,
    organisation: str,
    approved_by: str,
    days: int | None,
    target: Path | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """借出登记：写明谁借、为什么、谁批准；一件同时只借给一人。"""
    who = Reader(reader, purpose, organisation, approved_by)
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        until, done = lending.lend(house, actor, records, who, days=days or 0, channel=channel())
        if target is not None:
            replace_file(target, lending.lent_copy(house, actor, done[0], channel())[1])
    if as_json:
        say_json({"records": done, "due": until})
    else:
        say(f"已借出 {len(done)} 件，{until:%Y年%-m月%-d日}前归还。")


@click.command("returned")
@_records
@click.option("--damaged", default="", help="损坏、缺页或改动的情况；完好的不写。")
@office_option
@as_option
@json_option
def take_back(
    records: tuple[str, ...], damaged: str, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """归还登记：逐件检查后收回。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        done = lending.take_back(house, actor, records, intact=not damaged.strip(), note=damaged, channel=channel())
    _say_done(done, as_json, "已收回")


@click.command("loans")
@click.option("--overdue", is_flag=True, help="只列过期未还的。")
@office_option
@as_option
@json_option
def loans(overdue: bool, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """列出借出未还的档案。"""
    with house_of(office_folder) as house:
        found = lending.lent(house, actor_of(house, login), overdue=overdue)
    if as_json:
        say_json([to_plain(one) for one in found])
        return
    rows = [
        (one.code or one.record, one.title, one.loan.borrower, one.loan.purpose, f"{one.loan.due}")
        for one in found
        if one.loan
    ]
    say_table(["档号", "题名", "借阅人", "目的", "应还"], rows)


@click.command("uses")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), default=None, help="从哪一天起。")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), default=None, help="到哪一天为止。")
@click.option("--out", "target", type=click.Path(path_type=Path, dir_okay=False), help="写成 .xlsx 登记簿。")
@office_option
@as_option
@json_option
def uses(
    first: dt.datetime | None,
    last: dt.datetime | None,
    target: Path | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """列出利用登记簿：谁查阅、借出了什么，目的、批准人，怎么归还的。"""
    query = UseQuery(first.date() if first else None, last.date() if last else None)
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if target is not None:
            replace_file(target, use_workbook(house, actor, query))
        lines = use_register(house, actor, query, limit=None).lines
    if as_json:
        say_json(lines)
        return
    rows = [
        (
            f"{one.at:%Y-%m-%d}",
            one.how,
            one.code or one.record,
            one.title,
            f"{one.organisation}{one.reader}",
            one.purpose,
            one.approver,
            f"复制{one.copies}页" if one.copies else one.note,
        )
        for one in lines
    ]
    say_table(["日期", "方式", "档号", "题名", "利用者", "目的", "批准人", "复制、归还"], rows)


def _say_holdings(found: Sequence[Holding], rules: Sequence[str], as_json: bool) -> None:
    if as_json:
        say_json([{**to_plain(one), "expires": to_plain(one.expires)} for one in found])
        return
    rows = [
        (
            one.code or one.record,
            one.title,
            one.retention.value,
            rule,
            f"{one.expires}",
            "、".join(f"{each.verdict.value}（{each.person}）" for each in one.opinions),
            one.verdict.value if one.verdict else "",
            "有" if one.holds else "",
        )
        for one, rule in zip(found, rules, strict=True)
    ]
    say_table(["档号", "题名", "保管期限", "依据", "到期", "鉴定意见", "决定", "冻结"], rows)


def _say_done(done: Sequence[str], as_json: bool, what: str) -> None:
    if as_json:
        say_json(list(done))
    else:
        say(f"{what}，{len(done)} 件。")


COMMANDS = (due, hold, holds, retention_command, appraise, reading, lend, take_back, loans, uses)
