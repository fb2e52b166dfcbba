"""Who we are: organs, units, people, their posts, seals and number schemes (机关设置). Values only; the file they come from is read elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.catalogue import GENERAL
from domain.compartments import Compartment, admitted
from domain.copying import CopyRule
from domain.document import Kind
from domain.levels import Level
from domain.numbers import NumberScheme
from domain.posts import POSTS, Post, Sees, person_of, person_part, title_of
from domain.posts import Role as Role  # noqa: PLC0414 - asked for here by many

SEAL_MM = 42.0
"""How wide the seal of a county's or township's organs is (国发〔1999〕25号)."""


class OrganKind(StrEnum):
    """What an issuing organ is, which decides who signs for it (机关类别)."""

    PARTY = "party"
    GOVERNMENT = "government"
    OFFICE = "office"


@dataclass(frozen=True)
class Organ:
    """An organ registered to issue documents (发文机关).

    ``mark`` is what stands in red, ``principal`` the post whose holder signs for it (主要负责人), ``fonds`` its 全宗号,
    ``code`` its 机构代码 in 档号, ``seal`` the seal image's file name in the office's ``印章/`` folder, ``seal_mm`` the seal's diameter.
    ``signer_title`` is what stands left of its principal's signature stamp (签发人职务), in full.

    An ``external`` organ (外机关) issues jointly with ours: nobody here holds its ``principal``; it signs on paper, by the hand of
    ``principal_name`` where that is known, and seals on paper.
    """

    id: str
    name: str
    short_name: str
    kind: OrganKind
    mark: str
    principal: str
    fonds: str
    code: str
    seal: str
    external: bool = False
    principal_name: str = ""
    seal_mm: float = SEAL_MM
    signer_title: str = ""


@dataclass(frozen=True)
class Unit:
    """A unit of the office with a watched folder of its own (科室)."""

    id: str
    name: str


@dataclass(frozen=True)
class Person:
    """A natural person (人员): ``clearance`` is the highest level they may see, ``mail`` where reminders go.

    ``stamp`` is the file name of the image of their signature stamp (签名章) in the office's ``印章/`` folder.
    """

    id: str
    name: str
    clearance: Level
    mail: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class Account:
    """A login of a person with the posts it acts in, and the units it acts for (账号); no units means the whole office."""

    login: str
    person: str
    roles: tuple[str, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Somebody who acts now: person, login and the posts of that login (办理人).

    ``compartments`` are the closed ones they may know of, the general one among them.
    ``powers`` are the roles that those posts are or act as, ``sees`` the widest view among them. A step asks for the post itself.
    """

    person: str
    name: str
    login: str
    roles: tuple[str, ...]
    units: tuple[str, ...] = ()
    clearance: Level = Level.OPEN
    powers: tuple[str, ...] = ()
    sees: Sees = Sees.NOTHING
    compartments: tuple[str, ...] = (GENERAL,)
    called: tuple[tuple[str, str], ...] = ()
    """What the actor's office calls its posts, where it is not what the house calls them."""

    def titles(self, *posts: str) -> str:
        """Name posts as the actor's office does."""
        own = dict(self.called)
        return "、".join(own.get(post, title_of(post)) for post in posts)

    @property
    def parts(self) -> tuple[str, ...]:
        """List what a step may name to mean this actor: the posts, and the person itself (指定到人)."""
        return (*self.roles, person_part(self.person))

    def has(self, *roles: str) -> bool:
        """Tell whether the actor holds one of the posts, or one that acts as it."""
        return any(role in self.roles or role in self.powers for role in roles)


SYSTEM = Actor(person="system", name="系统", login="system", roles=())


@dataclass(frozen=True)
class Office:
    """One office's own rules and people (本机关).

    Classified documents are printed by ``approved_printers`` only; ``file_copies`` of each issued document stay in the house.
    What a draft lacks is to be stated within ``complete_within`` working days (补正时限). With ``search_traditional`` a search takes traditional
    characters and simplified ones for the same (繁简通查). Posts of ``outsiders_by`` let people from outside read what is secret (外来查阅, S3 十3).
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
    posts: tuple[Post, ...] = POSTS
    search_traditional: bool = False
    compartments: tuple[Compartment, ...] = ()
    copying: tuple[CopyRule, ...] = ()
    outsiders_by: tuple[str, ...] = (Role.LEADER,)

    @property
    def is_example(self) -> bool:
        """Tell whether this is the example office, whose logins need no password."""
        return self.profile == "example"

    def must_differ(self, one: str, other: str) -> bool:
        """Tell whether two acts on a document need different people, in whichever order the office names them."""
        return (one, other) in self.different_people or (other, one) in self.different_people

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
        """Find a person by the name on the paper, if only one bears it; one of several by what tells them apart."""
        told = name.strip()
        found = self.people_named(told)
        if len(found) == 1:
            return found[0]
        return next((person for person in self.people if told in (self.person_label(person), person.id)), None)

    def people_named(self, name: str) -> tuple[Person, ...]:
        """List who bears a name (同名)."""
        return tuple(person for person in self.people if person.name == name.strip())

    def person_label(self, person: Person) -> str:
        """Name a person so that nobody else is meant: one of several of a name with their units, or with their id."""
        if len(self.people_named(person.name)) == 1:
            return person.name
        units = self._units_of(person)
        others = [self._units_of(other) for other in self.people_named(person.name) if other.id != person.id]
        return f"{person.name}（{units if units and units not in others else person.id}）"

    def _units_of(self, person: Person) -> str:
        held = dict.fromkeys(unit for one in self.accounts if one.person == person.id for unit in one.units)
        return "、".join(unit.name for one in held if (unit := self.unit_named(one)))

    def actor(self, login: str) -> Actor | None:
        """Give the actor behind a login."""
        for account in self.accounts:
            person = self.person(account.person) if account.login == login else None
            if person is not None:
                held = tuple(post for post in self.posts if post.id in account.roles)
                return Actor(
                    person=person.id,
                    name=person.name,
                    login=login,
                    roles=account.roles,
                    units=account.units,
                    clearance=person.clearance,
                    powers=tuple(dict.fromkeys(role for post in held for role in post.acts_as)),
                    sees=max((post.sees for post in held), key=list(Sees).index, default=Sees.NOTHING),
                    compartments=admitted(self.compartments, person.id, account.roles, account.units),
                    called=tuple((post.id, post.name) for post in self.posts if post.name != title_of(post.id)),
                )
        return None

    def compartment(self, name: str) -> Compartment | None:
        """Find a compartment by id or name."""
        return next((one for one in self.compartments if name in (one.id, one.name)), None)

    def post(self, post_id: str) -> Post | None:
        """Find a post by its id."""
        return next((post for post in self.posts if post.id == post_id), None)

    def titles(self, *posts: str) -> str:
        """Name posts as this office does, and people where a step names them."""
        return "、".join(self._title(one) for one in posts)

    def _title(self, part: str) -> str:
        person, post = self.person(person_of(part)), self.post(part)
        return person.name if person else post.name if post else title_of(part)

    def holders(self, role: str, unit: str = "") -> tuple[Actor, ...]:
        """List who holds a post, for a unit when one is given."""
        actors = (self.actor(account.login) for account in self.accounts)
        return tuple(
            actor
            for actor in actors
            if actor and role in actor.roles and (not unit or not actor.units or unit in actor.units)
        )

    def scheme_for(self, organ: Organ, kind: Kind) -> NumberScheme | None:
        """Give the number scheme for a kind of document of an organ: one that names the kind first, then the organ's general one."""
        own = [scheme for scheme in self.schemes if scheme.organ == organ.id and not scheme.receives]
        named = [scheme for scheme in own if kind in scheme.kinds]
        return next(iter(named or [scheme for scheme in own if not scheme.kinds]), None)

    def scheme(self, scheme_id: str) -> NumberScheme | None:
        """Find a number scheme by id or 代字."""
        return next((scheme for scheme in self.schemes if scheme_id in (scheme.id, scheme.code)), None)
