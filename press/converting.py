"""Files of other office programs, turned into .docx or PDF by LibreOffice where it is installed (转换).

A file that was not yet looked through for secrecy marks must not touch a disk: the converter works in a folder of the memory file system.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final

from ground.child import (
    ChildCrashedError,
    ChildError,
    ChildJobError,
    ChildMemoryError,
    ChildTimeoutError,
    ForkingChild,
    Limits,
)
from press.errors import ConversionError, NoConverterError, rebuilt
from press.parcel import pack

JOB: Final = "press.converting_job:convert"
TO_WORD: Final = (".doc", ".wps", ".odt", ".rtf")
TO_PDF: Final = (".xlsx", ".xls", ".et", ".ods")
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - memory, not a disk, and each conversion has a folder only we can enter
_PREFIX: Final = "hongtou-convert-"
_LIMITS: Final = Limits(
    address_space_bytes=3 << 30, cpu_s=30, wall_s=30.0, file_size_bytes=128 << 20, reply_bytes=128 << 20
)


class Converter:
    """LibreOffice, bounded, a process for each file (转换程序)."""

    def __init__(self, program: str | None = None) -> None:
        self._program = program or shutil.which("soffice") or shutil.which("libreoffice") or ""
        self._child = ForkingChild(("press.converting_job",), _LIMITS)
        _clear_left_over()

    def can(self, suffix: str) -> bool:
        """Tell whether files of an ending can be converted on this machine: Writer or Calc is there, and memory to work in."""
        needed = "libswlo.so" if suffix in TO_WORD else "libsclo.so"
        is_installed = bool(self._program) and (Path(self._program).resolve().parent / needed).is_file()
        return suffix in (*TO_WORD, *TO_PDF) and is_installed and _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)

    def convert(self, data: bytes, name: str) -> tuple[str, bytes]:
        """Give the ending (``.docx`` or ``.pdf``) and the bytes of what a file is converted to.

        Raises:
            NoConverterError: LibreOffice is not installed, or there is no memory file system to work in.
            ConversionError: It did not come to an end, or could not open the file.
        """
        suffix = PurePosixPath(name).suffix.lower()
        to = "docx" if suffix in TO_WORD else "pdf"
        if not self.can(suffix):
            raise NoConverterError(name, suffix)
        home = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_MEMORY)
        request = {"program": self._program, "to": to, "suffix": suffix, "home": home, "name": name}
        try:
            return f".{to}", self._child.call(JOB, pack(request, (data,)))
        except ChildJobError as error:
            said = error.payload.get("fields", {})
            ours = rebuilt(error.kind, *(str(said.get(part, "")) for part in ("happened", "subject", "mend")))
            raise ours or ConversionError(name, "转换程序中断") from error
        except ChildTimeoutError as error:
            raise ConversionError(name, f"超过 {error.limit_s:g} 秒仍未完成") from error
        except (ChildMemoryError, ChildCrashedError) as error:
            raise ConversionError(name, "转换程序中断") from error
        except ChildError as error:
            raise ConversionError(name, str(error)) from error
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def close(self) -> None:
        """End the child."""
        self._child.close()


def _clear_left_over() -> None:
    """Remove what conversions of killed processes left in memory."""
    for folder in _MEMORY.glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)
