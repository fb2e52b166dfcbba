"""One office's house, opened: its rules, its workshops and its clock, handed to every use-case (机关实例)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from archive.ledger import Ledger
from archive.store import Store
from domain.calendar import Calendar
from domain.levels import Level
from domain.office import Office
from domain.procedure import Procedure
from ground.clock import Clock
from ground.content import ContentFolder
from indexer.port import Catalogue
from mailroom.intake import Mailroom
from mailroom.post import Post
from office.exchange_room import ExchangeRoom
from office.keeping_settings import KeepingSettings
from press.press import Press
from registry.registry import Registry


class Accounts(Protocol):
    """Where passwords are kept (账号口令); everything else about an account stands in office.toml."""

    def verify(self, login: str, password: str) -> bool:
        """Tell whether the password is right; takes as long for an unknown login."""
        ...

    def set_password(self, login: str, password: str) -> None:
        """Set a password, refusing short and common ones."""
        ...

    def has_password(self, login: str) -> bool:
        """Tell whether a password was ever set."""
        ...

    def copy_to(self, target: Path) -> None:
        """Copy all of it into a new file, for a backup."""
        ...


@dataclass(frozen=True)
class House:
    """Everything a use-case needs (机关实例). Made by the composition root, one per process."""

    root: Path
    office: Office
    procedures: tuple[Procedure, ...]
    calendar: Calendar
    clock: Clock
    registry: Registry
    ledger: Ledger
    stores: Mapping[Level, Store]
    staging: ContentFolder
    mailroom: Mailroom
    press: Press
    catalogue: Catalogue
    accounts: Accounts
    post: Post
    exchange: ExchangeRoom
    keeping: KeepingSettings = field(default_factory=KeepingSettings)

    @property
    def seals(self) -> Path:
        """Give the folder of the seal images (印章)."""
        return self.root / "印章"
