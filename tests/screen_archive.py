"""An office whose archive is at work, for the pictures: records over, appraised, held, lent; a year half filed; backed up, damaged, restored."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from domain.holding_events import Verdict
from domain.keeping_events import BACKUPS, RESTORES, BackedUp, Restored
from domain.levels import Retention
from domain.papers import Paper
from ground.clock import FixedClock
from office import lending, retention
from office.boxes import pack
from office.fixity import check_share
from office.importing import import_catalogue
from office.lending import Reader
from office.pieces import leave_pieces_out
from office.record import record
from office.year import file_year
from office.year_order import place as put
from tests.an_office import AnOffice, opened, prepare

OLD_TITLES = (
    "关于做好防汛值班工作的通知",
    "关于开展农村环境整治的通知",
    "关于报送森林防火物资需求的函",
    "关于召开安全生产例会的通知",
    "关于印发信访接待日安排的通知",
)
YEAR_TITLES = (
    "关于做好冬春农田水利建设的通知",
    "关于开展冬季安全生产检查的通知",
    "关于申请拨付抗旱经费的请示",
    "关于表彰先进集体的决定",
    "关于做好春节期间值班工作的通知",
    "关于印发村级财务管理办法的通知",
)


def make_archive(root: Path, now: dt.datetime) -> str:
    """Make the office, forty days old; give the year that is being filed."""
    prepare(root)
    last_year = now.year - 1
    clock = FixedClock(now - dt.timedelta(days=40))
    with opened(root, clock) as office:
        _take_over(office, root, last_year)
        archivist = office.actor("archivist")
        leave_pieces_out(office.house, archivist, ["Y-5"], "重份")
        _keep(office, clock, now)
        put(office.house, archivist, ["Y-4"], "Y-1")
        file_year(office.house, now.year - 12)
        pack(office.house, archivist, now.year - 12, f"B027-WS·{now.year - 12}-D10-ZFB", last=3)
        _care(office, root)
    return str(last_year)


def _keep(office: AnOffice, clock: FixedClock, now: dt.datetime) -> None:
    house, archivist, reader = office.house, office.actor("archivist"), "钱敏"
    lending.lend(house, archivist, ["O-3"], Reader(reader, "核对物资台账", "县应急管理局", "director"), days=5)
    clock.advance(now - clock.now())
    lending.note_reading(house, archivist, ["O-1"], Reader("周楠", "编写乡志", "县史志办", "director"), 4)
    lending.note_reading(house, archivist, ["O-2", "Y-1"], Reader("林晓", "起草今年的通知"))
    lending.lend(house, archivist, ["Y-1"], Reader("宋立", "向县里汇报", approver="leader"))
    retention.hold(house, archivist, ["O-4"], "有一起诉讼尚未审结", "县司法局")
    for login in ("archivist", "director"):
        retention.appraise(house, office.actor(login), ["O-1", "O-4"], Verdict.DESTROY, "期满，没有查考价值")
    retention.appraise(house, archivist, ["O-2"], Verdict.KEEP, "仍有查考价值", retention=Retention.THIRTY_YEARS)
    retention.decide(house, office.actor("leader"), ["O-4"], Verdict.DESTROY, "同意销毁，解冻后办理")


def _care(office: AnOffice, root: Path) -> None:
    """Note a backup and a restore as they would be, and let a round of fixity find a damaged record."""
    house, disk = office.house, "/mnt/备份盘"
    head = house.registry.head()
    assert head is not None
    backed_up = BackedUp(disk, 1, head.index, "0" * 64, 214, 48_300_000, 48_300_000)
    record(house, lambda pen: pen.note(backed_up, BACKUPS))
    stored = next((root / "archive").rglob("正文.txt"))
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes()[:-1] + b"?")
    check_share(house, everything=True)
    restored = Restored(disk, 1, head.index, "0" * 64, house.clock.now(), house.clock.today())
    record(house, lambda pen: pen.note(restored, RESTORES))


def _take_over(office: AnOffice, root: Path, year: int) -> None:
    folder = root.parent / "目录"
    folder.mkdir()
    for number in (1, 2, 3):
        paper = Paper("备考表", (("全宗号", "B027"), ("盒号", str(number)), ("盒内文件情况说明", "齐全、完整。")))
        (folder / f"{number}.pdf").write_bytes(office.house.press.paper(paper))
    path = folder / "目录.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(year)), "utf-8")
    assert not import_catalogue(office.house, path).refused


def _rows(year: int) -> Iterator[dict[str, str]]:
    for place, title in enumerate(OLD_TITLES, 1):
        content = {"file": f"{place}.pdf"} if place < 4 else {"text": "各村：\n　　请做好工作。"}
        yield _row(f"O-{place}", title, year - 11, place) | {"retention": "10年"} | content
    for place, title in enumerate(YEAR_TITLES, 1):
        content = {"file": "1.pdf"} if place == 1 else {"text": "各村：\n　　请做好工作。"}
        yield _row(f"Y-{place}", title, year, place) | content


def _row(name: str, title: str, year: int, place: int) -> dict[str, str]:
    return {
        "id": name,
        "number": f"云政发〔{year}〕{place}号",
        "title": title,
        "organ": "云岭乡人民政府",
        "date": f"{year}-0{place}-1{place}",
        "level": "内部",
        "retention": ("30年", "10年", "永久")[place % 3],
    }
