"""Who we are: organs, units, people, their roles, seals and number schemes (机关设置). Values only; the file they come from is read elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.document import Kind
from domain.levels import Level
from domain.numbers import NumberScheme


class Role(StrEnum):
    """A part a person plays in an office (角色)."""

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
        """Give the role's Chinese name."""
        return _TITLES[self]


_TITLES = {
    Role.DRAFTER: "拟稿人",
    Role.UNIT_HEAD: "科室负责人",
    Role.CLERK: "机要员",
    Role.DEPUTY: "办公室副主任",
    Role.DIRECTOR: "办公室主任",
    Role.LEADER: "分管领导",
    Role.SECRETARY: "党委书记",
    Role.HEAD: "行政主要负责人",
    Role.KEEPER: "印章管理员",
    Role.ARCHIVIST: "档案员",
    Role.SECURITY: "安全保密员",
    Role.AUDITOR: "安全审计员",
    Role.ADMIN: "系统管理员",
}


class OrganKind(StrEnum):
    """What an issuing organ is, which decides who signs for it (机关类别)."""

    PARTY = "party"
    GOVERNMENT = "government"
    OFFICE = "office"


@dataclass(frozen=True)
class Organ:
    """An organ registered to issue documents (发文机关).

    ``mark`` is what stands in red, ``principal`` the role whose holder signs for it (主要负责人), ``fonds`` its 全宗号,
    ``code`` its 机构代码 in 档号, ``seal`` the seal image's file name in the office's ``印章/`` folder.

    An ``external`` organ (外机关) issues jointly with ours: nobody here holds its ``principal``; it signs on paper, by the hand of
    ``principal_name`` where that is known, and seals on paper.
    """

    id: str
    name: str
    short_name: str
    kind: OrganKind
    mark: str
    principal: Role
    fonds: str
    code: str
    seal: str
    external: bool = False
    principal_name: str = ""


@dataclass(frozen=True)
class Unit:
    """A unit of the office with a watched folder of its own (科室)."""

    id: str
    name: str


@dataclass(frozen=True)
class Person:
    """A natural person (人员); ``clearance`` is the highest level they may see, ``mail`` where reminders go."""

    id: str
    name: str
    clearance: Level
    mail: str = ""


@dataclass(frozen=True)
class Account:
    """A login of a person with the roles it acts in, and the units it acts for (账号); no units means the whole office."""

    login: str
    person: str
    roles: tuple[Role, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Somebody who acts now: person, login and the roles of that login (办理人)."""

    person: str
    name: str
    login: str
    roles: tuple[Role, ...]
    units: tuple[str, ...] = ()
    clearance: Level = Level.OPEN

    def has(self, *roles: Role) -> bool:
        """Tell whether the actor holds one of the roles."""
        return any(role in self.roles for role in roles)


SYSTEM = Actor(person="system", name="系统", login="system", roles=())


@dataclass(frozen=True)
class Office:
    """One office's own rules and people (本机关).

    Classified documents are printed by ``approved_printers`` only; ``file_copies`` of each issued document stay in the house.
    What a draft lacks is to be stated within ``complete_within`` working days (补正时限).
    """

    name: str
    profile: str
    permitted_level: Level
    organs: tuple[Organ, ...]
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    accounts: tuple[Account, ...]
    schemes: tuple[NumberScheme, ...]
    procedures: tuple[str, ...]
    different_people: tuple[tuple[str, str], ...]
    superiors: tuple[str, ...] = ()
    subordinates: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ("同意。", "同意，请按程序办理。")
    sign_phrases: tuple[str, ...] = ("同意印发。", "同意。")
    return_phrases: tuple[str, ...] = (
        "文种不当，请改后再报。",
        "依据不足，请补充后再报。",
        "格式不符合要求，请按检查意见修改。",
    )
    approved_printers: tuple[str, ...] = ()
    file_copies: int = 2
    complete_within: int = 1

    @property
    def is_example(self) -> bool:
        """Tell whether this is the example office, whose logins need no password."""
        return self.profile == "example"

    def organ_named(self, name: str) -> Organ | None:
        """Find an organ by id, full name or short name."""
        wanted = name.strip()
        return next((organ for organ in self.organs if wanted in (organ.id, organ.name, organ.short_name)), None)

    def unit_named(self, name: str) -> Unit | None:
        """Find a unit by id or name."""
        return next((unit for unit in self.units if name in (unit.id, unit.name)), None)

    def person(self, person_id: str) -> Person | None:
        """Find a person by id."""
        return next((person for person in self.people if person.id == person_id), None)

    def person_named(self, name: str) -> Person | None:
        """Find a person by the name on the paper, if only one bears it."""
        found = [person for person in self.people if person.name == name.strip()]
        return found[0] if len(found) == 1 else None

    def actor(self, login: str) -> Actor | None:
        """Give the actor behind a login."""
        for account in self.accounts:
            person = self.person(account.person) if account.login == login else None
            if person is not None:
                return Actor(person.id, person.name, login, account.roles, account.units, person.clearance)
        return None

    def holders(self, role: Role, unit: str = "") -> tuple[Actor, ...]:
        """List who holds a role, for a unit when one is given."""
        actors = (self.actor(account.login) for account in self.accounts)
        return tuple(
            actor
            for actor in actors
            if actor and role in actor.roles and (not unit or not actor.units or unit in actor.units)
        )

    def scheme_for(self, organ: Organ, kind: Kind) -> NumberScheme | None:
        """Give the number scheme for a kind of document of an organ: one that names the kind first, then the organ's general one."""
        own = [scheme for scheme in self.schemes if scheme.organ == organ.id]
        named = [scheme for scheme in own if kind in scheme.kinds]
        return next(iter(named or [scheme for scheme in own if not scheme.kinds]), None)

    def scheme(self, scheme_id: str) -> NumberScheme | None:
        """Find a number scheme by id or 代字."""
        return next((scheme for scheme in self.schemes if scheme_id in (scheme.id, scheme.code)), None)
