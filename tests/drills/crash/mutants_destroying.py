"""Breaking the protocol of destruction on purpose (销毁变异): each step that is taken too early, too late, or not told."""

from __future__ import annotations

import contextlib
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import archive.staging
import office.bring_up
import registry.scrubbing
import registry.settings
import tests.drills.crash.destroying as drill
from archive.ledger import Ledger
from domain.destruction import Stage
from domain.destruction_events import DestructionBegun, DestructionErased
from domain.office import SYSTEM
from ground.content import ContentFolder
from office import destroying, destruction_notes, destruction_papers, remnants
from office.destruction import list_for
from office.destruction_papers import keep_list
from office.record import record
from tests.drills.crash.mutant import Mutant


def _never_finished() -> None:
    """What was begun is not finished when the office is opened."""
    vars(office.bring_up)["resume"] = lambda house: 0


def _told_before_erased() -> None:
    """The event says that all is erased before it is."""
    erase = destroying._erase

    def hasty(house: Any, known: Any) -> None:
        level, inventory, files = keep_list(house, known)
        done = DestructionErased(level.value, inventory, files, (), (), ())
        record(house, lambda pen: pen.note(done, known.id), actor=SYSTEM, channel="system")
        vars(destroying)["record"] = lambda *_, **__: None
        erase(house, known)
        vars(destroying)["record"] = record

    vars(destroying)["_erase"] = hasty


def _decided_apart() -> None:
    """Each record ends in a transaction of its own."""

    def carry_out(house: Any, actor: Any, name: str) -> Any:
        known = list_for(house, actor, name)
        if known.stage is not Stage.WITNESSED:
            return destroying.finish(house, known.id)
        record(house, lambda pen: pen.note(DestructionBegun(known.digest), known.id), actor=actor, channel="desk")
        begun = house.registry.destruction(known.id)
        for item in begun.left:
            event = destroying.destroyed_event(house, begun, item, house.registry.holding(item.record))
            record(house, partial(_note, event, item.record), actor=actor, channel="desk")
        return destroying.finish(house, known.id)

    vars(drill)["carry_out"] = carry_out


def _note(event: Any, record_id: str, pen: Any) -> None:
    pen.note(event, record_id)


def _erased_before_decided() -> None:
    """Payloads go while a refusal may still come."""
    carry_out = destroying.carry_out

    def hasty(house: Any, actor: Any, name: str) -> Any:
        for item in list_for(house, actor, name).left:
            house.ledger.destroy_payloads(destroying._lines(house, item.record))
        return carry_out(house, actor, name)

    vars(drill)["carry_out"] = hasty


def _threads_cut_first() -> None:
    """The payloads go before what only they name."""
    clear = remnants.clear

    def late(house: Any, found: Any) -> Any:
        house.registry.erase()
        house.ledger.destroy_payloads(house.registry.erased_lines())
        return clear(house, found)

    vars(remnants)["clear"] = late


def _refusal_swallowed() -> None:
    """A disk that refuses to let a payload go is not heard."""
    really = Ledger.destroy_payloads

    def deaf(self: Ledger, erased: Any) -> int:
        with contextlib.suppress(Exception):
            return really(self, erased)
        return 0

    Ledger.destroy_payloads = deaf  # type: ignore[method-assign]


def _certificate_never_finished() -> None:
    """A certificate that both signed is not filed when the office is opened."""
    keep = destruction_papers.keep_certificate

    def resume(house: Any) -> int:
        vars(destroying)["keep_certificate"] = lambda *_: None
        finished = destroying.resume(house)
        vars(destroying)["keep_certificate"] = keep
        return finished

    vars(office.bring_up)["resume"] = resume


def _backups_told_last() -> None:
    """The backups hear of it when the certificate is filed."""
    tell, keep = destruction_notes.tell, destruction_papers.keep_certificate

    def keep_then_tell(house: Any, known: Any) -> None:
        keep(house, known)
        tell(house, known)

    vars(destruction_notes)["tell"] = lambda *_: ()
    vars(destroying)["keep_certificate"] = keep_then_tell


def _only_unlinked() -> None:
    """Files are removed, and nothing sees to it that they stay so."""

    def wipe_file(path: Path) -> None:
        path.unlink(missing_ok=True)

    def wipe_tree(path: Path) -> None:
        shutil.rmtree(path, ignore_errors=True)

    def destroy(self: ContentFolder, digest: str) -> None:
        wipe_file(self.path(digest))

    ContentFolder.destroy = destroy  # type: ignore[method-assign]
    vars(remnants)["wipe_file"] = wipe_file
    for module in (remnants, archive.staging):
        vars(module)["wipe_tree"] = wipe_tree


def _deleted_rows_stay() -> None:
    """The database's files keep what was deleted from its tables: they are not made anew, and deleting writes no zeros."""
    vars(registry.scrubbing)["scrub"] = lambda alias: None
    start = registry.settings._SQLITE_START
    vars(registry.settings)["_SQLITE_START"] = start.replace("secure_delete=ON", "secure_delete=OFF")


MUTANTS = tuple(
    Mutant(name, break_it, "destruction", kind)
    for name, break_it, kind in (
        ("what was begun is never finished", _never_finished, "kill"),
        ("told as erased before it is", _told_before_erased, "kill"),
        ("each record ends in a transaction of its own", _decided_apart, "kill"),
        ("erased before it is decided", _erased_before_decided, "kill"),
        ("payloads go before what only they name", _threads_cut_first, "kill"),
        ("a refused erasing is told to nobody", _refusal_swallowed, "refuse"),
        ("a signed certificate is never filed", _certificate_never_finished, "kill"),
        ("backups are told last", _backups_told_last, "kill"),
        ("removed without a sync", _only_unlinked, "power"),
        ("the database's files keep deleted rows", _deleted_rows_stay, "kill"),
    )
)
