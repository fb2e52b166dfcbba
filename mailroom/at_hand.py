"""Files of one document, out of a ZIP file or at a path somebody names (一件的文件): told apart, looked through, never stored here."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from domain import draft
from domain.intake import Role, Source, SourceFile
from domain.levels import Level
from mailroom.drops import in_order
from mailroom.errors import FolderShapeError, SecretMarkError
from mailroom.kinds import ARCHIVE, BODIES, BODIES_FROM_OUTSIDE, Standing, check, ending
from mailroom.looking import Held, Looker, Seen
from mailroom.names import display, is_ignored, to_bytes, to_text
from mailroom.package import TAIL_BYTES
from mailroom.secrecy import higher, scan_name


def in_zip(alone: Held, looker: Looker, *, came_in: bool = False) -> list[Held]:
    """Give the files of a drop that is one file: itself, or those in a ZIP file, body first.

    Raises:
        DropError: The ZIP file, or a file in it, can't be taken.
    """
    if ending(alone.shown) != ARCHIVE:
        return [alone]
    files = dict(looker.unpack(alone.shown, alone.data))
    return _told_apart(alone.shown[: -len(ARCHIVE)], files, looker, came_in=came_in)


def at_path(path: Path, looker: Looker, permitted: Level) -> list[draft.SourceFile]:
    """Give the files at a path, a file, a folder or a ZIP file, as they are to be read; each is looked through first.

    Raises:
        SecretMarkError: One bears a mark above ``permitted``.
        DropError: One can't be taken in, and why.
    """
    if path.is_dir():
        files = {found.name: found.read_bytes() for found in sorted(path.iterdir()) if _belongs(found)}
        held = _told_apart(path.name, files, looker)
    else:
        data = path.read_bytes()
        standing = Standing(is_only=True, is_inside=False, converts=looker.converts)
        check(to_bytes(to_text(path.name.encode())), data[:8], data[-TAIL_BYTES:], path.name, standing)
        held = in_zip(Held(_noted(path.name, data), Role.BODY, data), looker)
    seen = [looker.look(file) for file in held]
    hit = higher(scan_name(path.name), *(one.hit for one in seen))
    if hit is not None and hit.level.rank > permitted.rank:
        raise SecretMarkError("这份文件")
    trouble = next((one.trouble for one in seen if one.trouble is not None), None)
    if trouble is not None:
        raise trouble
    return [_as_read(one) for one in seen]


def _told_apart(stem: str, files: dict[str, bytes], looker: Looker, *, came_in: bool = False) -> list[Held]:
    """Tell body and attachments of a folder or a ZIP file apart by their names, each judged by its first and last bytes."""
    noted = {to_text(name.encode()): data for name, data in files.items()}
    for name, data in noted.items():
        standing = Standing(len(noted) == 1, is_inside=True, converts=looker.converts, came_in=came_in)
        check(to_bytes(name), data[:8], data[-TAIL_BYTES:], display(to_bytes(name)), standing)
    if not noted:
        raise FolderShapeError(stem, "没有文件")
    source = Source("", to_text(stem.encode()), True, tuple(_noted(name, data) for name, data in noted.items()))
    return [
        Held(file, role, noted[file.name])
        for file, role in in_order(source, BODIES_FROM_OUTSIDE if came_in else BODIES)
    ]


def _belongs(path: Path) -> bool:
    if path.is_dir():
        raise FolderShapeError(path.parent.name, f"还套着文件夹“{path.name}”")
    return path.is_file() and not path.is_symlink() and not is_ignored(path.name.encode())


def _noted(name: str, data: bytes) -> SourceFile:
    return SourceFile(name, 0, 0, len(data), 0, 0)


def _as_read(one: Seen) -> draft.SourceFile:
    role = "body" if one.file.role is Role.BODY else "attachment"
    if one.rendered is None:
        return draft.SourceFile(one.file.shown, one.file.data, role)
    suffix, made = one.rendered
    return draft.SourceFile(PurePosixPath(one.file.shown).stem + suffix, made, role)
