"""What people see of lists of records to be destroyed (销毁页): each with its records, who did what, what comes next and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass

from domain.destruction import APPROVERS, WITNESSES, DestructionList, HoldingBackup, Part, Stage
from domain.holding import Holding
from domain.office import Actor, Role
from office.archived import archive_id
from office.destruction import APPROVES, STRIKES, list_for, lists, require_free
from office.destruction import WITNESSES as WITNESS_ROLES
from office.destruction_errors import BlockedItemError
from office.destruction_notes import still_holding
from office.destruction_papers import CERTIFICATE_PDF, LIST_PDF, certificate, list_paper
from office.house import House
from office.retention import to_destroy

_ACTS = {
    "approve": (APPROVES, (Stage.LISTED,)),
    "refuse": (APPROVES, (Stage.LISTED, Stage.APPROVED, Stage.WITNESSED)),
    "strike": (STRIKES, (Stage.LISTED, Stage.APPROVED, Stage.WITNESSED)),
    "witness": (WITNESS_ROLES, (Stage.APPROVED,)),
    "run": ((Role.ARCHIVIST,), (Stage.WITNESSED, Stage.ERASING)),
    "attest": (WITNESS_ROLES, (Stage.DESTROYED,)),
}


@dataclass(frozen=True)
class Signature:
    """What somebody did for a list, to be shown (经办一笔)."""

    what: str
    name: str
    part: Part


@dataclass(frozen=True)
class ListView:
    """A list as an actor sees it (清册页): ``blocked`` are the records that stand in the way now, each with why."""

    known: DestructionList
    signatures: tuple[Signature, ...]
    next_step: str
    acts: frozenset[str]
    blocked: tuple[tuple[str, str], ...]
    backups: tuple[HoldingBackup, ...]


def view_list(house: House, actor: Actor, name: str) -> ListView:
    """Show one list.

    Raises:
        UnknownListError: There is none within the actor's scope.
    """
    known = list_for(house, actor, name)
    return ListView(
        known=known,
        signatures=_signatures(house, known),
        next_step=next_step(house, known),
        acts=_acts(house, actor, known),
        blocked=_blocked(house, known) if known.stage.is_before else (),
        backups=backups_of(house, known),
    )


def waiting(house: House, actor: Actor) -> tuple[DestructionList, ...]:
    """List those with something for this very person to do now, for the to-do."""
    mine = {"approve", "witness", "run", "attest"}
    return tuple(known for known in lists(house, actor) if _acts(house, actor, known) & mine)


def to_list_now(house: House, actor: Actor) -> tuple[Holding, ...]:
    """List the records that may go onto a new list: decided, over, free, and on no other."""
    running = (known for known in house.registry.destructions() if known.stage.is_before)
    busy = {item.record for known in running for item in known.left}
    return tuple(one for one in to_destroy(house, actor) if one.record not in busy)


def backups_of(house: House, known: DestructionList) -> tuple[HoldingBackup, ...]:
    """Name the backups that still hold the content of what was destroyed, as it is today."""
    return still_holding(house, known) if known.stage.is_after and not known.replayed else known.backups


def paper_of(house: House, actor: Actor, name: str, kind: str) -> tuple[str, bytes]:
    """Give the list or the certificate as PDF with a name for the file: as filed where it is, else as it stands now."""
    known = list_for(house, actor, name)
    is_list = kind == "list"
    stored = house.stores[known.level].find(archive_id(known.id))
    wanted = LIST_PDF if is_list else CERTIFICATE_PDF
    label = f"档案{wanted.removesuffix('.pdf')} {known.name}.pdf"
    if stored is not None and wanted in stored.files():
        return label, stored.read(wanted)
    paper = list_paper(house, known) if is_list else certificate(house, known, backups_of(house, known))
    return label, house.press.paper(paper)


def next_step(house: House, known: DestructionList) -> str:
    """Say what comes next and whose it is."""
    titles = house.office.titles
    match known.stage:
        case Stage.LISTED:
            left = APPROVERS - len(known.approvals)
            return f"还差{left}位批准人（{titles(*APPROVES)}）批准"
        case Stage.APPROVED if known.ready_on and house.clock.today() < known.ready_on:
            return (
                f"等待期内，{known.ready_on:%Y年%-m月%-d日}起由{WITNESSES}位监销人核对；这期间可以冻结、抽出或不予批准"
            )
        case Stage.APPROVED:
            left = WITNESSES - len(known.witnesses)
            return f"还差{left}位监销人（{titles(*WITNESS_ROLES)}，不能是拟制人和批准人）到场核对"
        case Stage.WITNESSED:
            return "由档案员当着监销人执行销毁"
        case Stage.ERASING:
            return "内容正在清除；中断了的，由档案员再执行一次接着清除"
        case Stage.DESTROYED:
            left = WITNESSES - len(known.attested)
            return f"还差{left}位监销人签字"
        case Stage.REFUSED:
            return "没有批准，各件仍在档"
        case _:
            return "已办完，清册和证明永久保存在档案库"


def _acts(house: House, actor: Actor, known: DestructionList) -> frozenset[str]:
    """Name what the actor may do to a list now."""
    may = {name for name, (roles, stages) in _ACTS.items() if actor.has(*roles) and known.stage in stages}
    if actor.person in {person for person, _ in known.parts}:
        may -= {"approve", "witness"}
    if known.ready_on and house.clock.today() < known.ready_on:
        may -= {"witness", "run"}
    signed = {one.person for one in known.attested}
    if actor.person not in {one.person for one in known.witnesses} - signed:
        may.discard("attest")
    return frozenset(may)


def _signatures(house: House, known: DestructionList) -> tuple[Signature, ...]:
    parts = [("拟制清册", known.lister)]
    parts += [("批准", one) for one in known.approvals]
    parts += [("监销核对", one) for one in known.witnesses]
    parts += [("监销签字", one) for one in known.attested]
    parts += [("不予批准", known.refusal)] if known.refusal else []
    return tuple(Signature(what, _name(house, part.person), part) for what, part in parts)


def _name(house: House, person_id: str) -> str:
    person = house.office.person(person_id)
    return house.office.person_label(person) if person else person_id


def _blocked(house: House, known: DestructionList) -> tuple[tuple[str, str], ...]:
    """Say what stands in the way as it looks now; it is looked at again inside the transaction that decides."""
    found = []
    for item in known.left:
        try:
            require_free(house.registry, house, known.name, item.record)
        except BlockedItemError as error:
            found.append((item.record, error.why))
    return tuple(found)
