"""Composing a document from a draft and its facts (成文): which direction, which format, who stands where. Nothing is guessed here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.document import Block, Direction, Ending, Kind, Layout, OfficialDocument, Paragraph, SecrecyMark, Urgency
from domain.draft import Draft
from domain.facts import Fact, FactName, Facts, FactSource
from domain.levels import Level
from domain.office import Office, Organ
from domain.undersigning import ending_for, principal_of, seals_mm_of, signers_of

_LAYOUTS = {
    Kind.LETTER: Layout.LETTER,
    Kind.MINUTES: Layout.MINUTES,
    Kind.ORDER: Layout.ORDER,
    Kind.PAPER: Layout.PLAIN,
}
_LONGEST_GREETING = 40
_MOST_UNDER_TITLE, _LONGEST_UNDER_TITLE = 3, 30
_RUNNING_ON = ("。", "：", ":", "；", "，", "、", "！", "？")
_DAY = re.compile(r"[（(]?\s*\d{4}年\s*\d{1,2}月(\s*\d{1,2}日)?\s*[)）]?")
_ALWAYS_UP = (Kind.REQUEST, Kind.REPORT)


def organs_of(facts: Facts, office: Office) -> tuple[Organ, ...]:
    """Give the issuing organs that the facts name and the office knows, lead organ first."""
    found = (office.organ_named(name) for name in facts.listed(FactName.ORGANS))
    return tuple(organ for organ in found if organ is not None)


def direction_of(facts: Facts, kind: Kind, addressees: Sequence[str], office: Office) -> Direction:
    """Give the direction: as stated, else by kind, else by whether the first addressee is a superior organ (条例 art. 15)."""
    stated = facts.value(FactName.DIRECTION)
    for direction in Direction:
        if stated and stated[:2] == direction.value[:2]:
            return direction
    if kind in _ALWAYS_UP:
        return Direction.UP
    if kind in (Kind.LETTER, Kind.MOTION):
        return Direction.LEVEL
    if kind is Kind.OPINION and addressees and addressees[0] in office.superiors:
        return Direction.UP
    return Direction.DOWN


def compose(draft: Draft, facts: Facts, office: Office) -> OfficialDocument:
    """Make the document that will be shown and signed; facts must not lack 文种, 发文机关 and 标题."""
    kind = Kind(facts.value(FactName.KIND))
    organs = organs_of(facts, office)
    under_title, blocks = _under_title(_without_title(draft.blocks, facts.value(FactName.TITLE)), kind)
    greeting, blocks = _greeting(blocks, kind)
    addressees = facts.listed(FactName.ADDRESSEES) or draft.addressees or greeting
    direction = direction_of(facts, kind, addressees, office)
    layout = _LAYOUTS.get(kind, Layout.DOCUMENT)
    is_paper = layout is Layout.PLAIN
    signatories = _signatories(draft, organs, layout)
    ending = None if is_paper or not signatories else ending_for(facts, layout, organs, office)
    return OfficialDocument(
        kind=kind,
        direction=direction,
        layout=layout,
        organs=tuple(organ.name for organ in organs),
        mark=mark_of(organs, layout, office, kind),
        title=facts.value(FactName.TITLE),
        addressees=addressees,
        blocks=(*blocks, *(_undersigned(draft, (*under_title, *_texts(blocks))) if is_paper else ())),
        attachments=draft.attachments,
        signatories=signatories,
        approvers=_approvers(organs, office) if direction is Direction.UP and not is_paper else (),
        copies_to=facts.listed(FactName.COPIES_TO) or draft.copies_to,
        note=draft.note,
        secrecy=_secrecy(facts),
        urgency=_urgency(facts),
        printing_organ="" if is_paper else _printing_organ(organs, office),
        attendees=draft.attendees,
        subtitle=under_title,
        ending=ending,
        signers=signers_of(organs, office) if ending is Ending.STAMPED else (),
        seals_mm=seals_mm_of(organs) if signatories and not is_paper and ending is not Ending.STAMPED else (),
    )


def mark_of(organs: Sequence[Organ], layout: Layout, office: Office, kind: Kind) -> str:
    """Give the words in red (发文机关标志): 文件 is dropped for a letter, 令 stands for it in an order (10.2), minutes carry their series' name.

    Joint organs stand a line each.
    """
    lead = organs[0]
    if layout is Layout.PLAIN:
        return ""
    if layout is Layout.LETTER:
        return lead.name
    if layout is Layout.ORDER:
        return "\n".join(organ.name for organ in organs) + "令"
    scheme = office.scheme_for(lead, kind)
    if layout is Layout.MINUTES and scheme is not None:
        return scheme.code
    if len(organs) > 1:
        return "\n".join(organ.name for organ in organs) + "文件"
    return lead.mark


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Drop a first paragraph that is the title, which the reader left in the body and the clerk stated (补正标题)."""
    first = blocks[0] if blocks else None
    return blocks[1:] if isinstance(first, Paragraph) and first.text.strip() == title else blocks


def _under_title(blocks: tuple[Block, ...], kind: Kind) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    """Take the short lines that stand below a paper's title, a day among them: when it is given, by whom, whose it is."""
    lines: list[str] = []
    for block in blocks[:_MOST_UNDER_TITLE] if kind is Kind.PAPER else ():
        is_short = isinstance(block, Paragraph) and not block.level and len(block.text) <= _LONGEST_UNDER_TITLE
        if not is_short or not isinstance(block, Paragraph) or block.text.rstrip().endswith(_RUNNING_ON):
            break
        lines.append(block.text.strip())
    if not any(_DAY.fullmatch(line) for line in lines):
        return (), blocks
    return tuple(lines), blocks[len(lines) :]


def _greeting(blocks: tuple[Block, ...], kind: Kind) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    """Take the greeting that a speech begins with (称谓, ``同志们：``): it stands flush left, as addressees do."""
    first = blocks[0] if kind is Kind.PAPER and blocks else None
    if (
        not isinstance(first, Paragraph)
        or len(first.text) > _LONGEST_GREETING
        or not first.text.rstrip().endswith("：")
    ):
        return (), blocks
    return (first.text.strip().rstrip("："),), blocks[1:]


def _signatories(draft: Draft, organs: Sequence[Organ], layout: Layout) -> tuple[str, ...]:
    """Say who signs the page: the organs; for a paper whoever its draft names, for a speech is signed by nobody."""
    if layout is Layout.PLAIN:
        return draft.signatories
    return () if layout is Layout.MINUTES else tuple(organ.name for organ in organs)


def _undersigned(draft: Draft, said: Sequence[str]) -> tuple[Block, ...]:
    """Keep the day that stands alone at the end of a paper; under a signature the day is the one it was approved on.

    A day that ``said`` has in a line of its own, as below a speech's title, is not said again.
    """
    day = draft.drawn_up_on
    stands = any(day in line and len(line) <= _LONGEST_UNDER_TITLE for line in said)
    return (Paragraph(day),) if day and not draft.signatories and not stands else ()


def _texts(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    return tuple(block.text for block in blocks[:_MOST_UNDER_TITLE] if isinstance(block, Paragraph))


def _approvers(organs: Sequence[Organ], office: Office) -> tuple[str, ...]:
    return tuple(name for organ in organs if (name := principal_of(organ, office)))


def _printing_organ(organs: Sequence[Organ], office: Office) -> str:
    offices = [organ for organ in office.organs if organ.kind == "office"]
    return (offices or list(organs))[0].name


def _secrecy(facts: Facts) -> SecrecyMark | None:
    text = facts.value(FactName.LEVEL)
    for level in Level:
        if level.is_state_secret and text.startswith(level.value):
            return SecrecyMark(level, text.removeprefix(level.value).lstrip("★").strip())
    return None


def _urgency(facts: Facts) -> Urgency | None:
    text = facts.value(FactName.URGENCY).strip()
    return next((urgency for urgency in Urgency if urgency.value == text), None)


def level_of(facts: Facts) -> Level:
    """Give the level a record is kept at: as stated, else 公开 when the draft says so, else 内部."""
    text = facts.value(FactName.LEVEL) or facts.value(FactName.SUBJECT_TO)
    return next((level for level in reversed(Level) if text.startswith(level.value)), Level.INTERNAL)


def guarded(facts: Facts, marked: str) -> Facts:
    """Raise facts to the level that was seen at the door (收件检查); facts that state as much or more stay as they are."""
    if not marked or Level(marked).rank <= level_of(facts).rank:
        return facts
    others = (fact for fact in facts.known if fact.name is not FactName.LEVEL)
    return Facts((*others, Fact(FactName.LEVEL, marked, FactSource.DOOR)))
