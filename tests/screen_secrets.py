"""An office whose safe is at work, for the pictures: papers registered, out, overdue, copied; a clean-up that runs; a reading list to widen; people from outside."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from domain.book_events import SecrecyStopped
from domain.canonical import sha256_hex
from domain.levels import Level
from domain.secret_events import SECRETS, CleanUpOpened, Move
from ground.clock import FixedClock
from office import closing
from office.clean_up import half_of
from office.outsiders import Outsider, ask_for_outsider, decide_outsider, end_reading, show_to_outsider
from office.record import Pen, record
from office.secret_copying import ask_for_copies, decide_copies
from office.secret_register import Stated, move_secret, register_secret
from office.stopped import settle_stop
from tests.an_office import AnOffice, a_sheet, opened, prepare

SETTINGS = """
[[compartment]]
id = "petition"
name = "信访"
posts = ["clerk", "unit_head", "deputy", "director", "leader", "secretary", "head", "archivist", "keeper"]

[[compartment]]
id = "personnel"
name = "人事"
posts = ["clerk", "secretary", "head"]

[[copying]]
levels = ["绝密"]
posts = ["head"]
by_issuer = true

[[copying]]
levels = ["机密", "秘密"]
posts = ["director"]
"""
COUNTY = "中共临溪县委办公室"


def make_secrets(root: Path, now: dt.datetime) -> str:
    """Make the office; give the document whose reading list somebody asked to widen."""
    prepare(root, SETTINGS)
    settings = root / "office.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('clearance = "内部"', 'clearance = "机密"'), "utf-8")
    with opened(root, FixedClock(now - dt.timedelta(days=30))) as office:
        _fill_the_safe(office, now)
        return _close(office)


def _fill_the_safe(office: AnOffice, now: dt.datetime) -> None:
    house, clerk = office.house, office.actor("clerk")
    late, later = now.date() - dt.timedelta(days=3), now.date() + dt.timedelta(days=60)
    told = Stated(
        COUNTY, Level.CONFIDENTIAL, "10年", "12-14", "保密柜甲", "临办发〔2026〕3号", "甲号文件", return_by=late
    )
    first = register_secret(house, clerk, told)
    second = register_secret(
        house,
        clerk,
        Stated("临溪县人民政府办公室", Level.SECRET, "5年", "7", "保密柜乙", "临政办〔2026〕9号", return_by=later),
    )
    third = register_secret(house, clerk, Stated("临溪县应急管理局", Level.SECRET, "6个月", "101-102", "保密柜乙"))
    move_secret(house, clerk, first, ["000012"], Move.OUT, receiver="郑远", purpose="阅办", due=late)
    move_secret(house, clerk, second, ["000007"], Move.OUT, receiver="何为民", purpose="会议使用")
    agreed = ask_for_copies(house, clerk, first, 2, "党委会使用", "何为民")
    decide_copies(house, office.actor("director"), agreed, approved=True, opinion="同意")
    ask_for_copies(house, clerk, second, 1, "专题会使用", "郑远")
    _let_outsiders_in(office, first, third)
    _stop_at_the_door(office)
    opening = CleanUpOpened(half_of(now.date()), 6, 3)
    record(house, lambda pen: pen.note(opening, SECRETS))


def _stop_at_the_door(office: AnOffice) -> None:
    """Stop two files for their marks; one of them was seen to."""
    for folder, mark in (("投稿/收文", "机密"), ("投稿/发文/党政办公室", "秘密")):
        stop = SecrecyStopped(folder, 20_480, sha256_hex(folder.encode()), mark)
        record(office.house, functools.partial(Pen.note, event=stop, object_id=f"stop/{stop.sha256[:16]}"))
    first = office.house.registry.secrecy_stops()[-1]
    settle_stop(office.house, office.actor("clerk"), first.index, "原件已取走，印成纸质件登记，存储介质送保密委处理")


def _let_outsiders_in(office: AnOffice, first: str, third: str) -> None:
    """Let one read and give back, one be refused, and one still have what they were shown; another waits."""
    house, clerk, leader = office.house, office.actor("clerk"), office.actor("leader")
    inspector = Outsider(third, "周国华", "中共临溪县委巡察组", "核对汛情通报传达情况", "陈立", ("000101",))
    done = ask_for_outsider(house, clerk, inspector)
    decide_outsider(house, leader, done, approved=True, opinion="同意，在机要室查阅")
    show_to_outsider(house, clerk, done)
    office.clock.advance(dt.timedelta(minutes=35))
    end_reading(house, clerk, done, "未摘抄")
    refused = ask_for_outsider(house, clerk, Outsider(first, "吴岚", "临溪县融媒体中心", "写稿", "孙伟", ("000013",)))
    decide_outsider(house, leader, refused, approved=False, opinion="宣传用不得查阅涉密件")
    late = ask_for_outsider(
        house, clerk, Outsider(third, "马致远", "临溪县审计局", "核对应急经费", "陈立", ("000102",))
    )
    decide_outsider(house, leader, late, approved=True, opinion="同意")
    show_to_outsider(house, clerk, late)
    last = office.clock.today() + dt.timedelta(days=60)
    ask_for_outsider(
        house, clerk, Outsider(first, "李静", "临溪县档案馆", "核对移交清单", "孙伟", ("000014",), last=last)
    )


def _close(office: AnOffice) -> str:
    title = "关于重复信访事项办理情况的通知"
    document_id = office.take_in(title, a_sheet(title))
    office.filed_from(document_id)
    house, clerk = office.house, office.actor("clerk")
    closing.set_compartment(house, clerk, document_id, "信访", "涉及信访人")
    closing.set_readers(house, clerk, document_id, ["郑远", "何为民"], "只供主要领导阅")
    closing.ask_widening(house, clerk, document_id, ["孙伟"], "请办公室主任阅处")
    return document_id
