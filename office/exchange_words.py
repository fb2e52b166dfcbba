"""What happened to an exchanged package, in words (交换用语)."""

from __future__ import annotations

from domain import events as e
from domain import exchange_events as x


def exchange_words(event: e.Event) -> tuple[str, str] | None:
    """Say what happened and the detail of it; nothing for other events."""
    return _of_sending(event) or _of_receiving(event)


def _of_sending(event: e.Event) -> tuple[str, str] | None:
    match event:
        case x.PackagePrepared():
            return "公文交换：登记发送", f"{event.sheet.pages}页，发往{event.partner_name}"
        case x.PackagePlaced():
            return "公文交换：发出", ""
        case x.PackageChased():
            return "公文交换：催收回执，重新发出", f"{event.due:%Y年%-m月%-d日}以前应有回执"
        case x.PackageAnswered():
            return "公文交换：" + ("对方已签收" if event.accepted else "对方拒收"), event.sentence or event.answered_by
        case _:
            return None


def _of_receiving(event: e.Event) -> tuple[str, str] | None:
    match event:
        case x.PackageTaken():
            return "公文交换：收到", f"{event.partner_name}，{event.sheet.pages}页"
        case x.PackageHandedOver():
            return "公文交换：转收文登记", event.place
        case x.PackageRefused():
            return "公文交换：拒收", event.sentence
        case x.AnswerPlaced():
            return "公文交换：发出回执", event.receipt
        case x.PackageSettled():
            return "公文交换：处理登记", event.words
        case x.PackageBackedUp():
            return "公文交换：卸载备份", event.target
        case _:
            return None
