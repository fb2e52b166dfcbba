"""What the filing of a year came to (年度归档情况): every piece with its 档号, what is left out, what is open, and the reconciliation.

It is a matter of the books alone: asked twice it gives the same answer.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.arrangement import ClassScheme, gaps, question_of, related_over_years
from domain.case import Phase
from domain.four_properties import EVERY, Check
from domain.holding import Holding, Origin, Standing
from domain.holding_listing import HoldingQuery
from domain.listing import EVERYTHING, Entry, ListQuery, Scope
from domain.year_report import CheckCount, ClassCount, LeftOutPiece, OpenPiece, Piece, Tally, YearReport
from office.archive_rules import rules_of
from office.house import House
from office.proposals import Proposer, proposer_of
from office.year import of_year

_SERIES = Check("GD-2-6", "件号连续性", "完整性")
_NOT_FILED = tuple(phase for phase in Phase if phase not in (Phase.FILED, Phase.DONE))
_COUNT = Check("GD-2-1", "总件数相符性", "完整性")


def year_report(house: House, year: int, scope: Scope = EVERYTHING) -> YearReport:
    """Give the state of a year's filing; for a scope that is not everything, what lies within it."""
    rules, proposer = rules_of(house), proposer_of(house)
    pieces: list[Piece] = []
    left_out: list[LeftOutPiece] = []
    waiting: list[OpenPiece] = []
    faults: Counter[tuple[str, str]] = Counter()
    failed: dict[str, list[str]] = {}
    for holding in of_year(house, year, scope=scope):
        match holding.standing:
            case Standing.OPEN:
                waiting.append(_open(proposer, holding))
            case Standing.LEFT_OUT:
                left_out.append(LeftOutPiece(holding.record, holding.number, holding.title, holding.reason))
            case _:
                pieces.append(piece_of(house, holding))
                faults.update(("unchecked", code) for code in holding.unchecked)
                faults["bound", ""] += bool(holding.stamped or holding.remark)
                for code in holding.failed:
                    failed.setdefault(code, []).append(holding.code)
    waiting += [_in_flight(entry) for entry in unfiled(house, year, scope)]
    pieces.sort(key=lambda piece: _place(rules.scheme_of(piece.fonds), piece))
    links = related_over_years(
        {piece.code: piece.title for piece in pieces},
        _putting(house, year - 1, scope),
        _putting(house, year + 1, scope),
    )
    pieces = [replace(piece, related=links[piece.code]) if piece.code in links else piece for piece in pieces]
    waiting.sort(key=lambda piece: (piece.date or dt.date.min, piece.record))
    tally = _tally(house, year, scope, len(pieces), len(left_out), len(waiting))
    checks = tuple(_checks(faults, failed, pieces, tally))
    statistics = tuple(_statistics(pieces))
    return YearReport(year, rules.due(year), tuple(pieces), tuple(left_out), tuple(waiting), tally, statistics, checks)


def _putting(house: House, year: int, scope: Scope) -> dict[str, str]:
    """Give the titles of a year's numbered pieces that put a matter or answer one, by their 档号."""
    numbered = of_year(house, year, Standing.NUMBERED, Standing.KEPT, scope=scope)
    return {one.code: one.title for one in numbered if question_of(one.title) is not None}


def piece_of(house: House, holding: Holding) -> Piece:
    """Give a numbered record as the catalogue has it."""
    return Piece(
        code=holding.code,
        record=holding.record,
        fonds=holding.fonds,
        year=holding.year,
        retention=holding.retention.value,
        unit_code=holding.unit_code,
        serial=holding.serial,
        number=holding.number,
        organ="、".join(_name_of(house, organ) for organ in holding.organs),
        title=holding.title or "[无题名]",
        date=holding.dated,
        level=holding.level.value,
        pages=holding.numbered_pages,
        rule=holding.rule,
        stamped=holding.stamped,
        remark=holding.remark,
    )


def _name_of(house: House, organ: str) -> str:
    known = house.office.organ_named(organ)
    return known.name if known else organ


def _place(scheme: ClassScheme, piece: Piece) -> tuple[object, ...]:
    """Order pieces as their 全宗 is classified."""
    inner = (
        (piece.retention, piece.unit_code)
        if scheme is not ClassScheme.UNIT_FIRST
        else (piece.unit_code, piece.retention)
    )
    return (piece.fonds, *inner, piece.serial, piece.code)


def _open(proposer: Proposer, holding: Holding) -> OpenPiece:
    proposal = proposer.of(holding)
    why = proposal.doubt or "可以编号，等待整理"
    return OpenPiece(
        holding.record, holding.number, holding.title, holding.dated, proposal.retention.value, proposal.rule, why
    )


def _in_flight(entry: Entry) -> OpenPiece:
    where = f"在{entry.place}" if entry.place else entry.phase.value
    return OpenPiece(entry.document_id, entry.number, entry.title, entry.dated, "", "", f"尚未办结归档（{where}）")


def unfiled(house: House, year: int, scope: Scope) -> tuple[Entry, ...]:
    """List the documents that bear a number of the year and are not in the archive yet."""
    numbered = ListQuery(
        phases=_NOT_FILED, numbered=True, first_day=dt.date(year, 1, 1), last_day=dt.date(year, 12, 31)
    )
    entries = house.registry.entries(scope, numbered).entries
    entries += house.registry.entries(scope, replace(numbered, numbered=False, receipts=True)).entries
    return tuple(entry for entry in entries if house.registry.holding(entry.document_id) is None)


def _tally(house: House, year: int, scope: Scope, filed: int, left_out: int, waiting: int) -> Tally:
    """Count both sides apart: what came, from the register of numbers and of imports; what became of it, from the pieces."""
    numbered = ListQuery(numbered=True, first_day=dt.date(year, 1, 1), last_day=dt.date(year, 12, 31))
    count = house.registry.count_holdings
    dispatched = sum(
        count(HoldingQuery(formed=year, origin=origin), scope) for origin in (Origin.DISPATCH, Origin.RECEIPT)
    )
    receipts = replace(numbered, numbered=False, receipts=True)
    return Tally(
        registered=house.registry.entries(scope, numbered, limit=1).total
        + house.registry.entries(scope, receipts, limit=1).total
        + _without_number(house, year, scope),
        taken_over=count(HoldingQuery(formed=year, origin=Origin.IMPORT), scope),
        moved_in=count(HoldingQuery(year=year), scope) - count(HoldingQuery(year=year, formed=year), scope),
        moved_out=dispatched
        + count(HoldingQuery(formed=year, origin=Origin.IMPORT), scope)
        - count(HoldingQuery(year=year, formed=year), scope),
        filed=filed,
        left_out=left_out,
        open=waiting,
    )


def _without_number(house: House, year: int, scope: Scope) -> int:
    """Count the documents of ours that went into the archive without a number, as speeches do."""
    return house.registry.count_holdings(HoldingQuery(formed=year, origin=Origin.DISPATCH, numbered=False), scope)


def _statistics(pieces: Sequence[Piece]) -> Iterator[ClassCount]:
    classes: dict[tuple[str, str, str], list[Piece]] = {}
    for piece in pieces:
        classes.setdefault((piece.fonds, piece.retention, piece.unit_code), []).append(piece)
    for (fonds, retention, unit_code), members in classes.items():
        pages = sum(piece.pages for piece in members)
        yield ClassCount(fonds, retention, unit_code, len(members), pages, members[0].code, members[-1].code)


def _checks(
    faults: Counter[tuple[str, str]], failed: dict[str, list[str]], pieces: Sequence[Piece], tally: Tally
) -> Iterator[CheckCount]:
    bound = faults["bound", ""]
    yield CheckCount(_COUNT.code, _COUNT.name, _COUNT.nature, int(tally.holds), () if tally.holds else ("全年",), 0, "")
    for check in EVERY:
        wrong, left = tuple(sorted(failed.get(check.code, []))), faults["unchecked", check.code]
        why = check.why or ("不适用" if left else "")
        yield CheckCount(check.code, check.name, check.nature, bound - len(wrong) - left, wrong, left, why)
    broken = tuple(_broken_series(pieces))
    yield CheckCount(_SERIES.code, _SERIES.name, _SERIES.nature, _series_count(pieces) - len(broken), broken, 0, "")


def _broken_series(pieces: Iterable[Piece]) -> Iterator[str]:
    serials: dict[str, list[int]] = {}
    for piece in pieces:
        if piece.serial:
            serials.setdefault(piece.code.rpartition("-")[0], []).append(piece.serial)
    return (head for head, known in sorted(serials.items()) if gaps(known))


def _series_count(pieces: Iterable[Piece]) -> int:
    return len({piece.code.rpartition("-")[0] for piece in pieces if piece.serial})
