"""The golden set (样张): every kind of document with every ending, 1 to 10 organs, and every sort of attachment; all invented.

``python -m tests.golden`` prints the table of what is covered and writes pages to look at.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

from domain.document import (
    Attachment,
    Cell,
    Direction,
    Ending,
    Filled,
    Kind,
    Layout,
    OfficialDocument,
    Paragraph,
    Picture,
    SecrecyMark,
    Signer,
    Table,
    Urgency,
)
from domain.levels import Level
from tests.press_documents import seal_png

ORGANS: Final = (
    *("示例市人民政府", "示例市发展和改革委员会", "示例市教育局", "示例市财政局", "示例市人力资源和社会保障局"),
    *(
        "示例市自然资源和规划局",
        "示例市住房和城乡建设局",
        "示例市卫生健康委员会",
        "示例市应急管理局",
        "示例市市场监督管理局",
    ),
)
LEADERS: Final = ("赵明远", "钱伟", "孙丽华", "李强", "周洪", "吴静", "郑凯", "王芳", "冯杰", "陈宇")
SIGNED_ON, PRINTED_ON = dt.date(2026, 3, 5), dt.date(2026, 3, 6)
_LAYOUTS: Final = {Kind.LETTER: Layout.LETTER, Kind.ORDER: Layout.ORDER, Kind.MINUTES: Layout.MINUTES}
_UP: Final = (Kind.REQUEST, Kind.REPORT)
_PUBLIC: Final = (Kind.COMMUNIQUE, Kind.ANNOUNCEMENT, Kind.PUBLIC_NOTICE, Kind.RESOLUTION, Kind.MINUTES, Kind.ORDER)
_BODY: Final = (
    Paragraph("根据有关规定，经研究，现将有关事项明确如下："),
    Paragraph("一、总体要求", 1),
    Paragraph(
        "切实把思想和行动统一到上级的决策部署上来，坚持问题导向、目标导向和结果导向相统一，健全工作机制，明确责任分工。"
        * 3
    ),
    Paragraph("（一）明确责任分工", 2),
    Paragraph("1.各单位要在2026年12月31日前完成95%以上的整改任务，并于次月5日前报送进展情况。", 3),
    Paragraph(
        "（1）抓好落实。各单位主要负责同志要亲自部署（含牵头单位、配合单位），严格按照“谁主管、谁负责”的要求办理。",
        4,
        8,
    ),
    Paragraph("二、工作安排", 1),
    Paragraph("各单位要加强组织领导，细化工作措施，层层压实责任，确保各项任务落到实处、见到实效。" * 4),
)
"""A body that runs on to a second page."""
_ARTICLES: Final = tuple(Paragraph(f"第{n}条　各单位应当按照规定配备、使用和管理公务用车。") for n in "一二三四五六")


@dataclass(frozen=True)
class Golden:
    """One golden document (样张): its name, and what it covers."""

    name: str
    document: OfficialDocument
    sealed: bool = True

    @property
    def ending(self) -> str:
        """Say how it is signed."""
        return "签名章" if self.document.signers else "盖章" if self.sealed and self.document.signatories else "不盖章"


@cache
def golden_set() -> tuple[Golden, ...]:
    """Give the whole set."""
    made = (*_kinds(), *_joint(), *_sized(), *_upward(), *_attached(), *_marked())
    assert len({each.name for each in made}) == len(made)
    return made


def seals_of(golden: Golden) -> dict[str, bytes]:
    """Give the images that are pressed on it."""
    document = golden.document
    if document.signers:
        return {signer.stamp: _stamp() for signer in document.signers}
    return dict.fromkeys(document.signatories, seal_png()) if golden.ending == "盖章" else {}


def pictures_of(golden: Golden) -> Mapping[str, bytes]:
    """Give the pictures it shows."""
    return {_PICTURE.digest: _drawn()} if "图片" in golden.name else {}


def _kinds() -> Iterator[Golden]:
    for kind in Kind:
        if not kind.is_statutory:
            continue
        for ending in Ending:
            if kind is Kind.MINUTES and ending is not Ending.UNSEALED:
                continue
            yield _ended(f"{kind}-{ending.value}", _document(kind), ending)


def _joint() -> Iterator[Golden]:
    for count in range(2, 11):
        yield _ended(f"联合{count}-盖章", _document(Kind.NOTICE, count), Ending.SEALED)
    for count in (2, 5, 10):
        yield _ended(f"联合{count}-不盖章", _document(Kind.OPINION, count), Ending.UNSEALED)
    for count in (2, 3):
        yield _ended(f"联合{count}-签名章", _document(Kind.DECISION, count), Ending.STAMPED)


def _sized() -> Iterator[Golden]:
    """Seals of other sizes than a county's (国发〔1999〕25号: 45 mm, 50 mm), alone, alike and mixed."""
    for name, sizes in (("印章直径45", (45.0,)), ("印章直径50", (50.0,)), ("联合3-印章大小不一", (50.0, 42.0, 45.0))):
        document = _replaced(_document(Kind.NOTICE, len(sizes)), seals_mm=sizes)
        yield _ended(name, document, Ending.SEALED)
    four = _replaced(_document(Kind.OPINION, 4), seals_mm=(50.0,) * 4)
    yield _ended("联合4-印章直径50", four, Ending.SEALED)


def _upward() -> Iterator[Golden]:
    for count in (2, 3, 4, 7, 10):
        yield _ended(f"上行联合{count}-签发人{count}", _document(Kind.REQUEST, count), Ending.SEALED)
    opinion = _replaced(_document(Kind.OPINION), direction=Direction.UP, approvers=LEADERS[:1])
    yield _ended("上行意见", opinion, Ending.SEALED)


def _attached() -> Iterator[Golden]:
    text = Attachment("工作台账填报说明", (Paragraph("一、填报范围", 1), Paragraph("各单位按月填报。" * 40)))
    table = Attachment("重点任务分工表", (_table(4, 30),))
    across = Attachment("年度重点项目计划表", (_table(10, 12),))
    picture = Attachment("现场示意图", (Paragraph("示意图如下。"), _PICTURE))
    apart = Attachment("联系人名单", (Paragraph("另行装订。"),), separate=True)
    yield _ended("附件1-文字", _with(text), Ending.SEALED)
    yield _ended("附件1-长表", _with(table), Ending.UNSEALED)
    yield _ended("附件1-横排表", _with(across), Ending.SEALED)
    yield _ended("附件1-图片", _with(picture), Ending.SEALED)
    yield _ended("附件3", _with(text, table, across), Ending.SEALED)
    yield _ended("附件2-单独装订", _with(text, apart), Ending.UNSEALED)
    yield _ended(
        "附件9", _with(*[Attachment(f"第{n}项工作的具体安排和责任分工清单") for n in range(1, 10)]), Ending.SEALED
    )
    yield _ended("联合3-附件2", _with(text, table, organs=3), Ending.SEALED)
    yield _ended("函-附件1", _with(text, kind=Kind.LETTER), Ending.SEALED)
    issued = Attachment("示例市公务用车管理办法（试行）", (Paragraph("第一章　总则", 1), *_ARTICLES), issued=True)
    for name, attachments in (("印发的文件", (issued,)), ("印发的文件-附件2", (issued, text, table))):
        document = _replaced(_with(*attachments), title=f"{ORGANS[0]}关于印发《{issued.name}》的通知")
        yield _ended(name, document, Ending.SEALED)


def _marked() -> Iterator[Golden]:
    notice = _document(Kind.NOTICE)
    secret = SecrecyMark(Level.SECRET, "1年")
    numbered = _replaced(notice, filled=_filled(Kind.NOTICE, notice.organs, "000123"))
    yield _ended("份号密级紧急", _replaced(numbered, secrecy=secret, urgency=Urgency.EXTRA), Ending.SEALED)
    yield _ended("份号密级", _replaced(numbered, secrecy=secret), Ending.SEALED)
    yield _ended("紧急", _replaced(notice, urgency=Urgency.PROMPT), Ending.SEALED)
    yield _ended(
        "函-密级紧急", _replaced(_document(Kind.LETTER), secrecy=secret, urgency=Urgency.PROMPT), Ending.SEALED
    )
    many = tuple(f"示例市第{number}街道办事处" for number in range(1, 31))
    yield _ended("主送移至版记", _replaced(notice, addressees=many), Ending.SEALED)
    yield _ended("标题三行", _replaced(notice, title=_LONG_TITLE), Ending.SEALED)
    yield _ended("一面公文", _replaced(notice, blocks=_BODY[:1]), Ending.SEALED)
    yield _ended("五面公文", _replaced(notice, blocks=_BODY * 5), Ending.SEALED)


def _document(kind: Kind, organs: int = 1) -> OfficialDocument:
    names = ORGANS[:organs]
    layout = _LAYOUTS.get(kind, Layout.DOCUMENT)
    upward = kind in _UP
    return OfficialDocument(
        kind=kind,
        direction=Direction.UP if upward else Direction.LEVEL if kind in (Kind.LETTER, Kind.MOTION) else Direction.DOWN,
        layout=layout,
        organs=names,
        mark=_mark(kind, names),
        title=f"{names[0]}关于进一步规范有关工作的{kind}",
        addressees=() if kind in _PUBLIC else ("示例省人民政府",) if upward else ("各县、区人民政府", "市直各单位"),
        blocks=_BODY,
        signatories=() if kind is Kind.MINUTES else names,
        approvers=LEADERS[:organs] if upward else (),
        copies_to=("市委办公室", "市人大常委会办公室"),
        note="联系人：李芳，电话：0000-1234567" if kind is Kind.REQUEST else "",
        printing_organ="示例市人民政府办公室",
        attendees=(("出席", "、".join(LEADERS)), ("请假", "褚卫"), ("列席", "蒋沈、韩杨"))
        if kind is Kind.MINUTES
        else (),
        filled=_filled(kind, names),
    )


def _mark(kind: Kind, names: tuple[str, ...]) -> str:
    if kind is Kind.LETTER:
        return names[0]
    if kind is Kind.ORDER:
        return f"{names[0]}令"
    if kind is Kind.MINUTES:
        return "示例市人民政府常务会议纪要"
    return "\n".join(names) + "文件"


def _filled(kind: Kind, names: tuple[str, ...], copy_serial: str = "") -> Filled:
    number = {Kind.ORDER: "第18号", Kind.MINUTES: "第7期"}.get(kind, "示政发〔2026〕12号")
    return Filled(number, SIGNED_ON, PRINTED_ON, copy_serial, names)


def _ended(name: str, document: OfficialDocument, ending: Ending) -> Golden:
    if ending is Ending.STAMPED:
        signers = tuple(
            Signer(f"{organ}{'市长' if place == 0 else '主要负责人'}", LEADERS[place])
            for place, organ in enumerate(document.organs)
        )
        stamps = tuple(signer.stamp for signer in signers)
        filled = dataclasses.replace(document.filled, seals=stamps)
        return Golden(name, _replaced(document, ending=ending, signers=signers, filled=filled), sealed=False)
    return Golden(name, _replaced(document, ending=ending), sealed=ending is Ending.SEALED)


def _with(*attachments: Attachment, kind: Kind = Kind.NOTICE, organs: int = 1) -> OfficialDocument:
    return _replaced(_document(kind, organs), attachments=attachments)


def _replaced(document: OfficialDocument, **changes: object) -> OfficialDocument:
    return OfficialDocument(**{**document.__dict__, **changes})


def _table(columns: int, rows: int) -> Table:
    head = ("序号", "责任单位", "重点任务", "完成时限", "总投资", "资金来源", "进度", "责任人", "联系方式", "备注")
    words = (
        "",
        "示例市教育局",
        "完善工作机制并组织实施",
        "2026年12月",
        "120.5",
        "市级财政",
        "60%",
        "李芳",
        "1234567",
        "",
    )
    body = [tuple(Cell(str(n) if place == 0 else words[place]) for place in range(columns)) for n in range(1, rows + 1)]
    return Table((tuple(Cell(text) for text in head[:columns]), *body), (1, 3, 4, 2, 2, 2, 1.5, 2, 2, 1)[:columns])


@cache
def _drawn() -> bytes:
    image = Image.new("RGB", (400, 240), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 380, 220), outline="black", width=4)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@cache
def _stamp() -> bytes:
    image = Image.new("RGBA", (800, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).line(
        [(10, 300), (200, 40), (420, 360), (560, 90), (790, 200)], fill=(210, 0, 0, 255), width=18
    )
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


_PICTURE: Final = Picture(hashlib.sha512(_drawn()).hexdigest(), "image/png", 100, 60, "图1 现场示意图")
_LONG_TITLE: Final = (
    "示例市人民政府关于印发《示例市进一步加强和改进城乡基层治理工作的若干措施》和建立健全长效工作机制的通知"
)
