"""The page of errors: every class below ``HongtouError`` with code, exit code, room and the sentence it makes."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from domain.errors import HongtouError

REPOSITORY = Path(__file__).resolve().parent.parent
ROOMS = ("domain", "mailroom", "press", "office", "desk", "registry", "indexer", "flows", "hongtou", "archive")
CODES_OF_ROOM: dict[str, tuple[tuple[int, int], ...]] = {
    "domain": ((0, 0), (100, 100), (200, 200), (300, 300), (400, 400), (500, 500), (600, 600), (700, 700)),
    "mailroom": ((110, 139),),
    "press": ((140, 199), (975, 979)),
    "office": ((201, 239), (340, 379), (800, 959), (970, 974), (980, 999)),
    "desk": ((240, 259),),
    "registry": ((301, 339),),
    "indexer": ((410, 429),),
    "flows": ((501, 539), (701, 739)),
    "hongtou": ((501, 539), (701, 779)),
    "archive": ((601, 659),),
}
"""Which numbers a room's codes may bear, ends included."""
USAGE = "| HT-002 | 2 | hongtou | 用法 | 命令写法有误：…。请运行 hongtou --help 查看用法。 |"
_HEAD = """\
# Errors 错误一览

Written by `make docs` from the classes; don't edit. On the command line an error is one line on the error stream, `code sentence`, and the exit
code below. `…` stands for what is filled in. Which file holds a class: `grep -rn "HT-…"`.

| code | exit code | room | class | sentence 提示 |
|---|---|---|---|---|
"""


def page() -> str:
    """Write the page."""
    rows = [(error.code, _row(error)) for error in error_classes()]
    return _HEAD + "\n".join(row for _, row in sorted([*rows, ("HT-002", USAGE)])) + "\n"


def error_classes() -> list[type[HongtouError]]:
    """Give every error class of every room, by importing whatever module states a code."""
    for module in _modules_with_codes():
        import_module(module)
    known: set[type[HongtouError]] = {HongtouError, *_below(HongtouError)}
    return sorted((error for error in known if room_of(error) in ROOMS), key=lambda error: (error.code, error.__name__))


def room_of(error: type[HongtouError]) -> str:
    """Give the room that an error belongs to."""
    return error.__module__.split(".")[0]


def sentence_of(error: type[HongtouError]) -> str:
    """Give the form of the sentence: what the class writes by itself, and ``…`` where it is filled in."""
    parts = [_text(part) for part in _words(error)]
    if not parts:
        return "—"
    happened, mend = parts[0], parts[2] if len(parts) > 2 else ""
    asked = f"请{mend.removeprefix('请')}" if mend and mend != "…" else mend
    return "".join(part if part.endswith(("。", "…")) else f"{part}。" for part in (happened, asked) if part)


def _modules_with_codes() -> Iterator[str]:
    for room in ROOMS:
        for file in sorted((REPOSITORY / room).rglob("*.py")):
            if 'code = "HT-' in file.read_text("utf-8"):
                yield ".".join(file.relative_to(REPOSITORY).with_suffix("").parts)


def _below(error: type[HongtouError]) -> Iterator[type[HongtouError]]:
    for child in error.__subclasses__():
        yield child
        yield from _below(child)


def _row(error: type[HongtouError]) -> str:
    sentence = sentence_of(error).replace("|", "\\|")
    return f"| {error.code} | {error.exit_code} | {room_of(error)} | {error.__name__} | {sentence} |"


def _words(error: type[HongtouError]) -> list[ast.expr | None]:
    """Give what the class hands to its base as what happened, to what, what to do; nothing when it states none of its own."""
    if error is HongtouError or "__init__" not in vars(error):
        return []
    tree = ast.parse(textwrap.dedent(inspect.getsource(error)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__":
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            placed = [*node.args, None, None, None][:3]
            return [
                given or named.get(name) for given, name in zip(placed, ("happened", "subject", "mend"), strict=True)
            ]
    return []


def _text(part: ast.expr | None) -> str:
    match part:
        case None:
            return ""
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=pieces):
            return "".join(_text(piece) for piece in pieces)
        case ast.BinOp(left=left, right=right):
            return _text(left) + _text(right)
        case _:
            return "…"
