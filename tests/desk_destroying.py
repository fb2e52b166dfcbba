"""A list of records to be destroyed that waits for its approvals, for the table and the spoiled forms (清册待批准)."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.holding_events import Verdict
from domain.office import Actor
from office import destruction, retention
from office.importing import import_catalogue
from tests import destroying as acts
from tests.desk_house import Papers

_COUNT = itertools.count(1)


def listed(papers: Papers) -> str:
    """Keep a record that is over, decide on it and list it; give the list's name."""
    name, house = f"OVER-{next(_COUNT)}", papers.house

    def actor(login: str) -> Actor:
        found = house.office.actor(login)
        assert found is not None
        return found

    with TemporaryDirectory() as folder:
        path = Path(folder) / "目录.jsonl"
        path.write_text(json.dumps(acts.old_record(name), ensure_ascii=False), "utf-8")
        assert import_catalogue(house, path).imported == 1
    for login in ("archivist", "director"):
        retention.appraise(house, actor(login), [name], Verdict.DESTROY, "期满")
    retention.decide(house, actor("leader"), [name], Verdict.DESTROY, "期满")
    return destruction.make_list(house, actor("archivist"), acts.BASIS, [name]).name
