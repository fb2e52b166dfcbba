"""The command that counts a paper that came in (逐份逐页查点)."""

from __future__ import annotations

from pathlib import Path

import click

from domain.receipt_count import count_words
from hongtou.console import actor_of, as_option, channel, house_of, json_option, office_option, say, say_case
from office import receipt_count as counting


@click.command("count")
@click.argument("document")
@click.option("--copies", type=click.IntRange(1), required=True, help="清单（或来文封面）写明的份数。")
@click.option("--pages", type=click.IntRange(1), required=True, help="清单写明的每份页数。")
@click.option(
    "--copy", "counted", multiple=True, required=True, help="实有的一份：份号（或第几份）、空格、页数，逐份写。"
)
@office_option
@as_option
@json_option
def count(
    document: str,
    copies: int,
    pages: int,
    counted: tuple[str, ...],
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """逐份逐页查点：签收登记前，对照清单清点每一份的页数；不符的，先用 urge 登记与来文机关联系的结果。"""
    with house_of(office_folder) as house:
        found = counting.read_counts(document, "\n".join(counted))
        actor = actor_of(house, login)
        case = counting.count_copies(
            house, actor, document, copies=copies, pages=pages, counted=found, channel=channel()
        )
        tally = case.incoming.tally if case.incoming else None
        if as_json or tally is None:
            say_case(case, as_json)
        else:
            say(f"逐份逐页查点：{count_words(tally.copies, tally.pages, tally.counted)}。")


COMMANDS = (count,)
