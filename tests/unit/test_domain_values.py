"""The small rules: days and deadlines, numbers, facts, levels, file names, composing, and the codec over every event."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import unicodedata
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain
from domain.composing import compose, direction_of, level_of, mark_of
from domain.document import Direction, Kind, Layout, OfficialDocument, SecrecyMark
from domain.draft import Draft
from domain.events import EVENTS, Event, decode, encode
from domain.facts import Fact, FactName, Facts, FactSource, settle, stated
from domain.file_names import LONGEST_BYTES, safe_name
from domain.levels import Level, Retention
from domain.numbers import NumberScheme, NumberStyle, free_spans, parse_number
from domain.office import Office
from domain.procedure import Limit, LimitUnit
from ground.clock import BEIJING
from office.office_file import load_calendar, load_office
from tests.needs import REPOSITORY


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(REPOSITORY / "templates" / "profiles" / "example" / "office.toml")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(Path("/nonexistent"))


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=BEIJING)


# days: 2026's notice makes 10-01..10-07 and 02-15..02-23 days off, and 09-20, 10-10, 02-14, 02-28 working days


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        (at(9, 30), 1, dt.date(2026, 10, 8)),  # the eve of 国庆
        (at(9, 30), 3, dt.date(2026, 10, 10)),  # a Saturday that is worked
        (at(9, 30), 4, dt.date(2026, 10, 12)),
        (at(10, 3), 1, dt.date(2026, 10, 8)),  # what comes in the holidays
        (at(2, 13), 1, dt.date(2026, 2, 14)),  # the Saturday before 春节 is worked
        (at(2, 13), 2, dt.date(2026, 2, 24)),
        (at(2, 27), 1, dt.date(2026, 2, 28)),
        (at(3, 2), 5, dt.date(2026, 3, 9)),
        (at(3, 7), 1, dt.date(2026, 3, 9)),  # an ordinary Saturday
    ],
)
def test_working_days_pass_over_holidays_and_count_made_up_days(
    calendar: Calendar, since: dt.datetime, days: int, due: dt.date
) -> None:
    found = calendar.due(since, Limit(days, LimitUnit.WORKING_DAYS))

    assert found.at == dt.datetime.combine(due, dt.time(23, 59, 59), BEIJING)
    assert not found.provisional


def test_calendar_days_and_hours_take_no_rest(calendar: Calendar) -> None:
    assert calendar.due(at(9, 30), Limit(2, LimitUnit.DAYS)).at.date() == dt.date(2026, 10, 2)
    assert calendar.due(at(9, 30, 22), Limit(4, LimitUnit.HOURS)).at == at(10, 1, 2)


def test_a_year_without_its_notice_is_reckoned_provisionally(calendar: Calendar) -> None:
    due = calendar.due(at(12, 31), Limit(2, LimitUnit.WORKING_DAYS))

    assert due.provisional
    assert due.left(at(12, 31)).endswith("（暂定）")
    assert not calendar.due(at(12, 30), Limit(1, LimitUnit.WORKING_DAYS)).provisional


@pytest.mark.parametrize(
    ("now", "words"),
    [(at(3, 2), "还剩3天"), (at(3, 5), "今天到期"), (at(3, 6, 0), "已超期1天"), (at(3, 8), "已超期3天")],
)
def test_what_is_left_is_said_in_words(calendar: Calendar, now: dt.datetime, words: str) -> None:
    due = calendar.due(at(3, 2), Limit(3, LimitUnit.WORKING_DAYS))

    assert due.left(now) == words
    assert due.is_overdue(now) is words.startswith("已超期")


@given(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1)), st.integers(1, 15))
def test_between_receipt_and_deadline_lie_as_many_working_days_as_the_limit_says(day: dt.date, amount: int) -> None:
    calendar = load_calendar(Path("/nonexistent"))

    due = calendar.due(dt.datetime.combine(day, dt.time(9), BEIJING), Limit(amount, LimitUnit.WORKING_DAYS)).at.date()

    passed = [day + dt.timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(calendar.is_working_day(one) for one in passed) == amount
    assert calendar.is_working_day(due)


# numbers


@pytest.mark.parametrize(
    ("style", "period", "text", "blank"),
    [
        (NumberStyle.YEAR, 2026, "云政发〔2026〕7号", "云政发〔　　〕　号"),
        (NumberStyle.TERM, 0, "第7号", "第　号"),
        (NumberStyle.ISSUE_OF_YEAR, 2026, "第7期", "第　期"),
        (NumberStyle.ISSUE, 0, "第7期", "第　期"),
    ],
)
def test_a_number_is_written_in_its_series_form(style: NumberStyle, period: int, text: str, blank: str) -> None:
    scheme = NumberScheme("s", "government", "云政发", style)

    assert (scheme.period(2026), scheme.text(2026, 7), scheme.blank()) == (period, text, blank)


@pytest.mark.parametrize(
    "text",
    [
        "云政发〔2026〕7号",
        "云政发[2026]7号",
        "云政发［2026］7号",
        "云政发（2026）7号",
        "云政发(2026)第7号",
        "云政发【2026】7号",
        "云政发〔2026〕7",
        "云政发 〔2026〕 7 号",
    ],
)
def test_a_number_is_read_however_it_is_typed(text: str) -> None:
    assert parse_number(text) == ("云政发", 2026, 7)


@pytest.mark.parametrize(
    "text", ["", "通知", "云政发2026-7", "云政发〔26〕7号", "云政发〔2026〕0号", "〔2026〕7号", "第7期"]
)
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert parse_number(text) is None


@given(st.sampled_from(["云政发", "国办函", "云党发"]), st.integers(1900, 2099), st.integers(1, 99_999))
def test_a_written_number_is_read_back(code: str, year: int, serial: int) -> None:
    assert parse_number(NumberScheme("s", "o", code, NumberStyle.YEAR).text(year, serial)) == (code, year, serial)


# facts


@given(st.permutations(list(FactSource)))
def test_of_several_sources_the_strongest_stands_whatever_the_order(order: list[FactSource]) -> None:
    while order:
        facts = settle(Fact(FactName.KIND, source.value, source) for source in order)
        assert facts.value(FactName.KIND) == min(order, key=list(FactSource).index).value
        order = [source for source in order if source.value != facts.value(FactName.KIND)]


def test_a_reviewer_stands_above_the_clerk_the_clerk_above_the_sheet_the_properties_the_folder_the_text_and_the_door() -> (
    None
):
    assert [source.value for source in FactSource] == [
        "审核时定",
        "经办补正",
        "发文稿纸",
        "文档属性",
        "文件夹",
        "正文识别",
        "收件检查",
        "接收目录",
    ]


def test_a_blank_states_nothing_and_what_lacks_is_named() -> None:
    facts = settle(
        [Fact(FactName.TITLE, " ", FactSource.SHEET)], [Fact(FactName.TITLE, "关于防汛的通知", FactSource.TEXT)]
    )

    assert facts.value(FactName.TITLE) == "关于防汛的通知"
    assert facts.lacking() == (FactName.KIND, FactName.ORGANS)
    assert stated({FactName.KIND: "  "}, FactSource.CLERK) == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲、乙", ("甲", "乙")),
        ("甲，乙;丙；丁", ("甲", "乙", "丙", "丁")),
        ("各办（站、所），各村", ("各办（站、所）", "各村")),
        ("各村（居）民委员会、乡直各单位", ("各村（居）民委员会", "乡直各单位")),
        ("", ()),
    ],
)
def test_a_list_is_parted_outside_brackets(text: str, parts: tuple[str, ...]) -> None:
    assert Facts((Fact(FactName.ADDRESSEES, text, FactSource.SHEET),)).listed(FactName.ADDRESSEES) == parts


# levels and names


def test_levels_stand_in_their_order_and_state_secrets_are_the_upper_three() -> None:
    assert [level.value for level in sorted(Level, key=lambda level: level.rank)] == [
        "公开",
        "内部",
        "秘密",
        "机密",
        "绝密",
    ]
    assert [level.value for level in Level if level.is_state_secret] == ["秘密", "机密", "绝密"]
    assert all(level.slug.isascii() for level in Level)


@pytest.mark.parametrize(("text", "code", "years"), [("永久", "Y", None), ("30年", "D30", 30), ("10年", "D10", 10)])
def test_a_retention_period_has_its_code_and_its_years(text: str, code: str, years: int | None) -> None:
    assert (Retention(text).code, Retention(text).years) == (code, years)


@given(st.text(max_size=300))
def test_a_safe_name_is_one_part_of_a_path_and_stays_what_it_is(name: str) -> None:
    safe = safe_name(name)

    assert safe
    assert safe not in (".", "..")
    assert len(safe.encode()) <= LONGEST_BYTES
    assert not set(safe) & set('/\\:*?"<>|')
    assert all(unicodedata.category(character) not in ("Cc", "Cf", "Cs") for character in safe)
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("关于防汛的通知.docx", "关于防汛的通知.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b\n.docx", "a_b_.docx"),
        ("\u202excod.通知", "_xcod.通知"),
        ("...", "未命名"),
        ("", "未命名"),
    ],
)
def test_a_name_is_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_extension() -> None:
    safe = safe_name("长" * 300 + ".docx")

    assert safe.endswith("长.docx")
    assert len(safe.encode()) <= LONGEST_BYTES


@pytest.mark.parametrize(
    ("first", "last", "used", "spans"),
    [
        (5, 9, (), [(5, 9)]),
        (5, 9, (5, 9), [(6, 8)]),
        (5, 9, (7, 7, 1, 20), [(5, 6), (8, 9)]),
        (5, 9, (5, 6, 7, 8, 9), []),
        (1, 10**12, (3,), [(1, 2), (4, 10**12)]),
    ],
)
def test_the_free_spans_of_a_range(first: int, last: int, used: tuple[int, ...], spans: list[tuple[int, int]]) -> None:
    assert list(free_spans(first, last, used)) == spans


# composing


@pytest.mark.parametrize(
    ("kind", "addressee", "stated_direction", "direction"),
    [
        (Kind.REQUEST, "", "", Direction.UP),
        (Kind.REPORT, "", "", Direction.UP),
        (Kind.NOTICE, "各村", "", Direction.DOWN),
        (Kind.LETTER, "县财政局", "", Direction.LEVEL),
        (Kind.MOTION, "", "", Direction.LEVEL),
        (Kind.OPINION, "临溪县人民政府", "", Direction.UP),
        (Kind.OPINION, "各村", "", Direction.DOWN),
        (Kind.NOTICE, "各村", "平行", Direction.LEVEL),
        (Kind.REPORT, "", "下行文", Direction.DOWN),
    ],
)
def test_the_direction_is_as_stated_or_as_the_kind_has_it(
    office: Office, kind: Kind, addressee: str, stated_direction: str, direction: Direction
) -> None:
    facts = Facts(stated({FactName.DIRECTION: stated_direction}, FactSource.SHEET))

    assert direction_of(facts, kind, [addressee] if addressee else [], office) is direction


@pytest.mark.parametrize(
    ("kind", "organ", "layout", "mark"),
    [
        ("通知", "云岭乡人民政府", Layout.DOCUMENT, "云岭乡人民政府文件"),
        ("函", "云岭乡人民政府", Layout.LETTER, "云岭乡人民政府"),
        ("纪要", "云岭乡人民政府", Layout.MINUTES, "云岭乡乡长办公会议纪要"),
        ("通知", "云岭乡党政办", Layout.DOCUMENT, "云岭乡党政办公室文件"),
    ],
)
def test_a_document_takes_the_format_and_mark_of_its_kind(
    office: Office, kind: str, organ: str, layout: Layout, mark: str
) -> None:
    document = composed(office, {FactName.KIND: kind, FactName.ORGANS: organ, FactName.TITLE: "标题"})

    assert (document.layout, mark_of_first(document, office)) == (layout, mark)


def test_only_what_goes_up_names_who_approved_it(office: Office) -> None:
    asked = {FactName.KIND: "请示", FactName.ORGANS: "云岭乡人民政府、中共云岭乡委员会", FactName.TITLE: "标题"}

    assert composed(office, asked).approvers == ("郑远", "何为民")
    assert composed(office, {**asked, FactName.KIND: "通知"}).approvers == ()
    assert composed(office, {**asked, FactName.KIND: "纪要"}).signatories == ()


def test_the_secrecy_mark_is_taken_apart(office: Office) -> None:
    facts = {FactName.KIND: "通知", FactName.ORGANS: "云岭乡政府", FactName.TITLE: "标题", FactName.LEVEL: "机密★1年"}

    assert composed(office, facts).secrecy == SecrecyMark(Level.CONFIDENTIAL, "1年")
    assert level_of(Facts(stated(facts, FactSource.SHEET))) is Level.CONFIDENTIAL
    assert level_of(Facts()) is Level.INTERNAL
    assert level_of(Facts(stated({FactName.SUBJECT_TO: "公开"}, FactSource.SHEET))) is Level.OPEN


def composed(office: Office, values: dict[FactName, str]) -> OfficialDocument:
    draft = Draft("标题", (), (), (), "", "", (), (), (), (), (), (), 0)
    return compose(draft, Facts(stated(values, FactSource.SHEET)), office)


def mark_of_first(document: OfficialDocument, office: Office) -> str:
    organs = [organ for name in document.organs[:1] if (organ := office.organ_named(name))]
    return mark_of(organs, document.layout, office, document.kind)


# codec


def whole(hint: Any) -> st.SearchStrategy[Any]:
    """Give values of a type hint with every field filled."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of(*(st.none() if one is type(None) else whole(one) for one in arguments))
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(whole(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(whole(one) for one in arguments))
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{one.name: whole(hints[one.name]) for one in dataclasses.fields(hint)})  # type: ignore[arg-type]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    return st.from_type(hint)


@pytest.mark.parametrize("verb", sorted(EVENTS))
def test_every_event_is_read_back_as_it_was_written(verb: str) -> None:
    @given(whole(EVENTS[verb]))
    def read_back(event: Event) -> None:
        assert decode(verb, encode(event)) == event
        assert encode(decode(verb, encode(event))) == encode(event)

    read_back()


@pytest.mark.parametrize("kind", [OfficialDocument, Draft], ids=lambda kind: kind.__name__)
def test_drafts_and_documents_are_read_back_as_they_were_written(kind: type) -> None:
    @given(whole(kind))
    def read_back(value: object) -> None:
        assert from_plain(kind, parse_plain(canonical_bytes(value))) == value

    read_back()


@pytest.mark.parametrize(
    ("verb", "payload"),
    [
        ("document.unheard_of", b"{}"),
        ("document.withdrawn", b"{}"),
        ("document.withdrawn", b'{"reason": 1}'),
        ("document.withdrawn", b'{"reason": "x", "more": 1}'),
        ("numbers.started", b'{"scheme": "s", "period": true, "last": 1, "reason": ""}'),
        ("document.facts_stated", '{"facts": [{"name": "颜色", "value": "", "source": "发文稿纸"}]}'.encode()),
    ],
)
def test_a_payload_of_another_shape_is_refused(verb: str, payload: bytes) -> None:
    with pytest.raises(CodecError):
        decode(verb, payload)


@pytest.mark.parametrize("text", ["", "昨天", "2026-13-01", "2026-01-01T25:00"])
def test_a_date_that_is_none_is_refused_in_the_codec_s_own_words(text: str) -> None:
    for kind in (dt.date, dt.datetime):
        with pytest.raises(CodecError, match="不是(日期|时刻)"):
            from_plain(kind, text)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"style": "代字[年]n号"}, "style：“代字[年]n号”不能用，应为下列之一：代字〔年〕n号、第n号、年第n期、第n期"),
        ({"organ": 3}, "organ：应写成文字（加引号），写的是整数"),
        ({"kinds": "函"}, "kinds：应写成列表，写的是文字（加引号）"),
        ({"colour": "红"}, "没有“colour”这一项，可写的有：id、organ、code、style、kinds、receives"),
        ({"organ": None}, "缺少“organ”"),
    ],
    ids=["style", "number", "no list", "unknown", "missing"],
)
def test_what_is_wrong_with_an_entry_of_the_settings_is_said_in_chinese(entry: dict[str, object], said: str) -> None:
    right = {"id": "gov", "organ": "gov", "code": "云政发", "style": "代字〔年〕n号"}
    plain = {name: value for name, value in (right | entry).items() if value is not None}

    with pytest.raises(CodecError) as refused:
        from_plain(NumberScheme, plain)

    assert str(refused.value) == said
