"""The pages of secret papers (涉密文件台账): the register, copies, outsiders, what goes back and the clean-up, handing over. No content on any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.attachment import attachment
from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import filled
from desk.forms_secrecy import AwayForm, CleanUpForm, CopyForm, HandoverForm, MoveForm, OutsiderForm, SecretForm
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, MissingPartError, NotAllowedError, NotFoundError, NotNowError
from domain.levels import Level
from domain.secret_events import Leaving, Move, PaperOrigin
from office import clean_up, handover, outsiders, secret_copying, secret_register
from office.closing_words import called
from office.secret_register import KEEPERS, Stated

_REFUSED = (BadInputError, NotAllowedError, NotNowError, NotFoundError, MissingPartError)
_SAID = {
    "registered": "已登记，登记号见下面最后一件。",
    "moved": "已登记流转。",
    "away": "已登记去向。",
    "ask": "已申请，等待审批。",
    "approve": "已同意复制。复制后由机要员逐份登记。",
    "refuse": "已记录：不同意复制。",
    "made": "复制件已登记，视同原件管理。",
    "outsider-ask": "已申请，等待审批。批准以前不能给看。",
    "outsider-approve": "已同意。来人查阅时由机要员登记。",
    "outsider-refuse": "已记录：不同意查阅。",
    "outsider-show": "已登记，现在可以给看。看完收回后登记归还。",
    "outsider-end": "已登记归还。",
    "closed": "清理核对已办结。",
    "handed": "已移交，名下涉密文件和阅文范围都转到接收人。",
}
Act = Callable[[], object]


@signed_in("GET", "HEAD", "POST")
def secrets(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the register, or register a paper (涉密文件台账)."""

    def act() -> None:
        known = _filled(request, visit, SecretForm, "secrets")
        stated = Stated(
            **{
                name: known[name]
                for name in ("issuer", "reference", "name", "term", "serials", "place", "return_by", "day")
            },
            origin=PaperOrigin(known["origin"]),
            level=Level(known["level"]),
        )
        secret_register.register_secret(visit.house, visit.actor, stated, channel=CHANNEL)

    if request.method == "POST":
        return _done(act, "/secrets?done=registered", lambda error: _register(request, visit, error))
    return _register(request, visit, None)


@signed_in("POST")
def move(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Note that copies change hands (领用、归还、移交)."""

    def act() -> None:
        form: MoveForm = filled(MoveForm, request)
        known = form.cleaned_data
        use_mark(visit, "secrets", known["once"])
        told = {name: known[name] for name in ("receiver", "place", "purpose", "due")}
        how = Move(known["how"])
        secret_register.move_secret(
            visit.house, visit.actor, known["number"], form.named(), how, channel=CHANNEL, **told
        )

    return _done(act, "/secrets?done=moved", lambda error: _register(request, visit, error))


@signed_in("POST")
def away(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Note that copies leave the house (清退、销毁)."""

    def act() -> None:
        form: AwayForm = filled(AwayForm, request)
        known = form.cleaned_data
        use_mark(visit, "secrets", known["once"])
        told = {name: known[name] for name in ("receiver", "reference", "approver")}
        secret_register.send_secret_away(
            visit.house,
            visit.actor,
            known["number"],
            form.named(),
            Leaving(known["how"]),
            escorts=(known["escort"], known["second"]),
            channel=CHANNEL,
            **told,
        )

    return _done(act, "/secrets?done=away", lambda error: _register(request, visit, error))


@signed_in("GET", "HEAD", "POST")
def copies(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the requests for copies, ask, decide, register what was copied (复制审批)."""
    house, actor = visit.house, visit.actor

    def act() -> None:
        known = _filled(request, visit, CopyForm, "copies")
        index = known["index"] or 0
        match known["act"]:
            case "ask":
                many, who = known["copies"] or 0, known["person"]
                secret_copying.ask_for_copies(
                    house, actor, known["number"], many, known["purpose"], who, channel=CHANNEL
                )
            case "made":
                secret_copying.register_copies(house, actor, index, known["place"], channel=CHANNEL)
            case decided:
                secret_copying.decide_copies(
                    house,
                    actor,
                    index,
                    approved=decided == "approve",
                    opinion=known["opinion"],
                    consent=known["consent"],
                    channel=CHANNEL,
                )

    if request.method == "POST":
        word = request.POST.get("act", "")
        return _done(act, f"/secrets/copies?done={word}", lambda error: _copies(request, visit, error))
    return _copies(request, visit, None)


@signed_in("GET", "HEAD", "POST")
def outside(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the register of outsiders, ask for one, decide, note that they have it and gave it back (外来人员查阅)."""
    house, actor = visit.house, visit.actor

    def act() -> None:
        form: OutsiderForm = filled(OutsiderForm, request)
        known = form.cleaned_data
        use_mark(visit, "outsiders", known["once"])
        index = known["index"] or 0
        match known["act"]:
            case "ask":
                names = ("subject", "name", "organisation", "purpose", "companion", "first", "last")
                stated = outsiders.Outsider(serials=form.named(), **{name: known[name] for name in names})
                outsiders.ask_for_outsider(house, actor, stated, channel=CHANNEL)
            case "show":
                outsiders.show_to_outsider(house, actor, index, channel=CHANNEL)
            case "end":
                outsiders.end_reading(house, actor, index, known["note"], channel=CHANNEL)
            case decided:
                approved = decided == "approve"
                outsiders.decide_outsider(
                    house, actor, index, approved=approved, opinion=known["opinion"], channel=CHANNEL
                )

    if request.method == "POST":
        word = request.POST.get("act", "")
        return _done(act, f"/secrets/outsiders?done=outsider-{word}", lambda error: _outside(request, visit, error))
    return _outside(request, visit, None)


@signed_in("GET", "HEAD")
def outside_sheet(_: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the register of outsiders as .xlsx (外来人员查阅登记簿)."""
    return _sheet(outsiders.outsider_workbook(visit.house, visit.actor), "外来人员查阅登记簿")


@signed_in("GET", "HEAD", "POST")
def returns(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what goes back to whom and the half-yearly clean-up; close it (清退、清理核对)."""

    def act() -> None:
        known = _filled(request, visit, CleanUpForm, "returns")
        missing = [line.strip() for line in known["missing"].splitlines()]
        clean_up.close_clean_up(
            visit.house, visit.actor, missing=missing, witness=known["witness"], note=known["note"], channel=CHANNEL
        )

    if request.method == "POST":
        return _done(act, "/secrets/returns?done=closed", lambda error: _returns(request, visit, error))
    return _returns(request, visit, None)


@signed_in("GET", "HEAD")
def returns_sheet(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give what goes back to one issuer, or the list of all copies to be looked for, as .xlsx (清退清单、清理核对表)."""
    issuer = request.GET.get("issuer", "")[:200]
    if issuer:
        data, name = clean_up.return_workbook(visit.house, visit.actor, issuer), "清退清单"
    else:
        data, name = clean_up.clean_up_workbook(visit.house, visit.actor), "清理核对表"
    return _sheet(data, name)


@signed_in("GET", "HEAD", "POST")
def hand_over(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what everybody holds; hand over what one of them does (工作移交)."""

    def act() -> None:
        known = _filled(request, visit, HandoverForm, "handover")
        told = (known["person"], known["receiver"], known["approver"], known["note"])
        handover.hand_over(visit.house, visit.actor, *told, channel=CHANNEL)

    if request.method == "POST":
        return _done(act, "/handover?done=handed", lambda error: _handover(request, visit, error))
    return _handover(request, visit, None)


def _sheet(data: bytes, name: str) -> HttpResponse:
    return attachment(data, f"{name}.xlsx")


def _filled(request: HttpRequest, visit: Visit, kind: Any, purpose: str) -> Mapping[str, Any]:
    known: Mapping[str, Any] = filled(kind, request).cleaned_data
    use_mark(visit, purpose, known["once"])
    return known


def _done(act: Act, to: str, page: Callable[[HongtouError], HttpResponse]) -> HttpResponse:
    try:
        act()
    except _REFUSED as error:
        return page(error)
    return HttpResponseRedirect(to)


def _register(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    house, everything = visit.house, request.GET.get("all") == "1"
    book = secret_register.secret_book(house, visit.actor)
    papers = [
        (
            paper,
            [(copy, secret_register.where_is(house, copy)) for copy in (paper.copies if everything else paper.here)],
        )
        for paper in book.papers.values()
        if everything or paper.here
    ]
    more = {
        "papers": papers,
        "today": house.clock.today(),
        "everything": everything,
        "here": sum(len(paper.here) for paper in book.papers.values()),
        "levels": [level.value for level in reversed(Level) if level.is_state_secret],
    }
    return _page(request, visit, "secrets", more, error)


def _copies(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    rows = [
        (
            one,
            paper,
            called(visit.house, one.person),
            called(visit.house, one.approver),
            one.approved is None and secret_copying.may_decide(visit.house, visit.actor, paper),
        )
        for one, paper in secret_copying.copy_requests(visit.house, visit.actor)
    ]
    return _page(request, visit, "copies", {"rows": rows, "rules": _rules(visit)}, error)


def _rules(visit: Visit) -> list[tuple[str, str, str]]:
    office = visit.house.office
    return [
        (
            "、".join(level.value for level in rule.levels),
            "、".join(rule.issuers) or "各机关",
            office.titles(*rule.posts) + ("，须经发文机关书面同意" if rule.by_issuer else ""),
        )
        for rule in office.copying
    ]


def _outside(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    by = visit.house.office.titles(*visit.house.office.outsiders_by)
    known = {"lines": outsiders.outsider_register(visit.house, visit.actor), "by": by}
    return _page(request, visit, "outsiders", known, error)


def _returns(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    book = secret_register.secret_book(visit.house, visit.actor)
    known = {
        "lists": clean_up.return_lists(visit.house, visit.actor),
        "clean_ups": list(reversed(book.clean_ups.values())),
        "running": next((one for one in book.clean_ups.values() if one.closed is None), None),
    }
    return _page(request, visit, "returns", known, error)


def _handover(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    return _page(request, visit, "handover", {"rows": handover.holders(visit.house, visit.actor)}, error)


def _page(
    request: HttpRequest, visit: Visit, name: str, more: Mapping[str, Any], error: HongtouError | None
) -> HttpResponse:
    known = {
        **more,
        "people": visit.house.office.people,
        "approvers": _approvers(visit),
        "keeps": visit.actor.has(*KEEPERS),
        "mark": new_mark(visit, name),
        "typed": {key: value[:2000] for key, value in request.POST.items()},
        "problem": str(error) if error else "",
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    template = {"secrets": "secrets", "handover": "handover"}.get(name, f"secret_{name}")
    return render(request, f"desk/{template}.html", known, status=status_of(error) if error else 200)


def _approvers(visit: Visit) -> list[tuple[str, str]]:
    actors = (visit.house.office.actor(one.login) for one in visit.house.office.accounts)
    able = [actor for actor in actors if actor and actor.has(*secret_register.APPROVERS)]
    return [(actor.login, f"{actor.name}（{visit.house.office.titles(*actor.roles)}）") for actor in able]
