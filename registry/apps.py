"""The registry as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry's tables (登记处)."""

    name = "registry"
    default_auto_field = "django.db.models.BigAutoField"
