"""A conformance report (版面实测): what stands on the rendered page, measured, beside what the standard asks."""

from __future__ import annotations

from dataclasses import dataclass

from domain.findings import Finding, Severity


@dataclass(frozen=True)
class Reading:
    """One measured thing (实测项): the standard's value, the page's, the tolerance, and whether they agree.

    ``severity`` is how grave it would be if they did not; ``page`` is counted from 1, 0 for the whole document.
    """

    code: str
    clause: str
    severity: Severity
    page: int
    element: str
    standard: str
    measured: str
    tolerance: str
    agrees: bool

    def finding(self) -> Finding:
        """Give it as a finding, for a reading that does not agree."""
        place = f"第{self.page}页 {self.element}" if self.page else self.element
        sentence = f"{self.element}：实测{self.measured}，标准为{self.standard}"
        mend = f"调整为{self.standard}" + (f"（允许{self.tolerance}）" if self.tolerance else "")
        return Finding(self.code, self.clause, self.severity, place, sentence, mend)


@dataclass(frozen=True)
class Conformance:
    """All readings of a file (实测报告) and what was recognised on its pages."""

    layout: str
    pages: int
    readings: tuple[Reading, ...]
    remarks: tuple[str, ...] = ()

    def failed(self) -> tuple[Reading, ...]:
        """Give the readings that do not agree, gravest first."""
        order = {severity: place for place, severity in enumerate(Severity)}
        return tuple(sorted((each for each in self.readings if not each.agrees), key=lambda each: order[each.severity]))
