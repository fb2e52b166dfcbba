"""One line of the ledger (台账行): who did what to which object when, chained to the line before it.

The line holds the digest of the event's payload, never the payload, so that a payload can be destroyed without breaking the chain.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from domain.canonical import canonical_bytes, parse_plain, sha256_hex, sm3_hex
from domain.codec import from_plain, to_plain

FIRST_PREVIOUS = "0" * 64


@dataclass(frozen=True)
class LedgerLine:
    """A line of the ledger; ``index`` counts from 1 without a gap, ``at`` carries its offset, digests are hex."""

    index: int
    at: dt.datetime
    actor: str
    channel: str
    verb: str
    object_id: str
    payload_sha256: str
    payload_sm3: str
    previous: str
    own: str

    def to_bytes(self) -> bytes:
        """Give the line as it stands in the file, with its line end."""
        return canonical_bytes(self) + b"\n"

    def own_holds(self) -> bool:
        """Tell whether ``own`` is the digest of the rest of the line."""
        return self.own == _own_digest(self)

    def follows(self, before: LedgerLine | None) -> bool:
        """Tell whether this line comes right after ``before`` (or is the first)."""
        if before is None:
            return self.index == 1 and self.previous == FIRST_PREVIOUS
        return self.index == before.index + 1 and self.previous == before.own


def chain(
    *, index: int, previous: str, at: dt.datetime, actor: str, channel: str, verb: str, object_id: str, payload: bytes
) -> LedgerLine:
    """Make the next line over ``payload``, whose canonical bytes are hashed with SHA-256 and SM3."""
    bare = LedgerLine(
        index, at, actor, channel, verb, object_id, sha256_hex(payload), sm3_hex(payload), previous, own=""
    )
    return dataclasses.replace(bare, own=_own_digest(bare))


def parse_line(data: bytes) -> LedgerLine:
    """Read a line back.

    Raises:
        ValueError: The bytes are not a line of the ledger.
    """
    return from_plain(LedgerLine, parse_plain(data))


def _own_digest(line: LedgerLine) -> str:
    plain = to_plain(line)
    del plain["own"]
    return sha256_hex(canonical_bytes(plain))
