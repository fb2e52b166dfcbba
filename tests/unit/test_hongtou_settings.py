"""The settings of an installation: what can't be meant is refused in Chinese, with what is possible."""

from __future__ import annotations

from pathlib import Path

import pytest

from hongtou.settings import load_settings
from office.errors import OfficeFileError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[work]\nscan_every = 3", "[work] 中没有“scan_every”这一项，只有：scan_every_s、"),
        ('[mail]\nhost = "mail"', "[mail] 有误：缺少 sender（发件地址）"),
        ('[mail]\nhost = "mail"\nsender = "a@b"\nsecurity = "ssl"', "security 应为 none、starttls、tls 之一"),
        ('[database]\nkind = "postgresql"', "[database] 缺少“name”"),
        ('[database]\nkind = "oracle"', "应为 sqlite 或 postgresql"),
    ],
)
def test_a_setting_that_can_not_be_meant_is_refused_in_chinese(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "office.toml").write_text(text, "utf-8")

    with pytest.raises(OfficeFileError) as refused:
        load_settings(tmp_path)

    assert said in str(refused.value)
