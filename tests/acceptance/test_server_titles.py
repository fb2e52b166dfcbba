"""What Prefect's database holds of documents: ids and numbers, no title (ADR 0039)."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.test_server_alone import environment_of, server
from tests.needs import REPOSITORY
from tests.titles_flow import BY_THE_CLOCK, TITLES

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run every flow on a real server over an office, and give the folder of the server's database once it has ended."""
    root = tmp_path_factory.mktemp("prefect")
    (root / "prefect").mkdir()
    with server(root) as api:
        words = (sys.executable, "-m", "tests.titles_flow", str(root / "office"))
        told = {**environment_of(root, 0), "PYTHONPATH": str(REPOSITORY), "PREFECT_API_URL": api.address}
        told["PREFECT_LOGGING_TO_API_ENABLED"] = "true"  # whatever Prefect would write of itself
        subprocess.run(words, env=told, cwd=REPOSITORY, check=True)
    return root / "prefect"


def test_no_title_reaches_prefects_database(prefect: Path) -> None:
    files = [path for path in sorted(prefect.rglob("*")) if path.is_file()]

    found = [(path.name, title) for path in files for title in TITLES.values() if holds(path, title)]

    assert files != []
    assert found == []


def test_every_flow_was_run_and_left_what_it_may_say(prefect: Path) -> None:
    with closing(sqlite3.connect(prefect / "prefect.db")) as books:
        states = dict(
            books.execute("SELECT flow.name, flow_run.state_type FROM flow_run JOIN flow ON flow.id = flow_id")
        )
        tables = [json.loads(data) for (data,) in books.execute("SELECT data FROM artifact WHERE type = 'table'")]
        said = [message for (message,) in books.execute("SELECT message FROM flow_run_state WHERE type = 'FAILED'")]

    assert {work.name for work in BY_THE_CLOCK} < set(states)
    assert {name for name, state in states.items() if state != "COMPLETED"} == {
        "a run that fails",
        "a run that nobody foresaw",
    }
    rows = [row for table in tables for row in (json.loads(table) if isinstance(table, str) else table)]
    assert {"已办结", "待归档"} <= {row["结果"] for row in rows if row["编号"]}
    assert any("HT-100" in message for message in said)
    assert any("builtins.LookupError" in message for message in said)


def holds(path: Path, title: str) -> bool:
    """Tell whether a file holds a title, as it stands or as JSON within JSON writes it."""
    data = path.read_bytes().replace(b"\\\\u", b"\\u")
    return title.encode() in data or json.dumps(title).strip('"').encode() in data
