"""Text boxes: simple ones in the body are set into the text and told, any other stops the run by its name; not a character is lost."""

from __future__ import annotations

import pytest

from domain.document import Paragraph
from domain.draft import Draft
from press.errors import TrackedChangeError
from press.reading import SourceFile, read_draft
from tests.samples.docx_builder import plain_docx


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def box(*lines: str, copy: bool = True) -> str:
    """Write a box as Word 2016 keeps it, with its copy for older programs."""
    content = f"<w:txbxContent>{''.join(f'<w:p>{run(line)}</w:p>' for line in lines)}</w:txbxContent>"
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
    shown = f"<w:drawing><wp:anchor><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></wp:anchor></w:drawing>"
    choice = f'<mc:Choice Requires="wps">{shown}</mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}{fallback if copy else ''}</mc:AlternateContent></w:r>"


def old_box(text: str) -> str:
    """Write a box as Word 2003 and WPS keep it."""
    content = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"


def read(*blocks: str) -> Draft:
    return read_draft([SourceFile("稿.docx", plain_docx([], raw=list(blocks)), "body")]).draft


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if isinstance(block, Paragraph)]


def test_a_box_becomes_paragraphs_where_it_is_anchored_and_the_clerk_is_told() -> None:
    draft = read(
        f"<w:p>{run('现将有关事项说明如下。')}{box('本表由各村填报，', '每月报送一次。')}</w:p>",
        f"<w:p>{run('请遵照执行。')}</w:p>",
    )

    assert texts(draft) == ["现将有关事项说明如下。", "本表由各村填报，", "每月报送一次。", "请遵照执行。"]
    (finding,) = [each for each in draft.findings if each.code == "RD-19"]
    assert finding.place == "文本框“本表由各村填报，每月报送一次…”"
    assert "“现将有关事项说明如下。”这一段之后" in finding.sentence
    assert [(left.what, left.characters) for left in draft.left_out] == [("文本框为旧版软件留的副本", 15)]


def test_a_box_before_all_text_of_its_paragraph_stands_before_it() -> None:
    assert texts(read(f"<w:p>{box('填表说明')}{run('各村按月填报。')}</w:p>")) == ["填表说明", "各村按月填报。"]


def test_boxes_of_old_word_and_without_a_copy_are_read_too() -> None:
    draft = read(f"<w:p>{run('正文。')}{old_box('旧式文本框。')}{box('没有副本。', copy=False)}</w:p>")

    assert texts(draft) == ["正文。", "旧式文本框。", "没有副本。"]
    assert draft.left_out == ()


def test_an_empty_box_is_left_out_by_name() -> None:
    draft = read(f"<w:p>{run('正文。')}{box('')}</w:p>")

    assert texts(draft) == ["正文。"]
    assert [left.what for left in draft.left_out] == ["空的文本框"]


def test_a_change_in_a_box_stops_as_one_in_the_text_does() -> None:
    changed = box("框内").replace(run("框内"), f'<w:ins w:author="张三" w:id="1">{run("框内")}</w:ins>')

    with pytest.raises(TrackedChangeError, match="张三"):
        read(f"<w:p>{run('正文。')}{changed}</w:p>")
