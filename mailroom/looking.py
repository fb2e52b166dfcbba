"""Looking through the files of a drop (查看来件): each kind in its own way, all in bounded children, nothing of it stored yet.

A .docx is searched as it is. A PDF or a picture is opened by the printing room, which gives its words. What has to be converted is
searched twice: its own bytes, and what it was converted to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.errors import BadInputError
from domain.findings import Finding, Severity
from domain.intake import LookedInto, Role, SourceFile
from domain.levels import Level
from ground import child
from mailroom import kinds
from mailroom.errors import (
    ArchiveError,
    DropError,
    HostileFileError,
    NotWordError,
    ScannerDownError,
    StillWrittenError,
    UnlookableError,
    UnopenedError,
)
from mailroom.names import display, to_bytes
from mailroom.secrecy import (
    RAW_JOB,
    SCAN_JOB,
    TEXT_JOB,
    Hit,
    Marks,
    answered,
    higher,
    request,
    scan_name,
    text_request,
)
from mailroom.unpacking import UNPACK_JOB, unpacked

LIMITS = child.Limits(address_space_bytes=1 << 30, cpu_s=20, wall_s=30.0, reply_bytes=220 << 20)
_DEEPEST = 3
_TAKE_IT_OUT = "去掉内嵌文件，重新导出 PDF 后再投"
_LAW = "保守国家秘密法第二十二条"
MODULES = ("mailroom.secrecy", "mailroom.unpacking", "mailroom.exchange_reading")


class Opener(Protocol):
    """Who opens what only the printing room can (开检); its errors are ``BadInputError``."""

    def convertible(self) -> tuple[str, ...]:
        """Name the endings that this machine can convert."""
        ...

    def convert(self, data: bytes, name: str) -> tuple[str, bytes]:
        """Give ``.docx`` or ``.pdf`` and the bytes of what a file is converted to."""
        ...

    def look_into(self, data: bytes, name: str) -> LookedInto:
        """Give the words of a PDF or a picture, and its pages that have none."""
        ...

    def files_within(self, data: bytes, name: str) -> tuple[tuple[str, bytes], ...]:
        """Give the files that a PDF carries inside, with their names."""
        ...

    def read_ahead(self, data: bytes, name: str, process: child.Child) -> None:
        """Read a .docx that is taken in, in the process that has looked through it, so that it is at hand when it is asked for."""
        ...


@dataclass(frozen=True)
class Held:
    """A file of a drop, held in memory (在手来件)."""

    source: SourceFile
    role: Role
    data: bytes

    @property
    def shown(self) -> str:
        """Give its name for people."""
        return display(to_bytes(self.source.name))


@dataclass(frozen=True)
class Seen:
    """What looking through one file gave (查看结果): marks, what speaks against it, what it was converted to, what is to be told."""

    file: Held
    marks: Marks
    trouble: DropError | None = None
    rendered: tuple[str, bytes] | None = None
    told: tuple[Finding, ...] = ()
    within: tuple[str, ...] = ()

    @property
    def hit(self) -> Hit | None:
        """Give the highest mark found."""
        return self.marks.title_block

    def mentions(self) -> tuple[Finding, ...]:
        """Tell where the text speaks of secrecy without being marked."""
        return tuple(_mention(self.file.shown, where) for where in sorted(set(self.marks.prose)))


@dataclass(frozen=True)
class Looker:
    """Looks through files in the bounded child, and through the printing room's where there is one (查看)."""

    scanning: child.Child
    opener: Opener | None = None

    @property
    def converts(self) -> tuple[str, ...]:
        """Name the endings that can be converted here."""
        return self.opener.convertible() if self.opener else ()

    def look(self, file: Held, *, came_in: bool = False) -> Seen:
        """Look through one file of a drop; in what ``came_in`` from outside nobody had to look at pictures yet: that is the clerk's.

        Raises:
            ScannerDownError: The bounded child does not start.
        """
        return self._look(file, 0, came_in=came_in)

    def look_within(self, file: Held) -> Seen:
        """Look through the files that a PDF carries inside, and not through its pages; pictures among them are for people to look at.

        Raises:
            ScannerDownError: The bounded child does not start.
        """
        if self.opener is None:
            raise NotWordError(file.shown, f"扩展名 {kinds.ending(file.shown)}")
        try:
            names = tuple(name for name, _ in self.opener.files_within(file.data, file.shown))
            return self._with_files_within(Seen(file, Marks(None), within=names), 0, came_in=True)
        except BadInputError as error:
            return Seen(file, Marks(None), _trouble(file.shown, error))

    def _look(self, file: Held, depth: int, *, came_in: bool) -> Seen:
        suffix = kinds.ending(file.shown)
        try:
            if suffix == kinds.PDF or suffix in kinds.PICTURES:
                seen = self._look_into(file, file.data, file.shown, came_in=came_in)
                return self._with_files_within(seen, depth, came_in=came_in)
            if suffix in kinds.CONVERTED:
                return self._look_at_converted(file, came_in=came_in)
        except BadInputError as error:
            return Seen(file, Marks(scan_name(file.shown)), _trouble(file.shown, error))
        marks = self.marks_of(file.shown, file.data)
        return Seen(file, marks, _problem(file.shown, marks), told=_unsearched(file.shown, marks))

    def read_ahead(self, seen: Seen) -> None:
        """Have a .docx read in the process that has looked through it; whatever is not read now is read when it is asked for."""
        if self.opener is not None and kinds.ending(seen.file.shown) == kinds.WORD:
            self.opener.read_ahead(seen.file.data, seen.file.shown, self.scanning)

    def unpack(self, shown: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
        """Give the files in a ZIP file.

        Raises:
            DropError: It is not whole, hostile, or not one document.
        """
        try:
            found = unpacked(self.scanning.call(UNPACK_JOB, data))
        except child.ChildStartError as error:
            raise ScannerDownError(str(error)) from error
        except child.ChildError as error:
            raise ArchiveError(shown, "解包时间过长或占用过大") from error
        if found.problem == "not_whole":
            raise StillWrittenError(shown)
        if found.problem:
            raise ArchiveError(shown, found.detail)
        return found.files

    def marks_of(self, name: str, data: bytes) -> Marks:
        """Look through a .docx for marks."""
        return self._marks(name, SCAN_JOB, request(name, data))

    def mark_among(self, words: str, page: int) -> Level | None:
        """Give the level of the highest mark among words that were read on a page of a scan.

        Raises:
            HostileFileError: The search did not come to an end.
        """
        pages = (words,) if page == 1 else ("", words)
        marks = self._marks("", TEXT_JOB, text_request("", (), pages))
        trouble = _problem(f"第{page}页", marks)
        if trouble is not None:
            raise trouble
        return marks.title_block.level if marks.title_block else None

    def _marks(self, name: str, job: str, message: bytes) -> Marks:
        try:
            return answered(self.scanning.call(job, message))
        except child.ChildStartError as error:
            raise ScannerDownError(str(error)) from error
        except child.ChildTimeoutError:
            return Marks(scan_name(name), problem="hostile", detail="检查超时")
        except child.ChildMemoryError:
            return Marks(scan_name(name), problem="hostile", detail="占用内存过大")
        except child.ChildError:
            return Marks(scan_name(name), problem="hostile", detail="检查中断")

    def _look_into(self, file: Held, data: bytes, shown: str, *, came_in: bool) -> Seen:
        """Look through a PDF or a picture; what nobody can look at by program needs a word of the drafter's."""
        if self.opener is None:
            raise NotWordError(shown, f"扩展名 {kinds.ending(shown)}")
        looked = self.opener.look_into(data, shown)
        marks = self._marks(shown, TEXT_JOB, text_request(shown, looked.properties, looked.texts))
        trouble = _problem(shown, marks)
        if not looked.blind:
            return Seen(file, marks, trouble, within=looked.within)
        pages = _pages(looked)
        if came_in:
            return Seen(file, marks, trouble, told=(_unseen(shown, pages),), within=looked.within)
        if not kinds.says_not_secret(shown):
            return Seen(file, marks, trouble or UnlookableError(shown, pages), within=looked.within)
        return Seen(file, marks, trouble, told=(_declared(shown, pages),), within=looked.within)

    def _with_files_within(self, seen: Seen, depth: int, *, came_in: bool) -> Seen:
        """Look through the files that a PDF carries inside as well: a mark in one of them is a mark of the whole."""
        if not seen.within:
            return seen
        if depth == _DEEPEST or self.opener is None:
            raise HostileFileError(seen.file.shown, "内嵌的文件里又内嵌文件，层数过多")
        inner = [
            self._look_within(seen.file, name, data, depth + 1, came_in=came_in)
            for name, data in self.opener.files_within(seen.file.data, seen.file.shown)
        ]
        highest, prose, trouble, told = seen.marks.title_block, seen.marks.prose, seen.trouble, seen.told
        for one in inner:
            highest, prose = higher(highest, one.marks.title_block), (*prose, *one.marks.prose)
            trouble, told = trouble or one.trouble, (*told, *one.told)
        for name in seen.within:
            highest = higher(highest, scan_name(name))
        return Seen(seen.file, Marks(highest, prose), trouble, seen.rendered, told)

    def _look_within(self, outer: Held, name: str, data: bytes, depth: int, *, came_in: bool) -> Seen:
        shown = f"{outer.shown}：{name}"
        held = Held(dataclasses.replace(outer.source, name=shown), outer.role, data)
        if kinds.ending(name) in kinds.PLAIN_TEXT:
            marks = self._marks(shown, TEXT_JOB, text_request(shown, (), (_as_text(data),)))
            return Seen(held, marks, _problem(shown, marks))
        if kinds.ending(name) not in kinds.ATTACHED:
            said = f"PDF 里内嵌的“{name}”无法检查密级标志"
            return Seen(held, Marks(scan_name(shown)), UnopenedError(outer.shown, said, _TAKE_IT_OUT))
        seen = self._look(held, depth, came_in=came_in)
        if not isinstance(seen.trouble, StillWrittenError):
            return seen
        said = (
            f"PDF 里内嵌的“{name}”不完整，无法检查密级标志"  # what lies within a whole file is not still being written
        )
        return dataclasses.replace(seen, trouble=UnopenedError(outer.shown, said, _TAKE_IT_OUT))

    def _look_at_converted(self, file: Held, *, came_in: bool) -> Seen:
        if self.opener is None:
            raise NotWordError(file.shown, f"扩展名 {kinds.ending(file.shown)}")
        raw = self._marks(file.shown, RAW_JOB, request(file.shown, file.data))
        suffix, made = self.opener.convert(file.data, file.shown)
        if suffix == kinds.PDF:
            seen = self._look_into(file, made, file.shown, came_in=came_in)
        else:
            marks = self.marks_of(file.shown, made)
            seen = Seen(file, marks, _problem(file.shown, marks), told=_unsearched(file.shown, marks))
        joined = Marks(higher(raw.title_block, seen.marks.title_block), (*raw.prose, *seen.marks.prose))
        return Seen(file, joined, _problem(file.shown, raw) or seen.trouble, (suffix, made), seen.told)


def _trouble(shown: str, error: BadInputError) -> DropError:
    return error if isinstance(error, DropError) else UnopenedError(shown, error.happened, error.mend)


def _problem(shown: str, found: Marks) -> DropError | None:
    match found.problem:
        case "":
            return None
        case "not_whole":
            return StillWrittenError(shown)
        case "not_docx":
            return NotWordError(shown, found.detail)
        case _:
            return HostileFileError(shown, found.detail)


def _as_text(data: bytes) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.decode("utf-16" if wide else "utf-8-sig", "replace")


def _pages(looked: LookedInto) -> str:
    if looked.pages == 1:
        return "文件"
    listed: Sequence[int] = looked.blind[:5]
    return f"第{'、'.join(map(str, listed))}{'等' if len(looked.blind) > len(listed) else ''}页"


def _unsearched(shown: str, found: Marks) -> tuple[Finding, ...]:
    """Say that the pictures in a Word file were not searched: no program here reads words in pictures."""
    if not found.pictures:
        return ()
    said = f"文稿里有{found.pictures}幅图片，系统看不出图片上有没有密级标志"
    return (Finding("SEC-09", _LAW, Severity.WARNING, shown, said, "由机要员看过图片再办"),)


def _unseen(shown: str, pages: str) -> Finding:
    return Finding(
        "SEC-10",
        _LAW,
        Severity.WARNING,
        shown,
        f"{pages}没有文字层，系统看不出密级标志",
        "由机要员核对原件的密级；签收登记写明密级之前，不显示版面，不编入检索",
    )


def _mention(shown: str, where: str) -> Finding:
    return Finding(
        "SEC-07",
        "保守国家秘密法第二十二条",
        Severity.WARNING,
        f"{shown}，{where}",
        "文中提到“绝密”“机密”或“秘密”字样，但不是密级标志",
        "核对内容是否涉密；不涉密的不必处理",
    )


def _declared(shown: str, pages: str) -> Finding:
    return Finding(
        "SEC-08",
        _LAW,
        Severity.WARNING,
        shown,
        f"{pages}是图片，系统看不出密级标志，投稿人在文件名中写明不涉密",
        "由机要员看过图片再办",
    )
