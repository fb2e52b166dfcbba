"""The pages of holds (冻结): what nothing may destroy, who asked for it and why; placing one, lifting one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import filled
from desk.forms_keeping import HoldForm, LiftForm
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.holding import Hold, Holding
from office import retention
from office.keeping import require_reader

_SAID = {"placed": "已冻结。解除之前，这些件不销毁。", "lifted": "已解除。"}
_TYPED = ("records", "owner", "reason")


@dataclass(frozen=True)
class HoldRow:
    """A hold on the page (冻结一笔)."""

    record: str
    code: str
    title: str
    hold: Hold


@signed_in("GET", "HEAD", "POST")
def holds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the holds, or place one (冻结)."""
    if request.method != "POST":
        return _page(request, visit, None)

    def act() -> None:
        form: HoldForm = filled(HoldForm, request)
        use_mark(visit, "holds", form.cleaned_data["once"])
        known = form.cleaned_data
        retention.hold(visit.house, visit.actor, form.named(), known["reason"], known["owner"], CHANNEL)

    return _done(request, visit, act, "placed")


@signed_in("POST")
def lift(request: HttpRequest, visit: Visit, document_id: str, index: int) -> HttpResponse:
    """Lift a hold (解除冻结)."""

    def act() -> None:
        form: LiftForm = filled(LiftForm, request)
        use_mark(visit, "holds", form.cleaned_data["once"])
        retention.lift(visit.house, visit.actor, document_id, index, form.cleaned_data["reason"], CHANNEL)

    return _done(request, visit, act, "lifted")


def _done(request: HttpRequest, visit: Visit, act: Callable[[], None], word: str) -> HttpResponse:
    try:
        act()
    except (BadInputError, NotAllowedError, NotFoundError, NotNowError) as error:
        return _page(request, visit, error)
    return HttpResponseRedirect(f"/holds?done={word}")


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    require_reader(visit.actor, retention.HOLDERS, "冻结档案")
    typed = {name: request.POST.get(name, "")[:2000] for name in _TYPED}
    known = {
        "rows": _rows(retention.held(visit.house, visit.actor)),
        "mark": new_mark(visit, "holds"),
        "typed": {**typed, "records": typed["records"] or request.GET.get("record", "")[:200]},
        "problem": str(error) if error else "",
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    return render(request, "desk/holds.html", known, status=status_of(error) if error else 200)


def _rows(held: Sequence[Holding]) -> list[HoldRow]:
    return [HoldRow(one.record, one.code, one.title, hold) for one in held for hold in one.holds]
