"""The styles of the .docx (样式): one per element of the page, with the standard's measures and the families the offices have.

Children stand in the order of the schema (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28): Word is strict about it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from docx import Document
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from press import layout
from press.fonts import NAMED_IN_DOCX

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Final = f'xmlns:w="{W}" xmlns:r="{R}"'

PITCH: Final = round(layout.LINE_PITCH_PT * 20)
ZI: Final = round(layout.CHARACTER_PT * 20)
SMALL: Final = round(layout.SIZE_4_PT * 20)
FOOTER_MM: Final = layout.BOTTOM_MARGIN - layout.PAGE_NUMBER_GAP - layout.SIZE_4_PT / layout.MM_PT / 2 - 0.4
"""The dash stands in the middle of its 4号 line, and its top edge 7 mm below the core."""
_TRACKING: Final = -5  # twips: −4 would be 28 × 15.8 pt, a hair wider than the core, and give 27 characters


@dataclass(frozen=True)
class _Style:
    id: str
    name: str
    role: str = "fangsong"
    size_pt: float = layout.SIZE_3_PT
    spacing: str = ""
    indent: str = ""
    align: str = ""
    outline: int | None = None
    color: str = ""
    keep: bool = False


_TITLE_LINE: Final = f'<w:spacing w:line="{round(layout.TITLE_PITCH_PT * 20)}" w:lineRule="exact"/>'
_SMALL_LINE: Final = f'<w:spacing w:line="{round(layout.IMPRINT_PITCH_PT * 20)}" w:lineRule="exact"/>'
_TABLE_LINE: Final = f'<w:spacing w:line="{round(layout.TABLE_LINE_PT * 20)}" w:lineRule="atLeast"/>'
_TWO: Final = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * ZI}"/>'
_FOUR_RIGHT: Final = f'<w:ind w:rightChars="400" w:right="{4 * ZI}"/>'

_STYLES: Final = (
    _Style("Corner", "份号密级紧急"),
    _Style("Mark", "发文机关标志", "xiaobiaosong", layout.MARK_SIZE_PT, align="center", color="FF0000"),
    _Style("Number", "发文字号", align="center"),
    _Style("Title", "公文标题", "xiaobiaosong", layout.SIZE_2_PT, _TITLE_LINE, align="center"),
    _Style("Addressees", "主送机关"),
    _Style("BodyText", "公文正文", indent=_TWO),
    _Style("Heading1", "heading 1", "heiti", indent=_TWO, outline=0, keep=True),
    _Style("Heading2", "heading 2", "kaiti", indent=_TWO, outline=1, keep=True),
    _Style("Heading3", "heading 3", "fangsong", indent=_TWO, outline=2, keep=True),
    _Style("Heading4", "heading 4", "fangsong", indent=_TWO, outline=3, keep=True),
    _Style("AttachmentList", "附件说明"),
    _Style("Signature", "署名", align="right", keep=True),
    _Style("Dated", "成文日期", align="right", indent=_FOUR_RIGHT),
    _Style("Note", "附注", indent=_TWO),
    _Style("AttachmentLabel", "附件标识", "heiti"),
    _Style("Imprint", "版记", size_pt=layout.SIZE_4_PT, spacing=_SMALL_LINE),
    _Style("PageNumber", "页码", "songti", layout.SIZE_4_PT, '<w:spacing w:line="240" w:lineRule="auto"/>'),
    _Style("TableText", "表格文字", size_pt=layout.TABLE_SIZE_PT, spacing=_TABLE_LINE, align="center"),
    _Style("TableHead", "表格表头", "heiti", layout.TABLE_SIZE_PT, _TABLE_LINE, align="center"),
    _Style("Picture", "图片", spacing='<w:spacing w:line="240" w:lineRule="auto"/>', align="center", keep=True),
)


_LEFTOVERS: Final = frozenset({"thumbnail", "stylesWithEffects", "customXml"})


@cache
def template(pitch_pt: float = layout.LINE_PITCH_PT) -> bytes:
    """Give an empty .docx with page, styles and settings, made once for each line pitch."""
    frame = layout.for_template(pitch_pt)
    document = Document()
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in parse_xml(_styles_xml(round(pitch_pt * 20))):
        styles.append(child)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(float(frame["frame_top"])), Mm(float(frame["frame_bottom"]))
    section.left_margin, section.right_margin = Mm(layout.LEFT_MARGIN), Mm(layout.RIGHT_MARGIN)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(FOOTER_MM)
    document.settings.odd_and_even_pages_header_footer = True
    _drop_leftovers(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _drop_leftovers(document: Any) -> None:
    """Drop what python-docx's own template carries and no document of ours needs: a second style sheet of 438 KB and the like."""
    for owner in (document.part.package, document.part):
        for name, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in _LEFTOVERS:
                del owner.rels[name]


def fonts_xml(role: str) -> str:
    """Name a role's licensed family for all scripts."""
    family = NAMED_IN_DOCX[role]
    return f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}" w:cs="{family}"/>'


def _styles_xml(pitch: int) -> str:
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml('fangsong')}"
        f'<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/><w:kinsoku w:val="1"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{fonts_xml("fangsong")}<w:spacing w:val="{_TRACKING}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
        f"{''.join(_style_xml(style) for style in _STYLES)}</w:styles>"
    )


def _style_xml(style: _Style) -> str:
    keep = "<w:keepNext/>" if style.keep else ""
    align = f'<w:jc w:val="{style.align}"/>' if style.align else ""
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    color = f'<w:color w:val="{style.color}"/>' if style.color else ""
    spacing = '<w:spacing w:val="0"/>' if style.size_pt != layout.SIZE_3_PT else ""
    half_points = round(style.size_pt * 2)
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{keep}{style.spacing}{style.indent}{align}{outline}</w:pPr>"
        f'<w:rPr>{fonts_xml(style.role)}{color}{spacing}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )
