"""Passwords, sessions, throttling: who comes in, for how long, and how often they may try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from django.db import connections

from ground.clock import FixedClock
from registry.accounts import Accounts, prepare_accounts
from registry.accounts_app.models import AttemptRow, PasswordRow, SessionRow, UsedRow
from registry.accounts_errors import WeakPasswordError

GOOD = "竹林 tulip 7 号桥边"


@pytest.fixture
def accounts(clock: FixedClock) -> Iterator[Accounts]:
    prepare_accounts()
    for table in (PasswordRow, SessionRow, AttemptRow, UsedRow):
        table.objects.all().delete()
    yield Accounts(clock, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    connections["accounts"].close()


def test_a_password_is_right_only_for_its_login(accounts: Accounts) -> None:
    accounts.set_password("clerk", GOOD)

    assert accounts.verify("clerk", GOOD)
    assert not accounts.verify("clerk", GOOD + " ")
    assert not accounts.verify("keeper", GOOD)
    assert accounts.has_password("clerk")
    assert not accounts.has_password("keeper")


def test_what_is_kept_is_argon2id_and_not_the_password(accounts: Accounts, clock: FixedClock) -> None:
    Accounts(clock).set_password("clerk", GOOD)

    kept = PasswordRow.objects.get(login="clerk").hash

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert GOOD not in kept


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "不足12个字符"),
        ("x" * 300, "超过256个字符"),
        ("clerk-is-my-name", "含有账号名"),
        ("aaaaaaaaaaaaaaa", "重复或顺序"),
        ("abcdefghijklmnop", "重复或顺序"),
        ("12345678901234567", "常见口令"),
        ("sunshine2024!!", "常见口令"),
        ("hongtou123456", "常见口令"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(accounts: Accounts, password: str, reason: str) -> None:
    with pytest.raises(WeakPasswordError, match=reason):
        accounts.set_password("clerk", password)

    assert not accounts.has_password("clerk")


def test_an_old_hash_is_made_anew_when_its_owner_comes_in(accounts: Accounts, clock: FixedClock) -> None:
    accounts.set_password("clerk", GOOD)
    before = PasswordRow.objects.get(login="clerk").hash

    assert Accounts(clock, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)).verify("clerk", GOOD)

    after = PasswordRow.objects.get(login="clerk").hash
    assert "m=8,t=1" in before
    assert "m=16,t=2" in after


def test_a_session_ends_after_half_an_hour_without_a_request(accounts: Accounts, clock: FixedClock) -> None:
    token = accounts.open_session("clerk")

    clock.advance(minutes=29)
    assert accounts.session_login(token) == "clerk"
    clock.advance(minutes=29)
    assert accounts.session_login(token) == "clerk"
    clock.advance(minutes=31)
    assert accounts.session_login(token) is None
    assert not SessionRow.objects.exists()


def test_a_session_ends_after_twelve_hours_however_busy(accounts: Accounts, clock: FixedClock) -> None:
    token = accounts.open_session("clerk")

    for _ in range(36):
        clock.advance(minutes=20)
        assert accounts.session_login(token) == "clerk"
    clock.advance(minutes=1)

    assert accounts.session_login(token) is None


def test_a_copy_of_the_file_opens_no_session(accounts: Accounts) -> None:
    token = accounts.open_session("clerk")

    kept = SessionRow.objects.get().token

    assert kept != token
    assert accounts.session_login(kept) is None


def test_a_new_password_ends_all_sessions_of_its_login(accounts: Accounts) -> None:
    mine, other = accounts.open_session("clerk"), accounts.open_session("keeper")

    accounts.set_password("clerk", GOOD)

    assert accounts.session_login(mine) is None
    assert accounts.session_login(other) == "keeper"


def test_waiting_doubles_with_each_failed_try(accounts: Accounts, clock: FixedClock) -> None:
    free = [accounts.admit("clerk", "10.0.0.1") for _ in range(4)]
    waits = []
    for _ in range(6):
        wait = accounts.admit("clerk", "10.0.0.1")
        waits.append(wait)
        clock.advance(seconds=wait)
        assert accounts.admit("clerk", "10.0.0.1") == 0

    assert free == [0, 0, 0, 0]
    assert waits == [1, 2, 4, 8, 16, 32]


def test_a_stranger_elsewhere_can_hold_an_account_up_for_a_minute_at_most(
    accounts: Accounts, clock: FixedClock
) -> None:
    for number in range(200):
        clock.advance(minutes=1)
        accounts.admit("secretary", f"10.0.{number // 250}.{number % 250}")

    assert 0 < accounts.admit("secretary", "192.168.1.7") <= 60


def test_one_address_trying_many_accounts_is_slowed_too(accounts: Accounts) -> None:
    waits = [accounts.admit(f"login{number}", "10.0.0.1") for number in range(25)]

    assert waits[:20] == [0] * 20
    assert waits[-1] > 0


def test_coming_in_clears_what_failed_before(accounts: Accounts) -> None:
    for _ in range(3):
        accounts.admit("clerk", "10.0.0.1")

    accounts.succeeded("clerk", "10.0.0.1")

    assert [accounts.admit("clerk", "10.0.0.1") for _ in range(3)] == [0, 0, 0]


def test_the_names_tried_are_not_kept(accounts: Accounts) -> None:
    accounts.admit("口令误填在账号栏", "10.0.0.1")

    assert all(len(row.key) == 64 for row in AttemptRow.objects.all())


def test_a_form_mark_works_once(accounts: Accounts) -> None:
    assert accounts.use_once("mark")
    assert not accounts.use_once("mark")
    assert accounts.use_once("other")


def test_a_clock_set_back_keeps_nobody_out_for_long(accounts: Accounts, clock: FixedClock) -> None:
    for _ in range(4):
        accounts.admit("clerk", "10.0.0.1")

    clock.advance(days=-30)

    assert accounts.admit("clerk", "10.0.0.1") == 15 * 60


class TurnClock(FixedClock):
    """Tells a later time to each who asks when it is their turn, an earlier one to each who asks before."""

    asked = 0

    def now(self) -> dt.datetime:
        self.asked += 1
        in_turn = connections["accounts"].in_atomic_block
        return super().now() + dt.timedelta(milliseconds=self.asked if in_turn else -self.asked)


def test_two_who_come_at_the_same_moment_do_not_keep_each_other_out(accounts: Accounts, clock: FixedClock) -> None:
    together = Accounts(TurnClock(clock.now()), PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    assert [together.admit(login, "10.0.0.1") for login in ("clerk", "keeper", "leader")] == [0, 0, 0]
