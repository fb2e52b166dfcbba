"""The pages of use (档案利用): reading in the office and lending are noted, what is lent comes back, the register is read and taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.attachment import PDF, attachment
from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import filled
from desk.forms_keeping import ReturnForm, UseForm
from desk.once import new_mark, use_mark
from desk.paging import Asked
from desk.visit import Visit, signed_in
from desk.words import day
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.use import UseQuery
from office import lending
from office.archive_rules import rules_of
from office.keeping import require_archivist
from office.lending import Reader
from office.use_register import A_PAGE, TITLE, use_register, use_workbook

_LAST = 10
"""How many lines of the register stand under the form."""
_TYPED = ("how", "records", "reader", "organisation", "purpose", "approver", "copies", "days", "note")


@signed_in("GET", "HEAD", "POST")
def use(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the form, what is lent and the last lines, or note a reading or a loan (利用登记)."""
    if request.method != "POST":
        return _page(request, visit, None)
    try:
        form: UseForm = filled(UseForm, request)
        use_mark(visit, "use", form.cleaned_data["once"])
        words = _lend(visit, form) if form.cleaned_data["how"] == "lend" else _note(visit, form)
    except (BadInputError, NotAllowedError, NotFoundError, NotNowError) as error:
        return _page(request, visit, error)
    return HttpResponseRedirect(f"/use?{urlencode(words)}")


@signed_in("POST")
def take_back(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Take a lent record back (归还)."""
    return _act(request, visit, lambda: _take_back(request, visit, document_id))


@signed_in("GET", "HEAD")
def copy(_request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Give the watermarked copy of a lent record (带水印的复制件)."""
    name, data = lending.lent_copy(visit.house, visit.actor, document_id)
    return attachment(data, name, PDF)


@signed_in("GET", "HEAD")
def register(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the register of use between two days (利用登记簿)."""
    asked = Asked.of(request, A_PAGE)
    query = _query(asked)
    page = use_register(visit.house, visit.actor, query, asked.size, asked.offset)
    known = {
        "page": page,
        "pager": asked.pager(page.total),
        "query": query,
        "export": asked.address("/use/register.xlsx", page=""),
    }
    return render(request, "desk/use_register.html", known)


@signed_in("GET", "HEAD")
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the register as a workbook."""
    data = use_workbook(visit.house, visit.actor, _query(Asked.of(request, A_PAGE)))
    return attachment(data, f"{TITLE} {visit.house.clock.today():%Y-%m-%d}.xlsx")


def _lend(visit: Visit, form: UseForm) -> dict[str, str]:
    due, done = lending.lend(
        visit.house, visit.actor, form.named(), _reader(form), days=form.cleaned_data["days"] or 0, channel=CHANNEL
    )
    return {"done": "lent", "count": str(len(done)), "due": due.isoformat()}


def _note(visit: Visit, form: UseForm) -> dict[str, str]:
    copies = form.cleaned_data["copies"] or 0
    done = lending.note_reading(visit.house, visit.actor, form.named(), _reader(form), copies, CHANNEL)
    return {"done": "read", "count": str(len(done))}


def _reader(form: UseForm) -> Reader:
    known = form.cleaned_data
    return Reader(known["reader"], known["purpose"], known["organisation"], known["approver"])


def _take_back(request: HttpRequest, visit: Visit, document_id: str) -> None:
    form: ReturnForm = filled(ReturnForm, request)
    use_mark(visit, "return", form.cleaned_data["once"])
    intact = form.cleaned_data["intact"] == "yes"
    lending.take_back(
        visit.house, visit.actor, [document_id], intact=intact, note=form.cleaned_data["note"], channel=CHANNEL
    )


def _act(request: HttpRequest, visit: Visit, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except (BadInputError, NotAllowedError, NotFoundError, NotNowError) as error:
        return _page(request, visit, error)
    return HttpResponseRedirect("/use?done=back")


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    require_archivist(visit.actor, "登记档案利用")
    typed = {name: request.POST.get(name, "")[:2000] for name in _TYPED}
    today = visit.house.clock.today()
    known = {
        "lent": [(one, one.loan, one.loan.due < today) for one in lending.lent(visit.house, visit.actor) if one.loan],
        "last": use_register(visit.house, visit.actor, UseQuery(), _LAST).lines,
        "approvers": lending.approvers(visit.house),
        "days": rules_of(visit.house).loan_days,
        "marks": {name: new_mark(visit, name) for name in ("use", "return")},
        "typed": {**typed, "records": typed["records"] or request.GET.get("record", "")[:200]},
        "problem": str(error) if error else "",
        "done": _said(request),
    }
    return render(request, "desk/use.html", known, status=status_of(error) if error else 200)


def _said(request: HttpRequest) -> str:
    count = request.GET.get("count", "")
    many = f"{int(count)}件" if count.isdecimal() and count.isascii() and len(count) < 5 else ""
    match request.GET.get("done", ""):
        case "read":
            return f"已登记查阅{many}。"
        case "lent":
            due = _day(request.GET.get("due", ""))
            return f"已登记借出{many}{f'，{day(due)}前归还' if due else ''}。下面可以取带水印的复制件。"
        case "back":
            return "已登记归还。"
    return ""


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _query(asked: Asked) -> UseQuery:
    return UseQuery(asked.day("from"), asked.day("to"))
