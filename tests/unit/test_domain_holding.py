"""The arithmetic of keeping: when a time is over, what follows what, which number is next. For any dates, any order, any rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.arrangement import ArchiveRules, gaps, natural, number_in_order, related, related_over_years
from domain.holding_events import StartRule
from domain.levels import Retention
from domain.piece_code import Series, read_code
from domain.retention import expiry, is_longer, longest
from domain.retention_schedule import Grade, Schedule, ScheduleRule, propose

DAYS = st.dates(dt.date(1949, 10, 1), dt.date(2100, 12, 31))
PERIODS = st.sampled_from(Retention)
TERMS = st.sampled_from([Retention.TEN_YEARS, Retention.THIRTY_YEARS])


@given(DAYS, TERMS, st.sampled_from(StartRule))
def test_a_term_is_never_over_before_its_years_are_full(day: dt.date, term: Retention, start: StartRule) -> None:
    over = expiry(term, day.year, day, start)

    assert over is not None
    assert term.years is not None
    counted_from = dt.date(day.year + 1, 1, 1) if start is StartRule.NEXT_YEAR else day
    assert (over.year - counted_from.year, over.month, over.day) >= (term.years, counted_from.month, counted_from.day)
    assert over - counted_from <= dt.timedelta(days=term.years * 366)


@given(DAYS, st.sampled_from(StartRule))
def test_what_is_kept_for_good_is_never_over(day: dt.date, start: StartRule) -> None:
    assert expiry(Retention.PERMANENT, day.year, day, start) is None


def test_a_leap_day_is_full_on_the_first_of_march() -> None:
    day = dt.date(2024, 2, 29)
    assert expiry(Retention.TEN_YEARS, 2024, day, StartRule.OWN_DAY) == dt.date(2034, 3, 1)
    assert expiry(Retention.TEN_YEARS, 2024, day, StartRule.NEXT_YEAR) == dt.date(2035, 1, 1)


@given(st.lists(PERIODS, min_size=1))
def test_the_longest_is_none_shorter(periods: list[Retention]) -> None:
    assert not any(is_longer(one, longest(*periods)) for one in periods)


SERIES = st.builds(
    Series,
    fonds=st.sampled_from(["A027", "B027"]),
    year=st.integers(1950, 2100),
    retention=PERIODS,
    unit_code=st.sampled_from(["", "ZFB", "DWB"]),
)


@given(SERIES, st.integers(1, 99_999))
def test_a_code_says_its_class_and_number(series: Series, serial: int) -> None:
    assert read_code(series.code(serial)) == (series, serial)


@given(st.lists(SERIES, max_size=60), st.integers(0, 60))
def test_numbering_stopped_anywhere_and_gone_on_gives_the_same(wanted: list[Series], stop: int) -> None:
    pieces = [(str(place), series) for place, series in enumerate(wanted)]
    first = number_in_order(pieces[:stop], {})
    last = {series: serial for _, series, serial in first}

    assert first + number_in_order(pieces[stop:], last) == number_in_order(pieces, {})


@given(st.lists(SERIES, max_size=60))
def test_no_number_is_given_twice_and_none_is_passed_over(wanted: list[Series]) -> None:
    numbered = number_in_order(((str(place), series) for place, series in enumerate(wanted)), {})

    for series in set(wanted):
        serials = [serial for _, one, serial in numbered if one == series]
        assert serials == list(range(1, len(serials) + 1))
        assert gaps(serials) == ()


@given(st.sets(st.integers(1, 200)))
def test_a_gap_is_named(serials: set[int]) -> None:
    assert set(gaps(serials)) == set(range(1, max(serials, default=0))) - serials


def test_numbers_in_texts_count_as_numbers() -> None:
    assert sorted(["云政发〔2024〕10号", "云政发〔2024〕9号", "云办发〔2024〕1号"], key=natural) == [
        "云办发〔2024〕1号",
        "云政发〔2024〕9号",
        "云政发〔2024〕10号",
    ]


def a_rule(
    number: str, retention: Retention, *, kinds: tuple[str, ...] = (), words: tuple[str, ...] = ()
) -> ScheduleRule:
    return ScheduleRule(number, "某类", retention, Grade.READ, kinds, words)


def a_schedule(*rules: ScheduleRule) -> Schedule:
    return Schedule("own", "本机关", "", "", rules)


@given(PERIODS, PERIODS)
def test_between_two_rows_the_longer_is_proposed_and_a_person_decides(one: Retention, other: Retention) -> None:
    schedule = a_schedule(a_rule("1", one, kinds=("函",)), a_rule("2", other, kinds=("函",)))

    found = propose(schedule, "函", "关于某事的函", is_own=True, stated=None, usual=None)

    assert found.retention is longest(one, other)
    assert bool(found.doubt) is (one is not other)


@given(PERIODS, PERIODS)
def test_a_table_never_shortens_what_the_procedure_gives(usual: Retention, ruled: Retention) -> None:
    schedule = a_schedule(a_rule("1", ruled, kinds=("函",)))

    found = propose(schedule, "函", "关于某事的函", is_own=True, stated=None, usual=usual)

    assert not is_longer(usual, found.retention)
    assert not is_longer(ruled, found.retention)


def test_a_narrow_row_goes_before_a_wide_one() -> None:
    schedule = a_schedule(
        a_rule("1", Retention.PERMANENT, kinds=("通知",)), a_rule("2", Retention.TEN_YEARS, words=("值班",))
    )

    found = propose(schedule, "通知", "关于值班的通知", is_own=True, stated=None, usual=None)

    assert (found.retention, found.doubt) == (Retention.TEN_YEARS, "")


@pytest.mark.parametrize(("deadline", "due"), [("06-30", dt.date(2026, 6, 30)), ("09-30", dt.date(2026, 9, 30))])
def test_a_year_is_to_be_filed_by_a_day_of_the_next(deadline: str, due: dt.date) -> None:
    assert ArchiveRules(deadline=deadline).due(2025) == due


def test_a_request_is_linked_with_its_answer_and_with_nothing_else() -> None:
    titles = {
        "1": "云岭乡人民政府关于拨付防汛经费的请示",
        "2": "临溪县人民政府关于拨付防汛经费的批复",
        "3": "关于拨付抗旱经费的请示",
        "4": "关于商请借用设备的函",
        "5": "关于商请借用设备的复函",
        "6": "关于拨付防汛经费的通知",
    }

    assert related(titles) == {"1": ("2",), "2": ("1",), "4": ("5",), "5": ("4",)}


def test_what_is_asked_in_december_is_linked_with_its_answer_of_january() -> None:
    asked, answer = "某乡关于修路资金的请示", "某县关于修路资金的批复"

    assert related_over_years({"5-1": answer}, {"4-1": asked}, {}) == {"5-1": ("4-1",)}
    assert related_over_years({"4-1": asked}, {}, {"5-1": answer}) == {"4-1": ("5-1",)}
    assert related_over_years({"4-1": answer}, {}, {"5-1": asked}) == {}, "nothing is answered before it is asked"


def test_a_matter_of_every_year_finds_its_answer_in_its_own_year() -> None:
    asked, answer = "某乡关于春节慰问经费的请示", "某县关于春节慰问经费的批复"
    year = {"5-1": asked, "5-2": answer}

    found = related_over_years(year, {"4-1": asked, "4-2": answer}, {"6-1": asked, "6-2": answer})

    assert found == {"5-1": ("5-2",), "5-2": ("5-1",)}
