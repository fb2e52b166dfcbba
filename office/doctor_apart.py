"""Who should be apart (三员分立): the system's administrator, the security officer and the auditor, from one another and from the business.

Obligatory where state secrets are held, good practice elsewhere; a small office may have one person hold two of them, in accounts apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from domain.office import Account, Office
from domain.posts import Role, Sees

THREE = (Role.ADMIN, Role.SECURITY, Role.AUDITOR)
_NO_SECURITY = '在 office.toml 中给一位同志设 roles = ["security"] 的 [[account]]'
_SPLIT = "在 office.toml 中给这位同志另设一个 [[account]]，两种岗位分开用"
_OTHERS = "由不同的同志担任；人手不够的，至少不由同一人既管系统又审计"


def apart(office: Office) -> Iterator[tuple[str, str]]:
    """Say what is wrong with the separation, each with its mend; nothing for an office that has no accounts yet."""
    if not office.accounts:
        return
    if not office.holders(Role.SECURITY):
        yield f"没有{office.titles(Role.SECURITY)}：收件检查拦下涉密稿时没有人接到通知", _NO_SECURITY
    for account in office.accounts:
        yield from ((sentence, _SPLIT) for sentence in _of_account(office, account))
    if office.permitted_level.is_state_secret:
        yield from ((sentence, _OTHERS) for sentence in _of_people(office))


def _of_account(office: Office, account: Account) -> Iterator[str]:
    held = [role for role in THREE if role in account.roles]
    business = [role for role in account.roles if role not in THREE and _does_business(office, role)]
    if len(held) > 1:
        yield f"账号 {account.login} 一个账号兼任{office.titles(*held)}，三员应当分设"
    elif held and business:
        yield f"账号 {account.login} 既是{office.titles(*held)}又是{office.titles(*business)}：管系统的账号不应办文"


def _does_business(office: Office, role: str) -> bool:
    post = office.post(role)
    return post is None or post.sees is not Sees.NOTHING


def _of_people(office: Office) -> Iterator[str]:
    """Name who holds two of the three, in whatever accounts: forbidden where state secrets are held."""
    for one, other in combinations(THREE, 2):
        both = {a.person for a in office.holders(one)} & {a.person for a in office.holders(other)}
        for person_id in sorted(both):
            person = office.person(person_id)
            yield f"{person.name if person else person_id}一人兼任{office.titles(one, other)}"
