"""The filing of last year by the clock (定时归档): what is open is listed each day, the archivist is written to each week until it is done."""

from __future__ import annotations

import datetime as dt

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


def year_sweep(house: House) -> tuple[SweepRow, ...]:
    """Look after last year's filing: number what is plain where the office lets the machine do so, and say what is open.

    A year with nothing open and nothing to number is done, and gives no rows.
    """
    year = house.clock.today().year - 1
    if rules_of(house).unattended:
        _file(house, year)
    report = year_report(house, year)
    if report.open:
        _write_letters(house, report)
    return tuple(
        SweepRow(piece.record, piece.title, f"{year}年度归档", piece.why, plain="待定") for piece in report.open
    )


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


def _write_letters(house: House, report: YearReport) -> None:
    """Put one letter a week for each archivist into the outbox; it names numbers and dates, never a title."""
    if not house.post.is_on:
        return
    archivists = {actor.person for actor in house.office.holders(Role.ARCHIVIST)}
    for person in house.office.people:
        if person.id in archivists and person.mail:
            house.post.put(_letter(house, person, report), house.clock.now())


def _letter(house: House, person: Person, report: YearReport) -> Letter:
    today = house.clock.today()
    year, week, _ = today.isocalendar()
    text = "\n".join(
        (
            f"{person.name}同志：",
            "",
            f"{report.year}年度归档：已编档号{report.tally.filed}件，不归档{report.tally.left_out}件，待定{report.tally.open}件。",
            f"{days_left(report.deadline, today)}。请登录公文办理的“年度归档”页面办理。",
            "",
        )
    )
    name = f"{year}W{week:02d}-filing-{person.id}"
    return Letter(name, person.mail, f"【归档督促】{report.year}年度待定{report.tally.open}件", text)
