"""Whether the office could destroy what is over (销毁体检): one who makes the list, two who approve, two who witness, five different people.

Who may do what is ``office.destruction``'s to say; here its rules are held against the people of office.toml. One person with several
accounts is one person, and everybody has to see every record that may stand on a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.catalogue import GENERAL
from domain.compartments import Compartment
from domain.destruction import APPROVERS, WITNESSES, PartName
from domain.levels import Level
from domain.office import Actor, Office
from domain.posts import Role
from office.destruction import APPROVES
from office.destruction import WITNESSES as MAY_WITNESS
from office.scope import reads_content, scope_of

Said = tuple[str, str]
"""What is the matter, and how to mend it."""


@dataclass(frozen=True)
class _Part:
    """A part in a destruction (环节): how many different people it takes, of which posts."""

    name: PartName
    people: int
    roles: tuple[Role, ...]


PARTS = (
    _Part(PartName.LIST, 1, (Role.ARCHIVIST,)),
    _Part(PartName.APPROVE, APPROVERS, APPROVES),
    _Part(PartName.WITNESS, WITNESSES, MAY_WITNESS),
)


def destruction_unstaffed(office: Office) -> Iterator[Said]:
    """Say which parts lack whom, with the mend: for records of every compartment and of every level that the office may keep."""
    if not office.accounts:
        return
    levels = sorted((one for one in Level if one.rank <= office.permitted_level.rank), key=lambda one: one.rank)
    for level in levels:
        said = tuple(_lacking(office, level))
        if said:  # whoever lacks here lacks above, too, and for every compartment
            yield from said
            return
    for compartment in office.compartments:
        yield from _lacking(office, levels[0], compartment)


def _lacking(office: Office, level: Level, closed: Compartment | None = None) -> Iterator[Said]:
    able = {part: _able(office, part, level, closed.id if closed else GENERAL) for part in PARTS}
    which = f"专管范围“{closed.name}”的档案" if closed else f"{level.value}档案"
    for part, seats in _empty(able).items():
        named = "、".join(able[part].values()) or "没有人"
        others = "，有人已要办另一环节" if len(able[part]) >= part.people else ""
        yield (
            f"{which}到期不能销毁：{part.name.value}要{part.people}人，还缺{seats}人（能办的：{named}{others}）",
            f"在 office.toml 给另一位同志设 [[account]]：岗位为{office.titles(*part.roles)}之一，看得到全机关的这类档案；"
            "拟制清册、批准（两人）、监销（两人）要由五个不同的人办",
        )


def _able(office: Office, part: _Part, level: Level, compartment: str) -> dict[str, str]:
    """Name the people who could do a part: each once, whatever accounts they have."""
    actors = [actor for account in office.accounts if (actor := office.actor(account.login))]
    return {one.person: one.name for one in actors if one.has(*part.roles) and _sees_all(one, level, compartment)}


def _sees_all(actor: Actor, level: Level, compartment: str) -> bool:
    scope = scope_of(actor)
    return (
        reads_content(actor)
        and scope.units is None
        and level.rank <= scope.most_rank
        and compartment in actor.compartments
    )


def _empty(able: dict[_Part, dict[str, str]]) -> dict[_Part, int]:
    """Seat as many people as can be seated, each once; give how many seats of which part stay empty."""
    seats = [part for part in PARTS for _ in range(part.people)]
    sitting: dict[str, int] = {}
    empty = [part for place, part in enumerate(seats) if not _seat(place, seats, able, sitting, set())]
    return {part: empty.count(part) for part in PARTS if part in empty}


def _seat(
    place: int, seats: Sequence[_Part], able: dict[_Part, dict[str, str]], sitting: dict[str, int], asked: set[str]
) -> bool:
    """Seat somebody, and let who sits there look for another seat (Kuhn's way to the largest matching)."""
    for person in able[seats[place]]:
        if person in asked:
            continue
        asked.add(person)
        if person not in sitting or _seat(sitting[person], seats, able, sitting, asked):
            sitting[person] = place
            return True
    return False
