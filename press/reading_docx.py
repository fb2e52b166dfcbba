"""One .docx from its bytes to items, with the account of its characters (读取一个文档)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.draft import LeftOut
from domain.findings import Finding
from press import inventory
from press.errors import DamagedDraftError, ForbiddenContentError, LostTextError
from press.numbering_labels import NumberingLabels
from press.reading_boxes import unbox
from press.reading_changes import settle
from press.reading_items import Item
from press.reading_package import Package, open_package
from press.reading_properties import Properties, read_properties
from press.reading_rules import STRICT, ReadingRules
from press.reading_styles import StyleSheet
from press.reading_walk import Walk
from press.reading_xml import Element, W, local_name


@dataclass(frozen=True)
class ReadFile:
    """A .docx as read (读出的文件); ``characters`` is counted on the raw XML, not on the items; ``notes`` go to the end of the body."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    properties: Properties
    characters: int
    notes: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_docx(data: bytes, subject: str, rules: ReadingRules = STRICT) -> ReadFile:
    """Read a .docx.

    Raises:
        DraftError: The class says why it can't be read, or what in it can't be carried and where.
    """
    package = open_package(data, subject)
    root = package.tree(package.main)
    body = root.find(f"{W}body")
    if body is None:
        raise DamagedDraftError(subject, package.main)
    there = inventory.characters_in(root)
    settled = settle(root, package, rules)
    boxes = unbox(root)
    styles = StyleSheet(_part(package, "styles"))
    walk = Walk(package, styles, NumberingLabels(_part(package, "numbering"), styles))
    walk.left_out += [*settled.left_out, *boxes.left_out]
    walk.block(body)
    walk.left_out += _format_changes(root)
    if package.embeds:  # none that stands in the text: that would have stopped the walk by its place
        raise ForbiddenContentError(subject, "嵌入对象（OLE）")
    text = len(walk.items)
    walk.add_notes()
    walk.tell_unfilled()
    there += sum(inventory.characters_in(note) for _, note in [*walk.notes.used, *walk.notes.unused()])
    there += settled.comment_characters
    margins, outside = _headers_and_footers(package)
    _balance(walk, there, subject)
    return ReadFile(
        items=tuple(walk.items[:text]),
        left_out=(*walk.left_out, *margins),
        properties=read_properties(package),
        characters=there + outside,
        notes=tuple(walk.items[text:]),
        findings=(*settled.findings, *boxes.findings, *walk.findings),
    )


def _part(package: Package, kind: str) -> Element | None:
    name = package.related(package.main, kind)
    return None if name is None else package.tree(name)


def _balance(walk: Walk, there: int, subject: str) -> None:
    found = sum(item.characters for item in walk.items) + sum(left.characters for left in walk.left_out)
    if found != there:
        raise LostTextError(subject, there, found)


def _format_changes(root: Element) -> list[LeftOut]:
    count = inventory.format_changes(root)
    return [LeftOut(f"格式修订（{count}处）", "全文", 0)] if count else []


def _headers_and_footers(package: Package) -> tuple[list[LeftOut], int]:
    left_out: list[LeftOut] = []
    for relation in package.relations(package.main).values():
        what = {"header": "页眉", "footer": "页脚"}.get(relation.kind)
        if what is None or relation.target not in package.names:
            continue
        root = package.tree(relation.target)
        characters = inventory.characters_in(root)
        text = " ".join(inventory.text_in(root).split())
        if characters:
            left_out.append(LeftOut(what, f"{what}“{text[:14]}”", characters))
        elif any(local_name(element) in {"pict", "drawing"} for element in root.iter()):
            left_out.append(LeftOut(f"{what}中的图形或水印", what, 0))
    return left_out, sum(left.characters for left in left_out)
