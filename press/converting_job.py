"""The job that runs LibreOffice on one file (转换作业): in a bounded child, with a profile of its own in which macros and links are off."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from press.converting_fonts import FILE
from press.errors import ConversionError
from press.parcel import unpack

_SECONDS: Final = 28.0
_OPENED_AS: Final = {
    ".docx": "MS Word 2007 XML",
    ".doc": "MS Word 97",
    ".wps": "MS Word 97",
    ".odt": "writer8",
    ".rtf": "Rich Text Format",
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xls": "MS Excel 97",
    ".et": "MS Excel 97",
    ".ods": "calc8",
}
"""Named, so that what is none of it is not read as plain text."""
_FILTERS: Final = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf"}
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def convert(request: bytes) -> bytes:
    """Convert the file of ``request`` and give the outcome.

    Raises:
        ConversionError: LibreOffice ended without it.
    """
    head, (data,) = unpack(request)
    home = Path(head["home"])
    source = home / f"draft{head['suffix']}"
    source.write_bytes(data)
    profile = home / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    (home / FILE).write_text(head["fonts"], "utf-8")
    _run(_command(head["program"], source, head["to"]), home, head["name"])
    made = home / "out" / f"draft.{head['to']}"
    if not made.is_file():
        raise ConversionError(head["name"], "转换程序打不开它")
    return made.read_bytes()


def _command(program: str, source: Path, to: str) -> list[str]:
    home = source.parent
    return [
        program,
        f"-env:UserInstallation=file://{home / 'profile'}",
        *("--headless", "--norestore", "--nolockcheck"),
        f"--infilter={_OPENED_AS[source.suffix]}",
        *("--convert-to", _FILTERS[to]),
        *("--outdir", str(home / "out")),
        str(source),
    ]


def _run(command: list[str], home: Path, name: str) -> None:
    """Run LibreOffice with nothing of our surroundings but the path."""
    surroundings = {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(home / FILE),
    }
    try:
        subprocess.run(
            command,
            env=surroundings,
            cwd=home,
            timeout=_SECONDS,
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise ConversionError(name, f"超过 {_SECONDS:g} 秒仍未完成") from error
    except subprocess.CalledProcessError as error:
        raise ConversionError(name, "转换程序中断") from error
