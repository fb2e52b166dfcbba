"""Recognising what stands above the body: marks typed by the drafter, title, addressees (文首识别)."""

from __future__ import annotations

import re

from domain.document import Kind
from domain.draft import LeftOut
from domain.facts import FactName, FactSource
from domain.findings import Severity
from press import recognition_words as words
from press.reading_headings import label_of
from press.reading_items import Line, TableItem
from press.reading_xml import without_blanks
from press.recognition_doubt import ask_about_addressees, bare_title_end, note_day_and_organ_below_title
from press.recognition_state import Recognised
from press.sheet import listed, parts_of, read_sheet

LARGE_PT = 18.0
_MOST_TITLE_LINES = 5
_LONGEST_TITLE = 120
_OF_TITLE = (FactName.TITLE, FactName.KIND)
_SENTENCE_ENDS = "。！？；：，、:;,.!?"


def recognise_head(found: Recognised) -> None:
    """Take sheet, typed marks, title and addressees out of the items."""
    _take_sheet(found)
    start = _take_marks(found, 0)
    _take_title(found, start)
    if is_minutes(found):
        _take_minutes_head(found)
    elif words.kind_of(found.title) is Kind.ORDER:
        _take_order_number(found)
    note_day_and_organ_below_title(found)
    _take_addressees(found, found.title_end or start)


def _take_sheet(found: Recognised) -> None:
    for index, item in enumerate(found.items[:4]):
        if isinstance(item, TableItem):
            reading = read_sheet(item.table)
            if reading is None:
                return
            found.facts += reading.facts
            found.findings += reading.findings
            found.take(index)
            found.left_out.append(
                LeftOut("发文稿纸中未作要素的栏目", item.place, reading.left_characters, is_set_anew=True)
            )
            _take_marks(found, 0)
            for above in range(index):
                if found.line(above) is not None:
                    found.leave_out(above, "发文稿纸的题头")
            return


def _take_marks(found: Recognised, index: int) -> int:
    while index in found.taken or ((line := found.line(index)) is not None and _take_mark(found, index, line)):
        index += 1
    return index


def _take_mark(found: Recognised, index: int, line: Line) -> bool:
    text = without_blanks(line.text)
    if words.SHEET_HEADING.fullmatch(text):
        found.leave_out(index, "发文稿纸的题头")
    elif re.fullmatch(r"\d{6}", text):
        found.leave_out(index, "起草人填写的份号")
    elif words.VERSION.fullmatch(text):
        found.leave_out(index, "稿本标记")
    elif _take_degree(found, index, line) or _take_number(found, index, line):
        return True
    elif (signer := words.SIGNER.fullmatch(line.text.strip())) is not None:
        found.leave_out(index, "起草人填写的签发人")
        _note_signer(found, line, signer["names"])
    else:
        return _take_issuer_mark(found, index)
    return True


def _take_degree(found: Recognised, index: int, line: Line) -> bool:
    tokens = line.text.replace("：", " ").replace(":", " ").split()
    values = [token for token in tokens if token not in {"密级", "紧急程度"}]
    spread = [without_blanks(line.text)] if all(len(token) == 1 for token in values) else values
    if not spread or not all(_is_degree(token) for token in spread):
        return False
    for token in spread:
        if words.urgency_of(token):
            found.state(FactName.URGENCY, token)
        elif words.is_cable_urgency(token):
            found.find(
                "RD-04",
                Severity.WARNING,
                line.place,
                f"“{token}”只用于电报",
                "公文的紧急程度写“特急”或“加急”",
                "条例第九条",
            )
        else:
            found.state(FactName.LEVEL, token.replace("*", "★").replace("☆", "★"))
    found.take(index)
    return True


def _is_degree(token: str) -> bool:
    return bool(words.urgency_of(token)) or words.is_cable_urgency(token) or bool(words.SECRECY.fullmatch(token))


def _take_number(found: Recognised, index: int, line: Line) -> bool:
    text = line.text.strip()
    match = words.NUMBER.match(text) or words.ISSUE.match(text)
    if match is None:
        return False
    rest = text[match.end() :].strip()
    signer = words.SIGNER.fullmatch(rest)
    if rest and signer is None:
        return False
    found.leave_out(index, "起草人填写的文号")
    is_filled = bool(re.search(r"[\d０-９一二三四五六七八九十]", match["serial"]))
    sentence = f"文稿上写了文号“{without_blanks(match[0])}”，未采用" if is_filled else "文稿上留了文号的空位，未采用"
    severity = Severity.WARNING if is_filled else Severity.NOTE
    found.find("RD-03", severity, line.place, sentence, "文号由文书在登记时编定，文稿上不必填写", "条例第二十五条")
    if signer is not None:
        _note_signer(found, line, signer["names"])
    return True


def _note_signer(found: Recognised, line: Line, names: str) -> None:
    if without_blanks(names):
        sentence = f"文稿上写了签发人“{' '.join(names.split())}”，未采用"
        found.find("RD-05", Severity.NOTE, line.place, sentence, "签发人按实际签发登记，文稿上不必填写", "条例第九条")


def _take_issuer_mark(found: Recognised, index: int) -> bool:
    """Take ``某某镇人民政府文件`` and the organs of a joint mark above it, or the first line of a joint mark."""
    names: list[str] = []
    for ahead in range(index, index + 4):
        line = found.line(ahead)
        name = without_blanks(line.text) if line else ""
        mark = words.MARK.fullmatch(name)
        if mark is not None and "关于" not in name and words.is_organ(mark["organ"]):
            found.mark_organs = (*names, mark["organ"])
            for place in range(index, ahead + 1):
                found.leave_out(place, "起草人排的发文机关标志")
            return True
        if not words.is_organ(name):
            return False
        names.append(name)
    return False


def _take_title(found: Recognised, start: int) -> None:
    for index in range(start, min(len(found.items), start + 3)):
        end = _title_end(found, index) or bare_title_end(found, index)
        if end:
            _accept_title(found, index, end)
            return
        line = found.line(index)
        if line is None or not _could_precede_title(line):
            return


def _could_precede_title(line: Line) -> bool:
    """Only a line that is plainly no body text may stand above the title."""
    return line.look.is_centred and len(line.text) <= 30 and line.text[-1] not in _SENTENCE_ENDS


def _accept_title(found: Recognised, start: int, end: int) -> None:
    lines = [line for place in range(start, end) if (line := found.line(place))]
    found.title = _joined(lines)
    found.title_at, found.title_end = start, end
    found.take(*range(start, end))
    found.state(FactName.TITLE, found.title)
    kind = words.kind_of(found.title)
    if kind is not None:
        found.state(FactName.KIND, kind.value)


def _joined(lines: list[Line]) -> str:
    """Put a title's lines together: blanks go, but one stays between the organs of a joint title."""
    above, about, matter = "\n".join(line.text for line in lines).partition("关于")
    return words.parted_organs(above) + about + without_blanks(matter)


def _title_end(found: Recognised, start: int) -> int:
    """Give the index after the longest run of lines from ``start`` that reads as a title, or 0."""
    first = found.line(start)
    text, best = "", 0
    for index in range(start, start + _MOST_TITLE_LINES):
        line = found.line(index)
        if line is None or first is None or not _could_be_title(line, first, text):
            break
        text += without_blanks(line.text)
        if len(text) <= _LONGEST_TITLE and _is_title(text, first):
            best = index + 1
    return best


def _could_be_title(line: Line, first: Line, above: str) -> bool:
    text = without_blanks(line.text)
    if text[-1] in _SENTENCE_ENDS or "。" in text or label_of(text) or words.DATE.fullmatch(text):
        return False
    if line is first or line.paragraph == first.paragraph:
        return True
    is_alike = line.look.alignment == first.look.alignment and abs(line.look.size_pt - first.look.size_pt) < 3
    is_open = words.kind_of(above) is None or above.count("《") > above.count("》")
    return is_alike and (is_open or line.look.is_centred)


def _is_title(text: str, first: Line) -> bool:
    if words.kind_of(text) is None or text.count("《") != text.count("》"):
        return False
    stands_out = first.look.is_centred or first.look.size_pt >= LARGE_PT or first.look.is_title
    return stands_out or "关于" in text


def _take_order_number(found: Recognised) -> None:
    """Take 第n号 under the title of an order (令号)."""
    line = found.line(found.title_end)
    if line is not None and _take_number(found, found.title_end, line):
        found.title_end += 1


def _take_minutes_head(found: Recognised) -> None:
    """Take 第n期, the line of organ and day, and a title of its own under the name of the minutes (纪要标志)."""
    index = found.title_end
    while index in found.taken or _take_minutes_mark(found, index):
        index += 1
    end = _title_end(found, index)
    if end and "关于" in "".join(line.text for place in range(index, end) if (line := found.line(place))):
        found.left_out.append(
            LeftOut("纪要标志", found.items[found.title_at].place, len(found.title), is_set_anew=True)
        )
        found.facts = [fact for fact in found.facts if fact.source is not FactSource.TEXT or fact.name not in _OF_TITLE]
        _accept_title(found, index, end)
    found.title_end = max(found.title_end, index)


def _take_minutes_mark(found: Recognised, index: int) -> bool:
    line = found.line(index)
    if line is None:
        return False
    date = words.DATE.search(line.text)
    if date is not None and date.end() == len(line.text) and words.is_organ(line.text[: date.start()]):
        found.mark_organs = (without_blanks(line.text[: date.start()]),)
        found.drawn_up_on = date[0]
        found.leave_out(index, "编印机关与日期")
        return True
    return _take_number(found, index, line)


def _take_addressees(found: Recognised, start: int) -> None:
    text = ""
    for index in range(start, start + 3):
        line = found.line(index)
        if line is None:
            return
        text += line.text.strip()
        if text.endswith(("：", ":")):
            if not _accept_addressees(found, range(start, index + 1), text):
                ask_about_addressees(found, line, text)
            return
        if text[-1] not in "、，,":
            ask_about_addressees(found, line, text)
            return


def _accept_addressees(found: Recognised, indexes: range, text: str) -> bool:
    names = re.sub(r"^主送(机关|单位)?\s*[:：]", "", text).rstrip("：: ")
    value = listed(names)
    parts = parts_of(value)
    if not value or not all(words.is_addressee(part) for part in parts):
        return False
    found.addressees = parts
    found.take(*indexes)
    found.state(FactName.ADDRESSEES, value)
    if "，" in names or "," in names or "；" in names:
        line = found.items[indexes.start]
        found.find("RD-06", Severity.NOTE, line.place, "主送机关之间的逗号已改为顿号", "如须分类并列，请告知文书", "")
    return True


def is_minutes(found: Recognised) -> bool:
    """Tell whether the title says that these are minutes."""
    return words.kind_of(found.title) is Kind.MINUTES
