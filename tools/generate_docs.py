"""Write the generated pages of docs (``make docs``); ``--check`` only tells whether they are up to date."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools import procedure_pages, reference_commands, reference_errors, reference_procedures, reference_settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
REFERENCE = DOCS / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": reference_commands.page,
    "reference/errors.md": reference_errors.page,
    "reference/procedures.md": reference_procedures.page,
    "reference/settings.md": reference_settings.page,
    **{f"procedures/{name}": page for name, page in procedure_pages.pages().items()},
}


def stale() -> list[str]:
    """Name the pages that are not what the code says now."""
    return [name for name, page in PAGES.items() if not _says(DOCS / name, page())]


def write() -> list[str]:
    """Write what is not up to date and name it."""
    written = stale()
    for name in written:
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(PAGES[name](), "utf-8")
    return written


def _says(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text("utf-8") == text


def main() -> int:
    """Write or check."""
    if "--check" in sys.argv[1:]:
        names = stale()
        print("\n".join(f"docs/{name} is not up to date; run: make docs" for name in names))
        return 1 if names else 0
    print("\n".join(f"wrote docs/{name}" for name in write()) or "the generated pages are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
