"""The forms of papers that come in (收文表单)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from desk.forms import OPINION_LENGTH, MarkedForm, Ticks
from domain.document import Urgency
from domain.levels import Level, Retention
from domain.receipt import Assignment, OnPaper, Particulars, ReceiptNature
from office.transcript_acts import MOST_CHARACTERS


class PaperCameForm(MarkedForm):
    """Entering a piece that came on paper (登入纸质来文)."""

    title = forms.CharField(max_length=500, label="文件标题")
    scan = forms.FileField(max_length=255, required=False, label="扫描件")


class ReceiveForm(MarkedForm):
    """Signing for a piece and entering it (签收登记)."""

    sender = forms.CharField(max_length=200, required=False, label="来文机关")
    sender_number = forms.CharField(max_length=100, required=False, label="来文字号")
    title = forms.CharField(max_length=500, required=False, label="文件标题")
    level = forms.CharField(max_length=10, required=False, label="密级")
    nature = forms.ChoiceField(choices=[(one.value, one.value) for one in ReceiptNature], label="来文性质")
    copies = forms.IntegerField(min_value=1, max_value=100_000, label="份数")
    serials = forms.CharField(max_length=100, required=False, label="份号")
    attachments = forms.CharField(max_length=500, required=False, label="附件")
    urgency = forms.ChoiceField(
        choices=[("", ""), *((u.value, u.value) for u in Urgency)], required=False, label="紧急程度"
    )
    kind = forms.CharField(max_length=20, required=False, label="文种")
    dated = forms.DateField(required=False, label="来文日期")
    contact = forms.CharField(max_length=200, required=False, label="联系人、电话")
    retention = forms.ChoiceField(
        choices=[("", ""), *((one.value, one.value) for one in Retention)], required=False, label="保管期限"
    )
    note = forms.CharField(max_length=500, required=False, label="备注")
    wants_reply = forms.BooleanField(required=False, label="要求答复")
    checks = Ticks(label="签收核对")
    again = forms.CharField(max_length=200, required=False, label="重复来文仍登记的理由")

    def particulars(self) -> Particulars:
        """Give what was entered."""
        known = {name: value for name, value in self.cleaned_data.items() if name not in ("once", "checks", "again")}
        return Particulars(**known | {"nature": ReceiptNature(known["nature"])})


class CountForm(MarkedForm):
    """Counting copy by copy and page by page (逐份逐页查点)."""

    copies = forms.IntegerField(min_value=1, max_value=99_999, label="清单上的份数")
    pages = forms.IntegerField(min_value=1, max_value=99_999, label="清单上每份的页数")
    counted = forms.CharField(max_length=20_000, label="逐份查点")


class RefuseForm(MarkedForm):
    """Not signing for a piece (拒收)."""

    reason = forms.CharField(max_length=OPINION_LENGTH, label="拒收原因")
    secret = forms.ChoiceField(
        choices=[("", ""), *((level.value, level.value) for level in Level if level.is_state_secret)],
        required=False,
        label="涉密，移出",
    )

    def level(self) -> Level | None:
        """Give the level for which it leaves nothing here, if it does."""
        return Level(self.cleaned_data["secret"]) if self.cleaned_data["secret"] else None


class SeenForm(MarkedForm):
    """An act on the files that were shown (所签来文)."""

    seen = forms.CharField(max_length=200, label="所签来文")
    step = forms.CharField(max_length=200, label="环节")


class ReviewForm(SeenForm):
    """The first review: each item with its tick, or back to the sender (初审)."""

    ticks = Ticks(label="逐项核对")
    words = forms.CharField(max_length=OPINION_LENGTH, required=False, label="说明")


class AssignmentForm(MarkedForm):
    """To whom a piece goes (分送)."""

    words = forms.CharField(max_length=OPINION_LENGTH, required=False, label="意见")
    lead = forms.CharField(max_length=100, required=False, label="牵头科室")
    units = Ticks(label="协办科室")
    readers = Ticks(label="传阅人")
    leaders = Ticks(label="请批示")
    in_order = forms.BooleanField(required=False, label="依次传阅")
    order = forms.CharField(max_length=1000, required=False, label="传阅次序")
    due = forms.DateField(required=False, label="办理期限")
    chaser = forms.CharField(max_length=100, required=False, label="催办人")

    def assignment(self) -> Assignment:
        """Give who was named; readers who were typed in order go before those who were ticked."""
        known = self.cleaned_data
        typed = tuple(name for name in known["order"].replace("，", "、").replace(" ", "、").split("、") if name)
        return Assignment(
            lead=known["lead"],
            units=tuple(unit for unit in known["units"] if unit != known["lead"]),
            readers=typed or known["readers"],
            leaders=known["leaders"],
            in_order=known["in_order"] or bool(typed),
            due=known["due"],
            chaser=known["chaser"],
        )


class WriteForm(AssignmentForm, SeenForm):
    """What somebody writes at a step, with their own hand or entered from paper (签署)."""

    person = forms.CharField(max_length=100, required=False, label="纸面签署人")
    day = forms.DateField(required=False, label="纸面日期")
    scan = forms.FileField(max_length=255, required=False, label="扫描件")
    returned_copies = forms.IntegerField(min_value=0, max_value=100_000, required=False, label="收回份数")

    def on_paper(self, today: dt.date) -> OnPaper | None:
        """Give whose hand it was and when, where it is entered from paper."""
        person = self.cleaned_data["person"]
        return OnPaper(person, self.cleaned_data["day"] or today) if person else None

    def upload(self) -> Any:
        """Give the scan that was sent, if any."""
        return self.cleaned_data["scan"]


class ContactForm(MarkedForm):
    """Urging, asking the sender, telling others (催办登记)."""

    about = forms.CharField(max_length=20, label="事项")
    whom = forms.CharField(max_length=200, required=False, label="对象")
    means = forms.CharField(max_length=50, required=False, label="方式")
    words = forms.CharField(max_length=OPINION_LENGTH, required=False, label="内容")


class RecallForm(MarkedForm):
    """Taking a step back (收回)."""

    step = forms.CharField(max_length=200, label="环节")
    reason = forms.CharField(max_length=OPINION_LENGTH, required=False, label="理由")


class ReplyForm(MarkedForm):
    """Linking our answer (登记复文)."""

    number = forms.CharField(max_length=100, required=False, label="复文号")


class CorrectForm(MarkedForm):
    """The words of a page as they are to be (校对)."""

    page = forms.IntegerField(min_value=1, max_value=100_000, label="页")
    words = forms.CharField(max_length=MOST_CHARACTERS, required=False, strip=False, label="文字")
    empty = forms.BooleanField(required=False, label="本页无文字")


class JudgeForm(MarkedForm):
    """The level that stands on the original (核对密级)."""

    level = forms.CharField(max_length=10, required=False, label="密级")
    reason = forms.CharField(max_length=OPINION_LENGTH, required=False, label="核对情况")
