"""The forms of keeping: appraisal, holds, reading and lending (保管和利用的表单)."""

from __future__ import annotations

from django import forms

from desk.forms import MarkedForm
from domain.holding_events import Verdict
from domain.levels import Retention

_REASON_LENGTH = 500
_RECORDS_LENGTH = 20_000
_MOST_COPIES = 100_000
_MOST_DAYS = 365


class AppraisalForm(MarkedForm):
    """An opinion or a decision on the records that stand ticked beside the form (鉴定)."""

    act = forms.ChoiceField(choices=[("advise", "提出意见"), ("decide", "作出决定")], label="办理")
    verdict = forms.ChoiceField(choices=[(one.value, one.value) for one in Verdict], label="怎么处理")
    retention = forms.ChoiceField(
        choices=[("", ""), *((one.value, one.value) for one in Retention)], required=False, label="续存的新期限"
    )
    reason = forms.CharField(max_length=_REASON_LENGTH, required=False, label="理由")

    def period(self) -> Retention | None:
        """Give the new period, nothing when none was chosen."""
        chosen = self.cleaned_data["retention"]
        return Retention(chosen) if chosen else None


class NamedRecordsForm(MarkedForm):
    """A form about records named line by line, by 档号 or id (逐行写明的件)."""

    records = forms.CharField(max_length=_RECORDS_LENGTH, label="档号或编号")

    def named(self) -> list[str]:
        """Give the records as they stand line by line."""
        return [line.strip() for line in self.cleaned_data["records"].splitlines() if line.strip()]


class HoldForm(NamedRecordsForm):
    """Holding records (冻结)."""

    owner = forms.CharField(max_length=200, required=False, label="由谁提出")
    reason = forms.CharField(max_length=_REASON_LENGTH, required=False, label="理由")


class LiftForm(MarkedForm):
    """Lifting a hold (解除冻结)."""

    reason = forms.CharField(max_length=_REASON_LENGTH, required=False, label="解除的理由")


class UseForm(NamedRecordsForm):
    """Reading in the office, or lending (查阅、借阅)."""

    how = forms.ChoiceField(choices=[("read", "在本机关查阅"), ("lend", "借出")], label="方式")
    reader = forms.CharField(max_length=100, required=False, label="利用者姓名")
    organisation = forms.CharField(max_length=200, required=False, label="利用者单位")
    purpose = forms.CharField(max_length=_REASON_LENGTH, required=False, label="利用目的")
    approver = forms.CharField(max_length=64, required=False, label="批准人")
    copies = forms.IntegerField(min_value=0, max_value=_MOST_COPIES, required=False, label="复制页数")
    days = forms.IntegerField(min_value=1, max_value=_MOST_DAYS, required=False, label="借几个工作日")


class ReturnForm(MarkedForm):
    """Taking a lent record back after looking through it (归还检查)."""

    intact = forms.ChoiceField(choices=[("yes", "完好"), ("no", "有损坏、缺页或改动")], label="检查结果")
    note = forms.CharField(max_length=_REASON_LENGTH, required=False, label="损坏、缺页或改动的情况")
