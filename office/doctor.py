"""Looking the house over (体检): each finding says what is wrong and how to mend it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from domain.case import Phase
from domain.errors import HongtouError
from domain.levels import Level
from domain.transcript_moves import OPEN
from office.archive_rules import rules_of, schedule_of
from office.doctor_apart import apart
from office.doctor_destruction import destruction_unstaffed
from office.doctor_exchange import exchange_warnings
from office.doctor_keeping import look_at_keeping
from office.doctor_receipts import look_at_receipts
from office.doctor_secrecy import look_at_secrecy
from office.doctor_staff import look_at_staff
from office.house import House
from office.transcript_view import INSTALL
from press.fonts import depends_on_user
from press.seal_picture import covers_the_text

MOST_STRAYS = 10
LOW_DISK_BYTES = 2 << 30
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"})
_STATE_FONTS = "把字体放进公用的文件夹，在 office.toml 的 [press] 中写 fonts = 该文件夹"
_SHOWN = (Phase.UNDER_WAY, Phase.SEALED)
_MISSING_PROCEDURE = "在机关文件夹的 程序/ 中补上适用的程序，或写进 office.toml 的 procedures"
_SEE_THE_OFFICE = (
    '在 office.toml 给这个岗位写 sees = "office"（没有 [[post]] 的补上一个），或给账号的 units 补上这些科室'
)
_HEAD_OF_UNIT = "在 office.toml 给这个科室补上负责人的 [[account]]；不用会签的可以不管"
PACKAGES = ("django", "prefect", "whoosh3", "typst", "pikepdf", "pypdfium2", "python-docx")


class Health(StrEnum):
    """How a thing stands (状况)."""

    GOOD = "正常"
    WARNING = "提醒"
    BAD = "问题"


@dataclass(frozen=True)
class Check:
    """One thing looked at (检查项)."""

    name: str
    health: Health
    sentence: str
    mend: str = ""


def doctor(house: House) -> tuple[Check, ...]:
    """Look at fonts, converter, disk, file system, clock, calendars, versions, permissions, folders, seals, staff, destruction and exchange."""
    looks = (
        _fonts,
        _converter,
        _transcriber,
        _disk,
        _file_system,
        _clock,
        _calendars,
        _versions,
        _permissions,
        _folders,
        _seals,
        _staff,
        _receipts,
        _passwords,
        _keeping,
        _archive,
        _destruction,
        _secrecy,
        _exchange,
    )
    return tuple(check for look in looks for check in look(house))


def _fonts(house: House) -> Iterator[Check]:
    try:
        substitutions = house.press.substitutions()
    except HongtouError as error:
        yield Check("字体", Health.BAD, error.happened, error.mend)
        return
    if substitutions:
        yield Check("字体", Health.WARNING, "；".join(substitutions), "有正版字体的，放入机关文件夹的 字体/ 中")
    else:
        yield Check("字体", Health.GOOD, "仿宋、楷体、黑体、小标宋、宋体齐全")
    yield from _fonts_of_the_user(house)
    yield from _another_renderer(house)


def _fonts_of_the_user(house: House) -> Iterator[Check]:
    """Say when another user who starts the house would have other fonts; the example office is one person's own."""
    personal = sorted({str(file.parent) for file in house.press.font_files() if depends_on_user(file)})
    if personal and not house.office.is_example:
        sentence = f"字体取自启动服务的用户自己的文件夹（{'、'.join(personal)}），换用户启动（如 sudo）字体就会不同"
        yield Check("字体", Health.WARNING, sentence, _STATE_FONTS)


def _another_renderer(house: House) -> Iterator[Check]:
    """Say when documents under way were shown by another renderer than the one at hand (law 5)."""
    now = house.press.renderer()
    shown = [case for case in house.registry.cases(phases=_SHOWN) if case.shown is not None]
    others = [case.document_id for case in shown if case.shown is not None and case.shown.renderer != now]
    if others:
        sentence = f"{len(others)} 件在办文件（如 {others[0]}）呈批时的字体或排版程序与现在的不同，未签发的会重新呈批"
        yield Check("排版", Health.WARNING, sentence, f"换了用户或 HOME 启动的，用原来的用户启动；{_STATE_FONTS}")


def _converter(house: House) -> Iterator[Check]:
    endings = house.press.convertible()
    said = (
        f"LibreOffice 可转换 {'、'.join(endings)}"
        if endings
        else "没有 LibreOffice（可不装）：.doc、.wps、.xlsx 等不收"
    )
    yield Check("转换", Health.GOOD, said)


def _transcriber(house: House) -> Iterator[Check]:
    """Say whether scans are read here; that they are not is a warning as soon as one waits."""
    name = house.press.transcriber()
    if name:
        yield Check("文字识别", Health.GOOD, f"{name}，扫描件写明密级后自动识别")
        return
    waiting = [case.document_id for case in house.registry.cases(phases=OPEN) if case.incoming and case.incoming.unread]
    if waiting:
        sentence = f"本机未装文字识别，{len(waiting)} 件扫描来文（如 {waiting[0]}）的正文检索不到"
        yield Check("文字识别", Health.WARNING, sentence, INSTALL)
    else:
        yield Check("文字识别", Health.GOOD, f"没有装文字识别（可不装）：扫描件的正文检索不到；要装的{INSTALL}")


def _disk(house: House) -> Iterator[Check]:
    free = shutil.disk_usage(house.root).free
    sentence = f"剩余 {free / (1 << 30):.1f} GB"
    if free < LOW_DISK_BYTES:
        yield Check("磁盘", Health.BAD, sentence, "清理磁盘或扩容；不足 2 GB 时停止收件")
    else:
        yield Check("磁盘", Health.GOOD, sentence)


def _file_system(house: House) -> Iterator[Check]:
    kind = _file_system_of(house)
    if kind in NETWORK_FILE_SYSTEMS:
        yield Check(
            "文件系统",
            Health.BAD,
            f"机关文件夹在网络文件系统（{kind}）上",
            "移到本机磁盘；共享给拟稿人的只应是投稿等文件夹",
        )
    else:
        yield Check("文件系统", Health.GOOD, kind or "本机磁盘")


def _file_system_of(house: House) -> str:
    root = house.root.resolve()
    best, kind = -1, ""
    with Path("/proc/mounts").open(encoding="utf-8") as mounts:
        for line in mounts:
            _, place, fs, *_ = line.split(" ")
            place = place.encode().decode("unicode_escape")
            if (str(root) + "/").startswith(place.rstrip("/") + "/") and len(place) > best:
                best, kind = len(place), fs
    return kind


def _clock(house: House) -> Iterator[Check]:
    head, now = house.registry.head(), house.clock.now()
    if head is not None and now < head.at:
        yield Check(
            "时钟", Health.BAD, f"系统时间 {now:%Y-%m-%d %H:%M} 早于台账最后一笔", "校准系统时钟；校准前不能编号"
        )
    else:
        yield Check("时钟", Health.GOOD, f"{now:%Y-%m-%d %H:%M}")


def _calendars(house: House) -> Iterator[Check]:
    today = house.clock.today()
    for year in (today.year, today.year + 1):
        if house.calendar.knows(year):
            yield Check("日历", Health.GOOD, f"{year}年放假安排已载入")
        elif year == today.year or today.month == 12:
            yield Check("日历", Health.WARNING, f"没有{year}年放假安排，时限按暂定计算", f"在 日历/ 中放入 {year}.toml")


def _versions(house: House) -> Iterator[Check]:
    yield Check("版本", Health.GOOD, "，".join(f"{name} {version(name)}" for name in PACKAGES))


def _permissions(house: House) -> Iterator[Check]:
    for name in ("registry.sqlite", "accounts.sqlite", "ledger", "payloads", "staging", "archive", "index"):
        path = house.root / name
        if path.exists() and path.stat().st_mode & stat.S_IRWXO:
            yield Check("权限", Health.WARNING, f"{name} 可被本机其他用户读取", f"运行 chmod -R o-rwx {path}")
    if not house.root.stat().st_mode & stat.S_IWUSR:
        yield Check("权限", Health.BAD, "机关文件夹不可写", f"运行 chmod u+w {house.root}")


def _folders(house: House) -> Iterator[Check]:
    missing = house.mailroom.folders.missing()
    if missing:
        yield Check(
            "文件夹", Health.BAD, f"不在位：{'、'.join(missing)}", "检查共享是否挂载；新科室运行 hongtou init 补建"
        )
    else:
        yield Check("文件夹", Health.GOOD, "投稿、退回、办结、已收均在位")
    strays = house.mailroom.strays()
    if strays:
        sentence = f"放错位置的文件不会收取：{'、'.join(strays[:MOST_STRAYS])}" + (
            f" 等 {len(strays)} 个" if len(strays) > MOST_STRAYS else ""
        )
        yield Check("投稿", Health.WARNING, sentence, "请投稿人移到 投稿/发文/本科室/ 文件夹")


def _seals(house: House) -> Iterator[Check]:
    for organ in house.office.organs:
        if organ.external:
            continue  # it seals the printed copies itself
        if not organ.seal or not (house.seals / organ.seal).is_file():
            yield Check(
                "印模", Health.BAD, f"没有{organ.name}的印模", f"把印模图片放到 {house.seals / (organ.seal or '')}"
            )
        elif covers_the_text(house.seals / organ.seal):
            yield Check("印模", Health.WARNING, f"{organ.name}的印模底色不透明，会盖住文字", "换成透明底的 PNG 图片")
    for person in house.office.people:
        if person.stamp and not (house.seals / person.stamp).is_file():
            place = house.seals / person.stamp
            yield Check("签名章", Health.BAD, f"没有{person.name}的签名章图片", f"把签名章图片放到 {place}")


def _staff(house: House) -> Iterator[Check]:
    """Name the steps that nobody can do and the organs whose documents no procedure covers."""
    if not (house.office.organs and house.office.units and house.office.accounts):
        yield Check(
            "设置",
            Health.BAD,
            "还没有填写发文机关、科室或账号",
            f"填写 {house.root / 'office.toml'}，再运行 hongtou init",
        )
        return
    report = look_at_staff(house)
    for sentence in report.unstaffed:
        yield Check("人员", Health.BAD, sentence, "在 office.toml 中补上 [[account]]")
    for sentence in report.unseen:
        yield Check("人员", Health.BAD, sentence, _SEE_THE_OFFICE)
    for sentence in report.uncovered:
        yield Check("程序", Health.BAD, f"{sentence}，收到后会停在“待呈批”", _MISSING_PROCEDURE)
    if report.uncovered_joint:
        pairs = "；".join(report.uncovered_joint)
        yield Check("程序", Health.WARNING, f"联合行文没有适用的程序：{pairs}", _MISSING_PROCEDURE)
    yield from _separation(house)
    for sentence in report.unasked:
        yield Check("人员", Health.WARNING, sentence, _HEAD_OF_UNIT)
    for person in house.office.people:
        if person.clearance.rank < Level.INTERNAL.rank:
            sentence = f"{person.name}看不到没有注明密级的文稿（按内部管理）"
            yield Check("人员", Health.WARNING, sentence, "需要办理这些文稿的，把 clearance 改为“内部”")
    if not (report.unstaffed or report.unseen):
        yield Check("人员", Health.GOOD, "各环节都有人办理")


def _receipts(house: House) -> Iterator[Check]:
    """Say which step of what comes in nobody can do, and whose leave would stop it; the example office has nobody twice."""
    report = look_at_receipts(house)
    for sentence, mend in report.faults:
        yield Check("收文", Health.BAD, sentence, mend)
    for sentence, mend in (*report.warnings, *(() if house.office.is_example else report.alone)):
        yield Check("收文", Health.WARNING, sentence, mend)
    if report.looked and not report.faults:
        yield Check("收文", Health.GOOD, "收文、传阅各环节都有人办理")


def _separation(house: House) -> Iterator[Check]:
    """Say who watches over secrecy, and which accounts and people hold what should be apart (三员分立)."""
    is_classified = house.office.permitted_level.is_state_secret
    for sentence, mend in apart(house.office):
        yield Check("人员", Health.BAD if is_classified else Health.WARNING, sentence, mend)


def _keeping(house: House) -> Iterator[Check]:
    """Say what the care of the archive lacks; the example office keeps nothing that matters."""
    report = look_at_keeping(house)
    for sentence, mend in report.faults:
        yield Check("保管", Health.BAD, sentence, mend)
    for sentence, mend in () if house.office.is_example else report.warnings:
        yield Check("保管", Health.WARNING, sentence, mend)
    if report.good:
        yield Check("保管", Health.GOOD, report.good)


def _archive(house: House) -> Iterator[Check]:
    """Look at what the filing of a year needs: the office's rules, its table of retention periods, the 全宗号 of its organs."""
    try:
        rules_of(house)
        schedule = schedule_of(house)
    except HongtouError as error:
        yield Check("归档", Health.BAD, error.happened, error.mend)
        return
    lacking = [organ.name for organ in house.office.organs if not organ.external and not organ.fonds]
    if lacking:
        yield Check("归档", Health.BAD, f"没有全宗号：{'、'.join(lacking)}", "在 office.toml 的 [[organ]] 中写明 fonds")
    elif schedule.approval or house.office.is_example:
        yield Check("归档", Health.GOOD, f"按{schedule.name}定保管期限")
    else:
        mend = "本机关的表报同级档案主管部门批准后放在 保管期限/ 下，写明 approval 批准文号"
        yield Check("归档", Health.WARNING, f"{schedule.name}没有写明批准文号", mend)


def _destruction(house: House) -> Iterator[Check]:
    """Say for which records the office lacks the five people that a destruction takes."""
    for sentence, mend in destruction_unstaffed(house.office):
        yield Check("销毁", Health.WARNING, sentence, mend)


def _exchange(house: House) -> Iterator[Check]:
    """Say what stands in the way of exchange; nothing where the office exchanges with nobody."""
    found = tuple(exchange_warnings(house))
    for sentence, mend in found:
        yield Check("公文交换", Health.WARNING, sentence, mend)
    if house.exchange.partners and not found:
        yield Check("公文交换", Health.GOOD, f"{len(house.exchange.partners)}个交换单位，文件夹都在位")


def _secrecy(house: House) -> Iterator[Check]:
    """Say what stands in secrecy's way: levels, compartments, reading lists, papers of people who are gone."""
    report = look_at_secrecy(house)
    for sentence, mend in report.faults:
        yield Check("保密", Health.BAD, sentence, mend)
    for sentence, mend in report.warnings:
        yield Check("保密", Health.WARNING, sentence, mend)
    if not report.faults:
        yield Check("保密", Health.GOOD, report.good)


def _passwords(house: House) -> Iterator[Check]:
    if house.office.is_example:
        return
    for account in house.office.accounts:
        if not house.accounts.has_password(account.login):
            yield Check("账号", Health.WARNING, f"{account.login} 还没有口令", f"运行 hongtou password {account.login}")
