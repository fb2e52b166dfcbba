"""Document properties: facts they state, and the id that a returned draft carries."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from domain.facts import FactName, FactSource
from press.drafting_properties import stamp
from press.reading import SourceFile, read_draft
from tests.samples.docx_builder import plain_docx, rewritten, saved

CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
ENTRY = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}"><vt:lpwstr>{}</vt:lpwstr></property>'
)


def with_custom(values: dict[str, str]) -> bytes:
    entries = "".join(ENTRY.format(place, *pair) for place, pair in enumerate(values.items(), start=2))
    stamped = stamp(plain_docx(), "")
    return rewritten(
        stamped, lambda name, data: CUSTOM.format(entries).encode() if name == "docProps/custom.xml" else data
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_stamped_draft_carries_its_id() -> None:
    stamped = stamp(plain_docx(), "文稿-2026-0007")

    assert read_draft([SourceFile("稿.docx", stamped, "body")]).draft.document_id == "文稿-2026-0007"


def test_a_stamp_touches_nothing_else() -> None:
    before = plain_docx()

    after = stamp(before, "A")

    changed = {name for name, data in parts(after).items() if parts(before).get(name) != data}
    assert changed == {"docProps/custom.xml", "_rels/.rels", "[Content_Types].xml"}


def test_a_second_stamp_takes_the_place_of_the_first_and_keeps_other_properties() -> None:
    data = with_custom({"拟稿人": "李文博", "别的": "留着"})

    stamped = stamp(stamp(data, "A"), "B")

    custom = parts(stamped)["docProps/custom.xml"].decode()
    assert custom.count("红头公文标识") == 1
    assert "留着" in custom
    assert read_draft([SourceFile("稿.docx", stamped, "body")]).draft.document_id == "B"


def test_a_stamped_draft_still_opens_in_the_reference_reader() -> None:
    document = Document(io.BytesIO(stamp(plain_docx(), "A")))

    assert document.paragraphs[0].text == "云岭乡人民政府"


def test_custom_properties_named_like_facts_are_facts() -> None:
    data = with_custom({"拟稿人": "李文博", "紧急程度": "特急", "密级": "无", "文种": "通函", "别的": "x"})

    facts = read_draft([SourceFile("稿.docx", data, "body")]).draft.facts

    stated = {fact.name: fact.value for fact in facts if fact.source is FactSource.PROPERTIES}
    assert stated == {FactName.DRAFTER: "李文博", FactName.URGENCY: "特急"}


def test_the_core_title_counts_only_when_the_text_has_none_and_it_is_a_title() -> None:
    def title_of(core: str, *lines: str) -> list[str]:
        document = Document()
        document.core_properties.title = core
        for line in lines:
            document.add_paragraph(line)
        facts = read_draft([SourceFile("稿.docx", saved(document), "body")]).draft.facts
        return [fact.value for fact in facts if fact.name is FactName.TITLE]

    assert title_of("关于防汛的通知", "正文。") == ["关于防汛的通知"]
    assert title_of("关于去年防汛的通知", "关于今年防汛的通知", "正文。") == ["关于今年防汛的通知"]
    assert title_of("Word Document", "正文。") == []
