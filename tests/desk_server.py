"""A desk in a process of its own, as ``hongtou up`` runs it: ``python -m tests.desk_server OFFICE PORT``."""

from __future__ import annotations

import argparse
from pathlib import Path

from desk.site import settings_for
from hongtou import wiring
from hongtou.certificates import certificate_of


def main() -> None:
    """Serve the office's desk until told to stop; with a password, over TLS, and it is everybody's."""
    words = argparse.ArgumentParser()
    words.add_argument("root", type=Path)
    words.add_argument("port", type=int)
    words.add_argument("--password", default="")
    told = words.parse_args()
    house = wiring.open_house(told.root, django=settings_for(tls=bool(told.password)))
    # what stands on Django is imported after it is set up
    from desk.serving import serve  # noqa: PLC0415

    if told.password:
        for account in house.office.accounts:
            house.accounts.set_password(account.login, told.password)
        pair = certificate_of(told.root, "127.0.0.1")
        serve(house, "127.0.0.1", told.port, pair.certificate, pair.key)
    serve(house, "127.0.0.1", told.port)


if __name__ == "__main__":
    main()
