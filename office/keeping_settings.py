"""How what is kept is cared for (保管设置): the ``[keeping]`` table of office.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class KeepingSettings:
    """How what is kept is cared for (保管): ``backup`` is the folder backups go to, on another disk or machine; without it none is made.

    ``heads`` is the second place of the signed heads, best on another machine. ``keep_days`` is how long a backup is kept, 0 for ever.
    All content is read again within ``fixity_days``.
    """

    backup: str = ""
    heads: str = ""
    keep_days: int = 0
    fixity_days: int = 30

    def backup_folder(self, root: Path) -> Path | None:
        """Give where backups go, below the office's own folder where it is not absolute."""
        return root / self.backup if self.backup else None

    def heads_folder(self, root: Path) -> Path | None:
        """Give the second place of the signed heads."""
        return root / self.heads if self.heads else None
