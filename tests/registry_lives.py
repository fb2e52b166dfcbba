"""Documents brought to a point of their way, for the registry's contract."""

from __future__ import annotations

from domain.book_events import NumbersStarted, OfficeOpened, RangeReserved, SecrecyStopped
from domain.closing_events import CompartmentSet, DocumentOpened, ReadersSet, WideningAsked, WideningDecided
from domain.events import FactsStated, Revised, Stuck
from domain.exchange_events import (
    AnswerPlaced,
    PackageAnswered,
    PackageBackedUp,
    PackageChased,
    PackageHandedOver,
    PackagePlaced,
    PackagePrepared,
    PackageRefused,
    PackageTaken,
)
from domain.facts import FactName, FactSource, stated
from domain.posts import Role
from domain.procedure import Route, Verb
from domain.receipt_events import PaperCame
from registry.registry import Registry
from tests import making
from tests.making import (
    CLERK,
    MONDAY,
    PEOPLE,
    SCHEME,
    YEAR,
    decided,
    digest,
    examined,
    presented,
    registered,
    taken_in,
)
from tests.receipts_made import entered
from tests.registry_rooms import Record


def new_document(registry: Registry, drop: str = "drop") -> str:
    with registry.transaction() as books:
        document = books.new_document_id(YEAR)
        books.append(taken_in(drop), document, "system", "test", MONDAY)
    return document


def signed_document(registry: Registry, record: Record, drop: str = "drop") -> str:
    with registry.transaction() as books:
        document = books.new_document_id(YEAR)
    making.to_signed(record, document, drop)
    return document


COSIGNING = Route(
    "cosigning",
    1,
    (
        making.a_step(0, "a", "会签", Verb.COSIGN, Role.HEAD, organ="a"),
        making.a_step(0, "b", "会签", Verb.COSIGN, Role.HEAD, organ="b"),
    ),
)


def live_a_year(registry: Registry, record: Record, *, closes: bool = True) -> None:
    """Do a bit of everything; without ``closes`` nothing is put into a compartment, as before there were any."""
    record(OfficeOpened("京口镇", "example"), "office")
    record(NumbersStarted(SCHEME, YEAR, 3, "年初手工编号"), SCHEME, CLERK)
    record(RangeReserved(SCHEME, YEAR, 5, 6, "会议文件"), SCHEME, CLERK)
    record(SecrecyStopped("发文/综合科", 123, "a" * 64, "机密"), "发文/综合科")
    for serial, drop in ((4, "one"), (7, "two")):
        filed = new_id(registry)
        making.to_filed(record, filed, serial, drop)
    if closes:
        _close(registry, record, filed)
    held = signed_document(registry, record, "held")
    record(registered(5, from_reserve=True), held, CLERK)
    returned = new_document(registry, "returned")
    record(examined(), returned)
    record(presented(), returned)
    record(decided("check"), returned, PEOPLE["check"])
    record(decided("audit", approved=False, opinion="请补充依据\x00"), returned, PEOPLE["audit"])
    record(making.handed_back("退回", reason="退回修改"), returned)
    record(taken_in("returned again", version=2), returned)
    record(examined(version=2), returned)
    record(presented(version=2, content="second"), returned)
    record(decided("check", version=2, content="second"), returned, PEOPLE["check"])
    record(Revised("audit", 3, taken_in("revised").files, "改动措辞"), returned, PEOPLE["audit"])
    record(Stuck(3, "examine", "HT-140", "读不出来"), returned)
    cosigned = new_document(registry, "cosigned")
    record(examined(), cosigned)
    record(presented(route=COSIGNING), cosigned)
    record(decided("a:a"), cosigned, "somebody")
    lacking = new_document(registry, "lacking")
    record(
        making.examined().__class__(1, digest("x"), "题目", (), (FactName.KIND, FactName.ORGANS, FactName.TITLE), ()),
        lacking,
    )
    facts = stated({FactName.KIND: "通知", FactName.ORGANS: "镇政府", FactName.TITLE: "题目"}, FactSource.CLERK)
    record(FactsStated(facts), lacking, CLERK)
    came_in = new_id(registry)
    record(PaperCame("来文\x00"), came_in, CLERK)
    record(entered(contact="张三\x00"), came_in, CLERK)


def new_id(registry: Registry) -> str:
    with registry.transaction() as books:
        return books.new_document_id(YEAR)


def _close(registry: Registry, record: Record, filed: str) -> None:
    """Put a filed document into a compartment, give it a reading list, widen that."""
    record(CompartmentSet("petition", "信访件"), filed, CLERK)
    record(ReadersSet((CLERK, PEOPLE["check"]), "限阅"), filed, CLERK)
    record(WideningAsked((PEOPLE["audit"],), "需要阅处"), filed, PEOPLE["check"])
    asked = registry.head()
    assert asked is not None
    record(WideningDecided(asked.index, approved=True, opinion="同意"), filed, PEOPLE["sign"])
    record(DocumentOpened("原文"), filed, PEOPLE["audit"])
    _exchange(record, filed)


def _exchange(record: Record, filed: str) -> None:
    """Send a document to another office, have it answered, and refuse what came back damaged."""
    sheet = making.a_sheet_to("LXXZFB", filed)
    out = f"exchange/out/{sheet.package}"
    record(
        PackagePrepared("LXXZFB", "县政府办公室", filed, sheet, (digest("sheet"), digest("pdf")), MONDAY.date()),
        out,
        CLERK,
    )
    record(PackagePlaced(), out)
    record(PackageChased(MONDAY.date()), out)
    record(PackagePlaced(), out)
    record(PackageAnswered(True, "", "", "县政府办公室", MONDAY, digest("receipt")), out)
    record(PackageBackedUp("/backup"), out)
    came = "exchange/in/LXXZFB.YLX.W2026-00001"
    record(PackageTaken("LXXZFB", "县政府办公室", sheet, (digest("sheet"), digest("pdf"))), came)
    record(PackageHandedOver("投稿/收文/来文.pdf"), came)
    record(AnswerPlaced("receipt.json"), came)
    refused = PackageRefused(
        "LXXZFB", "县政府办公室", "LXXZFB.YLX.W2026-00002", "", "HT-985", "没有传完。", "交换/隔离/县政府办公室/1"
    )
    record(refused, "exchange/refused/0123")
