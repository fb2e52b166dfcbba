"""Reading the posts of office.toml (岗位设置): every error names file, line and sentence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from domain.office import Office
from domain.posting import doers
from domain.posts import POSTS, Post, Role, Sees
from domain.procedure import PRINCIPAL
from office.errors import OfficeFileError

_ID = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = {"id", "name", "sees", "acts_as", "vacant"}
_APART = (Role.SECURITY, Role.AUDITOR, Role.ADMIN)
"""Who runs, secures and audits the system sees no document (三员分立); no post mixes that with an office's work."""


class OfficeLines:
    """The lines of office.toml, table by table."""

    def __init__(self, text: str, place: str) -> None:
        self._lines = text.splitlines()
        self._place = place

    def error(self, table: str, number: int, key: str, sentence: str) -> OfficeFileError:
        """Make the error about a key of the n-th ``[[table]]``, counted from 1."""
        line = self._line(table, number, key)
        return OfficeFileError(f"{self._place} 第{line}行" if line else self._place, sentence)

    def _line(self, table: str, number: int, key: str) -> int:
        head = re.compile(rf"^\s*\[\[\s*{table}\s*\]\]")
        starts = [place for place, line in enumerate(self._lines) if head.match(line)]
        if number > len(starts):
            return 0
        begin = starts[number - 1]
        for place in range(begin + 1, len(self._lines)):
            if re.match(r"^\s*\[", self._lines[place]):
                break
            if re.match(rf"^\s*{key}\s*=", self._lines[place]):
                return place + 1
        return begin + 1


def read_posts(tables: list[Mapping[str, Any]], lines: OfficeLines) -> tuple[Post, ...]:
    """Give the office's posts: the house's own, each as the office changed it, then the office's new ones.

    Raises:
        OfficeFileError: A post has no name, borrows a power there is none of, or sees what it may not.
    """
    known = {post.id: post for post in POSTS}
    stated: list[str] = []
    for number, table in enumerate(tables, 1):
        for key, sentence in _faults(table, stated):
            raise lines.error("post", number, key, sentence)
        post = _post(table, known.get(str(table["id"])), known)
        if sentence := _mixed(post):
            raise lines.error("post", number, "sees" if "sees" in table else "acts_as", sentence)
        stated.append(post.id)
        known[post.id] = post
    for number, post_id in enumerate(stated, 1):
        for sentence in _vacant_faults(known, known[post_id]):
            raise lines.error("post", number, "vacant", sentence)
        same = [post for post in known.values() if post.name == known[post_id].name]
        if len(same) > 1:
            raise lines.error("post", number, "name", f"两个岗位都叫“{same[0].name}”，分不清是谁")
    return tuple(known.values())


def check_posts(office: Office, lines: OfficeLines) -> None:
    """Refuse an account or an organ that names a post the office does not have.

    Raises:
        OfficeFileError: It says which, and where.
    """
    known = {post.id for post in office.posts}
    for number, account in enumerate(office.accounts, 1):
        for role in account.roles:
            if role not in known:
                sentence = f"账号“{account.login}”的角色“{role}”不存在，有的是：{'、'.join(known_words(office))}"
                raise lines.error("account", number, "roles", sentence)
    for number, organ in enumerate(office.organs, 1):
        if organ.principal not in known:
            raise lines.error("organ", number, "principal", f"机关“{organ.name}”的签发人“{organ.principal}”不是岗位")


def with_principals(office: Office) -> Office:
    """Let whoever stands in for a vacant post sign for its organ."""
    organs = (dataclasses.replace(organ, principal=doers(office, organ.principal)[0]) for organ in office.organs)
    return dataclasses.replace(office, organs=tuple(organs))


def known_words(office: Office) -> Iterator[str]:
    """Name the office's posts with their ids."""
    return (f"{post.id} {post.name}" for post in office.posts)


def _faults(table: Mapping[str, Any], stated: list[str]) -> Iterator[tuple[str, str]]:
    for key in table.keys() - _KEYS:
        yield key, f"[[post]] 中没有“{key}”这一项，只有 {'、'.join(sorted(_KEYS))}"
    post_id, name = table.get("id"), table.get("name")
    if not isinstance(post_id, str) or not _ID.fullmatch(post_id) or post_id == PRINCIPAL:
        yield "id", f"岗位代号“{post_id}”应是小写英文，如 aide，不能是 {PRINCIPAL}"
    elif post_id in stated:
        yield "id", f"岗位“{post_id}”写了两次"
    elif (not isinstance(name, str) or not name.strip()) and post_id not in {post.id for post in POSTS}:
        yield "name", f"岗位“{post_id}”没有写名称（name）"
    if table.get("sees", Sees.UNIT) not in list(Sees):
        yield "sees", f"sees“{table['sees']}”应为 office（全机关）、unit（本科室）或 nothing（不看文件）"
    for key, words in (("acts_as", "角色"), ("vacant", "岗位")):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield key, f'{key} 应写成 {key} = ["{words}"]'
    for role in table.get("acts_as", []):
        if role not in list(Role):
            yield "acts_as", f"acts_as 中的“{role}”不是系统的角色，可用：{'、'.join(Role)}"


def _post(table: Mapping[str, Any], before: Post | None, known: Mapping[str, Post]) -> Post:
    acts_as = tuple(Role(role) for role in table.get("acts_as", before.acts_as if before else ()))
    widest = max((known[role].sees for role in acts_as), key=list(Sees).index, default=Sees.UNIT)
    return Post(
        id=str(table["id"]),
        name=str(table.get("name", before.name if before else "")).strip(),
        sees=Sees(table.get("sees", before.sees if before else widest)),
        acts_as=acts_as,
        vacant=tuple(str(post) for post in table.get("vacant", before.vacant if before else ())),
    )


def _mixed(post: Post) -> str:
    apart = [role for role in _APART if role == post.id or role in post.acts_as]
    if apart and (post.sees is not Sees.NOTHING or set(post.acts_as) - set(_APART)):
        return f"岗位“{post.name}”算{'、'.join(apart)}的，不看文件，也不能兼办文（三员分立）"
    return ""


def _vacant_faults(known: Mapping[str, Post], post: Post) -> Iterator[str]:
    for one in post.vacant:
        if one not in known:
            yield f"岗位“{post.name}”空缺时由“{one}”办，没有这个岗位"
    seen, next_in = {post.id}, [one for one in post.vacant if one in known]
    while next_in:
        one = next_in.pop()
        if one == post.id:
            yield f"岗位“{post.name}”空缺时由谁办，绕回了自己"
            return
        if one not in seen:
            seen.add(one)
            next_in += [other for other in known[one].vacant if other in known]
