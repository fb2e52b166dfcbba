"""What a backup says of itself (备份清单): a signed manifest, which names sheets, which name files, which name pieces.

The format stands in docs/formats/backup.md.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from archive.backup_errors import BackupDamagedError, BackupForgedError
from archive.heads import SigningKey, signature_holds
from domain.canonical import canonical_bytes, parse_plain, sha256_hex
from domain.codec import from_plain

FORMAT = "hongtou-backup-1"


@dataclass(frozen=True)
class CopiedFile:
    """A file as it was copied (备份文件): ``path`` from the office's folder with ``/``, its bytes in pieces in order."""

    path: str
    size: int
    mode: int
    modified_ns: int
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A list of files (清单页), itself a piece: canonical JSON, a line each, sorted by path."""

    group: str
    piece: str
    files: int
    size: int


@dataclass(frozen=True)
class Manifest:
    """One backup (备份清单); ``ledger_index`` and ``ledger_own`` are the ledger's last line in it, ``previous`` the digest of the manifest before."""

    format: str
    number: int
    office: str
    at: dt.datetime
    ledger_index: int
    ledger_own: str
    has_registry: bool
    sheets: tuple[Sheet, ...]
    previous: str
    public_key: str
    signature: str = ""

    @property
    def files(self) -> int:
        """Count its files."""
        return sum(sheet.files for sheet in self.sheets)

    @property
    def size(self) -> int:
        """Give how many bytes its files hold."""
        return sum(sheet.size for sheet in self.sheets)

    def signed_bytes(self) -> bytes:
        """Give what the signature is over."""
        return canonical_bytes(dataclasses.replace(self, signature=""))

    def signed(self, key: SigningKey) -> Manifest:
        """Give it with the signature of the office's key."""
        bare = dataclasses.replace(self, public_key=key.public, signature="")
        return dataclasses.replace(bare, signature=key.signature_of(bare.signed_bytes()))

    def to_bytes(self) -> bytes:
        """Give it as it stands in its file."""
        return canonical_bytes(self) + b"\n"

    @property
    def digest(self) -> str:
        """Give the SHA-256 digest of its file."""
        return sha256_hex(self.to_bytes())


def read_manifest(path: Path, public_key: str = "") -> Manifest:
    """Read a manifest and check its signature: by ``public_key`` when one is given, else by the key that it names.

    Raises:
        BackupDamagedError: It is no manifest of ours.
        BackupForgedError: It bears no good signature, or another key's.
    """
    try:
        data = path.read_bytes()
        manifest = from_plain(Manifest, parse_plain(data))
    except (ValueError, RecursionError) as error:
        raise BackupDamagedError(str(path), "清单读不出来") from error
    if manifest.format != FORMAT:
        raise BackupDamagedError(str(path), f"清单的格式“{manifest.format}”这一版读不了")
    if not manifest.signature:
        raise BackupForgedError(str(path), "没有签名")
    if public_key and manifest.public_key != public_key.lower():
        raise BackupForgedError(str(path), "不是所写的那把密钥签的")
    if data != manifest.to_bytes() or not signature_holds(
        manifest.public_key, manifest.signature, manifest.signed_bytes()
    ):
        raise BackupForgedError(str(path), "的签名对不上")
    return manifest


def sheet_bytes(files: list[CopiedFile]) -> bytes:
    """Write a sheet: the same files always give the same bytes."""
    return b"".join(canonical_bytes(file) + b"\n" for file in sorted(files, key=lambda file: file.path))


def files_of(data: bytes) -> tuple[CopiedFile, ...]:
    """Read a sheet back."""
    return tuple(from_plain(CopiedFile, parse_plain(line)) for line in data.splitlines())
