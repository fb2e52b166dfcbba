"""How packages are exchanged with other offices (公文交换设置): the ``[exchange]`` table and the ``[[partner]]`` tables of office.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from domain.exchange import CODE_FORM, KEY_FORM, Partner
from domain.file_names import safe_name
from office.errors import OfficeFileError

_LONGEST_PATIENCE_S = 86_400
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_LONGEST_NAME_BYTES = 120


@dataclass(frozen=True)
class ExchangeSettings:
    """How packages are exchanged (公文交换): ``code`` is this office's own, ``name`` how it signs, the office's name where it is empty.

    ``backup`` is the folder on a second disk that packages are copied to. Receipts are due ``receipt_within`` working days after
    sending, for urgent ones the same day. What is incomplete is waited for ``patience_s`` seconds from when it last changed. At ``pull_at``,
    times of day as ``07:30``, the folders are looked into by themselves (S2.三: four times a day at least); urgent packages are taken in at once.
    """

    code: str = ""
    name: str = ""
    backup: str = ""
    receipt_within: int = 1
    patience_s: float = 600.0
    pull_at: tuple[str, ...] = ("07:30", "10:00", "15:30", "18:00")

    def backup_folder(self, root: Path) -> Path | None:
        """Give where packages are copied to, below the office's own folder where it is not absolute."""
        return root / self.backup if self.backup else None


def check_exchange(settings: ExchangeSettings, partners: Iterable[Partner], place: str) -> None:
    """Look at the settings of exchange once they are read.

    Raises:
        OfficeFileError: A code, a name or a key can't stand, or stands twice.
    """
    partners = tuple(partners)
    if partners and not settings.code:
        raise OfficeFileError(place, "写了 [[partner]]，还要在 [exchange] 写本机关的 code")
    for code in (settings.code, *(partner.code for partner in partners)):
        if code and not CODE_FORM.fullmatch(code):
            raise OfficeFileError(place, f"交换代码“{code}”应是 2 到 24 个英文字母、数字或连字符，如统一社会信用代码")
    if type(settings.receipt_within) is not int or not 0 <= settings.receipt_within <= 100:
        raise OfficeFileError(place, "[exchange] 的 receipt_within 应写成 0 到 100 的整数：几个工作日")
    if isinstance(settings.patience_s, bool) or not 0 <= settings.patience_s <= _LONGEST_PATIENCE_S:
        raise OfficeFileError(place, "[exchange] 的 patience_s 应是 0 到 86400 的秒数")
    if not settings.pull_at or not all(_TIME.fullmatch(time) for time in settings.pull_at):
        raise OfficeFileError(
            place, '[exchange] 的 pull_at 应写成一天中的时刻，如 ["07:30", "10:00", "15:30", "18:00"]'
        )
    if len(set(settings.pull_at)) < len(settings.pull_at):
        raise OfficeFileError(place, "[exchange] 的 pull_at 里有相同的时刻")
    _check_partners(settings, partners, place)


def _check_partners(settings: ExchangeSettings, partners: tuple[Partner, ...], place: str) -> None:
    for partner in partners:
        if not KEY_FORM.fullmatch(partner.public_key):
            raise OfficeFileError(
                place, f"交换单位“{partner.name}”的 public_key 应是 64 个十六进制数字：请对方运行 hongtou exchange key"
            )
        if not partner.name or partner.name != safe_name(partner.name, _LONGEST_NAME_BYTES):
            raise OfficeFileError(place, f"交换单位的名称“{partner.name}”不能用作文件夹名")
    for what in ("code", "name", "public_key"):
        stated = [getattr(partner, what) for partner in partners]
        twice = next((one for one in stated if stated.count(one) > 1 or one == settings.code), None)
        if twice is not None:
            raise OfficeFileError(place, f"两个交换单位的 {what} 都是“{twice}”，或者与本机关的相同")
