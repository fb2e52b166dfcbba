"""One document (文件页): the pages exactly as they will be signed, its facts, findings, history, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from desk.attachment import attachment, plain_name
from desk.error_pages import status_of
from desk.once import new_mark
from desk.signing_view import signing_values
from desk.visit import Visit, signed_in
from domain.case import Phase
from domain.errors import HongtouError
from domain.procedure import RouteStep, Verb
from office import views
from office.route_drawing import draw_route, states
from office.views import DocumentView

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"pdf": "application/pdf", "shown": "application/pdf", "docx": _WORD, "draft": _WORD}


@signed_in("GET", "HEAD")
def document(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show a document with all that this person may do about it now; what came in has a page of its own."""
    case = views.view_document(visit.house, visit.actor, document_id).case
    if case.incoming is not None and case.phase is not Phase.DESTROYED:
        done = request.GET.get("done", "")[:20]
        return HttpResponseRedirect(
            reverse("receipt", args=[document_id]) + (f"?{urlencode({'done': done})}" if done else "")
        )
    return document_page(request, visit, document_id)


def document_page(
    request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None = None
) -> HttpResponse:
    """Show a document, after an act that failed with its sentence and with what was typed."""
    view = views.view_document(visit.house, visit.actor, document_id)
    known = {
        **paper_values(view),
        **signing_values(visit, view),
        "problem": str(error) if error else "",
        "typed": {name: request.POST.get(name, "")[:2000] for name in ("opinion", "reason", "note")},
        "decisions": [
            _decision(visit, view, step) for step in view.mine if step.verb.is_decision and not step.on_paper
        ],
        "errands": [
            step for step in view.mine if not (step.verb.is_decision or step.on_paper or step.verb is Verb.CONFIRM)
        ],
        "return_phrases": visit.house.office.return_phrases,
        "marks": {act: new_mark(visit, f"{act} {document_id}") for act in ("return", "revise", "withdraw", "repeal")},
    }
    return render(request, "desk/document.html", known, status=status_of(error) if error else 200)


def paper_values(view: DocumentView) -> dict[str, Any]:
    """Give what every page about a document shows."""
    case = view.case
    is_issued = case.issued is not None or bool(view.kept and view.kept.pdf)
    count = case.issued.pages if case.issued else view.kept.pages if view.kept and view.kept.pdf else view.pages
    return {
        "view": view,
        "case": case,
        "issued": case.issued is not None,
        "kept": view.kept,
        "page_count": count,
        "page_numbers": range(1, count + 1),
        "image_folder": "issued" if is_issued else "pages",
        "steps": states(view.case),
    }


@signed_in("GET", "HEAD")
def shown_page(_request: HttpRequest, visit: Visit, document_id: str, page: int) -> HttpResponse:
    """Give the image of a page as it is shown to those who sign."""
    return _image(views.page_image(visit.house, visit.actor, document_id, page))


@signed_in("GET", "HEAD")
def issued_page(_request: HttpRequest, visit: Visit, document_id: str, page: int) -> HttpResponse:
    """Give the image of a page as it was issued."""
    return _image(views.page_image(visit.house, visit.actor, document_id, page, issued=True))


@signed_in("GET", "HEAD")
def way(_request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Give the picture of a document's way with its place in it (办理路线图)."""
    case = views.view_document(visit.house, visit.actor, document_id).case
    if case.route is None:
        raise Http404(document_id)
    return HttpResponse(draw_route(case), content_type="image/svg+xml; charset=utf-8")


@signed_in("GET", "HEAD")
def file(_request: HttpRequest, visit: Visit, document_id: str, kind: str) -> HttpResponse:
    """Give one of a document's files to keep."""
    if kind not in _TYPES:
        raise Http404(kind)
    name, data = views.document_file(visit.house, visit.actor, document_id, kind)
    return attachment(data, plain_name(name, "公文"), _TYPES[kind])


def _image(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="image/png")


def _decision(visit: Visit, view: DocumentView, step: RouteStep) -> dict[str, Any]:
    is_issued = view.case.route is None or view.case.route.is_numbered
    return {
        "step": step,
        "once": new_mark(visit, f"approve {view.case.document_id}"),
        "needs_password": needs_password(visit, step),
        "phrases": phrases_for(visit, [step]) if is_issued else visit.house.office.phrases,
        "word": _word(step) if is_issued or step.verb is not Verb.SIGN else f"同意，{step.name}",
    }


def _word(step: RouteStep) -> str:
    return {Verb.SIGN: "签发", Verb.COSIGN: "同意会签"}.get(step.verb, "同意，转下一步")


def phrases_for(visit: Visit, steps: Sequence[RouteStep]) -> tuple[str, ...]:
    """Give the opinions to choose from: those of 签发 where nothing else is decided."""
    office = visit.house.office
    is_signing = bool(steps) and all(step.verb is Verb.SIGN for step in steps)
    return office.sign_phrases if is_signing else office.phrases


def needs_password(visit: Visit, step: RouteStep) -> bool:
    """Tell whether a step asks for the password again: 签发 does, except in the example office that has none."""
    return step.verb is Verb.SIGN and not visit.desk.example
