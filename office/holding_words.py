"""What happened to a kept record, in words (在档记录用语)."""

from __future__ import annotations

from domain import holding_events as h
from domain.events import Event


def holding_words(event: Event) -> tuple[str, str] | None:
    """Say what happened to a kept record and the detail of it; nothing for other events."""
    return _of_arranging(event) or _of_keeping(event) or _of_use(event)


def _of_arranging(event: Event) -> tuple[str, str] | None:
    match event:
        case h.Imported():
            return "接收入档", f"{event.level}，{event.retention}"
        case h.PieceDecided():
            year = f"{event.year}年度" if event.year else ""
            return "定件", "，".join(part for part in (event.retention, event.unit_code, year, event.reason) if part)
        case h.LeftOut():
            return "列为不归档", event.reason
        case h.TakenBackIn():
            return "恢复归档", event.reason
        case h.Placed():
            where = (
                "排到本类最前" if event.after == h.FIRST else f"排在{event.after}之后" if event.after else "按时间排列"
            )
            return "排列", where
        case h.Boxed():
            return f"装入第{event.box}盒", event.reason
        case h.Arranged():
            return "编定档号", f"{event.code}（{event.rule}）"
        case h.VersionKept():
            return event.why, event.remark
        case _:
            return None


def _of_keeping(event: Event) -> tuple[str, str] | None:
    match event:
        case h.RetentionLengthened():
            return f"保管期限延长为{event.retention}", event.reason
        case h.HoldPlaced():
            return "冻结", f"{event.owner}：{event.reason}"
        case h.HoldLifted():
            return "解除冻结", event.reason
        case h.Appraised():
            return f"鉴定意见：{event.verdict.value}{event.retention}", event.reason
        case h.AppraisalDecided():
            return f"鉴定决定：{event.verdict.value}{event.retention}", event.reason
        case _:
            return None


def _of_use(event: Event) -> tuple[str, str] | None:
    match event:
        case h.ReadingNoted():
            reader = f"{event.organisation}{event.reader}"
            return "查阅", f"{reader}，{event.purpose}" + (f"，复制{event.copies}页" if event.copies else "")
        case h.Lent():
            return f"借出，{event.due:%Y年%-m月%-d日}前归还", f"{event.borrower}，{event.purpose}"
        case h.Returned():
            return "归还，完好" if event.intact else "归还，有损坏或改动", event.note
        case _:
            return None
