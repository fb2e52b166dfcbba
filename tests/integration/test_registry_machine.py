"""Whatever people do in whatever order: the registry agrees with the pure rules, and comes back from its events."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from domain.case import Case, MisfitError
from domain.case_events import apply
from domain.events import Event, FactsStated, Revised, Stuck, Withdrawn
from domain.facts import FactName, FactSource, stated
from domain.ledger_line import LedgerLine
from domain.posts import Role
from registry import errors
from registry.registry import Registry
from registry.settings import SqliteDatabase
from tests import making
from tests.registry_rooms import assert_whole, rows_of

STEPS = st.sampled_from(["check", "audit", "leader", "sign"])
PERSONS = st.sampled_from([*sorted(making.PEOPLE.values()), making.DRAFTER])
VERSIONS = st.sampled_from([0, 0, 0, 0, 1, 2, 3])
"""0 stands for the one that fits."""


class Office(RuleBasedStateMachine):
    documents: Bundle[str] = Bundle("documents")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.database = SqliteDatabase(self.folder / "registry.sqlite")
        self.registry = Registry(self.database, making.DIFFERENT_PEOPLE)
        self.registry.prepare()
        self.model: dict[str, Case] = {}
        self.drops: set[str] = set()
        self.serials: list[int] = []
        self.events = 0

    def teardown(self) -> None:
        self.registry.close_connections()
        shutil.rmtree(self.folder)

    def record(self, event: Event, document: str, actor: str = "system") -> bool:
        """Record an event; tell whether the registry took it."""
        try:
            with self.registry.transaction() as books:
                line = books.append(event, document, actor, "test", making.MONDAY)
        except errors.MisfitHereError:
            line = None
        if line is None:
            return False
        self.model[document] = apply(self.model.get(document), event, line)
        self.events += 1
        return True

    def moved(self, event: Event, document: str, actor: str = "system") -> None:
        """Record an event that may fit or not, and see that the registry judged as the rules do."""
        case = self.model[document]
        head = self.registry.head()
        assert head is not None
        try:
            apply(case, event, head)
            fits = True
        except MisfitError:
            fits = False
        assert self.record(event, document, actor) is fits

    @rule(target=documents, drop=st.integers(0, 6))
    def take_in(self, drop: int) -> Any:
        with self.registry.transaction() as books:
            document = books.new_document_id(making.YEAR)
        try:
            self.record(making.taken_in(f"drop {drop}"), document)
        except errors.AlreadyTakenInError:
            assert f"drop {drop}" in self.drops
            return self.registry.document_for_drop(making.digest(f"drop {drop}"))
        assert f"drop {drop}" not in self.drops
        self.drops.add(f"drop {drop}")
        return document

    @rule(target=documents)
    def take_in_and_sign(self) -> str:
        """Come to the late steps more often than chance would."""
        with self.registry.transaction() as books:
            document = books.new_document_id(making.YEAR)
        making.to_signed(self.moved_on, document, f"signed {self.events}")
        return document

    def moved_on(self, event: Event, document: str, actor: str) -> LedgerLine:
        assert self.record(event, document, actor)
        line = self.registry.head()
        assert line is not None
        return line

    @rule(document=documents, version=VERSIONS)
    def take_in_again(self, document: str, version: int) -> None:
        version = version or self.model[document].version + 1
        drop = f"again {document} {version} {self.events}"
        self.moved(making.taken_in(drop, version=version), document)

    @rule(document=documents, version=VERSIONS)
    def examine(self, document: str, version: int) -> None:
        version = version or self.model[document].version
        self.moved(making.examined(version=version), document)

    @rule(document=documents, version=VERSIONS, again=st.booleans())
    def present(self, document: str, version: int, again: bool) -> None:  # noqa: FBT001  # hypothesis names it
        version = version or self.model[document].version
        self.moved(making.presented(version=version, again=again), document)

    @rule(document=documents, step=STEPS, version=VERSIONS, approved=st.booleans(), person=PERSONS)
    def decide(self, document: str, step: str, version: int, approved: bool, person: str) -> None:  # noqa: FBT001
        version = version or self.model[document].version
        event = making.decided(step, version=version, approved=approved)
        try:
            self.moved(event, document, person)
        except errors.SamePersonError:
            assert approved
            assert person == making.DRAFTER

    @rule(document=documents)
    def approve_all(self, document: str) -> None:
        for step in ("check", "audit", "leader", "sign"):
            self.moved(making.decided(step, version=self.model[document].version), document, making.PEOPLE[step])

    @rule(document=documents, skipped=st.integers(0, 1))
    def register(self, document: str, skipped: int) -> None:
        serial = len(self.serials) + 1 + skipped
        try:
            self.moved(making.registered(serial), document, making.CLERK)
        except errors.NotNextNumberError:
            assert skipped
            return
        if self.model[document].serial == serial and serial not in self.serials:
            self.serials.append(serial)

    @rule(document=documents, person=st.sampled_from([making.CLERK, making.KEEPER]))
    def seal(self, document: str, person: str) -> None:
        try:
            self.moved(making.sealed(), document, person)
        except errors.SamePersonError:
            assert person == making.CLERK

    @rule(document=documents, event=st.sampled_from([making.issued(), making.filed(), making.handed_back()]))
    def go_on(self, document: str, event: Event) -> None:
        self.moved(event, document)

    @rule(document=documents, step=STEPS, version=VERSIONS)
    def revise(self, document: str, step: str, version: int) -> None:
        version = version or self.model[document].version + 1
        self.moved(Revised(step, version, making.taken_in().files, ""), document, making.PEOPLE[step])

    @rule(document=documents, version=VERSIONS)
    def get_stuck(self, document: str, version: int) -> None:
        self.moved(Stuck(version, "examine", "HT-140", "读不出来"), document)

    @rule(document=documents)
    def state_facts(self, document: str) -> None:
        self.moved(FactsStated(stated({FactName.KIND: "函"}, FactSource.CLERK)), document, making.CLERK)

    @rule(document=documents)
    def withdraw(self, document: str) -> None:
        self.moved(Withdrawn("不再需要"), document, making.DRAFTER)

    @rule()
    def rebuild(self) -> None:
        before, lines = rows_of(self.database), self.registry.unflushed(10**6)
        self.registry.clear()
        self.registry.rebuild(lines)
        assert rows_of(self.database) == before
        with self.registry._engine.writing():
            from registry.models import Flushed  # noqa: PLC0415  # Django has to be set up first

            Flushed.objects.using(self.registry._engine._alias).update(up_to=0)

    @invariant()
    def the_registry_holds_what_the_rules_say(self) -> None:
        assert {case.document_id: case for case in self.registry.cases()} == self.model
        assert self.registry.counts().events == self.events
        assert len(assert_whole(self.registry)) == self.events
        assert [number.serial for number in self.registry.numbers()] == self.serials
        open_steps = {(key, step.key) for key, case in self.model.items() for step in case.open_steps()}
        assert {(row.document_id, row.step) for row in self.registry.tasks(list(Role))} == open_steps


Office.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestWhateverPeopleDo = Office.TestCase
