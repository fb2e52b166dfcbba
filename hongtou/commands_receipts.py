"""Commands of what comes in: enter, receive, urge, add, recall, reply, the register (收文)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from domain.case import Case
from domain.codec import to_plain
from domain.errors import BadInputError
from domain.levels import Level
from domain.office import Actor
from domain.procedure import Verb
from domain.receipt import Assignment, OnPaper, Particulars, ReceiptNature
from domain.receipt_listing import ReceiptQuery
from ground.durable import replace_file
from hongtou.commands_books import format_of
from hongtou.console import (
    WordsMissingError,
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
)
from office import receipt_acts as acting
from office import receipt_book as books
from office import receipt_care as caring
from office import receipt_sheet as sheets
from office import receive as receiving
from office.house import House
from office.package_checks import found_in_order
from office.receipt_acts import Given
from office.receipt_paper import scanned
from office.receipt_views import view_receipt
from office.sign import step_of

Command = TypeVar("Command", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])


class NotRefusableError(BadInputError):
    """Only a first review sends a piece back (不能退回)."""

    code = "HT-750"

    def __init__(self, document_id: str, step: str) -> None:
        super().__init__(
            f"“{step}”不能退回来文机关，只有初审可以退回", document_id, "有不同意见的，写在意见里用 --approve 提交"
        )


def assignment_options(command: Command) -> Command:
    """Add the options that say to whom a piece goes (分送)."""
    for option in (
        click.option("--lead", default="", help="收文：承办（牵头）科室。"),
        click.option("--unit", "units", multiple=True, help="收文：协办科室，可写几次。"),
        click.option("--reader", "readers", multiple=True, help="收文：传阅人，可写几次。"),
        click.option("--leader", "leaders", multiple=True, help="收文：再请哪位领导批示，可写几次。"),
        click.option("--in-order", is_flag=True, help="收文：按所写的先后依次传阅；不写则同时传阅。"),
        click.option("--due", type=DAY, default=None, help="收文：办理期限，如 2026-03-06。"),
        click.option("--chaser", default="", help="收文：催办人；紧急来文必须指定。"),
        click.option(
            "--tick", "ticks", multiple=True, help="收文初审：核对过的一项，逐项写；写 --tick 全部 为全部符合。"
        ),
        click.option("--step", "step", default=None, help="收文：办哪一个环节，如 handle:social；只有一个时不用写。"),
        click.option("--for", "for_whom", default="", help="收文代录：纸面上是谁签的。"),
        click.option("--on", "signed_on", type=DAY, default=None, help="收文代录：纸面上的日期；不写为今天。"),
        click.option(
            "--scan",
            "paper_scan",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            default=None,
            help="收文代录：扫描件；拟办、批示必须有，由另一位同志用 compare 核对后才算数。",
        ),
    ):
        command = option(command)
    return command


def assignment_of(options: dict[str, Any]) -> Assignment:
    """Give what the options say."""
    due: dt.datetime | None = options["due"]
    return Assignment(
        lead=options["lead"],
        units=options["units"],
        readers=options["readers"],
        leaders=options["leaders"],
        in_order=options["in_order"],
        due=due.date() if due else None,
        chaser=options["chaser"],
    )


def sign_receipt(
    house: House, actor: Actor, case: Case, *, approve: bool, opinion: str, options: dict[str, Any]
) -> Case:
    """Do what is open for the actor at a piece, or enter what somebody wrote with a pen."""
    on_paper = _on_paper(house, options)
    if on_paper is not None:
        wanted = options["step"]
        open_steps = [one for one in case.open_steps() if one.verb in acting.ACTS and wanted in (None, one.key)]
        mine = next((step for step in open_steps if f"person/{on_paper.person}" in step.roles), None)
        step = mine or (open_steps[0] if open_steps else step_of(house, actor, case, "代录"))
    else:
        step = step_of(house, actor, case, "签署", key=options["step"])
    given = Given(opinion, assignment_of(options), step.key, on_paper=on_paper)
    if step.verb is Verb.EXAMINE:
        ticks = step.items if options["ticks"] == ("全部",) else options["ticks"]
        act = acting.first_review if approve else acting.send_back
        return act(house, actor, case.document_id, ticks=ticks, given=given, channel=channel())
    if not approve:
        raise NotRefusableError(case.document_id, step.name)
    return acting.ACTS[step.verb](house, actor, case.document_id, given, channel=channel())


@click.command("receive")
@click.argument("document", required=False)
@click.option("--new", "title", default="", help="登入一件纸质来文：写标题；有扫描件的加 --scan。")
@click.option("--scan", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="纸质来文的扫描件。")
@click.option("--sender", default="", help="来文机关；不写则用系统认出的。")
@click.option("--number", default=None, help="来文字号；不写则用系统认出的。")
@click.option("--title", "stated_title", default="", help="文件标题；不写则用系统认出的。")
@click.option("--level", type=click.Choice([level.value for level in Level]), help="密级，必须写明。")
@click.option(
    "--nature",
    type=click.Choice([one.value for one in ReceiptNature]),
    default=ReceiptNature.TO_HANDLE.value,
    help="阅知性或批办性；不写为批办性。",
)
@click.option("--copies", type=click.IntRange(1), default=1, help="份数。")
@click.option("--serials", default="", help="份号。")
@click.option("--urgency", default=None, help="紧急程度：特急、加急；不写则用系统认出的。")
@click.option("--contact", default="", help="联系人、电话。")
@click.option("--wants-reply", is_flag=True, help="来文要求答复。")
@click.option("--again", default="", help="来文字号登记过、仍要另行登记的理由。")
@click.option(
    "--unchecked", multiple=True, help="签收核对不符的一项，照收文程序的 package_checks 写；有一项就不能签收。"
)
@click.option("--refuse", "reason", default="", help="拒收，写明原因。")
@click.option(
    "--secret",
    type=click.Choice([level.value for level in Level if level.is_state_secret]),
    help="拒收并从本系统清除：涉密，写明密级。",
)
@office_option
@as_option
@json_option
def receive(
    document: str | None,
    title: str,
    scan: Path | None,
    reason: str,
    secret: str | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
    **stated: Any,
) -> None:
    """签收登记：给一件来文登记收文号；--new 登入纸质来文；不写密级则只列出系统认出的项目。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if title:
            name, data = (scan.name, scan.read_bytes()) if scan else ("", b"")
            case = receiving.enter_paper(house, actor, title=title, name=name, scan=data, channel=channel())
        elif document is None:
            raise WordsMissingError("须写明是哪一件来文，或用 --new 登入纸质来文")
        elif reason:
            level = Level(secret) if secret else None
            case = receiving.refuse(house, actor, document, reason=reason, secret=level, channel=channel())
        elif stated["level"] is None:
            view = view_receipt(house, actor, document)
            _say_found(view.particulars, view.no_text, view.duplicates, as_json)
            return
        else:
            found = view_receipt(house, actor, document).particulars
            checks = found_in_order(house, stated["unchecked"])
            case = receiving.receive(
                house, actor, document, _stated(found, stated), checks=checks, again=stated["again"], channel=channel()
            )
        say_case(case, as_json)


@click.command("urge")
@click.argument("document")
@click.option("--whom", required=True, help="催了谁，或联系了谁。")
@click.option("--means", default="电话", help="方式。")
@click.option("--words", required=True, help="说了什么，对方怎么答复。")
@click.option(
    "--about", type=click.Choice(caring.ABOUT), default=caring.URGE, help="催办、联系来文机关或告知有关单位。"
)
@office_option
@as_option
@json_option
def urge(
    document: str,
    whom: str,
    means: str,
    words: str,
    about: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """催办登记：催办、催阅，联系来文机关，告知有关单位。"""
    with house_of(office_folder) as house:
        case = caring.contact(
            house, actor_of(house, login), document, about=about, whom=whom, means=means, words=words, channel=channel()
        )
        say_case(case, as_json)


@click.command("enlarge")
@click.argument("document")
@click.option("--opinion", required=True, help="领导的意见。")
@assignment_options
@office_option
@as_option
@json_option
def enlarge(
    document: str, opinion: str, office_folder: Path | None, login: str | None, as_json: bool, **options: Any
) -> None:
    """增加承办、传阅：领导批示以后再加科室、加传阅人。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        case = caring.enlarge(house, actor, document, assignment_of(options), words=opinion, channel=channel())
        say_case(case, as_json)


@click.command("recall")
@click.argument("document")
@click.argument("step", required=False)
@click.option("--reason", default="", help="收回的理由，如“已调离”。")
@office_option
@as_option
@json_option
def recall(
    document: str, step: str | None, reason: str, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """收回分送：收回一个科室或一位传阅人的环节；不写 STEP 就列出能收回的。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if step is None:
            known = caring.recallable(acting.receipt_for(house, actor, document))
            say_json(known) if as_json else say_table(["环节", "在谁那里"], list(known.items()))
            return
        say_case(caring.recall(house, actor, document, step=step, reason=reason, channel=channel()), as_json)


@click.command("reply")
@click.argument("document")
@click.argument("number")
@office_option
@as_option
@json_option
def reply(document: str, number: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """登记复文：NUMBER 是答复这件来文的本机关发文字号。"""
    with house_of(office_folder) as house:
        say_case(caring.reply(house, actor_of(house, login), document, number=number, channel=channel()), as_json)


@click.command("slip")
@click.argument("document")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--circulation", is_flag=True, help="传阅单；不写为文件处理签。")
@office_option
@as_option
def processing_sheet(
    document: str, target: Path, circulation: bool, office_folder: Path | None, login: str | None
) -> None:
    """把一件来文现在的文件处理签（或传阅单）写成 PDF。"""
    with house_of(office_folder) as house:
        make = sheets.circulation_sheet if circulation else sheets.processing_sheet
        replace_file(target, make(house, actor_of(house, login), document))
    say(f"已写入 {target}。")


@click.command("receipts")
@click.option("--year", type=int, default=None, help="哪一年；不写为全部。")
@click.option("--open", "open_only", is_flag=True, help="只列没有办结的。")
@click.option("--late", is_flag=True, help="只列超过办理时限的。")
@click.option("--sender", default="", help="来文机关。")
@click.option("--text", default="", help="标题、来文机关或文号中的字词。")
@click.option("--export", "target", type=click.Path(path_type=Path, dir_okay=False), help="写成文件：.xlsx 或 .csv。")
@office_option
@as_option
@json_option
def receipts(
    year: int | None,
    open_only: bool,
    late: bool,
    sender: str,
    text: str,
    target: Path | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """看收文登记簿：每件来文现在在谁那里，筛选、导出。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        query = ReceiptQuery(
            first_day=dt.date(year, 1, 1) if year else None,
            last_day=dt.date(year, 12, 31) if year else None,
            sender=sender,
            text=text,
            open_only=open_only,
            late_on=house.clock.today() if late else None,
        )
        if target is not None:
            replace_file(target, books.export_receipts(house, actor, query, format_of(target), channel()))
            say(f"已写入 {target}。")
            return
        rows = books.receipt_book(house, actor, query, limit=None).rows
    if as_json:
        say_json([to_plain(row) for row in rows])
    else:
        lines = [
            (r.number, f"{r.received_on}", r.sender, r.sender_number, r.title, f"{r.due or ''}", r.where) for r in rows
        ]
        say_table(["收文号", "收文日期", "来文机关", "来文字号", "标题", "时限", "现在在哪里"], lines)


def _stated(found: Particulars, stated: dict[str, Any]) -> Particulars:
    """Give what was found, with what the options state in its place."""
    return dataclasses.replace(
        found,
        sender=stated["sender"] or found.sender,
        sender_number=found.sender_number if stated["number"] is None else stated["number"],
        title=stated["stated_title"] or found.title,
        level=stated["level"],
        nature=ReceiptNature(stated["nature"]),
        copies=stated["copies"],
        serials=stated["serials"],
        urgency=found.urgency if stated["urgency"] is None else stated["urgency"],
        contact=stated["contact"],
        wants_reply=stated["wants_reply"],
    )


def _say_found(found: Particulars, no_text: str, duplicates: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        say_json({**to_plain(found), "no_text": no_text, "duplicates": list(duplicates)})
        return
    if no_text:
        say(f"注意：{no_text}。")
    if duplicates:
        say(f"注意：同一来文机关、同一来文字号已登记过：{'、'.join(duplicates)}。")
    dated = found.dated.isoformat() if found.dated else ""
    rows = [
        ("来文机关", found.sender),
        ("来文字号", found.sender_number),
        ("标题", found.title),
        ("紧急程度", found.urgency),
        ("来文日期", dated),
        ("密级", "请看原件，用 --level 写明"),
    ]
    say_table(["项目", "系统认出的"], rows)


def _on_paper(house: House, options: dict[str, Any]) -> OnPaper | None:
    if not options["for_whom"]:
        return None
    person = house.office.person(options["for_whom"]) or house.office.person_named(options["for_whom"])
    day: dt.datetime | None = options["signed_on"]
    scan: Path | None = options["paper_scan"]
    kept = scanned(house, scan.name, scan.read_bytes()) if scan else None
    return OnPaper(person.id if person else options["for_whom"], day.date() if day else house.clock.today(), kept)


COMMANDS = (receive, urge, enlarge, recall, reply, processing_sheet, receipts)
