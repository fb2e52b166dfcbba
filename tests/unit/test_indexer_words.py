"""Folding, cutting into grams, numbers and snippets: the pure parts of the catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.folding import comparable, fold, places, tidy
from indexer.grams import clues_of, grams_of, is_counted
from indexer.numbers import number_key, number_prefix
from indexer.old_forms import simplified, writing_of
from indexer.snippet import snippet


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("土地征\n收", "土地征收"),
        ("　　各村：\r\n　　现就", "各村：现就"),
        ("2024\n年 3 月", "2024年3月"),
        ("hello\n  world", "hello world"),
        ("零\u200b宽\ufeff字", "零宽字"),
        ("“放管服”\n改革", "“放管服”改革"),
    ],
)
def test_blanks_that_only_the_page_put_there_are_gone(written: str, shown: str) -> None:
    assert tidy(written) == shown


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("ＡＢＣ", "abc"),
        ("①㎡…", "1m2..."),
        ("（一）", "(一)"),
        ("〔2024〕—【甲】“乙”", '[2024]-[甲]"乙"'),
        ("Straße", "strasse"),
    ],
)
def test_forms_of_the_same_character_are_compared_as_one(written: str, compared: str) -> None:
    assert comparable(written) == compared


def test_a_lone_surrogate_can_not_stop_the_writing() -> None:
    comparable("坏\ud800字").encode()


def test_a_long_run_of_blanks_takes_no_quadratic_time() -> None:
    assert tidy("a" + " " * 3_000_000 + "b") == "a b"  # else this would take a day


@given(st.text(max_size=40))
def test_every_folded_character_is_found_back_in_the_tidied_text(text: str) -> None:
    tidied = tidy(text)

    origins = places(tidied)

    assert len(origins) == len(fold(tidied)) + 1
    assert fold("".join(tidied[start] for start in sorted(set(origins[:-1])))) == fold(tidied)


def test_a_text_is_cut_into_pairs_and_single_characters_and_runs_of_letters_and_digits_are_kept_whole() -> None:
    grams = grams_of("二〇二四年gb/t 97通知")

    pairs = ("二〇", "〇二", "二四", "四年", "通知", "gb", "97")
    assert grams.pairs == {**dict.fromkeys((*pairs, *"〇四年通知gbt97"), 1), "二": 2}
    assert grams.runs == dict.fromkeys(("gb", "t", "97"), 1)


def test_a_run_at_the_edge_of_a_query_may_go_on_in_the_text_and_one_inside_may_not() -> None:
    clues = clues_of("12年gb号03")

    assert (clues.parts, clues.runs, clues.pairs) == (("12", "03"), ("gb",), ("12", "年", "gb", "号", "03"))
    assert not clues.suffices


def test_only_a_character_or_two_unlike_ones_are_counted_by_their_postings() -> None:
    assert [word for word in ("办公", "常常", "办", "办公室", "a1", "办a", "，办") if is_counted(word)] == [
        "办公",
        "办",
        "a1",
    ]


@given(st.text("办公用房ab12 ，-〔", min_size=1, max_size=12), st.data())
def test_what_a_query_asks_for_stands_in_every_text_that_holds_it(text: str, data: st.DataObject) -> None:
    folded = comparable(text)
    start = data.draw(st.integers(0, len(folded)))
    clues = clues_of(folded[start : data.draw(st.integers(start, len(folded)))])

    grams = grams_of(folded)

    assert set(grams.pairs).issuperset(clues.pairs)
    assert set(grams.runs).issuperset(clues.runs)
    assert all(any(part in run for run in grams.runs) for part in clues.parts)


@pytest.mark.parametrize(
    "written",
    [
        "滨政发〔2024〕12号",
        "滨政发[2024]12",
        "滨政发 2024 12号",
        "滨政发2024 12号",
        "滨政发（2024）12号",
        "滨政发【２０２４】第012号",
        "滨政发 〔 2024 〕 12 号",
    ],
)
def test_a_number_has_one_key_however_it_is_written(written: str) -> None:
    assert number_key(written) == "滨政发[2024]12号"


def test_what_has_no_year_keeps_its_own_form() -> None:
    assert number_key("第 12 期") == "第12期"


@pytest.mark.parametrize(
    ("written", "prefix"), [("滨政发[2024]", "滨政发[2024]"), ("滨政发 2024", "滨政发[2024]"), ("滨政", "滨政")]
)
def test_the_beginning_of_a_number_is_read_in_any_writing(written: str, prefix: str) -> None:
    assert number_prefix(written) == prefix


def test_a_snippet_marks_every_match_in_the_original_writing() -> None:
    pieces = snippet("面积①②㎡，其中ＡＢＣ为５０㎡。", ["m2", "abc"])

    assert pieces == (
        ("面积①②", False), ("㎡", True), ("，其中", False), ("ＡＢＣ", True), ("为５０", False), ("㎡", True), ("。", False),
    )  # fmt: skip


def test_a_snippet_is_cut_around_the_first_match_and_says_so() -> None:
    pieces = snippet("前" * 500 + "防汛" + "后" * 500, ["防汛"])

    assert pieces[0] == ("…", False)
    assert pieces[2] == ("防汛", True)
    assert pieces[-1][0].endswith("后…")
    assert 100 < sum(len(text) for text, _ in pieces) < 130


def test_matches_that_touch_are_marked_as_one() -> None:
    assert snippet("甲乙丙丁", ["甲乙", "乙丙"]) == (("甲乙丙", True), ("丁", False))


def test_a_text_without_a_match_shows_its_beginning() -> None:
    assert snippet("各村：现就", ["防汛"]) == (("各村：现就", False),)
    assert snippet("", ["防汛"]) == ()


def test_where_the_office_asks_for_it_traditional_characters_are_simplified_ones() -> None:
    both = writing_of(traditional_too=True)

    assert both.comparable("關於後勤機構發佈〔二〇一二〕幹部檔案的瞭解") == "关于后勤机构发布[二〇一二]干部档案的了解"
    assert writing_of(traditional_too=False).comparable("後") == "後"


def test_no_simplified_character_leads_on_to_another() -> None:
    table = simplified()

    assert len(table) > 3000
    assert not set(table.values()) & set(table)
