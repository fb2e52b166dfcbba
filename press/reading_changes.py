"""Tracked changes taken as accepted, comments left out, where the office's setting says so (接受修订): each one told, nothing silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from domain.draft import LeftOut
from domain.findings import Finding, Severity
from press import inventory
from press.reading_package import Package
from press.reading_rules import ReadingRules
from press.reading_xml import Element, W, local_name

_INSERTED = (f"{W}ins", f"{W}moveTo")
_DELETED = (f"{W}del", f"{W}moveFrom")
_COMMENT_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
_WORDS = {"ins": "插入", "moveTo": "移入", "del": "删除", "moveFrom": "移出"}


@dataclass
class Settled:
    """What was settled in one document (已处理的修订): left-out text, one finding for each author and kind."""

    left_out: list[LeftOut] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    comment_characters: int = 0


def settle(root: Element, package: Package, rules: ReadingRules) -> Settled:
    """Change ``root`` to what Word would show after 接受全部修订 and 删除全部批注, as far as the rules allow."""
    settled = Settled()
    if rules.accepts_changes:
        _accept(root, settled)
    if rules.leaves_out_comments:
        _leave_out_comments(root, package, settled)
    return settled


def _accept(root: Element, settled: Settled) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], str] = {}
    for element in list(root.iter(*_INSERTED, *_DELETED)):
        place, author = _place(element), inventory.author_of(element)
        kind = (author, _WORDS[local_name(element)])
        if not _accept_one(element, author, place, settled):
            continue
        seen[kind] += 1
        places.setdefault(kind, place)
    for (author, what), count in seen.items():
        sentence = f"{author}的修订（{what}）{count}处，已按本机关设置视为接受"
        settled.findings.append(_finding("RD-14", places[author, what], sentence, "请核对修订后的文字"))


def _accept_one(element: Element, author: str, place: str, settled: Settled) -> bool:
    """Accept one change; tell whether it was one that could be accepted here."""
    parent = element.getparent()
    if parent is None or local_name(parent) == "numPr":
        return False
    is_deleted = element.tag in _DELETED
    if local_name(parent) == "rPr":  # the mark at the end of a paragraph
        paragraph = _above(parent, "p")
        parent.remove(element)
        if is_deleted and paragraph is not None:
            _join_with_next(paragraph)
        return True
    if local_name(parent) == "trPr":
        row = _above(parent, "tr")
        parent.remove(element)
        if is_deleted and row is not None:
            _drop(row, author, _place(row), settled)
        return True
    if is_deleted:
        _drop(element, author, place, settled)
    else:
        _unwrap(element)
    return True


def _drop(element: Element, author: str, place: str, settled: Settled) -> None:
    characters = inventory.characters_in(element)
    if characters:
        settled.left_out.append(LeftOut(f"{author}删去的文字（修订）", place, characters))
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for place, child in enumerate(list(element)):
        parent.insert(at + place, child)
    parent.remove(element)


def _join_with_next(paragraph: Element) -> None:
    """Put a paragraph's runs before those of the next one: its own mark is gone."""
    following = paragraph.getnext()
    moving = [child for child in paragraph if local_name(child) != "pPr"]
    if following is None or local_name(following) != "p":
        return
    start = 1 if following.find(f"{W}pPr") is not None else 0
    for place, child in enumerate(moving):
        following.insert(start + place, child)
    parent = paragraph.getparent()
    if parent is not None:
        parent.remove(paragraph)


def _leave_out_comments(root: Element, package: Package, settled: Settled) -> None:
    texts = _comments(package)
    for mark in list(root.iter(*_COMMENT_MARKS)):
        parent = mark.getparent()
        if parent is None:
            continue
        if local_name(mark) == "commentReference":
            _tell_comment(texts.get(mark.get(f"{W}id", "")), _place(mark), settled)
        parent.remove(mark)


def _tell_comment(comment: Element | None, place: str, settled: Settled) -> None:
    author = "未署名者" if comment is None else inventory.author_of(comment)
    characters = 0 if comment is None else inventory.characters_in(comment)
    text = "" if comment is None else " ".join(inventory.text_in(comment).split())
    settled.comment_characters += characters
    if characters:
        settled.left_out.append(
            LeftOut(f"{author}的批注“{text[:14]}{'…' if len(text) > 14 else ''}”", place, characters)
        )
    settled.findings.append(
        _finding("RD-15", place, f"{author}的批注已按本机关设置略去", "请核对批注的意见是否已经处理")
    )


def _comments(package: Package) -> dict[str, Element]:
    part = package.related(package.main, "comments")
    if part is None:
        return {}
    return {comment.get(f"{W}id", ""): comment for comment in package.tree(part).iter(f"{W}comment")}


def _place(element: Element) -> str:
    paragraph = _above(element, "p")
    text = " ".join(inventory.text_in(element if paragraph is None else paragraph).split())
    return f"“{text[:14]}{'…' if len(text) > 14 else ''}”一段" if text else "空白段"


def _above(element: Element, name: str) -> Element | None:
    found: Element | None = element
    while found is not None and local_name(found) != name:
        found = found.getparent()
    return found


def _finding(code: str, place: str, sentence: str, mend: str) -> Finding:
    return Finding(code, "", Severity.WARNING, place, sentence, mend)
