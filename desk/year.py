"""The archivist's pages of a year (年度归档): what is proposed, accepting, changing, leaving out, one or many at once; numbering."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.errors import FormIncompleteError
from desk.forms import MarkedForm, filled, ticked
from desk.once import new_mark, use_mark
from desk.paging import Asked
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.holding import Standing
from domain.levels import Retention
from office.pieces import Change, decide_pieces, leave_pieces_out, take_back_in
from office.year_view import A_PAGE, file_from_desk, year_page, years_to_file

_SHOWN = {"open": Standing.OPEN, "filed": Standing.KEPT, "left-out": Standing.LEFT_OUT}
_ACTS = (("accept", "同意建议"), ("change", "改定"), ("leave_out", "不归档"), ("take_in", "恢复归档"))
_SAID = {"decided": "已定。编号归卷后生效。", "filed": "已编档号并归卷。"}


class PiecesForm(MarkedForm):
    """Deciding pieces (定件): which stand ticked beside the form."""

    act = forms.ChoiceField(choices=_ACTS, label="怎么定")
    retention = forms.ChoiceField(
        choices=[("", ""), *((one.value, one.value) for one in Retention)], required=False, label="保管期限"
    )
    unit_code = forms.CharField(max_length=10, required=False, label="机构代码")
    reason = forms.CharField(max_length=200, required=False, label="理由")


class FilingForm(MarkedForm):
    """Numbering and binding what is plain (编号归卷)."""


@signed_in("GET", "HEAD")
def front(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead on to last year, which is the one to be filed now."""
    return HttpResponseRedirect(f"/years/{visit.house.clock.today().year - 1}")


@signed_in("GET", "HEAD", "POST")
def year(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Show a year's pieces, or decide the ticked ones (年度归档)."""
    if request.method != "POST":
        return _page(request, visit, year, None)

    def act() -> None:
        known = filled(PiecesForm, request).cleaned_data
        use_mark(visit, "year", known["once"])
        _decide(visit, ticked(request, A_PAGE), known)

    return _done(request, visit, year, act, "decided")


@signed_in("POST")
def file_pieces(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Number and bind what is plain (编号归卷)."""

    def act() -> None:
        use_mark(visit, "file_year", filled(FilingForm, request).cleaned_data["once"])
        file_from_desk(visit.house, visit.actor, year)

    return _done(request, visit, year, act, "filed")


def _decide(visit: Visit, records: list[str], known: dict[str, str]) -> None:
    if not records:
        raise FormIncompleteError(("没有选中要定的件",))
    house, actor, reason = visit.house, visit.actor, known["reason"]
    match known["act"]:
        case "leave_out":
            leave_pieces_out(house, actor, records, reason, CHANNEL)
        case "take_in":
            take_back_in(house, actor, records, reason, CHANNEL)
        case "accept":
            decide_pieces(house, actor, records, Change(), reason, CHANNEL)
        case _:
            change = Change(Retention(known["retention"]) if known["retention"] else None, known["unit_code"])
            decide_pieces(house, actor, records, change, reason, CHANNEL)


def _done(request: HttpRequest, visit: Visit, year: int, act: Callable[[], None], word: str) -> HttpResponse:
    try:
        act()
    except (BadInputError, NotAllowedError, NotFoundError, NotNowError) as error:
        return _page(request, visit, year, error)
    shown = request.GET.get("shown", "")
    return HttpResponseRedirect(f"/years/{year}?done={word}" + (f"&shown={shown}" if shown in _SHOWN else ""))


def _page(request: HttpRequest, visit: Visit, year: int, error: HongtouError | None) -> HttpResponse:
    asked = Asked.of(request, A_PAGE)
    shown = asked.one_of("shown", _SHOWN) or "open"
    page = year_page(visit.house, visit.actor, year, _SHOWN[shown], asked.size, asked.offset)
    organs = visit.house.office.organs
    known = {
        "page": page,
        "pager": asked.pager(page.total),
        "shown": shown,
        "tabs": (
            ("open", "待整理", page.open),
            ("filed", "已编档号", page.numbered),
            ("left-out", "不归档", page.left_out),
        ),
        "acts": _ACTS[3:] if shown == "left-out" else _ACTS[:3],
        "periods": [one.value for one in Retention],
        "codes": sorted({(organ.code, organ.name) for organ in organs if organ.code and not organ.external}),
        "years": years_to_file(visit.house),
        "marks": {name: new_mark(visit, name) for name in ("year", "file_year")},
        "ticked": request.POST.getlist("record"),
        "typed": {name: request.POST.get(name, "")[:200] for name in ("act", "retention", "unit_code", "reason")},
        "problem": str(error) if error else "",
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    return render(request, "desk/year.html", known, status=status_of(error) if error else 200)
