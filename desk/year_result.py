"""What the filing of a year came to (归档情况): the reconciliation, statistics, the four-property checks, and the papers to be printed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.attachment import PDF, attachment
from desk.visit import Visit, signed_in
from domain.office import Role
from domain.year_report import YearReport
from office.keeping import require_role
from office.scope import scope_of
from office.year_account import year_report
from office.year_papers import LIST, checks_workbook, list_workbook, papers_of

_NAMED = 5
"""So many pieces that did not pass a check are named on the page; all of them in the table to take away."""


@signed_in("GET", "HEAD")
def result(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Show what became of everything that belongs to a year, as far as the archivist may see it (归档情况)."""
    report = _report(visit, year)
    tally = report.tally
    known = {
        "report": report,
        "tally": tally,
        "came": tally.registered + tally.taken_over + tally.moved_in - tally.moved_out,
        "pieces": sum(one.pieces for one in report.statistics),
        "pages": sum(one.pages for one in report.statistics),
        "checks": [(one, one.failed[:_NAMED]) for one in report.checks],
        "papers": [name.removesuffix(".pdf") for name, _ in papers_of(visit.house, report, scope_of(visit.actor))],
    }
    return render(request, "desk/year_result.html", known)


@signed_in("GET", "HEAD")
def list_table(_request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Give the catalogue of the year for a spreadsheet (归档文件目录)."""
    return attachment(list_workbook(visit.house, _report(visit, year)), f"{year}年度{LIST}.xlsx")


@signed_in("GET", "HEAD")
def checks_table(_request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Give the four-property checks of the year for a spreadsheet (四性检测)."""
    return attachment(checks_workbook(_report(visit, year)), f"{year}年度四性检测.xlsx")


@signed_in("GET", "HEAD")
def paper(_request: HttpRequest, visit: Visit, year: int, name: str) -> HttpResponse:
    """Give one of the year's papers to be printed: the list of a class, or a 备考表."""
    known = dict(papers_of(visit.house, _report(visit, year), scope_of(visit.actor)))
    wanted = known.get(f"{name}.pdf")
    if wanted is None:
        raise Http404(name)
    return attachment(visit.house.press.paper(wanted), f"{name}.pdf", PDF)


def _report(visit: Visit, year: int) -> YearReport:
    require_role(visit.actor, (Role.ARCHIVIST,), "查看年度归档情况")
    return year_report(visit.house, year, scope_of(visit.actor))
