"""What an office may state of its exchange, and the sentence for what can't stand."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from domain.exchange import Partner
from office.errors import OfficeFileError
from office.exchange_settings import ExchangeSettings, check_exchange

OURS = ExchangeSettings(code="YLX")
COUNTY = Partner(code="LXXZFB", name="县政府办公室", public_key="a" * 64)


def test_what_nobody_states_can_stand() -> None:
    check_exchange(ExchangeSettings(), (), "office.toml")
    check_exchange(OURS, (COUNTY,), "office.toml")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"code": "乡"}, "交换代码“乡”应是"),
        ({"receipt_within": True}, "receipt_within 应写成"),
        ({"receipt_within": 101}, "receipt_within 应写成"),
        ({"patience_s": -1}, "patience_s 应是"),
        ({"pull_at": ()}, "pull_at 应写成一天中的时刻"),
        ({"pull_at": ("7:30",)}, "pull_at 应写成一天中的时刻"),
        ({"pull_at": ("24:00",)}, "pull_at 应写成一天中的时刻"),
        ({"pull_at": ("07:30", "07:30")}, "相同的时刻"),
    ],
)
def test_a_setting_that_cannot_stand_is_named(stated: dict[str, Any], said: str) -> None:
    with pytest.raises(OfficeFileError, match=said):
        check_exchange(dataclasses.replace(OURS, **stated), (COUNTY,), "office.toml")


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        ((dataclasses.replace(COUNTY, public_key="x"),), "public_key 应是"),
        ((dataclasses.replace(COUNTY, name="县/府"),), "不能用作文件夹名"),
        ((COUNTY, COUNTY), "code 都是“LXXZFB”"),
        ((dataclasses.replace(COUNTY, code="YLX"),), "与本机关的相同"),
    ],
)
def test_a_partner_that_cannot_stand_is_named(partners: tuple[Partner, ...], said: str) -> None:
    with pytest.raises(OfficeFileError, match=said):
        check_exchange(OURS, partners, "office.toml")


def test_partners_need_a_code_of_our_own() -> None:
    with pytest.raises(OfficeFileError, match="还要在"):
        check_exchange(ExchangeSettings(), (COUNTY,), "office.toml")
