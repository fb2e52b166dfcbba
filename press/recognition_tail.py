"""Recognising what stands below the body: signature, date, note, copies, 附件说明, attendees of minutes (文尾识别)."""

from __future__ import annotations

import re

from domain.draft import LeftOut
from domain.facts import FactName
from domain.findings import Severity
from press import recognition_words as words
from press.reading_headings import label_of
from press.reading_items import Line, TableItem
from press.reading_xml import without_blanks
from press.recognition_head import is_minutes
from press.recognition_state import Recognised
from press.sheet import listed, parts_of

_COPIES = re.compile(r"抄\s*[送报]\s*(机关|单位)?\s*[:：]\s*(?P<names>.+)")
_PRINTED = re.compile(rf"(?P<organ>.*?)[\s　]*{words.DATE.pattern}[\s　]*印发?[\s　]*(?:[（(]?共印\s*\d+\s*份[)）]?)?")
_PRINTERS = re.compile(r"(打\s*[字印]|校\s*对|录\s*入)\s*(员|人)?\s*[:：].{0,60}")
_SUBJECT_WORDS = re.compile(r"主\s*题\s*词\s*[:：].{0,60}")
_SEAL_NOTE = re.compile(r"[（(]\s*(加?\s*盖\s*公?\s*章|公\s*章|印\s*章|章|印|签\s*章)\s*[)）]")
_PRINT_RUN = re.compile(r"[（(]?\s*共\s*印\s*(?P<copies>\d+)\s*份\s*[)）]?。?")
_NOTE = re.compile(r"[（(](?P<note>.+)[)）]", re.DOTALL)
_ATTENDEES = re.compile(r"(?P<label>出\s*席|请\s*假|列\s*席)(人员|人|单位|领导)?\s*[:：]\s*(?P<names>.+)")
_STATEMENT = re.compile(r"附\s*(?:件\s*)?(?P<n>[0-9０-９一二三四五六七八九十]*)\s*[:：]\s*(?P<name>.*)")
_ITEM = re.compile(r"(?:附\s*件\s*)?(?P<n>[0-9０-９]{1,2})\s*[.．、:：]\s*(?P<name>.+)")
_NEXT_ON_LINE = re.compile(r"(?:[；;，,。、]\s*|[\s　]+)[0-9０-９]{1,2}\s*[.．、]\s*(?![0-9])")
_OF_PRINTING = (
    ("起草人排的印发机关和印发日期", _PRINTED),
    ("打字、校对人员", _PRINTERS),
    ("主题词（2012年起不再标注）", _SUBJECT_WORDS),
)
_GAP = re.compile(r"[\t　]+| {2,}|、")
_MOST_SIGNATORIES = 8
_LOOK_BACK = 10
_LONGEST_NAME = 100


def recognise_tail(found: Recognised, end: int) -> None:
    """Take the parts below the body out of the items before ``end``, where attachments within the file begin."""
    end = take_imprint(found, end, with_note=True)
    signed_from = _take_signature(found, end)
    _take_statement(found, signed_from)
    if is_minutes(found):
        _take_attendees(found, end)
    _ask_about_text_below(found, signed_from, end)
    _state_organs(found)


def take_imprint(found: Recognised, end: int, *, with_note: bool = False) -> int:
    """Take 抄送, 印发 and 附注 upward from ``end`` and give the index where they begin."""
    while end > found.title_end:
        item = found.items[end - 1]
        if isinstance(item, TableItem):
            lines = [line for row in item.table.rows for cell in row for line in cell.text.split("\n") if line.strip()]
            if not _is_imprint(lines):
                break
            for line in lines:
                _read_imprint(found, line)
            found.leave_out(end - 1, "版记表格")
        elif not (isinstance(item, Line) and _take_imprint_line(found, end - 1, item, with_note=with_note)):
            break
        end -= 1
    return end


def _is_imprint(lines: list[str]) -> bool:
    return bool(lines) and any(_COPIES.fullmatch(line) for line in lines) and len(lines) <= 6


def _take_imprint_line(found: Recognised, index: int, line: Line, *, with_note: bool) -> bool:
    if _read_imprint(found, line.text):
        found.take(index)
        return True
    for what, form in _OF_PRINTING:
        if form.fullmatch(line.text):
            found.leave_out(index, what)
            _state_print_run(found, line.text)
            return True
    note = _NOTE.fullmatch(line.text)
    if with_note and note is not None and not found.note and label_of(line.text) is None and _may_be_note(found, index):
        found.note = note["note"].strip()
        found.take(index)
        return True
    return False


def _may_be_note(found: Recognised, index: int) -> bool:
    """A note stands under the date, or at the very end in place of it."""
    above = found.line(index - 1)
    return above is not None and (words.DATE.search(above.text) is not None or words.is_organ(above.text))


def _read_imprint(found: Recognised, text: str) -> bool:
    copies, is_run = _COPIES.fullmatch(text), _PRINT_RUN.fullmatch(text) is not None
    if copies is not None:
        value = listed(copies["names"])
        found.copies_to = parts_of(value) + found.copies_to
        found.facts = [fact for fact in found.facts if fact.name is not FactName.COPIES_TO or fact.source != "正文识别"]
        found.state(FactName.COPIES_TO, "、".join(found.copies_to))
    if is_run:
        _state_print_run(found, text)
    return copies is not None or is_run


def _state_print_run(found: Recognised, text: str) -> None:
    run = _PRINT_RUN.search(text)
    if run is not None:
        found.state(FactName.PRINT_RUN, run["copies"])


def _take_signature(found: Recognised, end: int) -> int:
    """Take the date and the organs above it; give the index where they begin (落款)."""
    for index in range(end - 1, found.title_end - 1, -1):
        line = found.line(index)
        date = words.DATE.search(line.text) if line is not None else None
        if line is None or date is None or date.end() != len(line.text):
            continue
        before = line.text[: date.start()]
        if index <= end - _LOOK_BACK and not _stands_under_organ(found, index, before):
            continue
        if not before.strip(" 　"):
            found.drawn_up_on = date[0]
            found.take(index)
            signed_from = _take_organs(found, index)
            _ask_about_another(found, signed_from)
            return signed_from
        if words.is_organ(before) and (line.look.is_right or index == end - 1):
            found.drawn_up_on = date[0]
            found.signatories = _organs_in(before)
            _note_seal_note(found, line)
            found.take(index)
            return index
    return _take_undated(found, end)


def _ask_about_another(found: Recognised, signed_from: int) -> None:
    """Ask which end is the document's own when another organ with its date stands farther up, as in a forwarded text."""
    for index in range(found.title_end + 1, signed_from):
        line, date = found.line(index - 1), found.line(index)
        if line is None or date is None or date.look.is_centred or not words.DATE.fullmatch(date.text.strip(" 　")):
            continue
        if _stands_under_organ(found, index, ""):
            sentence = (
                f"正文中另有一处署名“{line.text.strip(' 　')}”和日期，落款取的是文末的“{'、'.join(found.signatories)}”"
            )
            mend = "核对发文机关；前一处才是本文落款的，在它后面的文件前单起一行写“附件”再投"
            found.find("RD-22", Severity.WARNING, line.place, sentence, mend, "GB/T 9704-2012 7.3.5")
            return


def _stands_under_organ(found: Recognised, index: int, before: str) -> bool:
    """Tell whether a date far above the end is one: alone on its line, with an organ alone on the line above."""
    return not before.strip(" 　") and bool(_organs_in(_text_at(found, index - 1)))


def _ask_about_text_below(found: Recognised, signed_from: int, end: int) -> None:
    """Ask about what stands below the date and is no part of a document's end: the page has it above the signature, as text."""
    below = [found.items[index] for index in range(signed_from, end) if index not in found.taken]
    if below and signed_from < end and found.drawn_up_on:
        more = f"等{len(below)}处" if len(below) > 1 else ""
        sentence = f"成文日期下面还有没有认出的内容{more}，已排在正文末尾、署名以前"
        mend = "属于附件或印发的文件的，在它前面单起一行写“附件”，或另存为附件投稿；不属于公文的请删去"
        found.find("RD-20", Severity.WARNING, below[0].place, sentence, mend, "GB/T 9704-2012 7.3.5")


def _take_undated(found: Recognised, end: int) -> int:
    line = found.line(end - 1)
    if line is None or end - 1 < found.title_end or not line.look.is_right or not _organs_in(line.text):
        return end
    return _take_organs(found, end)


def _take_organs(found: Recognised, below: int) -> int:
    names: list[str] = []
    index = below - 1
    while index >= found.title_end and len(names) < _MOST_SIGNATORIES:
        line = found.line(index)
        organs = _organs_in(line.text) if line is not None else ()
        if line is None or not organs:
            break
        names[:0] = organs
        _note_seal_note(found, line)
        found.take(index)
        index -= 1
    found.signatories = tuple(names)
    line = found.line(index)
    if not names and not is_minutes(found) and line is not None and (line.look.is_right or len(line.text) <= 20):
        mend = "在日期上一行写发文机关的全称或规范化简称"
        found.find("RD-07", Severity.WARNING, line.place, "成文日期上面没有认出署名", mend, "GB/T 9704-2012 7.3.5")
    return index + 1


def _organs_in(typed: str) -> tuple[str, ...]:
    text = _SEAL_NOTE.sub("", typed)
    parts = tuple(without_blanks(part) for part in _GAP.split(text) if part.strip())
    if len(parts) > 1 and all(words.is_organ(part) and len(part) > 3 for part in parts):
        return parts
    joined = without_blanks(text)
    return (joined,) if words.is_organ(joined) and len(joined) > 3 else ()


def _note_seal_note(found: Recognised, line: Line) -> None:
    """Report the （盖章） that drafters type after the organ: the page has the seal itself."""
    characters = sum(len(without_blanks(note[0])) for note in _SEAL_NOTE.finditer(line.text))
    if characters:
        found.left_out.append(LeftOut("署名后的“（盖章）”字样", line.place, characters, is_set_anew=True))


def _take_statement(found: Recognised, end: int) -> None:
    """Take 附件说明: ``附件：名称``, or ``附件：1.…`` with the items below it."""
    for index in range(len(found.items) - 1, found.title_end - 1, -1):
        line = found.line(index)
        match = _STATEMENT.fullmatch(line.text) if line is not None else None
        if match is None or line is None or (index >= end and index - end > _LOOK_BACK):
            continue
        if not match["name"] and not _ITEM.fullmatch(_text_at(found, index + 1)):
            continue
        names = _names_from(found, index, match)
        if names and all(len(name) <= _LONGEST_NAME for name in names):
            found.declared = (*names, *found.declared)
            if not match["n"]:
                return


def _names_from(found: Recognised, index: int, match: re.Match[str]) -> tuple[str, ...]:
    names: list[str] = []
    first = _ITEM.fullmatch(match["name"])
    if match["name"]:
        names.append(first["name"] if first else match["name"])
    found.take(index)
    is_numbered = first is not None or not match["name"]
    while is_numbered and (item := _ITEM.fullmatch(_text_at(found, index + 1))) is not None:
        index += 1
        names.append(item["name"])
        found.take(index)
    return tuple(part for name in names for part in _listed_names(name, is_numbered=is_numbered))


def _listed_names(name: str, *, is_numbered: bool) -> list[str]:
    """Part names that stand on one line, each with its number, and take off the marks that end them (7.3.4)."""
    parts = _NEXT_ON_LINE.split(name) if is_numbered else [name]
    return [part.strip(" 　") if part is name else part.strip(" 　。；;，,、") for part in parts]


def _text_at(found: Recognised, index: int) -> str:
    line = found.line(index)
    return line.text if line is not None else ""


def _take_attendees(found: Recognised, end: int) -> None:
    attendees: list[tuple[str, str]] = []
    for index in range(end):
        match = _ATTENDEES.fullmatch(_text_at(found, index))
        if match is not None:
            attendees.append((without_blanks(match["label"]), match["names"].strip()))
            found.take(index)
    found.attendees = tuple(attendees)


def _state_organs(found: Recognised) -> None:
    """State the issuing organs when signature and mark, as far as there are both, agree; else ask."""
    signed = tuple(name for name in found.signatories if not words.is_person(name))
    marked = found.mark_organs
    if signed and marked and not _agree(signed, marked):
        sentence = f"落款“{'、'.join(signed)}”与版头“{'、'.join(marked)}”不一致，未采用"
        found.find("RD-08", Severity.WARNING, "", sentence, "请核对发文机关并由经办补正", "条例第九条")
        return
    before = words.organ_before_matter(found.title)
    found.state(FactName.ORGANS, "、".join(signed or marked or ((before,) if before else ())))


def _agree(signed: tuple[str, ...], marked: tuple[str, ...]) -> bool:
    return all(any(mark.endswith(name) or name.endswith(mark) for mark in marked) for name in signed)
