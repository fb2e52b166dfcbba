"""One paper that came in, at the desk (收文): its pages, who has it, and each act; a refusal shows the page again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.attachment import attachment, plain_name
from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.errors import NotYourActError
from desk.forms import filled
from desk.once import new_mark, use_mark
from desk.receipt_forms import (
    AssignmentForm,
    ContactForm,
    CountForm,
    JudgeForm,
    PaperCameForm,
    RecallForm,
    ReceiveForm,
    RefuseForm,
    ReplyForm,
    ReviewForm,
    WriteForm,
)
from desk.visit import Visit, signed_in
from domain.document import STATUTORY_KINDS, Urgency
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.levels import Level, Retention
from domain.office import Role
from domain.procedure import Verb
from domain.receipt import OnPaper, ReceiptNature
from office import receipt_acts as acting
from office import receipt_care as caring
from office import receipt_sheet as sheets
from office import receive as receiving
from office.package_checks import package_checks
from office.receipt_acts import Given
from office.receipt_count import count_copies, read_counts
from office.receipt_errors import NotOurDocumentError
from office.receipt_paper import scanned
from office.receipt_views import ReceiptView, receipt_file, receipt_page, view_receipt
from office.receipt_words import assignment_words
from office.transcript_acts import judge_level

DONE = {
    "receive": "已签收登记。",
    "refuse": "已拒收。",
    "count": "查点已记录。",
    "review": "初审已记录。",
    "write": "意见已记录，来文转到下一步。",
    "from_paper": "已代录。拟办、批示要另一位同志与扫描件核对后才算数。",
    "contact": "已登记。",
    "enlarge": "已增加分送。",
    "recall": "已收回。",
    "reply": "复文已登记。",
    "judge": "密级已核对。",
    "new": "已登入，请核对后签收登记。",
}
_WRITES = (Verb.PROPOSE, Verb.INSTRUCT, Verb.HANDLE, Verb.READ, Verb.CONCLUDE)
_WORDS = {
    Verb.PROPOSE: "提交拟办",
    Verb.INSTRUCT: "提交批示",
    Verb.HANDLE: "提交承办结果",
    Verb.READ: "已阅，签名",
    Verb.CONCLUDE: "办结",
}

_SENT = (Verb.PROPOSE, Verb.INSTRUCT)
_HEARD: dict[Verb, tuple[Verb, ...]] = {
    Verb.PROPOSE: (),
    Verb.INSTRUCT: _SENT,
    Verb.HANDLE: _SENT,
    Verb.READ: _SENT,
    Verb.CONCLUDE: (Verb.INSTRUCT, Verb.HANDLE),
}
"""Whose words somebody needs before their eyes while writing at a step."""


@signed_in("GET", "HEAD")
def receipt(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show a piece with all that this person may do about it now."""
    return _page(request, visit, document_id, None)


@signed_in("GET", "POST")
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter a piece that came on paper."""
    if not visit.actor.has(Role.CLERK):
        raise NotYourActError("", "登入纸质来文")
    error: HongtouError | None = None
    if request.method == "POST":
        try:
            form = filled(PaperCameForm, request)
            use_mark(visit, "new receipt", form.cleaned_data["once"])
            upload = form.cleaned_data["scan"]
            name, scan = (upload.name, upload.read()) if upload else ("", b"")
            case = receiving.enter_paper(
                visit.house, visit.actor, title=form.cleaned_data["title"], name=name, scan=scan, channel=CHANNEL
            )
            return HttpResponseRedirect(f"/receipts/{case.document_id}?done=new")
        except (BadInputError, NotNowError, NotAllowedError) as refused:
            error = refused
    known = {
        "once": new_mark(visit, "new receipt"),
        "problem": str(error) if error else "",
        "typed": request.POST.get("title", "")[:500],
    }
    return render(request, "desk/receipt_new.html", known, status=status_of(error) if error else 200)


@signed_in("GET", "HEAD")
def page(_request: HttpRequest, visit: Visit, document_id: str, page: int) -> HttpResponse:
    """Give the image of a page of a piece."""
    return HttpResponse(receipt_page(visit.house, visit.actor, document_id, page), content_type="image/png")


@signed_in("GET", "HEAD")
def file(_request: HttpRequest, visit: Visit, document_id: str, place: int) -> HttpResponse:
    """Give one of a piece's files to keep."""
    name, data = receipt_file(visit.house, visit.actor, document_id, place)
    return _download(name, data, "application/octet-stream")


@signed_in("GET", "HEAD")
def sheet(_request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Give the 文件处理签 as it stands now."""
    made = sheets.processing_sheet(visit.house, visit.actor, document_id)
    return _download(f"{document_id} {sheets.SHEET}.pdf", made, "application/pdf")


@signed_in("GET", "HEAD")
def circulation(_request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Give the 传阅单 as it stands now."""
    made = sheets.circulation_sheet(visit.house, visit.actor, document_id)
    return _download(f"{document_id} {sheets.CIRCULATION}.pdf", made, "application/pdf")


@signed_in("POST")
def receive(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Sign for a piece and enter it (签收登记)."""

    def act() -> None:
        form = _form(ReceiveForm, request, visit, "receive", document_id)
        receiving.receive(
            visit.house,
            visit.actor,
            document_id,
            form.particulars(),
            checks=form.cleaned_data["checks"],
            again=form.cleaned_data["again"],
            channel=CHANNEL,
        )

    return _do(request, visit, document_id, "receive", act)


@signed_in("POST")
def count(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Note what was counted copy by copy and page by page (查点)."""

    def act() -> None:
        known = _form(CountForm, request, visit, "count", document_id).cleaned_data
        counted = read_counts(document_id, known["counted"])
        sums = {"copies": known["copies"], "pages": known["pages"]}
        count_copies(visit.house, visit.actor, document_id, **sums, counted=counted, channel=CHANNEL)

    return _do(request, visit, document_id, "count", act)


@signed_in("POST")
def refuse(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Not sign for a piece (拒收)."""

    def act() -> None:
        form = _form(RefuseForm, request, visit, "refuse", document_id)
        reason = form.cleaned_data["reason"]
        receiving.refuse(visit.house, visit.actor, document_id, reason=reason, secret=form.level(), channel=CHANNEL)

    return _do(request, visit, document_id, "refuse", act)


@signed_in("POST")
def review(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Review a piece first, or send it back to its sender (初审)."""

    def act() -> None:
        form = _form(ReviewForm, request, visit, "review", document_id)
        known = form.cleaned_data
        given = Given(known["words"], step=known["step"], seen=known["seen"])
        do = acting.send_back if "back" in request.POST else acting.first_review
        do(visit.house, visit.actor, document_id, ticks=known["ticks"], given=given, channel=CHANNEL)

    return _do(request, visit, document_id, "review", act)


@signed_in("POST")
def write(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Write at a step: 拟办, 批示, 承办, 传阅, 办结; with one's own hand or entered from paper."""

    def act() -> None:
        form = _form(WriteForm, request, visit, "write", document_id)
        known = form.cleaned_data
        case = acting.receipt_for(visit.house, visit.actor, document_id)
        step = case.open_step(known["step"])
        if step is None or step.verb not in _WRITES:
            raise NotYourActError(document_id, "签署意见")
        on_paper = _with_scan(visit, form, form.on_paper(visit.house.clock.today()))
        given = Given(known["words"], form.assignment(), step.key, known["seen"], on_paper)
        more = {"returned_copies": known["returned_copies"] or 0} if step.verb is Verb.CONCLUDE else {}
        acting.ACTS[step.verb](visit.house, visit.actor, document_id, given, channel=CHANNEL, **more)

    is_from_paper = bool(request.POST.get("person"))
    return _do(
        request, visit, document_id, "from_paper" if is_from_paper else "write", act, "" if is_from_paper else "/todo"
    )


@signed_in("POST")
def contact(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Note that somebody was urged or asked (催办登记)."""

    def act() -> None:
        known = _form(ContactForm, request, visit, "contact", document_id).cleaned_data
        said = {name: known[name] for name in ("about", "whom", "means", "words")}
        caring.contact(visit.house, visit.actor, document_id, **said, channel=CHANNEL)

    return _do(request, visit, document_id, "contact", act)


@signed_in("POST")
def enlarge(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Add units and readers (增加承办、传阅)."""

    def act() -> None:
        form = _form(AssignmentForm, request, visit, "enlarge", document_id)
        words = form.cleaned_data["words"]
        caring.enlarge(visit.house, visit.actor, document_id, form.assignment(), words=words, channel=CHANNEL)

    return _do(request, visit, document_id, "enlarge", act)


@signed_in("POST")
def recall(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Take a step back (收回)."""

    def act() -> None:
        known = _form(RecallForm, request, visit, "recall", document_id).cleaned_data
        caring.recall(
            visit.house, visit.actor, document_id, step=known["step"], reason=known["reason"], channel=CHANNEL
        )

    return _do(request, visit, document_id, "recall", act)


@signed_in("POST")
def reply(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Link our answer (登记复文)."""

    def act() -> None:
        known = _form(ReplyForm, request, visit, "reply", document_id).cleaned_data
        try:
            caring.reply(visit.house, visit.actor, document_id, number=known["number"], channel=CHANNEL)
        except NotFoundError as error:
            raise NotOurDocumentError(document_id, known["number"]) from error

    return _do(request, visit, document_id, "reply", act)


@signed_in("POST")
def judge(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """State the level because a mark among the read words says another (核对密级)."""

    def act() -> None:
        known = _form(JudgeForm, request, visit, "judge", document_id).cleaned_data
        judge_level(
            visit.house, visit.actor, document_id, level=known["level"], reason=known["reason"], channel=CHANNEL
        )

    return _do(request, visit, document_id, "judge", act)


def _form(kind: type[Any], request: HttpRequest, visit: Visit, purpose: str, document_id: str) -> Any:
    form = filled(kind, request)
    use_mark(visit, f"{purpose} {document_id}", form.cleaned_data["once"])
    return form


def _do(
    request: HttpRequest, visit: Visit, document_id: str, word: str, act: Callable[[], None], to: str = ""
) -> HttpResponse:
    view_receipt(visit.house, visit.actor, document_id)  # outside scope: the same 404, whatever the form holds
    try:
        act()
    except (BadInputError, NotNowError, NotAllowedError) as error:
        return _page(request, visit, document_id, error)
    place = to or f"/receipts/{document_id}"
    about = f"&about={document_id}" if to else ""
    return HttpResponseRedirect(f"{place}?done={word}{about}")


def _with_scan(visit: Visit, form: WriteForm, on_paper: OnPaper | None) -> OnPaper | None:
    upload = form.upload()
    if on_paper is None or not upload:
        return on_paper
    return dataclasses.replace(on_paper, scan=scanned(visit.house, upload.name, upload.read()))


def _page(request: HttpRequest, visit: Visit, document_id: str, error: HongtouError | None) -> HttpResponse:
    view = view_receipt(visit.house, visit.actor, document_id)
    purposes = ("receive", "refuse", "count", "review", "write", "contact", "enlarge", "recall", "reply", "judge")
    known = {
        "view": view,
        "case": view.case,
        "incoming": view.incoming,
        "entered": view.particulars,
        "problem": str(error) if error else "",
        "done": DONE.get(request.GET.get("done", ""), "") if error is None else "",
        "marks": {purpose: new_mark(visit, f"{purpose} {document_id}") for purpose in purposes},
        "page_numbers": range(1, view.pages + 1),
        "reviews": [step for step in view.mine if step.verb is Verb.EXAMINE],
        "writes": [
            (
                step,
                _WORDS[step.verb],
                step.verb.value,
                [one for one in view.remarks if one.remark.verb in _HEARD[step.verb]],
            )
            for step in view.mine
            if step.verb in _WRITES
        ],
        "files": list(enumerate(view.case.versions[-1].files, 1)) if view.incoming.may_be_shown else [],
        "checks": package_checks(visit.house),
        "levels": _levels(visit),
        "natures": [one.value for one in ReceiptNature],
        "urgencies": [one.value for one in Urgency],
        "kinds": [kind.value for kind in STATUTORY_KINDS],
        "retentions": [one.value for one in Retention],
        "secrets": [level.value for level in Level if level.is_state_secret],
        "abouts": caring.ABOUT,
        "people": visit.house.office.people,
        "phrases": visit.house.office.phrases,
        "proposal_words": assignment_words(view.proposal),
        "people_names": {person.id: person.name for person in visit.house.office.people},
        "typed": _typed(request, view),
    }
    return render(request, "desk/receipt.html", known, status=status_of(error) if error else 200)


def _typed(request: HttpRequest, view: ReceiptView) -> dict[str, Any]:
    """Give what stands in the fields: what was typed before a refusal, else what was recognised or entered."""
    entered = view.particulars
    own = {
        "sender": entered.sender,
        "sender_number": entered.sender_number,
        "title": entered.title,
        "kind": entered.kind,
        "urgency": entered.urgency,
        "copies": str(entered.copies),
        "dated": entered.dated.isoformat() if entered.dated else "",
        "level": "",
    }
    sent = {
        name: request.POST.get(name, "")[:2000]
        for name in (*own, "words", "reason", "whom", "again", "contact", "pages", "counted")
    }
    return own | {name: value for name, value in sent.items() if value}


def _levels(visit: Visit) -> list[str]:
    permitted = visit.house.office.permitted_level.rank
    return [level.value for level in Level if level.rank <= permitted]


def _download(name: str, data: bytes, kind: str) -> HttpResponse:
    return attachment(data, plain_name(name, "来文"), kind)
