"""Commands about people from outside who come to read what is secret or restricted: outsiders (外来人员查阅)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from domain.codec import to_plain
from ground.durable import replace_file
from hongtou.console import actor_of, as_option, channel, house_of, json_option, office_option, say, say_json, say_table
from office import outsiders as outside

Command = TypeVar("Command", bound=Callable[..., Any])
_DAY = click.DateTime(["%Y-%m-%d"])


def _who(command: Command) -> Command:
    return office_option(as_option(command))


@click.group("outsiders")
def outsiders() -> None:
    """外来人员查阅涉密、限阅的文件：先批准，再陪同查阅，登记开始和归还。"""


@outsiders.command("list")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), default=None, help="写成 .xlsx。")
@_who
@json_option
def list_command(target: Path | None, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """看外来人员查阅登记簿，新的在前。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if target is not None:
            replace_file(target, outside.outsider_workbook(house, actor))
            say(f"已写出 {target}。")
            return
        lines = outside.outsider_register(house, actor)
    if as_json:
        say_json([{"state": line.state, **to_plain(line.visit)} for line in lines])
        return
    rows = [
        (
            str(line.visit.index),
            f"{line.visit.asked.organisation}{line.visit.asked.name}",
            " ".join((line.visit.asked.subject, *line.visit.asked.serials)),
            line.visit.asked.purpose,
            line.companion,
            line.approver,
            line.state,
        )
        for line in lines
    ]
    say_table(["申请号", "查阅人", "文件", "事由", "陪同", "审批", "情况"], rows)


@outsiders.command("ask")
@click.argument("subject")
@click.argument("serials", nargs=-1)
@click.option("--name", required=True, help="查阅人姓名。")
@click.option("--from", "organisation", required=True, help="查阅人单位。")
@click.option("--purpose", required=True, help="事由。")
@click.option("--with", "companion", required=True, help="陪同人（本机关的）。")
@click.option("--first", type=_DAY, default=None, help="从哪天；不写为今天。")
@click.option("--last", type=_DAY, default=None, help="到哪天；不写为当天。")
@_who
def ask(
    first: dt.datetime | None, last: dt.datetime | None, office_folder: Path | None, login: str | None, **told: Any
) -> None:
    """申请给外来人员看：SUBJECT 是涉密文件登记号（写明份号 SERIALS）或限阅文件的编号。"""
    stated = outside.Outsider(first=first.date() if first else None, last=last.date() if last else None, **told)
    with house_of(office_folder) as house:
        index = outside.ask_for_outsider(house, actor_of(house, login), stated, channel=channel())
    say(f"已申请，申请号 {index}。批准以前不能给看。")


@outsiders.command("decide")
@click.argument("index", type=int)
@click.option("--refuse", is_flag=True, help="不同意；写明意见。")
@click.option("--opinion", default="", help="意见。")
@_who
def decide(index: int, refuse: bool, opinion: str, office_folder: Path | None, login: str | None) -> None:
    """审批外来人员查阅申请 INDEX。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        outside.decide_outsider(house, actor, index, approved=not refuse, opinion=opinion, channel=channel())
    say("已记录：不同意查阅。" if refuse else "已同意。来人查阅时登记：hongtou outsiders show。")


@outsiders.command("show")
@click.argument("index", type=int)
@_who
def show(index: int, office_folder: Path | None, login: str | None) -> None:
    """来人查阅，登记开始：按已批准的申请 INDEX。"""
    with house_of(office_folder) as house:
        outside.show_to_outsider(house, actor_of(house, login), index, channel=channel())
    say("已登记，现在可以给看。看完收回后登记：hongtou outsiders back。")


@outsiders.command("back")
@click.argument("index", type=int)
@click.option("--note", default="", help="摘抄、缺损等。")
@_who
def back(index: int, note: str, office_folder: Path | None, login: str | None) -> None:
    """看完收回，登记归还。"""
    with house_of(office_folder) as house:
        outside.end_reading(house, actor_of(house, login), index, note, channel=channel())
    say("已登记归还。")


COMMANDS = (outsiders,)
