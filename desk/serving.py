"""Running the desk on a production server (柜台服务): one worker process, many threads, a graceful end."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connections
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from desk.errors import DeskInTheOpenError
from desk.site import application

if TYPE_CHECKING:
    from office.house import House

THREADS = 8
PATIENCE_S = 10
"""How long a browser may pause within a request or an answer."""

_GRACE_S = 20


def serve(
    house: House,
    host: str,
    port: int,
    certificate: Path | None = None,
    key: Path | None = None,
    threads: int = THREADS,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve the desk of ``house`` until SIGTERM or SIGINT; requests under way are answered first. Does not return.

    The worker is forked: call it from a process without threads, and let the house hold nothing open but its database.
    ``ready`` is called in the server's main process when it listens.

    Raises:
        DeskInTheOpenError: No certificate, and not the example office on loopback.
    """
    tls = certificate is not None and key is not None
    if not tls and not (house.office.is_example and _is_loopback(host)):
        raise DeskInTheOpenError(f"{host}:{port}")
    options = _options(host, port, certificate, key, threads)
    options["when_ready"] = lambda server: _listening(server, ready)
    answer = application(house, tls=tls, example=house.office.is_example)
    _Server(lambda: answer, options).run()


def _options(host: str, port: int, certificate: Path | None, key: Path | None, threads: int) -> dict[str, Any]:
    return {
        "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
        "worker_class": "gthread",
        "workers": 1,
        "threads": threads,
        "keepalive": 5,
        "graceful_timeout": _GRACE_S,
        "limit_request_line": 8190,
        "certfile": str(certificate) if certificate else None,
        "keyfile": str(key) if key else None,
        "ssl_context": _modern_tls,
        "forwarded_allow_ips": "",  # no proxy stands before the desk: nobody may tell it who is asking
        "control_socket_disable": True,
        "proc_name": "hongtou-desk",
        "loglevel": "warning",
        "pre_fork": _close_databases,
        "post_fork": _close_databases,
    }


def _listening(server: Any, ready: Callable[[], None] | None) -> None:
    # accepted connections inherit these: half a request, sent and left, must not hold a thread for ever
    patience = struct.pack("ll", PATIENCE_S, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
    if ready is not None:
        ready()


def _modern_tls(_config: Any, make_default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    context = make_default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _close_databases(_server: Any, _worker: Any) -> None:
    connections.close_all()  # a SQLite connection must not be carried over a fork


def _is_loopback(host: str) -> bool:
    return host == "localhost" or _address_is_loopback(host)


def _address_is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our options instead of a command line."""

    def __init__(self, load: Callable[[], Any], options: dict[str, Any]) -> None:
        self._load = load
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take our options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Give the application, in the worker."""
        return self._load()
