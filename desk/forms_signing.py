"""The forms of signing on paper, by word of mouth, and after a change (签批中的特殊表单)."""

from __future__ import annotations

from django import forms

from desk.forms import OPINION_LENGTH, BoundForm, MarkedForm, Ticks
from domain.events import Nature
from domain.procedure import Limit, LimitUnit

_STEP_LENGTH = 100


class PaperForm(BoundForm):
    """What stands on a signed paper, with its scan (代录)."""

    step = forms.CharField(max_length=_STEP_LENGTH, label="环节")
    verdict = forms.ChoiceField(choices=[("approve", "同意"), ("return", "退回")], label="签批结果")
    signer = forms.CharField(max_length=100, label="签批人")
    signed_on = forms.DateField(label="签批日期")
    opinion = forms.CharField(max_length=OPINION_LENGTH, required=False, label="意见")
    scan = forms.FileField(max_length=255, label="扫描件")


class ComparisonForm(MarkedForm):
    """Whether what was recorded stands on the scan (核对代录)."""

    step = forms.CharField(max_length=_STEP_LENGTH, label="环节")
    agrees = forms.ChoiceField(choices=[("yes", "一致"), ("no", "不一致")], label="核对结果")
    note = forms.CharField(max_length=OPINION_LENGTH, required=False, label="说明")


class ConsentForm(BoundForm):
    """A consent by word of mouth (口头同意)."""

    step = forms.CharField(max_length=_STEP_LENGTH, label="环节")
    person = forms.CharField(max_length=100, label="同意人")
    at = forms.DateTimeField(
        label="同意的时间", input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    )
    means = forms.CharField(max_length=100, label="方式")


class ConfirmationForm(BoundForm):
    """Confirming a change, or declining it with a reason (确认改动)."""

    step = forms.CharField(max_length=_STEP_LENGTH, label="环节")
    opinion = forms.CharField(max_length=OPINION_LENGTH, required=False, label="意见")
    password = forms.CharField(max_length=256, required=False, strip=False, label="口令")


class CorrectionForm(MarkedForm):
    """A corrected text after 签发 (签发后修改)."""

    draft = forms.FileField(max_length=255, label="修改稿")
    nature = forms.ChoiceField(choices=[(nature.value, nature.value) for nature in Nature], label="修改性质")
    note = forms.CharField(max_length=OPINION_LENGTH, label="改了什么")


class CosignersForm(MarkedForm):
    """Which units countersign, from now on (会签科室)."""

    units = Ticks(required=False, label="会签科室")
    note = forms.CharField(max_length=OPINION_LENGTH, required=False, label="为什么")


class ExtensionForm(MarkedForm):
    """More time for a step or the whole way (延长时限); no step is the whole way."""

    step = forms.CharField(max_length=_STEP_LENGTH, required=False, label="环节")
    amount = forms.IntegerField(min_value=1, max_value=365, label="延长")
    unit = forms.ChoiceField(choices=[(unit.value, unit.value) for unit in LimitUnit], label="单位")
    reason = forms.CharField(max_length=OPINION_LENGTH, label="理由")

    def limit(self) -> Limit:
        """Give the time that is added."""
        return Limit(self.cleaned_data["amount"], LimitUnit(self.cleaned_data["unit"]))
