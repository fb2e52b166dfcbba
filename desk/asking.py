"""Settling which units countersign (会签科室): a reviewer's page, with a box for every other unit of the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.doing import CHANNEL, do
from desk.error_pages import status_of
from desk.errors import NotYourActError
from desk.forms import filled
from desk.forms_signing import CosignersForm
from desk.once import new_mark, use_mark
from desk.papers import paper_values
from desk.visit import Visit, signed_in
from domain.errors import HongtouError
from office import asking, views


@signed_in("GET", "POST")
def cosigners(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show which units countersign, or settle it (增减会签科室)."""
    if request.method == "GET":
        return _page(request, visit, document_id, None)

    def act() -> None:
        known = filled(CosignersForm, request).cleaned_data
        use_mark(visit, f"cosigners {document_id}", known["once"])
        asking.ask_units(visit.house, visit.actor, document_id, known["units"], note=known["note"], channel=CHANNEL)

    return do(visit, document_id, "cosigners", act, lambda error: _page(request, visit, document_id, error))


def _page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = views.view_document(visit.house, visit.actor, document_id)
    step = asking.asking_step(visit.house, visit.actor, view.case)
    if step is None:
        raise error or NotYourActError(document_id, "增减会签科室")
    units = asking.units_to_choose(visit.house, view.case)
    known = {
        **paper_values(view),
        "problem": str(error) if error else "",
        "once": new_mark(visit, f"cosigners {view.case.document_id}"),
        "step": step,
        "units": units,
        "ticked": request.POST.getlist("units") if error else [one.unit.id for one in units if one.is_asked],
        "typed": {"note": request.POST.get("note", "")[:2000]},
    }
    return render(request, "desk/cosigners.html", known, status=status_of(error) if error else 200)
