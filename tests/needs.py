"""What some tests need besides Python, or take in time: one marker each, how to see that it is there, and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from press.transcribing import RapidTranscriber

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Need:
    """One marker: the question whether the thing is here, and the sentence that tells how to get it."""

    is_here: Callable[[], bool]
    mend: str


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _libreoffice() -> bool:
    program = shutil.which("soffice")
    libraries = ("libswlo.so", "libsclo.so")  # Writer and Calc
    return program is not None and all((Path(program).resolve().parent / name).is_file() for name in libraries)


def _postgres_programs() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def _bundle_and_seclusion() -> bool:
    bundled = any((REPOSITORY / "dist").glob("hongtou-*-offline.run"))
    if not bundled or shutil.which("unshare") is None:
        return False
    return subprocess.run([*WITHOUT_NETWORK, "true"], check=False, capture_output=True).returncode == 0


def _reads_words() -> bool:
    return bool(RapidTranscriber().name())


def _may_mount() -> bool:
    own_space = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    if os.geteuid() or shutil.which("unshare") is None:
        return False
    return subprocess.run(own_space, check=False, capture_output=True).returncode == 0


def _may_make_net_spaces() -> bool:
    if os.geteuid() or shutil.which("ip") is None:
        return False
    name = f"httry{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], check=False, capture_output=True).returncode == 0
    subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)
    return made


WITHOUT_NETWORK = ["unshare", "--net", *(["--map-root-user"] if os.geteuid() else [])]
"""What makes the following command run without a network; an ordinary user needs a name space of its own for it."""

NEEDS = {
    "chromium": Need(_program("chromium", "chromium-browser"), "sudo apt-get install chromium"),
    "postgres": Need(_postgres_programs, "sudo apt-get install postgresql-15"),
    "strace": Need(_program("strace"), "sudo apt-get install strace"),
    "libreoffice": Need(_libreoffice, "sudo apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"),
    "ocr": Need(_reads_words, "make ocr"),
    "server": Need(lambda: True, ""),
    "long": Need(lambda: True, ""),
    "mount": Need(_may_mount, "run the tests as root where file systems may be mounted"),
    "netns": Need(_may_make_net_spaces, "run the tests as root, with iproute2 (sudo apt-get install iproute2)"),
    "bundle": Need(_bundle_and_seclusion, "make bundle (and run it as root if unshare is not allowed here)"),
}


@cache
def what_lacks(need: str) -> str:
    """Return the sentence that says what is missing and how to get it, or nothing."""
    asked = NEEDS[need]
    return "" if asked.is_here() else f"{need} is missing; get it with: {asked.mend}"
