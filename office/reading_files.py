"""Which of a version's files are read (读稿文件): what was converted at the door stands in for its original, which is kept as it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from domain.draft import SourceFile
from domain.intake import Role, StagedFile
from office.house import House


def source_files(house: House, files: Sequence[StagedFile]) -> list[SourceFile]:
    """Fetch the bytes of a version's files for the press, each original or what it was converted to."""
    return [
        SourceFile(name, house.staging.read(file.sha512), "body" if role is Role.BODY else "attachment")
        for name, file, role in _read_as(files)
    ]


def without_body(files: Sequence[StagedFile]) -> tuple[StagedFile, ...]:
    """Give the files that stay when another body takes the place of this one: its conversion goes with it."""
    kept: list[StagedFile] = []
    of_body = False
    for file in files:
        of_body = file.role is Role.BODY or (of_body and file.role is Role.RENDERED)
        if not of_body:
            kept.append(file)
    return tuple(kept)


def body_to_edit(files: Sequence[StagedFile]) -> tuple[str, StagedFile]:
    """Give the body that a person can go on editing as .docx, with its name."""
    return next((name, file) for name, file, role in _read_as(files) if role is Role.BODY)


def _read_as(files: Sequence[StagedFile]) -> Iterator[tuple[str, StagedFile, Role]]:
    for place, file in enumerate(files):
        if file.role is Role.RENDERED:
            continue
        after = files[place + 1] if place + 1 < len(files) else file
        if after.role is Role.RENDERED:
            yield PurePosixPath(file.name).stem + PurePosixPath(after.name).suffix, after, file.role
        else:
            yield file.name, file, file.role
