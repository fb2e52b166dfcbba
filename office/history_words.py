"""What happened, in words (办理记录用语): every event says in a few characters what was done, and its detail."""

from __future__ import annotations

from collections.abc import Callable

from domain import asking_events as a
from domain import book_events as b
from domain import events as e
from domain import keeping_events as k
from domain import seal_events as s
from domain.intake import Category
from domain.paper_events import PaperChecked, PaperRecorded
from domain.posts import titles as default_titles
from domain.procedure import Route
from office.closing_words import closing_words
from office.destruction_words import destruction_words
from office.exchange_words import exchange_words
from office.holding_words import holding_words
from office.receipt_words import receipt_words, recorded_words


def words(
    event: e.Event, route: Route | None, titles: Callable[..., str] = default_titles, told_of: str = b.Book.DISPATCH
) -> tuple[str, str]:
    """Say what happened and the detail of it; ``route`` gives the steps their names, ``titles`` names posts, ``told_of`` is the object in the ledger."""
    found = _of_draft(event) or _of_decision(event, route) or _of_change(event, route)
    found = found or _of_issue(event, route) or _of_paper(event) or _of_books(event, titles, told_of)
    found = found or holding_words(event) or closing_words(event) or exchange_words(event)
    found = found or destruction_words(event) or receipt_words(event, route)
    if found is None:
        raise LookupError(event.VERB)
    return found


def _of_draft(event: e.Event) -> tuple[str, str] | None:
    match event:
        case e.TakenIn():
            came = "收到来文" if event.category == Category.RECEIPT else f"收稿（第{event.version}稿）"
            return came, event.name
        case e.Refused():
            return "退稿", event.sentence
        case e.Examined():
            lacking = "、".join(name.value for name in event.lacking)
            said = f"缺少：{lacking}；" if lacking else ""
            return "审读", f"{said}读稿意见{len(event.findings)}条"
        case e.FactsStated():
            return "补正要素", "；".join(f"{fact.name.value}：{fact.value}" for fact in event.facts)
        case e.Presented():
            return "呈批", f"共{len(event.shown.pages)}页，检查意见{len(event.findings)}条"
        case e.Withdrawn():
            return "撤稿", event.reason
        case _:
            return None


def _of_decision(event: e.Event, route: Route | None) -> tuple[str, str] | None:
    match event:
        case e.Decided():
            return f"{_step(route, event.step)}：{'同意' if event.approved else '退回'}", event.opinion
        case PaperRecorded():
            if event.assignment is not None:
                return recorded_words(event, _step(route, event.step))
            answer = "同意" if event.approved else "退回"
            return (
                f"{_step(route, event.step)}：代录纸质签批（{answer}，{event.signed_on:%Y年%-m月%-d日}）",
                event.opinion,
            )
        case PaperChecked():
            return f"{_step(route, event.step)}：核对代录，{'相符' if event.agrees else '不符，作废'}", event.note
        case e.VerballyAgreed():
            return (
                f"{_step(route, event.step)}：记录口头同意，待补签",
                f"{event.at:%Y年%-m月%-d日 %H:%M}，{event.means}",
            )
        case e.Checked():
            return _step(route, event.step), "、".join((*event.ticks, *([event.note] if event.note else [])))
        case _:
            return None


def _of_change(event: e.Event, route: Route | None) -> tuple[str, str] | None:
    match event:
        case e.Revised():
            return f"{_step(route, event.step)}：修改（第{event.version}稿）", event.note
        case e.Corrected():
            return f"{_step(route, event.step)}：签发后{event.nature.value}修改（第{event.version}稿）", event.note
        case e.Confirmed():
            return f"{_step(route, event.step)}：确认改动", ""
        case e.ChangeDeclined():
            return f"{_step(route, event.step)}：不同意改动", event.opinion
        case e.Extended():
            what = _step(route, event.step) if event.step else "全程"
            return f"{what}：延长时限{event.limit}", event.reason
        case a.UnitsAsked():
            units = "、".join(unit.name for unit in event.units)
            return f"{_step(route, event.step)}：{f'会签科室定为{units}' if units else '不送科室会签'}", event.note
        case _:
            return None


def _of_issue(event: e.Event, route: Route | None) -> tuple[str, str] | None:
    match event:
        case e.Registered():
            return "登记编号", event.number
        case e.Sealed():
            return "用印", "、".join(event.organs)
        case e.SealsPressed():
            return "用印", "、".join(seal.organ for seal in event.seals)
        case s.SealRefused():
            return f"{_step(route, event.step)}：退回，未用印", event.opinion
        case s.SealAnswered():
            return "再送用印", event.note
        case e.Issued():
            return "印发", f"共{event.pages}页"
        case e.Printed():
            spoiled = f"，销毁废页{event.spoiled}份" if event.spoiled else ""
            return _step(route, event.step), f"{event.printer}印{event.copies}份{spoiled}"
        case e.Delivered():
            received = f"{event.received_by}，{event.received_on:%Y年%-m月%-d日}，{event.copies}份"
            return f"{event.recipient}签收", received
        case b.Repealed():
            by = f"，依据{event.by_number}" if event.by_number else ""
            since = "自始无效" if event.kind is b.RepealKind.REVOKED else f"{event.effective:%Y年%-m月%-d日}起"
            return f"{event.kind.value}（{since}{by}）", event.reason
        case _:
            return None


def _of_paper(event: e.Event) -> tuple[str, str] | None:
    match event:
        case e.Filed():
            return "归档", f"{event.level}，{event.retention}"
        case e.HandedBack():
            return "回送", event.folder
        case e.Stuck():
            return f"{event.act}受阻", event.sentence
        case _:
            return None


def _of_books(event: e.Event, titles: Callable[..., str], told_of: str) -> tuple[str, str] | None:
    match event:
        case b.OfficeOpened():
            return "建立台账", event.name
        case b.SecrecyStopped():
            return "涉密拦截", event.folder
        case b.NumbersStarted():
            return "启用编号", f"{event.scheme}：第{event.last}号以前已在纸上使用；{event.reason}"
        case b.BookTaken():
            how = {"print": "打印"}.get(event.form, f"以 .{event.form} 导出")
            return (
                f"{how}{b.Book(told_of).chinese}",
                f"共{event.rows}件，其中涉密{len(event.restricted)}件：{'、'.join(event.restricted)}",
            )
        case b.RangeReserved():
            return "预留字号", f"{event.scheme}：第{event.first}至{event.last}号；{event.reason}"
        case b.Delegated():
            roles = titles(*event.roles)
            return "委托他人办理", f"{roles}，{event.first:%Y年%-m月%-d日}至{event.last:%Y年%-m月%-d日}；{event.reason}"
        case b.DelegationEnded():
            return "收回委托", ""
        case _:
            return _of_keeping(event)


def _of_keeping(event: e.Event) -> tuple[str, str] | None:
    match event:
        case k.KeyTaken():
            return "启用签名密钥", event.public_key[:16]
        case k.BackedUp():
            return "备份", f"{event.target} 第{event.number}次，{event.files}个文件，台账到第{event.index}号"
        case k.BackupExpired():
            return "备份到期清除", f"{event.target} 第{event.number}次"
        case k.Restored():
            return "由备份恢复", f"{event.target} 第{event.number}次，台账到第{event.index}号；编号待确认"
        case k.NumbersConfirmed():
            return "确认编号", f"{event.scheme}：已用到第{event.highest}号；{event.reason}"
        case k.RestoreDrilled():
            found = f"不符{len(event.faults)}处" if event.faults else "全部相符"
            return "恢复演练", f"{event.target} 第{event.number}次，{found}"
        case k.FixityChecked():
            return "固化校验", f"{event.records}件，不符{len(event.faults)}件"
        case k.FaultFound():
            return "档案受损", "；".join(event.faults)
        case k.FaultMended():
            return "受损档案已处理", event.how
        case _:
            return None


def _step(route: Route | None, key: str) -> str:
    step = route.step(key) if route else None
    return step.name if step else key
