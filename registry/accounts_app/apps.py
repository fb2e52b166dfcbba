"""The account tables as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from registry.routing import ACCOUNTS


class AccountsConfig(AppConfig):
    """The tables of ``accounts.sqlite`` (账号库)."""

    name = "registry.accounts_app"
    label = ACCOUNTS
    default_auto_field = "django.db.models.BigAutoField"
