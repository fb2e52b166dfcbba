"""The filing by the clock (定时归档): what is open of last year, and of those before, is told each day, the archivist is written to each week until it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from domain.holding import Standing
from domain.holding_listing import HoldingQuery
from domain.listing import EVERYTHING, Scope
from domain.office import Person, Role
from domain.year_report import YearReport
from mailroom.post import Letter
from office.advance import SweepRow
from office.archive_rules import rules_of
from office.house import House
from office.keeping_errors import YearBusyError
from office.year import file_year
from office.year_account import year_report
from office.year_papers import write_papers

_NAMED = 3


def year_sweep(house: House) -> tuple[SweepRow, ...]:
    """Look after last year's filing: number what is plain where the office lets the machine do so, and say what is open.

    A year with nothing open and nothing to number is done, and gives no rows; one before last year that is not done gives one.
    """
    year = house.clock.today().year - 1
    if rules_of(house).unattended:
        _file(house, year)
    report = year_report(house, year)
    before = years_behind(house)
    if report.open or before:
        _write_letters(house, report, before)
    rows = [SweepRow(piece.record, piece.title, f"{year}年度归档", piece.why, plain="待定") for piece in report.open]
    rows += [SweepRow("", "", f"{one}年度归档", f"{count}件没有编档号", plain=f"{count}件") for one, count in before]
    return tuple(rows)


def years_behind(house: House, scope: Scope = EVERYTHING) -> tuple[tuple[int, int], ...]:
    """Give the years before last year with pieces that still wait for their 档号, each with how many (以前年度待归档)."""
    last, count = house.clock.today().year - 1, house.registry.count_holdings

    def waiting(year: int | None) -> int:
        return count(HoldingQuery(year=year, standings=(Standing.OPEN,)), scope)

    years = house.registry.holding_years()
    if waiting(None) == sum(waiting(year) for year in years if year >= last):
        return ()
    behind = ((year, waiting(year)) for year in years if year < last)
    return tuple((year, number) for year, number in behind if number)


def behind_words(years: Sequence[tuple[int, int]]) -> str:
    """Say which years are behind and by how much; the oldest are named."""
    named = "、".join(f"{year}年度{count}件" for year, count in years[:_NAMED])
    return f"以前年度还有{sum(count for _, count in years)}件没有编档号（{named}{'等' if len(years) > _NAMED else ''}）"


def days_left(deadline: dt.date, today: dt.date) -> str:
    """Say how long there is until the year is to be filed."""
    days = (deadline - today).days
    due = f"应于{deadline:%Y年%-m月%-d日}前归档完毕"
    if days < 0:
        return f"{due}，已超期{-days}天"
    return f"{due}，还剩{days}天" if days else f"{due}，今天到期"


def _file(house: House, year: int) -> None:
    try:
        file_year(house, year)
    except YearBusyError:
        return  # whoever is at it does the same
    write_papers(house, year_report(house, year))


def _write_letters(house: House, report: YearReport, before: Sequence[tuple[int, int]]) -> None:
    """Put one letter a week for each archivist into the outbox; it names numbers and dates, never a title."""
    if not house.post.is_on:
        return
    archivists = {actor.person for actor in house.office.holders(Role.ARCHIVIST)}
    for person in house.office.people:
        if person.id in archivists and person.mail:
            house.post.put(_letter(house, person, report, before), house.clock.now())


def _letter(house: House, person: Person, report: YearReport, before: Sequence[tuple[int, int]]) -> Letter:
    today = house.clock.today()
    year, week, _ = today.isocalendar()
    text = "\n".join(
        (
            f"{person.name}同志：",
            "",
            f"{report.year}年度归档：已编档号{report.tally.filed}件，不归档{report.tally.left_out}件，待定{report.tally.open}件。",
            f"{days_left(report.deadline, today)}。请登录公文办理的“年度归档”页面办理。",
            *([f"{behind_words(before)}。"] if before else []),
            "",
        )
    )
    name = f"{year}W{week:02d}-filing-{person.id}"
    return Letter(name, person.mail, f"【归档督促】{report.year}年度待定{report.tally.open}件", text)
