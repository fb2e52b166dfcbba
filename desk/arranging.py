"""The archivist's pages beside a year's list (排列、装盒): the order before numbers are given, and the boxes with what stands on their backs."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.attachment import PDF, attachment
from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.errors import FormIncompleteError
from desk.forms import MarkedForm, filled, ticked
from desk.once import new_mark, use_mark
from desk.paging import Asked
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.holding_events import FIRST
from office.boxes import boxes as boxes_of
from office.boxes import note_of, pack
from office.keeping import require_archivist
from office.scope import scope_of
from office.year_order import OrderedClass, place, year_order

A_PAGE = 40
_TO_FIRST, _BY_TIME, _AFTER = "first", "time", "after"


class OrderForm(MarkedForm):
    """Placing the ticked pieces (排列)."""

    where = forms.ChoiceField(
        choices=[(_AFTER, "排在这一件之后"), (_TO_FIRST, "排到本类最前"), (_BY_TIME, "恢复按时间排列")],
        label="排到哪里",
    )
    after = forms.CharField(max_length=200, required=False, label="排在哪一件之后")

    def anchor(self) -> str:
        """Give what the pieces are to follow.

        Raises:
            FormIncompleteError: It is not said.
        """
        if self.cleaned_data["where"] != _AFTER:
            return FIRST if self.cleaned_data["where"] == _TO_FIRST else ""
        after = str(self.cleaned_data["after"])
        if not after:
            raise FormIncompleteError(("没有写排在哪一件之后",))
        return after


class BoxForm(MarkedForm):
    """Packing the boxes of a year, or one box of a class up to a 件号 (装盒)."""

    head = forms.CharField(max_length=60, required=False, label="类")
    last = forms.IntegerField(min_value=1, max_value=999_999, required=False, label="装到第几件为止")


@signed_in("GET", "HEAD", "POST")
def order(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Show the order of a year's pieces by class, or place the ticked ones (排列)."""
    if request.method != "POST":
        return _order_page(request, visit, year, None)

    def act() -> None:
        form: OrderForm = filled(OrderForm, request)
        use_mark(visit, "order", form.cleaned_data["once"])
        records = ticked(request, A_PAGE)
        if not records:
            raise FormIncompleteError(("没有选中要排的件",))
        place(visit.house, visit.actor, records, form.anchor(), CHANNEL)

    asked = Asked.of(request, A_PAGE)
    return _done(act, lambda error: _order_page(request, visit, year, error), asked.address(done="placed"))


@signed_in("GET", "HEAD", "POST")
def boxes(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Show the boxes of a year, or pack what is proposed (装盒)."""
    if request.method != "POST":
        return _boxes_page(request, visit, year, None)

    def act() -> None:
        form: BoxForm = filled(BoxForm, request)
        use_mark(visit, "boxes", form.cleaned_data["once"])
        known = form.cleaned_data
        if known["last"] and not known["head"]:
            raise FormIncompleteError(("没有写是哪一类",))
        pack(visit.house, visit.actor, year, known["head"], known["last"] or 0, channel=CHANNEL)

    return _done(act, lambda error: _boxes_page(request, visit, year, error), f"/years/{year}/boxes?done=packed")


@signed_in("GET", "HEAD")
def note(_request: HttpRequest, visit: Visit, year: int, head: str, number: int) -> HttpResponse:
    """Give a packed box's 备考表 as a PDF, to be printed, signed by who checks it, and put into the box."""
    require_archivist(visit.actor, "装盒")
    listed = boxes_of(visit.house, year, scope_of(visit.actor))
    box = next((one for one in listed if one.packed and (one.head, one.number) == (head, number)), None)
    if box is None:
        raise Http404(head)
    return attachment(visit.house.press.paper(note_of(visit.house, box, year)), f"备考表 {head} 第{number}盒.pdf", PDF)


def _done(act: Callable[[], None], page: Callable[[HongtouError], HttpResponse], to: str) -> HttpResponse:
    try:
        act()
    except (BadInputError, NotAllowedError, NotFoundError, NotNowError) as error:
        return page(error)
    return HttpResponseRedirect(to)


def _order_page(request: HttpRequest, visit: Visit, year: int, error: HongtouError | None) -> HttpResponse:
    classes = year_order(visit.house, visit.actor, year)
    asked = Asked.of(request, A_PAGE)
    head = asked.one_of("class", [one.head for one in classes])
    shown = next((one for one in classes if one.head == head), classes[0] if classes else None)
    rows = shown.rows if shown else ()
    known = {
        "year": year,
        "classes": [(one, asked.address(**{"class": one.head}, page="", done=""), one is shown) for one in classes],
        "shown": shown,
        "rows": [(row, _placed(shown, row.after)) for row in rows[asked.offset : asked.offset + A_PAGE]],
        "pager": asked.pager(len(rows)),
        "here": asked.address(done=""),
        "mark": new_mark(visit, "order"),
        "ticked": request.POST.getlist("record"),
        "typed": {name: request.POST.get(name, "")[:200] for name in ("where", "after")},
        "problem": str(error) if error else "",
        "done": "已排好。给了档号以后不再改动。" if request.GET.get("done") == "placed" else "",
    }
    return render(request, "desk/year_order.html", known, status=status_of(error) if error else 200)


def _placed(shown: OrderedClass | None, after: str) -> str:
    """Say where a piece was placed by hand."""
    if not after or shown is None:
        return ""
    other = next((row for row in shown.rows if row.record == after), None)
    if after == FIRST:
        return "排到最前"
    return f"排在{other.serial:04d}之后" if other else "所跟的件已不在本类，按时间排列"


def _boxes_page(request: HttpRequest, visit: Visit, year: int, error: HongtouError | None) -> HttpResponse:
    require_archivist(visit.actor, "装盒")
    listed = boxes_of(visit.house, year, scope_of(visit.actor))
    known = {
        "year": year,
        "packed": [box for box in listed if box.packed],
        "proposed": [box for box in listed if not box.packed],
        "heads": sorted({box.head for box in listed if not box.packed}),
        "mark": new_mark(visit, "boxes"),
        "typed": {name: request.POST.get(name, "")[:60] for name in ("head", "last")},
        "problem": str(error) if error else "",
        "done": "已装盒。备考表在下面，打印出来由检查人签字，放在盒内最后。"
        if request.GET.get("done") == "packed"
        else "",
    }
    return render(request, "desk/boxes.html", known, status=status_of(error) if error else 200)
