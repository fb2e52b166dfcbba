"""Records that are due, and the people who bring a list of them to its end (销毁的各步)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from domain.calendar import Calendar
from domain.destruction import DestructionList
from domain.holding_events import Verdict
from ground.clock import BEIJING
from office import destroying, destruction, retention
from office.importing import import_catalogue
from tests.an_office import AnOffice

APPROVERS = ("leader", "secretary")
WITNESSES = ("keeper", "director")
BASIS = "2026年3月鉴定报告"
PHRASE = "麒麟踏雪寻梅处绝无仅有"
TITLE = "关于防汛值班的通知"
WAIT_DAYS = 20
"""More calendar days than the working days that an office waits."""
TEN_YEARS_ON = dt.datetime(2037, 3, 2, 9, 0, tzinfo=BEIJING)
"""When what was filed in 2026 and is kept for ten years is due."""


def old_record(name: str = "OLD", **more: str) -> dict[str, str]:
    """Give the row of a record of 2014 that was kept for ten years."""
    row = {
        "id": name,
        "number": "",
        "title": TITLE,
        "organ": "云岭乡人民政府",
        "date": "2014-06-30",
        "level": "内部",
        "retention": "10年",
        "text": f"各村：\n　　值班。{PHRASE}。",
    }
    return row | more


def take_over(office: AnOffice, folder: Path, *rows: dict[str, str]) -> None:
    """Take records of an older archive over."""
    path = folder / "目录.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
    assert import_catalogue(office.house, path).imported == len(rows)


def decide(office: AnOffice, *records: str, verdict: Verdict = Verdict.DESTROY) -> None:
    """Appraise records by two and have a leader decide."""
    for login in ("archivist", "director"):
        retention.appraise(office.house, office.actor(login), records, verdict, "期满无用")
    retention.decide(office.house, office.actor("leader"), records, verdict, "期满无用，同意")


def make_due(office: AnOffice, *records: str) -> None:
    """Let ten years pass after documents of ten years' keeping were filed, and appraise them."""
    office.clock.advance(TEN_YEARS_ON - office.clock.now())
    office.house = dataclasses.replace(office.house, calendar=Calendar(frozenset(), frozenset(), frozenset({2037})))
    decide(office, *records)


def listed(office: AnOffice, *records: str) -> DestructionList:
    """Make a list of records, of all that may be destroyed when none is named."""
    return destruction.make_list(office.house, office.actor("archivist"), BASIS, records)


def approved(office: AnOffice, name: str, logins: Sequence[str] = APPROVERS) -> DestructionList:
    """Have two approve a list, and let its working days pass."""
    for login in logins:
        destruction.approve(office.house, office.actor(login), name, "同意销毁")
    office.clock.advance(days=WAIT_DAYS)
    return destruction.list_for(office.house, office.actor("archivist"), name)


def witnessed(office: AnOffice, name: str) -> DestructionList:
    """Have two others witness a list that was approved."""
    for login in WITNESSES:
        known = destruction.witness(office.house, office.actor(login), name)
    return known


def carried_out(office: AnOffice, *records: str) -> DestructionList:
    """Bring a list of records to where they are destroyed."""
    name = listed(office, *records).name
    approved(office, name)
    witnessed(office, name)
    return destroying.carry_out(office.house, office.actor("archivist"), name)


def attested(office: AnOffice, name: str) -> DestructionList:
    """Have both witnesses sign."""
    for login in WITNESSES:
        known = destroying.attest(office.house, office.actor(login), name)
    return known


def places_of(root: Path, words: str) -> list[str]:
    """Name the files of an office that hold words, in the clear or as JSON writes them."""
    wanted = (words.encode(), words.encode("unicode_escape"), words.encode("utf-16-le"))
    files = (path for path in root.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(root)) for path in files if any(one in path.read_bytes() for one in wanted))
