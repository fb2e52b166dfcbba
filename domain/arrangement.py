"""Where a piece goes when its year is filed (归档文件整理), DA/T 22-2015: 全宗, class, order and 件号. Pure; who decides stands elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.holding_events import FIRST
from domain.office import Office, Organ
from domain.piece_code import Series

_PARTS = re.compile(r"\d+|\D+")


class ClassScheme(StrEnum):
    """How the pieces of a 全宗 are classified (分类方案), DA/T 22-2015 5.2."""

    UNIT_FIRST = "年度-机构-保管期限"
    PERIOD_FIRST = "年度-保管期限-机构"
    NO_UNIT = "年度-保管期限"

    @property
    def by_unit(self) -> bool:
        """Tell whether 机构(问题) is a class."""
        return self is not ClassScheme.NO_UNIT


@dataclass(frozen=True)
class ArchiveRules:
    """An office's own rules of filing (归档设置): the table of retention periods, the scheme of each 全宗, and by when a year is filed.

    ``schemes`` are pairs of 全宗号 and scheme where one differs from ``scheme``. ``unattended`` lets the machine number what is plain
    without waiting for the archivist. An appraisal takes the opinions of ``appraisers`` people. A box takes ``box_pages`` pages.
    Between the approval of a destruction and carrying it out there are ``destruction_wait`` working days (冷静期).
    """

    table: str = "national"
    scheme: ClassScheme = ClassScheme.UNIT_FIRST
    schemes: tuple[tuple[str, ClassScheme], ...] = ()
    deadline: str = "06-30"
    unattended: bool = False
    loan_days: int = 10
    appraisers: int = 2
    box_pages: int = 400
    destruction_wait: int = 10

    def scheme_of(self, fonds: str) -> ClassScheme:
        """Give the scheme of a 全宗."""
        return dict(self.schemes).get(fonds, self.scheme)

    def due(self, year: int) -> dt.date:
        """Give the day by whose end the filing of ``year`` is to be finished: one of the next year."""
        month, _, day = self.deadline.partition("-")
        return dt.date(year + 1, int(month), int(day))


def home_of(office: Office, organs: Iterable[str]) -> Organ | None:
    """Give the organ whose 全宗 a piece belongs to: the first of its own that is ours, else the office that keeps the archive."""
    ours = [organ for organ in office.organs if not organ.external and organ.fonds]
    named = (office.organ_named(name) for name in organs)
    own = next((organ for organ in named if organ in ours), None)
    return own or next((organ for organ in ours if organ.kind == "office"), next(iter(ours), None))


def is_own(office: Office, organs: Iterable[str]) -> bool:
    """Tell whether a piece is one of our own organs'."""
    named = (office.organ_named(name) for name in organs)
    return any(organ is not None and not organ.external for organ in named)


def sort_key(dated: dt.date | None, number: str, title: str, record: str) -> tuple[object, ...]:
    """Order pieces within their class by time, then by number, then by title (排列), DA/T 22-2015 5.3."""
    return (dated or dt.date.min, natural(number), title, record)


@dataclass(frozen=True)
class InOrder:
    """A piece that waits for its number, as far as its order goes (待排一件)."""

    record: str
    key: tuple[object, ...]
    after: str = ""


def put_in_order(pieces: Iterable[InOrder]) -> list[str]:
    """Order the pieces of one class: by their keys, but those placed after another follow it, and those placed first come first.

    Where several follow the same piece they stand by their keys. A piece placed after one that is not here, or in a ring, stands by its own key.
    """
    waiting = sorted(pieces, key=lambda piece: piece.key)
    here = {piece.record for piece in waiting} | {FIRST}
    following: dict[str, list[InOrder]] = {}
    for piece in waiting:
        following.setdefault(piece.after if piece.after in here else "", []).append(piece)
    ordered: list[str] = []
    for head in (*following.get(FIRST, ()), *following.get("", ())):
        _walk(head.record, following, ordered)
    reached = set(ordered)
    rings = (piece for piece in waiting if piece.record not in reached)
    return [*ordered, *(piece.record for piece in rings)]


def _walk(head: str, following: Mapping[str, Sequence[InOrder]], ordered: list[str]) -> None:
    """Put a piece and all that follow it, without recursion: a thousand may follow one another."""
    stack = [head]
    while stack:
        record = stack.pop()
        ordered.append(record)
        stack += [piece.record for piece in reversed(following.get(record, ()))]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Order texts so that 9号 goes before 10号."""
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in _PARTS.findall(text))


def number_in_order(wanted: Iterable[tuple[str, Series]], last: Mapping[Series, int]) -> list[tuple[str, Series, int]]:
    """Give each record, in the order they come, the next 件号 of its class; ``last`` are the numbers given before. Nothing is renumbered."""
    reached = dict(last)
    numbered = []
    for record, series in wanted:
        reached[series] = reached.get(series, 0) + 1
        numbered.append((record, series, reached[series]))
    return numbered


def gaps(serials: Iterable[int]) -> tuple[int, ...]:
    """Name the 件号 that are missing below the highest (断号)."""
    known = set(serials)
    return tuple(sorted(set(range(1, max(known, default=0) + 1)) - known))


_ANSWERS = {"批复": "请示", "复函": "函"}
_SUBJECT = re.compile(r"(?:关于|对)(?P<subject>.+?)的(?P<kind>请示|批复|函|复函)$")


def question_of(title: str) -> tuple[str, str] | None:
    """Tell of a title what matter it puts or answers and as what (请示与批复、来函与复函); nothing for other titles."""
    found = _SUBJECT.search(title.strip())
    return (found["subject"].removeprefix("《").removesuffix("》"), found["kind"]) if found else None


def related(titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Link each 请示 with its 批复, each 函 with its 复函, by the matter their titles name; keys are 档号, values titles."""
    asked: dict[tuple[str, str], list[str]] = {}
    for code, title in titles.items():
        if (put := question_of(title)) is not None:
            asked.setdefault(put, []).append(code)
    links: dict[str, list[str]] = {}
    for (subject, kind), answers in asked.items():
        for question in asked.get((subject, _ANSWERS.get(kind, "")), ()):
            for answer in answers:
                links.setdefault(question, []).append(answer)
                links.setdefault(answer, []).append(question)
    return {code: tuple(sorted(others)) for code, others in links.items()}


def related_over_years(
    own: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Link a year's pieces as ``related`` does, then those left alone with the year ``before`` and the one ``after``.

    What is put to a superior in December is answered in January. A matter that comes back each year finds its answer in its own year first, so
    only what was left alone there is linked over: answers with questions of the year before, questions with answers of the year after.
    """
    links = related(own)
    alone = {code: title for code, title in own.items() if code not in links}
    asked, answered = _alone(before, _ANSWERS.values()), _alone(after, _ANSWERS.keys())
    over = related({**alone, **asked, **answered})
    return links | {code: others for code, others in over.items() if code in alone}


def _alone(titles: Mapping[str, str], kinds: Collection[str]) -> dict[str, str]:
    """Give those of some kinds that find no counterpart among their own."""
    links = related(titles)
    return {
        code: title
        for code, title in titles.items()
        if code not in links and (put := question_of(title)) is not None and put[1] in kinds
    }
