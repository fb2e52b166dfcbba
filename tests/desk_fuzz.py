"""Forms filled in wrongly in every way (乱填): each form's true fields, some of them spoiled, sent by somebody who may send them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.visit import Desk
from tests.desk_house import Papers
from tests.desk_visitor import Visitor

_TEXTS = (
    "",
    " ",
    "　",
    "\x00",
    "同意\x00印发",
    "\u202e通知",
    "𠮷" * 300,
    "字" * 5000,
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "NaN",
    "2026-13-45",
    "9999-12-31",
    "0001-01-01",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "'; DROP TABLE registry_event; --",
    "{{ 7*7 }}",
    "%s%n",
    "=cmd|' /C calc'!A0",
    "\r\nSet-Cookie: a=b",
    "on",
    "true",
    "[]",
    "😀",
)


@dataclass(frozen=True)
class Target:
    """A form: its address and fields for a document at the right stage, and a login that may send it (目标)."""

    name: str
    login: str
    prepare: Callable[[Papers], str]
    address: Callable[[str], str]
    fields: Callable[[Visitor, str], dict[str, Any]]


@dataclass
class Report:
    """What came of it (结果): answers by form and status, and how often each form looked at what was sent."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    looked: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Tell it, a form a line."""
        for name in sorted({name for name, _ in self.answers}):
            said = "  ".join(
                f"{status}×{count}" for (one, status), count in sorted(self.answers.items()) if one == name
            )
            yield f"{name:<20} looked {self.looked[name]:>4}   {said}"


def fuzz(desk: Desk, papers: Papers, targets: list[Target], requests: int, seed: int) -> Report:
    """Send ``requests`` spoiled forms, evenly over the targets."""
    chance, report = random.Random(seed), Report()  # noqa: S311 - what is sent, not secrets
    for target in targets:
        visitor, document_id = Visitor(desk, target.login), target.prepare(papers)
        for _ in range(requests // len(targets) + 1):
            fields = _spoiled(chance, target.fields(visitor, document_id))
            with _counted(report, target.name):
                answer = visitor.post(target.address(document_id), **fields)
            report.answers[target.name, answer.status_code] += 1
            if answer.status_code >= 500:
                report.broken.append(f"{target.name} {fields!r}"[:500])
            if answer.status_code == 302:  # it went through: the document has moved on
                document_id = target.prepare(papers)
    return report


def _spoiled(chance: random.Random, fields: dict[str, Any]) -> dict[str, Any]:
    """Spoil up to three fields, but for the mark, without which a form is not looked at."""
    fields = dict(fields)
    for name in chance.sample(sorted(fields), k=min(len(fields), chance.randint(0, 3))):
        if name != "once":
            fields[name] = _wrong(chance)
    if chance.random() < 0.2:
        fields[chance.choice(("extra", "document_id", "step", "as", "csrfmiddlewaretoken"))] = chance.choice(_TEXTS)
    return {name: value for name, value in fields.items() if name == "once" or chance.random() > 0.05}


def _wrong(chance: random.Random) -> Any:
    kind = chance.randrange(6)
    if kind == 0:
        return SimpleUploadedFile(chance.choice(("a.docx", "../b.docx", "c" * 240 + ".docx")), chance.randbytes(200))
    if kind == 1:
        return [chance.choice(_TEXTS) for _ in range(chance.randint(1, 30))]
    if kind == 2:
        return "".join(
            chr(chance.choice((chance.randrange(1, 0xD800), chance.randrange(0xE000, 0x110000)))) for _ in range(40)
        )
    return chance.choice(_TEXTS)


@contextmanager
def _counted(report: Report, name: str) -> Iterator[None]:
    """Count that a form looked at what was sent: its fields were read, not turned away at the door."""
    clean = forms.Form.full_clean

    def counted(form: forms.Form) -> None:
        report.looked[name] += 1
        clean(form)

    with patch.object(forms.Form, "full_clean", counted):
        yield
