"""Canonical JSON and the digests taken over it: the one form in which values are hashed (规范化编码).

Keys are sorted, no blanks, UTF-8 without escapes; what is hashed is these bytes and nothing else.
"""

from __future__ import annotations

import hashlib
import json

from domain.codec import Plain, to_plain


def canonical_bytes(value: object) -> bytes:
    """Give the canonical JSON bytes of a domain value or of plain data."""
    return json.dumps(
        to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def parse_plain(data: bytes) -> Plain:
    """Read JSON bytes back into plain values."""
    return json.loads(data)


def sha256_hex(data: bytes) -> str:
    """Give the SHA-256 digest as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def sm3_hex(data: bytes) -> str:
    """Give the SM3 digest as 64 hex digits (GB/T 32905)."""
    return hashlib.new("sm3", data).hexdigest()


def digest_of(value: object) -> str:
    """Give the SHA-256 digest of a value's canonical bytes."""
    return sha256_hex(canonical_bytes(value))
