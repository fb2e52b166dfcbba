"""Files of other office programs, turned into .docx or PDF by LibreOffice where it is installed (转换).

A file that was not yet looked through for secrecy marks must not touch a disk: the converter works in a folder of the memory file system.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
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
from ground.scratch import scratch_prefix
from press.converting_fonts import font_settings
from press.errors import ConversionError, NoConverterError, rebuilt
from press.fonts import standard_folders
from press.parcel import pack

JOB: Final = "press.converting_job:convert"
TO_WORD: Final = (".doc", ".wps", ".odt", ".rtf")
TO_PDF: Final = (".xlsx", ".xls", ".et", ".ods")
_WRITER: Final = "libswlo.so"
_CALC: Final = "libsclo.so"
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - memory, not a disk, and each conversion has a folder only we can enter
_PREFIX: Final = "hongtou-convert-"
_LIMITS: Final = Limits(
    address_space_bytes=3 << 30, cpu_s=30, wall_s=30.0, file_size_bytes=128 << 20, reply_bytes=128 << 20
)


class Converter:
    """LibreOffice, bounded, a process for each file (转换程序)."""

    def __init__(self, program: str | None = None, fonts: Sequence[str] | None = None) -> None:
        """``fonts`` are the folders of fonts it draws with beside the machine's own; ours, where nothing is said."""
        self._fonts = list(fonts) if fonts is not None else [str(folder) for folder in standard_folders()]
        self._program = program or shutil.which("soffice") or shutil.which("libreoffice") or ""
        self._child = ForkingChild(("press.converting_job",), _LIMITS)
        scratch_prefix(_PREFIX, _MEMORY)  # what conversions of killed processes left in memory goes now

    def can(self, suffix: str) -> bool:
        """Tell whether files of an ending can be converted on this machine: Writer or Calc is there, and memory to work in."""
        return suffix in (*TO_WORD, *TO_PDF) and self._has(_WRITER if suffix in TO_WORD else _CALC)

    def can_render(self) -> bool:
        """Tell whether pages can be made of a .docx on this machine."""
        return self._has(_WRITER)

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
        return f".{to}", self._converted(data, name, suffix, to)

    def render(self, docx: bytes, name: str) -> bytes:
        """Give the PDF that LibreOffice makes of a .docx that was looked through (渲染).

        Raises:
            ConversionError: It did not come to an end, or could not open the file.
        """
        return self._converted(docx, name, ".docx", "pdf")

    def _has(self, library: str) -> bool:
        is_installed = bool(self._program) and (Path(self._program).resolve().parent / library).is_file()
        return is_installed and _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)

    def _converted(self, data: bytes, name: str, suffix: str, to: str) -> bytes:
        home = tempfile.mkdtemp(prefix=scratch_prefix(_PREFIX, _MEMORY), dir=_MEMORY)
        request = {
            "program": self._program,
            "to": to,
            "suffix": suffix,
            "home": home,
            "name": name,
            "fonts": font_settings(self._fonts, Path(home) / "fonts"),
        }
        try:
            return self._child.call(JOB, pack(request, (data,)))
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
