"""What else waits for somebody beside documents (待办提示): of destruction, the archive, secrecy and exchange, each in a sentence. Desk and command line say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.exchange import Parcel
from domain.office import Actor
from office.archive_duties import duties_of
from office.destruction_view import waiting
from office.exchange_duties import exchange_duties
from office.fixity import MENDERS, damaged
from office.house import House
from office.secrecy_duties import secrecy_duties
from office.year_sweep import behind_words

_SHOWN = 5
"""So many packages or files are named one by one."""
_NAMED = 3


class Place(StrEnum):
    """Where something is done (去处): a page of the desk, or the command beside it."""

    DAMAGE = "damage"
    DESTRUCTION = "destruction"
    USE = "use"
    YEAR = "year"
    APPRAISAL = "appraisal"
    RETURNS = "returns"
    COPIES = "copies"
    OUTSIDERS = "outsiders"
    SCOPE = "scope"
    STOPS = "stops"
    SENT = "sent"
    CAME = "came"
    REFUSED = "refused"


@dataclass(frozen=True)
class Notice:
    """A sentence of the to-do (待办提示); ``go`` says what is done at ``place``, ``subject`` to which list, year or document if to one."""

    words: str
    go: str
    place: Place
    subject: str = ""
    is_problem: bool = False


def notices(house: House, actor: Actor) -> tuple[Notice, ...]:
    """List what waits for somebody beside the documents of their to-do."""
    return (
        *_of_damage(house, actor),
        *_of_destruction(house, actor),
        *_of_the_archive(house, actor),
        *_of_secrecy(house, actor),
        *_of_exchange(house, actor),
    )


def _of_damage(house: House, actor: Actor) -> Iterator[Notice]:
    """Sound the alarm with those who may put a damaged record back (固化校验报警)."""
    found = damaged(house) if actor.has(*MENDERS) else ()
    if found:
        words = f"有 {len(found)} 件档案受损，与归档时不一致。"
        yield Notice(words, "查看并由备份恢复", Place.DAMAGE, is_problem=True)


def _of_destruction(house: House, actor: Actor) -> Iterator[Notice]:
    for one in waiting(house, actor):
        words = f"销毁清册 {one.name}（{len(one.left)}件，{one.stage.value}）等您办理。"
        yield Notice(words, "去办理", Place.DESTRUCTION, one.name)


def _of_the_archive(house: House, actor: Actor) -> Iterator[Notice]:
    duties = duties_of(house, actor)
    if duties.overdue:
        yield Notice(f"借出的档案有 {duties.overdue} 件过期未还。", "去催还、收回", Place.USE, is_problem=True)
    if duties.unfiled:
        words = f"{duties.year}年度还有 {duties.unfiled} 件没有编档号，{duties.left}。"
        yield Notice(words, "去年度归档", Place.YEAR, f"{duties.year}", duties.is_late)
    if duties.behind:
        words = f"{behind_words(duties.behind)}。"
        yield Notice(words, "去年度归档", Place.YEAR, f"{duties.behind[0][0]}", is_problem=True)
    if duties.to_decide:
        yield Notice(f"有 {duties.to_decide} 件到期档案意见已齐，等待决定。", "去决定", Place.APPRAISAL)
    if duties.to_advise:
        yield Notice(f"有 {duties.to_advise} 件到期档案等待更多鉴定意见。", "去提意见", Place.APPRAISAL)
    elif duties.over and not duties.to_decide:
        yield Notice(f"有 {duties.over} 件档案保管期限已满，等待鉴定。", "去鉴定", Place.APPRAISAL)


def _of_secrecy(house: House, actor: Actor) -> Iterator[Notice]:
    duties = secrecy_duties(house, actor)
    stops = [
        f"{stop.at:%-m月%-d日 %H:%M}“{stop.folder}”拦下一个带“{stop.mark}”标志的文件，没有存入本系统。"
        for stop in duties.stopped
    ]
    yield from _problems(stops, "去处理、登记", Place.STOPS, "门口拦下、没有处理的文件共 {} 个。")
    if duties.overdue:
        yield Notice(f"有 {duties.overdue} 份涉密文件逾期未清退。", "去清退", Place.RETURNS, is_problem=True)
    for who in duties.kept_out:
        words = f"外来人员{who}查阅的文件当日没有登记归还。"
        yield Notice(words, "去核对、登记", Place.OUTSIDERS, is_problem=True)
    if duties.clean_up:
        yield Notice(f"{duties.clean_up}涉密文件清理核对没有办结。", "去核对", Place.RETURNS)
    if duties.copies:
        yield Notice(f"有 {duties.copies} 件涉密文件复制申请等待审批。", "去审批", Place.COPIES)
    if duties.outsiders:
        yield Notice(f"有 {duties.outsiders} 件外来人员查阅申请等待审批。", "去审批", Place.OUTSIDERS)
    for document in duties.to_widen:
        yield Notice(f"{document} 有扩大阅文范围的申请等待审批。", "去审批", Place.SCOPE, document)


def _of_exchange(house: House, actor: Actor) -> Iterator[Notice]:
    duties = exchange_duties(house, actor)
    refused = [
        f"{one.partner_name}交换来的公文没有收下：{one.sentence}原因已自动答复对方，请再电话通知，处理后登记。"
        for one in duties.quarantined
    ]
    yield from _problems(refused, "去处理", Place.REFUSED, "没有收的交换件共 {} 件。")
    declined = [f"{one.partner_name}拒收“{_title(one)}”：{one.sentence}" for one in duties.declined]
    yield from _problems(declined, "去重发或登记处理", Place.SENT, "被对方拒收的共 {} 件。")
    if duties.overdue:
        named = "；".join(
            f"{one.partner_name}：{_title(one)}{f'，已催{one.chased}次' if one.chased else ''}"
            for one in duties.overdue[:_NAMED]
        )
        words = f"有 {len(duties.overdue)} 件公文到期没有回执（{named}），系统已照原样重发，请电话向对方核实。"
        yield Notice(words, "去看", Place.SENT)
    if duties.stuck:
        words = f"有 {len(duties.stuck)} 件交换来的公文还没有转到“投稿/收文”：文件夹不在位，请检查后立即收取一次。"
        yield Notice(words, "去看", Place.CAME)


def _problems(told: Sequence[str], go: str, place: Place, all_of_them: str) -> Iterator[Notice]:
    """Tell the first few one by one, and how many there are where they are more."""
    yield from (Notice(words, go, place, is_problem=True) for words in told[:_SHOWN])
    if len(told) > _SHOWN:
        yield Notice(all_of_them.format(len(told)), "全部", place, is_problem=True)


def _title(parcel: Parcel) -> str:
    return parcel.sheet.title if parcel.sheet else parcel.package
