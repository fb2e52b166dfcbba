"""Where the registry lies, and how Django is set up for it (数据库设置).

``configure`` runs once in a process, before anything of Django is imported; whoever needs more of Django than the registry does (the
desk) calls it first, with its own apps and settings.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections

from registry.routing import ACCOUNTS

BUSY_S = 30
"""How long a writer waits for the others before it gives up."""

_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"


@dataclass(frozen=True)
class SqliteDatabase:
    """One file on a local disk (SQLite); its folder must be there."""

    path: Path

    def to_django(self) -> dict[str, Any]:
        """Give the database as Django wants it told."""
        options = {"transaction_mode": "IMMEDIATE", "timeout": BUSY_S, "init_command": _SQLITE_START}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(self.path),
            "OPTIONS": options,
            "CONN_MAX_AGE": None,
        }


@dataclass(frozen=True)
class PostgresDatabase:
    """A database of a PostgreSQL server; ``host`` is a name, an address or the folder of its socket."""

    name: str
    host: str
    port: int = 5432
    user: str = ""
    password: str = ""

    def to_django(self) -> dict[str, Any]:
        """Give the database as Django wants it told."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "HOST": self.host,
            "PORT": str(self.port),
            "USER": self.user,
            "PASSWORD": self.password,
            "OPTIONS": {"connect_timeout": 10, "options": f"-c lock_timeout={BUSY_S}s -c synchronous_commit=on"},
            "CONN_MAX_AGE": None,
        }


DatabaseSettings = SqliteDatabase | PostgresDatabase

_aliases: dict[DatabaseSettings, str] = {}
_numbers = itertools.count(1)


def configure(
    *, accounts: Path | None = None, extra_apps: Sequence[str] = (), extra: Mapping[str, object] | None = None
) -> None:
    """Set up Django for this process: once, and the same for all.

    ``accounts`` is the SQLite file of passwords and sessions, ``extra_apps`` and ``extra`` are further Django apps and settings.
    Calling it again without arguments does nothing, so that a process without a desk needs no call at all.

    Raises:
        RuntimeError: Django was set up already and arguments are given, which could no longer take effect.
    """
    if settings.configured:
        if accounts or extra_apps or extra:
            raise RuntimeError("Django is set up already; call configure() before the first Registry is made")
        return
    databases: dict[str, Any] = {"default": {}}
    if accounts is not None:
        databases[ACCOUNTS] = SqliteDatabase(accounts).to_django()
    settings.configure(**_base(databases, extra_apps) | dict(extra or {}))
    django.setup(set_prefix=False)


def is_configured() -> bool:
    """Tell whether this process has set Django up."""
    return bool(settings.configured)


def alias_of(database: DatabaseSettings) -> str:
    """Give the name under which Django knows a database, making it known when it is new."""
    if database not in _aliases:
        alias = f"registry{next(_numbers)}"
        known = connections.configure_settings({"default": {}, alias: database.to_django()})
        connections.settings[alias] = known[alias]
        _aliases[database] = alias
    return _aliases[database]


def _base(databases: Mapping[str, Any], extra_apps: Sequence[str]) -> dict[str, Any]:
    return {
        "INSTALLED_APPS": ["registry.apps.RegistryConfig", *extra_apps],
        "DATABASES": dict(databases),
        "DATABASE_ROUTERS": ["registry.routing.Router"],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LANGUAGE_CODE": "zh-hans",
        "TIME_ZONE": "Asia/Shanghai",
        "USE_TZ": True,
        "LOGGING_CONFIG": None,  # how the process logs is the composition root's business
    }
