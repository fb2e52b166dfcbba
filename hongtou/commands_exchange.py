"""Commands of the exchange with other offices (公文交换)."""

from __future__ import annotations

from pathlib import Path

import click

from domain.codec import to_plain
from domain.exchange import Parcel, Side
from domain.exchange_moves import SETTLED_FROM
from hongtou.console import (
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
from office import exchange as exchanging
from office import exchange_send as sending
from office import exchange_view as viewing
from office.advance import SweepRow
from office.exchange_backup import back_up_packages, read_back
from office.exchange_duties import settle as settling
from office.exchange_errors import UnknownPackageError
from office.signing_key import signing_key

_SIDES = {"out": Side.OUT, "in": Side.IN, "refused": Side.REFUSED}


@click.group("exchange")
def exchange() -> None:
    """公文交换：与别的单位以文件夹互送已印发的公文，收发回执。"""


@exchange.command("key")
@office_option
@json_option
def key(office_folder: Path | None, as_json: bool) -> None:
    """公钥：打印本机关的交换代码和公钥，交对方写进 office.toml。"""
    with house_of(office_folder) as house:
        settings = house.exchange.settings
        name, public = settings.name or house.office.name, signing_key(house).public
        if as_json:
            say_json({"code": settings.code, "name": name, "public_key": public})
            return
        say("请对方在 office.toml 中写：\n")
        say(f'[[partner]]\ncode = "{settings.code}"\nname = "{name}"\npublic_key = "{public}"')


@exchange.command("send")
@click.argument("document")
@click.option("--to", "to", multiple=True, help="收文单位，逐个写；不写为批准范围内的全部。")
@click.option("--otherwise", multiple=True, help="不走交换、另行送达的收文单位，逐个写。")
@office_option
@as_option
@json_option
def send(
    document: str,
    to: tuple[str, ...],
    otherwise: tuple[str, ...],
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """发送：把已印发的文件发给批准的收文单位，不多不少；再发一次不会重复。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        sent = sending.send(house, actor, document, to=to, otherwise=otherwise, channel=channel())
        _say_parcels(sent, as_json)


@exchange.command("resend")
@click.argument("package")
@office_option
@as_option
@json_option
def resend(package: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """重发：对方拒收或没有回执的，照原样再发一次。"""
    with house_of(office_folder) as house:
        _say_parcels((sending.send_again(house, actor_of(house, login), package, channel()),), as_json)


@exchange.command("settle")
@click.argument("package")
@click.option("--words", required=True, help="怎么处理的，如“已电话通知对方重发”。")
@office_option
@as_option
@json_option
def settle(package: str, words: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """处理登记：没有收下的、被对方拒收的交换件怎么处理的；登记后不再列在待办里。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        waiting = [one for one in viewing.parcel_for(house, actor, package) if one.stage in SETTLED_FROM]
        if not waiting:
            raise UnknownPackageError(package)
        _say_parcels(tuple(settling(house, actor, one.id, words, channel()) for one in waiting), as_json)


@exchange.command("pull")
@click.option("--urgent", is_flag=True, help="只收标有加急的。")
@office_option
@as_option
@json_option
def pull(urgent: bool, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """收取：立即收一次，转收文、发回执、催收；平时每天 07:30、10:00、15:30、18:00 自动收，加急的随到随收。"""
    with house_of(office_folder) as house:
        sending.require_clerk(actor_of(house, login))
        sending.require_set_up(house)
        rows = exchanging.exchange(house, urgent_only=urgent)
        _say_rows(rows, as_json)


@exchange.command("status")
@click.argument("package", required=False)
@click.option("--side", type=click.Choice(list(_SIDES)), default="out", help="out 发出的，in 收到的，refused 拒收的。")
@office_option
@as_option
@json_option
def status(package: str | None, side: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """查看：发给了谁、有没有回执，收到什么，拒收了什么、为什么；写明包号或文件编号则只看它。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if package is not None:
            _say_parcels(viewing.parcel_for(house, actor, package), as_json)
            return
        view = viewing.exchange_view(house, actor, _SIDES[side])
        if not as_json:
            for name in view.away:
                say(f"“{name}”文件夹不在位。")
        _say_parcels(tuple(line.parcel for line in view.lines), as_json)


@exchange.command("backup")
@office_option
@as_option
@json_option
def backup(office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """卸载备份：把还没有备份的交换包复制到第二块盘；平时每次收取后自动做。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        sending.require_clerk(actor)
        copied = back_up_packages(house, actor, channel())
        if as_json:
            say_json([parcel.package for parcel in copied])
        else:
            say(f"已备份{len(copied)}件。" if copied else "没有要备份的。")


@exchange.command("read-backup")
@click.argument("copy", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("to", type=click.Path(path_type=Path, file_okay=False))
@json_option
def read_backup(copy: Path, to: Path, as_json: bool) -> None:
    """取回：核对第二块盘上的一个交换包，完好的写到另一个文件夹。"""
    place = read_back(copy, to)
    if as_json:
        say_json({"place": str(place)})
    else:
        say(f"完好，已取回到 {place}")


def _say_parcels(parcels: tuple[Parcel, ...], as_json: bool) -> None:
    if as_json:
        say_json([to_plain(parcel) for parcel in parcels])
    elif not parcels:
        say("没有。")
    else:
        rows = [(one.package, _number(one), one.partner_name, one.stage.value, _told(one)) for one in parcels]
        say_table(["包号", "发文字号", "单位", "状态", "说明"], rows)


def _number(parcel: Parcel) -> str:
    return parcel.sheet.number if parcel.sheet else ""


def _told(parcel: Parcel) -> str:
    if parcel.sentence:
        return parcel.sentence
    if parcel.answered_at is not None:
        return f"{parcel.answered_at:%Y-%m-%d %H:%M} {parcel.answered_by}"
    return f"{parcel.due}以前应有回执，已催{parcel.chased}次" if parcel.due else parcel.place


def _say_rows(rows: tuple[SweepRow, ...], as_json: bool) -> None:
    if as_json:
        say_json([to_plain(row) for row in rows])
    elif not rows:
        say("没有新的。")
    else:
        say_table(["事项", "文件", "结果"], [(row.act, row.title, row.result) for row in rows])


COMMANDS = (exchange,)
