"""Text as every database can hold it (入库文字)."""

from __future__ import annotations


def storable(text: str) -> str:
    """Give text without NUL, which PostgreSQL stores in no text; the case's JSON holds it escaped."""
    return text.replace("\x00", "\ufffd")
