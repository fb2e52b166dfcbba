"""Commands of destroying records: destroy with list, show, strike, approve, refuse, witness, run, certificate (销毁)."""

from __future__ import annotations

from pathlib import Path

import click

from domain.destruction import DestructionList, Stage
from ground.durable import replace_file
from hongtou.console import actor_of, as_option, channel, house_of, json_option, office_option, say, say_json, say_table
from office import destroying, destruction
from office.destruction_view import ListView, paper_of, to_list_now, view_list

_NAME = click.argument("name", metavar="清册")


@click.group("destroy", invoke_without_command=True)
@office_option
@as_option
@json_option
@click.pass_context
def destroy(context: click.Context, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """销毁到期档案：拟制清册，两人批准，等待期满后两人监销，执行，出证明。单独运行列出各份清册。"""
    context.obj = office_folder
    if context.invoked_subcommand:
        return
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        found, free = destruction.lists(house, actor), to_list_now(house, actor)
    if as_json:
        say_json({"lists": found, "free": [one.record for one in free]})
        return
    rows = [(one.name, f"{len(one.left)}", one.stage.value, f"{one.lister.at:%Y-%m-%d}", one.basis) for one in found]
    say_table(["清册", "件数", "进度", "拟制", "依据"], rows)
    say(
        f"可以列入新清册的 {len(free)} 件：hongtou destroy list --basis 鉴定报告"
        if free
        else "没有可以列入新清册的档案。"
    )


@destroy.command("list")
@click.argument("records", nargs=-1, metavar="[档号]...")
@click.option("--basis", default="", help="销毁依据，如“2036年3月鉴定报告”。")
@office_option
@as_option
@json_option
@click.pass_obj
def list_command(
    of_group: Path | None,
    records: tuple[str, ...],
    basis: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """拟制销毁清册：不写档号的，把鉴定决定销毁、没有冻结和借出的全部列入。拟定后清册不再改动，只能抽出。"""
    with house_of(office_folder or of_group) as house:
        known = destruction.make_list(house, actor_of(house, login), basis, records, channel=channel())
        _say_view(view_list(house, actor_of(house, login), known.name), as_json)


@destroy.command("show")
@_NAME
@office_option
@as_option
@json_option
@click.pass_obj
def show_command(
    of_group: Path | None, name: str, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """看一份清册：各件、经办人、下一步、仍含内容的备份。"""
    with house_of(office_folder or of_group) as house:
        _say_view(view_list(house, actor_of(house, login), name), as_json)


@destroy.command("strike")
@_NAME
@click.argument("record", metavar="档号")
@click.option("--reason", default="", help="抽出的理由。")
@office_option
@as_option
@json_option
@click.pass_obj
def strike_command(
    of_group: Path | None,
    name: str,
    record: str,
    reason: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """执行前从清册抽出一件：它仍在档，清册上注明抽出。"""
    with house_of(office_folder or of_group) as house:
        actor = actor_of(house, login)
        known = destruction.strike(house, actor, name, record, reason, channel=channel())
    _say_list(known, as_json, "已抽出")


@destroy.command("approve")
@_NAME
@click.option("--opinion", default="", help="批准意见。")
@click.option("--refuse", "reason", default="", help="不予批准，并写明理由：清册就此作废，各件仍在档。")
@office_option
@as_option
@json_option
@click.pass_obj
def approve_command(
    of_group: Path | None,
    name: str,
    opinion: str,
    reason: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """批准销毁：要两位不同的领导；第二位批准后开始等待期。执行前都可以改为不予批准。"""
    with house_of(office_folder or of_group) as house:
        actor = actor_of(house, login)
        if reason:
            known = destruction.refuse(house, actor, name, reason, channel=channel())
        else:
            known = destruction.approve(house, actor, name, opinion, channel=channel())
    _say_list(known, as_json, "不予批准" if reason else "已批准")


@destroy.command("witness")
@_NAME
@office_option
@as_option
@json_option
@click.pass_obj
def witness_command(
    of_group: Path | None, name: str, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """监销：等待期满后，执行前逐件核对（系统读出每一个字节）；执行后再运行一次是签字。要两位，都不能是拟制人和批准人。"""
    with house_of(office_folder or of_group) as house:
        actor = actor_of(house, login)
        signs = destruction.list_for(house, actor, name).stage.is_after
        act = destroying.attest if signs else destruction.witness
        known = act(house, actor, name, channel=channel())
    _say_list(known, as_json, "已签字" if signs else f"已核对 {len(known.left)} 件，都与清册相符")


@destroy.command("run")
@_NAME
@office_option
@as_option
@json_option
@click.pass_obj
def run_command(of_group: Path | None, name: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """执行销毁：再查一遍冻结、借出和期限，有一件不行就一件也不销毁；执行后不能恢复。中断了再运行一次接着清除。"""
    with house_of(office_folder or of_group) as house:
        known = destroying.carry_out(house, actor_of(house, login), name, channel=channel())
    _say_list(known, as_json, f"已销毁 {len(known.left)} 件，内容已清除")
    if not as_json and known.backups:
        say(
            f"还有 {len(known.backups)} 次备份含有这些内容，见 hongtou destroy show {known.name}；由它们恢复时会先重行销毁。"
        )


@destroy.command("certificate")
@_NAME
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="写到哪个 PDF 文件。"
)
@click.option("--list", "as_list", is_flag=True, help="要销毁清册，不要证明。")
@office_option
@as_option
@click.pass_obj
def certificate_command(
    of_group: Path | None, name: str, target: Path, as_list: bool, office_folder: Path | None, login: str | None
) -> None:
    """写出销毁证明（或清册）的 PDF；两位监销人都签字后的证明存在档案库。"""
    with house_of(office_folder or of_group) as house:
        _, pdf = paper_of(house, actor_of(house, login), name, "list" if as_list else "certificate")
    replace_file(target.absolute(), pdf)
    say(f"已写到 {target}")


def _say_list(known: DestructionList, as_json: bool, what: str) -> None:
    if as_json:
        say_json(known)
    else:
        ready = f"，{known.ready_on:%Y年%-m月%-d日}起可监销" if known.ready_on and known.stage is Stage.APPROVED else ""
        say(f"{what}。清册 {known.name} 现在：{known.stage.value}{ready}")


def _say_view(view: ListView, as_json: bool) -> None:
    if as_json:
        say_json(view)
        return
    known = view.known
    struck = {one.record: one.reason for one in known.struck}
    blocked = dict(view.blocked)
    rows = [
        (
            str(place),
            item.code or item.record,
            item.number,
            item.title,
            item.retention,
            f"{item.expired_on}",
            f"抽出：{struck[item.record]}" if item.record in struck else blocked.get(item.record, ""),
        )
        for place, item in enumerate(known.items, 1)
    ]
    say_table(
        ["序号", "档号", "文号", "题名", "保管期限", "期满", "备注"],
        rows,
        f"清册 {known.name}　{known.stage.value}　依据：{known.basis}",
    )
    for one in view.signatures:
        words = f"：{one.part.words}" if one.part.words else ""
        say(f"{one.what}　{one.name}　{one.part.at:%Y-%m-%d %H:%M}{words}")
    if view.backups:
        held = [
            (one.target, str(one.number), f"{one.at:%Y-%m-%d %H:%M}", f"{one.expires or '一直保留'}")
            for one in view.backups
        ]
        say_table(["备份处", "第几次", "备份时间", "到期"], held, "仍含这些内容的备份")
    say(f"下一步：{view.next_step}")


COMMANDS = (destroy,)
