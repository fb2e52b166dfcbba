"""The command of what waits for somebody: todo (待办)."""

from __future__ import annotations

from pathlib import Path

import click

from hongtou.console import actor_of, as_option, house_of, json_option, office_option, say, say_json, say_table, until
from office import views
from office.notices import Notice, Place, notices

_COMMANDS = {
    Place.DAMAGE: "hongtou fixity",
    Place.DESTRUCTION: "hongtou destroy",
    Place.USE: "hongtou loans",
    Place.YEAR: "hongtou year",
    Place.APPRAISAL: "hongtou appraise",
    Place.RETURNS: "hongtou secrets",
    Place.COPIES: "hongtou secrets decide-copy",
    Place.OUTSIDERS: "hongtou outsiders",
    Place.SCOPE: "hongtou widen",
    Place.STOPS: "hongtou stops",
    Place.SENT: "hongtou exchange status",
    Place.CAME: "hongtou exchange pull",
    Place.REFUSED: "hongtou exchange settle",
}


@click.command("todo")
@office_option
@as_option
@json_option
def todo(office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """看自己的待办，先到期的在前；交换、保密、档案方面要办的另列在上面。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        items, told = views.todo(house, actor), notices(house, actor)
    if as_json:
        say_json({"items": items, "notices": told})
        return
    for notice in told:
        say(_line(notice))
    if items:
        rows = [(i.document_id, i.step_name, i.title, i.unit, until(i.due, i.due.left if i.due else "")) for i in items]
        say_table(["编号", "环节", "标题", "科室", "时限"], rows)
    elif not told:
        say("没有待办。")


def _line(notice: Notice) -> str:
    mark = "！" if notice.is_problem else "・"
    return f"{mark}{notice.words}（{notice.go}：{_COMMANDS[notice.place]}）"


COMMANDS = (todo,)
