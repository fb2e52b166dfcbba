"""Time: the old year's last minute, the 29th of February, Beijing's midnight on a server elsewhere, and a clock that was set back."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.calendar import Calendar
from domain.holding import Holding, Standing
from domain.holding_events import Verdict
from domain.procedure import Limit, LimitUnit
from ground.clock import BEIJING, FixedClock
from office import lending, retention
from office.importing import import_catalogue
from office.keeping_errors import NotOverError
from office.lending import Reader
from office.year import file_year
from registry.errors import ClockBehindError
from tests.an_office import AnOffice, a_title, opened, prepare

LEAP_DAY = dt.date(2024, 2, 29)
OWN_TABLE = """
[table]
id = "own"
name = "本机关保管期限表"
source = "示例"
approval = ""
start = "成文日期"

[[rule]]
number = "1"
material = "通知"
retention = "10年"
grade = "C"
kinds = ["通知"]
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an office once; each test has a copy."""
    root = tmp_path_factory.mktemp("empty") / "office"
    prepare(root)
    return root


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2028, 2, 28, 9, 0, tzinfo=BEIJING))  # a Monday; the next day is the 29th


@pytest.fixture
def office(empty: Path, tmp_path: Path, clock: FixedClock) -> Iterator[AnOffice]:
    root = Path(shutil.copytree(empty, tmp_path / "office"))
    with opened(root, clock) as office:
        yield office


def kept(office: AnOffice, tmp_path: Path, day: dt.date = LEAP_DAY) -> Holding:
    row = {
        "id": "LEAP",
        "number": "云政发〔2024〕3号",
        "title": "关于防汛的通知",
        "organ": "云岭乡人民政府",
        "date": day.isoformat(),
        "level": "内部",
        "retention": "10年",
        "text": "各村：\n　　值班。",
    }
    path = tmp_path / "目录.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert not import_catalogue(office.house, path).refused
    return holding(office)


def holding(office: AnOffice) -> Holding:
    found = office.house.registry.holding("LEAP")
    assert found is not None
    return found


def to(clock: FixedClock, moment: str) -> None:
    clock.advance(dt.datetime.fromisoformat(moment).replace(tzinfo=BEIJING) - clock.now())


def test_a_leap_day_signed_in_its_last_minute_stays_that_day(office: AnOffice, clock: FixedClock) -> None:
    to(clock, "2028-02-29 23:59")
    document_id = office.signed(a_title())
    to(clock, "2028-03-01 08:30")

    case = office.register(document_id)

    assert (case.dated, case.printed_on) == (dt.date(2028, 2, 29), dt.date(2028, 3, 1))
    assert case.number == "云政发〔2028〕1号"


def test_a_leap_days_record_is_over_with_its_year_or_on_the_first_of_march(
    office: AnOffice, tmp_path: Path, clock: FixedClock
) -> None:
    assert kept(office, tmp_path).expires == dt.date(2035, 1, 1)
    (office.house.root / "保管期限").mkdir(exist_ok=True)
    (office.house.root / "保管期限" / "own.toml").write_text(OWN_TABLE, "utf-8")
    told = office.house.root / "office.toml"
    told.write_text(told.read_text("utf-8").replace("[archive]", '[archive]\ntable = "own"'), "utf-8")
    file_year(office.house, 2024)
    assert holding(office).code == "B027-WS·2024-D10-ZFB-0001"
    assert holding(office).expires == dt.date(2034, 3, 1)

    archivist = office.actor("archivist")
    to(clock, "2034-02-28 23:59")
    assert retention.over(office.house, archivist) == ()
    with pytest.raises(NotOverError):
        retention.appraise(office.house, archivist, ["LEAP"], Verdict.DESTROY, "期满")
    to(clock, "2034-03-01 00:00")
    assert [one.record for one in retention.over(office.house, archivist)] == ["LEAP"]


def test_a_loan_over_a_leap_day_counts_it(office: AnOffice, tmp_path: Path) -> None:
    kept(office, tmp_path)

    due, _ = lending.lend(
        office.house, office.actor("archivist"), ["LEAP"], Reader("张三", "查考", approver="director"), days=2
    )

    assert due == dt.date(2028, 3, 1)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ((2028, 2, 28), (2028, 3, 1)),
        ((2027, 2, 28), (2027, 3, 2)),
        ((2028, 2, 29), (2028, 3, 2)),
        ((2100, 2, 28), (2100, 3, 2)),
    ],
)
def test_days_are_counted_over_the_end_of_february(since: tuple[int, int, int], due: tuple[int, int, int]) -> None:
    calendar = Calendar(frozenset(), frozenset(), frozenset())

    end = calendar.due(dt.datetime(*since, 9, tzinfo=BEIJING), Limit(2, LimitUnit.DAYS))

    assert end.at.date() == dt.date(*due)


def test_the_new_year_begins_at_beijings_midnight_wherever_the_server_stands(empty: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(empty, tmp_path / "office"))
    elsewhere = FixedClock(dt.datetime(2026, 12, 31, 15, 59, tzinfo=dt.UTC))
    with opened(root, elsewhere) as office:
        old = office.signed(a_title())
        elsewhere.advance(minutes=2)
        new = office.signed(a_title())

        assert office.register(new).number == "云政发〔2027〕1号"
        assert office.register(old).number == "云政发〔2026〕1号"
        assert (office.case(old).dated, office.case(new).dated) == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))


def test_a_clock_set_back_gives_no_archival_code_until_it_is_right(
    office: AnOffice, tmp_path: Path, clock: FixedClock
) -> None:
    kept(office, tmp_path)
    clock.advance(days=-1)

    with pytest.raises(ClockBehindError, match="校准"):
        file_year(office.house, 2024)

    assert holding(office).standing is Standing.OPEN
    clock.advance(days=1)
    file_year(office.house, 2024)
    assert holding(office).code == "B027-WS·2024-D10-ZFB-0001"
