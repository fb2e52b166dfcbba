"""An example office in a folder of its own, with people who act: real books, real press, real archive, a clock that stands still."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections

from domain.book_events import OfficeOpened
from domain.case import Case, Phase
from domain.office import Actor
from domain.pages import Binding
from ground.clock import BEIJING, FixedClock
from hongtou import players, wiring
from office import register, seal, sign
from office.advance import SweepRow, advance
from office.examine import current
from office.house import House
from office.record import record
from registry.accounts import prepare_accounts
from tests.needs import REPOSITORY
from tests.samples.docx_builder import plain_docx, png, with_table

MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
UNIT = "党政办公室"
DECIDERS = ("unit_head", "deputy", "director", "leader", "head", "secretary")
SOCIAL_DRAFTER = """
[[account]]
login = "social_drafter"
person = "lin-xiao"
roles = ["drafter"]
units = ["social"]
"""
_TITLES = itertools.count(1)


def a_title(about: str = "防汛") -> str:
    """Give a title that no other draft bears."""
    return f"关于做好第{next(_TITLES)}次{about}工作的通知"


def a_draft(title: str, organ: str = "云岭乡人民政府", body: str = "各单位要坚持安全第一，落实各项责任。") -> bytes:
    """Make a draft the way a drafter types it; kind, organ and addressees are recognised from its text."""
    return plain_docx(
        (
            f"^{title}",
            "各村（居）民委员会，乡直各单位：",
            "　　现将有关事项通知如下：",
            "　　一、总体要求",
            f"　　{body}",
            "　　特此通知。",
            f">{organ}",
            ">2026年3月2日",
        )
    )


def a_sheet(
    title: str, organs: str = "云岭乡人民政府", drafter: str = "林晓", kind: str = "通知", **more: str
) -> bytes:
    """Make a draft with a 发文稿纸 on top that states its facts; ``more`` are further labels and values."""
    rows = [["文种", kind, "发文机关", organs], ["标题", title, "拟稿人", drafter]]
    rows += [[label, value, "备注", ""] for label, value in more.items()]
    body = ("　　现将有关事项通知如下：", "　　各单位要坚持安全第一，落实各项责任。", "　　特此通知。")
    return with_table(rows, after=(f"^{title}", "各村（居）民委员会：", *body, f">{organs}", ">2026年3月2日"))


def prepare(root: Path, more: str = "") -> None:
    """Make the folder of an example office that waits for nothing, with one drafter more, of the social unit alone; ``more`` stands in office.toml, too."""
    root.mkdir(parents=True, exist_ok=True)
    text = (REPOSITORY / "templates" / "profiles" / "example" / "office.toml").read_text("utf-8")
    text = text.replace("settle_s = 0.5", "settle_s = 0.0")
    (root / "office.toml").write_text(text + SOCIAL_DRAFTER + more, "utf-8")
    wiring.prepare(root)
    for organ in ("中共云岭乡委员会", "云岭乡人民政府", "云岭乡党政办公室"):
        (root / "印章" / f"{organ}.png").write_bytes(png(80, 80))


@dataclass
class AnOffice:
    """An opened office and what its people do in it (一个机关)."""

    house: House
    clock: FixedClock
    spared: set[str] = field(default_factory=set)

    def drop(self, name: str, data: bytes, unit: str = UNIT) -> Path:
        """Put a file into a unit's watched folder."""
        place = self.house.mailroom.folders.drops / "发文" / unit / name
        place.write_bytes(data)
        return place

    def work(self) -> tuple[SweepRow, ...]:
        """Do whatever is the machine's to do, until nothing is left."""
        return tuple(row for rows in iter(lambda: advance(self.house), ()) for row in rows)

    def take_in(self, title: str, data: bytes | None = None, unit: str = UNIT) -> str:
        """Drop a draft, let the machine work, and give its document's id."""
        name = f"{title}.docx"
        self.drop(name, data or a_draft(title), unit)
        rows = self.work()
        return next(row.document_id for row in rows if row.act == "收件" and row.title == name)

    def actor(self, login: str) -> Actor:
        """Give who is behind a login."""
        actor = self.house.office.actor(login)
        assert actor is not None
        return actor

    def case(self, document_id: str) -> Case:
        """Give a document as it stands now."""
        return current(self.house, document_id)

    def binding(self, document_id: str) -> Binding:
        """Give what is shown now."""
        shown = self.case(document_id).shown
        assert shown is not None
        return shown.binding()

    def approve(self, document_id: str, login: str) -> Case:
        """Approve at the step that is open for a login."""
        return sign.approve(self.house, self.actor(login), document_id, binding=self.binding(document_id))

    def send_back(self, document_id: str, login: str, opinion: str = "请核对数字") -> Case:
        """Return a draft with an opinion."""
        actor = self.actor(login)
        return sign.send_back(self.house, actor, document_id, opinion=opinion, binding=self.binding(document_id))

    def to_step(self, document_id: str, step: str) -> Case:
        """Have everybody approve until a step is open."""
        while not (case := self.case(document_id)).open_step(step):
            key = case.open_steps()[0]
            login = next(login for login in DECIDERS if login in key.roles)
            self.approve(document_id, login)
        return case

    def signed(self, title: str, data: bytes | None = None) -> str:
        """Bring a new draft to 登记."""
        document_id = self.take_in(title, data)
        self.to_step(document_id, "register")
        return document_id

    def register(self, document_id: str, serial: int | None = None, print_run: int | None = 20) -> Case:
        """Register a document as the clerk."""
        clerk = self.actor("clerk")
        return register.register_document(self.house, clerk, document_id, serial=serial, print_run=print_run)

    def seal(self, document_id: str) -> Case:
        """Seal a document as the keeper."""
        binding = self.binding(document_id)
        return seal.seal_document(self.house, self.actor("keeper"), document_id, binding=binding)

    def filed(self, title: str, data: bytes | None = None) -> Case:
        """Bring a new draft all the way into the archive and back to its drafter."""
        return self.filed_from(self.take_in(title, data))

    def filed_from(self, document_id: str) -> Case:
        """Bring a document that is under way into the archive and back to its drafter."""
        self.to_step(document_id, "register")
        self.register(document_id)
        self.seal(document_id)
        self.work()
        case = self.case(document_id)
        assert case.phase is Phase.DONE, case.stuck
        return case

    def play_to_end(self, document_id: str) -> Case:
        """Let everybody do what waits for them until a document is done; nobody does anything to another."""
        others = [case.document_id for case in self.house.registry.cases() if case.document_id != document_id]
        while list(players.play(self.house, lambda one: one in others)):
            self.work()
        return self.case(document_id)

    def play(self) -> list[players.Played]:
        """Let everybody do all that waits for them, but for the spared documents."""
        played: list[players.Played] = []
        while acts := list(players.play(self.house, lambda document_id: document_id in self.spared)):
            played += acts
            self.work()
        return played

    def back(self, place: str, unit: str = UNIT) -> list[Path]:
        """List what lies in a folder that things come back to."""
        return sorted(path for path in (self.house.root / place / unit).rglob("*") if path.is_file())

    def verbs(self, document_id: str) -> list[str]:
        """Name what happened to a document."""
        return [line.verb.partition(".")[2] for line, _ in self.house.registry.history(document_id)]


@contextmanager
def opened(root: Path, clock: FixedClock) -> Iterator[AnOffice]:
    """Open a prepared office for the length of a ``with`` block."""
    prepare_accounts()
    with wiring.opened(root, clock=clock) as house:
        if house.registry.head() is None:
            opened_books = OfficeOpened(house.office.name, house.office.profile)
            record(house, lambda pen: pen.note(opened_books, "office"))
        yield AnOffice(house, clock)
    connections.close_all()


def new_clock() -> FixedClock:
    """Stand still on a Monday morning."""
    return FixedClock(MONDAY)
