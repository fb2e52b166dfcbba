"""Receipts (回执): ours for what came in, the partners' for what went out; an accepted one counts as the recipient's signature (分发签收)."""

from __future__ import annotations

import json

from domain.canonical import sha256_hex
from domain.case import Case
from domain.codec import from_plain
from domain.events import Delivered
from domain.exchange import Answer, Parcel, ParcelQuery, Partner, Side, Stage, object_of
from domain.exchange_events import AnswerPlaced, PackageAnswered
from domain.procedure import Verb
from mailroom.exchange_box import OUT, Lying
from office.exchange_errors import AnswerForgedError
from office.exchange_send import note_of
from office.exchange_signing import answer_to, is_signed_by
from office.house import House
from office.record import Pen, record

_SIGNED_BY = "交换回执自动签收"


def answer_due(house: House) -> tuple[tuple[Parcel, str], ...]:
    """Put out the receipts and refusals that are due; give each package with what became of it."""
    rows: list[tuple[Parcel, str]] = []
    for side, stage in ((Side.IN, Stage.HANDED_OVER), (Side.REFUSED, Stage.REFUSED)):
        for parcel in house.registry.parcels(ParcelQuery(side=side, stages=(stage,))):
            answer = put_answer(house, parcel)
            if answer is None:
                rows.append((parcel, f"“交换/发出/{parcel.partner_name}”文件夹不在位，接好后自动发回执"))
                continue
            note_of(house, AnswerPlaced(answer.file_name), parcel.id)
            rows.append((parcel, "已发回执" if answer.accepted else "已答复拒收的原因"))
    return tuple(rows)


def put_answer(house: House, parcel: Parcel) -> Answer | None:
    """Put the answer to a package into the folder to its sender, again if need be; nothing while the folder is away."""
    partner = house.exchange.partner(parcel.partner)
    if partner is None or not house.exchange.box.is_there(OUT, partner.name):
        return None
    answer = _answer_of(house, parcel)
    house.exchange.box.put_answer(partner.name, answer.file_name, answer.to_bytes())
    return answer


def _answer_of(house: House, parcel: Parcel) -> Answer:
    """Give the receipt where the very package was taken in, now or before, else the refusal."""
    taken = house.registry.parcel(object_of(Side.IN, parcel.package))
    if taken is not None and taken.sheet_sha256 == parcel.sheet_sha256:
        return answer_to(house, taken, accepted=True, at=taken.at)
    return answer_to(house, parcel, accepted=False, at=parcel.at)


def take_answer(house: House, partner: Partner, one: Lying) -> str:
    """Take a partner's receipt: the package counts as received, or as refused with the reason; told again it changes nothing.

    Raises:
        AnswerForgedError: It is no receipt of this partner's for something we sent there.
    """
    data, read = house.exchange.box.read_answer(one)
    plain = json.loads(read)
    if plain is None:
        raise AnswerForgedError(one.shown, "读不出来")
    answer = from_plain(Answer, plain)
    if not is_signed_by(partner, answer) or answer.answerer != partner.code:
        raise AnswerForgedError(one.shown, f"签名不是“{partner.name}”的")
    name = object_of(Side.OUT, answer.package)
    parcel = house.registry.parcel(name)
    if answer.receiver != house.exchange.settings.code or parcel is None or parcel.partner != partner.code:
        raise AnswerForgedError(one.shown, "本机关没有发过这个交换包")
    if answer.accepted and answer.sheet_sha256 != parcel.sheet_sha256:
        raise AnswerForgedError(one.shown, "签收的不是本机关发出的内容")
    record(house, lambda pen: _enter(pen, name, answer, sha256_hex(data)))
    if answer.accepted:
        house.exchange.box.take_back(partner.name, answer.package)
    house.exchange.box.settle(one)
    return f"{partner.name}已签收" if answer.accepted else f"{partner.name}拒收：{answer.sentence}"


def _enter(pen: Pen, name: str, answer: Answer, digest: str) -> None:
    parcel = pen.books.parcel(name)
    if parcel is None or parcel.stage is Stage.ACKNOWLEDGED:
        return
    told = (parcel.code, parcel.sentence, parcel.answered_at)
    if parcel.stage is Stage.DECLINED and told == (answer.code, answer.sentence, answer.at):
        return
    event = PackageAnswered(answer.accepted, answer.code, answer.sentence, answer.answerer_name, answer.at, digest)
    pen.note(event, name)
    if answer.accepted and parcel.sheet is not None:
        _count_deliveries(pen, parcel, answer)


def _count_deliveries(pen: Pen, parcel: Parcel, answer: Answer) -> None:
    """Note the recipient's signature in the document's distribution, where it has one that is open."""
    case = pen.books.case(parcel.document)
    step = next((step for step in case.open_steps() if step.verb is Verb.DISTRIBUTE), None) if case else None
    if case is None or step is None or parcel.sheet is None:
        return
    for recipient in parcel.sheet.recipients:
        if recipient in case.to_deliver and recipient_is_served(pen, parcel, recipient):
            by = f"{answer.answerer_name}（{_SIGNED_BY}）"
            day = answer.at.astimezone(parcel.at.tzinfo).date()
            pen.note(Delivered(step.key, recipient, by, day, _share(case, recipient)), case.document_id)


def _share(case: Case, recipient: str) -> int:
    return max(case.share(recipient), 1)


def recipient_is_served(pen: Pen, parcel: Parcel, recipient: str) -> bool:
    """Tell whether every office that a recipient's name means has taken the document in: one name may stand for many."""
    sent = pen.books.parcels_of(parcel.document)
    return all(
        one.stage is Stage.ACKNOWLEDGED for one in sent if one.sheet is not None and recipient in one.sheet.recipients
    )
