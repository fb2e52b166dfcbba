"""The page of who may know of a document (知悉范围): its compartment, its reading list, requests for more readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.doing import CHANNEL, do
from desk.error_pages import status_of
from desk.forms import filled
from desk.forms_secrecy import ClosingForm
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.catalogue import GENERAL
from domain.errors import HongtouError
from office import closing, views
from office.closing_words import called


@signed_in("GET", "HEAD", "POST")
def scope(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show who may know of a document; bound it, ask for more readers, decide."""
    if request.method != "POST":
        return _page(request, visit, document_id, None)

    def act() -> None:
        known = filled(ClosingForm, request).cleaned_data
        use_mark(visit, f"scope {document_id}", known["once"])
        house, actor, reason, index = visit.house, visit.actor, known["reason"], known["index"] or 0
        people = request.POST.getlist("people")[:500]
        match known["act"]:
            case "compartment":
                closing.set_compartment(house, actor, document_id, known["compartment"], reason, channel=CHANNEL)
            case "readers":
                closing.set_readers(house, actor, document_id, people, reason, channel=CHANNEL)
            case "widen":
                closing.ask_widening(house, actor, document_id, people, reason, channel=CHANNEL)
            case decided:
                is_approved = decided == "approve"
                closing.decide_widening(
                    house, actor, document_id, index, approved=is_approved, opinion=reason, channel=CHANNEL
                )

    def page(error: HongtouError) -> HttpResponse:
        return _page(request, visit, document_id, error)

    return do(visit, document_id, "scope", act, page)


def _page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    house, actor = visit.house, visit.actor
    view = views.view_document(house, actor, document_id)
    case = view.case
    chosen = request.POST.getlist("people") or case.readers
    known = {
        "view": view,
        "case": case,
        "compartment": closing.compartment_name(house, case.compartment),
        "choices": [(GENERAL, "一般（不专管）"), *_choices(visit)],
        "readers": [called(house, one) for one in case.readers],
        "people": [
            (one.id, house.office.person_label(one), one.id in chosen)
            for one in house.office.people
            if not case.readers or one.id in case.readers
        ],
        "others": [
            (one.id, house.office.person_label(one)) for one in house.office.people if one.id not in case.readers
        ],
        "widenings": [
            (
                one,
                "、".join(called(house, each) for each in one.people),
                called(house, one.asker),
                one.asker != actor.person,
            )
            for one in case.widenings
        ],
        "may_close": actor.has(*closing.CLOSERS),
        "may_decide": actor.has(*closing.WIDENERS),
        "mark": new_mark(visit, f"scope {document_id}"),
        "reason": request.POST.get("reason", "")[:500],
        "problem": str(error) if error else "",
    }
    return render(request, "desk/document_scope.html", known, status=status_of(error) if error else 200)


def _choices(visit: Visit) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in visit.house.office.compartments if one.id in visit.actor.compartments]
