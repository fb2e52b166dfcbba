"""What runs by the clock: a long run holds back no short one, and none overlaps itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows import schedules
from ground.clock import FixedClock
from office import keeping_due
from office.back_up import keeping_still
from office.duty import on_duty
from tests import an_office
from tests.an_office import AnOffice, a_title

GROWS = {"每日年度归档", "每日核验", "每十五分钟备份", "每日固化校验", "每周恢复演练"}
"""What takes the longer the more the archive holds."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    known: dict[str, Any] = {}

    def serve(*deployments: Any, **options: Any) -> None:
        known.update(options, names=[one.name for one in deployments])

    monkeypatch.setattr(schedules, "serve", serve)
    schedules.serve_schedules(("07:30", "18:05"))
    return known


def test_with_every_long_run_at_work_a_short_one_has_room(served: dict[str, Any]) -> None:
    assert set(served["names"]) > GROWS
    assert served["limit"] > len(GROWS)


def test_every_schedule_is_served_once(served: dict[str, Any]) -> None:
    assert len(served["names"]) == len(set(served["names"])) > len(GROWS)


def test_the_folders_are_looked_into_at_each_time_the_office_states(served: dict[str, Any]) -> None:
    assert {"公文交换07时30分", "公文交换18时05分"} <= set(served["names"])
    assert [schedules.daily(time) for time in ("07:30", "18:05", "00:00")] == ["30 7 * * *", "5 18 * * *", "0 0 * * *"]


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Any:
    root = tmp_path / "office"
    an_office.prepare(root, '\n[keeping]\nbackup = "../backup"\n')
    with an_office.opened(root, clock) as opened:
        opened.filed(a_title())
        yield opened


def test_a_backup_that_is_due_while_another_is_made_is_left_out(office: AnOffice) -> None:
    with keeping_still(office.house):
        rows = keeping_due.back_up_due(office.house)

    assert [row.result for row in rows] == ["另一次备份还没有做完，这一次不做"]
    assert "第1次" in keeping_due.back_up_due(office.house)[0].result


def test_fixity_and_drill_that_are_due_while_the_last_is_at_it_do_nothing(office: AnOffice) -> None:
    keeping_due.back_up_due(office.house)
    before = office.house.registry.head()

    with on_duty(office.house, "fixity"), on_duty(office.house, "restore-drill"):
        assert keeping_due.check_due(office.house) == ()
        assert keeping_due.drill_due(office.house) == ()

    assert office.house.registry.head() == before
    assert keeping_due.check_due(office.house) != ()
