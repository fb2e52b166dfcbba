"""The query language: what is read, and what is refused with which sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from domain.levels import Level, Retention
from indexer.errors import QueryError
from indexer.query import LONGEST, parse
from indexer.wish import (
    All,
    AnyOf,
    CodeStarts,
    DateWithin,
    Holds,
    LevelIs,
    Not,
    NumberIs,
    NumberStarts,
    Place,
    RetentionIs,
    Wish,
    Words,
    YearWithin,
    positives,
)


@pytest.mark.parametrize(
    ("query", "wish"),
    [
        ("办公用房", Words("办公用房")),
        ("办公　用房", All((Words("办公"), Words("用房")))),
        ("“办公 用房”", Words("办公用房")),
        ("关于“放管服”改革", Words('关于"放管服"改革')),
        ("与或非", Words("与或非")),
        ("时间：10点", Words("时间:10点")),
        ("甲 OR 乙 丙", AnyOf((Words("甲"), All((Words("乙"), Words("丙")))))),
        ("ORACLE or", All((Words("oracle"), Words("or")))),
        ("甲 -乙", All((Words("甲"), Not(Words("乙"))))),
        ("甲 －标题：乙", All((Words("甲"), Not(Holds(Place.TITLE, "乙"))))),
        ('"-5℃"', Words("-5°c")),
        ("滨政发[2024]12 通知", All((NumberIs("滨政发[2024]12号"), Words("通知")))),
        ("通知 -滨政发 2024 12号", All((Words("通知"), Not(NumberIs("滨政发[2024]12号"))))),
        ("贯彻滨政发〔2024〕12号文件", Words("贯彻滨政发[2024]12号文件")),
        ("文号:滨政发 2024 12号", NumberIs("滨政发[2024]12号")),
        ("文号:滨政发[2024]", NumberStarts("滨政发[2024]")),
        ("文号:第12期", NumberStarts("第12期")),
        ("机关: 滨海镇", Holds(Place.ORGAN, "滨海镇")),
        ("签发人:“王 五”", Holds(Place.SIGNER, "王五")),
        ("文号:滨政发〔2024〕1", NumberIs("滨政发[2024]1号")),
        ("文号:滨政发〔20", NumberStarts("滨政发[20")),
        ("滨政发〔2024〕", Words("滨政发[2024]")),
        ("文种:通知", Holds(Place.KIND, "通知")),
        ("档号:0123-WS", CodeStarts("0123-ws")),
        ("年度:2024", YearWithin(2024, 2024)),
        ("年度:2020..2024", YearWithin(2020, 2024)),
        ("密级:机密", LevelIs(Level.CONFIDENTIAL)),
        ("保管期限:30年", RetentionIs(Retention.THIRTY_YEARS)),
        ("保管期限:永久", RetentionIs(Retention.PERMANENT)),
        ("日期:2024", DateWithin(dt.date(2024, 1, 1), dt.date(2024, 12, 31))),
        ("日期:2024-02", DateWithin(dt.date(2024, 2, 1), dt.date(2024, 2, 29))),
        ("日期:2024年2月3日", DateWithin(dt.date(2024, 2, 3), dt.date(2024, 2, 3))),
        ("日期:2024-01..2024-06", DateWithin(dt.date(2024, 1, 1), dt.date(2024, 6, 30))),
        ("日期:..2024.6", DateWithin(dt.date.min, dt.date(2024, 6, 30))),
        ("日期:2024/6..", DateWithin(dt.date(2024, 6, 1), dt.date.max)),
    ],
)
def test_a_query_is_read_as(query: str, wish: Wish) -> None:
    assert parse(query) == wish


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "没有可以检索的字词"),
        ("\u200b", "没有可以检索的字词"),
        ("“办公", "引号没有配对"),
        ("- 办公", "没有要排除的字词"),
        ("办公 -", "没有要排除的字词"),
        ("OR 办公", "OR 的前面或后面缺少条件"),
        ("办公 OR", "OR 的前面或后面缺少条件"),
        ("标题:", "“标题:”后面没有内容"),
        ("密级:绝对", "没有“绝对”这个密级"),
        ("保管期限:20年", "没有“20年”这个保管期限"),
        ("年度:今年", "不是年度"),
        ("年度:2024..2020", "起点晚于终点"),
        ("日期:昨天", "不是日期"),
        ("日期:2024-13", "没有“2024-13”这个日期"),
        ("日期:0000", "没有“0000”这个日期"),
        ("日期:2024-02-30", "没有“2024-02-30”这个日期"),
        ("日期:2024-06..2024-01", "起点晚于终点"),
        ("日期:2024..2025..2026", "不是一个范围"),
        ("日期:..", "不是一个范围"),
        ("甲 " * 60, "条件太多"),
        ("甲" * (LONGEST + 1), "太长"),
    ],
)
def test_a_query_that_can_not_be_read_is_refused_with_a_sentence(query: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence) as refused:
        parse(query)

    assert "请" in str(refused.value)


def test_what_is_excluded_is_no_reason_for_a_hit() -> None:
    assert list(positives(parse("甲 -乙 OR 丙"))) == [Words("甲"), Words("丙")]
