"""Secrecy marks: what is a hit, what is a mention, what is nothing."""

from __future__ import annotations

import pytest

from domain.levels import Level
from mailroom import marks
from mailroom.secrecy import scan
from tests.mailroom_samples import docx, part


@pytest.mark.parametrize(
    "line",
    [
        "机密★1年",
        "机密★",
        "机 密 ★ 1 年",
        "机　密★１年",
        "机密☆5年",
        "机密＊长期",
        "机密*6个月",
        "机\n密\n★1年",
        "机\u200b密★",
        "機密★1年",
        "机密★2027年1月1日",
        "000001　机密★1年　特急",
        "机密",
        "机密 5年",
        "【机密】",
        "机密　特急",
        "密级：机密",
        "密　级：机密★3年",
    ],
)
def test_a_mark_in_the_title_block_is_a_hit(line: str) -> None:
    data = docx(line, "某办公室关于某事的通知", "各科室：", "现将有关事项通知如下。")

    found = scan("通知.docx", data)

    assert found.title_block is not None
    assert found.title_block.level is Level.CONFIDENTIAL


@pytest.mark.parametrize(
    "line",
    [
        "关于做好保密工作的通知",
        "保守国家秘密法学习资料",
        "涉及机密、秘密事项的应当单独登记",
        "密级：无",
        "密级：公开",
        "商业秘密保护办法",
        "机要密码★1年",
    ],
)
def test_words_that_only_resemble_a_mark_are_no_hit(line: str) -> None:
    assert scan("通知.docx", docx(line, "各科室：", "正文。")).title_block is None


def test_a_mark_quoted_in_prose_is_a_mention() -> None:
    prose = "涉密文件应当在首页左上角标注“机密★1年”等字样，秘密级以上文件一律由机要员登记，不得在非涉密计算机上处理。"

    found = scan("通知.docx", docx("关于文件标识的通知", "各科室：", prose))

    assert found.title_block is None
    assert found.prose == ("正文",)


def test_a_mark_that_is_a_line_of_its_own_is_a_hit_anywhere() -> None:
    found = scan("通知.docx", docx("关于某事的通知", "各科室：", "正文如下。", "绝密★长期"))

    assert found.title_block is not None
    assert found.title_block.level is Level.TOP_SECRET


def test_the_highest_of_several_marks_counts() -> None:
    found = scan("通知.docx", docx("秘密★1年", "关于某事的通知", "各科室：", "正文。", "机密★5年"))

    assert found.title_block is not None
    assert found.title_block.level is Level.CONFIDENTIAL


def test_a_mark_typed_in_paragraphs_of_their_own_is_a_hit() -> None:
    assert scan("通知.docx", docx("机", "密", "★1年", "关于某事的通知", "各科室：")).title_block is not None


def test_a_mark_cut_into_runs_with_a_break_is_a_hit() -> None:
    runs = "<w:p><w:r><w:t>机</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>密</w:t></w:r><w:r><w:t>★1年</w:t></w:r></w:p>"

    assert scan("通知.docx", docx("各科室：", "正文。", body=runs)).title_block is not None


def test_a_star_of_a_symbol_font_is_a_star() -> None:
    runs = '<w:p><w:r><w:t>机密</w:t><w:sym w:font="Wingdings" w:char="F0AB"/><w:t>1年</w:t></w:r></w:p>'

    assert scan("通知.docx", docx("各科室：", "正文。", body=runs)).title_block is not None


def test_a_mark_in_a_text_box_is_a_hit() -> None:
    box = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>秘密</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"

    found = scan("通知.docx", docx("各科室：", "正文。", body=box))

    assert found.title_block is not None
    assert found.title_block.where == "文本框"


def test_a_watermark_in_the_header_is_a_hit() -> None:
    header = part("hdr", '<w:p><w:r><w:pict><v:textpath xmlns:v="v" string="机密"/></w:pict></w:r></w:p>')

    assert scan("通知.docx", docx("各科室：", "正文。", parts={"word/header1.xml": header})).title_block is not None


def test_the_secrecy_cell_of_a_form_is_a_hit() -> None:
    row = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("密 级", "秘密", "印数", "30"))
    table = f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"

    found = scan("通知.docx", docx("关于某事的通知", "各科室：", "正文。", body=table))

    assert found.title_block is not None
    assert found.title_block.level is Level.SECRET


def test_properties_are_looked_at() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><cp:keywords>机密★1年</cp:keywords></cp:coreProperties>'.encode()
    )
    custom = (
        '<Properties xmlns:vt="v"><property name="密级"><vt:lpwstr>绝密</vt:lpwstr></property></Properties>'.encode()
    )

    for name, xml in {"docProps/core.xml": core, "docProps/custom.xml": custom}.items():
        assert scan("通知.docx", docx("各科室：", "正文。", parts={name: xml})).title_block is not None, name


def test_what_is_embedded_is_looked_at() -> None:
    parts = {"word/embeddings/a.docx": docx("机密★1年"), "word/afchunk.mht": "前文 机密★1年 后文".encode("gb18030")}

    for name, data in parts.items():
        found = scan("通知.docx", docx("各科室：", "正文。", parts={name: data}))
        assert found.prose or found.title_block, name


def test_another_encoding_of_the_xml_hides_nothing() -> None:
    xml = part("document", "<w:body><w:p><w:r><w:t>机密★1年</w:t></w:r></w:p></w:body>").decode()
    data = docx(parts={"word/document.xml": xml.replace("UTF-8", "UTF-16").encode("utf-16")})

    assert scan("通知.docx", data).title_block is not None


def test_a_character_reference_hides_nothing() -> None:
    assert scan("通知.docx", docx("机&#23494;★1年")).title_block is not None


@pytest.mark.parametrize(
    ("name", "is_hit"),
    [
        ("机密-会议通知.docx", True),
        ("【秘密】人员名单.docx", True),
        ("会议通知（机密★1年）.docx", True),
        ("会议通知_机密.docx", True),
        ("绝密.docx", True),
        ("关于做好秘密载体管理的通知.docx", False),
        ("机密文件管理办法.docx", False),
    ],
)
def test_file_names(name: str, is_hit: bool) -> None:  # noqa: FBT001
    assert (marks.in_name(marks.folded(name)) is not None) is is_hit


def test_entities_and_document_types_are_refused() -> None:
    xml = part("document", "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>").replace(
        b"<w:document", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document', 1
    )

    assert scan("通知.docx", docx(parts={"word/document.xml": xml})).problem == "hostile"


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    found = scan("通知.docx", docx("正文。", parts={"word/media/a.xml": b"\0" * (30 << 20)}))

    assert found.problem == "hostile"


def test_one_flipped_byte_in_a_member_is_noticed() -> None:
    data = bytearray(docx("正文。" * 200))
    data[data.index(b"word/document.xml") + 60] ^= 0xFF

    assert scan("通知.docx", bytes(data)).problem == "not_whole"


def test_another_office_file_is_not_a_word_document() -> None:
    assert scan("表.docx", docx(parts={"word/document.xml": None, "xl/workbook.xml": b"<a/>"})).problem == "not_docx"


def test_xml_that_breaks_off_is_not_taken_for_a_text_without_marks() -> None:
    xml = part("document", "<w:body><w:p><w:r><w:t>秘密")

    assert scan("通知.docx", docx(parts={"word/document.xml": xml[:-13]})).problem == "hostile"


def test_another_declared_encoding_hides_nothing() -> None:
    xml = part("document", "<w:body><w:p><w:r><w:t>机密★1年</w:t></w:r></w:p></w:body>").decode()
    data = docx(parts={"word/document.xml": xml.replace("UTF-8", "GB18030").encode("gb18030")})

    assert scan("通知.docx", data).title_block is not None
