"""The papers of a destruction (销毁清册、销毁证明): the list is filed for ever when the content is gone, the certificate when both witnesses have signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from archive.ocfl_object import StoredObject
from domain.canonical import canonical_bytes
from domain.destruction import DestructionList, HoldingBackup, ListedItem, Part
from domain.destruction_events import CertificateKept
from domain.levels import Level
from domain.office import SYSTEM
from domain.papers import Paper
from office.archived import archive_id
from office.filing import inventory_digest
from office.house import House
from office.record import record

LIST_FORM, CERTIFICATE_FORM = "档案销毁清册", "档案销毁证明"
LIST_PDF, LIST_JSON, CERTIFICATE_PDF = "销毁清册.pdf", "销毁清册.json", "销毁证明.pdf"
METHOD = (
    "电子档案：档案库中的全部版本、台账所附内容、暂存、发还和交换的原样副本，文件先覆写后删除；登记库、全文目录已重写；原处留有销毁标记。"
    "固态盘等介质内部的残留，随介质报废一并销毁。"
)


def keep_list(house: House, known: DestructionList) -> tuple[Level, str, tuple[str, ...]]:
    """File the list in the archive for ever, as PDF and as data; give its level, its inventory's digest and its files. Done again it is one."""
    stored = _stored(house, known) or _filed(house, known)
    return known.level, inventory_digest(stored), tuple(sorted(stored.files()))


def keep_certificate(house: House, known: DestructionList) -> None:
    """File the signed certificate beside its list, and record it; done again it is one."""
    store, stored = house.stores[known.level], _stored(house, known)
    if stored is None or CERTIFICATE_PDF not in stored.files():
        pdf = house.press.paper(certificate(house, known))
        stored = store.add_version(
            archive_id(known.id), {CERTIFICATE_PDF: pdf}, at=_last(known), message="监销人签字", actor="系统"
        )
    kept = CertificateKept(known.level.value, stored.head, inventory_digest(stored), tuple(sorted(stored.files())))
    record(house, lambda pen: pen.note(kept, known.id), actor=SYSTEM, channel="system")


def list_paper(house: House, known: DestructionList) -> Paper:
    """Give the list to be typeset (销毁清册); what was taken off it stays on it and is marked."""
    struck = {one.record: one.reason for one in known.struck}
    rows = tuple(_row(place, item, struck) for place, item in enumerate(known.items, 1))
    return Paper(LIST_FORM, _people(house, known), rows)


def certificate(house: House, known: DestructionList, backups: Sequence[HoldingBackup] | None = None) -> Paper:
    """Give the certificate to be typeset (销毁证明), with the backups that still hold the content."""
    signed = [*known.attested, None, None]
    fields = (
        *_people(house, known),
        ("销毁方式", METHOD),
        ("监销签字一", _said(house, signed[0])),
        ("监销签字二", _said(house, signed[1])),
        ("其他去处", _elsewhere(known)),
    )
    holding = known.backups if backups is None else backups
    rows = tuple(
        (str(place), one.target, str(one.number), f"{one.at:%Y-%m-%d %H:%M}", f"{one.expires or '一直保留'}")
        for place, one in enumerate(holding, 1)
    )
    return Paper(CERTIFICATE_FORM, fields, rows or (("", "没有备份含有这些内容", "", "", ""),))


def _filed(house: House, known: DestructionList) -> StoredObject:
    files = {
        LIST_PDF: house.press.paper(list_paper(house, known)),
        LIST_JSON: canonical_bytes({"format": "hongtou-destruction-list-1", "list": known}),
    }
    at = known.destroyed_at or known.lister.at
    return house.stores[known.level].add(
        archive_id(known.id), files, at=at, message=f"销毁清册 {known.name}", actor="系统"
    )


def _stored(house: House, known: DestructionList) -> StoredObject | None:
    return house.stores[known.level].find(archive_id(known.id))


def _people(house: House, known: DestructionList) -> tuple[tuple[str, str], ...]:
    approvals, witnesses = [*known.approvals, None, None], [*known.witnesses, None, None]
    left = f"{len(known.left)}件" + (f"（另有{len(known.struck)}件抽出，仍在档）" if known.struck else "")
    return (
        ("立档单位", house.office.name),
        ("全宗号", "、".join(_fonds(house, known))),
        ("清册编号", known.name),
        ("件数", left),
        ("销毁依据", known.basis),
        ("拟制人", _said(house, known.lister)),
        ("销毁时间", f"{known.destroyed_at:%Y年%-m月%-d日 %H:%M}" if known.destroyed_at else ""),
        ("批准人一", _said(house, approvals[0])),
        ("批准人二", _said(house, approvals[1])),
        ("监销人一", _said(house, witnesses[0])),
        ("监销人二", _said(house, witnesses[1])),
        ("清册摘要", " ".join(("SHA-256", *(known.digest[at : at + 8] for at in range(0, 64, 8))))),
    )


def _row(place: int, item: ListedItem, struck: dict[str, str]) -> tuple[str, ...]:
    return (
        str(place),
        item.code or item.record,
        item.number,
        item.title,
        str(item.year),
        item.retention,
        f"{item.expired_on:%Y-%m-%d}",
        str(item.pages or ""),
        "抽出" if item.record in struck else "",
    )


def _fonds(house: House, known: DestructionList) -> list[str]:
    found = (house.registry.holding(item.record) for item in known.items)
    return sorted({holding.fonds for holding in found if holding} - {""})


def _said(house: House, part: Part | None) -> str:
    if part is None:
        return ""
    person = house.office.person(part.person)
    return f"{person.name if person else part.person}　{part.at:%Y年%-m月%-d日}"


def _elsewhere(known: DestructionList) -> str:
    said = []
    if known.unreached:
        said.append(f"没有连上的备份处（连上后第一次备份时补送销毁通知）：{'、'.join(known.unreached)}")
    if known.elsewhere:
        said.append(f"科室改动过的发还件，由科室处理：{'、'.join(known.elsewhere)}")
    if known.exchanged:
        said.append(f"没有连上的公文交换副本（连上后第一次交换时清除）：{'、'.join(known.exchanged)}")
    return "；".join(said) or "无"


def _last(known: DestructionList) -> dt.datetime:
    return max((one.at for one in known.attested), default=known.lister.at)
