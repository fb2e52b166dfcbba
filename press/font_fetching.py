"""Fetch the free fonts that stand in for the licensed ones (取字体), without root and without installing anything.

``fetch_fonts`` is what others use; ``fonts_folder`` tells where the fonts lie. The files come out of two Debian
packages through a private apt: its lists and cache are folders of our own, so it works for an ordinary user on a
machine whose package lists are empty. Standard library only: it runs before anything else is set up.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from domain.errors import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Teller = Callable[[str], None]

MANIFEST = "manifest.json"
APT_TIMEOUT_S = 1800
_BY_HAND = "placed by hand"


@dataclass(frozen=True)
class FontPackage:
    """A Debian package, the font files we take from it and the licence texts that go with them (字体包)."""

    name: str
    licence: str
    download_mb: int
    fonts: tuple[str, ...]
    papers: tuple[str, ...]


PACKAGES = (
    FontPackage(
        name="texlive-lang-chinese",
        licence="GPL-3.0-or-later with font exception",
        download_mb=49,
        # FandolSong-Bold stays behind: its glyph widths contradict the PDF/A rules.
        fonts=("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Regular.otf", "FandolHei-Bold.otf"),
        papers=("fandol/README", "fandol/COPYING.gz", "texlive-lang-chinese/copyright"),
    ),
    FontPackage(
        name="fonts-noto-cjk",
        licence="OFL-1.1",
        download_mb=57,
        fonts=("NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"),
        papers=("fonts-noto-cjk/copyright",),
    ),
)


@dataclass(frozen=True)
class FontEntry:
    """One line of the manifest: where a font file came from and what it must hash to (字体清单项)."""

    file: str
    sha256: str
    package: str
    version: str
    licence: str


class FontsUnavailableError(MissingPartError):
    """The free fonts can't be had from here (取不到字体)."""

    code = "HT-179"

    def __init__(self, folder: Path, missing: list[str], reason: str, reason_zh: str) -> None:
        files = "、".join(missing)
        super().__init__(
            f"取不到字体：{reason_zh}", files, f"排除后再运行 make setup；或从别处拷来这些字体文件，放进 {folder}"
        )
        self.english = (
            f"Fonts missing: {', '.join(missing)}. {reason} "
            f"Mend that and run `make setup` again, or copy these files from another machine into {folder}"
        )


def fonts_folder() -> Path:
    """Return where our fonts lie: in the environment an offline bundle made, else ``$XDG_DATA_HOME/hongtou/fonts``."""
    bundled = Path(sys.prefix) / "share" / "hongtou" / "fonts"
    if (bundled / MANIFEST).is_file():
        return bundled
    chosen = Path(os.environ.get("XDG_DATA_HOME", ""))
    base = chosen if chosen.is_absolute() else Path.home() / ".local" / "share"
    return base / "hongtou" / "fonts"


def fetch_fonts(folder: Path, tell: Teller) -> list[FontEntry]:
    """Make every font file lie whole in ``folder`` and return the manifest's entries, one per font file.

    What is already there and matches its digest is left alone; a file placed by hand is taken as it is. An
    interrupted run leaves whole files only, and the next run goes on from there.

    Raises:
        FontsUnavailableError: A file can't be had; its ``english`` says the same in English.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            entries = _entries_that_hold(folder)
            for package in PACKAGES:
                missing = [font for font in package.fonts if font not in entries]
                if missing:
                    fetched = _fetch_package(package, missing, folder, tell)
                    entries |= fetched
                    # The manifest first: a font that lies there without a line in it counts as placed by hand.
                    _write_manifest(folder, entries)
                    for font in fetched:
                        (_bench(folder) / font).replace(folder / font)
            _write_manifest(folder, entries)
    except OSError as problem:
        reason = f"{problem.filename or folder}: {problem.strerror}."
        raise FontsUnavailableError(folder, _all_fonts(), reason, f"写不进 {folder}（{problem.strerror}）") from problem
    shutil.rmtree(_workshop(folder), ignore_errors=True)
    return list(entries.values())


def _all_fonts() -> list[str]:
    return [font for package in PACKAGES for font in package.fonts]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _entries_that_hold(folder: Path) -> dict[str, FontEntry]:
    """Return what need not be fetched: files as the manifest has them, and files someone placed by hand."""
    known = _read_manifest(folder)
    held = {}
    for font in _all_fonts():
        file = folder / font
        if not file.is_file() or file.is_symlink():
            continue
        digest = _digest_of(file)
        entry = known.get(font) or FontEntry(font, digest, _BY_HAND, "", "")
        if entry.sha256 == digest:
            held[font] = entry
    return held


def _read_manifest(folder: Path) -> dict[str, FontEntry]:
    try:
        lines = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {line["file"]: FontEntry(**line) for line in lines}
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return {}  # no manifest, or one that can't be read: the files themselves are asked


def _write_manifest(folder: Path, entries: dict[str, FontEntry]) -> None:
    text = json.dumps([asdict(entries[font]) for font in sorted(entries)], ensure_ascii=False, indent=2) + "\n"
    manifest = folder / MANIFEST
    if manifest.is_file() and manifest.read_text(encoding="utf-8") == text:
        return
    partial = manifest.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(manifest)


def _fetch_package(package: FontPackage, missing: list[str], folder: Path, tell: Teller) -> dict[str, FontEntry]:
    for program in ("apt-get", "dpkg-deb"):
        if shutil.which(program) is None:
            reason = f"This is not Debian or Ubuntu: there is no {program}."
            raise FontsUnavailableError(folder, missing, reason, f"本机不是 Debian 或 Ubuntu，没有 {program}")
    tell(f"正在取字体包 {package.name}（约 {package.download_mb} MB）… fetching fonts")
    try:
        version = _download_and_unpack(package, folder)
    except (subprocess.SubprocessError, tarfile.TarError) as problem:
        shutil.rmtree(_workshop(folder), ignore_errors=True)  # stale lists or a broken package may be the cause
        said = _last_words(problem)
        reason = f"Package {package.name} can't be had through apt-get ({said})."
        raise FontsUnavailableError(folder, missing, reason, f"apt-get 取不来 {package.name}（{said}）") from problem
    bench = _bench(folder)
    absent = [font for font in missing if not (bench / font).is_file()]
    if absent:
        reason = f"Package {package.name} {version} does not hold them."
        raise FontsUnavailableError(folder, absent, reason, f"字体包 {package.name} {version} 里没有这些文件")
    return {font: FontEntry(font, _digest_of(bench / font), package.name, version, package.licence) for font in missing}


def _workshop(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.fetching")


def _bench(folder: Path) -> Path:
    return _workshop(folder) / "unpacked"


def _download_and_unpack(package: FontPackage, folder: Path) -> str:
    """Lay the package's fonts on the bench, its licences into ``folder``, and return the package's version."""
    workshop = _workshop(folder)
    settings = _private_apt(workshop)
    if not any((workshop / "state" / "lists").glob("*Packages*")):
        _apt(settings, workshop, "update")
    _apt(settings, workshop, "download", package.name)
    deb = next(workshop.glob(f"{package.name}_*.deb"))
    _unpack(package, deb, folder)
    version = _output_of(["dpkg-deb", "--field", str(deb), "Version"]).strip()
    deb.unlink()
    return version


def _private_apt(workshop: Path) -> Path:
    """Write settings that keep the machine's sources and keys but give apt lists and a cache of our own."""
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (workshop / folder).mkdir(parents=True, exist_ok=True)
    status = Path("/var/lib/dpkg/status")
    settings = workshop / "apt.conf"
    settings.write_text(
        f'Dir::State "{workshop}/state";\n'
        f'Dir::State::status "{status if status.is_file() else "/dev/null"}";\n'
        f'Dir::Cache "{workshop}/cache";\n'
        'Acquire::Languages "none";\n'
        'Acquire::Retries "3";\n'
        'Acquire::http::Timeout "60";\n'
        f'APT::Sandbox::User "{"root" if os.geteuid() == 0 else ""}";\n'  # the _apt user can't write into our folder
        "#clear APT::Update::Pre-Invoke;\n"
        "#clear APT::Update::Post-Invoke;\n"
        "#clear APT::Update::Post-Invoke-Success;\n"
    )
    return settings


def _apt(settings: Path, workshop: Path, *words: str) -> None:
    _output_of(["apt-get", "-c", str(settings), "-qq", "-o", "APT::Update::Error-Mode=any", *words], workshop)


def _output_of(command: list[str], folder: Path | None = None) -> str:
    plain = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        command, cwd=folder, env=plain, check=True, capture_output=True, text=True, timeout=APT_TIMEOUT_S
    )
    return done.stdout


def _last_words(problem: Exception) -> str:
    said = getattr(problem, "stderr", None) or str(problem)
    lines = [line for line in str(said).splitlines() if line.strip()]
    return lines[-1].removeprefix("E: ") if lines else str(problem)


def _unpack(package: FontPackage, deb: Path, folder: Path) -> None:
    bench = _bench(folder)
    papers = folder / "licences" / package.name
    for needed in (bench, papers):
        needed.mkdir(parents=True, exist_ok=True)
    command = ["dpkg-deb", "--fsys-tarfile", str(deb)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as child,
        tarfile.open(fileobj=child.stdout, mode="r|") as archive,
    ):
        for member in archive:
            name = PurePosixPath(member.name).name
            if member.isfile() and name in package.fonts:
                _copy_out(archive, member, bench / name)
            elif member.isfile() and member.name.endswith(package.papers):
                _copy_out(archive, member, papers / name)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)


def _copy_out(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    source = archive.extractfile(member)
    if source is not None:
        with source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)


def _digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
