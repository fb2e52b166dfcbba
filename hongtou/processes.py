"""The processes an office is made of, each started as ``python -m hongtou.processes NAME`` by the supervisor (进程)."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from flows.room import OFFICE_VARIABLE
from ground.kernel import die_with_parent

PARENT_VARIABLE = "HONGTOU_SUPERVISOR"
"""Names the supervisor, with which its processes end even when it is killed."""


def server(host: str, port: str) -> None:
    """Become Prefect's server."""
    command = (sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", port, "--no-ui")
    os.execv(command[0], command)  # noqa: S606 - no shell is meant


def desk(port: int) -> None:
    """Serve the desk."""
    from desk.serving import serve  # noqa: PLC0415 - each process loads only its own rooms
    from desk.site import settings_for  # noqa: PLC0415
    from hongtou.certificates import certificate_of  # noqa: PLC0415
    from hongtou.settings import load_settings  # noqa: PLC0415
    from hongtou.wiring import opened  # noqa: PLC0415

    root = Path(os.environ[OFFICE_VARIABLE])
    settings = load_settings(root).desk
    with opened(root, django=settings_for(tls=settings.tls)) as house:
        pair = certificate_of(root, settings.host) if settings.tls else None
        serve(
            house,
            settings.host,
            port,
            certificate=pair.certificate if pair else None,
            key=pair.key if pair else None,
        )


def porter() -> int:
    """Keep watch until told to end."""
    from flows.memory import Memory  # noqa: PLC0415
    from flows.patience import Pauses  # noqa: PLC0415
    from flows.porter import keep_watch  # noqa: PLC0415
    from flows.room import house  # noqa: PLC0415
    from hongtou.settings import load_settings  # noqa: PLC0415
    from hongtou.wiring import close_house, start_work  # noqa: PLC0415

    work = load_settings(house().root).work
    memory = Memory(house().root / "prefect" / "porter.json", Pauses(work.retry_s, work.retry_at_most_s))

    async def watch() -> int:
        ends = asyncio.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sign, ends.set)
        return await keep_watch(work.scan_every_s, memory, ends, start_work)

    try:
        return asyncio.run(watch())
    finally:
        close_house(house())


def schedules() -> None:
    """Serve the schedules."""
    from flows.schedules import serve_schedules  # noqa: PLC0415
    from hongtou.settings import load_settings  # noqa: PLC0415

    serve_schedules(load_settings(Path(os.environ[OFFICE_VARIABLE])).exchange.pull_at)


def main() -> int:
    """Run the process named on the command line."""
    if PARENT_VARIABLE in os.environ:
        die_with_parent(int(os.environ[PARENT_VARIABLE]))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for every question to Prefect's server
    match sys.argv[1:]:
        case ["server", host, port]:
            server(host, port)
            return 1
        case ["desk", port]:
            desk(int(port))
            return 0
        case ["porter"]:
            return porter()
        case ["schedules"]:
            schedules()
            return 0
        case _:
            return 2


if __name__ == "__main__":
    sys.exit(main())
