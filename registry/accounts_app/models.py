"""The account tables: password hashes, sessions by the digest of their token, throttled log-ins, forms that were used."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

_DIGEST = 64


class PasswordRow(models.Model):
    """The argon2id hash of a login's password (口令)."""

    login = models.CharField(max_length=64, primary_key=True)
    hash = models.CharField(max_length=255)
    set_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "password"


class SessionRow(models.Model):
    """Somebody who is logged in (会话); ``token`` is the SHA-256 of what the browser holds, so a copied file opens no door."""

    token = models.CharField(max_length=_DIGEST, primary_key=True)
    login = models.CharField(max_length=64, db_index=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "session"


class AttemptRow(models.Model):
    """Log-ins that failed for an account, an address or both (登录失败); ``key`` is a digest, names are not kept."""

    key = models.CharField(max_length=_DIGEST, primary_key=True)
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)
    not_before = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "attempt"


class UsedRow(models.Model):
    """A form that was sent once and never counts again (已用表单), kept until ``until``."""

    key = models.CharField(max_length=_DIGEST, primary_key=True)
    until = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "used"
