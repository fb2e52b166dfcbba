"""Text boxes of the body set into the text (文本框): a simple one becomes paragraphs where it is anchored, told by name; any other stops the run.

Word keeps a box twice, as it is and for older programs (mc:Fallback); the second copy is left out, and counted as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.draft import LeftOut
from domain.findings import Finding, Severity
from press import inventory
from press.reading_xml import DRAWING, Element, W, local_name, without_blanks

_CARRIERS: Final = frozenset({"drawing", "pict", "AlternateContent"})
_FLOW: Final = frozenset({"body", "sdtContent", "sdt", "customXml", "smartTag"})
_NOT_SIMPLE: Final = frozenset({"drawing", "pict", "object", "tbl", "AlternateContent", "txbxContent"})
_AROUND: Final = frozenset({"pic", "imagedata", "wgp", "wpc", "group"})
_SHOWN: Final = 14


@dataclass
class Unboxed:
    """What became of the boxes (文本框处理结果): copies left out, and a finding for each box that was set into the text."""

    left_out: list[LeftOut] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def unbox(root: Element) -> Unboxed:
    """Move the paragraphs of simple boxes in the body's flow into the text: before the paragraph that holds the box, or after it.

    They stand before it when nothing of its text precedes the box. Boxes in tables, notes, groups and other boxes stay where they are.
    """
    done = Unboxed()
    if next(root.iter(f"{W}txbxContent"), None) is None:
        return done
    for paragraph in [each for each in root.iter(f"{W}p") if _is_in_flow(each)]:
        after = paragraph
        for run in list(paragraph.iter(f"{W}r")):
            for carrier in [each for each in run if local_name(each) in _CARRIERS]:
                box = _simple_box(carrier)
                if box is None or _inside_a_box(run):
                    continue
                leads = not _text_before(paragraph, run).strip()
                moved = [each for each in box if local_name(each) == "p"]
                _tell(done, carrier, box, paragraph, before=leads)
                run.remove(carrier)
                for each in moved:
                    if leads:
                        paragraph.addprevious(each)
                    else:
                        after.addnext(each)
                        after = each
    return done


def _is_in_flow(paragraph: Element) -> bool:
    parent = paragraph.getparent()
    while parent is not None and local_name(parent) != "document":
        if local_name(parent) not in _FLOW:
            return False
        parent = parent.getparent()
    return True


def _simple_box(carrier: Element) -> Element | None:
    """Give the content of a drawing that is one box of plain paragraphs, or nothing."""
    shown = carrier
    if local_name(carrier) == "AlternateContent":
        choices = [each for each in carrier if local_name(each) == "Choice"]
        if len(choices) != 1:
            return None
        shown = choices[0]
    boxes = list(shown.iter(f"{W}txbxContent"))
    if len(boxes) != 1 or _said(boxes[0]) != _said(shown) or not _agrees(carrier, boxes[0]):
        return None
    plain = all(local_name(each) in {"p", *inventory.SILENT} for each in boxes[0])
    is_alone = not _names_in(shown) & _AROUND and not (_names_in(boxes[0]) - {"txbxContent"}) & _NOT_SIMPLE
    return boxes[0] if plain and is_alone and _is_rectangle(shown) else None


def _names_in(element: Element) -> set[str]:
    return {local_name(each) for each in element.iter() if isinstance(each.tag, str)}


def _is_rectangle(shown: Element) -> bool:
    """Tell whether a box has no other shape: of an arrow or a diamond with words the shape says something, too."""
    shapes = {each.get("prst") for each in shown.iter(f"{{{DRAWING}}}prstGeom")}
    drawn = _names_in(shown) & {"custGeom", "oval", "polyline", "arc", "curve", "roundrect"}
    return shapes <= {"rect"} and not drawn


def _agrees(carrier: Element, box: Element) -> bool:
    """Tell whether the copy for older programs, if there is one, says the same."""
    copies = [each for each in carrier if local_name(each) == "Fallback"]
    return all(_said(copy) in ("", _said(box)) for copy in copies)


def _said(element: Element) -> str:
    return without_blanks(inventory.text_in(element))


def _inside_a_box(run: Element) -> bool:
    parent = run.getparent()
    while parent is not None:
        if local_name(parent) == "txbxContent":
            return True
        parent = parent.getparent()
    return False


def _text_before(paragraph: Element, run: Element) -> str:
    said = ""
    for element in paragraph.iter(f"{W}r"):
        if element is run:
            break
        if not _inside_a_box(element):
            said += "".join(text.text or "" for text in element.findall(f"{W}t"))
    return said


def _tell(done: Unboxed, carrier: Element, box: Element, paragraph: Element, *, before: bool) -> None:
    words = " ".join(inventory.text_in(box).split())
    place = f"文本框“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"
    copies = sum(inventory.characters_in(each) for each in carrier if local_name(each) == "Fallback")
    if copies:
        done.left_out.append(LeftOut("文本框为旧版软件留的副本", place, copies))
    if not words:
        done.left_out.append(LeftOut("空的文本框", "全文", 0))
        return
    beside = " ".join(
        "".join(
            each.text or ""
            for run in paragraph.iter(f"{W}r")
            if not _inside_a_box(run)
            for each in run.findall(f"{W}t")
        ).split()
    )
    where = f"“{beside[:_SHOWN]}”这一段{'之前' if before else '之后'}" if beside else "文本框所在的位置"
    said = f"文本框中的文字已改为正文的段落，排在{where}"
    done.findings.append(
        Finding("RD-19", "", Severity.WARNING, place, said, "核对位置；不是正文的（如页边说明），请在原稿中删去后再投")
    )
