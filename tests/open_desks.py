"""Offices with their desks open, for stories in the browser (开着柜台的机关)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import connections

from domain.book_events import OfficeOpened
from domain.case import Case
from ground.clock import FixedClock
from hongtou import wiring
from office.record import record
from registry.accounts import prepare_accounts
from tests.an_office import AnOffice, a_draft, a_title
from tests.browsing import desk_of

T = TypeVar("T")


@dataclass(frozen=True)
class Open:
    """An office with its desk open; what its machine does, and what people did before a story begins, is done in its own thread."""

    address: str
    office: AnOffice
    thread: ThreadPoolExecutor

    def ask(self, question: Callable[[AnOffice], T]) -> T:
        """Ask the office in its thread: Playwright keeps a loop in this one."""
        return self.thread.submit(question, self.office).result()

    def work(self) -> None:
        """Let the machine do what is its to do."""
        self.ask(lambda office: office.work())

    def case(self, document_id: str) -> Case:
        """Give a document as it stands now."""
        return self.ask(lambda office: office.case(document_id))

    def at_step(self, step: str, data: Callable[[str], bytes] = a_draft) -> tuple[str, str]:
        """Bring a new draft to a step by everybody before it; give its id and title."""
        title = a_title()

        def bring(office: AnOffice) -> str:
            document_id = office.take_in(title, data(title))
            office.to_step(document_id, step)
            return document_id

        return self.ask(bring), title


@contextmanager
def desk_opened(root: Path, make: Callable[[Path], None]) -> Iterator[Open]:
    """Make an office by ``make`` and open it and its desk for the length of a ``with`` block."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(make, root).result()
        inside = opened_by_day(root)
        office = thread.submit(inside.__enter__).result()
        with desk_of(root) as address:
            yield Open(address, office, thread)
        thread.submit(inside.__exit__, None, None, None).result()


@contextmanager
def opened_by_day(root: Path) -> Iterator[AnOffice]:
    """Open the office by the clock of the machine, as its desk is."""
    prepare_accounts()
    with wiring.opened(root) as house:
        if house.registry.head() is None:
            opened_books = OfficeOpened(house.office.name, house.office.profile)
            record(house, lambda pen: pen.note(opened_books, "office"))
        yield AnOffice(house, FixedClock(house.clock.now()))
    connections.close_all()
