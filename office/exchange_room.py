"""The exchange room (交换室): partners, folders and what was exchanged, of one office."""

from __future__ import annotations

from dataclasses import dataclass

from domain.exchange import Partner
from ground.content import ContentFolder
from mailroom.exchange_box import ExchangeBox
from office.exchange_settings import ExchangeSettings


@dataclass(frozen=True)
class ExchangeRoom:
    """What exchange needs (交换室). ``content`` keeps the bytes of every package sent or taken in, by their digest."""

    settings: ExchangeSettings
    partners: tuple[Partner, ...]
    box: ExchangeBox
    content: ContentFolder

    def partner(self, name: str) -> Partner | None:
        """Find a partner by code or name."""
        return next((partner for partner in self.partners if name in (partner.code, partner.name)), None)

    def answering_to(self, recipient: str) -> tuple[Partner, ...]:
        """List the partners that a recipient's name means."""
        return tuple(partner for partner in self.partners if partner.answers_to(recipient))
