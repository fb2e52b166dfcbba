"""After 签发 at the desk (印发中的办理): rechecking, printing, distribution with its signatures, and ending a document's force."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.doing import CHANNEL, do, open_for
from desk.error_pages import status_of
from desk.forms import DeliveryForm, PrintingForm, RecheckForm, RepealForm, filled
from desk.once import new_mark, use_mark
from desk.papers import document_page, paper_values
from desk.visit import Visit, signed_in
from domain.book_events import RepealKind
from domain.errors import HongtouError
from domain.procedure import Verb
from office import distribute, printing, views
from office import recheck as rechecks
from office import repeal as repeals

SENT = {"deliver": "已登记签收。"}


@signed_in("GET", "POST")
def recheck(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show what a checker goes by, or note that all of it is in order (复核)."""
    if request.method == "GET":
        return _recheck_page(request, visit, document_id, None)

    def act() -> None:
        form = filled(RecheckForm, request)
        use_mark(visit, f"recheck {document_id}", form.cleaned_data["once"])
        rechecks.recheck(
            visit.house,
            visit.actor,
            document_id,
            ticks=form.cleaned_data["ticks"],
            binding=form.binding(),
            note=form.cleaned_data["note"],
            step=form.cleaned_data["step"],
            channel=CHANNEL,
        )

    return do(visit, document_id, "recheck", act, lambda error: _recheck_page(request, visit, document_id, error))


@signed_in("GET", "HEAD")
def numbered_page(_request: HttpRequest, visit: Visit, document_id: str, page: int) -> HttpResponse:
    """Give the image of a page with its number, as it will be printed."""
    image = rechecks.numbered_page(visit.house, visit.actor, document_id, page)
    return HttpResponse(image, content_type="image/png")


@signed_in("GET", "POST")
def printed(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show how many copies go where, or note that they are printed (印制)."""
    if request.method == "GET":
        return _printing_page(request, visit, document_id, None)

    def act() -> None:
        form = filled(PrintingForm, request)
        use_mark(visit, f"print {document_id}", form.cleaned_data["once"])
        printing.note_printing(
            visit.house,
            visit.actor,
            document_id,
            printer=form.cleaned_data["printer"],
            copies=form.cleaned_data["copies"],
            spoiled=form.cleaned_data["spoiled"],
            channel=CHANNEL,
        )

    return do(visit, document_id, "print", act, lambda error: _printing_page(request, visit, document_id, error))


@signed_in("GET", "HEAD")
def print_order(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the print order as a sheet of paper (印制单)."""
    view = views.view_document(visit.house, visit.actor, document_id)
    order = printing.print_order(visit.house, visit.actor, document_id)
    limit = next((step.limit for step in view.mine if step.verb is Verb.PRINT), None)
    known = {"order": order, "limit": limit, "today": visit.house.clock.today()}
    return render(request, "desk/print_order.html", known)


@signed_in("GET", "POST")
def distribution(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show who gets a document and who signed for it, or note a signature (分发签收)."""
    if request.method == "GET":
        return _distribution_page(request, visit, document_id, None)

    def act() -> None:
        form = filled(DeliveryForm, request)
        use_mark(visit, f"deliver {document_id}", form.cleaned_data["once"])
        distribute.deliver(
            visit.house,
            visit.actor,
            document_id,
            recipient=form.cleaned_data["recipient"],
            received_by=form.cleaned_data["received_by"],
            received_on=form.cleaned_data["received_on"],
            copies=form.cleaned_data["copies"],
            channel=CHANNEL,
        )

    return do(
        visit,
        document_id,
        "deliver",
        act,
        lambda error: _distribution_page(request, visit, document_id, error),
        to=request.path,
    )


@signed_in("GET", "HEAD")
def delivery_sheet(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the list of recipients as a sheet to sign on (分发签收单)."""
    view = views.view_document(visit.house, visit.actor, document_id)
    rows = distribute.delivery_rows(visit.house, visit.actor, document_id)
    known = {"case": view.case, "rows": rows, "today": visit.house.clock.today()}
    return render(request, "desk/delivery_sheet.html", known)


@signed_in("GET", "HEAD")
def deliveries(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the documents for which somebody has not signed yet (未签收)."""
    rows = distribute.undelivered(visit.house, visit.actor)
    return render(request, "desk/deliveries.html", {"rows": rows})


@signed_in("POST")
def repeal(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """End the force of an issued document (废止、撤销)."""

    def act() -> None:
        form = filled(RepealForm, request)
        use_mark(visit, f"repeal {document_id}", form.cleaned_data["once"])
        repeals.repeal(
            visit.house,
            visit.actor,
            document_id,
            kind=RepealKind(form.cleaned_data["kind"]),
            reason=form.cleaned_data["reason"],
            effective=form.cleaned_data["effective"],
            by_number=form.cleaned_data["by_number"],
            channel=CHANNEL,
        )

    return do(visit, document_id, "repeal", act, lambda error: document_page(request, visit, document_id, error))


def _recheck_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = open_for(visit, document_id, "check", error)
    sheet = rechecks.recheck_sheet(visit.house, visit.actor, document_id)
    shown = {} if view.case.issued else _numbered_pages(sheet.pages)
    known = {
        **paper_values(view),
        **shown,
        **_problem(error),
        "sheet": sheet,
        "ticked": request.POST.getlist("ticks"),
        "note": request.POST.get("note", "")[:2000],
        "once": new_mark(visit, f"recheck {document_id}"),
    }
    return render(request, "desk/recheck.html", known, status=status_of(error) if error else 200)


def _numbered_pages(pages: int) -> dict[str, Any]:
    return {"image_folder": "numbered", "page_count": pages, "page_numbers": range(1, pages + 1)}


def _printing_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = open_for(visit, document_id, "print", error)
    order = printing.print_order(visit.house, visit.actor, document_id)
    known = {
        **paper_values(view),
        **_problem(error),
        "order": order,
        "printer": request.POST.get("printer", "")[:100],
        "copies": request.POST.get("copies", "")[:6] or order.copies,
        "spoiled": request.POST.get("spoiled", "")[:6] or "0",
        "once": new_mark(visit, f"print {document_id}"),
    }
    return render(request, "desk/printing.html", known, status=status_of(error) if error else 200)


def _distribution_page(
    request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None
) -> HttpResponse:
    view = views.view_document(visit.house, visit.actor, document_id)
    known = {
        **paper_values(view),
        **_problem(error),
        "done": SENT.get(request.GET.get("done", ""), ""),
        "rows": distribute.delivery_rows(visit.house, visit.actor, document_id),
        "may_note": "distribute" in view.acts,
        "today": visit.house.clock.today(),
        "typed": {name: request.POST.get(name, "")[:100] for name in ("recipient", "received_by", "received_on")},
        "once": new_mark(visit, f"deliver {document_id}"),
    }
    return render(request, "desk/distribution.html", known, status=status_of(error) if error else 200)


def _problem(error: HongtouError | None) -> dict[str, str]:
    return {"problem": str(error) if error else ""}
