"""Formatting and checking a draft without registering anything (排版与检查)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from domain.case import Case, Phase, Version
from domain.composing import compose
from domain.conformance import Conformance
from domain.document import Filled, OfficialDocument
from domain.draft import SourceFile
from domain.errors import BadInputError
from domain.facts import FactName, Facts, FactSource, settle, stated
from domain.findings import Finding, Mended
from ground.durable import replace_file
from office.examine import UNFIT, known_facts
from office.house import House
from office.stamping import require_stampable

_OPEN = Filled()
__all__ = ["Checked", "Finding", "Formatted", "Mended", "check_draft", "format_draft", "mend_draft"]


@dataclass(frozen=True)
class Formatted:
    """What formatting gave (排版结果); ``left_open`` names what the page has room for and only 登记 or 签发 fills."""

    docx: str
    pdf: str
    pages: int
    findings: tuple[Finding, ...]
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What a check gave (检查结果): findings, and what was measured on the pages that would be printed."""

    findings: tuple[Finding, ...]
    report: Conformance


class FactsLackingError(BadInputError):
    """The draft lacks what formatting needs (缺少要素)."""

    code = "HT-208"

    def __init__(self, name: str, lacking: tuple[FactName, ...]) -> None:
        names = "、".join(fact.value for fact in lacking)
        super().__init__(
            f"没有认出{names}，不能排版",
            name,
            "在文稿中写明，或加 --set 名称=内容，或在文首加一张发文稿纸；讲话、总结等不编号的，文种写“材料”",
        )


class FactsUnfitError(BadInputError):
    """The draft states what this office does not know (要素不合), such as an organ of another office."""

    code = "HT-239"

    def __init__(self, name: str, reasons: tuple[str, ...], lacking: tuple[FactName, ...]) -> None:
        others = "、".join(fact.value for fact in lacking)
        happened = "；".join((*reasons, f"没有认出{others}") if others else reasons)
        mend = "核对文稿中的写法；确是本机关的，请系统管理员在 office.toml 中补上，或用 --office 指明机关文件夹"
        super().__init__(f"{happened}，不能排版", name, mend)


class MendsWordOnlyError(BadInputError):
    """Only a single .docx can be mended (只能改 Word 文稿)."""

    code = "HT-379"

    def __init__(self, name: str) -> None:
        super().__init__("自动改正只用于单个 .docx 文稿", name, "写正文 .docx 的路径，或去掉 --fix 只作检查")


def format_draft(
    house: House, path: Path, out: Path, values: Mapping[FactName, str] | None = None, filled: Filled = _OPEN
) -> Formatted:
    """Write the formatted .docx and .pdf under the draft's own name into ``out``.

    ``values`` state what the draft does not say, or says wrongly; ``filled`` is the number and the date that shall stand on the page.

    Raises:
        FactsLackingError: Kind, organ or title can't be recognised.
    """
    files = house.mailroom.open_at(path)
    document, findings = _composed(house, path, files, values or {})
    document = replace(document, filled=filled)
    body = files[0]
    pages = house.press.issue(
        document, source_digest=house.staging.put(body.data), source_name=body.name, metadata={}, seals={}
    )
    out.mkdir(parents=True, exist_ok=True)
    docx, pdf = out / f"{path.stem}.docx", out / f"{path.stem}.pdf"
    replace_file(docx, house.staging.read(pages.docx))
    replace_file(pdf, house.staging.read(pages.pdf))
    return Formatted(str(docx), str(pdf), pages.pages, findings, _left_open(document))


def check_draft(house: House, path: Path, values: Mapping[FactName, str] | None = None) -> Checked:
    """Give the findings on a draft and on the pages made of it; what lacks is an error of its own."""
    files = house.mailroom.open_at(path)
    document, findings = _composed(house, path, files, values or {})
    report = house.press.report(document)
    return Checked((*findings, *(reading.finding() for reading in report.failed())), report)


def mend_draft(house: House, path: Path, out: Path) -> tuple[Mended, ...]:
    """Write the draft with what can be mended without asking to ``out``; nothing is written when there is nothing to mend."""
    if path.suffix.lower() != ".docx" or not path.is_file():
        raise MendsWordOnlyError(path.name)
    data, done = house.press.mend(path.read_bytes(), path.name)
    if done:
        out.parent.mkdir(parents=True, exist_ok=True)
        replace_file(out, data)
    return done


def _composed(
    house: House, path: Path, files: Sequence[SourceFile], values: Mapping[FactName, str]
) -> tuple[OfficialDocument, tuple[Finding, ...]]:
    draft = house.press.read(files, path.name)
    case = _passing_case(house, path, settle(stated(values, FactSource.CLERK)))
    facts, odd = known_facts(house.office, case, draft, house.procedures)
    _require_whole(facts, odd, path.name)
    document = compose(draft, facts, house.office)
    require_stampable(house, document, path.name)
    return document, (*house.press.check(document, draft, facts, house.office), *odd)


def _require_whole(facts: Facts, odd: Sequence[Finding], name: str) -> None:
    """Refuse what can't be set, and tell what was not found from what was found and does not fit."""
    lacking = facts.lacking()
    reasons = {
        each: finding.sentence
        for finding in odd
        if finding.code == UNFIT
        for each in lacking
        if finding.place.endswith(f"：{each.value}")
    }
    if reasons:
        raise FactsUnfitError(name, tuple(reasons.values()), tuple(each for each in lacking if each not in reasons))
    if lacking:
        raise FactsLackingError(name, lacking)


def _left_open(document: OfficialDocument) -> tuple[str, ...]:
    """Name what the page leaves room for."""
    filled = document.filled
    open_number = document.kind.is_statutory and not filled.number
    open_day = bool(document.kind.is_statutory or document.signatories) and filled.dated is None
    return tuple(name for name, is_open in (("发文字号", open_number), ("成文日期", open_day)) if is_open)


def _passing_case(house: House, path: Path, facts: Facts) -> Case:
    """Stand in for the case that is not made: nothing is registered here."""
    now = house.clock.now()
    return Case("", "", "", path.name, Phase.TAKEN_IN, (Version(1, (), now, "", ""),), now, facts=facts)
