"""The care of what is kept, at the desk (保管): backups, drills, fixity, damaged records; the archivist may put one back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import MarkedForm, filled
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.errors import HongtouError, IntegrityError, NotFoundError, NotNowError, SurroundingsError
from domain.office import Role
from office.errors import NotYourRoleError
from office.fixity import MENDERS, damaged, progress_of
from office.fixity import mend as put_back
from office.keeping_story import story

SEES = (*MENDERS, Role.AUDITOR, Role.SECURITY)
"""Who sees how what is kept is cared for; ids only, no titles."""


@signed_in("GET", "HEAD")
def keeping(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show backups, drills and the state of the archive (保管)."""
    return _page(request, visit, None)


@signed_in("POST")
def mend(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Put a damaged record back from a backup (由备份恢复该件)."""
    try:
        use_mark(visit, "mend", filled(MarkedForm, request).cleaned_data["once"])
        put_back(
            visit.house, visit.actor, document_id, visit.house.keeping.backup_folder(visit.house.root), channel=CHANNEL
        )
    except (NotFoundError, NotNowError, IntegrityError, SurroundingsError) as error:
        return _page(request, visit, error)
    return HttpResponseRedirect("/keeping?done=mended")


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    if not visit.actor.has(*SEES):
        raise error or NotYourRoleError("查看保管情况", "、".join(role.label for role in SEES))
    known = {
        "damaged": damaged(visit.house),
        "may_mend": visit.actor.has(*MENDERS),
        "progress": progress_of(visit.house),
        "days": visit.house.keeping.fixity_days,
        "rows": story(visit.house),
        "mark": new_mark(visit, "mend"),
        "problem": str(error) if error else "",
        "done": "已处理，受损的一件原样放在 quarantine 中。" if request.GET.get("done") == "mended" else "",
    }
    return render(request, "desk/keeping.html", known, status=status_of(error) if error else 200)
