"""Write the generated pages of docs/reference (``make docs``); ``--check`` only tells whether they are up to date."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools import reference_commands, reference_errors, reference_procedures, reference_settings

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "commands.md": reference_commands.page,
    "errors.md": reference_errors.page,
    "procedures.md": reference_procedures.page,
    "settings.md": reference_settings.page,
}


def stale() -> list[str]:
    """Name the pages that are not what the code says now."""
    return [name for name, page in PAGES.items() if not _says(REFERENCE / name, page())]


def write() -> list[str]:
    """Write what is not up to date and name it."""
    written = stale()
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name in written:
        (REFERENCE / name).write_text(PAGES[name](), "utf-8")
    return written


def _says(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text("utf-8") == text


def main() -> int:
    """Write or check."""
    if "--check" in sys.argv[1:]:
        names = stale()
        print("\n".join(f"docs/reference/{name} is not up to date; run: make docs" for name in names))
        return 1 if names else 0
    print("\n".join(f"wrote docs/reference/{name}" for name in write()) or "docs/reference is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
