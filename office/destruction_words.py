"""What happened to a list of records to be destroyed, and to a record on it, in words (销毁用语)."""

from __future__ import annotations

from domain import destruction_events as d
from domain.destroyed import told
from domain.events import Event


def destruction_words(event: Event) -> tuple[str, str] | None:
    """Say what happened and the detail of it; nothing for other events."""
    return _before(event) or _after(event)


def _before(event: Event) -> tuple[str, str] | None:
    match event:
        case d.DestructionListed():
            return "拟制销毁清册", f"{len(event.items)}件，{event.basis}"
        case d.ItemStruck():
            return "从清册抽出", f"{event.record}：{event.reason}"
        case d.DestructionApproved():
            ready = f"；{event.ready_on:%Y年%-m月%-d日}起可监销" if event.ready_on else ""
            return "批准销毁", f"{event.opinion}{ready}"
        case d.DestructionRefused():
            return "不予批准销毁", event.reason
        case d.DestructionWitnessed():
            return "监销核对", f"{event.whole}件与清册相符"
        case d.DestructionBegun():
            return "执行销毁", ""
        case _:
            return None


def _after(event: Event) -> tuple[str, str] | None:
    match event:
        case d.Destroyed():
            return "销毁", told(event.list_id, event.row)
        case d.Erased():
            return "（内容已随档案销毁）", ""
        case d.DestructionErased():
            backups = f"仍有{len(event.backups)}次备份含有内容" if event.backups else "没有备份含有内容"
            return "内容已清除", backups
        case d.DestructionAttested():
            return "监销签字", ""
        case d.CertificateKept():
            return "销毁证明归档", ""
        case d.DestructionReplayed():
            return "恢复后重行销毁", f"{len(event.known.left)}件"
        case _:
            return None
