"""The forms of secrecy: the register of secret papers, copies, clean-up, handover, who may know of a document (保密的表单)."""

from __future__ import annotations

import re

from django import forms

from desk.forms import MarkedForm
from domain.levels import Level
from domain.secret_events import Leaving, Move, PaperOrigin

_SHORT, _LONG = 200, 500
_SECRETS = [(level.value, level.value) for level in Level if level.is_state_secret]
_ORIGINS = [(one.value, one.value) for one in PaperOrigin if one is not PaperOrigin.COPY]


def _parted(text: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"[、，,;；\s]+", text) if one)


class _CopiesForm(MarkedForm):
    number = forms.CharField(max_length=40, label="登记号")
    serials = forms.CharField(max_length=_LONG, label="份号")

    def named(self) -> list[str]:
        """Give the 份号 as they are written, parted by blanks or commas."""
        return list(_parted(self.cleaned_data["serials"]))


class SecretForm(MarkedForm):
    """Registering a secret paper (登记)."""

    origin = forms.ChoiceField(choices=_ORIGINS, label="来源")
    issuer = forms.CharField(max_length=_SHORT, label="来文（制发）机关")
    reference = forms.CharField(max_length=_SHORT, required=False, label="文号")
    name = forms.CharField(max_length=_SHORT, required=False, label="代称")
    level = forms.ChoiceField(choices=_SECRETS, label="密级")
    term = forms.CharField(max_length=40, label="保密期限")
    serials = forms.CharField(max_length=_LONG, label="份号")
    place = forms.CharField(max_length=_SHORT, label="存放处")
    day = forms.DateField(required=False, label="收到（制发）日期")
    return_by = forms.DateField(required=False, label="应清退日期")


class MoveForm(_CopiesForm):
    """Taking out, giving back, handing on (领用、归还、移交)."""

    how = forms.ChoiceField(choices=[(one.value, one.value) for one in Move], label="办理")
    receiver = forms.CharField(max_length=64, required=False, label="领用（接收）人")
    place = forms.CharField(max_length=_SHORT, required=False, label="存放处")
    purpose = forms.CharField(max_length=_LONG, required=False, label="事由")
    due = forms.DateField(required=False, label="应归还日期")


class AwayForm(_CopiesForm):
    """Giving back to the issuer, or destroying (清退、销毁)."""

    how = forms.ChoiceField(choices=[(one.value, one.value) for one in Leaving], label="去向")
    receiver = forms.CharField(max_length=_SHORT, label="接收单位")
    reference = forms.CharField(max_length=_SHORT, label="清单或回执号")
    approver = forms.CharField(max_length=64, required=False, label="批准人")
    escort = forms.CharField(max_length=64, required=False, label="监销人")
    second = forms.CharField(max_length=64, required=False, label="第二名监销人")


class CopyForm(MarkedForm):
    """Asking for copies, deciding, registering what was copied (复制审批)."""

    act = forms.ChoiceField(choices=[("ask", "申请"), ("approve", "同意"), ("refuse", "不同意"), ("made", "登记")])
    index = forms.IntegerField(min_value=1, required=False, label="申请号")
    number = forms.CharField(max_length=40, required=False, label="登记号")
    copies = forms.IntegerField(min_value=1, max_value=100, required=False, label="份数")
    purpose = forms.CharField(max_length=_LONG, required=False, label="用途")
    person = forms.CharField(max_length=64, required=False, label="使用人")
    opinion = forms.CharField(max_length=_LONG, required=False, label="意见")
    consent = forms.CharField(max_length=_LONG, required=False, label="发文机关书面同意")
    place = forms.CharField(max_length=_SHORT, required=False, label="存放处")


class OutsiderForm(MarkedForm):
    """Asking that somebody from outside may read, deciding, showing, taking back (外来人员查阅)."""

    act = forms.ChoiceField(
        choices=[("ask", "申请"), ("approve", "同意"), ("refuse", "不同意"), ("show", "给看"), ("end", "归还")]
    )
    index = forms.IntegerField(min_value=1, required=False, label="申请号")
    subject = forms.CharField(max_length=40, required=False, label="登记号或文件编号")
    serials = forms.CharField(max_length=_LONG, required=False, label="份号")
    name = forms.CharField(max_length=64, required=False, label="查阅人")
    organisation = forms.CharField(max_length=_SHORT, required=False, label="单位")
    purpose = forms.CharField(max_length=_LONG, required=False, label="事由")
    companion = forms.CharField(max_length=64, required=False, label="陪同人")
    first = forms.DateField(required=False, label="从哪天")
    last = forms.DateField(required=False, label="到哪天")
    opinion = forms.CharField(max_length=_LONG, required=False, label="意见")
    note = forms.CharField(max_length=_LONG, required=False, label="备注")

    def named(self) -> tuple[str, ...]:
        """Give the 份号 as they are written."""
        return _parted(self.cleaned_data["serials"])


class StopForm(MarkedForm):
    """Writing down what was done with a file that was stopped (拦截处理)."""

    index = forms.IntegerField(min_value=1, label="拦截号")
    note = forms.CharField(max_length=_LONG, label="处理情况")


class CleanUpForm(MarkedForm):
    """Closing the half-yearly clean-up (清理核对办结)."""

    witness = forms.CharField(max_length=64, label="一同核对的人")
    missing = forms.CharField(max_length=5000, required=False, label="没有找到的")
    note = forms.CharField(max_length=_LONG, required=False, label="查找和报告的情况")


class HandoverForm(MarkedForm):
    """Handing over what somebody holds (工作移交)."""

    person = forms.CharField(max_length=64, label="移交人")
    receiver = forms.CharField(max_length=64, label="接收人")
    approver = forms.CharField(max_length=64, label="批准人")
    note = forms.CharField(max_length=_LONG, required=False, label="说明")


class ClosingForm(MarkedForm):
    """Who may know of a document (知悉范围)."""

    act = forms.ChoiceField(
        choices=[(one, one) for one in ("compartment", "readers", "widen", "approve", "refuse")], label="办理"
    )
    compartment = forms.CharField(max_length=64, required=False, label="专管范围")
    index = forms.IntegerField(min_value=1, required=False, label="申请号")
    reason = forms.CharField(max_length=_LONG, required=False, label="理由、意见")
