"""Moving on whatever is ours to move (推进): each sweep handles what is due and is safe to run again at any moment.

A document whose act fails is marked with the sentence of why and waits for the next sweep; it never stops the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.case import Case, Phase
from domain.errors import HongtouError
from domain.events import Stuck
from office.catalogue import catalogue
from office.disk import refusal
from office.errors import LedgerWaitsError, UnforeseenError
from office.examine import current, examine
from office.filing import file_record
from office.hand_back import hand_back, waits_for_hand_back
from office.house import House
from office.issue import issue
from office.present import needs_showing_again, present, show_again
from office.receipt_filing import file_receipt, waits_for_transcript
from office.receive import look_through
from office.record import flushed_together, record
from office.take_in import take_in
from registry.errors import LeaseLostError

CHUNK = 100
FILED_AT_ONCE = 25
"""So many are filed between two looks at the catalogue: a third of a second's work."""
MOST_ISSUED = 2000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SweepRow:
    """What a sweep did to one document (办理结果): it moved, or stands for a new reason.

    ``plain`` is what may be said of the result where it outlives the document and its scope (Prefect's tables): numbers, codes and words of ours,
    never a word of a document, a file's name or somebody's sentence.
    """

    document_id: str
    title: str
    act: str
    result: str
    moved: bool = True
    plain: str = ""


def moved(rows: Iterable[SweepRow]) -> int:
    """Count the acts that moved something."""
    return sum(row.moved for row in rows)


def take_in_due(house: House) -> tuple[SweepRow, ...]:
    """Take in what lies in the watched folders."""
    return tuple(SweepRow(row.document_id, row.name, "收件", row.result) for row in take_in(house, CHUNK))


def present_due(house: House) -> tuple[SweepRow, ...]:
    """Examine, compose and show what was taken in; look through what came in from outside."""
    rows = _each(house, "清点", (Phase.ARRIVED,), look_through)
    rows += _each(house, "审读", (Phase.TAKEN_IN,), examine)
    rows += _each(house, "呈批", (Phase.EXAMINED,), present)
    return rows


def issue_due(house: House) -> tuple[SweepRow, ...]:
    """Issue what is sealed."""
    return _each(house, "印发", (Phase.SEALED,), issue)


def file_due(house: House) -> tuple[SweepRow, ...]:
    """File what is issued, and catalogue it on the way: a record is found a moment later, not when all the others are filed, too.

    A piece whose scan is being read, or stands still for a mark on it, is filed later.
    """
    rows: tuple[SweepRow, ...] = ()
    due = to_file(house)
    for start in range(0, len(due), FILED_AT_ONCE):
        rows += _all(house, "归档", due[start : start + FILED_AT_ONCE], _file)
        catalogue(house)
    return rows


def to_file(house: House) -> tuple[Case, ...]:
    """List what may be filed now; many scans that wait hold nothing up behind them."""
    issued = house.registry.documents_due((Phase.ISSUED,), MOST_ISSUED)
    return tuple(case for case in issued if not waits_for_transcript(house, case))[:CHUNK]


def _file(house: House, case: Case) -> Case:
    return file_record(house, case) if case.incoming is None else file_receipt(house, case)


def hand_back_due(house: House) -> tuple[SweepRow, ...]:
    """Hand back returns, refusals, slips and results."""
    rows = _each(house, "回送", (Phase.FILED, Phase.TO_RETURN, Phase.TO_REFUSE), hand_back)
    return rows + tuple(row for case in lacking_slip(house) for row in _one(house, "待补正", case, hand_back))


def lacking_slip(house: House) -> tuple[Case, ...]:
    """List what waits for the clerk and whose drafter was not told yet."""
    return tuple(case for case in house.registry.cases(phases=(Phase.LACKING,)) if waits_for_hand_back(case))


def catalogue_due(house: House) -> tuple[SweepRow, ...]:
    """Catalogue what was filed; the cards are no acts on a document, so there are no rows."""
    catalogue(house)
    return ()


def advance(house: House) -> tuple[SweepRow, ...]:
    """Run every sweep once, in the order of a record's way."""
    rows: tuple[SweepRow, ...] = ()
    for sweep in (take_in_due, present_due, issue_due, file_due, hand_back_due, catalogue_due):
        rows += sweep(house)
    return rows


def show_again_due(house: House) -> tuple[SweepRow, ...]:
    """Show again what an older renderer made and is not issued; a renderer changes only when a process starts (law 5)."""
    due = [case for case in house.registry.cases(phases=(Phase.UNDER_WAY,)) if needs_showing_again(house, case)]
    with flushed_together(house):
        return tuple(row for case in due[:CHUNK] for row in _one(house, "重新呈批", case, show_again))


def _each(
    house: House,
    act: str,
    phases: tuple[Phase, ...],
    do: Callable[[House, Case], Case],
) -> tuple[SweepRow, ...]:
    return _all(house, act, house.registry.documents_due(phases, CHUNK), do)


def _all(house: House, act: str, due: Iterable[Case], do: Callable[[House, Case], Case]) -> tuple[SweepRow, ...]:
    with flushed_together(house):  # what others learn of these acts, they learn from the next sweep
        return tuple(row for case in due for row in _one(house, act, case, do))


def _one(house: House, act: str, case: Case, do: Callable[[House, Case], Case]) -> tuple[SweepRow, ...]:
    """Give the row of what was done, or of why it could not be; none when it failed for the same reason as before."""
    try:
        after = do(house, case)
    except LedgerWaitsError:
        raise  # the act is done; the next document would meet the same disk
    except LeaseLostError:
        raise  # no fault of the document's: whoever took over goes on with it
    except HongtouError as error:
        return _failed(house, case, act, error)
    except Exception as error:  # the outermost loop over documents: one bad document never stops the line
        told = refusal(error, case.document_id, act) if isinstance(error, OSError) else None
        if told is None:
            log.exception("%s %s", act, case.document_id)
        return _failed(house, case, act, told or UnforeseenError(case.document_id, act, error))
    return (SweepRow(case.document_id, after.title, act, after.phase.value, plain=after.phase.value),)


def _failed(house: House, case: Case, act: str, error: HongtouError) -> tuple[SweepRow, ...]:
    is_news = _note_stuck(house, case, act, error)
    return (SweepRow(case.document_id, case.title, act, str(error), moved=False, plain=error.code),) if is_news else ()


def _note_stuck(house: House, case: Case, act: str, error: HongtouError) -> bool:
    """Say once why a document does not move, and tell whether that is new: the same reason is not written at every sweep."""
    now = current(house, case.document_id)
    if now.phase is not case.phase:
        return False  # a person moved it meanwhile
    if now.stuck and (now.stuck.act, now.stuck.code, now.stuck.sentence) == (act, error.code, str(error)):
        return False
    log.warning("%s %s: %s", act, case.document_id, error)
    stuck = Stuck(now.version, act, error.code, str(error))
    record(house, lambda pen: pen.note(stuck, case.document_id))
    return True
