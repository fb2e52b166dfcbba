"""The words of a scan at the desk (识别文字): a page's picture beside what was read on it, put right by the clerk."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import filled
from desk.once import new_mark, use_mark
from desk.receipt_forms import CorrectForm
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotNowError
from domain.transcript import ReadLine
from office import transcript_acts as acting
from office.receipt_views import view_receipt
from office.transcript_view import view_transcript

_WHOLE = 1000


@dataclass(frozen=True)
class Box:
    """Where a doubtful line stands, as shares of the page (存疑处)."""

    left: float
    top: float
    width: float
    height: float


@signed_in("GET", "HEAD", "POST")
def transcript(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the words of a page beside its picture, or take what the clerk put right."""
    view_receipt(visit.house, visit.actor, document_id)  # outside scope: the same 404, whatever the form holds
    if request.method != "POST":
        return _page(request, visit, document_id, _number(request.GET.get("page", "")), None)
    try:
        form = filled(CorrectForm, request)
        known = form.cleaned_data
        use_mark(visit, f"transcript {document_id}", known["once"])
        acting.correct_page(
            visit.house,
            visit.actor,
            document_id,
            known["page"],
            known["words"],
            is_empty=known["empty"],
            channel=CHANNEL,
        )
    except (BadInputError, NotNowError, NotAllowedError) as error:
        if not view_receipt(visit.house, visit.actor, document_id).has_transcript:
            raise
        return _page(request, visit, document_id, _number(request.POST.get("page", "")), error)
    after = view_receipt(visit.house, visit.actor, document_id)
    if not after.has_transcript:  # the words bear a mark: it is judged on the piece's page
        return HttpResponseRedirect(f"/receipts/{document_id}")
    return HttpResponseRedirect(f"/receipts/{document_id}/text?page={known['page']}&done=1")


def _page(
    request: HttpRequest, visit: Visit, document_id: str, wanted: int, error: HongtouError | None
) -> HttpResponse:
    view = view_transcript(visit.house, visit.actor, document_id)
    shown = next((page for page in view.pages if page.page == wanted), view.pages[0])
    following = (page.page for page in view.pages if not page.is_checked and page.page != shown.page)
    known = {
        "view": view,
        "case": view.case,
        "shown": shown,
        "boxes": [_box(line) for line in shown.lines if line.is_doubtful] if not shown.is_checked else [],
        "doubts": [line for line in shown.lines if line.is_doubtful] if not shown.is_checked else [],
        "typed": request.POST.get("words", "") if error is not None else shown.words,
        "rows": max(12, min(40, shown.words.count("\n") + 3)),
        "next": next(following, 0),
        "done": "已保存校对的文字。" if error is None and "done" in request.GET else "",
        "problem": str(error) if error else "",
        "once": new_mark(visit, f"transcript {document_id}"),
    }
    return render(request, "desk/transcript.html", known, status=status_of(error) if error else 200)


def _box(line: ReadLine) -> Box:
    across, down = line.right - line.left, line.bottom - line.top
    return Box(line.left / _WHOLE, line.top / _WHOLE, across / _WHOLE, down / _WHOLE)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
