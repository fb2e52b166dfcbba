"""What a password must be (口令要求): long and not guessed easily; no rules on its composition, no forced change (ASVS 6.2)."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from registry.accounts_errors import WeakPasswordError

SHORTEST = 12
LONGEST = 256
_FEWEST_KINDS = 5
_OFFICE_WORDS = ("hongtou", "gongwen", "bangongshi", "dangwei", "zhengfu", "password", "mima", "红头", "公文", "办公室")


def refuse_weak(login: str, password: str) -> None:
    """Refuse a password that is too short, too long, too plain, common or made from the login.

    Raises:
        WeakPasswordError: With the first reason found.
    """
    reason = _reason(login, unicodedata.normalize("NFC", password))
    if reason:
        raise WeakPasswordError(reason)


def _reason(login: str, password: str) -> str:
    plain = password.lower()
    if len(password) < SHORTEST:
        return f"不足{SHORTEST}个字符"
    if len(password) > LONGEST:
        return f"超过{LONGEST}个字符"
    if login and login.lower() in plain:
        return "含有账号名"
    if len(set(plain)) < _FEWEST_KINDS or _is_run(plain):
        return "只是少数几个字符的重复或顺序"
    if _is_common(plain) or any(
        _is_common(plain.replace(word, "").strip("0123456789!@#._-")) for word in _OFFICE_WORDS
    ):
        return "是常见口令"
    return ""


def _is_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1


def _is_common(text: str) -> bool:
    if not text or text.isdigit():
        return True
    try:
        CommonPasswordValidator().validate(text)
    except ValidationError:
        return True
    return False
