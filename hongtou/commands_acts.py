"""Commands that act on documents or read them: sign, complete, register, seal, show, search (办文)."""

from __future__ import annotations

from dataclasses import asdict, astuple
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from domain.case import Case, Phase
from domain.codec import to_plain
from domain.errors import BadInputError
from domain.procedure import RouteStep, Verb
from hongtou.commands_format import fact_of, say_findings
from hongtou.commands_receipts import assignment_options, sign_receipt
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
)
from office import complete as completing
from office import register as registering
from office import seal as sealing
from office import search as finding
from office import sign as signing
from office import views
from office.recipients import recipients_in
from office.route_drawing import State, states, what_follows


class VerdictMissingError(BadInputError):
    """Neither approval nor return was asked for (没有说明同意还是退回)."""

    code = "HT-706"

    def __init__(self) -> None:
        super().__init__("没有说明同意还是退回", "", "加上 --approve 或 --return")


@click.command("sign")
@click.argument("document")
@click.option("--approve", "verdict", flag_value="approve", help="同意。")
@click.option("--return", "verdict", flag_value="return", help="退回，须写明意见。")
@click.option("--opinion", default="", help="意见。")
@assignment_options
@office_option
@as_option
@json_option
def sign(
    document: str,
    verdict: str | None,
    opinion: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """审核、会签、签发：同意或退回一份文件；收文的初审、拟办、批示、承办、传阅、办结也用它，写明分送给谁。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        view = views.view_document(house, actor, document)
        if verdict is None:
            raise VerdictMissingError
        if view.case.incoming is not None:
            approve = verdict == "approve"
            say_case(sign_receipt(house, actor, view.case, approve=approve, opinion=opinion, options=options), as_json)
            return
        if any(step.verb is Verb.SIGN for step in view.mine) and not confirmed(house, actor.login):
            raise WrongPasswordError
        decide = signing.approve if verdict == "approve" else signing.send_back
        case = decide(
            house, actor, view.case.document_id, opinion=opinion, binding=shown_binding(view), channel=channel()
        )
        say_case(case, as_json)


@click.command("revise")
@click.argument("document")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--note", default="", help="改了什么。")
@office_option
@as_option
@json_option
def revise(document: str, file: Path, note: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """修改：在自己的环节换上改好的 .docx，重新呈看后再签批。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        case = signing.revise(
            house, actor, document, name=file.name, data=file.read_bytes(), note=note, channel=channel()
        )
        say_case(case, as_json)


@click.command("withdraw")
@click.argument("document")
@click.option("--reason", required=True, help="理由。")
@office_option
@as_option
@json_option
def withdraw(document: str, reason: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """撤稿：签发之前撤回一份文稿。"""
    with house_of(office_folder) as house:
        case = signing.withdraw(house, actor_of(house, login), document, reason=reason, channel=channel())
        say_case(case, as_json)


@click.command("complete")
@click.argument("document")
@click.argument("facts", nargs=-1)
@click.option("--same-as", default=None, help="是已退回的哪一份的修改稿。")
@office_option
@as_option
@json_option
def complete(
    document: str,
    facts: tuple[str, ...],
    same_as: str | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """补正要素：如 hongtou complete W2026-00012 文种=通知 标题=关于……的通知。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        if same_as:
            case = completing.join_to(house, actor, document, same_as, channel=channel())
        else:
            values = dict(fact_of(text) for text in facts)
            case = completing.state_facts(house, actor, document, values, channel=channel())
        say_case(case, as_json)


@click.command("register")
@click.argument("document")
@click.option("--serial", type=click.IntRange(1), default=None, help="用预留的编号。")
@click.option("--copies", type=click.IntRange(1), default=None, help="印数。")
@click.option("--to", "scope", multiple=True, help="收文单位和份数，如 --to “县政府办公室 2份”；不写则按主送、抄送。")
@office_option
@as_option
@json_option
def register(
    document: str,
    serial: int | None,
    copies: int | None,
    scope: tuple[str, ...],
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """登记编号：机要员给签发后的文件编发文字号。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        case = registering.register_document(
            house,
            actor,
            document,
            serial=serial,
            print_run=copies,
            recipients=recipients_in(scope) if scope else None,
            channel=channel(),
        )
        say_case(case, as_json)


@click.command("seal")
@click.argument("document")
@office_option
@as_option
@json_option
@click.option("--refuse", is_flag=True, help="手续不全，不用印，退给机要员；要用 --opinion 写明原因。")
@click.option("--again", is_flag=True, help="机要员：处理好了，再送用印；用 --opinion 写明怎么处理的。")
@click.option("--opinion", default="", help="不用印的原因，或怎么处理的。")
def seal(
    document: str,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
    refuse: bool,
    again: bool,
    opinion: str,
) -> None:
    """用印：印章管理员核对正文后用印，或退给机要员；机要员处理后再送。"""
    with house_of(office_folder) as house:
        actor = actor_of(house, login)
        view = views.view_document(house, actor, document)
        found, by = view.case.document_id, channel()
        if again:
            case = sealing.answer_refusal(house, actor, found, note=opinion, channel=by)
        elif refuse:
            case = sealing.refuse_seal(house, actor, found, opinion=opinion, binding=shown_binding(view), channel=by)
        else:
            case = sealing.seal_document(house, actor, found, binding=shown_binding(view), channel=by)
        say_case(case, as_json)


@click.command("show")
@click.argument("document")
@office_option
@as_option
@json_option
def show(document: str, office_folder: Path | None, login: str | None, as_json: bool) -> None:
    """看一份文件在哪里、在谁手里、怎么办过来的，这一稿的检查意见，还要经过哪些环节。"""
    with house_of(office_folder) as house:
        view = views.view_document(house, actor_of(house, login), document)
        if as_json:
            say_json(
                {**to_plain(view.case), "where": view.where, "next": view.next_step, "history": to_plain(view.history)}
            )
            return
        case = view.case
    say(f"{case.document_id}　{case.number}　{case.title or case.name}")
    say(f"现在：{view.where}" + (f"；下一步：{view.next_step}" if view.next_step else ""))
    if view.effect:
        say(f"效力：{view.effect}")
    if case.stuck:
        say(f"受阻：{case.stuck.sentence}")
    if case.phase is Phase.UNDER_WAY:
        _say_way(case)
    if case.draft and not case.filed:
        say(f"检查意见{len(case.findings)}条" + ("：" if case.findings else "。"))
        if case.findings:
            say_findings(case.findings)
    rows = [(f"{line.at:%Y-%m-%d %H:%M}", line.who, line.what, line.detail) for line in view.history]
    say_table(["时间", "人", "事项", "内容"], rows)


@click.command("search")
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="最多列出多少条。")
@click.option("--offset", type=click.IntRange(0), default=0, help="从第几条之后列起。")
@click.option("--held", type=click.IntRange(0), help="接着翻页时写上一页的 held，翻页期间新归档的不插进来。")
@click.option("--export", "target", type=click.Path(path_type=Path, dir_okay=False), help="写成 .xlsx 文件。")
@office_option
@as_option
@json_option
def search(
    query: str,
    limit: int,
    offset: int,
    held: int | None,
    target: Path | None,
    office_folder: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """查档：词语、“短语”、文号，标题: 文号: 机关: 文种: 年度: 日期: 密级: 保管期限: 档号: 签发人:，- 排除，OR。"""
    with house_of(office_folder) as house:
        actor, asked = actor_of(house, login), finding.Asked(query, first_held=held)
        answer = finding.search(house, actor, query, limit=limit, offset=offset, asked=asked)
        remarks = finding.remarks(house, answer.hits)
        behind = finding.behind(house, actor, answer) if held is None else 0
        if target:
            target.write_bytes(finding.export(house, actor, asked, channel()))
    if as_json:
        hits = [{**to_plain(hit), **asdict(remark)} for hit, remark in zip(answer.hits, remarks, strict=True)]
        facets = {facet.name.value: dict(facet.counts) for facet in answer.facets}
        say_json({"total": answer.total, "held": answer.held, "behind": behind, "facets": facets, "hits": hits})
        return
    say(f"共 {answer.total} 件。" + (f"还有 {behind} 件刚归档，正在编目。" if behind else ""))
    for hit, remark in zip(answer.hits, remarks, strict=True):
        said = "".join(f"　【{word}】" for word in astuple(remark) if word)
        say(f"{hit.number}　{hit.title}　{hit.object_id}{said}")
        place = f"{hit.why}第{hit.page}页：" if hit.page else f"{hit.why}：" if hit.why else ""
        say("　　" + place + "".join(f"[{text}]" if marked else text for text, marked in hit.snippet))
    for facet in answer.facets if answer.total > limit else ():
        say(f"{facet.name.value}　" + "　".join(f"{value} {count}" for value, count in facet.counts[:8]))
    if target:
        say(f"已写成 {target}")


def _say_way(case: Case) -> None:
    """Print the steps that are still to be done, in their order, those of a stage together (其余环节)."""
    left = [step for step, state in states(case) if state is not State.DONE]
    stages = ["、".join(f"{step.name}（{step.who}）" for step in steps) for _, steps in groupby(left, _stage)]
    say(f"还要办：{' → '.join((*stages, what_follows(case)))}")


def _stage(step: RouteStep) -> int:
    return step.stage


COMMANDS = (sign, revise, withdraw, complete, register, seal, show, search)
