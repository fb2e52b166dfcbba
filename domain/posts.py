"""The posts of an office (岗位): what it calls them, what they may see, and which of the house's fixed powers each has.

A ``Role`` is a power the code knows, such as giving numbers; a post is an office's own, with a name of its own. Every role is a post too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A part a person plays in an office (角色): what the code asks for beside the steps of a procedure."""

    DRAFTER = "drafter"
    UNIT_HEAD = "unit_head"
    CLERK = "clerk"
    DEPUTY = "deputy"
    DIRECTOR = "director"
    LEADER = "leader"
    SECRETARY = "secretary"
    HEAD = "head"
    KEEPER = "keeper"
    ARCHIVIST = "archivist"
    SECURITY = "security"
    AUDITOR = "auditor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """Name the role as it is called where no office says otherwise."""
        return title_of(self)


class Sees(StrEnum):
    """Which documents a post sees, up to the person's clearance (知悉范围), the narrowest first."""

    NOTHING = "nothing"
    UNIT = "unit"
    OFFICE = "office"


@dataclass(frozen=True)
class Post:
    """A post of an office (岗位).

    ``acts_as`` are the roles whose acts outside the steps it may do too. While nobody holds it, those of ``vacant`` do its steps (空缺).
    """

    id: str
    name: str
    sees: Sees
    acts_as: tuple[Role, ...] = ()
    vacant: tuple[str, ...] = ()


POSTS = (
    Post(Role.DRAFTER, "拟稿人", Sees.UNIT),
    Post(Role.UNIT_HEAD, "科室负责人", Sees.UNIT),
    Post(Role.CLERK, "机要员", Sees.OFFICE),
    Post(Role.DEPUTY, "办公室副主任", Sees.OFFICE),
    Post(Role.DIRECTOR, "办公室主任", Sees.OFFICE),
    Post(Role.LEADER, "分管领导", Sees.OFFICE),
    Post(Role.SECRETARY, "党委书记", Sees.OFFICE),
    Post(Role.HEAD, "行政主要负责人", Sees.OFFICE),
    Post(Role.KEEPER, "印章管理员", Sees.OFFICE),
    Post(Role.ARCHIVIST, "档案员", Sees.OFFICE),
    Post(Role.SECURITY, "安全保密员", Sees.NOTHING),
    Post(Role.AUDITOR, "安全审计员", Sees.NOTHING),
    Post(Role.ADMIN, "系统管理员", Sees.NOTHING),
    Post("aide", "党委秘书", Sees.OFFICE, (Role.DIRECTOR,), (Role.DIRECTOR,)),
    Post("resident", "驻会书记", Sees.OFFICE, (Role.LEADER,), (Role.LEADER,)),
)
"""What an office has where it does not say otherwise; the last two are S2's."""

_TITLES = {post.id: post.name for post in POSTS}


def titles(*posts: str) -> str:
    """Name posts as they are called where no office says otherwise."""
    return "、".join(map(title_of, posts))


def title_of(post: str) -> str:
    """Name a post as it is called where no office says otherwise."""
    return _TITLES.get(post, post)


PERSON = "person/"
"""How a step names a person where it otherwise names posts."""


def person_part(person: str) -> str:
    """Give what a step bears in place of a post when it is for one person alone (指定到人)."""
    return f"{PERSON}{person}"


def person_of(part: str) -> str:
    """Give the person's id from such a part, or nothing for a post."""
    return part.removeprefix(PERSON) if part.startswith(PERSON) else ""
