"""Which tables live in which database (数据库分工): ours in the registry's, sessions and passwords in the accounts'."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

ACCOUNTS = "accounts"
"""The alias of the database that holds passwords and sessions; it is no projection of the ledger (law 2)."""

OURS = "registry"


class Router:
    """Send every table that is not the registry's to the accounts; the registry names its database itself."""

    def db_for_read(self, model: type[Model], **_: Any) -> str | None:
        """Name the database to read a table from."""
        return None if _is_ours(model) else ACCOUNTS

    def db_for_write(self, model: type[Model], **_: Any) -> str | None:
        """Name the database to write a table to."""
        return self.db_for_read(model)

    def allow_relation(self, one: Model, other: Model, **_: Any) -> bool:
        """Allow relations within one side only."""
        return _is_ours(type(one)) == _is_ours(type(other))

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """Tell whether a table of an app belongs into a database."""
        return (app_label == OURS) != (db == ACCOUNTS)


def _is_ours(model: type[Model]) -> bool:
    return model._meta.app_label == OURS  # noqa: SLF001  # Django's documented way to ask
