"""Reading procedures from their files (程序文件): the edge parses, every error names file, line and sentence."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from operator import itemgetter
from pathlib import Path
from typing import Any

from domain.admitted import unfit_values
from domain.condition import Condition, ConditionError, parse_condition
from domain.levels import Retention
from domain.office import Office, OrganKind
from domain.posting import fitted
from domain.posts import POSTS
from domain.procedure import (
    CONDITION_FIELDS,
    MAY_COMPARE,
    MAY_REPEAL,
    MAY_TAKE_CONSENT,
    MAY_WITHDRAW,
    PRINCIPAL,
    RECEIPT_FIELDS,
    RECEIPT_VERBS,
    RECORDS_PAPER,
    Flow,
    ForEach,
    Limit,
    LimitUnit,
    Procedure,
    Step,
    Verb,
)
from office.calendar_file import day_of
from office.errors import ProcedureFileError, ProcedureFilesError
from office.procedure_checks import Fault, faults_of_procedure, faults_of_step, faults_of_steps
from office.procedure_lines import HEAD, ProcedureLines
from office.procedure_words import allowed_values
from office.receipt_checks import EXAMINE_ITEMS, PACKAGE_ITEMS, faults_of_receipts

CHECK_ITEMS = ("签批手续完备", "附件齐全", "格式规范")
"""What is ticked at a 复核 where the file does not say it (条例 art. 25, S4 公文四)."""
STEP_VERBS = (
    *(Verb.REVIEW, Verb.COSIGN, Verb.SIGN, Verb.CHECK),
    *(Verb.REGISTER, Verb.SEAL, Verb.PRINT, Verb.DISTRIBUTE),
)

_TABLES = {"procedure", "step"}
_PROCEDURE_KEYS = {
    *("id", "version", "name", "effective_from", "register", "source", "applies", "retention"),
    *("limit", "urgent_limit", "extend_by", "withdraw_by", "consent_by", "compare_by", "repeal_by"),
    *("numbered", "sealed", "paper_by", "flow", "package_checks", "count_pages"),
}
_STEP_KEYS = {
    *("id", "name", "verb", "roles", "when", "limit", "for_each", "own_unit"),
    *("in_order", "delegable", "verbal", "items", "extend_by", "again"),
}


def load_procedures(names: tuple[str, ...], own_folder: Path, office: Office | None = None) -> tuple[Procedure, ...]:
    """Read the named procedures, an office's own file before ours of the same name, and fit them to the office's posts.

    Raises:
        ProcedureFileError: A file is missing or can't be used.
        ProcedureFilesError: There are several faults, in one file or in several; each is named.
    """
    found: list[Procedure] = []
    errors: list[ProcedureFileError] = []
    for name in names:
        try:
            found.append(_load(name, own_folder, office))
        except ProcedureFilesError as several:
            errors.extend(several.each)
        except ProcedureFileError as error:
            errors.append(error)
    _raise_if_any(errors)
    return tuple(fitted(procedure, office) if office else procedure for procedure in found)


def parse_procedure(text: str, place: str, office: Office | None = None) -> Procedure:
    """Read one procedure from its TOML text, for an office if one is given; ``place`` names the file in errors.

    Raises:
        ProcedureFileError: The file can't be used.
        ProcedureFilesError: It has several faults; each is named with its line.
    """
    return _Reader(text, place, office).procedure()


def shipped_procedures() -> tuple[str, ...]:
    """Name the procedure files that come with the software, without ``.toml``."""
    folder = files("templates").joinpath("procedures")
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def shipped_text(name: str) -> str | None:
    """Give the file of a procedure that comes with the software as it stands, comments included; nothing where there is none."""
    return (
        files("templates").joinpath("procedures", f"{name}.toml").read_text("utf-8")
        if name in shipped_procedures()
        else None
    )


def _load(name: str, own_folder: Path, office: Office | None) -> Procedure:
    own = own_folder / f"{name}.toml"
    ours = files("templates").joinpath("procedures", f"{name}.toml")
    if own.is_file():
        return parse_procedure(_text_of(own), str(own), office)
    if not ours.is_file():
        raise ProcedureFileError(f"{name}.toml", "没有这个程序文件")
    return parse_procedure(ours.read_text("utf-8"), f"{name}.toml", office)


def _text_of(path: Path) -> str:
    """Read a file with or without the mark that Windows editors put before it."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProcedureFileError(str(path), "不是 UTF-8 编码") from error


def _raise_if_any(errors: Sequence[ProcedureFileError]) -> None:
    if errors:
        raise errors[0] if len(errors) == 1 else ProcedureFilesError(errors)


class _Reader:
    """Reads one file; ``step`` counts its steps from 1, 0 is the head.

    What can't be read is noted and read on with a value in its place, so that all faults are told at once; what steps must hold to one
    another is looked at when each of them can be read.
    """

    def __init__(self, text: str, place: str, office: Office | None) -> None:
        self._lines = ProcedureLines(text)
        self._posts = {post.id for post in (office.posts if office else POSTS)}
        self._organs = {organ.kind for organ in office.organs if not organ.external} if office else set[OrganKind]()
        self._place = place
        self._flow = Flow.DISPATCH
        self._noted: list[tuple[int, ProcedureFileError]] = []
        try:
            self._data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ProcedureFileError(place, f"不是有效的 TOML：{error}") from error

    def procedure(self) -> Procedure:
        for key in sorted(self._data.keys() - _TABLES):
            self._note(key, f"程序文件中没有“{key}”这一项，只有 [procedure] 和 [[step]]")
        head = self._data.get("procedure")
        if not isinstance(head, dict):
            raise self._error("procedure", "缺少 [procedure]")
        self._known_keys(head, _PROCEDURE_KEYS, HEAD)
        self._flow = Flow(self._one_of(head, "flow", list(Flow), HEAD, Flow.DISPATCH))
        self._raise_noted()  # what may stand in the rest depends on the flow
        procedure = self._read(head, is_dispatch=self._flow is Flow.DISPATCH)
        self._raise_noted()
        checks = (faults_of_steps, self._faults_of_procedure) if self._flow is Flow.DISPATCH else (faults_of_receipts,)
        for check in checks:  # the second relies on the first
            for fault in check(procedure):
                self._note(fault.key, fault.sentence, fault.step)
            self._raise_noted()
        return procedure

    def _faults_of_procedure(self, procedure: Procedure) -> Iterator[Fault]:
        return faults_of_procedure(procedure, self._organs)

    def _read(self, head: Mapping[str, Any], *, is_dispatch: bool) -> Procedure:
        return Procedure(
            id=self._text(head, "id", HEAD),
            version=self._version(head),
            name=self._text(head, "name", HEAD),
            effective_from=self._effective(head),
            register=self._text(head, "register", HEAD),
            source=str(head.get("source", "")),
            applies=self._condition(head, "applies", HEAD),
            steps=self._steps(),
            numbered=self._switch(head, "numbered", HEAD, default=is_dispatch),
            sealed=self._switch(head, "sealed", HEAD, default=is_dispatch),
            retention=self._one_of(head, "retention", [period.value for period in Retention], HEAD),
            limit=self._limit(head, "limit", HEAD),
            urgent_limit=self._limit(head, "urgent_limit", HEAD),
            extend_by=self._people(head, "extend_by", HEAD),
            withdraw_by=self._people(head, "withdraw_by", HEAD) or MAY_WITHDRAW,
            consent_by=self._people(head, "consent_by", HEAD) or MAY_TAKE_CONSENT,
            paper_by=self._people(head, "paper_by", HEAD) or RECORDS_PAPER,
            compare_by=self._people(head, "compare_by", HEAD) or MAY_COMPARE,
            repeal_by=self._people(head, "repeal_by", HEAD) or MAY_REPEAL,
            flow=self._flow,
            package_checks=self._list(head, "package_checks", HEAD) or (() if is_dispatch else PACKAGE_ITEMS),
            counted=self._condition(head, "count_pages", HEAD) if "count_pages" in head else None,
        )

    def _effective(self, head: Mapping[str, Any]) -> dt.date:
        effective = day_of(head.get("effective_from"))
        if effective is None:
            self._note("effective_from", "生效日期应写成 effective_from = 2026-01-01 的形式")
        return effective or dt.date.max

    def _version(self, head: Mapping[str, Any]) -> int:
        version = head.get("version", 1)
        if type(version) is int and version >= 1:
            return version
        self._note("version", "版本应写成 1、2、3 这样的整数")
        return 1

    def _steps(self) -> tuple[Step, ...]:
        tables = self._data.get("step", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._note("step", "环节要写成 [[step]]，两层方括号")
            return ()
        return tuple(self._step(table, number) for number, table in enumerate(tables, 1))

    def _step(self, table: Mapping[str, Any], number: int) -> Step:
        before = len(self._noted)
        self._known_keys(table, _STEP_KEYS, number)
        for_each = ForEach(self._one_of(table, "for_each", list(ForEach), number, ForEach.ONCE))
        verbs = STEP_VERBS if self._flow is Flow.DISPATCH else RECEIPT_VERBS
        verb = Verb(self._one_of(table, "verb", list(verbs), number))
        step = Step(
            id=self._text(table, "id", number),
            name=self._text(table, "name", number),
            verb=verb,
            roles=self._roles(table, for_each, number),
            when=self._condition(table, "when", number),
            limit=self._limit(table, "limit", number),
            for_each=for_each,
            own_unit=self._switch(table, "own_unit", number),
            in_order=self._switch(table, "in_order", number),
            delegable=self._switch(table, "delegable", number),
            verbal=self._switch(table, "verbal", number),
            items=self._items(table, verb, number),
            extend_by=self._people(table, "extend_by", number),
            again=self._switch(table, "again", number),
        )
        if len(self._noted) == before:
            for fault in faults_of_step(step, number):
                self._note(fault.key, fault.sentence, number)
        return step

    def _roles(self, table: Mapping[str, Any], for_each: ForEach, number: int) -> tuple[str, ...]:
        stated = table.get("roles")
        roles = tuple(str(role) for role in stated) if isinstance(stated, list) else ()
        for role in roles:
            if role != PRINCIPAL:
                self._role(role, "roles", number)
        if not roles:
            self._note("roles", '没有写明由谁办理，应写成 roles = ["角色"]', number)
        if PRINCIPAL in roles and for_each is ForEach.ONCE:
            self._note("roles", "principal 要配合 for_each 指明机关", number)
        return roles

    def _people(self, table: Mapping[str, Any], key: str, number: int) -> tuple[str, ...]:
        stated = table.get(key)
        if stated is None:
            return ()
        if not isinstance(stated, list) or not stated:
            self._note(key, f'“{key}”应写成 {key} = ["角色"]，至少一个', number)
            return ()
        return tuple(dict.fromkeys(self._role(str(name), key, number) for name in stated))

    def _role(self, name: str, key: str, number: int) -> str:
        if name not in self._posts:
            self._note(key, f"没有“{name}”这个角色", number)
        return name

    def _items(self, table: Mapping[str, Any], verb: Verb, number: int) -> tuple[str, ...]:
        usual = {Verb.CHECK: CHECK_ITEMS, Verb.EXAMINE: EXAMINE_ITEMS}.get(verb, ())
        return self._list(table, "items", number) or usual

    def _list(self, table: Mapping[str, Any], key: str, number: int) -> tuple[str, ...]:
        """Read what is ticked one by one; nothing where the file does not say it."""
        stated = table.get(key)
        if stated is None:
            return ()
        items = tuple(item.strip() for item in stated if isinstance(item, str)) if isinstance(stated, list) else ()
        if not items or len(items) < len(stated) or not all(items) or len(set(items)) < len(items):
            self._note(key, f'逐项核对的内容应写成 {key} = ["附件齐全", "格式规范"]，不能空着，不能重复', number)
        return items

    def _switch(self, table: Mapping[str, Any], key: str, number: int, *, default: bool = False) -> bool:
        stated = table.get(key, default)
        if isinstance(stated, bool):
            return stated
        self._note(key, f"“{key}”应写成 true 或 false", number)
        return default

    def _condition(self, table: Mapping[str, Any], key: str, number: int) -> Condition:
        try:
            condition = parse_condition(str(table.get(key, "")))
        except ConditionError as error:
            self._note(key, str(error), number)
            return parse_condition("")
        fields = CONDITION_FIELDS if self._flow is Flow.DISPATCH else RECEIPT_FIELDS
        for name in sorted(condition.fields() - fields):
            self._note(key, f"条件中没有“{name}”这个字段，可用：{'、'.join(sorted(fields))}", number)
        for name, value in unfit_values(condition):
            self._note(key, f"条件中“{name}”不会是“{value}”，{allowed_values(name)}", number)
        return condition

    def _limit(self, table: Mapping[str, Any], key: str, number: int) -> Limit | None:
        text = str(table.get(key, ""))
        if not text:
            return None
        for unit in LimitUnit:
            amount = text.removesuffix(unit.value)
            if amount != text and amount.isdecimal() and (int(amount) > 0 or text == "0d"):
                return Limit(int(amount), unit)
        self._note(key, f"时限“{text}”应写成 1wd（工作日）、2d（天）、4h（小时）或 0d（当天）", number)
        return None

    def _text(self, table: Mapping[str, Any], key: str, number: int) -> str:
        value = table.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._note(key, f"缺少“{key}”", number)
        return ""

    def _one_of(
        self, table: Mapping[str, Any], key: str, allowed: list[Any], number: int, default: str | None = None
    ) -> str:
        value = table.get(key, default)
        if value in allowed:
            return str(value)
        self._note(key, f"“{key}”应为下列之一：{'、'.join(str(item) for item in allowed)}", number)
        return str(allowed[0])

    def _known_keys(self, table: Mapping[str, Any], known: set[str], number: int) -> None:
        where = f"第{number}个 [[step]]" if number else "[procedure]"
        for key in sorted(table.keys() - known):
            self._note(key, f"{where}中没有“{key}”这一项", number)

    def _note(self, key: str, sentence: str, step: int = HEAD) -> None:
        self._noted.append((self._lines.line_of(key, step) or 0, self._error(key, sentence, step)))

    def _error(self, key: str, sentence: str, step: int = HEAD) -> ProcedureFileError:
        line = self._lines.line_of(key, step)
        return ProcedureFileError(f"{self._place} 第{line}行" if line else self._place, sentence)

    def _raise_noted(self) -> None:
        _raise_if_any([error for _, error in sorted(self._noted, key=itemgetter(0))])
