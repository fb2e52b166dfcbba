"""What a registry promises on every database of kept records (登记处约定): found by what they are, numbered once, rebuilt as they were."""

from __future__ import annotations

import datetime as dt

import pytest

from domain.holding import Origin, Standing
from domain.holding_events import (
    AppraisalDecided,
    Appraised,
    Arranged,
    HoldingEvent,
    HoldPlaced,
    Imported,
    LeftOut,
    Lent,
    ReadingNoted,
    RetentionLengthened,
    Returned,
    Verdict,
    VersionKept,
)
from domain.holding_listing import HoldingQuery
from domain.listing import NOTHING, Scope
from domain.use import UseQuery
from registry import errors
from registry.registry import Registry
from tests.registry_rooms import Record

DAY = dt.date(2014, 6, 30)


def imported(number: str = "某字1号", code: str = "", level: str = "内部", dated: dt.date = DAY) -> Imported:
    return Imported(
        number, "关于某事的通知", "某机关", dated, level, "general", "10年", "0" * 128, ("正文.txt",), "x", 0, code
    )


def arranged(serial: int) -> Arranged:
    code = f"B027-WS·2014-D10-ZFB-{serial:04d}"
    return Arranged("B027", 2014, "10年", "ZFB", serial, code, "归档时已定")


def names(registry: Registry, **asked: object) -> list[str]:
    return [one.record for one in registry.holdings(HoldingQuery(**asked))]  # type: ignore[arg-type]


@pytest.fixture
def kept(registry: Registry, record: Record) -> Registry:
    """Keep four records: numbered and lent, held, left out, and one of a later year."""
    events: tuple[tuple[str, HoldingEvent], ...] = (
        ("甲", imported()),
        ("乙", imported("")),
        ("丙", imported()),
        ("丁", imported(dated=dt.date(2016, 1, 1), level="公开")),
        ("甲", arranged(1)),
        ("甲", VersionKept(2, "1" * 128, ("归档.json",), "归卷")),
        ("甲", Lent("张三", "查考", dt.date(2026, 3, 9))),
        ("乙", HoldPlaced("诉讼", "县司法局")),
        ("丙", LeftOut("重份")),
    )
    for name, event in events:
        record(event, name)
    return registry


def test_kept_records_are_found_by_what_they_are(kept: Registry) -> None:
    assert names(kept, year=2014) == sorted(["甲", "乙", "丙"])
    assert names(kept, standings=(Standing.KEPT,)) == ["甲"]
    assert names(kept, held=True) == ["乙"]
    assert names(kept, lent=True) == ["甲"]
    assert names(kept, due_by=dt.date(2026, 3, 8)) == []
    assert names(kept, over_by=dt.date(2025, 1, 1)) == sorted(["甲", "乙", "丙"])
    assert names(kept, over_by=dt.date(2024, 12, 31)) == []
    assert names(kept, numbered=False) == ["乙"]
    assert names(kept, formed=2016, origin=Origin.IMPORT) == ["丁"]
    assert kept.count_holdings(HoldingQuery(year=2014)) == 3
    assert kept.holding_years() == (2014, 2016)


def test_a_list_goes_on_after_a_record(kept: Registry) -> None:
    first = kept.holdings(HoldingQuery(), limit=2)
    rest = kept.holdings(HoldingQuery(after=first[-1].record))

    assert [one.record for one in (*first, *rest)] == sorted(["甲", "乙", "丙", "丁"])


def test_scope_goes_before_the_question(kept: Registry) -> None:
    assert kept.holdings(HoldingQuery(), NOTHING) == ()
    assert [one.record for one in kept.holdings(HoldingQuery(), Scope(0))] == ["丁"]


def test_a_code_belongs_to_one_record_and_is_counted_on(kept: Registry) -> None:
    found = kept.holding_of_code("B027-WS·2014-D10-ZFB-0001")
    assert found is not None
    assert found.record == "甲"
    with kept.transaction() as books:
        assert books.last_serial("B027-WS·2014-D10-ZFB") == 1
        assert books.last_serial("B027-WS·2014-D10-DWB") == 0
        assert books.code_taken("B027-WS·2014-D10-ZFB-0001")


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("甲", arranged(2)),
        ("甲", Lent("李四", "查考", DAY)),
        ("甲", RetentionLengthened("10年", "弄错")),
        ("甲", VersionKept(4, "2" * 128, (), "归卷")),
        ("丙", arranged(2)),
        ("丁", Appraised(Verdict.DESTROY, "无用")),
        ("没有", HoldPlaced("诉讼", "县司法局")),
        ("甲", imported()),
    ],
)
def test_what_does_not_fit_is_refused(kept: Registry, record: Record, name: str, event: HoldingEvent) -> None:
    with pytest.raises(errors.MisfitHereError):
        record(event, name)


def test_a_rebuilt_registry_keeps_every_record_as_it_was(kept: Registry) -> None:
    before = kept.holdings(HoldingQuery())
    lines = kept.unflushed(100)

    kept.replace(lines)

    assert kept.holdings(HoldingQuery()) == before
    assert names(kept, held=True) == ["乙"]


def test_what_is_over_is_found_by_its_day_its_opinions_and_its_decision(kept: Registry, record: Record) -> None:
    for name, verdict in (("甲", Verdict.DESTROY), ("乙", Verdict.KEEP)):
        record(Appraised(verdict, "期满", "30年" if verdict is Verdict.KEEP else ""), name)
    record(AppraisalDecided(Verdict.DESTROY, "同意"), "甲")

    over = dt.date(2025, 1, 1)
    assert names(kept, over_by=over, decided=True) == ["甲"]
    assert names(kept, over_by=over, decided=False) == sorted(["乙", "丙"])
    assert names(kept, opinions=(1, 1)) == ["乙"]
    assert names(kept, over_after=over, over_by=dt.date(2027, 1, 1)) == ["丁"]
    assert names(kept, by_end=True)[-1] == "丁"


def test_the_register_of_use_is_read_newest_first_by_days_and_within_a_scope(kept: Registry, record: Record) -> None:
    record(ReadingNoted("李四", "查考"), "丁")
    record(Returned(intact=True), "甲")

    page = kept.uses(UseQuery())
    assert [(line.object_id, type(event)) for line, event in page.lines] == [
        ("甲", Returned),
        ("丁", ReadingNoted),
        ("甲", Lent),
    ]
    assert page.total == 3
    assert [line.object_id for line, _ in kept.uses(UseQuery(), limit=1, offset=1).lines] == ["丁"]
    day = page.lines[0][0].at.date()
    assert kept.uses(UseQuery(first=day, last=day)).total == 3
    assert kept.uses(UseQuery(last=day - dt.timedelta(days=1))).total == 0
    assert kept.uses(UseQuery(record="甲")).total == 2
    assert kept.uses(UseQuery(), Scope(0)).total == 1  # 公开 only
    assert kept.uses(UseQuery(), NOTHING).total == 0
    assert kept.uses(UseQuery(), Scope(9, frozenset({"某科"}))).total == 0
