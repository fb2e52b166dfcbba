"""A desk in a process of its own, as ``hongtou up`` runs it: ``python -m tests.desk_server OFFICE PORT [CERTIFICATE KEY]``."""

from __future__ import annotations

import sys
from pathlib import Path

from desk.site import settings_for
from hongtou import wiring


def main(root: str, port: str, *tls: str) -> None:
    """Serve the office's desk until told to stop."""
    house = wiring.open_house(Path(root), django=settings_for(tls=bool(tls)))
    # what stands on the worker's Django is imported after it is set up
    from desk.serving import serve  # noqa: PLC0415

    certificate, key = (Path(tls[0]), Path(tls[1])) if tls else (None, None)
    serve(house, "127.0.0.1", int(port), certificate, key)


if __name__ == "__main__":
    main(*sys.argv[1:])
