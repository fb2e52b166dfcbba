"""What the doctor says of exchange: nothing where there is none, each folder that is away, a second disk that is missing."""

from __future__ import annotations

from pathlib import Path

from office.doctor_exchange import exchange_warnings
from tests.an_office import new_clock, opened, prepare
from tests.exchange_making import COUNTY, TheCounty, prepare_exchanging


def test_an_office_that_exchanges_with_nobody_hears_nothing_of_it(tmp_path: Path) -> None:
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", new_clock()) as office:
        assert list(exchange_warnings(office.house)) == []


def test_folders_that_are_away_and_a_missing_second_disk_are_named(tmp_path: Path) -> None:
    county, disk = TheCounty(), tmp_path / "disk"
    prepare_exchanging(tmp_path / "office", county, backup=str(disk))
    with opened(tmp_path / "office", new_clock()) as office:
        (said,) = [sentence for sentence, _ in exchange_warnings(office.house)]
        assert said == f"交换备份文件夹 {disk} 不在"
        disk.mkdir()
        assert list(exchange_warnings(office.house)) == []

        (county.incoming(office.house.root) / ".红头收发室").unlink()

        (said,) = [sentence for sentence, _ in exchange_warnings(office.house)]
        assert said == f"“交换/收到/{COUNTY}”文件夹不在位，与它的收发停着"
