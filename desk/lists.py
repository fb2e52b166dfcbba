"""What waits for a person (待办)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.visit import Visit, signed_in
from office import views
from office.notices import Notice, Place, notices

DONE = {
    "approve": "已签批，文件转到下一步。",
    "return": "已退回，意见随文件送回拟稿单位。",
    "revise": "修改稿已收下，正在重新审读和排版；版面出来后请再签批。",
    "withdraw": "已撤稿。",
    "cosigners": "会签科室已定；都会签了才往下办。",
    "facts": "要素已补正，文件继续往下走。",
    "join": "已按同一份文件办理：并入原文件，或代替原文件。",
    "register": "已登记编号。",
    "recheck": "已复核，文件转到下一步。",
    "seal": "已用印，系统正在印发。",
    "refuse_seal": "没有用印，已连同原因退给机要员。",
    "answer": "已再送印章管理员。",
    "print": "已登记印制。",
    "repeal": "已记录，发文登记簿、检索和文件页面都会注明。",
    "paper": "已代录，等另一位同志核对。",
    "compare": "核对结果已记录。",
    "consent": "口头同意已记录，文件可以往下办；补签以前一直标为“待补签”。",
    "confirm": "改动已确认。",
    "decline": "已告知改稿人：您不同意改动。",
    "correct": "修改稿已收下，正在重新审读和排版。",
    "extend": "时限已延长。",
    "scope": "知悉范围已办理，文件页的办理过程中有记录。",
    "write": "意见已记录，来文转到下一步。",
    "password": "口令已修改，其他地方的登录都已退出。",
}
"""What is said after an act, by the word in the address."""
_PAGES = {
    Place.DAMAGE: "keeping",
    Place.DESTRUCTION: "destruction",
    Place.USE: "use",
    Place.YEAR: "year",
    Place.APPRAISAL: "appraisal",
    Place.RETURNS: "secret_returns",
    Place.COPIES: "secret_copies",
    Place.OUTSIDERS: "secret_outsiders",
    Place.SCOPE: "document_scope",
    Place.STOPS: "secret_stops",
    Place.SENT: "exchange",
    Place.CAME: "exchange",
    Place.REFUSED: "exchange",
}
_SIDES = {Place.CAME: "?side=in", Place.REFUSED: "?side=refused"}


@signed_in("GET", "HEAD")
def todo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits for the person, due first (待办)."""
    items = views.todo(visit.house, visit.actor)
    known = {
        "items": items,
        "notices": [(one, _address(one)) for one in notices(visit.house, visit.actor)],
        "decisions": sum(item.verb is not None and item.verb.is_decision for item in items),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "about": request.GET.get("about", "")[:100],
    }
    return render(request, "desk/todo.html", known)


def _address(notice: Notice) -> str:
    """Give the page on which something is done."""
    about = [int(notice.subject) if notice.place is Place.YEAR else notice.subject] if notice.subject else []
    return reverse(_PAGES[notice.place], args=about) + _SIDES.get(notice.place, "")
