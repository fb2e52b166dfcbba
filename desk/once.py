"""Form marks (表单标记): each form carries one that works for its session and its purpose, for two hours, and once."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from desk.errors import FormSentTwiceError, FormTooOldError
from desk.visit import Visit

GOOD_FOR = dt.timedelta(hours=2)


def new_mark(visit: Visit, purpose: str) -> str:
    """Make the mark of a form: a random part, the second it was made in, and the session's proof of both."""
    made = int(visit.house.clock.now().timestamp())
    body = f"{secrets.token_hex(16)}.{made}"
    return f"{body}.{_proof(visit, purpose, body)}"


def use_mark(visit: Visit, purpose: str, mark: str) -> None:
    """Use a form's mark up.

    Raises:
        FormTooOldError: It is not one of ours, for this session and purpose, or older than two hours.
        FormSentTwiceError: It was used before.
    """
    body, _, proof = mark.rpartition(".")
    if not body or not hmac.compare_digest(proof.encode(), _proof(visit, purpose, body).encode()):
        raise FormTooOldError
    made = dt.datetime.fromtimestamp(int(body.partition(".")[2]), dt.UTC)
    if visit.house.clock.now() - made > GOOD_FOR:
        raise FormTooOldError
    if not visit.desk.door.use_once(mark):
        raise FormSentTwiceError


def _proof(visit: Visit, purpose: str, body: str) -> str:
    # the session's token is the key: 256 random bits that only this browser and nobody's disk holds
    return hmac.new(visit.token.encode(), f"{purpose}\n{body}".encode(), hashlib.sha256).hexdigest()
