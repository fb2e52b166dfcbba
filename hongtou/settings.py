"""The settings of one installation (运行设置): the ``[desk]``, ``[database]``, ``[work]``, ``[mail]``, ``[press]``, ``[keeping]`` and ``[exchange]`` tables of office.toml, each with its default."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from domain.exchange import Partner
from mailroom.post import PostSettings
from office.errors import OfficeFileError
from office.exchange_settings import ExchangeSettings, check_exchange
from office.keeping_settings import KeepingSettings
from office.office_file import entries, text_of
from registry.settings import DatabaseSettings, PostgresDatabase, SqliteDatabase

T = TypeVar("T")


@dataclass(frozen=True)
class DeskSettings:
    """Where the desk listens (柜台). Without TLS it listens on loopback, and in the example office only."""

    host: str = "127.0.0.1"
    port: int = 8443
    tls: bool = True


@dataclass(frozen=True)
class WorkSettings:
    """How the porter works (值守): seconds between scans, seconds a file must lie still, seconds an incomplete one is waited for.

    What can't move is tried again after ``retry_s`` seconds, then after twice as long each time, up to ``retry_at_most_s``.
    """

    scan_every_s: float = 5.0
    settle_s: float = 2.0
    patience_s: float = 600.0
    retry_s: float = 60.0
    retry_at_most_s: float = 900.0


@dataclass(frozen=True)
class PressSettings:
    """Where fonts are looked for beside the office's own folder 字体 (排版); without it, where the user who runs the house has them.

    ``accept_changes`` takes tracked changes as accepted, ``leave_out_comments`` reads on past comments; else a draft with either goes back.
    """

    fonts: str = ""
    accept_changes: bool = False
    leave_out_comments: bool = False


@dataclass(frozen=True)
class Settings:
    """All settings of one installation (运行设置)."""

    database: DatabaseSettings
    desk: DeskSettings = field(default_factory=DeskSettings)
    work: WorkSettings = field(default_factory=WorkSettings)
    mail: PostSettings = field(default_factory=PostSettings)
    press: PressSettings = field(default_factory=PressSettings)
    keeping: KeepingSettings = field(default_factory=KeepingSettings)
    exchange: ExchangeSettings = field(default_factory=ExchangeSettings)
    partners: tuple[Partner, ...] = ()

    def font_folder(self, root: Path) -> Path | None:
        """Give the folder of fonts that the office states, as it stands below its own folder where it is not absolute.

        Raises:
            OfficeFileError: There is no such folder.
        """
        if not self.press.fonts:
            return None
        folder = root / self.press.fonts
        if not folder.is_dir():
            raise OfficeFileError(str(root / "office.toml"), f"[press] 的 fonts 所写的文件夹 {folder} 不在")
        return folder


def load_settings(root: Path) -> Settings:
    """Read the settings from the office's own file; what is not stated has its default.

    Raises:
        OfficeFileError: A setting has no such name or another type.
    """
    path = root / "office.toml"
    data = tomllib.loads(text_of(path))
    exchange = _table(ExchangeSettings, data.get("exchange", {}), "exchange", str(path))
    partners = entries(Partner, data, "partner", str(path))
    check_exchange(exchange, partners, str(path))
    return Settings(
        database=_database(root, data.get("database", {}), str(path)),
        desk=_table(DeskSettings, data.get("desk", {}), "desk", str(path)),
        work=_table(WorkSettings, data.get("work", {}), "work", str(path)),
        mail=_table(PostSettings, data.get("mail", {}), "mail", str(path)),
        press=_table(PressSettings, data.get("press", {}), "press", str(path)),
        keeping=_table(KeepingSettings, data.get("keeping", {}), "keeping", str(path)),
        exchange=exchange,
        partners=partners,
    )


def _database(root: Path, table: dict[str, Any], place: str) -> DatabaseSettings:
    kind = table.get("kind", "sqlite")
    if kind == "sqlite":
        return SqliteDatabase(root / "registry.sqlite")
    if kind == "postgresql":
        return _table(
            PostgresDatabase, {key: value for key, value in table.items() if key != "kind"}, "database", place
        )
    raise OfficeFileError(place, f"[database] 的 kind“{kind}”应为 sqlite 或 postgresql")


def _table(kind: type[T], table: dict[str, Any], name: str, place: str) -> T:
    known = {field.name: field for field in dataclasses.fields(cast("Any", kind))}
    for key in table.keys() - known.keys():
        raise OfficeFileError(place, f"[{name}] 中没有“{key}”这一项，只有：{'、'.join(known)}")
    for key, stated in known.items():
        if stated.default is dataclasses.MISSING and stated.default_factory is dataclasses.MISSING and key not in table:
            raise OfficeFileError(place, f"[{name}] 缺少“{key}”")
    try:
        return kind(**table)
    except TypeError as error:
        raise OfficeFileError(place, f"[{name}] 有误：{error}") from error
