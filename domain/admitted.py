"""Which documents a procedure admits (适用范围), so that its file can be checked before the first document comes.

Documents are told apart only as far as the procedure's conditions do: every value they name, and one they do not name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from domain.condition import Condition
from domain.document import Direction, Kind, Urgency
from domain.levels import Level
from domain.office import OrganKind
from domain.procedure import Flow, ForEach, Procedure, Step, Verb
from domain.receipt import SENDERS, ReceiptNature

NO_URGENCY = ""
OTHER_CLASS = ""
FIELD_VALUES: Mapping[str, tuple[str, ...]] = {
    "organ": tuple(OrganKind),
    "kind": tuple(Kind),
    "direction": tuple(Direction),
    "urgency": tuple(Urgency),
    "joint": ("yes", "no"),
    "nature": tuple(ReceiptNature),
    "sender": SENDERS,
    "level": tuple(level.value for level in Level),
}
"""The fields of a condition that can't have any other value; ``organs`` is a number, ``class`` is the office's own word."""


_TOLD_BY = {
    Flow.DISPATCH: ("organ", "kind", "direction", "urgency", "class", "organs"),
    Flow.RECEIPT: ("nature", "sender", "level", "kind", "urgency"),
}
"""By what the documents of a kind of procedure are told apart."""


def unfit_values(condition: Condition) -> Iterator[tuple[str, str]]:
    """Yield each comparison of a field with what it can't be, as field and value."""
    for test in (test for tests in condition.alternatives for test in tests):
        values = test.value.split("|") if test.op == "in" else [test.value]
        for value in (value.strip() for value in values):
            if not _fits(test.field, test.op, value):
                yield test.field, value


def admitted(procedure: Procedure) -> tuple[Mapping[str, str], ...]:
    """List the documents the procedure is for, as facts for its conditions."""
    conditions = (procedure.applies, *(step.when for step in procedure.steps))
    fields = _TOLD_BY[procedure.flow]
    every = product(*(_candidates(field, conditions) for field in fields))
    told = (dict(zip(fields, values, strict=True)) for values in every)
    documents = ({**facts, "joint": _joint(facts.get("organs", "1")), "flow": procedure.flow} for facts in told)
    return tuple(facts for facts in documents if procedure.admits(facts))


def takes_place(step: Step, facts: Mapping[str, str]) -> bool:
    """Tell whether the step is on the route of such a document."""
    return step.when.holds(facts) and (step.for_each is not ForEach.OTHER_ORGANS or facts["joint"] == "yes")


def unreachable(procedure: Procedure) -> tuple[Step, ...]:
    """List the steps that no document of the procedure ever comes to (走不到的环节)."""
    documents = admitted(procedure)
    return tuple(step for step in procedure.steps if not any(takes_place(step, facts) for facts in documents))


def passes_by(procedure: Procedure, verb: Verb, organs: Collection[str] = ()) -> Mapping[str, str] | None:
    """Give a document that would never be signed, registered or sealed, if the procedure lets one through.

    One of the given kinds of organ goes before those that no document of the office comes from.
    """
    steps = [step for step in procedure.steps if step.verb is verb]
    lost = [facts for facts in admitted(procedure) if not any(takes_place(step, facts) for step in steps)]
    return next((facts for facts in lost if facts.get("organ") in organs), lost[0] if lost else None)


def alternatives(procedure: Procedure) -> tuple[tuple[Step, ...], ...]:
    """Put neighbouring steps of one verb together of which a document never has more than one (择一的环节)."""
    documents = admitted(procedure)
    groups: list[list[Step]] = []
    for step in procedure.steps:
        mine = [facts for facts in documents if takes_place(step, facts)]
        near = groups[-1] if groups and groups[-1][0].verb is step.verb else []
        if near and not any(takes_place(other, facts) for other in near for facts in mine):
            near.append(step)
        else:
            groups.append([step])
    return tuple(tuple(group) for group in groups)


def _fits(field: str, op: str, value: str) -> bool:
    if field == "organs":
        return value.isdecimal() and int(value) > 0
    if field in FIELD_VALUES:
        return op not in (">=", "<=") and value in FIELD_VALUES[field]
    return True


def _candidates(field: str, conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    named = {value for condition in conditions for value in _named(condition, field)}
    if field == "organs":
        counts = {1, 2, *(int(value) + more for value in named for more in (-1, 0, 1))}
        return tuple(str(count) for count in sorted(counts) if count > 0)
    if field == "class":
        return (*sorted(named), OTHER_CLASS)
    others = [value for value in FIELD_VALUES[field] if value not in named]
    unstated = [NO_URGENCY] if field == "urgency" else []
    return (*unstated, *sorted(named), *others[:1])


def _named(condition: Condition, field: str) -> Iterator[str]:
    for test in (test for tests in condition.alternatives for test in tests if test.field == field):
        yield from (value.strip() for value in test.value.split("|"))


def _joint(organs: str) -> str:
    return "yes" if int(organs) > 1 else "no"
