"""Make the offline bundle (离线安装包): one file that installs Hongtou on a machine without a network.

It holds the wheels of all locked runtime packages for this platform and this Python, our own wheel, the fonts, the
documentation and an installer in front. The installer is ``bundle_install.sh``; the payload follows it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from press.font_fetching import fonts_folder
from tools.wheel import REPOSITORY, build_wheel

PAPERS = ("README.md", "README.zh.md", "README.zh-CN.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE")
FOLDERS = ("docs", "examples")


def main(arguments: list[str]) -> int:
    """Gather, pack, and print where the bundle lies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uv", type=Path, required=True, help="the uv that reads the lock")
    parser.add_argument("--ocr", action="store_true", help="put in what reads words on scans")
    parser.add_argument("--pip-python", type=Path, required=True, help="a Python that has pip")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        load = Path(scratch) / "hongtou"
        load.mkdir()
        _gather_wheels(load, asked.uv.absolute(), asked.pip_python.absolute(), with_ocr=asked.ocr)
        _gather_papers(load)
        shutil.copytree(fonts_folder(), load / "fonts", ignore=shutil.ignore_patterns(".lock"))
        bundle = _seal(load, "-ocr" if asked.ocr else "")
    print(f"离线安装包 {bundle.relative_to(REPOSITORY)}：{bundle.stat().st_size / 1e6:.0f} MB（sh 运行即可安装）")
    return 0


def _gather_wheels(load: Path, uv: Path, pip_python: Path, *, with_ocr: bool) -> None:
    """Download the locked wheels, checked against the lock's digests, and build our own."""
    locked = load / "locked.txt"
    words = ["export", "--frozen", "--no-dev", "--no-emit-project", "--extra", "postgres", "--no-header", "--quiet"]
    words += ["--extra", "ocr"] if with_ocr else []
    subprocess.run([uv, *words, "--output-file", locked], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    words = ["download", "-qq", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    wheels = load / "wheels"
    subprocess.run([pip_python, "-m", "pip", *words, "-r", locked, "-d", wheels], cwd=REPOSITORY, check=True)
    build_wheel(wheels)


def _gather_papers(load: Path) -> None:
    for name in PAPERS:
        if (REPOSITORY / name).is_file():
            shutil.copy2(REPOSITORY / name, load / name)
    for name in FOLDERS:
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, load / name, ignore=shutil.ignore_patterns("__pycache__"))


def _seal(load: Path, mark: str) -> Path:
    """Put the installer and the packed payload into one file under ``dist/``."""
    version = next((load / "wheels").glob("hongtou-*.whl")).name.split("-")[1]
    payload = load.with_name("payload.tar.gz")
    _pack(load, payload)
    bundle = REPOSITORY / "dist" / f"hongtou-{version}-offline{mark}.run"
    bundle.parent.mkdir(exist_ok=True)
    partial = bundle.with_suffix(".partial")
    with partial.open("wb") as file, payload.open("rb") as packed:
        file.write(_installer(version, payload))
        shutil.copyfileobj(packed, file, 1 << 20)
    partial.chmod(0o755)
    partial.replace(bundle)
    return bundle


def _pack(load: Path, payload: Path) -> None:
    """Pack ``load`` so that the same files give the same bytes."""
    with (
        payload.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=1, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for file in sorted(load.rglob("*")):
            archive.add(file, str(file.relative_to(load)), recursive=False, filter=_nobodys)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() else 0o644
    return member


def _installer(version: str, payload: Path) -> bytes:
    with payload.open("rb") as packed:
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
    text = (REPOSITORY / "tools" / "bundle_install.sh").read_text(encoding="utf-8")
    filled = {
        "@VERSION@": version,
        "@PYTHON@": f"{sys.version_info.major}.{sys.version_info.minor}",
        "@MACHINE@": platform.machine(),
        "@SHA256@": digest,
        "@LINES@": str(text.count("\n")),
    }
    for blank, value in filled.items():
        text = text.replace(blank, value)
    return text.encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
