"""What Word keeps beside plain text: notes, settled changes, symbols, form fields, tables in tables; and the account of all of it."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.document import Paragraph, Picture, Table
from domain.draft import Draft
from press.errors import CommentError, PictureError, TrackedChangeError, UncarriedContentError
from press.reading import SourceFile, read_draft
from press.reading_notes import mark_of
from press.reading_rules import ReadingRules
from tests.samples.docx_builder import plain_docx, png, rewritten
from tests.unit.test_press_reading_boxes import box, old_box

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ACCEPTING = ReadingRules(accepts_changes=True, leaves_out_comments=True)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def with_part(docx: bytes, kind: str, xml: str) -> bytes:
    """Add a part such as ``comments`` and the relationship to it."""
    relation = f'<Relationship Id="rX{kind}" Type="{_TYPE}/{kind}" Target="{kind}.xml"/></Relationships>'

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</Relationships>", relation.encode()) if name == "word/_rels/document.xml.rels" else data

    return rewritten(docx, change, {f"word/{kind}.xml": f'<w:{kind} xmlns:w="{W}">{xml}</w:{kind}>'.encode()})


def read(data: bytes, rules: ReadingRules = ReadingRules()) -> Draft:  # noqa: B008 - frozen
    return read_draft([SourceFile("稿.docx", data, "body")], rules).draft


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if isinstance(block, Paragraph)]


def told(draft: Draft) -> list[tuple[str, str, int]]:
    return [(left.what, left.place, left.characters) for left in draft.left_out]


CHANGED = (
    f'<w:p>{run("原有")}<w:ins w:author="张三" w:id="1">{run("新增")}</w:ins>'
    '<w:del w:author="李四" w:id="2"><w:r><w:delText>删去三字</w:delText></w:r></w:del></w:p>'
)


def test_changes_stop_unless_the_office_takes_them_as_accepted() -> None:
    data = plain_docx(["正文。"], raw=[CHANGED])
    with pytest.raises(TrackedChangeError):
        read(data)

    draft = read(data, ACCEPTING)

    assert texts(draft) == ["正文。", "原有新增"]
    assert told(draft) == [("“李四”删去的文字（修订）", "“原有新增”一段", 4)]
    assert [finding.sentence for finding in draft.findings if finding.code == "RD-14"] == [
        "“张三”的修订（插入）1处，已按本机关设置视为接受",
        "“李四”的修订（删除）1处，已按本机关设置视为接受",
    ]
    assert draft.characters == 3 + 4 + 4


def test_a_deleted_mark_joins_two_paragraphs_and_a_deleted_row_goes() -> None:
    mark = f'<w:p><w:pPr><w:rPr><w:del w:author="甲" w:id="1"/></w:rPr></w:pPr>{run("前半")}</w:p>'
    row = f'<w:tr><w:trPr><w:del w:author="甲" w:id="2"/></w:trPr><w:tc><w:p>{run("旧行")}</w:p></w:tc></w:tr>'
    kept = f"<w:tr><w:tc><w:p>{run('留行')}</w:p></w:tc></w:tr>"

    draft = read(plain_docx([], raw=[mark, f"<w:p>{run('后半')}</w:p>", f"<w:tbl>{row}{kept}</w:tbl>"]), ACCEPTING)

    assert texts(draft) == ["前半后半"]
    assert [
        [cell.text for cell in row] for block in draft.blocks if isinstance(block, Table) for row in block.rows
    ] == [["留行"]]
    assert ("“甲”删去的文字（修订）", "“旧行”一段", 2) in told(draft)


def test_comments_stop_unless_the_office_leaves_them_out() -> None:
    marked = f'<w:p><w:commentRangeStart w:id="0"/>{run("正文")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    comment = f'<w:comment w:id="0" w:author="王五"><w:p>{run("请再斟酌")}</w:p></w:comment>'
    data = with_part(plain_docx([], raw=[marked]), "comments", comment)
    with pytest.raises(CommentError, match="王五"):
        read(data)

    draft = read(data, ACCEPTING)

    assert texts(draft) == ["正文"]
    assert told(draft) == [("“王五”的批注“请再斟酌”", "“正文”一段", 4)]
    assert draft.characters == 6


def test_notes_are_carried_to_the_end_of_the_body() -> None:
    body = f'<w:p>{run("据统计")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("，增长三成。")}</w:p>'
    notes = (
        f'<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run("见统计公报。")}</w:p></w:footnote>'
        f'<w:footnote w:id="3"><w:p>{run("没有引用的")}</w:p></w:footnote>'
    )

    draft = read(with_part(plain_docx([], raw=[body]), "footnotes", notes))

    assert texts(draft) == ["据统计①，增长三成。", "注：①见统计公报。"]
    assert told(draft) == [("正文没有引用的脚注", "脚注", 5)]
    assert draft.characters == 9 + 6 + 5


@pytest.mark.parametrize(
    ("number", "mark"), [(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (50, "㊿"), (51, "〔注51〕")]
)
def test_notes_are_marked_by_number(number: int, mark: str) -> None:
    assert mark_of(number) == mark


def test_a_table_in_a_cell_becomes_lines_of_the_cell_and_is_told() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc><w:tc><w:p>{run('乙')}</w:p></w:tc></w:tr></w:tbl><w:p/>"

    draft = read(plain_docx([], raw=[f"<w:tbl><w:tr><w:tc><w:p>{run('外')}</w:p>{inner}</w:tc></w:tr></w:tbl>"]))

    (table,) = (block for block in draft.blocks if isinstance(block, Table))
    assert table.rows[0][0].text == "外\n甲　乙"
    assert [finding.code for finding in draft.findings] == ["RD-16"]


def test_known_symbols_and_form_fields_are_carried_as_plain_signs() -> None:
    symbol = '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>同意</w:t><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>'
    box = '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar><w:t>公开</w:t></w:r></w:p>'
    choice = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="通知"/>'
        '<w:listEntry w:val="报告"/></w:ddList></w:ffData></w:fldChar></w:r></w:p>'
    )

    draft = read(plain_docx([], raw=[symbol, box, choice]))

    assert texts(draft) == ["☑同意□", "☑公开", "报告"]
    assert draft.characters == 4 + 2


def test_the_words_of_an_unfilled_control_are_left_out() -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"

    draft = read(plain_docx([], raw=[f"<w:p>{run('主送：')}{control}</w:p>"]))

    assert texts(draft) == ["主送："]
    assert told(draft) == [("未填写的内容控件中的提示文字（1处）", "全文", 6)]


def test_text_hidden_by_its_style_stops_too() -> None:
    def change(name: str, data: bytes) -> bytes:
        style = '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
        return data.replace(b"</w:styles>", style.encode()) if name == "word/styles.xml" else data

    hidden = '<w:p><w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr><w:t>藏</w:t></w:r></w:p>'
    with pytest.raises(UncarriedContentError, match="隐藏文字"):
        read(rewritten(plain_docx(raw=[hidden]), change))


def _with_image(data: bytes) -> bytes:
    drawing = '<w:p><w:r><w:pict><v:shape style="width:170.1pt;height:85.05pt"><v:imagedata r:id="rXimage"/></v:shape></w:pict></w:r></w:p>'

    def change(name: str, part: bytes) -> bytes:
        relation = f'<Relationship Id="rXimage" Type="{_TYPE}/image" Target="media/old.bin"/></Relationships>'
        is_relations = name == "word/_rels/document.xml.rels"
        return part.replace(b"</Relationships>", relation.encode()) if is_relations else part

    return rewritten(plain_docx(["附图。"], raw=[drawing]), change, {"word/media/old.bin": data})


def test_a_picture_kept_the_old_way_is_carried_at_its_size() -> None:
    (picture,) = (block for block in read(_with_image(png(60, 30))).blocks if isinstance(block, Picture))

    assert (round(picture.width_mm), round(picture.height_mm)) == (60, 30)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x01\x00\x00\x00" + bytes(36) + b" EMF", "EMF"),
        (b"\xd7\xcd\xc6\x9a" + bytes(40), "WMF"),
        (b"\x01\x00\x09\x00" + bytes(40), "WMF"),
    ],
)
def test_metafiles_are_refused_by_name_and_place(data: bytes, words: str) -> None:
    with pytest.raises(PictureError, match=words) as caught:
        read(_with_image(data))

    assert "附图" in str(caught.value)


def test_an_embedded_object_stops_by_its_place() -> None:
    placed = f"<w:p>{run('预算见表')}<w:r><w:object/></w:r></w:p>"
    data = rewritten(plain_docx([], raw=[placed]), extra={"word/embeddings/oleObject1.bin": b"x"})

    with pytest.raises(UncarriedContentError, match="第1段“预算见表”有嵌入对象"):
        read(data)


_WORDS = st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=8)
_PIECES = st.recursive(
    st.one_of(
        _WORDS.map(run),
        st.just("<w:r><w:tab/></w:r>"),
        st.just("<w:r><w:br/></w:r>"),
        st.just('<w:r><w:footnoteReference w:id="2"/></w:r>'),
        st.just('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'),
        st.just("<w:r><w:noBreakHyphen/></w:r>"),
        _WORDS.map(lambda text: f'<w:del w:author="甲" w:id="1"><w:r><w:delText>{text}</w:delText></w:r></w:del>'),
        _WORDS.map(lambda text: box(text)),
        _WORDS.map(lambda text: box(text, "另一段", copy=False)),
        _WORDS.map(old_box),
        _WORDS.map(lambda text: f'<w:moveFrom w:author="甲" w:id="1">{run(text)}</w:moveFrom>'),
    ),
    lambda inner: st.one_of(
        inner.map(lambda xml: f'<w:ins w:author="乙" w:id="3">{xml}</w:ins>'),
        inner.map(lambda xml: f"<w:hyperlink>{xml}</w:hyperlink>"),
        inner.map(lambda xml: f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"),
        inner.map(
            lambda xml: f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
        ),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=6,
)
_MARKS = st.sampled_from(["", "", '<w:pPr><w:rPr><w:del w:author="丙" w:id="4"/></w:rPr></w:pPr>'])
_PARAGRAPHS = st.builds(lambda mark, xml: f"<w:p>{mark}{xml}</w:p>", _MARKS, _PIECES)
_BLOCKS = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda cells: f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}<w:p/></w:tc>' for cell in cells)}</w:tr></w:tbl>"
    ),
    max_leaves=5,
)


def counted(data: bytes) -> int:
    """Count the characters of all text of a draft, knowing nothing of the reader: another parser, another walk."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in ("word/document.xml", "word/footnotes.xml"):
            for element in ET.fromstring(package.read(part)).iter():  # noqa: S314 - our own bytes
                name = element.tag.rpartition("}")[2]
                total += len("".join((element.text or "").split())) if name in {"t", "delText"} else 0
                total += name in {"sym", "noBreakHyphen"}
    return total


@settings(max_examples=50)
@given(st.lists(_BLOCKS, min_size=1, max_size=5))
def test_characters_in_are_characters_in_the_model_and_characters_left_out(blocks: list[str]) -> None:
    notes = f'<w:footnote w:id="2"><w:p>{run("同一条注")}</w:p></w:footnote>'
    data = with_part(plain_docx([], raw=blocks), "footnotes", notes)

    try:
        draft = read(data, ACCEPTING)
    except UncarriedContentError:  # tables nested too deep, a box in a table: stopped by name, nothing lost in silence
        return

    shown = "".join("".join(text.split()) for block in draft.blocks for text in _texts_in(block))
    kept = len(shown.replace("注：", "").replace("①", ""))
    assert kept + sum(left.characters for left in draft.left_out) == draft.characters == counted(data)


def _texts_in(block: object) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return [cell.text for row in block.rows for cell in row] if isinstance(block, Table) else []
