"""The place that backups go to (备份处): pieces under their SHA-256, manifests by number; nothing in it is ever changed.

    说明.txt   backups/<number>.json   pieces/<aa>/<sha256>   lock

A piece is durable before a sheet names it, a sheet before the manifest does: a manifest that stands there is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.backup_errors import (
    BackupDamagedError,
    BackupRunsError,
    NoBackupError,
    TargetUnusableError,
    told_of_target,
)
from archive.backup_manifest import CopiedFile, Manifest, Sheet, files_of, read_manifest, sheet_bytes
from archive.heads import SigningKey
from domain.canonical import sha256_hex
from ground.content import ContentDamagedError, ContentFolder
from ground.durable import (
    PART_SUFFIX,
    make_directory,
    part_beside,
    publish,
    replace_file,
    sync_directory,
    write_new,
)
from ground.lock import LockHeldError, exclusive

PIECE_BYTES = 4 << 20
"""Longer files are cut: a ledger that grew shares all pieces but the last with the backup before."""
_BATCH_BYTES = 32 << 20
_BATCH_PIECES = 500
_README = """本文件夹是红头机关文件夹的备份，只增不改。

一、恢复：hongtou restore 本文件夹 新的机关文件夹
二、没有软件时：backups 里每个 .json 是一次备份的清单（文本文件），sheets 列出各清单页的摘要（piece）；
    清单页和所有文件都按内容的 SHA-256 存放在 pieces/前两位/摘要 中。清单页每行写一个文件的路径和它的各段（pieces），
    按顺序接起来就是原文件：cat 第一段 第二段 > 文件。核对：sha256sum 各段，应等于文件名。
三、不要改动、改名、删除其中任何文件。到期的备份用 hongtou backups expire 清除。
"""


class BackupTarget:
    """A folder of backups, best on another machine or disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._manifests = root / "backups"
        self.pieces = ContentFolder(root / "pieces", "sha256")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Add to the target, alone, for the length of a ``with`` block; it is made when it is not there.

        Raises:
            TargetUnusableError: Something else lies there, or it can't be written.
            BackupRunsError: Another backup goes there now.
        """
        with told_of_target(self.root):
            if not self._manifests.is_dir():
                self._make()
            try:
                with exclusive(self.root / "lock", wait=False):
                    self.pieces.clear_unfinished()
                    self._clear_unfinished()
                    yield
            except LockHeldError as error:
                if error.path != self.root / "lock":
                    raise
                raise BackupRunsError(self.root) from error

    def numbers(self) -> list[int]:
        """Name the backups that are there, oldest first."""
        return sorted(int(path.stem) for path in self._manifests.glob("[0-9]*.json"))

    def manifest(self, number: int | None = None, public_key: str = "") -> Manifest:
        """Read a backup's manifest, the newest one's without a number.

        Raises:
            NoBackupError: There is none.
            BackupForgedError: It bears no good signature.
        """
        numbers = self.numbers()
        wanted = number if number is not None else max(numbers, default=0)
        if wanted not in numbers:
            raise NoBackupError(self.root)
        manifest = read_manifest(self._manifest_path(wanted), public_key)
        if manifest.number != wanted:
            raise BackupDamagedError(str(self._manifest_path(wanted)), "清单换了位置")
        return manifest

    def keep(self, manifest: Manifest, key: SigningKey) -> Manifest:
        """Sign a manifest and let it stand: from here on the backup counts."""
        signed = manifest.signed(key)
        path = self._manifest_path(manifest.number)
        part = part_beside(path)
        write_new(part, signed.to_bytes(), 0o440)
        publish(part, path)
        return signed

    def drop(self, number: int) -> None:
        """Remove a manifest whose term is over; its pieces go with ``sweep``."""
        self._manifest_path(number).unlink(missing_ok=True)
        sync_directory(self._manifests)

    def sweep(self) -> int:
        """Remove the pieces that no manifest names any more; give how many. Only while nobody writes."""
        named: set[str] = set()
        for number in self.numbers():
            for sheet in self.manifest(number).sheets:
                if sheet.piece not in named:
                    named |= {sheet.piece, *(piece for file in self.files(sheet) for piece in file.pieces)}
        left = [digest for digest in self.pieces.digests() if digest not in named]
        for digest in left:
            self.pieces.discard(digest)
        return len(left)

    def files(self, sheet: Sheet) -> tuple[CopiedFile, ...]:
        """Read a sheet.

        Raises:
            BackupDamagedError: It is gone, or not what was written.
        """
        return files_of(self.piece(sheet.piece, f"清单页 {sheet.group}"))

    def piece(self, digest: str, of: str) -> bytes:
        """Read a piece, checked; ``of`` says in an error what it belongs to.

        Raises:
            BackupDamagedError: It is gone, or not what was written.
        """
        try:
            return self.pieces.read(digest)
        except FileNotFoundError as error:
            raise BackupDamagedError(str(self.pieces.path(digest)), f"缺少{of}的一段") from error
        except ContentDamagedError as error:
            raise BackupDamagedError(str(error.path), f"{of}的一段被改动") from error
        except ValueError as error:
            raise BackupDamagedError(str(self.root), f"{of}的一段名称不对") from error

    def _manifest_path(self, number: int) -> Path:
        return self._manifests / f"{number:06d}.json"

    def _clear_unfinished(self) -> None:
        """Remove manifests that a power cut kept from getting their names."""
        for left in self._manifests.glob(f".*{PART_SUFFIX}"):
            left.unlink()

    def _make(self) -> None:
        if self.root.is_dir() and any(self.root.iterdir()):
            raise TargetUnusableError(self.root, "里面有别的东西")
        make_directory(self._manifests)
        make_directory(self.pieces.root)
        replace_file(self.root / "说明.txt", _README.encode())


class Writer:
    """Gathers the files of one backup: pieces in batches, so that a folder is synced once for many.

    ``before`` is the last backup: what it holds of a file that did not change is named again, not read again.
    """

    def __init__(self, target: BackupTarget, before: Manifest | None) -> None:
        self._target = target
        self._sheets_before = before.sheets if before else ()
        self._waiting: dict[str, bytes] = {}
        self._size = 0
        self._groups: dict[str, list[CopiedFile]] = {}
        self.new_pieces = 0
        self.new_bytes = 0

    def put(self, data: bytes) -> str:
        """Keep a piece and give its digest; it is durable after the next ``settle``."""
        digest = sha256_hex(data)
        if digest not in self._waiting:
            self._waiting[digest] = data
            self._size += len(data)
        if self._size > _BATCH_BYTES or len(self._waiting) > _BATCH_PIECES:
            self.settle()
        return digest

    def known(self, group: str) -> dict[str, CopiedFile]:
        """Give the files of a group as the last backup has them."""
        sheet = next((sheet for sheet in self._sheets_before if sheet.group == group), None)
        return {file.path: file for file in self._target.files(sheet)} if sheet else {}

    def holds(self, pieces: Iterable[str]) -> bool:
        """Tell whether all pieces stand there, without reading them."""
        return all(self._target.pieces.holds(piece) for piece in pieces)

    def add(self, group: str, file: CopiedFile) -> None:
        """Note a file of a group; its pieces were put, or stand there since an earlier backup."""
        self._groups.setdefault(group, []).append(file)

    def settle(self) -> None:
        """Write the pieces that wait, durable; one that stands there whole is left as it is."""
        new = [digest for digest in self._waiting if not self._target.pieces.holds(digest)]
        self.new_pieces += len(new)
        self.new_bytes += sum(len(self._waiting[digest]) for digest in new)
        if self._waiting:
            self._target.pieces.put_all(list(self._waiting.values()))
        self._waiting, self._size = {}, 0

    def sheets(self) -> tuple[Sheet, ...]:
        """Write the sheets that are not there, durable with all they name."""
        made = [self._sheet(group, files) for group, files in sorted(self._groups.items())]
        self.settle()
        return tuple(made)

    def _sheet(self, group: str, files: list[CopiedFile]) -> Sheet:
        data = sheet_bytes(files)
        sheet = Sheet(group, sha256_hex(data), len(files), sum(file.size for file in files))
        if sheet not in self._sheets_before or not self.holds([sheet.piece]):
            self.put(data)
        return sheet
