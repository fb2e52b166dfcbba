"""The desk's forms (表单): what browsers send becomes domain values here, or a sentence that says what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from desk.errors import FormIncompleteError
from domain.book_events import RepealKind
from domain.document import Direction, Kind, Urgency
from domain.facts import FactName
from domain.levels import Level, Retention
from domain.pages import Binding
from domain.undersigning import STATED
from office.recipients import Recipient, recipients_in

OPINION_LENGTH = 2000
_DIGEST_LENGTH = 200
_RENDERER_LENGTH = 2000


class PostsField(forms.MultipleChoiceField):
    """Posts of the office (岗位); which of them somebody may choose is asked when the act is done."""

    def valid_value(self, value: str) -> bool:
        """Take any word that may be a post's id."""
        return value.isascii() and value.isidentifier()


class MarkedForm(forms.Form):
    """A form with its mark, which makes it work once (表单标记)."""

    once = forms.CharField(max_length=200, label="表单标记")


class BoundForm(MarkedForm):
    """A form that binds what was shown (所签版面)."""

    content = forms.CharField(max_length=_DIGEST_LENGTH, label="所签正文")
    pages = forms.CharField(max_length=_DIGEST_LENGTH, label="所签版面")
    rendered_by = forms.CharField(max_length=_RENDERER_LENGTH, label="排版版本")

    def binding(self) -> Binding:
        """Give what the sender was shown."""
        known = self.cleaned_data
        return Binding(content=known["content"], pages=known["pages"], renderer=known["rendered_by"])


class DecisionForm(BoundForm):
    """Approving or returning at a step (签批)."""

    step = forms.CharField(max_length=100, label="环节")
    opinion = forms.CharField(max_length=OPINION_LENGTH, required=False, label="意见")
    phrase = forms.CharField(max_length=100, required=False, label="常用意见")
    password = forms.CharField(max_length=256, required=False, strip=False, label="口令")

    def said(self) -> str:
        """Give the opinion: what was written, else the phrase that was chosen."""
        return str(self.cleaned_data["opinion"] or self.cleaned_data["phrase"])


class BatchForm(MarkedForm):
    """Approving several documents with one opinion (批量签批); what each binds is sent beside it."""

    opinion = forms.CharField(max_length=OPINION_LENGTH, required=False, label="意见")
    phrase = forms.CharField(max_length=100, required=False, label="常用意见")
    password = forms.CharField(max_length=256, required=False, strip=False, label="口令")

    def said(self) -> str:
        """Give the opinion: what was written, else the phrase that was chosen."""
        return str(self.cleaned_data["opinion"] or self.cleaned_data["phrase"])


class RevisionForm(MarkedForm):
    """A revised text (修改稿)."""

    draft = forms.FileField(max_length=255, label="修改稿")
    note = forms.CharField(max_length=OPINION_LENGTH, required=False, label="修改说明")


class WithdrawalForm(MarkedForm):
    """Withdrawing a draft (撤稿)."""

    reason = forms.CharField(max_length=OPINION_LENGTH, label="撤稿理由")


class FactsForm(MarkedForm):
    """What the clerk states of a draft (补正要素): only the fields shown are sent, blanks state nothing."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in FactName:
            self.fields[name.name.lower()] = forms.CharField(max_length=500, required=False, label=name.value)

    def values(self) -> dict[FactName, str]:
        """Give the facts that were filled in."""
        given = {name: str(self.cleaned_data[name.name.lower()]).strip() for name in FactName}
        return {name: value for name, value in given.items() if value}


class JoinForm(MarkedForm):
    """Saying that a draft is the next version of a returned document (并入)."""

    older = forms.CharField(max_length=100, label="原文件编号")


class RegistrationForm(MarkedForm):
    """Giving a number (登记)."""

    serial = forms.IntegerField(min_value=1, max_value=999_999, required=False, label="预留编号")
    print_run = forms.IntegerField(min_value=1, max_value=100_000, required=False, label="印数")
    recipients = forms.CharField(max_length=20_000, required=False, label="分送范围")

    def scope(self) -> tuple[Recipient, ...] | None:
        """Give the recipients as they stand line by line; nothing when the page asked for none."""
        return recipients_in(self.cleaned_data["recipients"].splitlines()) if "recipients" in self.data else None


class Ticks(forms.Field):
    """The boxes that were ticked, each by its own words (勾选)."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        """Give the words of each ticked box; which of them count is the office's to say."""
        return tuple(str(one)[:200] for one in value or ())


class RecheckForm(BoundForm):
    """Rechecking: each item with its tick (复核)."""

    step = forms.CharField(max_length=100, label="环节")
    ticks = Ticks(label="逐项核对")
    note = forms.CharField(max_length=OPINION_LENGTH, required=False, label="说明")


class PrintingForm(MarkedForm):
    """Noting that the copies are printed (印制)."""

    printer = forms.CharField(max_length=100, required=False, label="印制单位")
    copies = forms.IntegerField(min_value=1, max_value=100_000, label="实印份数")
    spoiled = forms.IntegerField(min_value=0, max_value=100_000, label="作废份数")


class DeliveryForm(MarkedForm):
    """A recipient's signature for the copies (签收)."""

    recipient = forms.CharField(max_length=500, label="收文单位")
    received_by = forms.CharField(max_length=100, required=False, label="签收人")
    received_on = forms.DateField(label="签收日期")
    copies = forms.IntegerField(min_value=1, max_value=100_000, label="份数")


class RepealForm(MarkedForm):
    """Ending the force of an issued document (废止、撤销)."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in RepealKind], label="失效方式")
    effective = forms.DateField(required=False, label="自哪一天起")
    reason = forms.CharField(max_length=OPINION_LENGTH, required=False, label="理由")
    by_number = forms.CharField(max_length=200, required=False, label="依据的文件")


class SealForm(BoundForm):
    """Sealing what the keeper has read (用印)."""

    read = forms.BooleanField(label="已通读正文并核对手续")


class SealRefusalForm(BoundForm):
    """Refusing to seal, with the reason (拒绝用印)."""

    opinion = forms.CharField(max_length=1000, label="不用印的原因")


class SealAnswerForm(MarkedForm):
    """Bringing it to be sealed again (再送用印)."""

    note = forms.CharField(max_length=1000, label="怎么处理的")


class ReservationForm(MarkedForm):
    """Keeping a range of numbers (预留字号)."""

    scheme = forms.CharField(max_length=100, label="序列")
    first = forms.IntegerField(min_value=1, max_value=999_999, label="从第几号")
    last = forms.IntegerField(min_value=1, max_value=999_999, label="到第几号")
    reason = forms.CharField(max_length=200, label="理由")


class ConfirmNumbersForm(MarkedForm):
    """Confirming the highest number of a series after a restore (确认编号)."""

    scheme = forms.CharField(max_length=100, label="序列")
    period = forms.IntegerField(min_value=0, max_value=9999, label="年份")
    highest = forms.IntegerField(min_value=0, max_value=999999, label="已用到第几号")
    reason = forms.CharField(max_length=200, label="依据")


class StartForm(MarkedForm):
    """Joining on to numbers used on paper (启用编号)."""

    scheme = forms.CharField(max_length=100, label="序列")
    last = forms.IntegerField(min_value=1, max_value=999_999, label="纸上已用到第几号")
    reason = forms.CharField(max_length=200, label="说明")


class DelegationForm(MarkedForm):
    """Letting another act (委托)."""

    receiver = forms.CharField(max_length=100, label="受托人")
    roles = PostsField(label="委托的角色")
    first = forms.DateField(label="起")
    last = forms.DateField(label="止")
    reason = forms.CharField(max_length=200, label="事由")
    password = forms.CharField(max_length=256, required=False, strip=False, label="口令")


class LoginForm(forms.Form):
    """Logging in (登录)."""

    login = forms.CharField(max_length=64, label="账号")
    password = forms.CharField(max_length=256, required=False, strip=False, label="口令")


class PasswordForm(MarkedForm):
    """Changing one's password (修改口令)."""

    old = forms.CharField(max_length=256, strip=False, label="现在的口令")
    new = forms.CharField(max_length=256, strip=False, label="新口令")
    again = forms.CharField(max_length=256, strip=False, label="再输一次新口令")

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        known = super().clean() or self.cleaned_data
        if known.get("new") != known.get("again"):
            self.add_error("again", "两次输入的新口令不一样")
        return known


CHOICES: dict[FactName, tuple[str, ...]] = {
    FactName.KIND: tuple(kind.value for kind in Kind),
    FactName.URGENCY: tuple(urgency.value for urgency in Urgency),
    FactName.DIRECTION: tuple(direction.value for direction in Direction),
    FactName.ENDING: tuple(ending.value for ending in STATED),
    FactName.LEVEL: (Level.OPEN.value, Level.INTERNAL.value),
    FactName.RETENTION: tuple(retention.value for retention in Retention),
}
"""The facts that are chosen from a list. No classified level is offered: this installation holds none (保密法)."""


def filled(kind: type[forms.Form], request: HttpRequest) -> Any:
    """Read a form that was sent.

    Raises:
        FormIncompleteError: It names each field that is wrong, and how.
    """
    form = kind(request.POST, request.FILES)
    if form.is_valid():
        return form
    faults = tuple(
        f"{form.fields[name].label if name in form.fields else '表单'}：{str(message).rstrip('。')}"
        for name, messages in form.errors.items()
        for message in messages
    )
    raise FormIncompleteError(faults)


def ticked(request: HttpRequest, most: int) -> list[str]:
    """Give the records whose boxes were ticked; no record's name holds a NUL, which a database may choke on."""
    return [name for name in request.POST.getlist("record")[:most] if "\x00" not in name]
