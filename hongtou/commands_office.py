"""Commands about the office itself: init, status, verify, rebuild, doctor, work, password (机关)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from domain.errors import BadInputError, IntegrityError, NotNowError, SurroundingsError
from domain.posts import Role
from ground.lock import LockHeldError, exclusive
from hongtou.console import (
    actor_of,
    as_option,
    folder_of,
    house_of,
    json_option,
    office_option,
    say,
    say_json,
    say_table,
    secret,
)
from hongtou.founding import found
from hongtou.settings import load_settings
from hongtou.wiring import looked_into, start_work
from office import care
from office.advance import advance
from office.doctor import Health, doctor
from office.duty import DUTY, TERM, on_duty, under
from office.errors import NotYourRoleError
from office.house import House
from office.restore import RUNNING

WAIT_FOR_DUTY_S = TERM.total_seconds() + 2
"""As long as a killed process keeps its turn."""


class FaultsFoundError(IntegrityError):
    """Verifying found faults (核验不符)."""

    code = "HT-704"

    def __init__(self, count: int) -> None:
        super().__init__(f"核验发现 {count} 处不符", "", "保持现场，按上面所列逐项与备份核对")


class NotHealthyError(BadInputError):
    """The doctor found what keeps the office from working (体检有问题)."""

    code = "HT-705"

    def __init__(self, count: int) -> None:
        super().__init__(f"体检发现 {count} 个问题", "", "按上面所列逐项处理")


class RunningError(SurroundingsError):
    """The registry can't be made again while the office runs (运行中不能重建)."""

    code = "HT-713"

    def __init__(self, root: Path) -> None:
        super().__init__("这个机关正在运行，没有重建登记库", str(root), "先停掉 hongtou up，再重建")


class AtWorkError(NotNowError):
    """Another process moves the documents on (已有进程在办)."""

    code = "HT-714"

    def __init__(self, root: Path) -> None:
        super().__init__("收件、印发、归档正由另一个进程办理", str(root), "不必再办；等它办完，用 hongtou status 查看")


class UnknownLoginError(BadInputError):
    """A password is asked for a login that office.toml does not name (没有这个账号)."""

    code = "HT-717"

    def __init__(self, login: str, known: Sequence[str]) -> None:
        mend = f"改用其中之一：{'、'.join(known)}" if known else "先在 office.toml 中补上 [[account]]"
        super().__init__("office.toml 中没有这个账号，没有设置口令", login, mend)


class PasswordsDifferError(BadInputError):
    """The new password was not typed twice alike (两次输入不同)."""

    code = "HT-721"

    def __init__(self) -> None:
        super().__init__("两次输入的新口令不一样，没有设置口令", "", "重新运行这条命令，两次输入相同的口令")


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--profile", type=click.Choice(["example", "blank"]), default="blank", help="example 示例机关，blank 空白设置。"
)
def init(folder: Path, profile: str) -> None:
    """在 FOLDER 建立一个机关文件夹。"""
    for line in found(folder, profile):
        say(line)


@click.command("status")
@office_option
@json_option
def status(office_folder: Path | None, as_json: bool) -> None:
    """看在办、受阻、归档各有多少。"""
    with house_of(office_folder) as house:
        report = care.status(house)
    if as_json:
        say_json(report)
        return
    say(
        f"在办 {report.in_flight} 件，受阻 {report.stuck} 件，已归档 {report.filed} 件；台账 {report.ledger_index} 笔。"
    )
    say_table(["阶段", "件数"], [(phase, str(count)) for phase, count in report.by_phase])
    for place in report.misplaced:
        say(f"放错位置，没有收取：{place}　请移到 投稿/发文/本科室/ 文件夹")


@click.command("verify")
@office_option
@json_option
def verify(office_folder: Path | None, as_json: bool) -> None:
    """核验档案和台账与写入时一致；账打不开的，也说出哪一号缺失、改动、颠倒、截去或者重写。"""
    try:
        with house_of(office_folder) as house:
            report = care.verify(house)
    except IntegrityError as error:
        with looked_into(folder_of(office_folder)) as house:
            report = care.verify_closed(house, error)
    if as_json:
        say_json(report)
    else:
        for fault in report.faults:
            say(f"不符：{fault}")
        say(f"核验了档案 {report.records} 件、台账 {report.ledger_lines} 笔。" + ("全部一致。" if report.holds else ""))
    if not report.holds:
        raise FaultsFoundError(len(report.faults))


@click.command("rebuild")
@click.argument("what", type=click.Choice(["registry", "index"]))
@office_option
@json_option
def rebuild(what: str, office_folder: Path | None, as_json: bool) -> None:
    """由台账和档案重建登记库（registry）或检索目录（index）。"""
    with house_of(office_folder) as house:
        count = _rebuild_registry(house) if what == "registry" else care.rebuild_index(house)
    if as_json:
        say_json({"rebuilt": what, "count": count})
    else:
        say(f"登记库已重建，共 {count} 笔。" if what == "registry" else f"检索目录已重建，共 {count} 件。")


def _rebuild_registry(house: House) -> int:
    try:
        with exclusive(house.root / RUNNING, wait=False):
            return care.rebuild_registry(house)
    except LockHeldError as error:
        raise RunningError(house.root) from error


@click.command("doctor")
@office_option
@json_option
def doctor_command(office_folder: Path | None, as_json: bool) -> None:
    """体检：字体、磁盘、时钟、日历、权限、人员等，逐项说明怎么处理。"""
    with house_of(office_folder) as house:
        checks = doctor(house)
    if as_json:
        say_json(checks)
    else:
        say_table(["项目", "状况", "说明", "怎么办"], [(c.name, c.health.value, c.sentence, c.mend) for c in checks])
    bad = [check for check in checks if check.health is Health.BAD]
    if bad:
        raise NotHealthyError(len(bad))


@click.command("work")
@office_option
@json_option
def work(office_folder: Path | None, as_json: bool) -> None:
    """不开服务，把现在该办的办一遍：收件、审读、呈批、印发、归档、回送、编目。"""
    with house_of(office_folder) as house:
        house.mailroom.scan()  # what lies still until the settling time is over is whole
        time.sleep(load_settings(house.root).work.settle_s)
        with on_duty(house, DUTY, wait_s=WAIT_FOR_DUTY_S) as duty:
            if duty is None:
                raise AtWorkError(house.root)
            with under(duty):
                start_work(house)
                rows = [row for sweep in iter(lambda: advance(house), ()) for row in sweep]
    if as_json:
        say_json(rows)
    else:
        say_table(["编号", "文件", "事项", "结果"], [(r.document_id, r.title, r.act, r.result) for r in rows])


@click.command("password")
@click.argument("of_login")
@office_option
@as_option
def password(of_login: str, office_folder: Path | None, login: str | None) -> None:
    """设置账号的口令；已有口令的由本人或系统管理员更改。"""
    with house_of(office_folder) as house:
        if house.office.actor(of_login) is None:
            raise UnknownLoginError(of_login, [account.login for account in house.office.accounts])
        if house.accounts.has_password(of_login):
            actor = actor_of(house, login)
            if actor.login != of_login and not actor.has(Role.ADMIN):
                raise NotYourRoleError("更改他人口令", house.office.titles(Role.ADMIN))
        new = secret("新口令（至少12位）：")
        if secret("再输一遍：") != new:
            raise PasswordsDifferError
        house.accounts.set_password(of_login, new)
    say(f"{of_login} 的口令已设置。")


COMMANDS = (init, status, verify, rebuild, doctor_command, work, password)
