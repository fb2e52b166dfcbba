"""Commands of signing beyond a decision: from paper, by word of mouth, after a change; and more time (代录、口头同意、改动、会签科室、延长)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from domain.case import Case
from domain.codec import to_plain
from domain.errors import BadInputError
from domain.events import Nature
from domain.office import Actor
from domain.procedure import Limit, LimitUnit
from hongtou.commands_acts import VerdictMissingError
from hongtou.console import (
    WrongPasswordError,
    actor_of,
    as_option,
    channel,
    confirmed,
    house_of,
    json_option,
    office_option,
    say,
    say_case,
    say_json,
    say_table,
    shown_binding,
    until,
)
from office import confirm as confirming
from office import consent as consenting
from office import correct as correcting
from office import extend as extending
from office import paper as papers
from office import views
from office.asking import Askable, ask_units, units_to_choose
from office.house import House
from office.receipt_words import assignment_words
from office.sign import where
from office.signers import signer_name
from office.signing_acts import dues

DAY = click.DateTime(["%Y-%m-%d"])
MINUTE = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])
STEP = click.option("--step", default=None, help="哪一个环节；只有一个可办时不必写。")


class LimitUnreadableError(BadInputError):
    """An extension is not written like ``2wd`` (延长时限写法有误)."""

    code = "HT-718"

    def __init__(self, text: str) -> None:
        super().__init__("延长的时间没有写对", text, "写成 2wd（工作日）、3d（天）或 4h（小时）")


@click.command("paper")
@click.argument("document")
@click.option("--approve", "verdict", flag_value="approve", help="纸面上是同意。")
@click.option("--return", "verdict", flag_value="return", help="纸面上是退回。")
@click.option("--signer", required=True, help="签批人姓名；外机关的照纸面写。")
@click.option("--on", "signed_on", type=DAY, required=True, help="纸面上的日期，如 2026-03-02。")
@click.option("--opinion", default="", help="纸面上的意见。")
@click.option(
    "--scan",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="扫描件：PDF、PNG 或 JPEG。",
)
@STEP
@office_option
@as_option
@json_option
def paper(
    document: str,
    verdict: str | None,
    signer: str,
    signed_on: dt.datetime,
    opinion: str,
    scan: Path,
    step: str | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """代录：把纸上的签批连同扫描件录入，由另一位同志用 compare 核对后才算数。"""
    if verdict is None:
        raise VerdictMissingError
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        view = views.view_document(house, actor, document)
        steps = papers.steps_for_paper(view.case)
        case = papers.record_on_paper(
            house,
            actor,
            view.case.document_id,
            step=step or (steps[0].key if steps else ""),
            written=papers.Written(verdict == "approve", opinion, signer, signed_on.date()),
            name=scan.name,
            scan=scan.read_bytes(),
            binding=shown_binding(view, "代录"),
            channel=channel(),
        )
        say_case(case, as_json)


@click.command("compare")
@click.argument("document")
@click.option("--agrees", "verdict", flag_value="yes", help="与扫描件一致。")
@click.option("--differs", "verdict", flag_value="no", help="不一致，代录作废，须写 --note。")
@click.option("--note", default="", help="哪里不一致。")
@STEP
@office_option
@as_option
@json_option
def compare(
    document: str,
    verdict: str | None,
    note: str,
    step: str | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """核对代录：与扫描件对照；不写结果则只列出待核对的。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        case = views.view_document(house, actor, document).case
        if verdict is None:
            _say_papers(house, case, as_json)
            return
        key = step or (case.papers[0].step if case.papers else "")
        case = papers.compare_paper(
            house, actor, case.document_id, step=key, agrees=verdict == "yes", note=note, channel=channel()
        )
        say_case(case, as_json)


@click.command("consent")
@click.argument("document")
@click.option("--by", "person", required=True, help="谁同意的。")
@click.option("--at", "moment", type=MINUTE, required=True, help="什么时间，如 “2026-03-02 09:30”。")
@click.option("--means", required=True, help="什么方式，如 电话。")
@STEP
@office_option
@as_option
@json_option
def consent(
    document: str,
    person: str,
    moment: dt.datetime,
    means: str,
    step: str | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """记录口头同意：特殊情况先往下办，以后须补签。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        view = views.view_document(house, actor, document)
        case = consenting.agree_verbally(
            house,
            actor,
            view.case.document_id,
            person=person,
            at=moment.replace(tzinfo=house.clock.now().tzinfo),
            means=means,
            binding=shown_binding(view, "记录口头同意"),
            step=step,
            channel=channel(),
        )
        say_case(case, as_json)


@click.command("confirm")
@click.argument("document")
@click.option("--approve", "verdict", flag_value="approve", help="确认改动。")
@click.option("--return", "verdict", flag_value="return", help="不同意改动，须写 --opinion。")
@click.option("--opinion", default="", help="为什么不同意、应怎样改。")
@STEP
@office_option
@as_option
@json_option
def confirm(
    document: str,
    verdict: str | None,
    opinion: str,
    step: str | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """确认改动：签发之后文字或版面有改动的，由签批人看过后确认；不写结果则只列出改动。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        view = views.view_document(house, actor, document)
        if verdict is None:
            _say_changes(house, view.case, as_json)
            return
        say_case(_confirmed(house, actor, view, verdict, opinion, step), as_json)


@click.command("correct")
@click.argument("document")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--nature", type=click.Choice([nature.value for nature in Nature]), required=True, help="修改性质。")
@click.option("--note", required=True, help="改了什么。")
@office_option
@as_option
@json_option
def correct(
    document: str, file: Path, nature: str, note: str, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """签发后修改：在复核、登记或用印环节换上改好的 .docx；文字性的由签批人确认，实质性的重新走程序。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        case = correcting.correct(
            house,
            actor,
            document,
            name=file.name,
            data=file.read_bytes(),
            nature=Nature(nature),
            note=note,
            channel=channel(),
        )
        say_case(case, as_json)


@click.command("extend")
@click.argument("document")
@click.option("--by", "more", required=True, help="延长多少：2wd（工作日）、3d（天）或 4h（小时）。")
@click.option("--reason", required=True, help="理由。")
@click.option("--step", default=extending.WHOLE, help="哪一个环节；不写为全程。")
@office_option
@as_option
@json_option
def extend(
    document: str, more: str, reason: str, step: str, office_folder: Path | None, login: str | None, as_json: bool
) -> None:
    """延长时限：从原来的到期时间起算；由程序写明的人办。"""
    with house_of(office_folder) as house:
        case = extending.extend(
            house, actor_of(house, login), document, limit=_limit(more), reason=reason, step=step, channel=channel()
        )
        running = {one.key if one else extending.WHOLE: (one, due) for one, due in dues(house, case)}
        extended, due = running[step]
        left = due.left(house.clock.now())
    if as_json:
        say_json({**to_plain(case), "where": where(case), "due": due.at.isoformat()})
        return
    say_case(case, as_json)
    say(f"{extended.name if extended else '全程'}的时限延长了：{until(due, left)}")


@click.command("cosigners")
@click.argument("document")
@click.option(
    "--unit", "units", multiple=True, help="会签科室，可写几个；写全，没有写的不再送会签。依次会签的，按写的顺序。"
)
@click.option("--none", "nobody", is_flag=True, help="不送科室会签。")
@click.option("--note", default="", help="为什么。")
@office_option
@as_option
@json_option
def cosigners(
    document: str,
    units: tuple[str, ...],
    nobody: bool,
    note: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """会签科室：审核、签发的人在自己的环节定哪些科室会签；不写 --unit 的，列出现在的。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        view = views.view_document(house, actor, document)
        if not units and not nobody:
            _say_units(units_to_choose(house, view.case), as_json)
            return
        case = ask_units(house, actor, view.case.document_id, () if nobody else units, note=note, channel=channel())
        say_case(case, as_json)


def _say_units(units: tuple[Askable, ...], as_json: bool) -> None:
    if as_json:
        say_json(units)
        return
    said = {(True, True): "已会签", (True, False): "待会签"}
    rows = [
        (
            one.unit.name,
            said.get(
                (one.is_asked, one.has_signed), "没有负责人，或负责人没有知悉权限，不能会签" if one.lacks_head else ""
            ),
        )
        for one in units
    ]
    say_table(["科室", "会签"], rows)


def _confirmed(
    house: House, actor: Actor, view: views.DocumentView, verdict: str, opinion: str, step: str | None
) -> Case:
    binding, document_id = shown_binding(view, "确认改动"), view.case.document_id
    if verdict == "return":
        return confirming.decline(
            house, actor, document_id, opinion=opinion, binding=binding, step=step, channel=channel()
        )
    if not confirmed(house, actor.login):
        raise WrongPasswordError
    return confirming.confirm(house, actor, document_id, binding=binding, step=step, channel=channel())


def _say_papers(house: House, case: Case, as_json: bool) -> None:
    if as_json:
        say_json(case.papers)
    elif not case.papers:
        say("没有待核对的代录。")
    else:
        rows = [
            (
                one.step,
                signer_name(house, one.signer),
                "同意" if one.approved else "退回",
                "；".join(filter(None, (one.opinion, assignment_words(one.assignment) if one.assignment else ""))),
                one.signed_on.isoformat(),
                one.scan.name,
                signer_name(house, one.recorder),
            )
            for one in case.papers
        ]
        say_table(["环节", "签批人", "结果", "意见", "日期", "扫描件", "代录人"], rows)


def _say_changes(house: House, case: Case, as_json: bool) -> None:
    changes = confirming.change_to_confirm(house, case)
    if as_json:
        say_json(changes)
        return
    if not case.confirm:
        say("没有待确认的改动。")
    elif not changes:
        say("文字没有变化，版面重新排过。")
    for line in changes:
        say(f"{line.mark} {line.text}")


def _limit(text: str) -> Limit:
    for unit in LimitUnit:
        amount = text.removesuffix(unit.value)
        if amount != text and amount.isdecimal():
            return Limit(int(amount), unit)
    raise LimitUnreadableError(text)


COMMANDS = (paper, compare, consent, confirm, correct, cosigners, extend)
