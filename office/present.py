"""Composing, checking and showing (呈批): the pages are made once, and the document starts on its route."""

from __future__ import annotations

import dataclasses

from domain.asked_units import named_units
from domain.case import Case
from domain.composing import compose, organs_of
from domain.document import Ending, Layout, OfficialDocument
from domain.draft import Draft
from domain.events import Presented
from domain.facts import FactName
from domain.findings import Finding
from domain.office import Organ
from domain.planning import plan
from domain.procedure import Route, Verb, choose, conditions_of
from office.asked_facts import not_asked
from office.errors import NoProcedureError, NoSchemeError
from office.examine import current
from office.house import House
from office.record import record
from office.staged import document_of, draft_of, keep
from office.stamping import require_stampable

_UNSEALED_ANYWAY = (Layout.PLAIN, Layout.MINUTES)


def present(house: House, case: Case) -> Case:
    """Make the pages to be signed and record them, with the route when the document has none yet.

    Raises:
        NoSchemeError: The lead organ has no number scheme for this kind.
        NoProcedureError: No procedure fits.
        StampNotSetUpError: It is to bear a signature stamp that the office has not set up.
    """
    draft = draft_of(house, case)
    organs = organs_of(case.facts, house.office)
    document = compose(draft, case.facts, house.office)
    require_stampable(house, document, case.document_id)
    route = case.route or route_for(house, case, document, organs)
    document = _ended_by(route, document)
    asked = not_asked(house.office, case, case.facts, route)
    presented = Presented(
        version=case.version,
        document=keep(house, document),
        kind=document.kind.value,
        organs=tuple(organ.id for organ in organs),
        scheme=_scheme_for(house, case, document, organs[0]) if route.is_numbered else "",
        shown=house.press.show(document),
        findings=tuple(dict.fromkeys((*_checked(house, case, document, draft), *case.findings, *asked))),
        route=None if case.route else route,
    )
    record(house, lambda pen: pen.note(presented, case.document_id))
    return current(house, case.document_id)


def _ended_by(route: Route, document: OfficialDocument) -> OfficialDocument:
    """Print what nobody seals without room for a seal (7.3.5.2): its procedure has no 用印."""
    if route.keys(Verb.SEAL) or document.layout in _UNSEALED_ANYWAY:
        return document
    return dataclasses.replace(document, ending=Ending.UNSEALED, signers=(), seals_mm=())


def _checked(house: House, case: Case, document: OfficialDocument, draft: Draft) -> tuple[Finding, ...]:
    return house.press.check(document, draft, case.facts, house.office)


def _scheme_for(house: House, case: Case, document: OfficialDocument, organ: Organ) -> str:
    scheme = house.office.scheme_for(organ, document.kind)
    if scheme is None:
        raise NoSchemeError(case.document_id, organ.name, document.kind.value)
    return scheme.id


def show_again(house: House, case: Case) -> Case:
    """Show a document that an older renderer made: one that is signed as it was signed, for its signers to confirm (law 5)."""
    if not case.signer:
        return present(house, case)
    document = document_of(house, case).signed_part()
    presented = Presented(
        version=case.version,
        document=case.document,
        kind=case.kind,
        organs=case.organs,
        scheme=case.scheme,
        shown=house.press.show(document),
        findings=case.findings,
    )
    record(house, lambda pen: pen.note(presented, case.document_id))
    return current(house, case.document_id)


def needs_showing_again(house: House, case: Case) -> bool:
    """Tell whether a document that is not issued yet was shown by a renderer we no longer have (law 5)."""
    return case.shown is not None and case.issued is None and case.shown.renderer != house.press.renderer()


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
    return plan(procedure, conditions, organs, case.unit, named_units(case.facts, house.office))
