"""The inventory of a .docx: every element of the text is carried, passed over by name, or stops the run (内容清点)."""

from __future__ import annotations

from press.errors import CommentError, TrackedChangeError, UncarriedContentError
from press.reading_package import Package
from press.reading_xml import DRAWING, Element, W, characters_of, local_name

TRANSPARENT = frozenset({"sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo"})
"""Wrappers: what they hold is read as if they weren't there."""

SILENT = frozenset(
    [
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "tblPrEx",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "fldChar",
        "instrText",
        "fldData",
        "softHyphen",
        "footnoteRef",
        "endnoteRef",
        "annotationRef",
        "separator",
        "continuationSeparator",
        "commentRangeEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "bookmarkPr",
    ]
)
"""Properties and marks without text of their own."""

_CHANGES = {
    "ins": "插入",
    "del": "删除",
    "moveFrom": "移动",
    "moveTo": "移动",
    "cellIns": "插入单元格",
    "cellDel": "删除单元格",
    "cellMerge": "合并单元格",
    "delText": "删除",
    "delInstrText": "删除",
}
_RAISED = {
    "superscript": dict(zip("0123456789+-=()n ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ ", strict=True)),
    "subscript": dict(zip("0123456789+-=() ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ ", strict=True)),
}
_COMMENTS = frozenset({"commentReference", "commentRangeStart"})
_STOPS = {
    "txbxContent": "文本框",
    "textbox": "文本框",
    "txbx": "文本框",
    "oMath": "公式",
    "oMathPara": "公式",
    "object": "嵌入对象（OLE）",
    "control": "ActiveX 控件",
    "ruby": "拼音指南（注音）",
    "sym": "符号字体的字符",
    "altChunk": "外部内容块",
    "subDoc": "子文档",
    "contentPart": "墨迹",
    "chart": "图表",
    "relIds": "SmartArt 图形",
    "wgp": "组合图形",
    "wpc": "绘图画布",
    "pgNum": "旧式页码",
}


def name_of(element: Element) -> str:
    """Give the Chinese name of content that stops the run."""
    name = local_name(element)
    return _STOPS.get(name, f"不能识别的内容（{name}）")


def stop_at(
    element: Element, place: str, package: Package
) -> UncarriedContentError | TrackedChangeError | CommentError:
    """Make the error for an element that can't be carried, naming what, where and whose."""
    name = local_name(element)
    if name in _CHANGES:
        return TrackedChangeError(package.subject, _CHANGES[name], author_of(element), place)
    if name in _COMMENTS:
        return CommentError(package.subject, _comment_author(element, package), place)
    return UncarriedContentError(package.subject, name_of(element), place)


def change_in(properties: Element | None) -> Element | None:
    """Find a tracked insertion or deletion of a whole paragraph, row or cell in its properties."""
    if properties is None:
        return None
    inside = (element for element in properties.iter() if element is not properties)
    return next((element for element in inside if str(element.tag).startswith(W) and _is_change(element)), None)


def raised(text: str, alignment: str | None) -> str | None:
    """Give text set above or below the line in characters that say so themselves; nothing when there are none."""
    signs = _RAISED.get(alignment or "baseline")
    if signs is None:
        return text
    return "".join(signs[sign] for sign in text) if all(sign in signs for sign in text) else None


def picture_changes(picture: Element) -> str:
    """Name what Word does to a picture on the page and we don't: it would look otherwise than the drafter saw it."""
    crop = picture.find(f".//{{{DRAWING}}}srcRect")
    if crop is not None and any(value not in {"0", ""} for value in crop.attrib.values()):
        return "裁剪过的图片（未压缩，被裁部分仍在）"
    frame = picture.find(f".//{{{DRAWING}}}xfrm")
    turned = frame is not None and any(frame.get(name, "0") not in {"0", "false"} for name in ("rot", "flipH", "flipV"))
    return "旋转或翻转过的图片" if turned else ""


def format_changes(root: Element) -> int:
    """Count tracked changes of looks alone, which lose nothing (格式修订)."""
    return sum(1 for element in root.iter(f"{W}rPrChange", f"{W}pPrChange", f"{W}sectPrChange", f"{W}tblPrChange"))


def characters_in(root: Element) -> int:
    """Count the characters of text by a walk of the raw XML that knows nothing of the reader's (字数)."""
    texts = sum(characters_of(element.text or "") for element in root.iter(f"{W}t", f"{W}delText"))
    return texts + sum(1 for _ in root.iter(f"{W}noBreakHyphen", f"{W}sym"))


def text_in(element: Element) -> str:
    """Join an element's text, for naming a place."""
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def _is_change(element: Element) -> bool:
    name = local_name(element)
    if name not in _CHANGES:
        return False
    parent = element.getparent()
    return parent is None or local_name(parent) != "numPr"  # a changed list membership is a change of looks


def author_of(element: Element) -> str:
    """Name whose a change or a comment is."""
    owner: Element | None = element
    while owner is not None:
        if owner.get(f"{W}author"):
            return f"“{owner.get(f'{W}author')}”"
        owner = owner.getparent()
    return "未署名者"


def _comment_author(element: Element, package: Package) -> str:
    part = package.related(package.main, "comments")
    if part is not None:
        for comment in package.tree(part).iter(f"{W}comment"):
            if comment.get(f"{W}id") == element.get(f"{W}id"):
                return author_of(comment)
    return "未署名者"
