"""Why a card answers a query, and how the hit shows it (命中说明): the same for every engine."""

from __future__ import annotations

import dataclasses

from domain.catalogue import Card, CardFace, Hit
from indexer.folding import comparable, fold, tidy
from indexer.numbers import number_key
from indexer.snippet import Pieces, snippet, snippet_of
from indexer.wish import (
    CodeStarts,
    DateWithin,
    Holds,
    LevelIs,
    NumberIs,
    NumberStarts,
    Place,
    RetentionIs,
    Simple,
    Wish,
    Words,
    YearWithin,
    positives,
)

NUMBER, TITLE, CODE, BODY = "文号", "标题", "档号", "正文"
"""The parts of a card that bare words are looked for in, in this order."""

_FACE_FIELDS = tuple(field.name for field in dataclasses.fields(CardFace))


def hit(card: Card, wish: Wish) -> Hit:
    """Make the hit that shows how ``card`` answers ``wish``."""
    why, pieces = _explanation(card, list(positives(wish)))
    face = {name: getattr(card, name) for name in _FACE_FIELDS}
    return Hit(**face, snippet=pieces, why=why)


def _explanation(card: Card, wishes: list[Simple]) -> tuple[str, Pieces]:
    words = [wish.text for wish in wishes if isinstance(wish, Words)]
    body = tidy(card.text)
    folded = fold(body)
    why = next((found for wish in wishes if (found := _why(card, folded, wish))), "")
    if why in (NUMBER, TITLE, CODE) and not any(word in folded for word in words):
        return why, _head_snippet(card, why, wishes, words)
    return why, snippet_of(body, folded, words)


def _head_snippet(card: Card, why: str, wishes: list[Simple], words: list[str]) -> Pieces:
    if why == TITLE:
        return snippet(card.title, [*words, *_title_words(wishes)], whole=True)
    shown = card.number if why == NUMBER else card.archival_code
    if any(word in comparable(shown) for word in words):
        return snippet(shown, words, whole=True)
    return ((shown, True),)


def _title_words(wishes: list[Simple]) -> list[str]:
    return [wish.text for wish in wishes if isinstance(wish, Holds) and wish.place is Place.TITLE]


def _why(card: Card, body: str, wish: Simple) -> str:
    """Name the part of the card that this wish matches, or nothing."""
    match wish:
        case Words(text):
            return _first_place(card, body, text)
        case Holds(place, text):
            return place.value if text in comparable(part(card, place)) else ""
        case NumberIs(key):
            return NUMBER if number_key(card.number) == key else ""
        case NumberStarts(prefix):
            return NUMBER if number_key(card.number).startswith(prefix) else ""
        case CodeStarts(prefix):
            return CODE if comparable(card.archival_code).startswith(prefix) else ""
        case YearWithin(first, last):
            return "年度" if first <= card.year <= last else ""
        case DateWithin(earliest, latest):
            return "日期" if card.date is not None and earliest <= card.date <= latest else ""
        case LevelIs(level):
            return "密级" if card.level is level else ""
        case RetentionIs(retention):
            return "保管期限" if card.retention is retention else ""


def part(card: CardFace, place: Place) -> str:
    """Give the named part of a card."""
    return {Place.TITLE: card.title, Place.ORGAN: card.organ, Place.SIGNER: card.signer}[place]


def _first_place(card: Card, body: str, text: str) -> str:
    heads = ((NUMBER, card.number), (TITLE, card.title), (CODE, card.archival_code))
    in_head = next((name for name, value in heads if text in comparable(value)), "")
    return in_head or (BODY if text in body else "")
