"""Documents for the tests of the press: a fictional township's, and its seal."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image, ImageDraw

from domain.document import Direction, Filled, Kind, Layout, OfficialDocument, Paragraph

ORGAN = "云溪镇人民政府"
HAN = "切实把思想和行动统一到上级的决策部署上来坚持问题导向目标导向和结果导向相统一健全工作机制明确责任分工"
"""Text without a mark or a digit: every line of it is filled to the last character."""

SENTENCE = "各单位要明确责任分工（含牵头单位、配合单位），严格按照“谁起草、谁审核”的要求办理，确保2026年12月31日前完成95%以上的整改任务。"
ISSUED = Filled(
    number="云政发〔2026〕12号",
    dated=dt.date(2026, 11, 20),
    printed_on=dt.date(2026, 11, 22),
    seals=(ORGAN,),
)


def notice(
    blocks: tuple[Paragraph, ...] | None = None,
    *,
    title: str = "云溪镇人民政府关于进一步规范公文格式的通知",
    addressees: tuple[str, ...] = ("各村民委员会", "镇直各单位"),
    filled: Filled = ISSUED,
    note: str = "此件公开发布",
) -> OfficialDocument:
    """Give a 通知 (下行文, 文件格式), of four pages when nothing else is asked."""
    return OfficialDocument(
        kind=Kind.NOTICE,
        direction=Direction.DOWN,
        layout=Layout.DOCUMENT,
        organs=(ORGAN,),
        mark=f"{ORGAN}文件",
        title=title,
        addressees=addressees,
        blocks=long_body() if blocks is None else blocks,
        signatories=(ORGAN,),
        copies_to=("镇党委各部门", "镇人大办公室"),
        note=note,
        printing_organ="云溪镇党政综合办公室",
        filled=filled,
    )


def long_body() -> tuple[Paragraph, ...]:
    """Give a body whose second page is filled with pure text, and a third page with all four levels of headings."""
    return (
        Paragraph("经镇人民政府同意，现将有关事项通知如下："),
        Paragraph("一、总体要求", 1),
        Paragraph(HAN * 20),
        Paragraph("（一）统一标准", 2),
        Paragraph("1.分级负责。", 3),
        Paragraph(f"（1）抓好落实。{SENTENCE}", 4, 8),
        Paragraph(SENTENCE),
    )


def seal_png() -> bytes:
    """Draw a round red seal with a transparent ground."""
    image = Image.new("RGBA", (496, 496), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((4, 4, 492, 492), outline=(255, 0, 0, 255), width=14)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
