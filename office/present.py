"""Composing, checking and showing (呈批): the pages are made once, and the document starts on its route."""

from __future__ import annotations

from domain.case import Case
from domain.composing import compose, organs_of
from domain.document import OfficialDocument
from domain.events import Presented
from domain.facts import FactName
from domain.office import Organ
from domain.procedure import Route, choose, conditions_of, plan
from office.errors import NoProcedureError, NoSchemeError
from office.examine import current
from office.house import House
from office.record import record
from office.staged import draft_of, keep


def present(house: House, case: Case) -> Case:
    """Make the pages to be signed and record them, with the route when the document has none yet.

    Raises:
        NoSchemeError: The lead organ has no number scheme for this kind.
        NoProcedureError: No procedure fits.
    """
    draft = draft_of(house, case)
    document = compose(draft, case.facts, house.office)
    organs = organs_of(case.facts, house.office)
    scheme = house.office.scheme_for(organs[0], document.kind)
    if scheme is None:
        raise NoSchemeError(case.document_id, organs[0].name, document.kind.value)
    presented = Presented(
        version=case.version,
        document=keep(house, document),
        kind=document.kind.value,
        organs=tuple(organ.id for organ in organs),
        scheme=scheme.id,
        shown=house.press.show(document),
        findings=tuple(dict.fromkeys((*house.press.check(document, draft, case.facts), *case.findings))),
        route=None if case.route else route_for(house, case, document, organs),
    )
    record(house, lambda pen: pen.note(presented, case.document_id))
    return current(house, case.document_id)


def route_for(house: House, case: Case, document: OfficialDocument, organs: tuple[Organ, ...]) -> Route:
    """Choose the procedure that fits and lay out the document's route."""
    conditions = conditions_of(
        organs,
        document.kind.value,
        document.direction.value,
        case.facts.value(FactName.DOCUMENT_CLASS),
        document.urgency.value if document.urgency else "",
    )
    procedure = choose(house.procedures, conditions, house.clock.now().date())
    if procedure is None:
        raise NoProcedureError(case.document_id, f"{organs[0].name}的{document.kind.value}")
    return plan(procedure, conditions, organs, case.unit)
