"""The command of files that were stopped at the door for their mark: stops (门口拦下的文件)."""

from __future__ import annotations

from pathlib import Path

import click

from domain.codec import to_plain
from hongtou.console import (
    WordsMissingError,
    actor_of,
    as_option,
    channel,
    house_of,
    json_option,
    office_option,
    say,
    say_json,
    say_table,
)
from office.stopped import settle_stop, stopped_files


@click.command("stops")
@click.option("--settle", "index", type=click.IntRange(1), default=None, help="登记这一号的处理情况。")
@click.option("--note", default=None, help="处理情况，如“原件已取走，印成纸质件登记”；不写文件内容。")
@office_option
@as_option
@json_option
def stops(index: int | None, note: str | None, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """看门口拦下的带密级标志的文件；--settle 和 --note 登记怎样处理的。"""
    if (index is None) != (note is None):
        raise WordsMissingError("--settle 和 --note 须一起写：处理的是哪一号，怎样处理的")
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if index is not None and note is not None:
            settle_stop(house, actor, index, note, channel=channel())
            say("已登记处理情况。")
            return
        lines = stopped_files(house, actor)
    if as_json:
        say_json([to_plain(line) for line in lines])
        return
    rows = [
        (
            f"{line.stop.index}",
            f"{line.stop.at:%Y-%m-%d %H:%M}",
            line.stop.folder,
            line.stop.mark,
            f"{line.settled.note}（{line.by}）" if line.settled else "没有处理",
        )
        for line in lines
    ]
    say_table(["号", "拦下时间", "地方", "标志", "处理情况"], rows)


COMMANDS = (stops,)
