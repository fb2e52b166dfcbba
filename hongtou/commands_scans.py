"""Commands of scans: read their words now, see them, put them right, judge a mark among them (扫描件文字)."""

from __future__ import annotations

from pathlib import Path

import click

from domain.codec import to_plain
from domain.errors import MissingPartError, NotNowError
from domain.levels import Level
from hongtou.console import (
    WordsMissingError,
    actor_of,
    as_option,
    channel,
    house_of,
    json_option,
    office_option,
    say,
    say_case,
    say_json,
    say_table,
    text_of,
)
from office.advance import SweepRow
from office.duty import on_duty, under
from office.transcribe import DUTY, transcribe_due
from office.transcript_acts import correct_page, judge_level
from office.transcript_view import INSTALL, view_transcript


class NoTranscriberHereError(MissingPartError):
    """Nothing on this machine reads words in pictures (未装文字识别)."""

    code = "HT-762"

    def __init__(self, root: Path) -> None:
        super().__init__("本机未装文字识别，扫描件上的文字没有识别", str(root), INSTALL)


class TranscribingGoesOnError(NotNowError):
    """Another process reads the scans (已有进程在识别)."""

    code = "HT-763"

    def __init__(self, root: Path) -> None:
        super().__init__("文字识别正由另一个进程办理", str(root), "不必再办；进度看各件的来文页")


@click.command("transcribe")
@office_option
@json_option
def transcribe(office_folder: Path | None, as_json: bool) -> None:
    """不等定时，现在就识别已写明密级的扫描件上的文字。"""
    with house_of(office_folder) as house:
        if not house.press.transcriber():
            raise NoTranscriberHereError(house.root)
        rows: list[SweepRow] = []
        with on_duty(house, DUTY) as duty:
            if duty is None:
                raise TranscribingGoesOnError(house.root)
            with under(duty):
                while read := transcribe_due(house, is_over=duty.lost.is_set):
                    rows += read
    if as_json:
        say_json(rows)
    else:
        say(f"识别了 {len(rows)} 页。")
        say_table(["编号", "文件", "事项", "结果"], [(r.document_id, r.title, r.act, r.result) for r in rows])


@click.command("words")
@click.argument("document")
@click.option("--page", type=click.IntRange(1), default=None, help="校对哪一页；不写则列出各页。")
@click.option(
    "--correct", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="校对好的文字，UTF-8 文本文件。"
)
@office_option
@as_option
@json_option
def words(
    document: str, page: int | None, correct: Path | None, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """看一件来文的识别文字；--page 和 --correct 把一页改成校对好的文字。"""
    if correct is not None and page is None:
        raise WordsMissingError("--correct 和 --page 须一起写：校对的是哪一页")
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if page is not None and correct is not None:
            say_case(correct_page(house, actor, document, page, text_of(correct), channel=channel()), as_json)
            return
        view = view_transcript(house, actor, document)
    pages = [one for one in view.pages if page in (None, one.page)]
    if as_json:
        say_json([to_plain(one) for one in pages])
        return
    if view.absent:
        say(f"注意：{view.absent}。")
    for one in pages:
        say(f"第{one.page}页（{one.state}）")
        say(one.words)


@click.command("judge")
@click.argument("document")
@click.option("--level", required=True, type=click.Choice([level.value for level in Level]), help="原件的密级。")
@click.option("--reason", required=True, help="核对情况。")
@office_option
@as_option
@json_option
def judge(document: str, level: str, reason: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """核对密级：扫描件上识别出的标志与登记的密级不符，看过原件后写明密级。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        say_case(judge_level(house, actor, document, level=level, reason=reason, channel=channel()), as_json)


COMMANDS = (transcribe, words, judge)
