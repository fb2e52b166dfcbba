"""The measures of the page, each with the clause it comes from (版式常数): GB/T 9704-2012; one place for every writer.

Lengths are millimetres unless the name says ``pt``; ``choice`` marks a number that no clause states.
"""

from __future__ import annotations

from typing import Final

from domain.office import SEAL_MM

FORMAT_VERSION: Final = "gbt9704-2012/3"
"""Name of this set of measures; it changes when a page would come out differently."""

MM_PT: Final = 72 / 25.4

PAGE_WIDTH: Final = 210.0  # 5.1
PAGE_HEIGHT: Final = 297.0  # 5.1
TOP_MARGIN: Final = 37.0  # 5.2.1 天头 37 ± 1
LEFT_MARGIN: Final = 28.0  # 5.2.1 订口 28 ± 1
CORE_WIDTH: Final = 156.0  # 5.2.1 版心
CORE_HEIGHT: Final = 225.0  # 5.2.1 版心
RIGHT_MARGIN: Final = PAGE_WIDTH - LEFT_MARGIN - CORE_WIDTH  # derived
BOTTOM_MARGIN: Final = PAGE_HEIGHT - TOP_MARGIN - CORE_HEIGHT  # derived

LINES_PER_PAGE: Final = 22  # 5.2.3
CHARACTERS_PER_LINE: Final = 28  # 5.2.3

SIZE_1_PT: Final = 26.0  # 一号
SIZE_2_PT: Final = 22.0  # 7.3.1 二号, title
SIZE_3_PT: Final = 16.0  # 5.2.2 三号, everything not named
SIZE_4_PT: Final = 14.0  # 7.4, 7.5 四号, 版记 and page number

# 5.2.3: 22 lines of 16 pt from the core's top edge to its bottom edge, (637.8 − 16) / 21, in whole twips
LINE_PITCH_PT: Final = 29.6
TIGHT_PITCH_PT: Final = 28.2  # 5.2.3 "may be adjusted": 23 lines, taken only where 版记 would cost a leaf for a line
TRACKING_PT: Final = -0.21  # 5.2.3: 28 × (16 − 0.21) = 442.1 pt ≤ 156 mm
CHARACTER_PT: Final = SIZE_3_PT + TRACKING_PT  # 3.1 一字
LINE_AIR: Final = (LINE_PITCH_PT - SIZE_3_PT) / 2 / MM_PT
"""The air above and below a line's characters: the characters of the first and last line touch the core's edges, their line boxes reach out."""
FRAME_TOP: Final = TOP_MARGIN - LINE_AIR
FRAME_BOTTOM: Final = BOTTOM_MARGIN - LINE_AIR
FRAME_HEIGHT: Final = PAGE_HEIGHT - FRAME_TOP - FRAME_BOTTOM
TITLE_PITCH_PT: Final = 34.0  # choice

MARK_TOP: Final = TOP_MARGIN + 35.0  # 7.2.4
LETTER_MARK_TOP: Final = 30.0  # 10.1
ORDER_MARK_TOP: Final = TOP_MARGIN + 20.0  # 10.2
MARK_SIZE_PT: Final = 50.0  # 7.2.4: striking, handsome, solemn; the size is a choice
MARK_JOINT_SIZE_PT: Final = 36.0  # choice
MARK_JOINT_SMALLEST_PT: Final = 16.0  # choice: below it the lead organ stands alone, as 条例 art. 9 lets it
MARK_JOINT_AIR: Final = 0.32  # choice: between stacked names, in parts of their size
MARK_JOINT_TIGHT_AIR: Final = 0.2  # choice, for more names than MARK_JOINT_WIDE
MARK_JOINT_WIDE: Final = 5  # choice
MARK_SUFFIX_RATIO: Final = 1.35  # choice: 文件 right of stacked names, in parts of their size
MARK_NARROWEST: Final = 0.62  # choice: a mark squeezed further is set smaller instead
RED_LINE_GAP: Final = 4.0  # 7.2.7
RED_LINE_THICKNESS: Final = 0.5  # choice
RED: Final = "#ff0000"  # 5.2.4; screen practice for 6.2 Y80 M80

LETTER_LINE_LENGTH: Final = 170.0  # 10.1
LETTER_LINE_GAP: Final = 4.0  # 10.1 first double line below the mark
LETTER_LINE_FROM_BOTTOM: Final = 20.0  # 10.1 second double line above the page's bottom edge
LETTER_TEXT_GAP_PT: Final = SIZE_3_PT * 7 / 8  # 10.1: 7/8 of the height of a 三号 character
LETTER_THICK: Final = 1.0  # choice
LETTER_THIN: Final = 0.35  # choice

SEAL_DIAMETER: Final = SEAL_MM  # where the office states no other
SEAL_RISE_ABREAST: Final = 8.0  # choice: several seals in the last row stay clear of 附注 in the next line (7.3.6)
SEAL_GAP: Final = 2.0  # 7.3.5.1: seals neither touch nor cross; the figure is a choice
SEAL_ROW: Final = 3  # 7.3.5.1: as many as the core holds; no more than three is a choice
SEAL_ROW_GAP: Final = 5.0  # choice
SEAL_MANY: Final = 7  # choice: from so many organs on three stand in a row, their names narrowed (7.3.5.5)
SEAL_RISE: Final = 5.0  # 7.3.5.1: signature and date lie slightly below the seal's centre; the figure is a choice

STAMP_WIDTH: Final = 40.0  # choice: room for a stamp of a signature
STAMP_HEIGHT: Final = 20.0  # choice

RULE_THICK: Final = 0.35  # 7.4.1 first and last line of 版记
RULE_THIN: Final = 0.25  # 7.4.1 lines between
IMPRINT_PITCH_PT: Final = 26.0  # choice
PAGE_NUMBER_GAP: Final = 7.0  # 7.5

TABLE_SIZE_PT: Final = SIZE_4_PT  # choice
TABLE_LINE_PT: Final = 20.0  # choice


def for_template(pitch_pt: float = LINE_PITCH_PT) -> dict[str, float | str]:
    """Give all measures under their own names in small letters, for the page template; ``pitch_pt`` other than ours moves the frame too."""
    measures = {
        name.lower(): value
        for name, value in globals().items()
        if name.isupper() and isinstance(value, int | float | str)
    }
    air = (pitch_pt - SIZE_3_PT) / 2 / MM_PT
    top, bottom = TOP_MARGIN - air, BOTTOM_MARGIN - air
    moved = {"frame_top": top, "frame_bottom": bottom, "frame_height": PAGE_HEIGHT - top - bottom}
    return {**measures, "line_pitch_pt": pitch_pt, "line_air": air, **moved}
