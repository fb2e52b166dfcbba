"""Django's settings as the type checker needs them: which tables there are; at run time ``registry.settings`` configures."""

from __future__ import annotations

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "registry.apps.RegistryConfig",
    "registry.accounts_app.apps.AccountsConfig",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = "for the type checker only"  # noqa: S105 - nothing is ever signed with it
USE_TZ = True
