"""Where everything must stand (标准位置): figures of GB/T 9704-2012 with their clause, typed here once more and taken from nowhere.

Lengths are millimetres from the page's top left corner; pages are measured by pdfium.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

from domain.document import Direction, Layout, Paragraph
from press.measure import Box, Line, Page
from tests.golden.documents import Golden

WIDTH, HEIGHT = 210.0, 297.0  # 5.1
LEFT, RIGHT = 28.0, 184.0  # 5.2.1 订口 28, 版心 156 wide
TOP, BOTTOM = 37.0, 262.0  # 5.2.1 天头 37, 版心 225 high
MIDDLE = 106.0  # the core's middle
ZI = 156.0 / 28  # 3.1, 5.2.3
LINE = 225.0 / 22  # 5.2.3
MARK_TOPS = {
    Layout.DOCUMENT: 72.0,
    Layout.LETTER: 30.0,
    Layout.ORDER: 57.0,
    Layout.MINUTES: 72.0,
}  # 7.2.4, 10.1 to 10.3
DASH_TOP = 269.0  # 7.5: 7 mm below the core
SEAL = 42.0  # 国发〔1999〕25号: a county's or township's
DATED, PRINTED = "2026年3月5日", "2026年3月6日印发"
NOT_FIRST, NOT_LAST = set("，。、；：？！）》”’」』〕】…%"), set("（《“‘「『〔【")


def faults_of(golden: Golden, pages: tuple[Page, ...]) -> list[str]:
    """Name everything that stands elsewhere than it must."""
    looks = (
        _paper,
        _head,
        _head_below,
        _title,
        _corner,
        _core,
        _numbers,
        _signature,
        _seals,
        _stamps,
        _attachments,
        _imprint,
        _words,
    )
    return [fault for look in looks for fault in look(golden, pages)]


def _paper(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        yield from _near(f"第{number}页宽", page.width, WIDTH, 0.1)  # 5.1
        yield from _near(f"第{number}页高", page.height, HEIGHT, 0.1)


def _head(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    red = [each for each in pages[0].characters if each.color == "#ff0000"]
    top = min(each.ink.top for each in red)
    middle = (min(each.ink.left for each in red) + max(each.ink.right for each in red)) / 2
    yield from _near("发文机关标志上边", top, MARK_TOPS[golden.document.layout], 0.7)  # 7.2.4, 10
    yield from _near("发文机关标志中线", middle, MIDDLE, 0.8)  # 7.2.4
    if min(each.ink.left for each in red) < LEFT - 0.3 or max(each.ink.right for each in red) > RIGHT + 0.3:
        yield "发文机关标志超出版心"


def _head_below(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    document, page = golden.document, pages[0]
    rules = page.red_rules()
    number = page.line(document.filled.number)
    mark_bottom = max(each.ink.bottom for each in page.characters if each.color == "#ff0000")
    if document.layout is Layout.LETTER:
        yield from _letter(page, number, mark_bottom)
        return
    if document.direction is Direction.UP:
        yield from _near("上行文字号左边", number.left, LEFT + ZI, 0.3)  # 7.2.5 左空一字
        rows = math.ceil(len(document.approvers) / 2)
        first = page.line("签发人")
        yield from _near("签发人右边", first.right, RIGHT - ZI, 1.5 if len(document.approvers) > 1 else 0.4)  # 7.2.6
        yield from _near("签发人行数", (number.baseline - first.baseline) / LINE, rows - 1, 0.2)  # 7.2.6 two a line
        yield from _between("签发人上空", (first.characters[0].em_top - mark_bottom) / LINE, 1.9, 2.6)  # 7.2.5
    else:
        yield from _near("字号中线", _ink_middle(number), MIDDLE, 1.0)  # 7.2.5 居中
        yield from _between("字号上空", (number.characters[0].em_top - mark_bottom) / LINE, 1.9, 2.6)  # 7.2.5 下空二行
    if document.layout is Layout.ORDER:
        if rules:
            yield "命令格式有红线"  # 10.2 has none
        return
    above = number if document.layout is not Layout.MINUTES else page.line(document.organs[0] + DATED)
    yield from _near("红线距上文", rules[0].box.top - above.characters[0].em_bottom, 4.0, 0.5)  # 7.2.7
    yield from _near("红线长", rules[0].box.width, 156.0, 0.3)
    yield from _near("红线左端", rules[0].box.left, LEFT, 0.3)


def _letter(page: Page, number: Line, mark_bottom: float) -> Iterator[str]:
    rules = page.red_rules()
    if [round(rule.box.width) for rule in rules] != [170] * 4:  # 10.1
        yield "信函的红色双线不是两组"
        return
    yield from _near("首条双线距标志", rules[0].box.top - mark_bottom, 4.0, 0.6)
    yield from _near("第二条双线距下边", HEIGHT - rules[3].box.bottom, 20.0, 0.3)
    if not (rules[0].box.height > rules[1].box.height and rules[2].box.height < rules[3].box.height):
        yield "双线粗细不对"
    yield from _near("字号右边", number.right, RIGHT, 0.5)
    yield from _near("字号距双线", number.characters[0].em_top - rules[1].box.bottom, 4.94, 0.8)  # 7/8 of 三号


def _title(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    document, page = golden.document, pages[0]
    title = [line for line in page.lines() if abs(line.characters[0].size_pt - 22) < 0.1 and line.baseline < BOTTOM]
    if document.layout is Layout.ORDER:
        return
    if "".join(line.text for line in title) != document.title:
        yield "标题文字不符"  # 7.3.1 二号
        return
    for line in title:
        yield from _near("标题中线", _ink_middle(line), MIDDLE, 1.2)
    if document.layout is not Layout.LETTER:
        gap = (title[0].characters[0].em_top - page.red_rules()[0].box.bottom) / LINE
        yield from _between("标题上空", gap, 1.9, 2.5)  # 7.3.1 空二行
    addressees = "、".join(document.addressees)
    first = next(
        (line for line in page.lines() if addressees and line.text == (addressees + "：")[: len(line.text)]), None
    )
    if first is not None and first.baseline > title[-1].baseline:
        gap = (first.characters[0].em_top - title[-1].characters[0].em_bottom) / LINE
        yield from _between("主送上空", gap, 0.9, 1.6)  # 7.3.2 空一行
        yield from _near("主送左边", first.left, LEFT, 0.3)


def _corner(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    document = golden.document
    words = [document.filled.copy_serial] if document.filled.copy_serial else []
    words += [str(document.secrecy)] if document.secrecy else []
    words += [document.urgency.value] if document.urgency else []
    lines = [line for line in pages[0].lines() if line.text.split("示政发")[0] in words]
    if [line.text.split("示政发")[0] for line in lines] != words:
        yield f"份号、密级、紧急程度应为{words}"  # 7.2.1 to 7.2.3, in this order
        return
    for line in lines:
        yield from _near(f"{line.text}左边", line.left, LEFT, 0.3)
    if lines and document.layout is not Layout.LETTER and document.filled.copy_serial:
        yield from _near("份号上边", lines[0].characters[0].em_top, TOP, 1.0)  # 版心左上角第一行
    for upper, lower in pairwise(lines):
        yield from _near("自上而下分行", (lower.baseline - upper.baseline) / LINE, 1.0, 0.1)


def _core(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        for line in _core_lines(page):
            if line.left < LEFT - 0.3 or _text_right(line) > RIGHT + 0.6:
                yield f"第{number}页“{line.text[:8]}”左右超出版心：{line.left:.1f}～{_text_right(line):.1f}"  # 5.2.1
            if line.characters[0].em_bottom > BOTTOM + 1:
                yield f"第{number}页“{line.text[:8]}”低于版心"
            text_line = abs(line.characters[0].size_pt - 16) < 0.1 and len(line.characters) > 3
            if text_line and (line.characters[0].text in NOT_FIRST or line.characters[-1].text in NOT_LAST):
                yield f"第{number}页行首行末标点：{line.text[:6]}…{line.text[-3:]}"
    if not any(line.text.startswith(_start(golden)) for line in pages[0].lines()):
        yield "首页没有正文"  # 7.3.3
    else:
        body = pages[0].line(_start(golden))
        yield from _near("段首缩进", body.left, LEFT + 2 * ZI, 0.3)  # 7.3.3 左空二字


def _numbers(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    blank = len(pages) > 1 and not pages[-2].characters
    for number, page in enumerate(pages, 1):
        line = next((line for line in page.lines() if line.text == f"—{number}—"), None)
        without = (golden.document.layout is Layout.LETTER and number == 1) or (blank and number >= len(pages) - 1)
        if without != (line is None):
            yield f"第{number}页页码{'多余' if line else '缺少'}"  # 7.5, 10.1
        elif line is not None:
            yield from _near(f"第{number}页一字线上边", line.characters[0].ink.top, DASH_TOP, 0.5)
            yield from _near(f"第{number}页页码字号", line.characters[0].size_pt, 14.0, 0.1)
            if number % 2:
                yield from _near(f"第{number}页页码右边", line.characters[-1].ink.right, RIGHT - ZI, 1.0)  # 居右空一字
            else:
                yield from _near(f"第{number}页页码左边", line.characters[0].ink.left, LEFT + ZI, 1.0)  # 居左空一字


def _signature(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    document = golden.document
    if document.layout is Layout.MINUTES:
        return
    page, dated = next(
        (page, line)
        for page in pages
        for line in _core_lines(page)
        if line.text.endswith(DATED) and line.left > LEFT + 30
    )
    if not [line for line in _core_lines(page) if line.baseline < _signature_top(golden, page) - 1]:
        yield "落款所在页没有正文"  # 7.3.5.5
    if golden.ending in ("盖章", "签名章"):
        yield from _near("成文日期右空", (RIGHT - dated.right) / ZI, 4.0, 0.15)  # 7.3.5.1, 7.3.5.3
    else:
        names = [page.line(name) for name in document.signatories]
        yield from _near("日期比署名右移", (dated.left - names[0].left) / ZI, 2.0, 0.1)  # 7.3.5.2
        yield from _near("署名或日期右空", (RIGHT - max(line.right for line in (*names, dated))) / ZI, 2.0, 0.2)
        if len({round(line.left, 1) for line in names}) > 1:
            yield "联合署名没有对齐"
    if golden.ending == "盖章" and len(document.signatories) == 1:
        name = [
            line for line in page.lines() if line.text == document.signatories[0] and line.baseline < dated.baseline
        ][-1]
        yield from _near("署名居中于日期", _place_middle(name), _place_middle(dated), 1.5)  # 7.3.5.1


def _seals(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    document = golden.document
    if golden.ending != "盖章":
        return
    stated = document.seals_mm or (SEAL,) * len(document.signatories)
    seals = [(page, box) for page in pages for box in page.images if any(abs(box.width - mm) < 0.3 for mm in stated)]
    if len(seals) != len(document.signatories):
        yield f"印章{len(seals)}枚，应为{len(document.signatories)}枚"
        return
    yield from _apart(seals)
    for page, box in seals:
        middle = (box.left + box.right) / 2
        pressed = [line for line in _groups(page) if _inside(line, box, middle) and line.text in document.signatories]
        if not pressed:
            yield "印章没有端正、居中压在署名上"
    for (page, box), mm, name in zip(seals, stated, document.signatories, strict=True):
        yield from _near(f"{name}印章直径", box.width, mm, 0.3)
        if not [line for line in _groups(page) if line.text == name and _inside(line, box, (box.left + box.right) / 2)]:
            yield f"{name}的印章没有压在它的署名上"
    page, first = min(seals, key=lambda each: (pages.index(each[0]), each[1].top))
    above = [line for line in page.lines() if line.baseline < first.top + 1 and line.text not in document.signatories]
    if above:
        yield from _between(
            "首排印章上距正文", first.top - above[-1].characters[0].em_bottom, 0.0, LINE + 0.5
        )  # 一行之内
    page, last = seals[-1]
    dated = page.line(DATED)
    if not last.top < dated.characters[0].em_top < dated.characters[0].em_bottom < last.bottom:
        yield "末枚印章没有压成文日期"


def _apart(seals: list[tuple[Page, Box]]) -> Iterator[str]:
    """Seals neither touch nor leave the core (7.3.5.1)."""
    for _, box in seals:
        if box.left < LEFT - 0.3 or box.right > RIGHT + 0.3:
            yield f"印章超出版心：{box.left:.1f}～{box.right:.1f}"
    for (page, one), (other_page, other) in combinations(seals, 2):
        if page is other_page and _distance(one, other) < (one.width + other.width) / 2 + 0.5:
            yield "印章相交或相切"


def _stamps(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    if golden.ending != "签名章":
        return
    page = next(page for page in pages if page.images)
    stamps = sorted(page.images, key=lambda box: box.top)
    if len(stamps) != len(golden.document.signers):
        yield "签名章枚数不符"
        return
    for box, signer in zip(stamps, golden.document.signers, strict=True):
        office = page.line(signer.office)
        yield from _near("签名章右空", (RIGHT - box.right) / ZI, 4.0, 0.3)  # 7.3.5.3
        yield from _near("职务距签名章", (box.left - office.right) / ZI, 2.0, 0.3)
        yield from _near("职务与签名章居中", _em_middle(office), (box.top + box.bottom) / 2, 0.8)
    dated = page.line(DATED)
    yield from _between("日期上空", (dated.characters[0].em_top - stamps[-1].bottom) / LINE, 0.9, 1.4)  # 下空一行


def _attachments(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    stated = [item for item in golden.document.attachments if not item.issued]
    for item in golden.document.attachments:
        yield from _issued_text(item.name, pages) if item.issued else ()
    for place, item in ((place, item) for place, item in enumerate(stated, 1) if item.blocks):
        label = f"附件{place}" if len(stated) > 1 else "附件"
        if item.separate:
            label = golden.document.filled.number + label  # 7.3.7
        if "横排" in golden.name or len(getattr(item.blocks[0], "widths", ())) > 8:
            if not any(label in "".join(each.text for each in page.characters) for page in pages[1:]):
                yield f"{label}没有标识"
            continue
        page = next((page for page in pages[1:] if page.lines() and page.lines()[0].text == label), None)
        if page is None:
            yield f"{label}没有另面编排"  # 7.3.7
            continue
        first, title = page.lines()[0], page.lines()[1]
        yield from _near(f"{label}左边", first.left, LEFT, 0.3)  # 顶格
        yield from _near(f"{label}上边", first.characters[0].em_top, TOP, 1.0)  # 第一行
        yield from _between(f"{label}标题行", (title.characters[0].em_top - TOP) / LINE, 1.8, 2.5)  # 第三行
        yield from _near(f"{label}标题中线", _ink_middle(title), MIDDLE, 1.0)
    if stated:
        lead = next(line for page in pages for line in page.lines() if line.text.startswith("附件："))
        yield from _near("附件说明左空", (lead.left - LEFT) / ZI, 2.0, 0.1)  # 7.3.4 左空二字


def _issued_text(name: str, pages: tuple[Page, ...]) -> Iterator[str]:
    """The text that is issued: on a page of its own after the date, without a mark, its title where an attachment's stands."""
    page = next((page for page in pages[1:] if page.lines() and page.lines()[0].text == name), None)
    if page is None:
        yield f"“{name}”没有另面编排，或标了附件"
        return
    title = page.lines()[0]
    yield from _between("印发的文件标题行", (title.characters[0].em_top - TOP) / LINE, 1.8, 2.5)
    yield from _near("印发的文件标题中线", _ink_middle(title), MIDDLE, 1.0)


def _imprint(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    rules = sorted(
        (rule for rule in pages[-1].rules if abs(rule.box.width - 156) < 1 and 0.2 < rule.box.height < 1),
        key=lambda rule: rule.box.top,
    )
    text = "".join(line.text for line in pages[-1].lines())
    if golden.document.layout is Layout.LETTER:
        if rules or "印发" in text:
            yield "信函的版记有线或印发"  # 10.1
        return
    if len(pages) % 2:
        yield "版记不在双数面"  # 1.13-b
    if [round(rule.box.height, 2) for rule in rules] != [0.35, 0.25, 0.35]:  # 7.4.1
        yield f"版记分隔线为{[round(rule.box.height, 2) for rule in rules]}"
        return
    yield from _near("版记末线", rules[-1].box.bottom, BOTTOM, 0.2)  # 7.4.1 与版心下边缘重合
    copies = pages[-1].line("抄送：")
    yield from _near("抄送左空一字", copies.left, LEFT + 4.94, 0.3)  # 7.4.2
    if not copies.text.endswith("。") or not pages[-1].line("印发").text.endswith(PRINTED):  # 7.4.2, 7.4.3
        yield "抄送或印发写法不对"


def _words(golden: Golden, pages: tuple[Page, ...]) -> Iterator[str]:
    """Every paragraph is there, whole and in order."""
    text = "".join(each.text for page in pages for each in page.characters if each.baseline < BOTTOM + 4)
    place = 0
    blocks = [*golden.document.blocks, *(block for item in golden.document.attachments for block in item.blocks)]
    for block in blocks:
        if isinstance(block, Paragraph):
            found = text.find("".join(block.text.split()), place)
            if found < 0:
                yield f"少了“{block.text[:12]}…”"
            place = max(place, found)


def _near(what: str, measured: float, wanted: float, tolerance: float) -> Iterator[str]:
    if abs(measured - wanted) > tolerance:
        yield f"{what}：{measured:.2f}，应为 {wanted:.2f}±{tolerance:g}"


def _between(what: str, measured: float, least: float, most: float) -> Iterator[str]:
    if not least <= measured <= most:
        yield f"{what}：{measured:.2f}，应在 {least:g} 至 {most:g}"


def _core_lines(page: Page) -> list[Line]:
    """Give the lines in the core but the mark's, the page number's and turned ones."""
    return [
        line
        for line in page.lines()
        if line.baseline < BOTTOM + 4 and line.characters[0].color == "#000000" and not line.characters[0].turned
    ]


def _text_right(line: Line) -> float:
    """Give where a line ends: a mark squeezed at its end has its ink in the left half of its place."""
    return line.characters[-1].ink.right if line.characters[-1].text in NOT_FIRST else line.right


def _groups(page: Page) -> Iterator[Line]:
    """Give each line's parts that stand apart, as names of several organs do."""
    for line in page.lines():
        part = [line.characters[0]]
        for left, right in pairwise(line.characters):
            if right.origin_left - left.origin_left > 8:
                yield Line(tuple(part))
                part = []
            part.append(right)
        yield Line(tuple(part))


def _inside(line: Line, box: Box, middle: float) -> bool:
    return (
        abs(_place_middle(line) - middle) < 1.6
        and box.top < line.characters[0].em_top < line.characters[0].em_bottom < box.bottom
    )


def _signature_top(golden: Golden, page: Page) -> float:
    names = [*golden.document.signatories, *(signer.office for signer in golden.document.signers)]
    return min(line.baseline for line in _groups(page) if line.text in names)


def _start(golden: Golden) -> str:
    first = golden.document.blocks[0]
    assert isinstance(first, Paragraph)
    return first.text[:8]


def _distance(one: Box, other: Box) -> float:
    return math.dist(
        ((one.left + one.right) / 2, (one.top + one.bottom) / 2),
        ((other.left + other.right) / 2, (other.top + other.bottom) / 2),
    )


def _ink_middle(line: Line) -> float:
    return (line.characters[0].ink.left + line.characters[-1].ink.right) / 2


def _place_middle(line: Line) -> float:
    return (line.left + line.right) / 2


def _em_middle(line: Line) -> float:
    return (line.characters[0].em_top + line.characters[0].em_bottom) / 2
