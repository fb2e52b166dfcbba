"""Wording rules per kind (文种用语规则): how a kind opens and closes, what its title and its attachments say, how long it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from domain.document import Direction, Ending, Kind
from domain.facts import FactName
from domain.findings import Severity
from domain.levels import Level
from press.checks_rule import Miss, Rule, Subject, at

_MIXED: Final = ("请示报告", "报告请示", "请示函", "函请示", "通知通报", "申请报告", "请示的报告")
_NO_KIND: Final = ("方案", "规划", "计划", "办法", "规定", "细则", "要点", "总结", "安排")
_PERIODS: Final[Mapping[Level, int]] = {Level.CONFIDENTIAL: 20, Level.SECRET: 10}
_MEETING: Final = re.compile(r"会议(认为|指出|强调|要求|议定|决定|明确|研究|听取|审议|原则同意|同意|传达|通报)")
_MENTIONED: Final = re.compile(r"附件\s*(\d+)")
_LONGEST_TITLE: Final = 50
_LONGEST_REPORT: Final = 5000


def title_has_one_kind(subject: Subject) -> Iterator[Miss]:
    """No two kinds in one title."""
    found = next((mixed for mixed in _MIXED if subject.document.title.endswith(mixed)), None)
    if found:
        yield Miss("标题", f"标题混用文种“{found}”", "只用一个文种；请求批准用请示，汇报情况用报告")


def plan_goes_under_a_notice(subject: Subject) -> Iterator[Miss]:
    """What is none of the fifteen kinds goes out under a 通知."""
    title = subject.document.title.rstrip("（试行）()")
    found = next((word for word in _NO_KIND if title.endswith(word)), None)
    if found and subject.document.kind is not Kind.PAPER:
        yield Miss("标题", f"“{found}”不是法定文种，不能单独成文", f"用通知印发：关于印发《××{found}》的通知")


def title_is_not_too_long(subject: Subject) -> Iterator[Miss]:
    """A title can be read at a glance."""
    length = len(subject.document.title)
    if length > _LONGEST_TITLE:
        yield Miss("标题", f"标题有{length}个字", "压缩到50字以内")


def title_has_its_marks_in_pairs(subject: Subject) -> Iterator[Miss]:
    """Title marks and brackets come in pairs."""
    title = subject.document.title
    for first, last in ("《》", "（）", "“”"):
        if title.count(first) != title.count(last):
            yield Miss("标题", f"标题中的“{first}{last}”不成对", "补全")


def resolution_names_its_meeting(subject: Subject) -> Iterator[Miss]:
    """A 决议 says which meeting passed it."""
    if subject.document.kind is Kind.RESOLUTION:
        said = subject.document.title + "".join(paragraph.text for paragraph in list(subject.paragraphs())[:2])
        if "会议" not in said and "大会" not in said:
            yield Miss("正文", "决议没有写明由什么会议通过", "写明“××会议××年×月×日通过”")


def minutes_speak_as_minutes(subject: Subject) -> Iterator[Miss]:
    """Minutes tell what the meeting said."""
    said = "".join(paragraph.text for paragraph in subject.paragraphs())
    if subject.document.kind is Kind.MINUTES and said and not _MEETING.search(said):
        yield Miss("正文", "纪要没有“会议指出”“会议议定”之类的用语", "以会议为主语记述主要情况和议定事项")


def report_does_not_ask_for_an_answer(subject: Subject) -> Iterator[Miss]:
    """A report closes as one."""
    last = [paragraph.text for paragraph in subject.paragraphs()][-1:]
    if subject.document.kind is Kind.REPORT and last and re.search(r"(请|盼)(复|答复|回复|函复)[。！]?$", last[0]):
        yield Miss("正文末", "报告要求答复", "以“特此报告”结尾；需要答复的改用请示")


def letter_closes_as_letter(subject: Subject) -> Iterator[Miss]:
    """A letter that asks says it waits for an answer, one that answers says so."""
    if subject.document.kind is Kind.LETTER and subject.document.direction is not Direction.UP:
        last = "".join([paragraph.text for paragraph in subject.paragraphs()][-2:])
        if re.search(r"(请|望)(你|贵).{0,20}(批示|指示)", last):
            yield Miss("正文末", "函中用了“请批示”之类的上行用语", "改为“请予支持”“请函复”或“特此函达”")


def announcement_closes(subject: Subject) -> Iterator[Miss]:
    """公告 and 通告 close by saying so."""
    kind = subject.document.kind
    last = [paragraph.text for paragraph in subject.paragraphs()][-3:]
    closes = any(f"特此{kind}" in text or "施行" in text or "执行" in text for text in last)
    if kind in {Kind.ANNOUNCEMENT, Kind.PUBLIC_NOTICE} and last and not closes:
        yield Miss("正文末", f"{kind}没有结语", f"以“特此{kind}”或施行日期结尾")


def request_names_a_contact(subject: Subject) -> Iterator[Miss]:
    """A request names whom to call."""
    document = subject.document
    if document.kind is Kind.REQUEST and not re.search(r"联系人|电话", document.note):
        yield Miss("附注", "请示没有写联系人和电话", "在成文日期下一行写“（联系人：××，电话：××）”")


def secrecy_period_is_within_the_law(subject: Subject) -> Iterator[Miss]:
    """A level has its longest period."""
    mark = subject.document.secrecy
    years = re.fullmatch(r"(\d+)年", mark.period) if mark else None
    most = _PERIODS.get(mark.level, 30) if mark else 30
    if mark and years and int(years[1]) > most:
        yield Miss(
            "密级", f"“{mark}”超过{mark.level.value}级最长保密期限{most}年", "核对保密期限；另有规定的请注明依据"
        )


def secret_is_not_published(subject: Subject) -> Iterator[Miss]:
    """What is secret is not made public."""
    document = subject.document
    public = "公开发布" in document.note or "主动公开" in subject.facts.value(FactName.SUBJECT_TO)
    if document.secrecy and document.secrecy.level.is_state_secret and public:
        yield Miss(
            "附注",
            f"标注“{document.secrecy}”的公文又写公开发布",
            "涉密公文公开前应当解除密级；请删去公开的标注或核对密级",
        )


def mentioned_attachments_exist(subject: Subject) -> Iterator[Miss]:
    """The text speaks of no more attachments than there are."""
    count = len(subject.document.stated_attachments)
    for paragraph in subject.paragraphs():
        for number in _MENTIONED.findall(paragraph.text):
            if count and int(number) > count:
                yield Miss(
                    at("正文", paragraph), f"正文提到附件{number}，附件说明只有{count}个", "补上附件，或改正序号"
                )
                return


def attachments_have_content(subject: Subject) -> Iterator[Miss]:
    """What 附件说明 names is there."""
    for attachment in subject.document.attachments:
        if not attachment.blocks and not attachment.pdf_digest:
            yield Miss(
                "附件说明", f"附件“{attachment.name}”没有内容", "把附件放入同一文件夹一并投稿；另行发送的请在文中说明"
            )


def attachment_names_differ(subject: Subject) -> Iterator[Miss]:
    """No two attachments have the same name."""
    names = [attachment.name for attachment in subject.document.attachments]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        yield Miss("附件说明", f"附件名称“{twice[0]}”重复", "改正附件名称")


def attachment_names_stand_bare(subject: Subject) -> Iterator[Miss]:
    """A name in 附件说明 has no title marks around it."""
    for attachment in subject.document.stated_attachments:
        if attachment.name.startswith("《") and attachment.name.endswith("》"):
            yield Miss("附件说明", f"附件名称“{attachment.name}”加了书名号", "删去书名号")


def report_is_not_too_long(subject: Subject) -> Iterator[Miss]:
    """A report is brief."""
    length = sum(len(paragraph.text) for paragraph in subject.paragraphs())
    if subject.document.kind is Kind.REPORT and length > _LONGEST_REPORT:
        yield Miss("正文", f"报告正文约{length}字", f"压缩到{_LONGEST_REPORT}字以内")


def order_bears_a_stamp(subject: Subject) -> Iterator[Miss]:
    """An order is signed by the stamp of who signs it off."""
    document = subject.document
    if document.kind is Kind.ORDER and document.signatories and document.ending is not Ending.STAMPED:
        wanted = "管理员在 office.toml 写明签发人职务（signer_title）和签名章（stamp）；确须盖机关印章的不必处理"
        yield Miss("落款", "命令（令）没有加盖签发人签名章，排成了盖机关印章", wanted)


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
RULES: tuple[Rule, ...] = (
    Rule("TL-906g", "条例第八条", _E, title_has_one_kind),
    Rule("TL-906h", "条例第八条", _W, plan_goes_under_a_notice),
    Rule("TL-906i", "参考", _N, title_is_not_too_long),
    Rule("TL-906j", "GB/T 15834-2011", _W, title_has_its_marks_in_pairs),
    Rule("TL-801", "条例第八条（一）", _W, resolution_names_its_meeting),
    Rule("TL-815", "参考", _N, minutes_speak_as_minutes),
    Rule("XW-07c", "条例第十五条（四）", _W, report_does_not_ask_for_an_answer),
    Rule("TL-814", "参考", _N, letter_closes_as_letter),
    Rule("TL-805", "参考", _N, announcement_closes),
    Rule("TL-910", "参考", _N, request_names_a_contact),
    Rule("SEC-01", "保守国家秘密法第二十条", _W, secrecy_period_is_within_the_law),
    Rule("GL-05", "条例第三十一条", _E, secret_is_not_published),
    Rule("FMT-014f", "GB/T 9704-2012 7.3.4", _W, mentioned_attachments_exist),
    Rule("FMT-014g", "GB/T 9704-2012 7.3.7", _W, attachments_have_content),
    Rule("FMT-014h", "GB/T 9704-2012 7.3.4", _W, attachment_names_differ),
    Rule("FMT-014i", "参考", _N, attachment_names_stand_bare),
    Rule("FMT-016d", "GB/T 9704-2012 10.2", _W, order_bears_a_stamp),
    Rule("NZ-02", "参考（减负规定）", _N, report_is_not_too_long),
)
