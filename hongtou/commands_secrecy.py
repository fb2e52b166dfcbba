"""Commands of secrecy: secrets (the register of secret papers), handover, compartment, readers, widen (保密)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from domain.codec import to_plain
from domain.levels import Level
from domain.secret_book import SecretPaper
from domain.secret_events import Leaving, Move, PaperOrigin
from ground.durable import replace_file
from hongtou.console import actor_of, as_option, channel, house_of, json_option, office_option, say, say_json, say_table
from office import clean_up, closing, handover, secret_copying, secret_register
from office.house import House
from office.secret_register import Stated, where_is

Command = TypeVar("Command", bound=Callable[..., Any])
_LEVELS = [level.value for level in Level if level.is_state_secret]
_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(path_type=Path, dir_okay=False)


def _who(command: Command) -> Command:
    return office_option(as_option(command))


def _text(name: str, said: str, *, required: bool = False) -> Callable[[Command], Command]:
    return click.option(name, default=None if required else "", required=required, help=said)


@click.group("secrets")
def secrets() -> None:
    """涉密纸质文件台账：只记编号、密级、份号和去向，不记内容。"""


@secrets.command("list")
@click.option("--all", "everything", is_flag=True, help="连同已清退、已销毁的。")
@_who
@json_option
def list_command(everything: bool, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """列出在册的涉密文件，一份一行。"""
    with house_of(office_folder) as house:
        book = secret_register.secret_book(house, actor_of(house, login))
        if as_json:
            say_json([to_plain(paper) for paper in book.papers.values()])
            return
        say_table(
            ["登记号", "来源", "机关", "文号", "代称", "密级", "份号", "去向", "应清退"],
            [row for paper in book.papers.values() for row in _rows(house, paper, everything=everything)],
        )


@secrets.command("add")
@click.option("--issuer", required=True, help="来文（制发）机关。")
@click.option("--level", type=click.Choice(_LEVELS), required=True, help="密级。")
@click.option("--term", required=True, help="保密期限，如 10年、长期。")
@click.option("--serials", required=True, help="份号，如 000012-000014、000020。")
@click.option("--place", required=True, help="存放处。")
@_text("--reference", "文号。")
@_text("--name", "看不出内容的代称；不抄标题。")
@click.option("--origin", type=click.Choice(["收到", "本机关制发"]), default="收到", help="来源。")
@click.option("--day", type=_DAY, default=None, help="收到（制发）日期；不写为今天。")
@click.option("--return-by", type=_DAY, default=None, help="发文机关要求清退的日期。")
@_who
def add(
    level: str,
    origin: str,
    day: dt.datetime | None,
    return_by: dt.datetime | None,
    office_folder: Path | None,
    login: str | None,
    **told: str,
) -> None:
    """登记一件涉密文件，逐份编份号。"""
    stated = Stated(
        level=Level(level),
        origin=PaperOrigin(origin),
        day=day.date() if day else None,
        return_by=return_by.date() if return_by else None,
        **told,
    )
    with house_of(office_folder) as house:
        say(f"已登记：{secret_register.register_secret(house, actor_of(house, login), stated, channel=channel())}。")


@secrets.command("move")
@click.argument("number")
@click.argument("serials", nargs=-1, required=True)
@click.option("--how", type=click.Choice([one.value for one in Move]), required=True, help="领用、归还或移交。")
@_text("--to", "领用（接收）人；归还的不写。")
@_text("--place", "归还后放在哪里。")
@_text("--purpose", "事由。")
@click.option("--due", type=_DAY, default=None, help="应归还的日期。")
@_who
def move(
    number: str,
    serials: tuple[str, ...],
    how: str,
    to: str,
    place: str,
    purpose: str,
    due: dt.datetime | None,
    office_folder: Path | None,
    login: str | None,
) -> None:
    """登记领用、归还、移交：NUMBER 登记号，SERIALS 份号。"""
    with house_of(office_folder) as house:
        secret_register.move_secret(
            house,
            actor_of(house, login),
            number,
            serials,
            Move(how),
            receiver=to,
            place=place,
            purpose=purpose,
            due=due.date() if due else None,
            channel=channel(),
        )
    say(f"已登记{how}：{number} {'、'.join(serials)}。")


@secrets.command("away")
@click.argument("number")
@click.argument("serials", nargs=-1, required=True)
@click.option("--how", type=click.Choice([one.value for one in Leaving]), required=True, help="清退或销毁。")
@click.option("--to", required=True, help="接收单位。")
@click.option("--reference", required=True, help="清单号或回执号。")
@_text("--approved-by", "销毁的批准人。")
@click.option("--escort", "escorts", multiple=True, help="监销人，两名。")
@_who
def away(
    number: str,
    serials: tuple[str, ...],
    how: str,
    to: str,
    reference: str,
    approved_by: str,
    escorts: tuple[str, ...],
    office_folder: Path | None,
    login: str | None,
) -> None:
    """登记清退或销毁；销毁要有批准人和两名监销人。"""
    with house_of(office_folder) as house:
        secret_register.send_secret_away(
            house,
            actor_of(house, login),
            number,
            serials,
            Leaving(how),
            receiver=to,
            reference=reference,
            approver=approved_by,
            escorts=escorts,
            channel=channel(),
        )
    say(f"已登记{how}：{number} {'、'.join(serials)}。")


@secrets.command("copy")
@click.argument("number")
@click.option("--copies", type=click.IntRange(1), required=True, help="份数。")
@click.option("--purpose", required=True, help="用途。")
@click.option("--for", "person", required=True, help="使用人。")
@_who
def copy(number: str, copies: int, purpose: str, person: str, office_folder: Path | None, login: str | None) -> None:
    """申请复制一件涉密文件；由本机关复制审批规定中的岗位批准。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        index = secret_copying.ask_for_copies(house, actor, number, copies, purpose, person, channel=channel())
    say(f"已申请，申请号 {index}。")


@secrets.command("decide-copy")
@click.argument("index", type=int)
@click.option("--refuse", is_flag=True, help="不同意；写明意见。")
@_text("--opinion", "意见。")
@_text("--consent", "发文机关书面同意的文号、日期。")
@_who
def decide_copy(
    index: int,
    refuse: bool,
    opinion: str,
    consent: str,
    office_folder: Path | None,
    login: str | None,
) -> None:
    """审批复制申请 INDEX。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        secret_copying.decide_copies(
            house, actor, index, approved=not refuse, opinion=opinion, consent=consent, channel=channel()
        )
    say("已记录：不同意复制。" if refuse else "已批准。复制后逐份登记：hongtou secrets register-copies。")


@secrets.command("register-copies")
@click.argument("index", type=int)
@click.option("--place", required=True, help="存放处。")
@_who
def register_copies(index: int, place: str, office_folder: Path | None, login: str | None) -> None:
    """登记按申请 INDEX 复制的件，逐份编号，视同原件管理。"""
    with house_of(office_folder) as house:
        number = secret_copying.register_copies(house, actor_of(house, login), index, place, channel=channel())
    say(f"已登记复制件：{number}。")


@secrets.command("returns")
@_text("--issuer", "哪个机关；与 --to 同用。")
@click.option("--to", "target", type=_FILE, default=None, help="把这个机关的清退清单写成 .xlsx。")
@_who
def returns(issuer: str, target: Path | None, office_folder: Path | None, login: str | None) -> None:
    """按发文机关列出应清退的涉密文件。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if target is not None:
            replace_file(target, clean_up.return_workbook(house, actor, issuer))
            say(f"已写出 {target}。")
            return
        lists = clean_up.return_lists(house, actor)
    say_table(["发文机关", "份数", "其中逾期"], [(one.issuer, str(len(one.copies)), str(one.overdue)) for one in lists])


@secrets.command("clean-up")
@click.option("--open", "opening", is_flag=True, help="现在开始这半年的清理核对（平时由系统开始）。")
@click.option("--close", "closing_it", is_flag=True, help="办结。")
@click.option("--missing", multiple=True, help="没有找到的，如 密2026-0001/000012。")
@_text("--witness", "一同核对的人。")
@_text("--note", "查找和报告的情况。")
@click.option("--to", "target", type=_FILE, default=None, help="把清理核对表写成 .xlsx。")
@_who
def clean_up_command(
    opening: bool,
    closing_it: bool,
    missing: tuple[str, ...],
    witness: str,
    note: str,
    target: Path | None,
    office_folder: Path | None,
    login: str | None,
) -> None:
    """半年清理核对：开始、写出核对表、办结。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        book = secret_register.secret_book(house, actor)
        if opening:
            clean_up.open_clean_up(house)
            book = secret_register.secret_book(house, actor)
        if target is not None:
            replace_file(target, clean_up.clean_up_workbook(house, actor))
            say(f"已写出 {target}。")
        if closing_it:
            done = clean_up.close_clean_up(house, actor, missing=missing, witness=witness, note=note, channel=channel())
            say(f"{done.half}清理核对已办结。")
            return
    rows = [
        (one.half, f"{one.opened}", str(one.copies), "已办结" if one.closed else "待办")
        for one in book.clean_ups.values()
    ]
    say_table(["半年", "开始", "份数", "情况"], rows)


@click.command("handover")
@click.argument("person", required=False)
@_text("--to", "接收人。")
@_text("--approved-by", "批准人。")
@_text("--note", "说明。")
@_who
def handover_command(
    person: str | None, to: str, approved_by: str, note: str, office_folder: Path | None, login: str | None
) -> None:
    """工作移交：不写 --to 时列出各人名下有什么，写了就把 PERSON 名下的都移交。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if person and to:
            done = handover.hand_over(house, actor, person, to, approved_by, note, channel=channel())
            say(f"已移交：涉密文件{len(done.copies)}份，阅文范围{len(done.documents)}件。")
            return
        found = [one for one in handover.holders(house, actor) if not person or person in (one.person, one.name)]
        rows = [
            (
                one.name if one.known else f"{one.name}（已不在 office.toml）",
                "、".join(f"{paper.number}/{copied.serial}" for paper, copied in one.secrets),
                "、".join(one.listed),
                "、".join(one.loans),
                "、".join(f"{document} {step}" for document, step in one.alone),
            )
            for one in found
        ]
    say_table(["姓名", "涉密文件", "阅文范围", "借阅档案", "只有本人能办"], rows)


@click.command("compartment")
@click.argument("document")
@click.argument("name")
@click.option("--reason", default="", help="理由。")
@_who
def compartment(document: str, name: str, reason: str, office_folder: Path | None, login: str | None) -> None:
    """把文件归入专管范围 NAME（如 信访）；general 移出。"""
    with house_of(office_folder) as house:
        case = closing.set_compartment(house, actor_of(house, login), document, name, reason, channel=channel())
    say(f"{case.document_id}：{'已归入' + name if case.compartment != 'general' else '已移出专管范围'}。")


@click.command("readers")
@click.argument("document")
@click.argument("people", nargs=-1)
@click.option("--reason", default="", help="理由。")
@_who
def readers(document: str, people: tuple[str, ...], reason: str, office_folder: Path | None, login: str | None) -> None:
    """划定或缩小阅文范围：只有 PEOPLE 和办理的机要员可以看。"""
    with house_of(office_folder) as house:
        case = closing.set_readers(house, actor_of(house, login), document, people, reason, channel=channel())
    say(f"{case.document_id}：阅文范围{len(case.readers)}人。")


@click.command("widen")
@click.argument("document")
@click.argument("people", nargs=-1)
@click.option("--reason", default="", help="理由；审批时为意见。")
@click.option("--approve", type=int, default=None, help="同意第几号申请。")
@click.option("--refuse", type=int, default=None, help="不同意第几号申请。")
@_who
def widen(
    document: str,
    people: tuple[str, ...],
    reason: str,
    approve: int | None,
    refuse: int | None,
    office_folder: Path | None,
    login: str | None,
) -> None:
    """申请扩大阅文范围，或审批申请。"""
    with house_of(office_folder) as house:
        actor, index = actor_of(house, login), approve if approve is not None else refuse
        if index is None:
            case = closing.ask_widening(house, actor, document, people, reason, channel=channel())
            say(f"{case.document_id}：已申请，申请号 {case.widenings[-1].index}。")
            return
        case = closing.decide_widening(
            house, actor, document, index, approved=approve is not None, opinion=reason, channel=channel()
        )
    say(f"{case.document_id}：{'已扩大，' if approve is not None else '没有扩大，'}阅文范围{len(case.readers)}人。")


def _rows(house: House, paper: SecretPaper, *, everything: bool) -> Sequence[tuple[str, ...]]:
    head = (paper.number, paper.origin.value, paper.issuer, paper.reference, paper.name, paper.level.value)
    copies = paper.copies if everything else paper.here
    return [(*head, one.serial, where_is(house, one), f"{paper.return_by or ''}") for one in copies]


COMMANDS = (secrets, handover_command, compartment, readers, widen)
