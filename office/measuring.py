"""A document's pages measured against GB/T 9704 (版面实测): the very PDF that is shown to those who sign, or that was issued."""

from __future__ import annotations

from dataclasses import dataclass

from domain.case import Case
from domain.conformance import Conformance
from domain.office import Actor
from office.errors import UnknownDocumentError
from office.house import House
from office.scope import case_for
from office.views import document_file


@dataclass(frozen=True)
class MeasuredPages:
    """What was measured (实测的版面): which pages, and the report on them."""

    case: Case
    which: str
    report: Conformance


def measured_pages(house: House, actor: Actor, document_id: str) -> MeasuredPages:
    """Measure the pages of a document as they are now: issued ones where there are, else those shown.

    Raises:
        UnknownDocumentError: It does not exist within the actor's scope, or has no pages yet.
        DraftError: A record that was taken over is no PDF that can be measured.
    """
    case = case_for(house, actor, document_id)
    if case.shown is None and case.filed is None:
        raise UnknownDocumentError(f"{document_id} 的版面")
    is_final = case.issued is not None or case.filed is not None
    name, pdf = document_file(house, actor, document_id, "pdf" if is_final else "shown")
    return MeasuredPages(case, "正式文件" if is_final else "呈签版面", house.press.measure(pdf, name))
