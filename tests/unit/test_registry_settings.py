from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from registry.errors import NoDriverError
from registry.registry import Registry
from registry.settings import PostgresDatabase, SqliteDatabase, alias_of, configure
from tests.needs import REPOSITORY


def test_a_process_is_set_up_once_and_asking_again_for_more_is_an_error(tmp_path: Path) -> None:
    configure()
    configure()

    with pytest.raises(RuntimeError, match="before the first Registry"):
        configure(accounts=tmp_path / "accounts.sqlite")


def test_one_database_goes_by_one_alias(tmp_path: Path) -> None:
    configure()
    one, other = SqliteDatabase(tmp_path / "one.sqlite"), SqliteDatabase(tmp_path / "other.sqlite")

    assert alias_of(one) == alias_of(SqliteDatabase(tmp_path / "one.sqlite"))
    assert alias_of(one) != alias_of(other)


def test_a_missing_driver_is_named_before_anything_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.registry.find_spec", lambda name: None)

    with pytest.raises(NoDriverError, match=r"hongtou\[postgres\]"):
        Registry(PostgresDatabase("registry", "nowhere"))


def test_the_room_may_be_imported_before_django_is_set_up() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import registry.registry, registry.values, registry.errors"],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    assert done.returncode == 0


def test_the_accounts_lie_in_a_file_of_their_own(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from registry.registry import Registry
from registry.errors import NoDriverError
from registry.registry import Registry
from registry.settings import PostgresDatabase, SqliteDatabase, configure
folder = Path(sys.argv[1])
configure(accounts=folder / "accounts.sqlite", extra_apps=["django.contrib.sessions"], extra={"SECRET_KEY": "x" * 50})
from django.core.management import call_command
call_command("migrate", database="accounts", verbosity=0)
registry = Registry(SqliteDatabase(folder / "registry.sqlite"))
registry.prepare()
from django.contrib.sessions.models import Session
Session.objects.count()
from django.db import connections
for alias in ("accounts", "registry1"):
    print(*sorted(name for name in connections[alias].introspection.table_names() if name != "django_migrations"))
registry.close_connections()
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(tmp_path)],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    accounts, ours = done.stdout.splitlines()
    assert accounts == "django_session"
    assert "registry_event" in ours.split()
    assert all(name.startswith("registry_") for name in ours.split())
