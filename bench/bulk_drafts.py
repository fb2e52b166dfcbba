"""Many drafts from few (成批文稿): some hundred families are typed and truly read once; each draft is one of them with its own words put in.

Where the words of one draft go stand marks that no font and no reader minds. Replaced in the Word file and in what was read of it, they
make a draft whose file, text and title belong together, for a hundredth of the cost of typing and reading it.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.drafts import LEFT_OUT, VILLAGES, Prose, typed
from bench.office_people import GIVEN, SURNAMES
from domain.canonical import canonical_bytes, parse_plain
from domain.codec import from_plain
from domain.draft import Draft
from examples.make_drafts import HERE, MADE_AT, read_prose

PLACE, SENTENCE, SUBJECT, DRAFTER = "彧翀村", "翀彧翾。", "龠麤", "靐龘"
"""The marks: the place in the title, a sentence of its own in the body, the subject of the title, the drafter."""
_LEVELS, _LEVEL_SHARES = (("无", "依申请公开"), ("无", "公开"), ("秘密★1年", "不公开")), (70, 26, 4)
_URGENCIES, _URGENCY_SHARES = ("平件", "加急", "特急"), (90, 8, 2)
_TEXT = "word/document.xml"
_KINDS = ("通知", "通知", "通知", "通报", "请示", "报告", "函", "意见", "决定", "批复", "纪要")
_ORGANS = ("云岭乡人民政府", "云岭乡人民政府", "中共云岭乡委员会", "云岭乡党政办公室")
_WORK = (
    "做好",
    "加强",
    "进一步规范",
    "开展",
    "推进",
    "落实",
    "调整",
    "组织实施",
    "切实抓好",
    "申请拨付",
    "检查",
    "商请支持",
)
_MATTERS = (
    "森林防火工作", "高标准农田建设", "农村饮水安全管护", "道路交通安全整治", "城乡居民医疗保险参保", "低保对象动态管理",
    "春耕备耕物资储备", "地质灾害隐患排查", "河湖长制巡查", "农村人居环境整治", "校园周边环境治理", "危房改造项目验收",
    "文书档案收集整理", "粮食生产补贴发放", "惠民资金专项核查", "水利设施冬修", "养老服务设施建设", "疫苗接种组织",
    "信访积案化解", "产业帮扶项目管理", "村级财务审计", "国土绿化任务分解", "耕地保护责任落实", "燃气安全检查",
    "防汛抗旱物资调配", "法治宣传教育", "干部教育培训", "政务公开", "电子政务内网使用", "集体资产清查",
)  # fmt: skip
_MEASURES = (
    "安排资金{n}元用于{v}的水渠维修，由{p}负责，{m}月底前完成",
    "{v}已有{n}户农户签订协议，{p}等同志负责逐户核对",
    "{p}牵头对{v}开展实地核查，共发现问题{n}处，限期整改",
    "截至{m}月底，{v}累计完成任务{n}亩，占全年计划的九成以上",
    "请{v}于{m}月20日前将名册报{p}汇总，联系电话0000－{n}",
)


@dataclass(frozen=True)
class Family:
    """One text that many drafts share (底稿): its file, the part with the text apart, and what the press read of it, all with their marks."""

    other_parts: bytes
    text: str
    draft: str


@dataclass(frozen=True)
class Words:
    """What is put in for each mark."""

    values: tuple[tuple[str, str], ...]

    def in_text(self, text: str) -> str:
        """Put them into a text."""
        for mark, value in self.values:
            text = text.replace(mark, value)
        return text


def families(count: int, seed: int, read: Callable[[bytes], Draft]) -> list[Family]:
    """Type ``count`` families and have each read."""
    chance = random.Random(seed)  # noqa: S311 - the same texts each time, no secret
    sources = [path for path in sorted((HERE / "prose").glob("*/*.txt")) if path.stem not in LEFT_OUT]
    lines = [line for path in sources for line in read_prose(path)]
    bodies = [text for label, text in lines if label == "文" and 40 < len(text) < 260]
    heads = [text.partition("、")[2] for label, text in lines if label == "一"]
    made = []
    for _ in range(count):
        docx = typed(_prose(chance, bodies, heads))
        made.append(Family(*_taken_apart(docx), canonical_bytes(read(docx)).decode()))
    return made


def words(chance: random.Random, serial: int, drafter: str) -> Words:
    """Choose one draft's own words."""
    place = f"{chance.choice(VILLAGES)}第{serial}片区"
    subject = f"{chance.choice(_WORK)}{chance.choice(_MATTERS)}"
    return Words(((PLACE, place), (SENTENCE, sentence(chance) + "。"), (SUBJECT, subject), (DRAFTER, drafter)))


def sentence(chance: random.Random) -> str:
    """Make a sentence that hardly another draft has."""
    person = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
    return chance.choice(_MEASURES).format(
        n=chance.randint(11, 98_999), v=chance.choice(VILLAGES), p=person, m=chance.randint(1, 12)
    )


def file_of(family: Family, own: Words) -> bytes:
    """Give the Word file of one draft: the family's other parts as they are, its text with the words put in."""
    packed = io.BytesIO(family.other_parts)
    entry = zipfile.ZipInfo(_TEXT, MADE_AT.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    with zipfile.ZipFile(packed, "a") as target:
        target.writestr(entry, own.in_text(family.text), compresslevel=1)
    return packed.getvalue()


def draft_of(family: Family, own: Words) -> Draft:
    """Give what the press reads in that file."""
    return from_plain(Draft, parse_plain(own.in_text(family.draft).encode()))


def _taken_apart(docx: bytes) -> tuple[bytes, str]:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name != _TEXT:
                entry = zipfile.ZipInfo(name, MADE_AT.timetuple()[:6])
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                target.writestr(entry, source.read(name))
        text = source.read(_TEXT).decode()
    return packed.getvalue(), text


def _prose(chance: random.Random, bodies: Sequence[str], heads: Sequence[str]) -> Prose:
    kind, organ = chance.choice(_KINDS), chance.choice(_ORGANS)
    title = f"{organ}关于{PLACE}{SUBJECT}的{kind}"
    level, subject_to = chance.choices(_LEVELS, _LEVEL_SHARES)[0]
    urgency = chance.choices(_URGENCIES, _URGENCY_SHARES)[0]
    chapters = [_chapter(chance, place, bodies, heads) for place in range(chance.choice((0, 1, 1, 2, 2, 3)))]
    return [
        ("貌", chance.choice("abcd")),
        ("稿", f"文种|{kind}|发文机关|{organ}"),
        ("稿", f"标题|{title}"),
        ("稿", f"紧急程度|{urgency}|密级|{level}"),
        ("稿", f"公开属性|{subject_to}|印数|{chance.randint(2, 60)}"),
        ("稿", f"拟稿人|{DRAFTER}"),
        ("稿", f"抄送|{chance.choice(('县人民政府办公室', '县委办公室，乡人大', '乡党委，乡武装部'))}"),
        ("题", title),
        ("送", "临溪县人民政府：" if kind in ("请示", "报告") else "各村（居）民委员会、乡直各单位："),
        ("文", chance.choice(bodies)),
        *(line for chapter in chapters for line in chapter),
        ("文", SENTENCE),
        ("文", f"特此{'函商' if kind == '函' else kind}。"),
        ("署", organ),
        ("日", "2026年11月19日"),
    ]


def _chapter(chance: random.Random, place: int, bodies: Sequence[str], heads: Sequence[str]) -> Prose:
    head = ("一", f"{'一二三四'[place]}、{chance.choice(heads)}")
    return [head, *(("文", text) for text in chance.sample(bodies, chance.randint(1, 3)))]
