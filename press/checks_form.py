"""Rules on the parts of a document: title, addressees, signature, date, attachments, marks (要素规则)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from domain.document import Kind
from domain.findings import Severity
from press.checks_rule import UPWARD, WITHOUT_ADDRESSEE, Miss, Rule, Subject
from press.recognition_words import is_person, kind_of

_STANDARD_DATE = re.compile(r"(?P<y>\d{4})年(?P<m>[1-9]|1[0-2])月(?P<d>[1-9]|[12]\d|3[01])日")
_SEEN_ATTACHMENT = re.compile(r"(详?见|参见|附后|随文|后附).{0,4}附件|附件\s*[0-9１-９一二三四五]")


def title_names_kind(subject: Subject) -> Iterator[Miss]:
    """A title ends with its kind."""
    if kind_of(subject.document.title) is None:
        yield Miss("标题", f"标题“{subject.document.title}”没有以文种结尾", "在标题末尾写明文种，如“通知”“请示”“函”")


def title_kind_is_kind(subject: Subject) -> Iterator[Miss]:
    """The kind in the title is the document's."""
    kind = kind_of(subject.document.title)
    if kind is not None and kind is not subject.document.kind:
        yield Miss("标题", f"标题的文种是“{kind}”，登记的文种是“{subject.document.kind}”", "使标题与文种一致")


def title_names_matter(subject: Subject) -> Iterator[Miss]:
    """A title states its matter."""
    kind = subject.document.kind
    if kind not in WITHOUT_ADDRESSEE - {Kind.DECISION, Kind.RESOLUTION} and "关于" not in subject.document.title:
        yield Miss("标题", "标题没有写明事由", f"写成“××关于××的{kind}”")


def title_names_organ(subject: Subject) -> Iterator[Miss]:
    """A title begins with the issuing organ."""
    organs, title = subject.document.organs, subject.document.title
    if organs and not any(organ in title for organ in organs):
        yield Miss("标题", "标题没有写发文机关名称", f"在“关于”前写明“{organs[0]}”")


def title_has_no_stops(subject: Subject) -> Iterator[Miss]:
    """A title holds no stops but enumeration commas, quotation and title marks."""
    found = re.search(r"[，。；：！？,;!?]", re.sub(r"《[^》]*》", "", subject.document.title))
    if found:
        yield Miss("标题", f"标题中用了“{found[0]}”", "标题中除书名号、引号、顿号、括号外不用标点符号")


def title_does_not_stack(subject: Subject) -> Iterator[Miss]:
    """A forwarding title does not repeat 关于 and 的通知."""
    if re.search(r"关于(转发|印发|批转)关于|的通知的通知|的报告的报告", subject.document.title):
        yield Miss("标题", "标题中“关于”或文种重叠", "被转发文件的名称加书名号，或删去重复的“关于”和文种")


def has_addressee(subject: Subject) -> Iterator[Miss]:
    """All kinds but those that are published at large have an addressee."""
    document = subject.document
    if document.kind not in WITHOUT_ADDRESSEE and not document.addressees:
        yield Miss("主送机关", f"{document.kind}没有写主送机关", "在标题下顶格写明主送机关，后加冒号")


def has_one_addressee(subject: Subject) -> Iterator[Miss]:
    """An upward document has in principle one addressee."""
    document = subject.document
    if document.kind in UPWARD and len(document.addressees) > 1:
        listed = "、".join(document.addressees)
        yield Miss(
            "主送机关",
            f"{document.kind}主送了{len(document.addressees)}个机关：{listed}",
            "只主送一个上级机关，其他的改为抄送",
        )


def addressee_is_organ(subject: Subject) -> Iterator[Miss]:
    """An organ's document goes to an organ, not to its leader."""
    for name in subject.document.addressees:
        if is_person(name):
            yield Miss("主送机关", f"主送了领导人个人“{name}”", "改为主送其所在机关；领导同志交办的事项请注明")


def no_copy_to_addressee(subject: Subject) -> Iterator[Miss]:
    """Who is an addressee gets no copy besides."""
    for name in sorted(set(subject.document.addressees) & set(subject.document.copies_to)):
        yield Miss("抄送机关", f"“{name}”既是主送机关又是抄送机关", "从抄送中删去")


def signature_is_organ(subject: Subject) -> Iterator[Miss]:
    """The signature names the issuing organs."""
    signed = [name for name in subject.document.signatories if not is_person(name)]
    organs = subject.document.organs
    if signed and organs and set(signed) != set(organs):
        yield Miss("落款", f"署名“{'、'.join(signed)}”与发文机关“{'、'.join(organs)}”不一致", "使署名与发文机关一致")


def date_is_written_in_digits(subject: Subject) -> Iterator[Miss]:
    """The date is year, month, day in Arabic digits without leading zeros."""
    typed = "".join(subject.draft.drawn_up_on.split())
    if typed and not _STANDARD_DATE.fullmatch(typed):
        yield Miss("成文日期", f"日期写作“{typed}”", "成文日期按签发日期编排，写作“2026年3月5日”的样子，文稿上不必改")


def date_exists(subject: Subject) -> Iterator[Miss]:
    """The date is a day of the calendar."""
    match = _STANDARD_DATE.fullmatch("".join(subject.draft.drawn_up_on.split()))
    if match is not None and not is_day(int(match["y"]), int(match["m"]), int(match["d"])):
        yield Miss("成文日期", f"日历上没有“{match[0]}”", "核对日期")


def attachment_names_end_bare(subject: Subject) -> Iterator[Miss]:
    """No punctuation after an attachment's name."""
    for attachment in subject.document.stated_attachments:
        if attachment.name.endswith(tuple("。；，、：.;,:")):
            yield Miss("附件说明", f"附件名称“{attachment.name}”后有标点符号", "删去名称后的标点")


def attachments_are_stated(subject: Subject) -> Iterator[Miss]:
    """A body that speaks of its attachments has some."""
    if subject.document.stated_attachments:
        return
    for paragraph in subject.paragraphs():
        if _SEEN_ATTACHMENT.search(paragraph.text):
            yield Miss(
                f"正文“{paragraph.text[:14]}…”",
                "正文提到附件，但没有附件说明",
                "在正文下空一行补写附件说明，并附上附件",
            )
            return


def urgency_matches_title(subject: Subject) -> Iterator[Miss]:
    """A title that says 紧急 comes with a degree of urgency."""
    if "紧急" in subject.document.title and subject.document.urgency is None:
        yield Miss("紧急程度", "标题写有“紧急”，但没有标注紧急程度", "标注“特急”或“加急”，或删去标题中的“紧急”")


def secrecy_states_period(subject: Subject) -> Iterator[Miss]:
    """A state secret is marked with its period."""
    secrecy = subject.document.secrecy
    if secrecy is not None and secrecy.level.is_state_secret and not secrecy.period:
        yield Miss("密级", f"只标了“{secrecy}”，没有保密期限", "写成“机密★1年”的样子")


def minutes_name_attendees(subject: Subject) -> Iterator[Miss]:
    """Minutes name who was present."""
    if subject.document.kind is Kind.MINUTES and not subject.document.attendees:
        yield Miss("出席人员", "纪要没有认出出席人员", "另起一行写“出席：……”，如有请假、列席人员依次写明")


def has_body(subject: Subject) -> Iterator[Miss]:
    """There is a body."""
    if not subject.document.blocks:
        yield Miss("正文", "没有正文", "补写正文")


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has this day."""
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
RULES: tuple[Rule, ...] = (
    Rule("TL-906", "条例第九条（七）", _E, title_names_kind),
    Rule("TL-906b", "条例第九条（七）", _E, title_kind_is_kind),
    Rule("TL-906c", "条例第九条（七）", _W, title_names_matter),
    Rule("TL-906d", "条例第九条（七）", _N, title_names_organ),
    Rule("TL-906e", "GB/T 15834-2011（参考）", _W, title_has_no_stops),
    Rule("TL-906f", "条例第九条（七）", _W, title_does_not_stack),
    Rule("TL-907", "条例第九条（八）", _W, has_addressee),
    Rule("XW-03", "条例第十五条（一）", _W, has_one_addressee),
    Rule("XW-08", "条例第十五条（五）", _E, addressee_is_organ),
    Rule("TL-907b", "条例第九条（十六）", _W, no_copy_to_addressee),
    Rule("FMT-016", "条例第九条（十一）", _E, signature_is_organ),
    Rule("FMT-015", "GB/T 9704-2012 7.3.5.4", _N, date_is_written_in_digits),
    Rule("FMT-015b", "GB/T 9704-2012 7.3.5.4", _W, date_exists),
    Rule("FMT-014", "GB/T 9704-2012 7.3.4", _E, attachment_names_end_bare),
    Rule("FMT-014b", "GB/T 9704-2012 7.3.4", _W, attachments_are_stated),
    Rule("TL-903", "条例第九条（三）", _W, urgency_matches_title),
    Rule("TL-902", "条例第九条（二）", _W, secrecy_states_period),
    Rule("FMT-103", "GB/T 9704-2012 10.3", _W, minutes_name_attendees),
    Rule("TL-914", "条例第九条（九）", _E, has_body),
)
