"""The offline bundle, installed and used as an office would: in a fresh folder, without any network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import REPOSITORY, WITHOUT_NETWORK
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.bundle


@pytest.fixture(scope="module")
def bundle() -> Path:
    return max((REPOSITORY / "dist").glob("hongtou-*-offline.run"), key=lambda file: file.stat().st_mtime)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def installed(bundle: Path, home: Path) -> Path:
    _offline(home, "sh", str(bundle), str(home / "红头 程序"))
    return home / "红头 程序"


def test_the_installed_command_tells_its_version(installed: Path, home: Path) -> None:
    said = _offline(home, str(installed / "bin" / "hongtou"), "--version")

    assert "0.1.0" in said


def test_the_installed_fonts_are_found(installed: Path, home: Path) -> None:
    question = "from press.font_fetching import fonts_folder; print(fonts_folder())"

    said = _offline(home, str(installed / "bin" / "python"), "-c", question)

    assert said.strip() == str(installed / "share" / "hongtou" / "fonts")


def test_the_demo_runs_without_a_network(installed: Path, home: Path) -> None:
    _offline(home, str(installed / "bin" / "python"), "-m", "hongtou.demo", "--once")


def test_a_cut_off_bundle_is_refused(bundle: Path, home: Path, tmp_path: Path) -> None:
    cut = tmp_path / bundle.name
    with bundle.open("rb") as whole:
        cut.write_bytes(whole.read(1_000_000))

    with pytest.raises(subprocess.CalledProcessError) as failed:
        _offline(home, "sh", str(cut), str(tmp_path / "app"))

    assert "请重新拷贝" in failed.value.stderr
    assert not (tmp_path / "app").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(bundle: Path, home: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(subprocess.CalledProcessError) as failed:
        _offline(home, "sh", str(bundle), str(tmp_path))

    assert "请另选文件夹" in failed.value.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def _offline(home: Path, *command: str) -> str:
    """Run ``command`` with nothing but loopback, an empty home and a plain environment; return what it printed."""
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    apart = [*WITHOUT_NETWORK, sys.executable, "-c", _WITH_LOOPBACK, *command]
    done = subprocess.run(
        apart, cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S * 3
    )
    try:
        done.check_returncode()
    except subprocess.CalledProcessError as failed:
        failed.add_note(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        raise
    return done.stdout


_WITH_LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
    up = struct.pack("16sh14s", b"lo", 1, b"")  # struct ifreq with IFF_UP
    fcntl.ioctl(any_socket, 0x8914, up)  # SIOCSIFFLAGS
os.execvp(sys.argv[1], sys.argv[1:])
"""
