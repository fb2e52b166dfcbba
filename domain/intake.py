"""What the mailroom hands in (收件)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StagedFile:
    """A file whose bytes are durable in our staging (已存件): its name as dropped, ``body`` or ``attachment``, SHA-512, size."""

    name: str
    role: str
    sha512: str
    size_bytes: int
