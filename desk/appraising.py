"""The appraisal group's pages (鉴定): what is over with the rule of its period, opinions and decisions on many at once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.errors import FormIncompleteError
from desk.forms import filled, ticked
from desk.forms_keeping import AppraisalForm
from desk.once import new_mark, use_mark
from desk.paging import Asked
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.holding_events import Verdict
from domain.levels import Retention
from office import retention
from office.appraisal import A_PAGE, Shown, appraisal_page

_SAID = {
    "advise": "已提出意见。意见够了人数，由领导作出决定。",
    "decide": "已作出决定，记入台账。",
}
_TYPED = ("verdict", "retention", "reason")


@signed_in("GET", "HEAD", "POST")
def appraisal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is over, or give an opinion or a decision on the ticked records (到期鉴定)."""
    if request.method != "POST":
        return _page(request, visit, None)
    try:
        form: AppraisalForm = filled(AppraisalForm, request)
        use_mark(visit, "appraisal", form.cleaned_data["once"])
        _act_of(form)(
            visit.house,
            visit.actor,
            _ticked(request),
            Verdict(form.cleaned_data["verdict"]),
            form.cleaned_data["reason"],
            retention=form.period(),
            channel=CHANNEL,
        )
    except (BadInputError, NotAllowedError, NotFoundError, NotNowError) as error:
        return _page(request, visit, error)
    shown = request.GET.get("shown", "")
    kept = f"&shown={shown}" if shown in list(Shown) else ""
    return HttpResponseRedirect(f"/appraisal?done={form.cleaned_data['act']}{kept}")


def _act_of(form: AppraisalForm) -> Callable[..., tuple[str, ...]]:
    return retention.decide if form.cleaned_data["act"] == "decide" else retention.appraise


def _ticked(request: HttpRequest) -> list[str]:
    records = ticked(request, A_PAGE)
    if not records:
        raise FormIncompleteError(("没有选中要鉴定的件",))
    return records


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    asked = Asked.of(request, A_PAGE)
    shown = Shown(asked.one_of("shown", list(Shown)) or Shown.OPEN)
    page = appraisal_page(visit.house, visit.actor, shown, asked.size, asked.offset)
    known = {
        "page": page,
        "pager": asked.pager(page.total),
        "shown": shown.value,
        "tabs": (
            (Shown.OPEN.value, "待鉴定", page.open),
            (Shown.DECIDED.value, "已决定移交、销毁", page.decided),
            (Shown.COMING.value, f"到{page.until.year}年1月1日将满", page.coming),
        ),
        "may_advise": visit.actor.has(*retention.APPRAISERS),
        "may_decide": visit.actor.has(*retention.DECIDERS),
        "verdicts": [one.value for one in Verdict],
        "periods": [one.value for one in Retention],
        "mark": new_mark(visit, "appraisal"),
        "ticked": request.POST.getlist("record"),
        "typed": {name: request.POST.get(name, "")[:500] for name in _TYPED},
        "problem": str(error) if error else "",
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    return render(request, "desk/appraisal.html", known, status=status_of(error) if error else 200)
