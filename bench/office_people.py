"""The people of a large office (大机关设置): the example office's organs and series, with 50 people and 12 units, over TLS with passwords."""

from __future__ import annotations

import random
import re
import tomllib
from importlib.resources import files
from pathlib import Path

from domain.levels import Level
from domain.posts import Role

UNITS = {
    "general": "党政办公室",
    "economy": "经济发展办公室",
    "social": "社会事务办公室",
    "finance": "财政所",
    "farming": "农业农村办公室",
    "planning": "村镇建设办公室",
    "safety": "应急管理办公室",
    "justice": "司法所",
    "health": "卫生健康办公室",
    "culture": "文化旅游办公室",
    "people": "组织人事办公室",
    "petitions": "信访维稳办公室",
}
CROWD = (
    (Role.DRAFTER, 17),
    (Role.UNIT_HEAD, 12),
    (Role.CLERK, 4),
    (Role.DEPUTY, 4),
    (Role.DIRECTOR, 2),
    (Role.LEADER, 4),
    (Role.SECRETARY, 1),
    (Role.HEAD, 1),
    (Role.KEEPER, 2),
    (Role.ARCHIVIST, 2),
    (Role.AUDITOR, 1),
)
"""How many hold each role, one login each: 50 in all. Drafters and unit heads act for a unit."""

CLEARED = (Role.CLERK, Role.DEPUTY, Role.DIRECTOR, Role.LEADER, Role.SECRETARY, Role.HEAD, Role.KEEPER, Role.ARCHIVIST)
"""The roles whose first holder may see 秘密, as every unit head may; everybody else sees up to 内部."""

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文辉建国红志海燕玲斌宇浩鹏飞雪梅春兰"
_EARLIEST = "2015-01-01"


def write_office(root: Path, seed: int) -> None:
    """Write office.toml, and the procedure in force since before the first document."""
    profile = files("templates").joinpath("profiles", "example", "office.toml").read_text("utf-8")
    organs = profile[profile.index("[[organ]]") : profile.index("[[unit]]")]
    head = tomllib.loads(profile)["office"]
    parts = [_head(head), organs, *_units(), *_people(random.Random(seed))]  # noqa: S311 - names, no secret
    root.mkdir(parents=True)
    (root / "office.toml").write_text("\n".join(parts), "utf-8")
    (root / "程序").mkdir()
    for name in head["procedures"]:
        text = files("templates").joinpath("procedures", f"{name}.toml").read_text("utf-8")
        early = re.sub(r"effective_from = [\d-]+", f"effective_from = {_EARLIEST}", text)
        (root / "程序" / f"{name}.toml").write_text(early, "utf-8")


def logins(role: Role) -> list[str]:
    """Name the logins of a role."""
    return [f"{role.value}{place}" for place in range(1, dict(CROWD)[role] + 1)]


def _head(head: dict[str, object]) -> str:
    return (
        f'[office]\nname = "{head["name"]}"\nprofile = "office"\npermitted_level = "{Level.SECRET.value}"\n'
        f"procedures = {_list(head['procedures'])}\nsuperiors = {_list(head['superiors'])}\n"
        f"subordinates = {_list(head['subordinates'])}\ndifferent_people = {_list(head['different_people'])}\n"
    )


def _units() -> list[str]:
    return [f'[[unit]]\nid = "{key}"\nname = "{name}"\n' for key, name in UNITS.items()]


def _people(chance: random.Random) -> list[str]:
    names = _names(chance, sum(count for _, count in CROWD))
    parts = []
    for role, _ in CROWD:
        for place, login in enumerate(logins(role)):
            cleared = role is Role.UNIT_HEAD or (role in CLEARED and place == 0)
            level = Level.SECRET if cleared else Level.INTERNAL
            unit = list(UNITS)[place % len(UNITS)] if role in (Role.DRAFTER, Role.UNIT_HEAD) else ""
            parts.append(f'[[person]]\nid = "p-{login}"\nname = "{names.pop()}"\nclearance = "{level.value}"\n')
            units = f'units = ["{unit}"]\n' if unit else ""
            parts.append(f'[[account]]\nlogin = "{login}"\nperson = "p-{login}"\nroles = ["{role.value}"]\n{units}')
    return parts


def _names(chance: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        names[chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))] = None
    return list(names)


def _list(value: object) -> str:
    return str(value).replace("'", '"')
