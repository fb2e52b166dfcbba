"""Signing that is more than a click (签批的其他办理): from paper, by word of mouth, after a change; and more time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.doing import CHANNEL, do
from desk.entrance import confirm as confirm_person
from desk.error_pages import status_of
from desk.errors import NotYourActError
from desk.forms import filled
from desk.forms_signing import (
    ComparisonForm,
    ConfirmationForm,
    ConsentForm,
    CorrectionForm,
    ExtensionForm,
    PaperForm,
)
from desk.once import new_mark, use_mark
from desk.papers import paper_values
from desk.visit import Visit, signed_in
from domain.errors import HongtouError
from domain.events import Nature
from office import confirm as confirming
from office import consent as consenting
from office import correct as correcting
from office import extend as extending
from office import paper as papers
from office import views
from office.receipt_words import assignment_words
from office.signers import signer_name, signers_for
from office.signing_acts import SigningActs, signing_acts

T = TypeVar("T")
MEANS = ("电话", "当面", "视频会议")


@signed_in("GET", "POST")
def paper(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show what may be recorded from paper, or record it (代录)."""

    def act() -> None:
        form = filled(PaperForm, request)
        known = form.cleaned_data
        use_mark(visit, f"paper {document_id}", known["once"])
        written = papers.Written(known["verdict"] == "approve", known["opinion"], known["signer"], known["signed_on"])
        papers.record_on_paper(
            visit.house,
            visit.actor,
            document_id,
            step=known["step"],
            written=written,
            name=known["scan"].name,
            scan=known["scan"].read(),
            binding=form.binding(),
            channel=CHANNEL,
        )

    return _page_or_act(request, visit, document_id, "paper", act, _paper_page)


@signed_in("GET", "POST")
def compare(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show what was recorded beside its scan, or say whether it agrees (核对代录)."""

    def act() -> None:
        known = filled(ComparisonForm, request).cleaned_data
        use_mark(visit, f"compare {document_id}", known["once"])
        papers.compare_paper(
            visit.house,
            visit.actor,
            document_id,
            step=known["step"],
            agrees=known["agrees"] == "yes",
            note=known["note"],
            channel=CHANNEL,
        )

    return _page_or_act(request, visit, document_id, "compare", act, _compare_page)


@signed_in("GET", "HEAD")
def scan(_request: HttpRequest, visit: Visit, document_id: str, digest: str, page: int) -> HttpResponse:
    """Give the image of a page of a scan, made by us."""
    image = papers.scan_page(visit.house, visit.actor, document_id, digest, page)
    return HttpResponse(image, content_type="image/png")


@signed_in("GET", "POST")
def consent(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the form for a verbal consent, or note one (口头同意)."""

    def act() -> None:
        form = filled(ConsentForm, request)
        known = form.cleaned_data
        use_mark(visit, f"consent {document_id}", known["once"])
        consenting.agree_verbally(
            visit.house,
            visit.actor,
            document_id,
            person=known["person"],
            at=known["at"],
            means=known["means"],
            binding=form.binding(),
            step=known["step"],
            channel=CHANNEL,
        )

    return _page_or_act(request, visit, document_id, "consent", act, _consent_page)


@signed_in("GET", "POST")
def confirm(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show a signer what was changed, or take the confirmation (确认改动)."""

    def act() -> None:
        form = _confirmation(request, visit, document_id)
        if not visit.desk.example:
            confirm_person(request, visit, form.cleaned_data["password"])
        step = form.cleaned_data["step"]
        confirming.confirm(visit.house, visit.actor, document_id, binding=form.binding(), step=step, channel=CHANNEL)

    return _page_or_act(request, visit, document_id, "confirm", act, _confirm_page)


@signed_in("POST")
def decline(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Take a signer's no to a change (不同意改动)."""

    def act() -> None:
        form = _confirmation(request, visit, document_id)
        confirming.decline(
            visit.house,
            visit.actor,
            document_id,
            opinion=form.cleaned_data["opinion"],
            binding=form.binding(),
            step=form.cleaned_data["step"],
            channel=CHANNEL,
        )

    return do(visit, document_id, "decline", act, lambda error: _confirm_page(request, visit, document_id, error))


@signed_in("GET", "POST")
def correct(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the form for a corrected text, or take one (签发后修改)."""

    def act() -> None:
        known = filled(CorrectionForm, request).cleaned_data
        use_mark(visit, f"correct {document_id}", known["once"])
        correcting.correct(
            visit.house,
            visit.actor,
            document_id,
            name=known["draft"].name,
            data=known["draft"].read(),
            nature=Nature(known["nature"]),
            note=known["note"],
            channel=CHANNEL,
        )

    return _page_or_act(request, visit, document_id, "correct", act, _correct_page)


@signed_in("GET", "POST")
def extend(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show which limits the person may extend, or extend one (延长时限)."""

    def act() -> None:
        form = filled(ExtensionForm, request)
        known = form.cleaned_data
        use_mark(visit, f"extend {document_id}", known["once"])
        extending.extend(
            visit.house,
            visit.actor,
            document_id,
            step=known["step"],
            limit=form.limit(),
            reason=known["reason"],
            channel=CHANNEL,
        )

    return _page_or_act(request, visit, document_id, "extend", act, _extend_page)


@signed_in("GET", "HEAD")
def sheet(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the 发文稿纸 as it is printed for signatures with pen."""
    view = views.view_document(visit.house, visit.actor, document_id)
    if view.binding is None:
        raise NotYourActError(document_id, "打印发文稿纸")
    house, case = visit.house, view.case
    made = {
        decision.step: decision for decision in case.decisions if decision.approved and decision.round == case.round
    }
    steps = [step for step in case.route.steps if step.verb.is_decision] if case.route else []
    known = {
        "case": case,
        "organs": [organ.name for organ in map(house.office.organ_named, case.organs) if organ],
        "rows": [_sheet_row(visit, step, made.get(step.key)) for step in steps],
        "code": papers.check_code(view.binding),
        "today": house.clock.today(),
    }
    return render(request, "desk/sheet.html", known)


Page = Callable[[HttpRequest, Visit, str, HongtouError | None], HttpResponse]


def _page_or_act(
    request: HttpRequest, visit: Visit, document_id: str, word: str, act: Callable[[], None], page: Page
) -> HttpResponse:
    if request.method == "GET":
        return page(request, visit, document_id, None)
    return do(visit, document_id, word, act, lambda error: page(request, visit, document_id, error))


def _confirmation(request: HttpRequest, visit: Visit, document_id: str) -> ConfirmationForm:
    form: ConfirmationForm = filled(ConfirmationForm, request)
    use_mark(visit, f"confirm {document_id}", form.cleaned_data["once"])
    return form


def _paper_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view, acts = _opened(visit, document_id)
    steps = [
        (step, signers_for(visit.house, view.case, step)) for step in _or_refuse(acts.paper, document_id, "代录", error)
    ]
    code = papers.check_code(view.binding) if view.binding else ""
    more = {"steps_to_sign": steps, "code": code, "today": visit.house.clock.today()}
    return _render(request, visit, view, "paper", error, more)


def _compare_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view, acts = _opened(visit, document_id)
    recorded = [
        {
            "paper": one,
            "step": view.case.open_step(one.step),
            "signer": signer_name(visit.house, one.signer),
            "recorder": signer_name(visit.house, one.recorder),
            "pages": range(1, papers.scan_pages(visit.house, view.case, one) + 1),
            "assignment": assignment_words(one.assignment) if one.assignment else "",
        }
        for one in _or_refuse(acts.compare, document_id, "核对代录", error)
    ]
    code = papers.check_code(view.binding) if view.binding else ""
    return _render(request, visit, view, "compare", error, {"recorded": recorded, "code": code})


def _consent_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view, acts = _opened(visit, document_id)
    steps = _or_refuse(acts.verbal, document_id, "记录口头同意", error)
    people = [
        (step, [p for p in signers_for(visit.house, view.case, step) if p.id != visit.actor.person]) for step in steps
    ]
    more = {"steps_to_sign": people, "means": MEANS, "now": visit.house.clock.now()}
    return _render(request, visit, view, "consent", error, more)


def _confirm_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view, acts = _opened(visit, document_id)
    more = {
        "steps_to_confirm": _or_refuse(acts.confirm, document_id, "确认改动", error),
        "changes": confirming.change_to_confirm(visit.house, view.case),
        "is_text": bool(view.case.signed_as),
        "why": view.case.versions[-1].why if view.case.signed_as else "",
        "needs_password": not visit.desk.example,
    }
    return _render(request, visit, view, "confirm", error, more)


def _correct_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view, acts = _opened(visit, document_id)
    _or_refuse(acts.correct, document_id, "修改", error)
    return _render(request, visit, view, "correct", error, {"declined": view.case.declined})


def _extend_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view, acts = _opened(visit, document_id)
    return _render(
        request, visit, view, "extend", error, {"limits": _or_refuse(acts.extend, document_id, "延长时限", error)}
    )


def _opened(visit: Visit, document_id: str) -> tuple[views.DocumentView, SigningActs]:
    view = views.view_document(visit.house, visit.actor, document_id)
    return view, signing_acts(visit.house, visit.actor, view.case)


def _or_refuse(found: tuple[T, ...], document_id: str, act: str, error: HongtouError | None) -> tuple[T, ...]:
    """Give what there is to do; after a refusal that left nothing, say the refusal itself."""
    if not found:
        raise error or NotYourActError(document_id, act)
    return found


def _render(
    request: HttpRequest,
    visit: Visit,
    view: views.DocumentView,
    page: str,
    error: HongtouError | None,
    more: dict[str, Any],
) -> HttpResponse:
    known = {
        **paper_values(view),
        **more,
        "problem": str(error) if error else "",
        "once": new_mark(visit, f"{page} {view.case.document_id}"),
        "typed": {name: request.POST.get(name, "")[:2000] for name in ("opinion", "note", "reason", "means", "signer")},
    }
    return render(request, f"desk/{page}.html", known, status=status_of(error) if error else 200)


def _sheet_row(visit: Visit, step: Any, decision: Any) -> dict[str, Any]:
    return {
        "step": step,
        "decision": decision,
        "who": signer_name(visit.house, decision.actor) if decision else "",
    }
