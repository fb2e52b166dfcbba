"""Leases (租约): exclusive work goes to one holder at a time, and a late holder's results are refused by their token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import QuerySet

from registry import models
from registry.values import Lease


def take(
    alias: str, name: str, holder: str, ttl: dt.timedelta, now: dt.datetime, is_gone: Callable[[str], bool]
) -> Lease | None:
    """Take a lease that is free, run out or held by who is gone, inside a transaction; nothing when somebody holds it."""
    found = models.Lease.objects.using(alias).filter(pk=name).first()
    if found is not None and _until(found) > now and not is_gone(found.holder):
        return None
    # milliseconds since 1970 keep tokens growing even when the registry was rebuilt in between
    token = max(found.token + 1 if found else 1, int(now.timestamp() * 1000))
    lease = Lease(name, holder, token, now + ttl)
    models.Lease(name=name, holder=holder, token=token, until=lease.until.isoformat()).save(using=alias)
    return lease


def renew(alias: str, lease: Lease, ttl: dt.timedelta, now: dt.datetime) -> Lease | None:
    """Hold a lease longer, inside a transaction; nothing when somebody else took it over."""
    until = now + ttl
    if not _own(alias, lease).update(until=until.isoformat()):
        return None
    return Lease(lease.name, lease.holder, lease.token, until)


def release(alias: str, lease: Lease, now: dt.datetime) -> None:
    """Let a lease go, inside a transaction; its row stays, so that tokens only grow."""
    _own(alias, lease).update(until=now.isoformat())


def _own(alias: str, lease: Lease) -> QuerySet[models.Lease]:
    return models.Lease.objects.using(alias).filter(pk=lease.name, token=lease.token)


def _until(found: models.Lease) -> dt.datetime:
    return dt.datetime.fromisoformat(found.until)
