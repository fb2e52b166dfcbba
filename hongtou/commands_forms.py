"""Forms that an office hands to its drafters: the 发文稿纸 as a Word file (稿纸)."""

from __future__ import annotations

from pathlib import Path

import click

from domain.errors import BadInputError
from domain.paper_classes import paper_classes
from ground.durable import replace_file
from hongtou.console import NoOfficeError, json_option, office_option, say, say_json
from office.office_file import load_office
from office.procedure_files import load_procedures
from press.sheet_form import SheetOptions, sheet_form

NAME = "发文稿纸"


class UnknownUnitError(BadInputError):
    """The office has no such unit (没有这个科室)."""

    code = "HT-723"

    def __init__(self, unit: str, units: tuple[str, ...]) -> None:
        super().__init__("本机关没有这个科室", unit, f"写下列名称之一：{'、'.join(units)}")


@click.command("forms")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--unit", help="拟稿单位栏预先填好这个科室。")
@office_option
@json_option
def forms(out: Path, unit: str | None, office_folder: Path | None, as_json: bool) -> None:
    """做一份发给拟稿人的《发文稿纸》（.docx，可在 Word 或 WPS 中填写），放到 OUT 文件夹。"""
    root = office_folder or Path.cwd()
    if not (root / "office.toml").is_file():
        raise NoOfficeError(str(root))
    office = load_office(root / "office.toml")
    units = tuple(known.name for known in office.units)
    found = office.unit_named(unit) if unit else None
    if unit and found is None:
        raise UnknownUnitError(unit, units)
    options = SheetOptions(
        office=office.name,
        organs=tuple(organ.name for organ in office.organs),
        units=units,
        permitted=office.permitted_level,
        classes=paper_classes(load_procedures(office.procedures, root / "程序", office)),
        unit=found.name if found else "",
    )
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}（{found.name}）.docx" if found else out / f"{NAME}.docx"
    replace_file(target, sheet_form(options))
    if as_json:
        say_json({"form": str(target)})
        return
    say(f"已写入 {target}。把它发给拟稿人：填好各栏，正文写在下一页，存好后投到本科室的投稿文件夹。")


COMMANDS = (forms,)
