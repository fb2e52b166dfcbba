"""Finding records (查档): scope before counting (law 7); what was found as a list to take away, and on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from domain.book_events import Book
from domain.catalogue import Answer, FacetName, Hit, Pick
from domain.holding_listing import HoldingQuery
from domain.office import Actor
from office.archived import record_of
from office.books_taken import Format, note_taken
from office.filing import ISSUED_PDF
from office.house import House
from office.opened import note_opened
from office.repeal import effect_of
from office.scope import case_for, reach_of, scope_of
from office.transcript_spots import kept_pages, spots_of
from office.transcript_view import machine_words
from press.page_texts import Spot
from press.tables import Cell, Sheet, workbook

MOST_TAKEN = 5000
"""Rows a list of results may have; more are a copy of the archive."""
_HEADINGS = (
    ("序号", 7),
    ("发文字号", 20),
    ("标题", 46),
    ("文种", 6),
    ("发文机关", 22),
    ("成文日期", 11),
    ("年度", 7),
    ("密级", 6),
    ("保管期限", 9),
    ("档号", 24),
    ("签发人", 9),
    ("效力", 12),
    ("文字来源", 18),
    ("命中", 8),
    ("页", 5),
    ("摘要", 60),
    ("编号", 14),
)


@dataclass(frozen=True)
class Asked:
    """What is searched for (检索条件): the query, values of facets it is narrowed to, and the cards that the first page was cut from."""

    query: str
    picks: tuple[Pick, ...] = ()
    first_held: int | None = None


@dataclass(frozen=True)
class Remark:
    """What is said beside a hit (附注): that it has lost or will lose its force (效力), that a machine read its words (文字来源); empty where neither."""

    effect: str
    source: str


@dataclass(frozen=True)
class Mark:
    """A box around found words, as shares of the page (标记)."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class FoundPage:
    """One page of a record with the words marked (命中页): ``pages`` are those that have any, of ``count`` in all."""

    title: str
    number: str
    count: int
    page: int
    pages: tuple[int, ...]
    marks: tuple[Mark, ...]


def search(
    house: House, actor: Actor, query: str, *, limit: int = 20, offset: int = 0, asked: Asked | None = None
) -> Answer:
    """Answer a query within the actor's reach: the exact total, one page of hits, and counts by every facet.

    Raises:
        QueryError: The query can't be read; the sentence says what to change.
    """
    wanted = asked or Asked(query)
    return house.catalogue.search(
        wanted.query,
        reach_of(house, actor),
        limit=limit,
        offset=offset,
        picks=wanted.picks,
        first_held=wanted.first_held,
        counted=True,
    )


def remarks(house: House, hits: Sequence[Hit]) -> tuple[Remark, ...]:
    """Say of each hit what its document's record tells beyond the catalogue."""
    today = house.clock.today()
    cases = (house.registry.case(hit.object_id) for hit in hits)
    return tuple(Remark(effect_of(case, today), machine_words(case)) if case else Remark("", "") for case in cases)


def behind(house: House, actor: Actor, answer: Answer) -> int:
    """Tell how many records within the actor's scope are filed and not yet in the catalogue (尚未编目)."""
    return max(house.registry.count_holdings(HoldingQuery(), scope_of(actor)) - answer.held, 0)


def export(house: House, actor: Actor, asked: Asked, channel: str = "desk") -> bytes:
    """Give the list of hits as .xlsx; with state secrets in it that is recorded before a byte goes out."""
    answer = search(house, actor, asked.query, limit=MOST_TAKEN, asked=asked)
    restricted = (hit.object_id for hit in answer.hits if hit.level.is_state_secret)
    taken = len(answer.hits)
    note_taken(house, actor, Book.SEARCH, Format.XLSX, rows=taken, restricted=restricted, channel=channel)
    narrowed = "".join(f" {facet.value}:{value}" for facet, value in asked.picks)
    said = f"，这里是前{MOST_TAKEN}件" if answer.total > MOST_TAKEN else ""
    rows = [
        _cells(place, hit, remark)
        for place, (hit, remark) in enumerate(zip(answer.hits, remarks(house, answer.hits), strict=True), 1)
    ]
    title = f"检索结果：{asked.query}{narrowed}（共{answer.total}件{said}）"
    return workbook(Sheet(title, tuple(name for name, _ in _HEADINGS), tuple(width for _, width in _HEADINGS), rows))


def has_pages(house: House, actor: Actor, document_id: str) -> bool:
    """Tell whether a record has pages to look into: a picture or paper without a scan that came in, and a text that was taken over, have none.

    Raises:
        UnknownDocumentError: It is not in the archive, or the actor may not know of it.
    """
    return ISSUED_PDF in record_of(house, case_for(house, actor, document_id)).files()


def found_page(house: House, actor: Actor, document_id: str, query: str, page: int) -> FoundPage:
    """Find the words of a query on a record's pages; without a page asked for, the first that has any.

    Raises:
        UnknownDocumentError: It is not in the archive, or the actor may not know of it.
        QueryError: The query can't be read.
        MissingFileError: It has no such pages (``has_pages``).
    """
    case = case_for(house, actor, document_id)
    note_opened(house, actor, case, "检索原页")
    stored = record_of(house, case)
    pdf, read = stored.read(ISSUED_PDF), kept_pages(stored)
    texts, spots = house.press.page_words(pdf, 1)
    texts = tuple(text if text.strip() else read.get(number, ("", ()))[0] for number, text in enumerate(texts, 1))
    having = tuple(number for number, text in enumerate(texts, 1) if house.catalogue.places(query, _dense(text)))
    shown = page if 1 <= page <= len(texts) else next(iter(having), 1)
    if shown != 1:
        _, spots = house.press.page_words(pdf, shown)
    spots = spots or spots_of(*read.get(shown, ("", ())))
    found = house.catalogue.places(query, "".join(spot[0] for spot in spots))
    marks = tuple(mark for start, end in found for mark in _boxes(spots[start:end]))
    return FoundPage(case.title, case.number, len(texts), shown, having, marks)


def facet_named(name: str) -> FacetName | None:
    """Find a facet by its Chinese name."""
    return next((facet for facet in FacetName if facet.value == name), None)


def _dense(text: str) -> str:
    return "".join(text.split())


def _boxes(spots: Sequence[Spot]) -> list[Mark]:
    """Draw one box around the characters of each line."""
    lines: list[list[Spot]] = []
    for spot in spots:
        if lines and spot[1] >= lines[-1][-1][1] and spot[2] < lines[-1][-1][4]:
            lines[-1].append(spot)
        else:
            lines.append([spot])
    return [_around(line) for line in lines]


def _around(line: Sequence[Spot]) -> Mark:
    left, top = min(spot[1] for spot in line), min(spot[2] for spot in line)
    return Mark(left, top, max(spot[3] for spot in line) - left, max(spot[4] for spot in line) - top)


def _cells(place: int, hit: Hit, remark: Remark) -> tuple[Cell, ...]:
    snippet = "".join(text for text, _ in hit.snippet)
    facts = (hit.organ, hit.date, hit.year or None, hit.level.value, hit.retention.value, hit.archival_code, hit.signer)
    page = hit.page or None
    return (place, hit.number, hit.title, hit.kind, *facts, *astuple(remark), hit.why, page, snippet, hit.object_id)
