"""Commands of what comes after 签发: recheck, print, deliver, repeal (复核、印制、分发、失效)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from domain.book_events import RepealKind
from domain.codec import to_plain
from hongtou.console import (
    actor_of,
    as_option,
    channel,
    house_of,
    json_option,
    office_option,
    say,
    say_case,
    say_json,
    say_table,
    shown_binding,
)
from office import distribute as distributing
from office import printing, views
from office import recheck as rechecking
from office import repeal as repealing

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("recheck")
@click.argument("document")
@click.option("--tick", "ticks", multiple=True, help="核对过的一项，逐项写；不写则只列出要核对的各项。")
@click.option("--note", default="", help="说明。")
@office_option
@as_option
@json_option
def recheck(
    document: str, ticks: tuple[str, ...], note: str, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """复核：列出要核对的各项和登记所填的内容；逐项 --tick 后通过。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        view = views.view_document(house, actor, document)
        if not ticks:
            _say_sheet(rechecking.recheck_sheet(house, actor, view.case.document_id), as_json)
            return
        binding = shown_binding(view, "复核")
        case = rechecking.recheck(
            house, actor, view.case.document_id, ticks=ticks, binding=binding, note=note, channel=channel()
        )
        say_case(case, as_json)


@click.command("print")
@click.argument("document")
@click.option("--printer", default="", help="由谁印制；不写则只列出印制单。")
@click.option("--copies", type=click.IntRange(1), default=None, help="实印份数；不写为印制单上的份数。")
@click.option("--spoiled", type=click.IntRange(0), default=0, help="作废并已销毁的份数。")
@office_option
@as_option
@json_option
def print_command(
    document: str,
    printer: str,
    copies: int | None,
    spoiled: int,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """印制：列出印制单；写明 --printer 后登记印制。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        document_id = views.view_document(house, actor, document).case.document_id
        if not printer:
            _say_order(printing.print_order(house, actor, document_id), as_json)
            return
        case = printing.note_printing(
            house, actor, document_id, printer=printer, copies=copies, spoiled=spoiled, channel=channel()
        )
        say_case(case, as_json)


@click.command("deliver")
@click.argument("document", required=False)
@click.option("--to", "recipient", default="", help="收文单位；不写则只列出签收情况。")
@click.option("--by", "received_by", default="", help="签收人。")
@click.option("--on", "received_on", type=DAY, default=None, help="签收日期，如 2026-03-02；不写为今天。")
@click.option("--copies", type=click.IntRange(1), default=None, help="实收份数；不写为应送份数。")
@office_option
@as_option
@json_option
def deliver(
    document: str | None,
    recipient: str,
    received_by: str,
    received_on: dt.datetime | None,
    copies: int | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """分发签收：不写文件则列出各件还有谁没有签收；写明 --to 和 --by 登记一个单位的签收。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if document is None:
            _say_undelivered(distributing.undelivered(house, actor), as_json)
            return
        document_id = views.view_document(house, actor, document).case.document_id
        if not recipient:
            _say_rows(distributing.delivery_rows(house, actor, document_id), as_json)
            return
        case = distributing.deliver(
            house,
            actor,
            document_id,
            recipient=recipient,
            received_by=received_by,
            received_on=received_on.date() if received_on else None,
            copies=copies,
            channel=channel(),
        )
        say_case(case, as_json)


@click.command("repeal")
@click.argument("document")
@click.option("--kind", type=click.Choice([kind.value for kind in RepealKind]), required=True, help="废止或撤销。")
@click.option("--effective", type=DAY, default=None, help="自哪一天起废止，如 2026-06-01；撤销的自始无效，不写。")
@click.option("--reason", required=True, help="理由。")
@click.option("--by", "by_number", default="", help="依据的文件的发文字号。")
@office_option
@as_option
@json_option
def repeal(
    document: str,
    kind: str,
    effective: dt.datetime | None,
    reason: str,
    by_number: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """废止、撤销：注明一份已印发的文件失效；归档的文件不变。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        case = repealing.repeal(
            house,
            actor,
            views.view_document(house, actor, document).case.document_id,
            kind=RepealKind(kind),
            reason=reason,
            effective=effective.date() if effective else None,
            by_number=by_number,
            channel=channel(),
        )
        if as_json:
            say_case(case, as_json)
        else:
            say(f"已办。{case.number}　{case.title}　{repealing.effect_of(case, house.clock.today())}")


def _say_sheet(sheet: rechecking.RecheckSheet, as_json: bool) -> None:
    if as_json:
        say_json(to_plain(sheet))
        return
    say(f"{sheet.step.name}：{sheet.differs or '正文、附件与签发时一致'}")
    for field in sheet.filled:
        say(f"　{field.name}：{field.value}")
    say(f"附件：{'、'.join(sheet.attachments) or '没有'}")
    say("逐项核对：" + " ".join(f"--tick {item}" for item in sheet.step.items))


def _say_order(order: printing.PrintOrder, as_json: bool) -> None:
    if as_json:
        say_json(to_plain(order))
        return
    say(f"{order.number}　{order.title}")
    say(f"共印 {order.copies} 份，每份 {order.pages} 页（双面 {order.sheets} 张）")
    rows = [(one.name, f"{one.copies}") for one in order.recipients]
    rows += [("归档、存查", f"{order.file_copies}"), *([("备用", f"{order.spare}")] if order.spare else [])]
    say_table(["收文单位", "份数"], rows)


def _say_rows(rows: tuple[distributing.DeliveryRow, ...], as_json: bool) -> None:
    if as_json:
        say_json([to_plain(row) for row in rows])
        return
    said = [
        (
            row.recipient,
            f"{row.copies}",
            *((r.received_by, f"{r.received_on}", f"{r.copies}") if (r := row.receipt) else ("", "", "")),
        )
        for row in rows
    ]
    say_table(["收文单位", "份数", "签收人", "签收日期", "实收"], said)


def _say_undelivered(rows: tuple[distributing.Undelivered, ...], as_json: bool) -> None:
    if as_json:
        say_json([to_plain(row) for row in rows])
    elif not rows:
        say("分发的文件都已签收。")
    else:
        said = [(row.document_id, row.number, row.title, "、".join(row.outstanding)) for row in rows]
        say_table(["编号", "发文字号", "标题", "还没有签收的"], said)


COMMANDS = (recheck, print_command, deliver, repeal)
