"""Sealing at the desk (用印): the keeper reads and seals, or refuses with a reason; the clerk brings it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.doing import CHANNEL, do, open_for
from desk.error_pages import status_of
from desk.forms import SealAnswerForm, SealForm, SealRefusalForm, filled
from desk.once import new_mark, use_mark
from desk.papers import paper_values
from desk.visit import Visit, signed_in
from domain.errors import HongtouError
from office import seal as sealing
from office.signers import signer_name
from office.stamping import to_press


@signed_in("GET", "POST")
def seal(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the text the keeper has to read, or seal it (用印)."""
    if request.method == "GET":
        return _seal_page(request, visit, document_id, None)

    def act() -> None:
        form = filled(SealForm, request)
        use_mark(visit, f"seal {document_id}", form.cleaned_data["once"])
        sealing.seal_document(visit.house, visit.actor, document_id, binding=form.binding(), channel=CHANNEL)

    return do(visit, document_id, "seal", act, lambda error: _seal_page(request, visit, document_id, error))


@signed_in("POST")
def refuse_seal(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Refuse to seal, with the reason (拒绝用印)."""

    def act() -> None:
        form = filled(SealRefusalForm, request)
        use_mark(visit, f"seal {document_id}", form.cleaned_data["once"])
        opinion, binding = form.cleaned_data["opinion"], form.binding()
        sealing.refuse_seal(visit.house, visit.actor, document_id, opinion=opinion, binding=binding, channel=CHANNEL)

    return do(visit, document_id, "refuse_seal", act, lambda error: _seal_page(request, visit, document_id, error))


@signed_in("GET", "POST")
def answer_refusal(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the clerk why it was not sealed, or bring it to the keeper again (再送用印)."""
    if request.method == "GET":
        return _answer_page(request, visit, document_id, None)

    def act() -> None:
        form = filled(SealAnswerForm, request)
        use_mark(visit, f"answer {document_id}", form.cleaned_data["once"])
        note = form.cleaned_data["note"]
        sealing.answer_refusal(visit.house, visit.actor, document_id, note=note, channel=CHANNEL)

    return do(visit, document_id, "answer", act, lambda error: _answer_page(request, visit, document_id, error))


def _seal_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = open_for(visit, document_id, "seal", error)
    known = {
        **paper_values(view),
        "problem": str(error) if error else "",
        "once": new_mark(visit, f"seal {document_id}"),
        "opinion": request.POST.get("opinion", "")[:1000],
        "seals": [each.name for each in to_press(visit.house, view.case)],
    }
    return render(request, "desk/seal.html", known, status=status_of(error) if error else 200)


def _answer_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = open_for(visit, document_id, "answer", error)
    refusal = view.case.refusal
    known = {
        **paper_values(view),
        "problem": str(error) if error else "",
        "once": new_mark(visit, f"answer {document_id}"),
        "refusal": refusal,
        "keeper": signer_name(visit.house, refusal.actor) if refusal else "",
        "note": request.POST.get("note", "")[:1000],
    }
    return render(request, "desk/answer_refusal.html", known, status=status_of(error) if error else 200)
