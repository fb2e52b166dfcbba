"""Commands about procedures: procedures (办文程序)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from domain.codec import to_plain
from domain.errors import BadInputError
from domain.procedure import Procedure
from ground.durable import make_directory, replace_file
from hongtou.console import NoOfficeError, json_option, office_option, say, say_json, say_table
from office.office_file import load_office
from office.procedure_diff import DiffRow, heads_side_by_side, set_side_by_side
from office.procedure_drawing import draw
from office.procedure_files import load_procedures, shipped_procedures, shipped_text
from office.procedure_words import when

OFFICE_FILE = "office.toml"


class NothingToCopyError(BadInputError):
    """A procedure can't be copied into the office's folder (程序不能复制)."""

    code = "HT-733"

    def __init__(self, name: str, why: str, instead: str) -> None:
        super().__init__(f"程序没有复制：{why}", name, instead)


@click.command("procedures")
@click.option(
    "--svg",
    "svg_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="把每个程序画成一页 SVG，存到这个文件夹。",
)
@click.option("--copy", "copied", metavar="程序名", help="把随软件来的一个程序写到机关文件夹的“程序”中，供修改。")
@click.option("--diff", "as_diff", is_flag=True, help="各程序逐个环节对照，只列不同的环节。")
@office_option
@json_option
def procedures(
    svg_folder: Path | None, copied: str | None, as_diff: bool, office_folder: Path | None, as_json: bool
) -> None:
    """看有哪些办文程序：随软件来的和本机关自己的；可以画成图、互相对照，也可以取一个来改。"""
    if copied is not None:
        _copy(copied, office_folder or Path.cwd())
        return
    known, used = _known(office_folder)
    if svg_folder is not None:
        _draw_all(known, svg_folder)
    if as_json:
        say_json([to_plain(row) for row in _rows(list(known.values()))] if as_diff else _plain(known))
    elif as_diff:
        _say_diff(list(known.values()))
    elif svg_folder is None:
        rows = [
            (
                name,
                f"{p.version}",
                p.name,
                f"{p.effective_from}",
                when(p.applies) or "所有文件",
                "是" if name in used else "",
            )
            for name, p in known.items()
        ]
        say_table(["程序", "版本", "名称", "生效日期", "适用", "本机关用"], rows, whole=True)


def _copy(name: str, root: Path) -> None:
    if not (root / OFFICE_FILE).is_file():
        raise NoOfficeError(str(root))
    text, target = shipped_text(name), root / "程序" / f"{name}.toml"
    if text is None:
        raise NothingToCopyError(
            name, "随软件来的程序中没有这一个", f"从这些中选一个：{'、'.join(shipped_procedures())}"
        )
    if target.exists():
        raise NothingToCopyError(
            name, "机关文件夹的“程序”中已有这个文件，没有改动它", "直接修改它；要重新取，先把它改名"
        )
    make_directory(target.parent)
    replace_file(target, text.encode())
    say(f"已写到 {target}。改好后运行 hongtou doctor 检查；office.toml 的 procedures 中要有 {name}。")


def _known(office_folder: Path | None) -> tuple[dict[str, Procedure], tuple[str, ...]]:
    """Read every procedure by the name of its file, and name those the office goes by; no office, none."""
    root = office_folder or Path.cwd()
    if office_folder is not None and not (root / OFFICE_FILE).is_file():
        raise NoOfficeError(str(root))
    office = load_office(root / OFFICE_FILE) if (root / OFFICE_FILE).is_file() else None
    used = office.procedures if office else ()
    names = tuple(dict.fromkeys((*used, *shipped_procedures())))
    return dict(zip(names, load_procedures(names, root / "程序", office), strict=True)), used


def _draw_all(known: dict[str, Procedure], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, procedure in known.items():
        (folder / f"{name}.svg").write_text(draw(procedure), "utf-8")
    say(f"画了 {len(known)} 个程序：{folder}")


def _plain(known: dict[str, Procedure]) -> list[object]:
    return [{"file": name, **to_plain(procedure)} for name, procedure in known.items()]


def _rows(found: Sequence[Procedure]) -> tuple[DiffRow, ...]:
    return (*set_side_by_side(found), *heads_side_by_side(found))


def _say_diff(found: Sequence[Procedure]) -> None:
    rows = _rows(found)
    differing = [(row.step, *row.cells) for row in rows if row.differs]
    say_table(["环节", *(procedure.name for procedure in found)], differing, whole=True)
    say(f"各程序相同：{'、'.join(row.step for row in rows if not row.differs) or '无'}。")


COMMANDS = (procedures,)
