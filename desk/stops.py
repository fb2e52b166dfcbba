"""The page of files that were stopped at the door for their mark (门口拦下的文件)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import filled
from desk.forms_secrecy import StopForm
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from office.secret_register import KEEPERS
from office.stopped import settle_stop, stopped_files

_REFUSED = (BadInputError, NotAllowedError, NotFoundError, NotNowError)


@signed_in("GET", "HEAD", "POST")
def stops(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what was stopped, or write down what was done with one."""
    if request.method != "POST":
        return _page(request, visit, None)
    try:
        known = filled(StopForm, request).cleaned_data
        use_mark(visit, "stops", known["once"])
        settle_stop(visit.house, visit.actor, known["index"], known["note"], channel=CHANNEL)
    except _REFUSED as error:
        return _page(request, visit, error)
    return HttpResponseRedirect("/secrets/stops?done=1")


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    known = {
        "lines": stopped_files(visit.house, visit.actor),
        "permitted": visit.house.office.permitted_level.value,
        "keeps": visit.actor.has(*KEEPERS),
        "mark": new_mark(visit, "stops"),
        "problem": str(error) if error else "",
        "done": "已登记处理情况。" if request.GET.get("done") else "",
    }
    return render(request, "desk/secret_stops.html", known, status=status_of(error) if error else 200)
