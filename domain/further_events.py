"""Events that have modules of their own (其他事项): what is closed to some, secret papers, exchange; ``domain.events`` holds the list of all."""

from __future__ import annotations

from domain.closing_events import ClosingEvent
from domain.exchange_events import ExchangeEvent
from domain.secret_events import SecretEvent

FurtherEvent = ClosingEvent | SecretEvent | ExchangeEvent
"""All of them."""
