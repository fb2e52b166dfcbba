"""Checking what office.toml says of secrecy (保密设置): compartments, who approves copies, who lets outsiders read. Every error names file, line and sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from domain.catalogue import GENERAL
from domain.compartments import Compartment
from domain.copying import CopyRule
from domain.office import Office
from office.errors import OfficeFileError
from office.post_file import OfficeLines

_ID = re.compile(r"[a-z][a-z0-9_]*")


def check_secrecy(office: Office, lines: OfficeLines) -> None:
    """Refuse a compartment or a row of the table of copying that names what the office does not have.

    Raises:
        OfficeFileError: It says which, and where.
    """
    for number, compartment in enumerate(office.compartments, 1):
        for key, sentence in _compartment_faults(office, compartment):
            raise lines.error("compartment", number, key, sentence)
    for number, rule in enumerate(office.copying, 1):
        for key, sentence in _copying_faults(office, rule):
            raise lines.error("copying", number, key, sentence)
    for post in office.outsiders_by:
        if post not in [one.id for one in office.posts]:
            raise lines.error("office", 1, "outsiders_by", f"outsiders_by 指的岗位“{post}”不存在，见 [[post]]")
    if office.compartments:
        _refuse_look_alikes(office, lines)


def read_outsiders_by(head: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Read which posts let people from outside read what is secret; the leader in charge where the office says nothing (S3 十3).

    Raises:
        OfficeFileError: It is no list of posts, or empty.
    """
    stated = head.get("outsiders_by", list(Office.outsiders_by))
    if not isinstance(stated, list) or not stated or not all(isinstance(one, str) for one in stated):
        raise OfficeFileError(place, 'outsiders_by 应写成 ["leader"] 的形式，至少一个岗位')
    return tuple(stated)


def _compartment_faults(office: Office, one: Compartment) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(one.id) or one.id == GENERAL:
        yield "id", f"专管范围代号“{one.id}”应是小写英文，不能是 {GENERAL}"
    if [other.id for other in office.compartments].count(one.id) > 1:
        yield "id", f"专管范围“{one.id}”写了两次"
    if not one.name.strip() or [other.name for other in office.compartments].count(one.name) > 1:
        yield "name", f"专管范围“{one.id}”没有名称，或名称与别的相同"
    if not (one.posts or one.units or one.people):
        yield "posts", f"专管范围“{one.name}”没有写明谁知道（posts、units、people 至少一项）"
    yield from _unknown("posts", "岗位", one.posts, [post.id for post in office.posts], one.name)
    yield from _unknown("units", "科室", one.units, [unit.id for unit in office.units], one.name)
    yield from _unknown("people", "人员", one.people, [person.id for person in office.people], one.name)


def _copying_faults(office: Office, rule: CopyRule) -> Iterator[tuple[str, str]]:
    if not rule.levels or not all(level.is_state_secret for level in rule.levels):
        yield "levels", '复制审批的 levels 写国家秘密的密级，如 ["机密", "秘密"]'
    if not rule.posts:
        yield "posts", "复制审批没有写明由哪些岗位批准（posts）"
    yield from _unknown("posts", "岗位", rule.posts, [post.id for post in office.posts], "复制审批")


def _unknown(key: str, what: str, named: tuple[str, ...], known: list[str], where: str) -> Iterator[tuple[str, str]]:
    for one in named:
        if one not in known:
            yield key, f"“{where}”指的{what}“{one}”不存在，有的是：{'、'.join(known)}"


def _refuse_look_alikes(office: Office, lines: OfficeLines) -> None:
    """Refuse persons' ids that differ in capitals only: a reading list is looked through where some databases see no difference."""
    seen: dict[str, str] = {}
    for number, person in enumerate(office.people, 1):
        other = seen.setdefault(person.id.lower(), person.id)
        if other != person.id:
            raise lines.error("person", number, "id", f"人员代号“{other}”和“{person.id}”只差大小写，分不清是谁")
