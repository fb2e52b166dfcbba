"""The measured page (版面实测): every reading on a document's own PDF beside what GB/T 9704 asks, what disagrees first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.visit import Visit, signed_in
from office.measuring import measured_pages


@signed_in("GET", "HEAD")
def measures(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Show the report on the pages that are signed, or that were issued."""
    measured = measured_pages(visit.house, visit.actor, document_id)
    report = measured.report
    known = {
        "case": measured.case,
        "which": measured.which,
        "report": report,
        "failed": report.failed(),
        "agreeing": [reading for reading in report.readings if reading.agrees],
        "columns": ("项目", "标准", "实测", "允许偏差", "面", "依据"),
    }
    return render(request, "desk/measures.html", known)
