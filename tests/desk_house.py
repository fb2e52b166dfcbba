"""An office with documents at every stage, for the tests of the desk: real books, real staging, pages drawn by hand."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from domain.case import Case
from domain.events import Decided, Event, Examined, FactsStated, Presented, TakenIn
from domain.facts import FactName, FactSource, stated
from domain.findings import Finding, Severity
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.office import SYSTEM, Actor
from domain.pages import Shown
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Route, RouteStep, Verb
from ground.clock import Clock
from hongtou import wiring
from office import register, seal
from office.examine import current
from office.house import House
from office.record import record
from office.staged import keep
from tests.needs import REPOSITORY
from tests.press_documents import notice

TITLE = "关于做好2026年森林防火工作的通知"
UNIT = "general"


def new_office(root: Path, clock: Clock) -> House:
    """Make an example office in ``root`` and open its house."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / "templates" / "profiles" / "example" / "office.toml", root)
    wiring.prepare(root)
    house = wiring.open_house(root, clock=clock)
    for organ in house.office.organs:
        (house.seals / organ.seal).write_bytes(_page_picture(organ.name))
    return house


@dataclass(frozen=True)
class Papers:
    """Puts documents into a house, each at the stage a test wants (案卷)."""

    house: House

    def lacking(self) -> str:
        """Take a draft in that lacks all its facts."""
        document_id = self._take_in()
        needed = (FactName.KIND, FactName.ORGANS, FactName.TITLE)
        self.note(document_id, Examined(1, digest_of_text("draft"), "", (), needed, ()))
        return document_id

    def under_way(self, done: int = 0, unit: str = UNIT, title: str = TITLE) -> str:
        """Show a draft and have the first ``done`` of its decisions approved: 核稿, 审签, 签发."""
        document_id = self.examined_draft(unit, title)
        self.note(document_id, self.presented(unit))
        for _ in range(done):
            self._approve_next(document_id)
        return document_id

    def examined_draft(self, unit: str = UNIT, title: str = TITLE) -> str:
        """Take a draft in and examine it, so that it can be shown."""
        document_id = self._take_in(unit)
        self.note(document_id, self.examined(title))
        return document_id

    def signed(self) -> str:
        """Have a document signed, so that it waits for its number."""
        return self.under_way(done=3)

    def registered(self) -> str:
        """Register a signed document under the next number."""
        document_id = self.signed()
        register.register_document(self.house, self._actor("clerk"), document_id, print_run=20)
        return document_id

    def sealed(self) -> str:
        """Seal a registered document."""
        document_id = self.registered()
        case = current(self.house, document_id)
        assert case.shown is not None
        seal.seal_document(self.house, self._actor("keeper"), document_id, binding=case.shown.binding())
        return document_id

    def show_again(self, document_id: str) -> None:
        """Change what is shown, as a revision by somebody else would."""
        other = self.presented(UNIT, content="其他正文")
        self.note(document_id, dataclasses.replace(other, route=None))

    def state_facts(self, document_id: str) -> None:
        """State what a draft lacks."""
        facts = stated({FactName.KIND: "通知", FactName.TITLE: TITLE, FactName.ORGANS: "云岭乡党委"}, FactSource.CLERK)
        self.note(document_id, FactsStated(facts), "clerk")

    def presented(self, unit: str, content: str = "正文") -> Presented:
        """Give the event that shows three pages with the present renderer."""
        pages = tuple(self.house.staging.put(_page_picture(f"{content} {number}")) for number in (1, 2, 3))
        pdf = self.house.staging.put(f"%PDF-1.7 {content}".encode())
        shown = Shown(digest_of_text(content), pdf, pages, self.house.press.renderer())
        return Presented(1, keep(self.house, notice()), "通知", ("party",), "party", shown, (), _route(unit))

    def case(self, document_id: str) -> Case:
        """Give a document as it stands now."""
        return current(self.house, document_id)

    def _take_in(self, unit: str = UNIT) -> str:
        body = StagedFile("防火通知.docx", FileRole.BODY, digest_of_text("draft"), 1000)

        def enter(pen: object) -> str:
            document_id = pen.books.new_document_id(self.house.clock.now().year)  # type: ignore[attr-defined]
            taken = TakenIn(1, "发文", unit, "防火通知.docx", digest_of_text(document_id), (body,))
            pen.note(taken, document_id)  # type: ignore[attr-defined]
            return str(document_id)

        return record(self.house, enter)

    def examined(self, title: str = TITLE) -> Examined:
        """Give the event that says what the draft holds."""
        facts = stated(
            {
                FactName.TITLE: title,
                FactName.KIND: "通知",
                FactName.ORGANS: "中共云岭乡委员会",
                FactName.DRAFTER: "林晓",
                FactName.URGENCY: "特急",
            },
            FactSource.SHEET,
        )
        finding = Finding("T-01", "GB/T 9704 7.3.1", Severity.WARNING, "标题", "标题末尾有句号", "去掉句号")
        return Examined(1, digest_of_text("draft"), title, facts, (), (finding,))

    def _approve_next(self, document_id: str) -> None:
        case = current(self.house, document_id)
        step = case.open_steps()[0]
        assert case.shown is not None
        drafter = "lin-xiao" if step.verb is Verb.SIGN else ""
        decided = Decided(step.key, case.version, True, "同意", case.shown.binding(), drafter)
        self.note(document_id, decided, step.roles[0])

    def note(self, document_id: str, event: Event, login: str = "") -> None:
        """Let something happen to a document."""
        actor = self._actor(login) if login else SYSTEM
        record(self.house, lambda pen: pen.note(event, document_id), actor=actor)

    def _actor(self, login: str) -> Actor:
        actor = self.house.office.actor(login)
        assert actor is not None
        return actor


def _route(unit: str) -> Route:
    def step(stage: int, key: str, name: str, verb: Verb, role: Role, unit: str = "") -> RouteStep:
        return RouteStep(stage, key, name, verb, (role,), unit=unit, limit=Limit(1, LimitUnit.WORKING_DAYS))

    return Route(
        "dispatch.township",
        1,
        (
            step(0, "unit-review", "科室核稿", Verb.REVIEW, Role.UNIT_HEAD, unit),
            step(1, "leader-review", "分管领导审签", Verb.REVIEW, Role.LEADER),
            step(2, "sign", "签发", Verb.SIGN, Role.SECRETARY),
            step(3, "register", "登记编号", Verb.REGISTER, Role.CLERK),
            step(4, "seal", "用印", Verb.SEAL, Role.KEEPER),
        ),
    )


def digest_of_text(text: str) -> str:
    """Give the digest a file of this text would have."""
    return hashlib.sha512(text.encode()).hexdigest()


def _page_picture(text: str) -> bytes:
    shade = hashlib.sha256(text.encode()).digest()[0]
    made = io.BytesIO()
    Image.new("L", (210, 297), 128 + shade // 2).save(made, "PNG")
    return made.getvalue()
