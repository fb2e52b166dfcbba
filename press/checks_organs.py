"""Rules on who writes to whom (行文关系规则): 条例 chapter 4. What needs the office's own list of organs is silent without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.document import Direction, Kind
from domain.findings import Severity
from press.checks_rule import Miss, Rule, Subject
from press.recognition_words import is_person

_UP = frozenset({Kind.REQUEST, Kind.REPORT})
_DOWN = frozenset({Kind.NOTICE, Kind.DECISION, Kind.REPLY, Kind.CIRCULAR, Kind.ORDER})
_LEVELS = ("省", "市", "县", "乡")
_LEVEL_WORDS = {
    "自治区": "省",
    "省": "省",
    "州": "市",
    "市": "市",
    "盟": "市",
    "县": "县",
    "旗": "县",
    "区": "县",
    "镇": "乡",
    "乡": "乡",
    "街道": "乡",
}
_CITED_REQUEST = re.compile(r"(请示|来函|来文|报告).{0,40}(收悉|收到|悉)|收悉|《[^》]*请示》")


def upward_names_its_approver(subject: Subject) -> Iterator[Miss]:
    """An upward document shows who signed it off."""
    document = subject.document
    if document.direction is Direction.UP and not document.approvers:
        yield Miss("签发人", "上行文没有标注签发人", "在机关设置中写明主要负责人，或由经办补正签发人")


def others_name_no_approver(subject: Subject) -> Iterator[Miss]:
    """Only an upward document shows who signed it off."""
    document = subject.document
    if document.direction is not Direction.UP and document.approvers:
        yield Miss("签发人", f"{document.direction}标注了签发人", "删去签发人，只在上行文中标注")


def no_copy_downward(subject: Subject) -> Iterator[Miss]:
    """An upward document is not copied to a lower organ."""
    below = set(subject.office.subordinates) if subject.office else set()
    if subject.document.direction is Direction.UP:
        for name in subject.document.copies_to:
            if name in below or name.startswith(("各村", "各社区", "各乡镇")):
                yield Miss("抄送机关", f"上行文抄送了下级机关“{name}”", "从抄送中删去")


def goes_to_a_superior(subject: Subject) -> Iterator[Miss]:
    """A 请示 or a 报告 goes to a higher organ."""
    document, office = subject.document, subject.office
    if document.kind in _UP and office and office.superiors:
        for name in document.addressees:
            if name in office.subordinates:
                yield Miss("主送机关", f"{document.kind}主送了下级机关“{name}”", "改主送上级机关，或改用其他文种")
            elif name not in office.superiors and not is_person(name):
                yield Miss(
                    "主送机关",
                    f"“{name}”不在上级机关名单中，可能越级或名称不规范",
                    "核对主送机关；越级行文的，应当同时抄送被越过的机关",
                )


def no_order_to_a_superior(subject: Subject) -> Iterator[Miss]:
    """A kind that instructs does not go to a higher organ."""
    document, office = subject.document, subject.office
    if document.kind in _DOWN and office:
        for name in set(document.addressees) & set(office.superiors):
            yield Miss("主送机关", f"向上级机关“{name}”发{document.kind}", "改用请示、报告或意见")


def letter_between_equals(subject: Subject) -> Iterator[Miss]:
    """A 函 is for organs that are not subordinate to each other."""
    document, office = subject.document, subject.office
    if document.kind is Kind.LETTER and office:
        for name in document.addressees:
            if name in office.superiors or name in office.subordinates:
                yield Miss(
                    "主送机关",
                    f"函主送了有隶属关系的“{name}”",
                    "函用于不相隶属机关之间；上行用请示、报告，下行用通知、批复",
                )


def motion_goes_to_congress(subject: Subject) -> Iterator[Miss]:
    """A 议案 goes to the people's congress of the same level, or its standing committee."""
    document = subject.document
    if document.kind is Kind.MOTION:
        for name in document.addressees:
            if "人民代表大会" not in name and "人大" not in name:
                yield Miss("主送机关", f"议案主送了“{name}”", "改主送同级人民代表大会或其常务委员会")


def reply_answers_a_request(subject: Subject) -> Iterator[Miss]:
    """A 批复 says which 请示 it answers."""
    if subject.document.kind is Kind.REPLY:
        said = "".join(paragraph.text for paragraph in list(subject.paragraphs())[:2])
        if said and not _CITED_REQUEST.search(said):
            yield Miss("正文", "批复没有引述所答复的请示", "开头写“你单位《关于××的请示》（××〔2026〕×号）收悉”")


def published_has_no_addressee(subject: Subject) -> Iterator[Miss]:
    """公报, 公告 and 通告 are published at large."""
    document = subject.document
    if document.kind in {Kind.COMMUNIQUE, Kind.ANNOUNCEMENT, Kind.PUBLIC_NOTICE} and document.addressees:
        yield Miss("主送机关", f"{document.kind}写了主送机关", "删去主送机关；只发给特定机关的改用通知")


def no_addressee_twice(subject: Subject) -> Iterator[Miss]:
    """Nobody is named twice."""
    for place, names in (("主送机关", subject.document.addressees), ("抄送机关", subject.document.copies_to)):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            yield Miss(place, f"“{'、'.join(twice)}”写了两次", "删去重复的")


def not_to_itself(subject: Subject) -> Iterator[Miss]:
    """An organ does not write to itself."""
    document = subject.document
    for place, names in (("主送机关", document.addressees), ("抄送机关", document.copies_to)):
        own = sorted(set(names) & set(document.organs))
        if own:
            yield Miss(place, f"发文机关“{'、'.join(own)}”又是{place}", "删去")


def own_leader_does_not_write_up(subject: Subject) -> Iterator[Miss]:
    """No document goes to a higher organ in the name of a leader."""
    document = subject.document
    persons = [name for name in document.signatories if is_person(name)]
    if document.direction is Direction.UP and persons:
        yield Miss("落款", f"以个人“{persons[0]}”名义向上级机关行文", "改以机关名义行文")


def joint_organs_are_equal(subject: Subject) -> Iterator[Miss]:
    """Organs that write jointly are of the same level."""
    levels = {name: level for name in subject.document.organs if (level := _level(name))}
    if len(set(levels.values())) > 1:
        shown = "、".join(f"{name}（{level}级）" for name, level in levels.items())
        yield Miss("发文机关", f"联合行文的机关级别似不相同：{shown}", "联合行文限于同级机关，请核对")


def party_and_government_jointly(subject: Subject) -> Iterator[Miss]:
    """What lies in the powers of one of party and government is not issued jointly."""
    organs = subject.document.organs
    if (
        len(organs) > 1
        and any("委员会" in name and "中共" in name for name in organs)
        and any("政府" in name for name in organs)
    ):
        yield Miss(
            "发文机关", "党委、政府联合行文", "属于党委或者政府各自职权范围内的工作不得联合行文，请核对是否确有必要"
        )


def internal_unit_does_not_write_out(subject: Subject) -> Iterator[Miss]:
    """An internal unit writes no formal documents to others."""
    for name in subject.document.organs:
        unit = subject.office.unit_named(name) if subject.office else None
        if unit is not None and not name.endswith(("办公室", "办公厅")):
            yield Miss("发文机关", f"内设机构“{name}”对外正式行文", "改以机关或办公室名义行文")


def department_gives_no_orders(subject: Subject) -> Iterator[Miss]:
    """A department gives no orders to lower party committees and governments."""
    document = subject.document
    issuer = document.organs[0] if document.organs else ""
    if document.kind in _DOWN and issuer.endswith(("局", "委", "办", "中心", "站", "所")):
        governed = [
            name for name in document.addressees if re.search(r"(乡|镇|县|区|市)(人民)?政府|党委$|党工委$", name)
        ]
        if governed and "经" not in "".join(paragraph.text for paragraph in list(subject.paragraphs())[:2]):
            yield Miss(
                "主送机关",
                f"部门向“{governed[0]}”发{document.kind}",
                "部门不得向下级党委、政府发布指令性公文；经政府同意的，在文中写明“经××人民政府同意”",
            )


def _level(name: str) -> str:
    found = [word for word in _LEVEL_WORDS if word in name]
    low = [_LEVEL_WORDS[word] for word in found]
    return max(low, key=_LEVELS.index, default="") if low else ""


_E, _W = Severity.ERROR, Severity.WARNING
RULES: tuple[Rule, ...] = (
    Rule("TL-905", "条例第九条（六）", _E, upward_names_its_approver),
    Rule("FMT-009", "条例第九条（六）", _W, others_name_no_approver),
    Rule("XW-03b", "条例第十五条（一）", _E, no_copy_downward),
    Rule("XW-02", "条例第十四条", _W, goes_to_a_superior),
    Rule("XW-02b", "条例第八条", _W, no_order_to_a_superior),
    Rule("XW-02c", "条例第八条（十四）", _W, letter_between_equals),
    Rule("XW-02d", "条例第八条（十三）", _E, motion_goes_to_congress),
    Rule("XW-02e", "条例第八条（十二）", _W, reply_answers_a_request),
    Rule("TL-907c", "条例第八条", _W, published_has_no_addressee),
    Rule("TL-907d", "条例第九条（八）", _W, no_addressee_twice),
    Rule("TL-907e", "条例第九条（八）", _W, not_to_itself),
    Rule("XW-08b", "条例第十五条（五）", _E, own_leader_does_not_write_up),
    Rule("XW-16", "条例第十七条", _W, joint_organs_are_equal),
    Rule("XW-16b", "条例第十七条", _W, party_and_government_jointly),
    Rule("XW-17", "条例第十七条", _E, internal_unit_does_not_write_out),
    Rule("XW-11", "条例第十六条（二）", _W, department_gives_no_orders),
)
