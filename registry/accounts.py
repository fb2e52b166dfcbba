"""Passwords, sessions and throttling (账号): who may come in, for how long, and how often they may try.

Everything lies in ``accounts.sqlite`` (Django alias ``accounts``). Tokens and form marks are kept as digests only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import threading
from functools import cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from django.core.management import call_command
from django.db import connections, transaction

from ground.clock import Clock
from ground.sqlite_copy import copy_database
from registry.accounts_app.models import AttemptRow, PasswordRow, SessionRow, UsedRow
from registry.failures import spoken
from registry.login_delay import DELAYS, FORGOTTEN_AFTER, LONGEST, Delay
from registry.password_rules import refuse_weak
from registry.routing import ACCOUNTS
from registry.settings import SqliteDatabase

IDLE = dt.timedelta(minutes=30)
ABSOLUTE = dt.timedelta(hours=12)
_TOUCH_EVERY = dt.timedelta(minutes=1)
_HASHING_AT_ONCE = 2


def prepare_accounts() -> None:
    """Make the account tables, or bring them up to date; ``configure`` has told where they lie.

    Raises:
        RegistryFullError: The disk is full.
        RegistryAwayError: The file can't be opened or written.
    """
    place = SqliteDatabase(Path(connections[ACCOUNTS].settings_dict["NAME"]))
    with spoken(ACCOUNTS, place):
        call_command("migrate", ACCOUNTS, database=ACCOUNTS, verbosity=0)


class Accounts:
    """The office's accounts (账号库). The clock is handed in; rows are read again at every question."""

    def __init__(self, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        # each hash takes 64 MiB and a core: without this gate, logging in is a way to bring the house down
        self._gate = threading.BoundedSemaphore(_HASHING_AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        """Give a hash that no password fits, made at the first question: most who open the house ask for none."""
        return self._hasher.hash(secrets.token_hex())

    def has_password(self, login: str) -> bool:
        """Tell whether a password was set for the login."""
        return PasswordRow.objects.filter(login=login).exists()

    def copy_to(self, target: Path) -> None:
        """Copy the accounts as they stand at one moment into a new file, while others use them."""
        copy_database(Path(connections[ACCOUNTS].settings_dict["NAME"]), target)

    def set_password(self, login: str, password: str) -> None:
        """Set a login's password and end all its sessions.

        Raises:
            WeakPasswordError: The password is shorter than 12 characters, common, or made from the login.
        """
        refuse_weak(login, password)
        with self._gate:
            made = self._hasher.hash(password)
        with transaction.atomic(using=ACCOUNTS):
            PasswordRow.objects.update_or_create(login=login, defaults={"hash": made, "set_at": self._clock.now()})
            self.end_sessions(login)

    def verify(self, login: str, password: str) -> bool:
        """Tell whether the password is the login's; an unknown login takes as long and is told the same."""
        row = PasswordRow.objects.filter(login=login).first()
        with self._gate:
            nobody = self._nobody  # made for whoever asks first, known or not
            right = self._matches(row.hash if row else nobody, password)
        if row is None or not right:
            return False
        if self._hasher.check_needs_rehash(row.hash):
            with self._gate:
                made = self._hasher.hash(password)
            # only over the hash that was checked, so that a password changed meanwhile stays changed
            PasswordRow.objects.filter(login=login, hash=row.hash).update(hash=made)
        return True

    def admit(self, login: str, address: str) -> int:
        """Count a try to log in and give 0, or the seconds to wait before the next one, uncounted.

        The try counts as failed until ``succeeded`` is called, so that many at once gain nothing.
        """
        with transaction.atomic(using=ACCOUNTS):
            # read when it is our turn: a moment from before would lie before that of the one who went first, and keep us out
            now = self._clock.now()
            AttemptRow.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
            rows = {row.key: row for row in AttemptRow.objects.filter(key__in=_keys(login, address))}
            # a clock set back must not keep anybody out for longer than the curve's end
            wait = max((_seconds(min(row.not_before - now, LONGEST)) for row in rows.values()), default=0)
            if wait > 0:
                return wait
            for key, delay in _keys(login, address).items():
                self._count(rows.get(key), key, delay, now)
        return 0

    def succeeded(self, login: str, address: str) -> None:
        """Forget the failed tries of somebody who got in; those of the address against others stay, less this one."""
        keys = _keys(login, address)
        shared = next(key for key, delay in keys.items() if delay.by_address_only)
        with transaction.atomic(using=ACCOUNTS):
            AttemptRow.objects.filter(key__in=keys.keys() - {shared}).delete()
            row = AttemptRow.objects.filter(key=shared).first()
            if row is not None:
                row.failures, row.not_before = max(row.failures - 1, 0), row.last_at
                row.save()

    def open_session(self, login: str) -> str:
        """Log a login in and give the token its browser is to hold: 256 random bits."""
        now = self._clock.now()
        token = secrets.token_urlsafe(32)
        with transaction.atomic(using=ACCOUNTS):
            SessionRow.objects.filter(seen_at__lt=now - IDLE).delete()
            UsedRow.objects.filter(until__lt=now).delete()
            SessionRow.objects.create(token=_digest(token), login=login, opened_at=now, seen_at=now)
        return token

    def session_login(self, token: str) -> str | None:
        """Give the login of a session that is still open (30 minutes idle, 12 hours at most), and note that it was seen."""
        now = self._clock.now()
        row = SessionRow.objects.filter(token=_digest(token)).first()
        if row is None:
            return None
        if now - row.seen_at > IDLE or now - row.opened_at > ABSOLUTE:
            self.end_session(token)
            return None
        if now - row.seen_at > _TOUCH_EVERY:
            SessionRow.objects.filter(token=row.token).update(seen_at=now)
        return str(row.login)

    def end_session(self, token: str) -> None:
        """End one session."""
        SessionRow.objects.filter(token=_digest(token)).delete()

    def end_sessions(self, login: str) -> None:
        """End all sessions of a login."""
        SessionRow.objects.filter(login=login).delete()

    def use_once(self, mark: str) -> bool:
        """Use up a form's mark; False when it was used before."""
        until = self._clock.now() + ABSOLUTE
        _, new = UsedRow.objects.get_or_create(key=_digest(mark), defaults={"until": until})
        return new

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    def _count(self, row: AttemptRow | None, key: str, delay: Delay, now: dt.datetime) -> None:
        failures = row.failures + 1 if row else 1
        not_before = now + delay.after(failures)
        AttemptRow.objects.update_or_create(
            key=key, defaults={"failures": failures, "last_at": now, "not_before": not_before}
        )


def _keys(login: str, address: str) -> dict[str, Delay]:
    return {_digest(delay.key(login, address)): delay for delay in DELAYS}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _seconds(left: dt.timedelta) -> int:
    return -int(-left.total_seconds() // 1) if left > dt.timedelta() else 0
