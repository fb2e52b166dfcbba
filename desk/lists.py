"""The desk's lists (列表): to-do, documents, hits, the register of dispatch, one's own log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.visit import Visit, signed_in
from domain.case import Phase
from office import register as registers
from office import search as searches
from office import views

HITS_A_PAGE = 20
_LONGEST_QUERY = 200
_FURTHEST = 10_000

DONE = {
    "approve": "已签批，文件转到下一步。",
    "return": "已退回，意见随文件送回拟稿单位。",
    "revise": "修改稿已收下，正在重新审读和排版；版面出来后请再签批。",
    "withdraw": "已撤稿。",
    "facts": "要素已补正，文件继续往下走。",
    "join": "已按同一份文件办理：并入原文件，或代替原文件。",
    "register": "已登记编号。",
    "seal": "已用印，系统正在印发和归档。",
    "password": "口令已修改，其他地方的登录都已退出。",
}
"""What is said after an act, by the word in the address."""


@signed_in("GET", "HEAD")
def todo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits for the person, due first (待办)."""
    items = views.todo(visit.house, visit.actor)
    done = DONE.get(request.GET.get("done", ""), "")
    return render(
        request, "desk/todo.html", {"items": items, "done": done, "about": request.GET.get("about", "")[:100]}
    )


@signed_in("GET", "HEAD")
def documents(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the documents within scope, by phase if one is asked for (文件)."""
    phase = next((phase for phase in Phase if phase.value == request.GET.get("phase")), None)
    rows = views.documents(visit.house, visit.actor, phase)
    return render(request, "desk/documents.html", {"rows": rows, "phase": phase, "phases": tuple(Phase)})


@signed_in("GET", "HEAD")
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Search the records (检索)."""
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    offset = _offset(request.GET.get("from", ""))
    answer = searches.search(visit.house, visit.actor, query, limit=HITS_A_PAGE, offset=offset) if query else None
    total = answer.total if answer else 0
    known = {
        "query": query,
        "answer": answer,
        "first": offset + 1,
        "last": min(offset + HITS_A_PAGE, total),
        "before": max(offset - HITS_A_PAGE, 0) if offset else None,
        "after": offset + HITS_A_PAGE if offset + HITS_A_PAGE < total else None,
    }
    return render(request, "desk/search.html", known)


@signed_in("GET", "HEAD")
def register_book(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the register of dispatch (发文登记簿) of a year."""
    this_year = visit.house.clock.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
    rows = registers.register_book(visit.house, visit.actor, year)
    years = range(this_year, this_year - 5, -1)
    return render(request, "desk/register_book.html", {"rows": rows, "year": year, "years": years})


@signed_in("GET", "HEAD")
def my_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the person did (我的记录)."""
    return render(request, "desk/log.html", {"lines": views.my_log(visit.house, visit.actor)})


def _offset(text: str) -> int:
    return min(int(text), _FURTHEST) // HITS_A_PAGE * HITS_A_PAGE if text.isdecimal() and len(text) < 9 else 0
