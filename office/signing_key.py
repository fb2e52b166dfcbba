"""The key that signs heads, backups and notes of destruction (签名密钥): a file that only the service reads, never in a backup."""

from __future__ import annotations

from archive.heads import SigningKey
from domain.keeping_events import KEYS, KeyTaken
from office.backup_walk import SIGNING_KEY
from office.house import House
from office.record import record


def signing_key(house: House) -> SigningKey:
    """Give the office's key for heads and backups; one that is new is written into the books, so that its change shows."""
    key = SigningKey.of(house.root / SIGNING_KEY)
    known = [event.public_key for _, event in house.registry.history(KEYS) if isinstance(event, KeyTaken)]
    if not known or known[-1] != key.public:
        record(house, lambda pen: pen.note(KeyTaken(key.public), KEYS))
    return key
