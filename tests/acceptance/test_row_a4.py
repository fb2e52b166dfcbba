"""Row A4, electronic exchange 电子公文收发 (S2.三): each sentence beside what shows it, two offices on one machine, by their commands alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain.exchange import ParcelQuery, Side
from office.exchange import exchange
from office.exchange_settings import ExchangeSettings
from tests.acceptance.test_commands_line import assert_refused, hongtou
from tests.an_office import UNIT, a_draft, a_sheet, a_title, new_clock, opened
from tests.exchange_making import COUNTY, VILLAGES, TheCounty, prepare_exchanging, sheet_of

TOWNSHIP = "云岭乡党政办公室"


@dataclass(frozen=True)
class TwoOffices:
    """A township and its county, with a transport that carries what each puts out (两个机关)."""

    township: Path
    county: Path

    def carry(self, change: Callable[[Path], None] = lambda folder: None, of: str = "") -> None:
        """Copy what lies in each one's outgoing folder into the other's incoming one, all or that ``of`` a document; ``change`` spoils it on the way."""
        for here, there, name, sender in (
            (self.township, self.county, COUNTY, TOWNSHIP),
            (self.county, self.township, TOWNSHIP, COUNTY),
        ):
            for found in sorted((here / "交换" / "发出" / name).iterdir()):
                target = there / "交换" / "收到" / sender / found.name
                if found.name.startswith(".") or of not in found.name or target.exists():
                    continue
                if found.is_dir():
                    shutil.copytree(found, target)
                    change(target)
                else:
                    shutil.copy(found, target)

    def pull(self, of: str = "") -> list[dict[str, Any]]:
        """Have the county pull, and the township after it."""
        rows = hongtou("exchange", "pull", "--as", "clerk", "--json", office=self.county).json()
        self.carry(of=of)
        return [*rows, *hongtou("exchange", "pull", "--as", "clerk", "--json", office=self.township).json()]

    def status(self, office: Path, *words: str) -> list[dict[str, Any]]:
        """Ask an office for its packages."""
        found: list[dict[str, Any]] = hongtou(
            "exchange", "status", *words, "--as", "clerk", "--json", office=office
        ).json()
        return found

    def came(self, document: str) -> dict[str, Any]:
        """Give what the county took in of a document; what it turned away of it besides is told under ``refused``."""
        rows = self.status(self.county, f"YLX.LXXZFB.{document}")
        (taken,) = (row for row in rows if row.get("backed_up"))
        return taken


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> TwoOffices:
    """Found two offices and make each known to the other by its key."""
    home = tmp_path_factory.mktemp("two")
    both = TwoOffices(home / "township", home / "county")
    (home / "disk").mkdir()
    for office, code, name in ((both.township, "YLX", TOWNSHIP), (both.county, "LXXZFB", COUNTY)):
        hongtou("init", str(office), "--profile", "example")
        settings = (office / "office.toml").read_text("utf-8").replace('"dispatch-township"', '"dispatch-subdistrict"')
        settings += (
            f'\n[exchange]\ncode = "{code}"\nname = "{name}"\npatience_s = 0\nbackup = "{home / "disk" / code}"\n'
        )
        (office / "office.toml").write_text(settings, "utf-8")
        (home / "disk" / code).mkdir()
    for office, other in ((both.township, both.county), (both.county, both.township)):
        key = hongtou("exchange", "key", "--json", office=other).json()
        lines = "".join(f'{name} = "{value}"\n' for name, value in key.items())
        with (office / "office.toml").open("a", encoding="utf-8") as settings_file:
            settings_file.write(f"\n[[partner]]\n{lines}")
        hongtou("init", str(office))
    return both


def drafted(office: Path, data: bytes | None = None) -> str:
    title = a_title()
    (office / "投稿" / "发文" / UNIT / f"{title}.docx").write_bytes(data or a_draft(title))
    rows = hongtou("work", "--json", office=office).json()
    return str(next(row["document_id"] for row in rows if row["act"] == "收件"))


def to_distribute(office: Path) -> str:
    """Bring a draft to its distribution by commands."""
    document = drafted(office)
    for login in ("unit_head", "deputy", "leader", "secretary", "head"):
        assert hongtou("sign", document, "--approve", "--as", login, office=office).code == 0
    scope = ("--to", f"{VILLAGES} 12份", "--to", f"{COUNTY} 2份")
    assert hongtou("register", document, *scope, "--as", "clerk", office=office).code == 0
    sheet = hongtou("recheck", document, "--as", "director", "--json", office=office).json()
    ticks = [word for item in sheet["step"]["items"] for word in ("--tick", item)]
    assert hongtou("recheck", document, *ticks, "--as", "director", office=office).code == 0
    assert hongtou("seal", document, "--as", "keeper", office=office).code == 0
    hongtou("work", office=office)
    assert hongtou("print", document, "--printer", "文印室", "--as", "clerk", office=office).code == 0
    return document


SEND = ("exchange", "send")
BY_HAND = ("--otherwise", VILLAGES)


@pytest.fixture(scope="module")
def exchanged(offices: TwoOffices) -> str:
    """Send a document of the township to the county, and have it taken in and answered."""
    document = to_distribute(offices.township)
    assert hongtou(*SEND, document, *BY_HAND, "--as", "clerk", office=offices.township).code == 0
    offices.carry(of=document)
    offices.pull(of=document)
    return document


def test_received_at_least_four_times_a_day() -> None:
    """“Receive at least four times a day (07:30, 10:00, 15:30, 18:00)”."""
    assert ExchangeSettings().pull_at == ("07:30", "10:00", "15:30", "18:00")


def test_urgent_ones_are_received_at_once(tmp_path: Path) -> None:
    """“Urgent signal at once”: what is marked urgent is taken in by itself, the rest waits for its hour."""
    county = TheCounty()
    prepare_exchanging(tmp_path / "office", county)
    with opened(tmp_path / "office", new_clock()) as office:
        county.lay(tmp_path / "office", county.package())
        urgent = county.package(urgent=True)
        county.lay(tmp_path / "office", urgent)

        exchange(office.house, urgent_only=True)

        taken = office.house.registry.parcels(ParcelQuery(side=Side.IN))
    assert [one.package for one in taken] == [sheet_of(urgent).package]


def test_what_came_is_registered(offices: TwoOffices, exchanged: str) -> None:
    """“Register content, number, pages, time, issuing unit”."""
    came = offices.came(exchanged)
    shown = hongtou("show", exchanged, "--as", "clerk", "--json", office=offices.township).json()

    sheet = came["sheet"]
    assert sheet["number"] in json.dumps(shown, ensure_ascii=False)
    assert sheet["title"] in json.dumps(shown, ensure_ascii=False)
    assert (sheet["pages"] >= 1, sheet["organs"], came["partner_name"]) == (True, ["云岭乡人民政府"], TOWNSHIP)
    assert came["at"][:10] == sheet["sent_at"][:10]
    assert (offices.county / came["place"]).exists() or came["place"].startswith("投稿/收文/")


def test_a_receipt_is_sent_and_counts_as_delivered(offices: TwoOffices, exchanged: str) -> None:
    """“Send a receipt 回执”."""
    came = offices.came(exchanged)
    (sent,) = offices.status(offices.township, exchanged)
    rows = hongtou("deliver", exchanged, "--as", "clerk", "--json", office=offices.township).json()

    assert (came["stage"], sent["stage"]) == ("已发回执", "对方已收")
    signed = {row["recipient"]: row["receipt"] for row in rows}
    assert signed[COUNTY]["received_by"] == f"{COUNTY}（交换回执自动签收）"
    assert signed[VILLAGES] is None


def test_packages_are_copied_to_a_second_disk_and_read_back(
    offices: TwoOffices, exchanged: str, tmp_path: Path
) -> None:
    """“Unload backups regularly to a non-system disk", "scheduled backup that is restored in a test”."""
    came = offices.came(exchanged)
    copy = Path(came["backed_up"])
    assert copy.is_relative_to(offices.county.parent / "disk")

    read = hongtou("exchange", "read-backup", str(copy), str(tmp_path / "back"), "--json").json()

    back = {one.name: one.read_bytes() for one in Path(read["place"]).iterdir()}
    assert back == {one.name: one.read_bytes() for one in copy.iterdir()}
    pdf = copy / "正本.pdf"
    pdf.write_bytes(pdf.read_bytes()[:-1])
    assert_refused(hongtou("exchange", "read-backup", str(copy), str(tmp_path / "again")), 60, "没有恢复")
    assert not (tmp_path / "again").exists()


def test_what_is_sent_is_checked_and_registered(offices: TwoOffices, exchanged: str) -> None:
    """“Sending: checked and registered (content, number, pages, time, scope)”."""
    (sent,) = offices.status(offices.township, exchanged)

    sheet = sent["sheet"]
    assert all(sheet[name] for name in ("title", "number", "pages", "sent_at", "recipients", "files", "signature"))
    assert (sheet["recipients"], sheet["copies"], sent["actor"]) == ([COUNTY], 2, sent["actor"])


def test_nothing_unsigned_is_sent(offices: TwoOffices) -> None:
    """“Only after sign-off”."""
    document = drafted(offices.township)

    said = hongtou(*SEND, document, "--as", "clerk", office=offices.township)

    assert_refused(said, 30, "还没有签发、用印并印发")
    assert hongtou("exchange", "status", document, "--as", "clerk", office=offices.township).code == 40


def test_nobody_is_missing_and_nobody_is_extra(offices: TwoOffices, exchanged: str) -> None:
    """“Exactly to the list: nobody missing, nobody extra”."""
    send = (*SEND, exchanged, "--as", "clerk")

    assert_refused(hongtou(*send, "--to", COUNTY, office=offices.township), 10, f"少了“{VILLAGES}”")
    extra = hongtou(*send, "--to", COUNTY, *BY_HAND, "--to", "县财政局", office=offices.township)
    assert_refused(extra, 10, "多了“县财政局”")
    assert_refused(hongtou(*send, office=offices.township), 10, f"“{VILLAGES}”不是交换单位")


def test_sent_again_it_is_not_sent_twice(offices: TwoOffices, exchanged: str) -> None:
    before = offices.status(offices.township, exchanged)

    said = hongtou(*SEND, exchanged, *BY_HAND, "--as", "clerk", "--json", office=offices.township)

    assert said.json() == before == offices.status(offices.township, exchanged)


def test_classified_documents_are_never_sent(offices: TwoOffices, tmp_path: Path) -> None:
    """“Classified documents are never sent through it”."""
    office = tmp_path / "office"
    shutil.copytree(offices.township, office)
    settings = (office / "office.toml").read_text("utf-8")
    settings = settings.replace('permitted_level = "内部"', 'permitted_level = "机密"')
    (office / "office.toml").write_text(settings.replace('clearance = "内部"', 'clearance = "机密"'), "utf-8")
    hongtou("init", str(office))
    document = drafted(office, a_sheet(a_title(), 密级="秘密★1年"))

    said = hongtou(*SEND, document, "--as", "clerk", office=office)

    assert_refused(said, 20, "不得通过公文交换发送")


def test_damaged_on_the_way_is_answered_and_sent_again_whole(offices: TwoOffices) -> None:
    document = to_distribute(offices.township)
    assert hongtou(*SEND, document, *BY_HAND, "--as", "clerk", office=offices.township).code == 0

    def cut(folder: Path) -> None:
        (folder / "正本.pdf").write_bytes((folder / "正本.pdf").read_bytes()[:100])

    offices.carry(cut, of=document)
    offices.pull(of=document)

    (sent,) = offices.status(offices.township, document)
    assert (sent["stage"], sent["code"]) == ("对方拒收", "HT-985")
    assert any(document in one["package"] for one in offices.status(offices.county, "--side", "refused"))
    resent = hongtou("exchange", "resend", sent["package"], "--as", "clerk", office=offices.township)
    assert resent.code == 0
    offices.carry(of=document)
    offices.pull(of=document)
    assert offices.status(offices.township, document)[0]["stage"] == "对方已收"


def test_exchange_comes_back_from_the_ledger(offices: TwoOffices, exchanged: str) -> None:
    package = f"YLX.LXXZFB.{exchanged}"
    before = {office: offices.status(office, package) for office in (offices.township, offices.county)}

    for office in before:
        assert hongtou("rebuild", "registry", office=office).code == 0
        assert hongtou("verify", office=office).code == 0

    assert {office: offices.status(office, package) for office in before} == before
