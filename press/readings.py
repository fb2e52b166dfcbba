"""Making readings (实测项): a length against the standard's, a number against a range, a fact that is so or not."""

from __future__ import annotations

from domain.conformance import Reading
from domain.findings import Severity

_FINE_MM = 0.5
"""A tolerance below this is told with two places."""
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def length(
    code: str,
    clause: str,
    severity: Severity,
    page: int,
    element: str,
    standard: float,
    measured: float,
    tolerance: float,
) -> Reading:
    """Read a length in millimetres."""
    agrees = abs(measured - standard) <= tolerance
    places = 2 if tolerance < _FINE_MM else 1
    asked, found = f"{round(standard, places):g} mm", f"{measured:.{places}f} mm"
    return Reading(code, clause, severity, page, element, asked, found, f"±{tolerance:g} mm", agrees)


def between(
    code: str,
    clause: str,
    severity: Severity,
    page: int,
    element: str,
    least: float,
    most: float,
    measured: float,
    unit: str,
) -> Reading:
    """Read a number that may lie in a range."""
    standard = f"{least:g}～{most:g} {unit}" if least != most else f"{least:g} {unit}"
    return Reading(
        code, clause, severity, page, element, standard, f"{measured:.1f} {unit}", "", least <= measured <= most
    )


def fact(
    code: str, clause: str, severity: Severity, page: int, element: str, standard: str, measured: str, *, agrees: bool
) -> Reading:
    """Read what is so or is not."""
    return Reading(code, clause, severity, page, element, standard, measured, "", agrees)
