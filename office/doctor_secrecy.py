"""Looking over secrecy (保密体检): what lies above the permitted level, who holds what and is gone, which outsider still has one, whom nobody can see through to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.case import IN_FLIGHT
from domain.catalogue import GENERAL
from domain.composing import level_of
from domain.copying import rule_for
from domain.levels import Level
from domain.secret_book import SecretBook, Standing
from office.house import House
from office.outsiders import kept_too_long
from office.scope import without_sight
from office.secret_register import read_book

Said = tuple[str, str]
"""What is the matter, and how to mend it."""
_LISTED = 5


@dataclass(frozen=True)
class SecrecyReport:
    """What was found (保密检查结果)."""

    faults: tuple[Said, ...]
    warnings: tuple[Said, ...]
    good: str


def look_at_secrecy(house: House) -> SecrecyReport:
    """Look at levels, compartments, reading lists and the register of secret papers."""
    book = read_book(house)
    faults = (*_above(house), *_gone(house, book), *_missing(book), *_shown(house, book), *_unseen(house))
    permitted = house.office.permitted_level.value
    held = sum(len(paper.here) for paper in book.papers.values())
    return SecrecyReport(
        faults, tuple(_warnings(house, book)), f"本机只存放“{permitted}”及以下；在册纸质涉密文件{held}份"
    )


def _above(house: House) -> Iterator[Said]:
    """Say what is stored above the permitted level: it was lowered after they came."""
    permitted = house.office.permitted_level
    for level in Level:
        folder = house.root / "archive" / level.slug
        if level.rank > permitted.rank and next(folder.rglob("0=ocfl_object_*"), None):
            yield (
                f"档案室里有“{level.value}”的件，高于本机允许的“{permitted.value}”",
                "请安全保密员按规定处理这台机器；permitted_level 降低以前应先移出",
            )
    above = [
        case.document_id
        for case in house.registry.cases(phases=IN_FLIGHT)
        if level_of(case.facts).rank > permitted.rank
    ]
    if above:
        yield f"在办文件高于本机允许的密级：{_some(above)}", "立即停办，请安全保密员按规定处理，改走纸质"


def _gone(house: House, book: SecretBook) -> Iterator[Said]:
    for person in book.holders():
        if house.office.person(person) is None:
            held = [f"{paper.number}/{copy.serial}" for paper, copy in book.held_by(person)]
            yield (
                f"“{person}”已不在 office.toml 中，名下还有涉密文件{len(held)}份：{_some(held)}",
                "先把这位同志写回 office.toml，在“工作移交”页办完移交，再去掉",
            )


def _missing(book: SecretBook) -> Iterator[Said]:
    lost = [
        f"{paper.number}/{copy.serial}"
        for paper in book.papers.values()
        for copy in paper.copies
        if copy.standing is Standing.MISSING
    ]
    if lost:
        yield f"清理时没有找到的涉密文件：{_some(lost)}", "按规定报告并查找；找到后在台账登记“归还”"


def _shown(house: House, book: SecretBook) -> Iterator[Said]:
    for one in kept_too_long(book, house.clock.today()):
        yield (
            f"外来人员{one.asked.organisation}{one.asked.name}查阅 {one.asked.subject}，当日没有登记归还",
            "核对文件在不在，在“外来人员查阅”页登记归还；不在的立即报告",
        )


def _unseen(house: House) -> Iterator[Said]:
    """Name documents whose next step nobody can do who may see them: somebody left, or a compartment was changed."""
    for case in house.registry.cases(phases=IN_FLIGHT):
        if case.compartment == GENERAL and not case.readers:
            continue
        blind = without_sight(house.office, case, case.compartment, case.readers)
        if blind:
            names = "、".join(step.name for step in blind)
            yield (
                f"{case.document_id} 的环节“{names}”没有一个人看得到",
                "把办理的同志列入 [[compartment]]，或申请扩大这件的阅文范围",
            )


def _warnings(house: House, book: SecretBook) -> Iterator[Said]:
    here = [paper for paper in book.papers.values() if paper.here]
    bare = sorted({p.level.value for p in here if rule_for(house.office.copying, p.issuer, p.level) is None})
    if bare:
        yield f"没有规定{'、'.join(bare)}件由谁批准复制，现在一律不能复制", "在 office.toml 写明 [[copying]]"
    by = house.office.outsiders_by
    if here and not any(actor.has(*by) for one in house.office.accounts if (actor := house.office.actor(one.login))):
        yield (
            f"没有人担任{house.office.titles(*by)}，外来人员查阅涉密文件没有人能批",
            "在 office.toml 写明 outsiders_by",
        )
    today = house.clock.today()
    late = [paper.number for paper in here if paper.is_overdue(today)]
    if late:
        yield f"逾期未清退的涉密文件：{_some(late)}", "在“清退”页导出清单，退还发文机关"
    running = [one.half for one in book.clean_ups.values() if one.closed is None]
    if running:
        yield f"{'、'.join(running)}的清理核对没有办结", "在“清退”页导出核对表，两人核对后办结"


def _some(names: list[str]) -> str:
    return "、".join(names[:_LISTED]) + (f"等{len(names)}" if len(names) > _LISTED else "")
