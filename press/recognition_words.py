"""Telling what a line of a draft is by its words: organs, kinds, dates, marks typed at the top (词语识别)."""

from __future__ import annotations

import re

from domain.document import STATUTORY_KINDS, Kind, Urgency
from press.reading_headings import label_of
from press.reading_xml import without_blanks

_ORGAN = re.compile(
    r"(政府|委员会|常委会|办公室|办公厅|办事处|党委|党组|党工委|工委|纪委|监委|支部|总支|工会|妇联|团委|代表大会|法院|检察院|"
    r"指挥部|领导小组|工作组|专班|联席会议|委|办|局|厅|部|院|会|社|公司|集团|中心|站|所|处|科|股|室|队|司|署|学校|小学|中学|大学|"
    r"幼儿园|银行|馆|党校|法庭|残联|文联|工商联|林场|农场|电视台|气象台|街道|社区|乡|镇|县|市|区|省|州|盟|旗|村|单位|部门|机构|企业|机关)$"
)
_NOT_ORGAN = re.compile(r"^(关于|现将|特此|此致|以上|附件|妥否|当否|为|请)|[。！？!?：:；;]|如下")
_TOP_OFFICIAL = re.compile(r"(同志|书记|省长|市长|县长|区长|乡长|镇长|主任|局长|部长|厅长)$")
_PARENTHESES = re.compile(r"[（(][^（）()]*[)）]")
_TITLE_TAIL = re.compile(r"[（(][^（）()]{1,20}[)）]$")
_KINDS = sorted(STATUTORY_KINDS, key=len, reverse=True)
_MIXED_KINDS = ("请示报告", "报告请示", "通知通报", "请示函", "函请示")
_ORDER = re.compile(r"(政府|国务院|部|委员会|主席)令$")

_DIGIT = "0-9０-９"
_YEAR = rf"(?:[{_DIGIT}×xX]{{2,4}}|[〇○零一二三四五六七八九]{{4}})\s*年"
_MONTH = rf"(?:[{_DIGIT}×xX]{{0,2}}|[一二三四五六七八九十]{{1,2}})\s*月"
_DAY = rf"(?:[{_DIGIT}×xX]{{0,2}}|[一二三四五六七八九十]{{1,3}})\s*日"
_DATE = rf"{_YEAR}\s*{_MONTH}\s*{_DAY}"
_NUMERIC_DATE = rf"[{_DIGIT}]{{4}}\s*[-./．]\s*[{_DIGIT}]{{1,2}}\s*[-./．]\s*[{_DIGIT}]{{1,2}}"
DATE = re.compile(rf"(?:{_DATE}|{_NUMERIC_DATE})")
NUMBER = re.compile(
    rf"(?P<number>[\u4e00-\u9fa5A-Za-z×]{{0,20}}\s*[〔\[［(（【﹝〖]\s*[{_DIGIT}×xX]{{2,4}}\s*[〕\]］)）】﹞〗]\s*第?\s*"
    rf"(?P<serial>[{_DIGIT}×xX_＿口□]*)\s*号)"
)
ISSUE = re.compile(rf"[（(]?\s*(?:总)?第\s*(?P<serial>[{_DIGIT}×xX_＿口□一二三四五六七八九十百]*)\s*[期号次]\s*[)）]?")
SIGNER = re.compile(r"签\s*发\s*人?\s*[:：]\s*(?P<names>.*)")
MARK = re.compile(r"(?P<organ>.{3,40}?)文件")
VERSION = re.compile(r"[（(]?(送审稿|代拟稿|征求意见稿|讨论稿|草案|草稿|初稿|审定稿|修改稿)[)）]?")
SHEET_HEADING = re.compile(r".{0,20}(发文稿纸|拟稿纸|公文稿纸|文稿纸|发文处理单|发文处理笺|发文拟稿单|文件处理笺)")
SECRECY = re.compile(r"(绝密|机密|秘密|内部)([★☆*].{0,8})?")
MARKED_ATTACHMENT = re.compile(r"附\s*件\s*(?P<n>[0-9０-９一二三四五六七八九十]*)\s*[:：]?")
_CABLE_URGENCY = ("特提", "平急")


def is_organ(text: str) -> bool:
    """Tell whether a line reads like the name of an organ or a class of organs."""
    name = _PARENTHESES.sub("", without_blanks(text))
    if not 2 < len(name) <= 40 or _NOT_ORGAN.search(name) or label_of(name):
        return False
    return _ORGAN.search(name) is not None


def is_addressee(text: str) -> bool:
    """Tell whether a part of the line under the title reads like an addressee; a person counts, checks will object."""
    name = _PARENTHESES.sub("", without_blanks(text))
    if not 1 < len(name) <= 40 or _NOT_ORGAN.search(name):
        return False
    if name.startswith(("各位", "同志", "尊敬")):
        return False
    return name.startswith("各") or _ORGAN.search(name) is not None or is_person(name)


def is_person(name: str) -> bool:
    """Tell whether an addressee is a leader and not an organ."""
    return len(name) <= 12 and _TOP_OFFICIAL.search(name) is not None


def kind_of(title: str) -> Kind | None:
    """Give the kind a title ends with, or nothing when it ends with none or with two run together."""
    text = without_blanks(title)
    while _TITLE_TAIL.search(text):
        text = _TITLE_TAIL.sub("", text)
    if text.endswith(_MIXED_KINDS):
        return None
    if _ORDER.search(text):
        return Kind.ORDER
    return next((kind for kind in _KINDS if text.endswith(kind.value) and len(text) > len(kind.value)), None)


def parted_organs(above: str) -> str:
    """Give the organs a joint title begins with parted by a full-width blank, as they were typed on lines or with blanks between."""
    parts = re.split(r"[\s\u3000、]+", above.strip())
    return "\u3000".join(parts) if len(parts) > 1 and all(is_organ(part) for part in parts) else without_blanks(above)


def organ_before_matter(title: str) -> str:
    """Give the organ a title begins with (…关于), or an empty string."""
    organ, matter, _ = without_blanks(title).partition("关于")
    return organ if matter and is_organ(organ) else ""


def urgency_of(text: str) -> Urgency | None:
    """Give the degree of urgency a token is."""
    return next((urgency for urgency in Urgency if urgency.value == text), None)


def is_cable_urgency(text: str) -> bool:
    """Tell whether a token is a degree that telegrams alone have."""
    return text in _CABLE_URGENCY
