"""The pages of destroying (销毁): lists, what stands on each, approving, witnessing, carrying out, signing, and the papers of it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.attachment import PDF, attachment
from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import MarkedForm, filled
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.destruction import DestructionList
from domain.errors import BadInputError, HongtouError, MissingPartError, NotAllowedError, NotFoundError, NotNowError
from domain.office import Role
from office import destroying, destruction
from office.destruction_view import ListView, paper_of, to_list_now, view_list
from office.keeping import require_reader

_ACTS = (
    *(("approve", "批准"), ("refuse", "不予批准"), ("strike", "抽出")),
    *(("witness", "监销"), ("run", "执行"), ("attest", "签字")),
)
_SAID = {
    "listed": "清册已拟定，不再改动；等两位领导批准。",
    "approve": "已批准。",
    "refuse": "已记为不予批准，各件仍在档。",
    "strike": "已抽出，该件仍在档。",
    "witness": "已逐件核对，都与清册相符。",
    "run": "已销毁，内容已清除；请两位监销人签字。",
    "attest": "已签字。",
}
_REFUSALS = (BadInputError, NotAllowedError, NotFoundError, NotNowError, MissingPartError)


class NewListForm(MarkedForm):
    """Making a list of all that may be destroyed (拟制清册)."""

    basis = forms.CharField(max_length=500, label="销毁依据")


class ListActForm(MarkedForm):
    """An act on a list (办理清册)."""

    act = forms.ChoiceField(choices=_ACTS, label="办理")
    words = forms.CharField(max_length=500, required=False, label="意见或理由")
    record = forms.CharField(max_length=100, required=False, label="抽出哪一件")


@signed_in("GET", "HEAD", "POST")
def lists(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the lists, or make one (销毁清册)."""
    if request.method != "POST":
        return _lists_page(request, visit, None)
    try:
        form: NewListForm = filled(NewListForm, request)
        use_mark(visit, "destructions", form.cleaned_data["once"])
        known = destruction.make_list(visit.house, visit.actor, form.cleaned_data["basis"], channel=CHANNEL)
    except _REFUSALS as error:
        return _lists_page(request, visit, error)
    return HttpResponseRedirect(f"/destructions/{known.name}?done=listed")


@signed_in("GET", "HEAD", "POST")
def one(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Show a list, or do the actor's part for it (清册)."""
    view = view_list(visit.house, visit.actor, name)  # outside scope: the same 404, whatever the form holds
    if request.method != "POST":
        return _page(request, visit, view, None)
    try:
        form: ListActForm = filled(ListActForm, request)
        use_mark(visit, "destruction", form.cleaned_data["once"])
        _act(visit, name, form.cleaned_data)
    except _REFUSALS as error:
        return _page(request, visit, view_list(visit.house, visit.actor, name), error)
    return HttpResponseRedirect(f"/destructions/{name}?done={form.cleaned_data['act']}")


@signed_in("GET", "HEAD")
def paper(_request: HttpRequest, visit: Visit, name: str, kind: str) -> HttpResponse:
    """Give the list or the certificate as PDF (清册、证明)."""
    label, pdf = paper_of(visit.house, visit.actor, name, "list" if kind == "list" else "certificate")
    return attachment(pdf, label, PDF)


def _act(visit: Visit, name: str, known: dict[str, str]) -> None:
    house, actor, words = visit.house, visit.actor, known["words"]
    plain: dict[str, Callable[..., DestructionList]] = {
        "witness": destruction.witness,
        "run": destroying.carry_out,
        "attest": destroying.attest,
    }
    if known["act"] in plain:
        plain[known["act"]](house, actor, name, channel=CHANNEL)
    elif known["act"] == "strike":
        destruction.strike(house, actor, name, known["record"], words, channel=CHANNEL)
    elif known["act"] == "approve":
        destruction.approve(house, actor, name, words, channel=CHANNEL)
    else:
        destruction.refuse(house, actor, name, words, channel=CHANNEL)


def _lists_page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    require_reader(visit.actor, destruction.SEES, "查看销毁清册")
    is_archivist = visit.actor.has(Role.ARCHIVIST)
    known = {
        "rows": destruction.lists(visit.house, visit.actor),
        "free": to_list_now(visit.house, visit.actor) if is_archivist else (),
        "may_list": is_archivist,
        "mark": new_mark(visit, "destructions"),
        "typed": request.POST.get("basis", "")[:500],
        "problem": str(error) if error else "",
    }
    return render(request, "desk/destructions.html", known, status=status_of(error) if error else 200)


def _page(request: HttpRequest, visit: Visit, view: ListView, error: HongtouError | None) -> HttpResponse:
    struck = {one.record: one.reason for one in view.known.struck}
    blocked = dict(view.blocked)
    rows = [
        (place, item, struck.get(item.record, ""), blocked.get(item.record, ""))
        for place, item in enumerate(view.known.items, 1)
    ]
    known = {
        "view": view,
        "known": view.known,
        "rows": rows,
        "mark": new_mark(visit, "destruction"),
        "typed": {name: request.POST.get(name, "")[:500] for name in ("words", "record")},
        "problem": str(error) if error else "",
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    return render(request, "desk/destruction.html", known, status=status_of(error) if error else 200)
