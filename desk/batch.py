"""Signing several documents in one go (批量签批): each page of each is shown, each is ticked by itself, one bad one holds back no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.entrance import confirm
from desk.error_pages import status_of
from desk.forms import BatchForm, filled
from desk.once import new_mark, use_mark
from desk.papers import needs_password, phrases_for
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.pages import Binding
from office import sign, views
from office.views import TodoItem

CHANNEL = "desk"
MOST = 20
"""How many documents one page shows: more than anybody reads at a sitting."""


@dataclass(frozen=True)
class Outcome:
    """What became of one document of a batch (签批结果)."""

    document_id: str
    title: str
    fault: str


@signed_in("GET", "POST")
def batch(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show all that waits for the person's decision, page by page, or sign what was ticked (批量签批)."""
    if request.method == "GET":
        return _page(request, visit, None)
    try:
        form = filled(BatchForm, request)
        use_mark(visit, "batch", form.cleaned_data["once"])
        ticked = _ticked(request, visit)
        if any(needs_password(visit, step) for item in ticked for step in _steps(visit, item)):
            confirm(request, visit, form.cleaned_data["password"])
    except (BadInputError, NotAllowedError, NotNowError) as error:
        return _page(request, visit, error)
    outcomes = [_sign(request, visit, item, form.said()) for item in ticked]
    return render(request, "desk/batch_done.html", {"outcomes": outcomes})


def _waiting(visit: Visit) -> list[TodoItem]:
    return [item for item in views.todo(visit.house, visit.actor) if item.verb is not None and item.verb.is_decision]


def _ticked(request: HttpRequest, visit: Visit) -> list[TodoItem]:
    wanted = set(request.POST.getlist("item"))
    return [item for item in _waiting(visit) if _key(item) in wanted]


def _steps(visit: Visit, item: TodoItem) -> list[Any]:
    mine = views.view_document(visit.house, visit.actor, item.document_id).mine
    return [step for step in mine if step.key == item.step]


def _sign(request: HttpRequest, visit: Visit, item: TodoItem, opinion: str) -> Outcome:
    sent = {name: request.POST.get(f"{name} {_key(item)}", "")[:2000] for name in ("content", "pages", "rendered_by")}
    binding = Binding(sent["content"], sent["pages"], sent["rendered_by"])
    try:
        sign.approve(
            visit.house,
            visit.actor,
            item.document_id,
            opinion=opinion,
            binding=binding,
            step=item.step,
            channel=CHANNEL,
        )
    except (BadInputError, NotAllowedError, NotNowError, NotFoundError) as error:
        return Outcome(item.document_id, item.title, str(error))
    return Outcome(item.document_id, item.title, "")


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    ticked = set(request.POST.getlist("item"))
    papers = [_paper(visit, item, ticked) for item in _waiting(visit)[:MOST]]
    known = {
        "papers": papers,
        "once": new_mark(visit, "batch"),
        "phrases": phrases_for(visit, [step for paper in papers for step in paper["steps"]]),
        "needs_password": any(paper["needs_password"] for paper in papers),
        "problem": str(error) if error else "",
        "opinion": request.POST.get("opinion", "")[:2000],
    }
    return render(request, "desk/batch.html", known, status=status_of(error) if error else 200)


def _paper(visit: Visit, item: TodoItem, ticked: set[str]) -> dict[str, Any]:
    view = views.view_document(visit.house, visit.actor, item.document_id)
    steps = [step for step in view.mine if step.key == item.step]
    return {
        "item": item,
        "steps": steps,
        "key": _key(item),
        "ticked": _key(item) in ticked,
        "binding": view.binding,
        "numbers": range(1, view.pages + 1),
        "count": view.pages,
        "findings": view.case.findings,
        "needs_password": any(needs_password(visit, step) for step in steps),
    }


def _key(item: TodoItem) -> str:
    return f"{item.document_id} {item.step}"
