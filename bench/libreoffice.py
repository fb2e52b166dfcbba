"""LibreOffice as a yardstick (对照程序): converts files to PDF with our fonts under the families' names, and says what it cost."""

from __future__ import annotations

import resource
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from press.fonts import NAMED_IN_DOCX, FontShelf, standard_folders


@dataclass(frozen=True)
class Converted:
    """What came of it (转换结果): the PDFs in the order of the files, and the processor time."""

    pdfs: tuple[Path, ...]
    cpu_s: float


def converted(files: Sequence[Path], out: Path) -> Converted:
    """Convert files in one run of LibreOffice, with a profile that is used again."""
    out.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.gettempdir()) / "hongtou-bench-libreoffice"
    home.mkdir(exist_ok=True)
    fonts = home / "fonts.conf"
    fonts.write_text(_fonts(home), "utf-8")
    before = _children_cpu_s()
    command = ["soffice", f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(out), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=600,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "FONTCONFIG_FILE": str(fonts)},
    )
    return Converted(tuple(out / f"{file.stem}.pdf" for file in files), _children_cpu_s() - before)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _fonts(home: Path) -> str:
    shelf = FontShelf(standard_folders())
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in standard_folders())
    aliases = "".join(
        f'<match><test name="family"><string>{escape(named)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(shelf.roles[role][0].removesuffix(" R"))}</string></edit></match>'
        for role, named in NAMED_IN_DOCX.items()
    )
    return f"<fontconfig>{folders}<cachedir>{escape(str(home / 'fontcache'))}</cachedir>{aliases}</fontconfig>"
