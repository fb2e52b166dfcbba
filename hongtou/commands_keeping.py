"""Commands about backups, restoring and what keeps the archive proven (备份、恢复、校验)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from domain.errors import BadInputError, IntegrityError
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
from hongtou.restoring import restore
from office.back_up import back_up
from office.backup_terms import expire, kept_backups
from office.fixity import Damaged, check_share, damaged, mend, progress_of
from office.house import House
from office.restore_drill import drill_restore
from office.witness import sign_head


class NoTargetError(BadInputError):
    """Nobody said where backups go (没有指明备份处)."""

    code = "HT-730"

    def __init__(self) -> None:
        super().__init__(
            "没有指明备份到哪里", "", "写 hongtou backup 文件夹，或在 office.toml 的 [keeping] 中写 backup = 文件夹"
        )


class DamagedError(IntegrityError):
    """Records are not as they were filed (档案受损)."""

    code = "HT-732"

    def __init__(self, count: int) -> None:
        super().__init__(f"固化校验发现 {count} 件档案受损", "", "按上面所列，由备份恢复：hongtou fixity mend 编号")


class DrillFailedError(IntegrityError):
    """A backup could not be restored as it should (恢复演练不符)."""

    code = "HT-731"

    def __init__(self, number: int, count: int) -> None:
        super().__init__(
            f"第{number}次备份恢复演练有 {count} 处不符", "", "按上面所列查明备份盘，再做一次备份，然后再演练"
        )


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False), required=False)
@office_option
@json_option
def backup_command(target: Path | None, office_folder: Path | None, as_json: bool) -> None:
    """把机关文件夹备份到 TARGET（另一块盘或另一台机器上的文件夹）；不必停下服务，只拷新的。

    不写 TARGET 就用 office.toml 的 [keeping] 中的 backup。
    """
    with house_of(office_folder) as house:
        report = back_up(house, _target_of(house, target), channel=channel())
    if as_json:
        say_json(report)
        return
    say(
        f"第{report.number}次备份已做完：{report.files} 个文件，共 {_megabytes(report.size)}，"
        f"其中新拷 {_megabytes(report.new_bytes)}；台账到第{report.ledger_index}号。"
    )
    say(f"签名公钥（抄在纸上，恢复时核对）：{report.public_key}")


@click.command("restore")
@click.argument("backup", type=click.Path(path_type=Path, exists=True))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--key", "public_key", default="", help="备份应有的签名公钥（备份时打印的那一串）。")
@json_option
def restore_command(backup: Path, folder: Path, public_key: str, as_json: bool) -> None:
    """由备份 BACKUP 在 FOLDER 恢复机关；BACKUP 是备份文件夹（取最新一次）或其中 backups 里的一份清单。

    FOLDER 里已有的机关，台账不比备份长才恢复，并整个移到旁边；比备份长的不动。恢复后先确认已用的最高编号才能编号。
    """
    report = restore(backup, folder, public_key=public_key.strip())
    if as_json:
        say_json(report)
        return
    say(
        f"已由第{report.number}次备份（{report.backed_up_at:%Y-%m-%d %H:%M}）恢复到 {report.folder}："
        f"{report.files} 个文件，文件 {report.records} 件，台账到第{report.ledger_index}号，核验全部一致。"
    )
    if report.set_aside:
        say(
            f"备份中比台账新的 {len(report.set_aside)} 件放在“恢复时多出”里，会按台账重新归档：{'、'.join(report.set_aside)}"
        )
    if report.old_office:
        say(f"原来的机关文件夹移到了 {report.old_office}")
    if not public_key:
        say(f"没有写 --key：请把这一串与备份时抄下的公钥核对：{report.public_key}")
    say("下一步：机要员核对已用的最高编号，运行 hongtou numbers confirm（或在柜台的编号页上确认），然后才能编号。")


@click.command("restore-drill")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False)
@click.option(
    "--scratch", type=click.Path(path_type=Path, file_okay=False, exists=True), help="在哪个文件夹里试着恢复。"
)
@office_option
@json_option
def drill_command(target: Path | None, scratch: Path | None, office_folder: Path | None, as_json: bool) -> None:
    """恢复演练：把最新一次备份恢复到临时文件夹，核验、比对后清除，结果记入台账。"""
    with house_of(office_folder) as house:
        drilled = drill_restore(house, _target_of(house, target), scratch, channel=channel())
    if as_json:
        say_json(drilled)
    else:
        for fault in drilled.faults:
            say(f"不符：{fault}")
        ending = "全部相符。" if not drilled.faults else f"不符 {len(drilled.faults)} 处。"
        say(f"第{drilled.number}次备份，台账 {drilled.lines} 笔，用时 {drilled.seconds} 秒，{ending}")
    if drilled.faults:
        raise DrillFailedError(drilled.number, len(drilled.faults))


@click.group("backups", invoke_without_command=True)
@click.option("--target", type=click.Path(path_type=Path, file_okay=False, exists=True), help="备份文件夹。")
@office_option
@json_option
@click.pass_context
def backups_command(context: click.Context, target: Path | None, office_folder: Path | None, as_json: bool) -> None:
    """列出在存的备份和各自的到期日；expire 清除到期的。"""
    context.obj = (office_folder, target)
    if context.invoked_subcommand:
        return
    with house_of(office_folder) as house:
        rows = kept_backups(house, _target_of(house, target))
    if as_json:
        say_json(rows)
        return
    said = [
        (
            str(one.number),
            f"{one.at:%Y-%m-%d %H:%M}",
            str(one.ledger_index),
            _megabytes(one.size),
            f"{one.expires or '一直保留'}",
        )
        for one in rows
    ]
    say_table(["第几次", "时间", "台账到", "大小", "到期"], said)


@backups_command.command("expire")
@office_option
@as_option
@click.pass_obj
def backups_expire(of_group: tuple[Path | None, Path | None], office_folder: Path | None, login: str | None) -> None:
    """清除保留期已满的备份（[keeping] 的 keep_days）；最新一次总是留着。"""
    with house_of(office_folder or of_group[0]) as house:
        gone, pieces = expire(house, actor_of(house, login), _target_of(house, of_group[1]), channel=channel())
    say(f"清除了 {len(gone)} 次备份（{'、'.join(map(str, gone)) or '没有到期的'}），{pieces} 段内容。")


def _target_of(house: House, stated: Path | None) -> Path:
    chosen = stated or house.keeping.backup_folder(house.root)
    if chosen is None:
        raise NoTargetError
    return chosen


@click.command("sign-head")
@office_option
@json_option
def sign_head_command(office_folder: Path | None, as_json: bool) -> None:
    """现在就给台账的末行签名，存在台账旁边和 [keeping] 的 heads 所写的另一处；每天会自动做。"""
    with house_of(office_folder) as house:
        head = sign_head(house)
    if as_json:
        say_json(head)
    elif head is not None:
        say(f"{head.day} 台账到第{head.index}号，链头 {head.own}")
        say(f"公钥 {head.public_key}；两串可抄在纸质台账上，日后核对。")


@click.group("fixity", invoke_without_command=True)
@office_option
@json_option
@click.pass_context
def fixity_command(context: click.Context, office_folder: Path | None, as_json: bool) -> None:
    """固化校验：看进度和受损的档案；run 现在就读，mend 由备份恢复一件。"""
    context.obj = office_folder
    if context.invoked_subcommand:
        return
    with house_of(office_folder) as house:
        progress, bad = progress_of(house), damaged(house)
    if as_json:
        say_json({"progress": progress, "damaged": bad})
        return
    say(f"{progress.began} 起的一轮，已读 {progress.records} 件，{_megabytes(progress.size)}。")
    _say_damaged(bad)


@fixity_command.command("run")
@click.option("--all", "everything", is_flag=True, help="读完这一轮余下的全部，不只今天的一份。")
@office_option
@click.pass_obj
def fixity_run(of_group: Path | None, everything: bool, office_folder: Path | None) -> None:
    """现在就读今天该读的一份（每天会自动做）。"""
    with house_of(office_folder or of_group) as house:
        progress, bad = check_share(house, everything=everything), damaged(house)
    say(f"{progress.began} 起的一轮，已读 {progress.records} 件，{_megabytes(progress.size)}。")
    _say_damaged(bad)
    if bad:
        raise DamagedError(len(bad))


@fixity_command.command("mend")
@click.argument("record")
@click.option("--from", "backup", type=click.Path(path_type=Path, file_okay=False, exists=True), help="备份文件夹。")
@office_option
@as_option
@click.pass_obj
def fixity_mend(
    of_group: Path | None, record: str, backup: Path | None, office_folder: Path | None, login: str | None
) -> None:
    """把受损的一件 RECORD 由最近的完好备份恢复；受损的移到 quarantine/ 原样保留。"""
    with house_of(office_folder or of_group) as house:
        chosen = backup or house.keeping.backup_folder(house.root)
        say(f"{record}：{mend(house, actor_of(house, login), record, chosen, channel=channel())}。")


def _say_damaged(bad: Sequence[Damaged]) -> None:
    if bad:
        rows = [(one.record, one.level.value, "；".join(one.faults), f"{one.since:%Y-%m-%d %H:%M}") for one in bad]
        say_table(["受损的档案", "密级", "哪里不符", "发现"], rows)
        say("由备份恢复：hongtou fixity mend 编号 --as 档案员账号")
    else:
        say("没有受损的档案。")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


COMMANDS = (backup_command, restore_command, drill_command, sign_head_command, fixity_command, backups_command)
