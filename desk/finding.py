"""Finding records at the desk (检索): the query box, the form for those who know more, narrowing by counts, lists to take away, the page of a hit."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from desk.attachment import attachment
from desk.query_form import composed, values_of
from desk.visit import Visit, signed_in
from domain.catalogue import Answer, Facet, FacetName, Pick
from domain.errors import BadInputError
from domain.levels import Level, Retention
from office import search as searches

A_PAGE = 20
_LONGEST_QUERY = 500
_FURTHEST = 10_000
_VALUES_SHOWN = 8
_PARAMETERS = {
    FacetName.YEAR: "year",
    FacetName.KIND: "kind",
    FacetName.ORGAN: "organ",
    FacetName.RETENTION: "retention",
    FacetName.LEVEL: "level",
}
_ORDER_OF_PERIODS = {period.value: place for place, period in enumerate(Retention)}
_ORDER_OF_LEVELS = {level.value: place for place, level in enumerate(Level)}


@dataclass(frozen=True)
class Choice:
    """A value of a facet with its count, and the address that narrows to it (分面项)."""

    value: str
    count: int
    address: str


@dataclass(frozen=True)
class Choices:
    """One facet as the page shows it: the frequent values, the others behind a fold, and the way back when it is narrowed."""

    name: str
    first: tuple[Choice, ...]
    others: tuple[Choice, ...]
    picked: str
    undo: str


@signed_in("GET", "HEAD")
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Search the records."""
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    picks, offset, held = (
        _picks(request.GET),
        _offset(request.GET.get("from", "")),
        _number(request.GET.get("held", "")),
    )
    known: dict[str, object] = {"query": query, "tips": not query}
    if not query:
        return render(request, "desk/search.html", known)
    asked = searches.Asked(query, picks, held)
    try:
        answer = searches.search(visit.house, visit.actor, query, limit=A_PAGE, offset=offset, asked=asked)
    except BadInputError as error:
        return render(request, "desk/search.html", known | {"problem": str(error), "tips": True}, status=422)
    return render(request, "desk/search.html", known | _shown(visit, asked, answer, offset))


@signed_in("GET", "HEAD")
def advanced(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the form for those who know more, or make a query of what was filled in."""
    if "go" in request.GET and (query := composed(request.GET)):
        return HttpResponseRedirect(f"/search?{urlencode({'q': query})}")
    known = {
        "typed": values_of(request.GET),
        "levels": [level.value for level in Level if level.rank <= visit.actor.clearance.rank],
        "retentions": [period.value for period in Retention],
        "empty": "go" in request.GET,
    }
    return render(request, "desk/search_form.html", known)


@signed_in("GET", "HEAD")
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the list of hits as a workbook."""
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    asked = searches.Asked(query, _picks(request.GET), _number(request.GET.get("held", "")))
    data = searches.export(visit.house, visit.actor, asked)
    return attachment(data, f"检索结果 {visit.house.clock.today():%Y-%m-%d}.xlsx")


@signed_in("GET", "HEAD")
def found(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show a page of a record with the words marked."""
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    if not searches.has_pages(visit.house, visit.actor, document_id):  # the record's own page shows what there is
        return HttpResponseRedirect(reverse("document", args=[document_id]))
    shown = searches.found_page(visit.house, visit.actor, document_id, query, _number(request.GET.get("page", "")) or 0)
    here = f"/documents/{document_id}/found?"
    known = {
        "query": query,
        "document_id": document_id,
        "shown": shown,
        "all": [(n, here + urlencode({"q": query, "page": n}), n in shown.pages) for n in range(1, shown.count + 1)],
        "next": next((n for n in shown.pages if n > shown.page), 0),
        "here": here + urlencode({"q": query}),
        "back": "/search?" + urlencode({"q": query}),
    }
    return render(request, "desk/found.html", known)


def _shown(visit: Visit, asked: searches.Asked, answer: Answer, offset: int) -> dict[str, object]:
    kept = _address_of(asked, answer.held)
    pages = -(-answer.total // A_PAGE)
    return {
        "answer": answer,
        "hits": list(zip(answer.hits, searches.remarks(visit.house, answer.hits), strict=True)),
        "behind": searches.behind(visit.house, visit.actor, answer) if asked.first_held is None else 0,
        "facets": [_choices(facet, asked) for facet in answer.facets if facet.counts],
        "picked": asked.picks,
        "all_of_it": "/search?" + urlencode({"q": asked.query}),
        "first": offset + 1,
        "last": min(offset + A_PAGE, answer.total),
        "page": offset // A_PAGE + 1,
        "pages": pages,
        "before": f"{kept}&from={max(offset - A_PAGE, 0)}" if offset else "",
        "after": f"{kept}&from={offset + A_PAGE}" if offset + A_PAGE < min(answer.total, _FURTHEST) else "",
        "export": kept.replace("/search?", "/search/export?", 1),
        "too_many": answer.total > searches.MOST_TAKEN,
        "most": searches.MOST_TAKEN,
        "marking": urlencode({"q": asked.query}),
    }


def _choices(facet: Facet, asked: searches.Asked) -> Choices:
    """Arrange a facet: years the newest first, periods and levels in their own order, the rest by count."""
    others = tuple(pick for pick in asked.picks if pick[0] is not facet.name)
    picked = next((value for name, value in asked.picks if name is facet.name), "")
    counts = sorted(facet.counts, key=lambda pair: _place_of(facet.name, pair))
    made = tuple(
        Choice(value, count, _address_of(searches.Asked(asked.query, (*others, (facet.name, value)))))
        for value, count in counts
    )
    undo = _address_of(searches.Asked(asked.query, others))
    return Choices(facet.name.value, made[:_VALUES_SHOWN], made[_VALUES_SHOWN:], picked, undo)


def _place_of(name: FacetName, pair: tuple[str, int]) -> tuple[int, str]:
    value, count = pair
    match name:
        case FacetName.YEAR:
            return -int(value), ""
        case FacetName.RETENTION:
            return _ORDER_OF_PERIODS.get(value, 9), value
        case FacetName.LEVEL:
            return _ORDER_OF_LEVELS.get(value, 9), value
        case _:
            return -count, value


def _address_of(asked: searches.Asked, held: int | None = None) -> str:
    parts = [("q", asked.query), *((_PARAMETERS[name], value) for name, value in asked.picks)]
    return "/search?" + urlencode([*parts, *([("held", str(held))] if held is not None else [])])


def _picks(typed: QueryDict) -> tuple[Pick, ...]:
    return tuple((name, value[:200]) for name, word in _PARAMETERS.items() if (value := typed.get(word, "")))


def _offset(text: str) -> int:
    return min(_number(text) or 0, _FURTHEST) // A_PAGE * A_PAGE


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else None
