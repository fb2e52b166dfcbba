"""The pages of destroying: a list goes from the archivist to two leaders, two witnesses and its end; each refusal in a sentence."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from desk.visit import Desk
from domain.holding_events import Verdict
from ground.clock import FixedClock
from office import retention
from office.importing import import_catalogue
from tests import destroying as acts
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_visitor import Visitor, text_of

_COUNT = itertools.count(1)


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:  # noqa: F811 - a fixture
    """Keep a record that is over and of which destruction was decided; give its id."""

    name = f"D-{next(_COUNT)}"
    path = tmp_path / "目录.jsonl"
    path.write_text(json.dumps(acts.old_record(name, title=f"关于{name}的通知"), ensure_ascii=False), "utf-8")
    assert import_catalogue(desk.house, path).imported == 1
    for login in ("archivist", "director"):
        actor = desk.house.office.actor(login)
        assert actor is not None
        retention.appraise(desk.house, actor, [name], Verdict.DESTROY, "期满")
    leader = desk.house.office.actor("leader")
    assert leader is not None
    retention.decide(desk.house, leader, [name], Verdict.DESTROY, "期满")
    return name


def act(desk: Desk, login: str, name: str, word: str, **more: str) -> str:  # noqa: F811
    """Do an act on a list's page and give where it leads, or what the page says."""
    visitor = Visitor(desk, login)
    answer = visitor.post(f"/destructions/{name}", once=visitor.mark("destruction"), act=word, **more)
    return answer["Location"] if answer.status_code == 302 else text_of(answer)


def test_a_list_goes_from_the_archivist_to_its_end(
    desk: Desk,  # noqa: F811
    record: str,
    desk_clock: FixedClock,  # noqa: F811
) -> None:
    archivist = Visitor(desk, "archivist")
    assert record in text_of(archivist.get("/destructions"))
    made = archivist.post("/destructions", once=archivist.mark("destructions"), basis=acts.BASIS)
    name = made["Location"].split("/")[2].partition("?")[0]

    (listed,) = (one for one in desk.house.registry.destructions() if one.name == name)
    assert record in {
        item.record for item in listed.left
    }  # beside what other tests of this file have left to be listed
    waiting = text_of(Visitor(desk, "leader").get("/todo"))
    assert f"销毁清册 {name}（{len(listed.left)}件" in waiting
    assert f'<a href="/destructions/{name}"' in waiting
    assert name not in text_of(Visitor(desk, "keeper").get("/todo"))
    assert "没有写明批准意见" in act(desk, "leader", name, "approve")
    for login in acts.APPROVERS:
        assert act(desk, login, name, "approve", words="同意销毁").endswith("done=approve")
    assert "等待期未满" in act(desk, "keeper", name, "witness")
    desk_clock.advance(days=acts.WAIT_DAYS)
    for login in acts.WITNESSES:
        assert act(desk, login, name, "witness").endswith("done=witness")
    assert "档案员" in act(desk, "keeper", name, "run")
    assert act(desk, "archivist", name, "run").endswith("done=run")
    for login in acts.WITNESSES:
        assert act(desk, login, name, "attest").endswith("done=attest")

    archivist = Visitor(desk, "archivist")  # the session of three weeks ago has ended
    page = text_of(archivist.get(f"/destructions/{name}"))
    assert "已办完，清册和证明永久保存在档案库" in page
    assert archivist.get(f"/destructions/{name}/certificate.pdf").content.startswith(b"%PDF")
    shown = text_of(archivist.get(f"/documents/{record}"))
    assert f"已销毁，见销毁清册{name}第" in shown
    assert f"关于{record}的通知" not in shown
    assert Visitor(desk, "drafter").get(f"/destructions/{name}").status_code == 404


def test_a_record_is_struck_off_with_a_reason(desk: Desk, record: str) -> None:  # noqa: F811
    archivist = Visitor(desk, "archivist")
    made = archivist.post("/destructions", once=archivist.mark("destructions"), basis=acts.BASIS)
    name = made["Location"].split("/")[2].partition("?")[0]

    assert "没有写明抽出的理由" in act(desk, "archivist", name, "strike", record=record)
    assert act(desk, "archivist", name, "strike", record=record, words="还要用").endswith("done=strike")

    page = text_of(archivist.get(f"/destructions/{name}"))
    assert "还要用" in page
    assert act(desk, "head", name, "refuse", words="没有可销毁的了").endswith("done=refuse")
