"""Starting at boot (开机启动): a systemd unit for one office."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import sys
from pathlib import Path

import click

from domain.errors import SurroundingsError
from ground.durable import replace_file
from hongtou.console import NoOfficeError, office_option, say

UNIT_NAME = "hongtou.service"
SYSTEM_UNITS = Path("/etc/systemd/system")


class NoSystemdError(SurroundingsError):
    """The unit can't be put in place here (不能装为服务)."""

    code = "HT-711"

    def __init__(self, why: str, unit: Path) -> None:
        super().__init__(
            f"没有装成开机启动的服务：{why}", str(unit), "以系统管理员身份运行，或把上述文件交给系统管理员安装"
        )


@click.group("service")
def service() -> None:
    """开机启动：install 安装，show 只看内容。"""


@service.command("show")
@click.option("--user", default=None, help="以哪个系统用户运行，不写为当前用户。")
@office_option
def show(user: str | None, office_folder: Path | None) -> None:
    """打印 systemd 服务文件，不安装。"""
    click.echo(unit_text(_root(office_folder), user or getpass.getuser()), nl=False)


@service.command("install")
@click.option("--user", default=None, help="以哪个系统用户运行，不写为当前用户。")
@click.option("--unit-dir", type=click.Path(path_type=Path, file_okay=False), default=SYSTEM_UNITS, help="服务文件夹。")
@office_option
def install(user: str | None, unit_dir: Path, office_folder: Path | None) -> None:
    """安装为开机启动的服务，并立即启动。"""
    root = _root(office_folder)
    unit = unit_dir / UNIT_NAME
    try:
        replace_file(unit, unit_text(root, user or getpass.getuser()).encode(), 0o644)
    except OSError as error:
        raise NoSystemdError(error.strerror or str(error), unit) from error
    say(f"已写入 {unit}")
    if unit_dir != SYSTEM_UNITS:
        return
    systemctl = shutil.which("systemctl")
    if systemctl is None or not Path("/run/systemd/system").is_dir():
        raise NoSystemdError("本机没有运行 systemd", unit)
    for words in (("daemon-reload",), ("enable", "--now", UNIT_NAME)):
        done = subprocess.run([systemctl, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoSystemdError(done.stderr.strip() or f"systemctl {words[0]} 没有成功", unit)
    say("已设为开机启动，并已启动。")


def unit_text(root: Path, user: str) -> str:
    """Give the unit: started again when it fails, allowed to write in the office's folder alone."""
    return f"""[Unit]
Description=Hongtou 红头 ({root.name})
After=local-fs.target network.target

[Service]
Type=simple
User={user}
WorkingDirectory={root}
Environment=HONGTOU_OFFICE={root}
ExecStart={Path(sys.executable).parent / "hongtou"} up --office {_quoted(root)}
Restart=always
RestartSec=2
TimeoutStopSec=30
KillMode=mixed
UMask=0027
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={_quoted(root)}
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
"""


def _root(office_folder: Path | None) -> Path:
    root = (office_folder or Path.cwd()).absolute()
    if not (root / "office.toml").is_file():
        raise NoOfficeError(str(root))
    return root


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


COMMANDS = (service,)
