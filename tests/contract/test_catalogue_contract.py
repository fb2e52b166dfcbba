"""What every catalogue must do; each implementation passes the same suite."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.canonical import canonical_bytes
from domain.catalogue import GENERAL, Answer, Card, FacetName, Pick, Reach
from domain.levels import Level, Retention
from indexer.errors import QueryError
from indexer.folding import comparable
from indexer.port import Catalogue
from indexer.whoosh_catalogue import WhooshCatalogue
from tests.contract.plain_scan import PlainScan

EVERYTHING = Reach(frozenset((level, part) for level in Level for part in (GENERAL, "信访")))
INTERNAL = Reach(frozenset({(Level.INTERNAL, GENERAL)}))


@contextmanager
def _whoosh() -> Iterator[Catalogue]:
    with tempfile.TemporaryDirectory() as folder:
        yield WhooshCatalogue(Path(folder) / "index")


@contextmanager
def _plain() -> Iterator[Catalogue]:
    yield PlainScan()


MAKERS = [pytest.param(_whoosh, id="whoosh"), pytest.param(_plain, id="plain scan")]


@pytest.fixture(params=MAKERS)
def catalogue(request: pytest.FixtureRequest) -> Iterator[Catalogue]:
    with request.param() as made:
        yield made


def a_card(object_id: str = "o1", **changes: object) -> Card:
    card = Card(
        object_id=object_id,
        number="滨政发〔2024〕12号",
        title="关于清理办公用房的通知",
        kind="通知",
        organ="滨海镇人民政府",
        date=dt.date(2024, 3, 5),
        year=2024,
        level=Level.INTERNAL,
        retention=Retention.PERMANENT,
        archival_code="0123-WS·2024-Y-BGS-0001",
        signer="王五",
        unit="办公室",
        text="各村：\n为落实上级要求，现就土地征\n收和 ABC-2024 号项目安排如下。",
    )
    return dataclasses.replace(card, **changes)  # type: ignore[arg-type]


def ids(answer: Answer) -> list[str]:
    return [hit.object_id for hit in answer.hits]


@pytest.mark.parametrize(
    "query",
    [
        "办公用房",
        "办",
        "收",
        "土地征收",
        "征收和ABC",
        "C-20",
        "02",
        "abc-2024",
        "ＡＢＣ",
        "，现就",
        "。",
        "“通知”",
        '"ABC-2024 号"',
        "滨政发〔2024〕12号",
        "滨政发[2024]12",
        "滨政发 2024 12号",
        "滨政发（２０２４）012号",
        "文号:滨政发",
        "文号:滨政发[2024]",
        "标题:办公用房",
        "机关：滨海",
        "年度:2024",
        "年度:2020..",
        "密级:内部",
        "保管期限:永久",
        "签发人:王五",
        "档号:0123-ws",
        "日期:2024-03",
        "日期:2024-01..2024-06",
        "日期:2024年3月5日",
        "办公 土地",
        "办公 -信访",
        "没有的词 OR 土地",
        "-信访",
        "号项目 标题:通知 签发人:王",
    ],
)
def test_a_card_is_found_by(query: str, catalogue: Catalogue) -> None:
    catalogue.put([a_card()], 1)

    answer = catalogue.search(query, INTERNAL)

    assert (answer.total, ids(answer)) == (1, ["o1"])


@pytest.mark.parametrize(
    "query",
    [
        "办用",
        "BC-2025",
        "滨政发〔2024〕1号",
        "滨政发〔2024〕120号",
        "滨政办发〔2024〕12号",
        "文号:政发",
        "文号:滨政发〔2023〕",
        "标题:土地",
        "年度:2023",
        "密级:公开",
        "保管期限:10年",
        "签发人:赵六",
        "日期:2024-04..",
        "日期:..2024-03-04",
        "办公 -土地",
        "办公用房的通知各村",
        "滨海镇",
    ],
)
def test_a_card_is_not_found_by(query: str, catalogue: Catalogue) -> None:
    catalogue.put([a_card()], 1)

    assert catalogue.search(query, INTERNAL) == Answer(0, (), held=1)


def test_a_number_in_quotes_finds_who_cites_it_and_bare_only_its_holder(catalogue: Catalogue) -> None:
    citing = a_card("o2", number="滨政发〔2024〕13号", text="根据滨政发〔2024〕12号文件")
    catalogue.put([a_card(), citing], 1)

    assert ids(catalogue.search("滨政发〔2024〕12号", INTERNAL)) == ["o1"]
    assert ids(catalogue.search("“滨政发〔2024〕12号”", INTERNAL)) == ["o1", "o2"]


def test_numbers_come_before_titles_before_bodies_and_newer_first(catalogue: Catalogue) -> None:
    plain = {"number": "", "title": "甲", "text": "乙", "archival_code": ""}
    cards = [
        a_card("body-old", **{**plain, "text": "防汛", "date": dt.date(2020, 1, 1)}),
        a_card("body-undated", **{**plain, "text": "防汛", "date": None}),
        a_card("body-new", **{**plain, "text": "防汛", "date": dt.date(2023, 1, 1)}),
        a_card("title", **{**plain, "title": "防汛通知", "date": dt.date(2019, 1, 1)}),
        a_card("number", **{**plain, "number": "防汛〔2018〕1号", "date": dt.date(2018, 1, 1)}),
    ]
    catalogue.put(cards, 1)

    assert ids(catalogue.search("防汛", INTERNAL)) == ["number", "title", "body-new", "body-old", "body-undated"]


def test_a_single_character_counts_by_how_often_it_stands(catalogue: Catalogue) -> None:
    plain = {"number": "", "title": "甲", "archival_code": ""}
    cards = [
        a_card("once", **{**plain, "text": "汛" + "乙" * 20, "date": dt.date(2024, 1, 1)}),
        a_card("often", **{**plain, "text": "汛" * 6 + "乙" * 15, "date": dt.date(2020, 1, 1)}),
    ]
    catalogue.put(cards, 1)

    assert ids(catalogue.search("汛", INTERNAL)) == ["often", "once"]


def test_a_page_is_cut_from_the_order_and_the_total_stays(catalogue: Catalogue) -> None:
    catalogue.put([a_card(f"o{day:02}", date=dt.date(2024, 1, day)) for day in range(1, 31)], 1)

    second = catalogue.search("办公", INTERNAL, limit=10, offset=10)

    assert second.total == 30
    assert ids(second) == [f"o{day:02}" for day in range(20, 10, -1)]


def test_the_snippet_shows_the_words_around_the_match_without_line_breaks(catalogue: Catalogue) -> None:
    catalogue.put([a_card()], 1)

    (found,) = catalogue.search("土地征收", INTERNAL).hits

    assert found.why == "正文"
    assert ("土地征收", True) in found.snippet
    assert "".join(text for text, _ in found.snippet) == "各村：为落实上级要求，现就土地征收和ABC-2024号项目安排如下。"


def test_markup_in_a_body_stays_text(catalogue: Catalogue) -> None:
    catalogue.put([a_card(text="<script>alert('甲乙丙')</script>")], 1)

    (found,) = catalogue.search("甲乙", INTERNAL).hits

    assert found.snippet == (("<script>alert('", False), ("甲乙", True), ("丙')</script>", False))


def test_a_card_put_again_takes_the_place_of_the_older_one(catalogue: Catalogue) -> None:
    catalogue.put([a_card()], 1)

    catalogue.put([a_card(title="关于防汛的通知")], 2)
    catalogue.put([a_card(title="关于防汛的通知")], 2)

    assert catalogue.search("标题:办公用房", INTERNAL).total == 0
    assert catalogue.search("防汛", INTERNAL).total == 1
    assert catalogue.search("土地", INTERNAL).total == 1


def test_a_card_whose_level_changed_is_no_longer_on_the_old_shelf(catalogue: Catalogue) -> None:
    catalogue.put([a_card()], 1)

    catalogue.put([a_card(level=Level.SECRET)], 2)

    assert catalogue.search("办公", INTERNAL).total == 0
    assert catalogue.search("办公", EVERYTHING).total == 1


def test_a_removed_card_is_gone_and_one_that_never_was_is_no_error(catalogue: Catalogue) -> None:
    catalogue.put([a_card("o1"), a_card("o2")], 1)

    catalogue.remove(["o1", "never"], 2)

    assert ids(catalogue.search("办公", INTERNAL)) == ["o2"]
    assert catalogue.position() == 2


def test_the_position_is_kept_and_never_runs_backwards(catalogue: Catalogue) -> None:
    assert catalogue.position() == 0

    catalogue.put([a_card()], 7)
    catalogue.put([a_card()], 5)
    catalogue.put([], 8)

    assert catalogue.position() == 8


def test_a_cleared_catalogue_is_empty_and_can_be_filled_again(catalogue: Catalogue) -> None:
    catalogue.put([a_card()], 7)

    catalogue.clear()

    assert (catalogue.position(), catalogue.search("办公", EVERYTHING).total) == (0, 0)
    catalogue.put([a_card()], 3)
    assert (catalogue.position(), catalogue.search("办公", EVERYTHING).total) == (3, 1)


def test_joining_pieces_changes_no_answer(catalogue: Catalogue) -> None:
    for number in range(1, 24):
        catalogue.put(
            [a_card(f"o{number % 19}", text=f"防汛第{number}次", unit="办公室" if number % 2 else "财政所")], number
        )
    catalogue.remove(["o3"], 24)
    asked = [("防汛", EVERYTHING), ("第", INTERNAL), ("办公", Reach(INTERNAL.shelves, frozenset({"财政所"})))]
    before = [catalogue.search(query, reach, counted=True) for query, reach in asked]

    catalogue.join()

    assert [catalogue.search(query, reach, counted=True) for query, reach in asked] == before
    assert catalogue.position() == 24
    assert before[0].total == 18


def test_units_narrow_the_reach(catalogue: Catalogue) -> None:
    catalogue.put([a_card("o1", unit="财政所"), a_card("o2", unit="办公室")], 1)

    assert ids(catalogue.search("办公", Reach(INTERNAL.shelves, frozenset({"财政所"})))) == ["o1"]
    assert catalogue.search("办公", Reach(INTERNAL.shelves, frozenset())).total == 0


def test_an_empty_catalogue_answers_nothing(catalogue: Catalogue) -> None:
    assert catalogue.search("办公", EVERYTHING) == Answer(0, ())


# --- ground truth by hypothesis ---------------------------------------------------------------------------------------

ALPHABET = "办公用房土地征收关于的通知，。〔〕《》“”-.:：/ \n\t　aAbＢ12３４①〇㐀𠮷éß号年月々カ"
texts = st.text(ALPHABET, max_size=60)
words = st.text(ALPHABET, min_size=1, max_size=6)
days = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2024, 12, 31))
numbers = st.builds(
    "{}〔{}〕{}号".format, st.sampled_from(["滨政发", "滨政办发"]), st.integers(2022, 2024), st.integers(1, 30)
)


@st.composite
def corpora(draw: st.DrawFn, most: int = 8) -> list[Card]:
    return [
        a_card(
            f"o{index}",
            number=draw(numbers | st.just("") | words),
            title=draw(texts),
            kind=draw(st.sampled_from(["通知", "意见", ""])),
            organ=draw(st.sampled_from(["滨海镇人民政府", "县財政局、滨海镇人民政府", ""])),
            text=draw(texts),
            position=index,
            date=draw(days),
            year=draw(st.integers(2020, 2024)),
            level=draw(st.sampled_from([Level.OPEN, Level.INTERNAL, Level.SECRET])),
            compartment=draw(st.sampled_from([GENERAL, "信访"])),
            retention=draw(st.sampled_from(Retention)),
            archival_code=draw(words | st.just("")),
            signer=draw(st.sampled_from(["王五", "赵六"])),
            unit=draw(st.sampled_from(["办公室", "财政所"])),
        )
        for index in range(draw(st.integers(1, most)))
    ]


@st.composite
def queries_over(draw: st.DrawFn, cards: list[Card]) -> str:
    card = draw(st.sampled_from(cards))
    source = draw(st.sampled_from([card.text, card.title, card.number, "办公用房12"])) or "办"
    start = draw(st.integers(0, len(source) - 1))
    part = source[start : start + draw(st.integers(1, 12))]
    quoted = '"' + part.replace('"', "") + '"'
    simple = st.sampled_from(
        [
            quoted,
            quoted,
            part,
            "标题:" + quoted,
            card.number,
            "文号:" + quoted,
            f"年度:{card.year}..",
            "日期:..2022-06",
            "签发人:王",
            f"密级:{card.level.value}",
            f"保管期限:{card.retention.value}",
            "档号:" + quoted,
        ]
    )
    parts = draw(st.lists(st.tuples(st.sampled_from(["", "", "-", "OR "]), simple), min_size=1, max_size=3))
    return " ".join(sign + text for sign, text in parts).removeprefix("OR ")


PICKS = [
    (FacetName.YEAR, "2022"),
    (FacetName.KIND, "通知"),
    (FacetName.ORGAN, "滨海镇人民政府"),
    (FacetName.RETENTION, "永久"),
    (FacetName.LEVEL, "内部"),
]


@dataclass(frozen=True)
class Question:
    query: str
    picks: tuple[Pick, ...] = ()
    first_held: int | None = None
    limit: int = 100


@st.composite
def questions(draw: st.DrawFn, cards: list[Card]) -> Question:
    picks = draw(st.lists(st.sampled_from(PICKS), max_size=2) | st.just([]))
    held = draw(st.none() | st.none() | st.integers(0, len(cards)))
    return Question(draw(queries_over(cards)), tuple(picks), held, draw(st.sampled_from([1, 3, 100])))


@st.composite
def cases(draw: st.DrawFn, most: int = 8) -> tuple[list[Card], list[Question], Reach]:
    cards = draw(corpora(most))
    shelves = st.frozensets(st.sampled_from(sorted(EVERYTHING.shelves, key=repr)), min_size=1)
    units = st.none() | st.frozensets(st.sampled_from(["办公室", "财政所"]))
    queries = draw(st.lists(questions(cards), min_size=1, max_size=8))
    return cards, queries, Reach(draw(shelves | st.just(EVERYTHING.shelves)), draw(units))


def answer_of(catalogue: Catalogue, asked: Question, reach: Reach) -> Answer | str:
    try:
        return catalogue.search(
            asked.query, reach, limit=asked.limit, picks=asked.picks, first_held=asked.first_held, counted=True
        )
    except QueryError as error:
        return str(error)


@given(cases())
def test_every_answer_equals_a_reading_of_all_cards(case: tuple[list[Card], list[Question], Reach]) -> None:
    cards, queries, reach = case
    reference = PlainScan()
    reference.put(cards, 1)

    with _whoosh() as catalogue:
        catalogue.put(cards[: len(cards) // 2], 1)
        catalogue.put(cards[len(cards) // 2 :], 2)

        for query in queries:
            assert answer_of(catalogue, query, reach) == answer_of(reference, query, reach), query


@given(st.lists(texts, min_size=1, max_size=8), st.data())
@example(["2024年12月", "12024年"], None)
def test_any_substring_finds_exactly_the_bodies_that_hold_it(bodies: list[str], data: st.DataObject | None) -> None:
    cards = [a_card(f"o{index}", number="", title="", archival_code="", text=body) for index, body in enumerate(bodies)]
    with _whoosh() as catalogue:
        catalogue.put(cards, 1)

        for part in _substrings(bodies, data):
            truth = {card.object_id for card in cards if comparable(part) in comparable(card.text)}
            answer = catalogue.search(f'"{part}"', INTERNAL, limit=100)
            assert (answer.total, set(ids(answer))) == (len(truth), truth), part


def _substrings(bodies: list[str], data: st.DataObject | None) -> list[str]:
    whole = "".join(bodies)
    starts = range(0, len(whole), 3)
    length: Callable[[int], int] = (lambda _: 4) if data is None else (lambda _: data.draw(st.integers(1, 12)))
    found = [whole[start : start + length(start)] for start in starts][:20]
    return [part for part in found if comparable(part)]


def nothing_outside_the_reach_shows(case: tuple[list[Card], list[Question], Reach], other: str) -> None:
    """Put in, change and take out what lies outside a reach, by level, by compartment and by unit: every byte of every answer stays."""
    cards, questions, reach = case
    inside = [card for card in cards if reach.covers(card)]
    outside = [card for card in cards if not reach.covers(card)]
    changed = [dataclasses.replace(card, title=other, text=other + card.text, kind="通知") for card in outside]

    with _whoosh() as catalogue:
        catalogue.put(inside, 1)
        alone = [canonical_bytes(answer_of(catalogue, question, reach)) for question in questions]

        for position, hidden in enumerate((outside, changed), 2):
            catalogue.put(hidden, position)
            assert [canonical_bytes(answer_of(catalogue, question, reach)) for question in questions] == alone
        catalogue.remove([card.object_id for card in outside], 4)
        assert [canonical_bytes(answer_of(catalogue, question, reach)) for question in questions] == alone


@pytest.mark.long
@settings(max_examples=500 if settings().max_examples >= 300 else 40)
@given(cases(most=4), texts)
def test_cards_outside_the_reach_never_change_an_answer(
    case: tuple[list[Card], list[Question], Reach], other: str
) -> None:
    nothing_outside_the_reach_shows(case, other)


@given(st.text(max_size=40) | st.text('-"“” ：:标题年度日期OR..2024〔〕号', max_size=30))
def test_a_query_is_answered_or_refused_with_a_sentence(query: str) -> None:
    catalogue = PlainScan()
    catalogue.put([a_card()], 1)

    refused = answer_of(catalogue, Question(query), EVERYTHING)

    assert isinstance(refused, Answer) or (refused.startswith("检索式看不懂：") and "请" in refused)
