"""A large office for measuring (大机关): thousands of documents with real PDFs, made through the true write path.

    .venv/bin/python -m bench.big_office FOLDER --documents 20000

The use-cases of ``office`` do all of it: every document is taken in, examined, presented, decided on by its people, registered, sealed,
issued and filed under a clock that goes on from week to week; events reach the registry, the ledger and the archive as always, the cards
come last. Four things are cheaper than in life, and change nothing that can be read back: some hundred texts are typed and read once and
each draft puts words of its own in (``bulk_drafts``), pages are typeset ahead in processes of their own (``bulk_press``), what a filed
document needs no longer lies in staging only in memory, and nothing is synced before the end. Results are not put into the units' folders.

The same seed and numbers make the same ledger, line by line; its last digest is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.bulk_drafts import Family, Words, draft_of, families, file_of, words
from bench.bulk_house import BulkHouse, synced_at_the_end
from bench.bulk_press import Order, ShownPages, show
from bench.office_people import UNITS
from domain.canonical import canonical_bytes, parse_plain
from domain.case import Case, Phase, Version
from domain.codec import from_plain
from domain.composing import compose
from domain.draft import Draft
from domain.intake import Arrival, Category, Source, StagedFile
from domain.intake import Role as FileRole
from domain.office import Actor, Office
from domain.posts import Role
from domain.procedure import RouteStep, Verb
from ground.clock import BEIJING
from office import sign
from office.catalogue import catalogue
from office.examine import current, examine, known_facts
from office.filing import file_record
from office.hand_back import hand_back
from office.house import House
from office.issue import filled_document, issue, metadata_of
from office.present import present
from office.record import flushed_together, record
from office.register import register_document
from office.scope import may_see
from office.seal import seal_document, seal_image
from office.take_in import _enter as enter

FAMILIES, A_WEEK, WEEKS = 300, 50, 400
FIRST_WEEK, LAST_WEEK = dt.datetime(2019, 1, 7, 9, 0, tzinfo=BEIJING), dt.datetime(2026, 11, 16, 9, 0, tzinfo=BEIJING)
FILED, RETURNED, WITHDRAWN, IN_FLIGHT = "filed", "returned", "withdrawn", "in flight"
EVENTS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Piece:
    """One document to be made (一件): which text, whose, what becomes of it, and how many acts of people it has behind it."""

    unit: str
    family: Family
    words: Words
    fate: str
    acts: int

    @property
    def is_kept(self) -> bool:
        """Tell whether somebody may still look at its pages."""
        return self.fate != FILED


@dataclass(frozen=True)
class Prepared:
    """A piece with its file, what is read in it, and its pages."""

    name: str
    docx: bytes
    draft: bytes
    content: str
    shown: ShownPages


@dataclass(frozen=True)
class Made:
    """What was made and how long it took."""

    documents: int
    filed: int
    lines: int
    last: str
    wall_s: float


class Maker:
    """Makes the documents of one office, week by week."""

    def __init__(self, bulk: BulkHouse, seed: int) -> None:
        self._bulk = bulk
        self._office = bulk.kept.office
        self._chance = random.Random(seed)  # noqa: S311 - whose turn it was, no secret
        self._holders = cache(self._office.holders)
        self._to_issue: list[str] = []

    def make(self, weeks: Sequence[Sequence[Piece]]) -> None:
        """Make all documents; what the pool of typesetters works on is always a step ahead of us."""
        pace = max((LAST_WEEK - FIRST_WEEK) / max(len(weeks) - 1, 1), dt.timedelta(days=5))
        ready = self._prepare(weeks[0])
        for place, _ in enumerate(weeks):
            with flushed_together(self._bulk.kept):
                following = self._prepare(weeks[place + 1]) if place + 1 < len(weeks) else []
                self._finish()
                self._go_on_to(FIRST_WEEK + place * pace)
                self._one_week(ready)
                ready = following
        with flushed_together(self._bulk.kept):
            self._finish()

    def _prepare(self, week: Sequence[Piece]) -> list[tuple[Piece, Future[Prepared]]]:
        """Begin to write the files and to typeset their pages."""
        return [(piece, self._bulk.press.submit(prepared, self._office, piece)) for piece in week]

    def _one_week(self, week: Sequence[tuple[Piece, Future[Prepared]]]) -> None:
        taken = [(piece, self._take_in(piece, begun.result())) for piece, begun in week]
        for piece, document_id in taken:
            house = self._house(piece)
            self._a_moment()
            present(house, examine(house, current(house, document_id)))
        while taken:
            self._go_on_to(self._bulk.clock.now() + dt.timedelta(hours=3))
            taken = [(piece, document_id) for piece, document_id in taken if self._next_act(piece, document_id)]

    def _take_in(self, piece: Piece, each: Prepared) -> str:
        house = self._house(piece)
        self._a_moment()
        self._bulk.press.expect(each.docx, from_plain(Draft, parse_plain(each.draft)))
        self._bulk.press.has_shown(each.content, each.shown)
        body = StagedFile(each.name, FileRole.BODY, house.staging.put(each.docx), len(each.docx))
        key = hashlib.sha512(each.docx).hexdigest()
        source = Source(piece.unit, each.name, is_folder=False, files=())
        unit = UNITS[piece.unit]
        arrival = Arrival(key, Category.DISPATCH, unit, each.name, (body,), source, (key,))
        document_id, _ = record(house, lambda pen: enter(house, pen, arrival, None))
        return document_id

    def _next_act(self, piece: Piece, document_id: str) -> bool:
        """Let somebody do the document's next act; tell whether it goes on afterwards."""
        house = self._house(piece)
        case = current(house, document_id)
        behind = len(case.done)
        if piece.fate in (RETURNED, WITHDRAWN) and behind == piece.acts:
            self._end_early(house, piece, case)
            return False
        if piece.fate == IN_FLIGHT and behind == piece.acts:
            return False
        self._a_moment()
        self._act(house, case, case.open_steps()[0])
        after = current(house, document_id)
        if after.phase is Phase.SEALED:
            self._order_papers(house, after)
            self._to_issue.append(document_id)
        return after.phase is Phase.UNDER_WAY

    def _act(self, house: House, case: Case, step: RouteStep) -> None:
        actor = self._somebody(case, step)
        assert case.shown is not None  # noqa: S101 - it is under way
        binding = case.shown.binding()
        if step.verb.is_decision:
            opinion = self._chance.choice(("同意", "同意", "请按程序办理", "同意，请抓紧落实"))
            sign.approve(house, actor, case.document_id, binding=binding, opinion=opinion, step=step.key)
        elif step.verb is Verb.REGISTER:
            register_document(house, actor, case.document_id, print_run=20)
        elif step.verb is Verb.SEAL:
            seal_document(house, actor, case.document_id, binding=binding)
        else:
            raise LookupError(step.verb)

    def _end_early(self, house: House, piece: Piece, case: Case) -> None:
        step = case.open_steps()[0]
        assert case.shown is not None  # noqa: S101 - it is under way
        if piece.fate == RETURNED and step.verb.is_decision:
            actor, binding = self._somebody(case, step), case.shown.binding()
            sign.send_back(house, actor, case.document_id, opinion="依据不足，请补充后再报", binding=binding)
            hand_back(house, current(house, case.document_id))
        else:
            head = self._cleared(self._holders(Role.UNIT_HEAD, case.unit), case)[0]
            sign.withdraw(house, head, case.document_id, reason="情况有变，不再发文")

    def _order_papers(self, house: House, case: Case) -> None:
        body = case.versions[-1].files[0]
        seals = {name: self._office.organ_named(name) for name in case.seals}
        images = tuple((name, seal_image(house, organ).read_bytes()) for name, organ in seals.items() if organ)
        metadata = tuple(sorted(metadata_of(case).items()))
        document = filled_document(house, case)
        order = Order(document, house.staging.read(body.sha512), body.name, metadata, images)
        self._bulk.press.will_issue(case.document_id, order)

    def _finish(self) -> None:
        """Issue, file and hand back what was sealed the week before."""
        house = self._bulk.swift
        for document_id in self._to_issue:
            self._a_moment()
            hand_back(house, file_record(house, issue(house, current(house, document_id))))
        self._to_issue.clear()
        self._bulk.memory.forget()

    def _somebody(self, case: Case, step: RouteStep) -> Actor:
        actors = [actor for role in step.roles for actor in self._holders(role, step.unit)]
        return self._chance.choice(self._cleared(actors, case))

    def _cleared(self, actors: Sequence[Actor], case: Case) -> list[Actor]:
        drafter = self._office.person_named(case.drafter)
        return [actor for actor in actors if may_see(actor, case) and (not drafter or drafter.id != actor.person)]

    def _house(self, piece: Piece) -> House:
        return self._bulk.kept if piece.is_kept else self._bulk.swift

    def _a_moment(self) -> None:
        self._bulk.clock.advance(seconds=self._chance.randint(15, 240))

    def _go_on_to(self, moment: dt.datetime) -> None:
        now = self._bulk.clock.now()
        if moment > now:
            self._bulk.clock.advance(moment - now)


def make(root: Path, documents: int, in_flight: int, seed: int, workers: int) -> Made:
    """Make the office: ``documents`` come to their end, ``in_flight`` more wait for their people."""
    began = time.monotonic()
    with synced_at_the_end(), BulkHouse(root, seed, workers, FIRST_WEEK) as bulk:
        texts = families(min(FAMILIES, documents // 4 + 4), seed, bulk.read)
        pieces = [*_pieces(bulk.kept.office, documents, in_flight, seed, texts)]
        a_week = max(A_WEEK, -(-len(pieces) // WEEKS))
        Maker(bulk, seed).make([pieces[start : start + a_week] for start in range(0, len(pieces), a_week)])
        catalogue(bulk.kept, EVENTS_AT_ONCE)
        head, counts = bulk.kept.registry.head(), bulk.kept.registry.counts()
    assert head is not None  # noqa: S101 - documents were made
    return Made(len(pieces), counts.of(Phase.DONE), head.index, head.own, time.monotonic() - began)


def prepared(fonts: tuple[Path, ...], office: Office, piece: Piece) -> Prepared:
    """Write a piece's file and typeset its pages."""
    docx, draft = file_of(piece.family, piece.words), draft_of(piece.family, piece.words)
    name = f"{draft.title[:60]}.docx"
    first = Version(1, (), FIRST_WEEK, "", "")
    new = Case("", piece.unit, Category.DISPATCH.value, name, Phase.TAKEN_IN, (first,), FIRST_WEEK)
    facts, _ = known_facts(office, new, draft)
    document = compose(draft, facts, office)
    pages = show(fonts, document, piece.is_kept)
    return Prepared(name, docx, canonical_bytes(draft), document.content_digest(), pages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make an office and say what it cost."""
    parser = argparse.ArgumentParser(
        prog="bench.big_office", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--documents", type=int, default=20_000, help="how many come to their end")
    parser.add_argument("--in-flight", type=int, default=None, help="how many more wait for their people; one in forty")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="typesetting processes")
    chosen = parser.parse_args(arguments)
    in_flight = chosen.documents // 40 if chosen.in_flight is None else chosen.in_flight
    made = make(chosen.folder.absolute(), chosen.documents, in_flight, chosen.seed, chosen.workers)
    sys.stdout.write(
        f"{made.documents} documents, {made.filed} of them filed, {made.lines} ledger lines, last {made.last[:16]}, "
        f"{made.wall_s:.0f} s ({made.wall_s / made.documents * 1000:.0f} ms a document), load {os.getloadavg()[0]:.1f}\n"
    )
    return 0


def _pieces(office: Office, documents: int, in_flight: int, seed: int, texts: Sequence[Family]) -> Iterator[Piece]:
    chance = random.Random(seed + 1)  # noqa: S311 - same
    for serial in range(1, documents + in_flight + 1):
        fate = chance.choices((FILED, RETURNED, WITHDRAWN), (97, 2, 1))[0] if serial <= documents else IN_FLIGHT
        acts = chance.randint(0, 1) if serial <= documents else chance.randint(0, 3)
        unit = chance.choice(list(UNITS))
        drafter = chance.choice(office.holders(Role.DRAFTER, unit)).name
        yield Piece(unit, chance.choice(texts), words(chance, serial, drafter), fate, acts)


if __name__ == "__main__":
    sys.exit(main())
