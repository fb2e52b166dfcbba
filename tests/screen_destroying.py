"""An office that destroys what is over, for the pictures: a list that waits for its approvals, one being witnessed, one destroyed and signed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ground.clock import FixedClock
from office import destruction
from tests import destroying as acts
from tests.an_office import opened, prepare

TITLES = (
    "关于做好防汛值班工作的通知",
    "关于开展农村环境整治的通知",
    "关于报送森林防火物资需求的函",
    "关于召开安全生产例会的通知",
    "关于印发信访接待日安排的通知",
    "关于调整值班安排的通知",
)


def make_destructions(root: Path, now: dt.datetime) -> tuple[str, str, str]:
    """Make the office; give the lists: destroyed, being witnessed, waiting for its second approval."""
    prepare(root)
    clock = FixedClock(now - dt.timedelta(days=2 * acts.WAIT_DAYS))
    with opened(root, clock) as office:
        rows = [
            acts.old_record(
                f"O-{place}", title=title, number=f"云政发〔2014〕{place}号", code=f"B027-WS·2014-D10-ZFB-{place:04d}"
            )
            for place, title in enumerate(TITLES, 1)
        ]
        acts.take_over(office, root.parent, *rows)
        acts.decide(office, *(row["id"] for row in rows))
        done = acts.carried_out(office, "O-1", "O-2").name
        acts.attested(office, done)
        running = acts.listed(office, "O-3", "O-4").name
        acts.approved(office, running)
        destruction.witness(office.house, office.actor("keeper"), running)
        waiting = acts.listed(office, "O-5", "O-6").name
        destruction.approve(office.house, office.actor("leader"), waiting, "同意销毁")
        destruction.strike(office.house, office.actor("archivist"), waiting, "O-6", "仍有查考价值，改为续存")
    return done, running, waiting
