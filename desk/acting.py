"""Acts at the desk (办理): each reads its form, uses up its mark, asks the office, and leads on; a refusal shows the page again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.doing import CHANNEL, do, open_for
from desk.entrance import confirm
from desk.error_pages import status_of
from desk.errors import FormIncompleteError, NotYourActError
from desk.forms import (
    CHOICES,
    DecisionForm,
    FactsForm,
    JoinForm,
    RegistrationForm,
    RevisionForm,
    WithdrawalForm,
    filled,
)
from desk.once import new_mark, use_mark
from desk.papers import document_page, needs_password, paper_values
from desk.visit import Visit, signed_in
from domain.asked_units import NOBODY
from domain.document import Paragraph
from domain.errors import HongtouError
from domain.facts import NEEDED, FactName
from domain.office import Office
from domain.paper_classes import paper_classes
from office import complete, sign, views
from office import register as registers
from office.examine import SAME_NAME
from office.questions import asked_about
from office.recipients import is_distributed, proposed
from office.staged import draft_of

_SEVERAL = "几个之间用顿号"
_HELP = {
    FactName.ORGANS: f"{_SEVERAL}，主办机关写在前面",
    FactName.COSIGN_UNITS: f"{_SEVERAL}；不用科室会签的，写“{NOBODY}”",
}


@signed_in("POST")
def approve(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Approve at a step (同意)."""

    def act() -> None:
        form = filled(DecisionForm, request)
        use_mark(visit, f"approve {document_id}", form.cleaned_data["once"])
        _confirm_signer(request, visit, document_id, form)
        sign.approve(
            visit.house,
            visit.actor,
            document_id,
            opinion=form.said(),
            binding=form.binding(),
            step=form.cleaned_data["step"],
            channel=CHANNEL,
        )

    return do(visit, document_id, "approve", act, lambda error: document_page(request, visit, document_id, error))


@signed_in("POST")
def send_back(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Return the draft with the reason (退回)."""

    def act() -> None:
        form = filled(DecisionForm, request)
        use_mark(visit, f"return {document_id}", form.cleaned_data["once"])
        sign.send_back(
            visit.house,
            visit.actor,
            document_id,
            opinion=form.said(),
            binding=form.binding(),
            step=form.cleaned_data["step"],
            channel=CHANNEL,
        )

    return do(visit, document_id, "return", act, lambda error: document_page(request, visit, document_id, error))


@signed_in("POST")
def revise(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Put in a revised text (修改稿)."""

    def act() -> None:
        form = filled(RevisionForm, request)
        use_mark(visit, f"revise {document_id}", form.cleaned_data["once"])
        upload = form.cleaned_data["draft"]
        sign.revise(
            visit.house,
            visit.actor,
            document_id,
            name=upload.name,
            data=upload.read(),
            note=form.cleaned_data["note"],
            channel=CHANNEL,
        )

    return do(visit, document_id, "revise", act, lambda error: document_page(request, visit, document_id, error))


@signed_in("POST")
def withdraw(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Withdraw a draft before 签发 (撤稿)."""

    def act() -> None:
        form = filled(WithdrawalForm, request)
        use_mark(visit, f"withdraw {document_id}", form.cleaned_data["once"])
        sign.withdraw(visit.house, visit.actor, document_id, reason=form.cleaned_data["reason"], channel=CHANNEL)

    return do(visit, document_id, "withdraw", act, lambda error: document_page(request, visit, document_id, error))


@signed_in("GET", "POST")
def facts(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show what a draft lacks, or state it (补正要素)."""
    if request.method == "GET":
        return _facts_page(request, visit, document_id, None)

    def act() -> None:
        form = filled(FactsForm, request)
        use_mark(visit, f"facts {document_id}", form.cleaned_data["once"])
        complete.state_facts(visit.house, visit.actor, document_id, form.values(), channel=CHANNEL)

    return do(visit, document_id, "facts", act, lambda error: _facts_page(request, visit, document_id, error))


@signed_in("POST")
def join(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Say that a draft is another text of a returned or running document (并入、代替)."""

    def act() -> None:
        form = filled(JoinForm, request)
        use_mark(visit, f"join {document_id}", form.cleaned_data["once"])
        complete.join_to(visit.house, visit.actor, document_id, form.cleaned_data["older"], channel=CHANNEL)

    return do(visit, document_id, "join", act, lambda error: _facts_page(request, visit, document_id, error))


@signed_in("GET", "POST")
def register(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the number a document would get, or give it (登记)."""
    if request.method == "GET":
        return _register_page(request, visit, document_id, None)

    def act() -> None:
        form = filled(RegistrationForm, request)
        use_mark(visit, f"register {document_id}", form.cleaned_data["once"])
        _require_print_run(visit, document_id, form)
        registers.register_document(
            visit.house,
            visit.actor,
            document_id,
            serial=form.cleaned_data["serial"],
            print_run=form.cleaned_data["print_run"],
            recipients=form.scope(),
            channel=CHANNEL,
        )

    return do(visit, document_id, "register", act, lambda error: _register_page(request, visit, document_id, error))


def _confirm_signer(request: HttpRequest, visit: Visit, document_id: str, form: DecisionForm) -> None:
    view = views.view_document(visit.house, visit.actor, document_id)
    step = next((step for step in view.mine if step.key == form.cleaned_data["step"]), None)
    if step is None:
        raise NotYourActError(document_id, "签批")
    if needs_password(visit, step):
        confirm(request, visit, form.cleaned_data["password"])


def _facts_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = open_for(visit, document_id, "state_facts", error)
    known = {
        **paper_values(view),
        "problem": str(error) if error else "",
        "once": new_mark(visit, f"facts {document_id}"),
        "join_once": new_mark(visit, f"join {document_id}"),
        "older": asked_about(view.case.question),
        "text_read": _text_read(visit, view),
        "fields": [_fact_field(request, visit, view, name) for name in FactName if name is not FactName.SUBJECT_TO],
    }
    return render(request, "desk/facts.html", known, status=status_of(error) if error else 200)


def _fact_field(request: HttpRequest, visit: Visit, view: views.DocumentView, name: FactName) -> dict[str, Any]:
    fact = next((fact for fact in view.case.facts.known if fact.name is name), None)
    office = visit.house.office
    hints = {
        FactName.ORGANS: tuple(organ.name for organ in office.organs),
        FactName.DRAFTER: tuple(map(office.person_label, office.people)),
        FactName.UNIT: tuple(unit.name for unit in office.units),
        FactName.COSIGN_UNITS: (*(unit.name for unit in office.units if unit.id != view.case.unit), NOBODY),
        FactName.DOCUMENT_CLASS: paper_classes(visit.house.procedures),
    }
    key = name.name.lower()
    return {
        "key": key,
        "label": name.value,
        "lacks": name in view.case.lacking,
        "needed": name in NEEDED,
        "typed": request.POST.get(key, "")[:500],
        "value": fact.value if fact else "",
        "source": fact.source.value if fact else "",
        "choices": CHOICES.get(name, ()) or _same_named(office, view, name),
        "hints": hints.get(name, ()),
        "help": _HELP.get(name, ""),
    }


def _same_named(office: Office, view: views.DocumentView, name: FactName) -> tuple[str, ...]:
    """Offer the people of one name where the clerk is asked which of them drafted it."""
    asked = [finding.sentence for finding in view.case.findings if finding.code == SAME_NAME]
    if name is not FactName.DRAFTER or not asked:
        return ()
    return tuple(office.person_label(one) for one in office.people if f"“{one.name}”" in asked[0])


def _register_page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = open_for(visit, document_id, "register", error)
    known = {
        **paper_values(view),
        "problem": str(error) if error else "",
        "once": new_mark(visit, f"register {document_id}"),
        "proposal": registers.proposal(visit.house, visit.actor, document_id),
        "print_run": request.POST.get("print_run", "")[:6] or _print_run(view),
        "print_run_written": view.case.facts.value(FactName.PRINT_RUN),
        "is_distributed": is_distributed(view.case),
        "file_copies": visit.house.office.file_copies,
        "recipients": request.POST.get("recipients", "")[:20_000] or _proposed_recipients(visit, view),
    }
    return render(request, "desk/register.html", known, status=status_of(error) if error else 200)


def _proposed_recipients(visit: Visit, view: views.DocumentView) -> str:
    return "\n".join(map(str, proposed(visit.house, view.case))) if is_distributed(view.case) else ""


def _print_run(view: views.DocumentView) -> str:
    stated = registers.stated_run(view.case)
    return str(stated) if stated else ""


def _require_print_run(visit: Visit, document_id: str, form: RegistrationForm) -> None:
    """Have the clerk state the print run of what goes to nobody by name; elsewhere it follows from who gets it."""
    case = views.view_document(visit.house, visit.actor, document_id).case
    if not form.cleaned_data["print_run"] and not is_distributed(case):
        raise FormIncompleteError(("印数：没有写",))


def _text_read(visit: Visit, view: views.DocumentView) -> list[str]:
    """Give what was read of the draft, line by line; nothing when it could not be kept."""
    staging = visit.house.staging
    if not view.case.draft or not staging.holds(view.case.draft):
        return []
    draft = draft_of(visit.house, view.case)
    return [draft.title, *(block.text for block in draft.blocks if isinstance(block, Paragraph))]
