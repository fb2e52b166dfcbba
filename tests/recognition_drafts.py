"""The forty frozen drafts of tests/data/recognition: made into .docx, read, and held against what a careful clerk would find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from domain.document import Paragraph
from domain.draft import Draft
from domain.facts import FactName
from tests.samples.docx_builder import saved

FOLDER = Path(__file__).parent / "data" / "recognition"
FIELDS = ("title", "kind", "to", "headings", "attachments", "date", "organ")
_NUMBERS = {"cn": 0, "cn2": 1}
_HEAD = re.compile(r"\{([^}]*)\}\s?(.*)")
_MARKUP = re.compile(r"\{[^}]*\}\s?")
_BLANKS = {"c": "\u3000" * 6, "r": " " * 36, "in": "\u3000" * 2}
_MARKS = frozenset({"c", "r", "b", "in", "pb"})
_SIZE = re.compile(r"[\d.]+")
_SPAN = re.compile(r"\{([^{}/]+)\}(.*?)\{/\}")
_DIGITS = dict(zip("〇一二三四五六七八九", "0123456789", strict=True))


@dataclass
class Sample:
    """One frozen draft: its number and name, what is to be found, its lines."""

    name: str
    expected: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """What became of one field of one draft: ``right``, ``missed`` or ``wrong``, and what was found instead."""

    field: str
    state: str
    found: str = ""
    wanted: str = ""


def samples() -> list[Sample]:
    """Read the frozen drafts."""
    found: list[Sample] = []
    for file in sorted(FOLDER.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("=== "):
                found.append(Sample(line[4:]))
            elif line.startswith("> ") and found:
                name, _, value = line[2:].partition(": ")
                found[-1].expected.setdefault(name, []).append(value)
            elif line.strip() and not line.startswith("#"):
                found[-1].lines.append(line)
    return found


def typed_plainly(sample: Sample) -> Sample:
    """Give a draft whose typist formats nothing: no alignment, no sizes, no fonts, no automatic numbers."""
    lines = (line if line == "{table}" else _MARKUP.sub("", line) for line in sample.lines)
    return Sample(sample.name, sample.expected, [line for line in lines if line.strip()])


def typed_with_blanks(sample: Sample) -> Sample:
    """Give a draft whose typist centres, indents and sets right with blanks."""
    lines = (_with_blanks(line) for line in sample.lines)
    return Sample(sample.name, sample.expected, [line for line in lines if line.strip()])


def _with_blanks(line: str) -> str:
    head = _HEAD.match(line)
    if head is None or line == "{table}" or "num=" in head[1]:
        return line
    words, text = head[1].split(), _MARKUP.sub("", head[2])
    blanks = next((blank for word, blank in _BLANKS.items() if word in words), "")
    return blanks + text


def docx_of(sample: Sample) -> bytes:
    """Make the Word file of a sample."""
    document = Document()
    _add_lists(document)
    rows: list[list[str]] | None = None
    for line in [*sample.lines, ""]:
        if line == "{table}":
            rows = []
        elif rows is not None and line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        else:
            if rows:
                _add_table(document, rows)
            rows = None
            if line:
                _add_line(document, line)
    return saved(document)


def judge(sample: Sample, draft: Draft) -> list[Verdict]:
    """Hold a draft against what was to be found, a verdict for each field and each heading."""
    facts = {fact.name: fact.value for fact in draft.facts}
    organs = facts.get(FactName.ORGANS, "").split("、") if facts.get(FactName.ORGANS) else []
    return [
        _one(sample, "title", draft.title),
        _one(sample, "kind", facts.get(FactName.KIND, "")),
        _one(sample, "to", "、".join(draft.addressees), _listed),
        *_headings(sample, draft),
        _one(sample, "attachments", "、".join(attachment.name for attachment in draft.attachments), _listed),
        _one(sample, "date", day_of(draft.drawn_up_on)),
        _one(sample, "organ", "、".join(organs), _listed),
    ]


def day_of(typed: str) -> str:
    """Write a date the ISO way, or give nothing."""
    plain = re.sub(r"\s", "", typed)
    numbers = re.findall(r"[0-9]+|[〇一二三四五六七八九十]+", plain)
    if len(numbers) != 3:
        return ""
    year, month, day = (_number(number) for number in numbers)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)
    return int("".join(_DIGITS[sign] for sign in text))


def _listed(value: str) -> str:
    return re.sub(r"\s*[|，；,、]\s*", "、", value)


def _one(sample: Sample, name: str, found: str, even: object = None) -> Verdict:
    wanted = "" if (value := sample.expected.get(name, ["-"])[0]) == "-" else value
    tidy = _listed if even is _listed else str
    if tidy(found) == tidy(wanted):
        return Verdict(name, "right")
    return Verdict(name, "wrong" if found else "missed", found, wanted)


def _headings(sample: Sample, draft: Draft) -> Iterator[Verdict]:
    blocks = [block for block in draft.blocks if isinstance(block, Paragraph)]
    wanted = [value.split(" ", 1) for value in sample.expected.get("heading", [])]
    either = sample.expected.get("either", [])
    place = 0
    for level, text in wanted:
        at = next((n for n in range(place, len(blocks)) if _even(blocks[n].text).startswith(_even(text))), None)
        if at is None:
            yield Verdict("headings", "missed", "", text)
            continue
        place = at + 1
        state = "right" if blocks[at].level == int(level) else "missed" if blocks[at].level == 0 else "wrong"
        yield Verdict("headings", state, f"{blocks[at].level} {blocks[at].text}", f"{level} {text}")
    starts = [text for _, text in wanted] + either
    for block in blocks:
        is_known = any(_even(block.text).startswith(_even(start)) for start in starts)
        if block.level and not is_known and (block.lead == 0 and not block.text.endswith("。")):
            yield Verdict("headings", "wrong", f"{block.level} {block.text}", "正文")


def _even(text: str) -> str:
    """Write brackets and marks one way: the reader brings labels into the standard's form."""
    return text.translate({ord("("): "（", ord(")"): "）", ord("．"): "."})


def _add_line(document: object, line: str) -> None:
    words: Sequence[str] = ()
    if line.startswith("{"):
        head, _, line = line[1:].partition("}")
        words, line = head.split(), line.removeprefix(" ")
    paragraph: WordParagraph = document.add_paragraph()  # type: ignore[attr-defined]
    style = next((place for place, word in enumerate(words) if word.startswith("style=")), len(words))
    if style < len(words):
        paragraph.style = document.styles[" ".join(words[style:]).removeprefix("style=")]  # type: ignore[attr-defined]
    _set_paragraph(paragraph, words)
    plain = [word for word in words[:style] if word not in _MARKS and "=" not in word]
    size = next((float(word) for word in plain if _SIZE.fullmatch(word)), 0.0)
    font = next((word for word in plain if not _SIZE.fullmatch(word)), "")
    for part, own_font in _parts(line):
        run = paragraph.add_run(part.replace("⏎", "\n").replace("⇥", "\t"))
        run.bold = "b" in words or None
        run.font.size = Pt(size) if size else None
        if name := own_font or font:
            run.font.name = name
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _set_paragraph(paragraph: WordParagraph, words: Sequence[str]) -> None:
    if "c" in words or "r" in words:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if "c" in words else WD_ALIGN_PARAGRAPH.RIGHT
    if "in" in words:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    if "pb" in words:
        paragraph.paragraph_format.page_break_before = True
    for word in words:
        if word.startswith("num="):
            _number_paragraph(paragraph, _NUMBERS[word[4:]])


def _parts(line: str) -> Iterator[tuple[str, str]]:
    place = 0
    for span in _SPAN.finditer(line):
        if span.start() > place:
            yield line[place : span.start()], ""
        yield span[2], span[1]
        place = span.end()
    if place < len(line):
        yield line[place:], ""


def _add_table(document: object, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))  # type: ignore[attr-defined]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _add_lists(document: object) -> None:
    numbering = document.part.numbering_part.element  # type: ignore[attr-defined]
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, text in enumerate(("%1、", "（%2）"))
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _number_paragraph(paragraph: WordParagraph, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))
