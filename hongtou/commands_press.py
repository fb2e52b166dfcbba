"""Commands of the printing room: everyday papers, the fonts in use (文印)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from domain.errors import BadInputError
from domain.papers import Paper
from ground.durable import replace_file
from hongtou.console import house_of, json_option, office_option, say, say_json, say_table
from press.font_fetching import fetch_fonts, fonts_folder
from press.forms import columns_of, fields_of, forms


class UnclearFieldError(BadInputError):
    """A field was not written as 名称=内容 (栏目写法不对)."""

    code = "HT-722"

    def __init__(self, text: str) -> None:
        super().__init__("栏目应写成 名称=内容", text, "如 --set 年度=2026")


@click.command("paper")
@click.argument("form", required=False)
@click.option("--set", "stated", multiple=True, help="填一栏：名称=内容；可写多次。")
@click.option(
    "--rows", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="表格各行，UTF-8 的 .csv，不带表头。"
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写到这个 .pdf 文件。")
@office_option
@json_option
def paper(
    form: str | None,
    stated: tuple[str, ...],
    rows: Path | None,
    out: Path | None,
    office_folder: Path | None,
    as_json: bool,
) -> None:
    """印一份日常文书（归档文件目录、备考表、签到表、传阅单、介绍信等）；不写名称则列出各种文书和它们的栏目。"""
    if form is None:
        _say_forms(as_json)
        return
    wanted = Paper(form, tuple(_field(text) for text in stated), _rows(rows))
    with house_of(office_folder) as house:
        data = house.press.paper(wanted)
    target = out or Path(f"{form}.pdf")
    replace_file(target, data)
    say(f"已写入 {target}。")


def _say_forms(as_json: bool) -> None:
    listed = [(name, str(form["source"]), fields_of(name), columns_of(name)) for name, form in forms().items()]
    if as_json:
        say_json([dict(zip(("form", "source", "fields", "columns"), row, strict=True)) for row in listed])
        return
    lines = [(name, source, "、".join(fields), "、".join(columns)) for name, source, fields, columns in listed]
    say_table(["文书", "依据", "可填的栏目", "表格各栏"], lines)


def _field(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UnclearFieldError(text)
    return name.strip(), value


def _rows(file: Path | None) -> tuple[tuple[str, ...], ...]:
    if file is None:
        return ()
    return tuple(tuple(row) for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))) if row)


@click.group("fonts", invoke_without_command=True)
@office_option
@json_option
@click.pass_context
def fonts(context: click.Context, office_folder: Path | None, as_json: bool) -> None:
    """列出排版用的字体：标准要求的字体、实际用的字体、文件。"""
    if context.invoked_subcommand:
        return
    with house_of(office_folder) as house:
        rows = house.press.fonts()
    if as_json:
        say_json(rows)
        return
    say_table(
        ["要求", "实际用", "是否替代", "文件"],
        [(row.role, row.family, "替代" if row.stands_in else "原字体", row.file) for row in rows],
    )
    if any(row.stands_in for row in rows):
        say(
            "替代字体只用于 PDF；.docx 写的是标准字体名。把本单位有权使用的字体文件放入机关文件夹的“字体”中，即自动采用。"
        )


@fonts.command("fetch")
def fetch() -> None:
    """取得可自由使用的字体；已有的不再下载。"""
    entries = fetch_fonts(fonts_folder(), say)
    say(f"字体已就绪：{fonts_folder()}（{len(entries)} 个）")


COMMANDS = (paper, fonts)
