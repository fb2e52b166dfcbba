"""Django for the tests: set up once for the whole run, as the composition root does for a process with a desk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from desk.site import settings_for
from registry.settings import configure


def set_up_django() -> None:
    """Set Django up with a file for the accounts that lives as long as the run."""
    folder = Path(tempfile.mkdtemp(prefix="hongtou-accounts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    configure(accounts=folder / "accounts.sqlite", extra_apps=("registry.accounts_app",), extra=settings_for(tls=False))
