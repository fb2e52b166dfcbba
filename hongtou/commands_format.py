"""Commands that set or check a draft without registering it: format, check (排版与检查)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from domain.document import Filled
from domain.errors import BadInputError
from domain.facts import FactName
from domain.findings import Finding
from hongtou.console import house_of, json_option, office_option, say, say_json, say_table
from office import format as formatting


class FactUnreadableError(BadInputError):
    """A fact is not ``名称=内容`` (要素写法有误)."""

    code = "HT-707"

    def __init__(self, text: str) -> None:
        names = "、".join(name.value for name in FactName)
        super().__init__("要素应写成 名称=内容", text, f"名称用下列之一：{names}")


def set_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that states what a draft does not say."""
    said = "补上文稿没有写明的要素，写作 名称=内容，如 --set 文种=材料 --set 发文机关=云岭乡人民政府；可写多次。"
    return click.option("--set", "stated", multiple=True, help=said)(command)


@click.command("format")
@click.argument("draft", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="放结果的文件夹。")
@set_option
@click.option("--number", default="", help="排上这个发文字号；不写则留空，由登记填写。")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="排上这个成文日期和印发日期；不写则留空，由签发、印发填写。",
)
@office_option
@json_option
def format_command(
    draft: Path,
    out: Path,
    stated: tuple[str, ...],
    number: str,
    day: dt.datetime | None,
    office_folder: Path | None,
    as_json: bool,
) -> None:
    """排版一份文稿（.docx，或正文和附件所在的文件夹、.zip）：在 --out 中得到同名的 .docx 和 .pdf，并列出检查意见；不登记。"""
    dated = day.date() if day else None
    with house_of(office_folder) as house:
        filled = Filled(number=number.strip(), dated=dated, printed_on=dated)
        result = formatting.format_draft(house, draft, out, dict(fact_of(text) for text in stated), filled)
    if as_json:
        say_json(result)
        return
    say(f"已排版：{result.docx}")
    say(f"　　　　{result.pdf}（{result.pages}页）")
    if result.left_open:
        say(f"留空的：{'、'.join(result.left_open)}，办文时由系统填写；现在就要排上的，写 --number、--date。")
    say_findings(result.findings)


@click.command("check")
@click.argument("draft", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--fix",
    "fixed",
    is_flag=True,
    help="改正能自动改正的（标点、序数、数字写法、常见错别字），另存为新文件，原稿不动。",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="改正后写到这个 .docx；不写则在原稿旁加“（已改）”。"
)
@set_option
@office_option
@json_option
def check(
    draft: Path, fixed: bool, out: Path | None, stated: tuple[str, ...], office_folder: Path | None, as_json: bool
) -> None:
    """检查一份文稿，列出意见；不登记，不写文件。加 --fix 把能自动改正的改好，另存一份再检查。"""
    target = out or draft.with_name(f"{draft.stem}（已改）.docx")
    facts = dict(fact_of(text) for text in stated)
    with house_of(office_folder) as house:
        done = formatting.mend_draft(house, draft, target) if fixed else ()
        checked = formatting.check_draft(house, target if done else draft, facts)
    findings = checked.findings
    if as_json:
        say_json({"mended": done, "file": str(target) if done else "", "findings": findings} if fixed else findings)
        return
    if fixed:
        say(f"已改正{len(done)}处，另存为 {target}。" if done else "没有能自动改正的。")
        for each in done:
            say(f"　{each.place}：“{each.was}”→“{each.now}”（{each.code}）")
    say_findings(findings)
    readings = checked.report.readings
    say(f"版面实测：共{checked.report.pages}面，量取{len(readings)}项，符合{sum(each.agrees for each in readings)}项。")


def fact_of(text: str) -> tuple[FactName, str]:
    """Read ``名称=内容``."""
    name, mark, value = text.partition("=")
    known = {fact.value: fact for fact in FactName}
    if not mark or name.strip() not in known:
        raise FactUnreadableError(text)
    return known[name.strip()], value.strip()


def say_findings(findings: Sequence[Finding]) -> None:
    """Print findings as a table."""
    if not findings:
        say("没有检查意见。")
        return
    rows = [(f.severity.value, f.code, f.place, f.sentence, f.mend) for f in findings]
    say_table(["程度", "规则", "位置", "意见", "怎么改"], rows)


COMMANDS = (format_command, check)
