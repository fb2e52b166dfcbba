"""``hongtou up`` (启动): everything an office needs, in one terminal or as a service."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import click

from domain.errors import BadInputError, SurroundingsError
from ground.lock import LockHeldError, exclusive
from hongtou.console import NoOfficeError, office_option, say
from hongtou.settings import DeskSettings, load_settings
from hongtou.supervisor import Supervisor
from hongtou.wiring import opened, prepare
from office.office_file import load_office
from office.restore import RUNNING

READY_WITHIN_S = 300.0


class AlreadyUpError(SurroundingsError):
    """The office is running already (已在运行)."""

    code = "HT-709"

    def __init__(self, root: Path) -> None:
        super().__init__("这个机关已经在运行", str(root), "不必再启动；要重新启动，先停掉正在运行的那一个")


class PortTakenError(SurroundingsError):
    """Another program listens on the desk's port (端口被占用)."""

    code = "HT-710"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            "柜台的端口被别的程序占用", f"{host}:{port}", "停掉那个程序，或在 office.toml 的 [desk] 中换一个 port"
        )


class NotFilledInError(BadInputError):
    """The office's own file names no organ, unit or account yet (机关设置未填)."""

    code = "HT-715"

    def __init__(self, path: Path) -> None:
        super().__init__(
            "还没有填写发文机关、科室或账号，没有启动",
            str(path),
            "照文件中的说明填写，再运行 hongtou init 和 hongtou up",
        )


@click.command("up")
@click.option("--port", type=int, default=None, help="柜台的端口；0 表示任选一个空闲的。")
@office_option
def up(port: int | None, office_folder: Path | None) -> None:
    """启动：收发室、排版、定时任务和柜台；按 Ctrl-C 停止。"""
    root = (office_folder or Path.cwd()).absolute()
    if not (root / "office.toml").is_file():
        raise NoOfficeError(str(root))
    run(root, port)


def run(root: Path, port: int | None = None) -> None:
    """Run an office until SIGTERM or Ctrl-C.

    Raises:
        AlreadyUpError: It is running.
        PortTakenError: The desk can't listen where it should.
    """
    office = load_office(root / "office.toml")
    if not (office.organs and office.units and office.accounts):
        raise NotFilledInError(root / "office.toml")
    prepare(root)
    try:
        with exclusive(root / RUNNING, wait=False):
            with opened(root):
                pass  # the books are brought up to date, or what is wrong with them is said here and not in a log
            _run(root, port)
    except LockHeldError as error:
        raise AlreadyUpError(root) from error


def _run(root: Path, port: int | None) -> None:
    desk = load_settings(root).desk
    chosen = free(desk, port)
    supervisor = Supervisor(root, chosen)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _sign, _frame: supervisor.stop())
    say(f"柜台：{address(desk, chosen)}")
    say("按 Ctrl-C 停止。")
    supervisor.run()
    say("已停止。")


def free(desk: DeskSettings, port: int | None) -> int:
    """Give the port for the desk: the one asked for, any free one for 0, else the office's own."""
    with socket.socket(socket.AF_INET6 if ":" in desk.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        wanted = desk.port if port is None else port
        try:
            probe.bind((desk.host, wanted))
        except OSError as error:
            raise PortTakenError(desk.host, wanted) from error
        chosen: int = probe.getsockname()[1]
        return chosen


def address(desk: DeskSettings, port: int) -> str:
    """Give the desk's address for a browser."""
    return f"{'https' if desk.tls else 'http'}://{desk.host}:{port}"


def wait_for_desk(desk: DeskSettings, port: int) -> bool:
    """Wait until the desk listens; tell whether it does."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((desk.host, port)) == 0:
                return True
        time.sleep(0.2)
    return False


COMMANDS = (up,)
