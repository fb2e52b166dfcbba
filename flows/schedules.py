"""What runs by the clock (定时): served as Prefect deployments; due dates live in the registry, so a missed one catches up by itself."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, cast

from prefect import Flow, serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from flows.clean_up import clean_up_secrets
from flows.exchange import exchange
from flows.keeping import back_up, check_fixity, drill_restore, sign_head
from flows.scans import transcribe
from flows.sweeps import reconcile, remind, tidy, verify
from flows.year_end import file_last_year

ZONE = "Asia/Shanghai"
REMIND_AT = "0 8 * * *"
RECONCILE_AT = "*/10 * * * *"
VERIFY_AT = "30 2 * * *"
YEAR_AT = "30 7 * * *"
CLEAN_UP_AT = "15 8 * * *"
TRANSCRIBE_AT = "*/5 * * * *"
TIDY_AT = "30 3 * * *"
BACK_UP_AT = "7-59/15 * * * *"
SIGN_HEAD_AT = "5 0 * * *"
FIXITY_AT = "0 1 * * *"
DRILL_AT = "30 4 * * 0"


def serve_schedules(pull_at: Sequence[str]) -> None:
    """Serve all schedules until the process ends; ``pull_at`` are the times of day at which the folders from other offices are looked into.

    Each of those that may take hours can be at work, and there is still room for a short one: a reminder never waits for a drill. That none
    overlaps itself is the flows' own care (leases and locks of the office).
    """
    long, short = _long(), _short(pull_at)
    serve(*short, *long, limit=len(long) + 1, print_starting_message=False)


def _short(pull_at: Sequence[str]) -> tuple[RunnerDeployment, ...]:
    return (
        _by_the_clock(remind, "每日督促", REMIND_AT),
        _by_the_clock(reconcile, "每十分钟补办", RECONCILE_AT),
        _by_the_clock(clean_up_secrets, "每日清理督促", CLEAN_UP_AT),
        _by_the_clock(tidy, "每日清理暂存", TIDY_AT),
        _by_the_clock(sign_head, "每日签名链头", SIGN_HEAD_AT),
        *(_by_the_clock(exchange, f"公文交换{time.replace(':', '时')}分", daily(time)) for time in pull_at),
    )


def _long() -> tuple[RunnerDeployment, ...]:
    """List what reads or copies the whole archive, and so grows with it, and what may read scans for hours."""
    return (
        _by_the_clock(file_last_year, "每日年度归档", YEAR_AT),
        _by_the_clock(verify, "每日核验", VERIFY_AT),
        _by_the_clock(back_up, "每十五分钟备份", BACK_UP_AT),
        _by_the_clock(check_fixity, "每日固化校验", FIXITY_AT),
        _by_the_clock(drill_restore, "每周恢复演练", DRILL_AT),
        _by_the_clock(transcribe, "每五分钟文字识别", TRANSCRIBE_AT),
    )


def daily(time: str) -> str:
    """Give the crontab of a time of day, as ``07:30``."""
    hour, minute = time.split(":")
    return f"{int(minute)} {int(hour)} * * *"


def _by_the_clock(flow: Flow[[], Coroutine[Any, Any, int]], name: str, cron: str) -> RunnerDeployment:
    # outside an event loop to_deployment answers at once; its type names the coroutine for the other case
    return cast("RunnerDeployment", flow.to_deployment(name, schedule=Cron(cron, timezone=ZONE)))
