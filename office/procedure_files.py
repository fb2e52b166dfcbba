"""Reading procedures from their files (程序文件): the edge parses, every error names file, line and sentence."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from domain.condition import Condition, ConditionError, parse_condition
from domain.levels import Retention
from domain.office import Role
from domain.procedure import CONDITION_FIELDS, PRINCIPAL, ForEach, Limit, LimitUnit, Procedure, Step, Verb
from office.errors import ProcedureFileError

_PROCEDURE_KEYS = {"id", "version", "name", "effective_from", "register", "source", "applies", "retention"}
_STEP_KEYS = {"id", "name", "verb", "roles", "when", "limit", "for_each", "own_unit"}
_NEEDED_VERBS = (Verb.SIGN, Verb.REGISTER, Verb.SEAL)


def load_procedures(names: tuple[str, ...], own_folder: Path) -> tuple[Procedure, ...]:
    """Read the named procedures, an office's own file before ours of the same name.

    Raises:
        ProcedureFileError: A file is missing or can't be used.
    """
    return tuple(_load(name, own_folder) for name in names)


def parse_procedure(text: str, place: str) -> Procedure:
    """Read one procedure from its TOML text; ``place`` names the file in errors."""
    return _Reader(text, place).procedure()


def _load(name: str, own_folder: Path) -> Procedure:
    own = own_folder / f"{name}.toml"
    ours = files("templates").joinpath("procedures", f"{name}.toml")
    if own.is_file():
        return parse_procedure(own.read_text("utf-8"), str(own))
    if not ours.is_file():
        raise ProcedureFileError(f"{name}.toml", "没有这个程序文件")
    return parse_procedure(ours.read_text("utf-8"), f"{name}.toml")


class _Reader:
    """Reads one file and knows in which line a word of it stands."""

    def __init__(self, text: str, place: str) -> None:
        self._lines = text.splitlines()
        self._place = place
        try:
            self._data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ProcedureFileError(place, f"不是有效的 TOML：{error}") from error

    def procedure(self) -> Procedure:
        head = self._table(self._data.get("procedure"), "procedure")
        self._known_keys(head, _PROCEDURE_KEYS, "[procedure]")
        steps = tuple(self._step(table, place) for place, table in enumerate(self._data.get("step", []), 1))
        self._check_steps(steps)
        effective = head.get("effective_from")
        if not isinstance(effective, dt.date):
            raise self._error("effective_from", "生效日期应写成 2026-01-01 的形式")
        return Procedure(
            id=self._text(head, "id"),
            version=int(head.get("version", 1)),
            name=self._text(head, "name"),
            effective_from=effective,
            register=self._text(head, "register"),
            source=str(head.get("source", "")),
            applies=self._condition(head, "applies"),
            steps=steps,
            retention=self._one_of(head, "retention", [period.value for period in Retention]),
        )

    def _step(self, table: Mapping[str, Any], place: int) -> Step:
        self._known_keys(table, _STEP_KEYS, f"第{place}个 [[step]]")
        roles = tuple(str(role) for role in table.get("roles", []))
        for role in roles:
            if role != PRINCIPAL and role not in {known.value for known in Role}:
                raise self._error(role, f"没有“{role}”这个角色")
        if not roles:
            raise self._error(self._text(table, "id"), "没有写明由谁办理（roles）")
        for_each = ForEach(self._one_of(table, "for_each", list(ForEach), ForEach.ONCE))
        if PRINCIPAL in roles and for_each is ForEach.ONCE:
            raise self._error(self._text(table, "id"), "principal 要配合 for_each 指明机关")
        return Step(
            id=self._text(table, "id"),
            name=self._text(table, "name"),
            verb=Verb(self._one_of(table, "verb", list(Verb))),
            roles=roles,
            when=self._condition(table, "when"),
            limit=self._limit(table),
            for_each=for_each,
            own_unit=bool(table.get("own_unit", False)),
        )

    def _check_steps(self, steps: tuple[Step, ...]) -> None:
        ids = [step.id for step in steps]
        for step_id in ids:
            if ids.count(step_id) > 1:
                raise self._error(step_id, f"环节“{step_id}”重复")
        order = [step.verb for step in steps]
        for verb in _NEEDED_VERBS:
            if verb not in order:
                raise self._error("[procedure]", f"缺少 {verb} 环节")
        if order.index(Verb.REGISTER) < order.index(Verb.SIGN) or order.index(Verb.SEAL) < order.index(Verb.REGISTER):
            raise self._error("[procedure]", "顺序应为签发、登记、用印")

    def _condition(self, table: Mapping[str, Any], key: str) -> Condition:
        text = str(table.get(key, ""))
        try:
            condition = parse_condition(text)
        except ConditionError as error:
            raise self._error(text, str(error)) from error
        for name in condition.fields() - CONDITION_FIELDS:
            raise self._error(text, f"条件中没有“{name}”这个字段，可用：{'、'.join(sorted(CONDITION_FIELDS))}")
        return condition

    def _limit(self, table: Mapping[str, Any]) -> Limit | None:
        text = str(table.get("limit", ""))
        if not text:
            return None
        for unit in LimitUnit:
            amount = text.removesuffix(unit.value)
            if amount != text and amount.isdigit() and int(amount) > 0:
                return Limit(int(amount), unit)
        raise self._error(text, f"时限“{text}”应写成 1wd（工作日）、2d（天）或 4h（小时）")

    def _table(self, value: object, name: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._error(f"[{name}]", f"缺少 [{name}]")
        return value

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._error(key, f"缺少“{key}”")
        return value.strip()

    def _one_of(self, table: Mapping[str, Any], key: str, allowed: list[Any], default: Any = None) -> str:
        value = table.get(key, default)
        if value not in allowed:
            raise self._error(str(value), f"“{key}”应为下列之一：{'、'.join(str(item) for item in allowed)}")
        return str(value)

    def _known_keys(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in table.keys() - known:
            raise self._error(key, f"{where}中没有“{key}”这一项")

    def _error(self, word: str, sentence: str) -> ProcedureFileError:
        line = next((number for number, text in enumerate(self._lines, 1) if word and word in text), None)
        return ProcedureFileError(f"{self._place} 第{line}行" if line else self._place, sentence)
