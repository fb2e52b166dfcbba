"""Commands of the printing room: everyday papers, measuring a page, the fonts in use (文印)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from domain.conformance import Reading
from domain.errors import BadInputError
from domain.papers import Paper
from ground.content import ContentFolder
from ground.durable import replace_file
from ground.scratch import scratch_prefix
from hongtou.console import house_of, json_option, office_option, say, say_json, say_table, text_of
from office.paper_body import with_body
from press.font_fetching import fetch_fonts, fonts_folder
from press.fonts import standard_folders
from press.forms import columns_of, fields_of, forms
from press.press import Press


class UnclearFieldError(BadInputError):
    """A field was not written as 名称=内容 (栏目写法不对)."""

    code = "HT-722"

    def __init__(self, text: str) -> None:
        super().__init__("栏目应写成 名称=内容", text, "如 --set 年度=2026")


@click.command("sheet")
@click.argument("form", required=False)
@click.option("--set", "stated", multiple=True, help="填一栏：名称=内容；可写多次。")
@click.option(
    "--rows", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="表格各行，UTF-8 的 .csv，不带表头。"
)
@click.option(
    "--body",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="简报的正文：一份 Word 文稿；标题也由它来。",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写到这个 .pdf 文件。")
@office_option
@json_option
def sheet(
    form: str | None,
    stated: tuple[str, ...],
    rows: Path | None,
    body: Path | None,
    out: Path | None,
    office_folder: Path | None,
    as_json: bool,
) -> None:
    """印一份日常文书（归档文件目录、备考表、签到表、传阅单、介绍信等）；不写名称则列出各种文书和它们的栏目。"""
    if form is None:
        _say_forms(as_json)
        return
    wanted = Paper(form, tuple(_field(text) for text in stated), _rows(rows))
    data, told = _with_text(wanted, body, office_folder) if body else (_without_text(wanted, office_folder), ())
    target = out or Path(f"{form}.pdf")
    replace_file(target, data)
    if as_json:
        say_json({"file": str(target), "not_shown": told})
        return
    say(f"已写入 {target}。")
    for line in told:
        say(f"　{line}")


def _with_text(wanted: Paper, body: Path, office_folder: Path | None) -> tuple[bytes, tuple[str, ...]]:
    """Set a paper with its text; a draft is looked through for secrecy marks first, which takes an office."""
    with house_of(office_folder) as house:
        filled, told = with_body(house, wanted, body)
        return house.press.paper(filled), told


def _without_text(wanted: Paper, office_folder: Path | None) -> bytes:
    with _press_of(office_folder) as press:
        return press.paper(wanted)


@contextmanager
def _press_of(office_folder: Path | None) -> Iterator[Press]:
    """Give the office's press, or one of our own where no office is: these commands need its fonts at most."""
    if office_folder or (Path.cwd() / "office.toml").is_file():
        with house_of(office_folder) as house:
            yield house.press
        return
    with (
        TemporaryDirectory(prefix=scratch_prefix("hongtou-looked-at-")) as home,
        Press(ContentFolder(Path(home)), standard_folders()) as press,
    ):
        yield press


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
    return tuple(tuple(row) for row in csv.reader(io.StringIO(text_of(file))) if row)


@click.command("measure")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--all", "everything", is_flag=True, help="连同符合标准的项目一起列出。")
@office_option
@json_option
def measure(file: Path, everything: bool, office_folder: Path | None, as_json: bool) -> None:
    """量取一份 PDF 或 .docx 的版面，逐项与 GB/T 9704-2012 对照；谁排的都可以，不登记，不写文件。"""
    with _press_of(office_folder) as press:
        report = press.measure(file.read_bytes(), file.name)
    if as_json:
        say_json(report)
        return
    agreeing = sum(reading.agrees for reading in report.readings)
    say(
        f"{file.name}：{report.layout}，{f'{report.pages}面，' if report.pages else ''}量取{len(report.readings)}项，符合{agreeing}项"
    )
    shown = report.readings if everything else report.failed()
    if shown:
        rows = [_row_of(reading) for reading in shown]
        say_table(["", "代码", "依据", "面", "项目", "标准", "实测", "允许"], rows)
    for remark in report.remarks:
        say(remark)


def _row_of(reading: Reading) -> tuple[str, ...]:
    head = "符合" if reading.agrees else reading.severity.value
    page = str(reading.page) if reading.page else ""
    measures = (reading.standard, reading.measured, reading.tolerance)
    return (head, reading.code, reading.clause, page, reading.element, *measures)


@click.group("fonts", invoke_without_command=True)
@office_option
@json_option
@click.pass_context
def fonts(context: click.Context, office_folder: Path | None, as_json: bool) -> None:
    """列出排版用的字体：标准要求的字体、实际用的字体、文件。"""
    if context.invoked_subcommand:
        return
    with _press_of(office_folder) as press:
        rows = press.fonts()
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


COMMANDS = (sheet, measure, fonts)
