"""Two offices in two network name spaces, joined by one cable: each serves what it puts out by a small transport of this drill's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.test_commands_line import HONGTOU
from tests.acceptance.test_row_a4 import BY_HAND, TOWNSHIP, TwoOffices, offices, to_distribute  # noqa: F401
from tests.exchange_making import COUNTY
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.netns
PORT = 8765
_SERVE = """
import socket, sys, tarfile
from pathlib import Path
server = socket.create_server((sys.argv[2], int(sys.argv[3])))
print("ready", flush=True)
while True:
    caller, _ = server.accept()
    with caller, caller.makefile("wb") as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
        for one in sorted(Path(sys.argv[1]).iterdir()):
            if not one.name.startswith("."):
                tar.add(one, one.name)
"""
_FETCH = """
import socket, sys, tarfile
with socket.create_connection((sys.argv[2], int(sys.argv[3]))) as call, call.makefile("rb") as stream:
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        tar.extractall(sys.argv[1], filter="data")
"""


@dataclass(frozen=True)
class Place:
    """An office in a name space of its own (驻地)."""

    space: str
    address: str
    office: Path
    other: str

    def inside(self, *words: str) -> list[str]:
        """Give a command that runs in this name space."""
        return ["ip", "netns", "exec", self.space, *words]

    def fetch_from(self, there: Place) -> None:
        """Bring what the other office put out, over the cable."""
        target = self.office / "交换" / "收到" / self.other
        subprocess.run(
            self.inside(sys.executable, "-c", _FETCH, str(target), there.address, str(PORT)),
            check=True,
            timeout=PATIENCE_S,
        )

    def hongtou(self, *words: str) -> str:
        """Run a command of the office in its name space."""
        done = subprocess.run(
            self.inside(str(HONGTOU), *words),
            env={**os.environ, "HONGTOU_OFFICE": str(self.office)},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="module")
def places(offices: TwoOffices) -> Iterator[tuple[Place, Place]]:  # noqa: F811
    """Lay a cable between two name spaces and have each office served in its own."""
    mark = f"ht{os.getpid() % 100_000}"
    township = Place(f"{mark}a", "10.77.0.1", offices.township, COUNTY)
    county = Place(f"{mark}b", "10.77.0.2", offices.county, TOWNSHIP)
    servers: list[subprocess.Popen[str]] = []
    try:
        for place in (township, county):
            _ip("netns", "add", place.space)
        _ip(
            "link",
            "add",
            f"{mark}va",
            "netns",
            township.space,
            "type",
            "veth",
            "peer",
            f"{mark}vb",
            "netns",
            county.space,
        )
        for place, link in ((township, f"{mark}va"), (county, f"{mark}vb")):
            _ip("-n", place.space, "addr", "add", f"{place.address}/24", "dev", link)
            _ip("-n", place.space, "link", "set", link, "up")
            out = place.office / "交换" / "发出" / place.other
            server = subprocess.Popen(
                place.inside(sys.executable, "-c", _SERVE, str(out), place.address, str(PORT)),
                stdout=subprocess.PIPE,
                text=True,
            )
            servers.append(server)
            assert server.stdout is not None
            assert server.stdout.readline() == "ready\n"
        yield township, county
    finally:
        for server in servers:
            server.kill()
            server.communicate()
        for place in (township, county):
            subprocess.run(["ip", "netns", "del", place.space], check=False)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def test_a_document_goes_over_the_cable_and_its_receipt_comes_back(places: tuple[Place, Place]) -> None:
    township, county = places
    document = to_distribute(township.office)
    township.hongtou("exchange", "send", document, *BY_HAND, "--as", "clerk")

    county.fetch_from(township)
    told = county.hongtou("exchange", "pull", "--as", "clerk")
    township.fetch_from(county)
    township.hongtou("exchange", "pull", "--as", "clerk")

    assert "已收" in told
    assert "对方已收" in township.hongtou("exchange", "status", document, "--as", "clerk")
    assert "已发回执" in county.hongtou("exchange", "status", f"YLX.LXXZFB.{document}", "--as", "clerk")


def test_the_spaces_reach_one_another_only_by_the_cable(places: tuple[Place, Place]) -> None:
    township, _ = places

    links = subprocess.run(township.inside("ip", "-br", "link"), check=True, capture_output=True, text=True).stdout

    assert [line.split("@")[0].split()[0] for line in links.splitlines() if not line.startswith("lo")] == [
        f"{township.space[:-1]}va"
    ]
