"""Putting results, returns and slips where the drafter finds them (回送), each once."""

from __future__ import annotations

from domain.case import Case, Phase, hand_back_key
from domain.errors import HongtouError
from domain.events import HandedBack
from domain.file_names import free_name, safe_name
from domain.intake import Category, Place, StagedFile
from domain.intake import Role as FileRole
from domain.posts import Role
from mailroom.names import title_of
from office.archived import record_of
from office.asked_facts import UNITS_IN_DOUBT
from office.examine import SAME_NAME, UNFIT, current
from office.filing import ISSUED_DOCX, ISSUED_PDF
from office.house import House
from office.questions import is_about_running
from office.reading_files import body_to_edit, without_body
from office.receipt_sheet import CIRCULATION_FILE, SHEET_FILE
from office.record import record

ASKED_OF_THE_CLERK = (UNFIT, SAME_NAME, UNITS_IN_DOUBT)
"""The findings that say why something is asked for (补正原因)."""
_IF_THE_SAME = (
    "确认是同一份的，在办的那份撤稿，由这一稿代替，从头走程序；也可以请当前环节先退回那份，这一稿就作为它的下一稿。"
    "已经签发的不能再换。"
)


def hand_back(house: House, case: Case) -> Case:
    """Hand back what the case's phase asks for, if it was not yet: a return, a refusal, a slip on what lacks, or the results."""
    place, reason = _what(case)
    if place is None or hand_back_key(place, case.version, reason) in case.handed_back:
        return case
    name, files = _parcel(house, case)
    folder = house.mailroom.hand_back(place, _home(house, case), name, files, slip_of(house, case))
    note = HandedBack(case.version, place.value, str(folder.relative_to(house.mailroom.folders.root)), reason)
    record(house, lambda pen: pen.note(note, case.document_id))
    return current(house, case.document_id)


def _home(house: House, case: Case) -> str:
    """Name the folder of whoever handed it in: what came from outside came by the receipts folder."""
    if case.incoming is not None:
        return Category.RECEIPT.value
    unit = house.office.unit_named(case.unit)
    return unit.name if unit else case.unit


def waits_for_hand_back(case: Case) -> bool:
    """Tell whether something is still to be handed back."""
    place, reason = _what(case)
    return place is not None and hand_back_key(place, case.version, reason) not in case.handed_back


def _what(case: Case) -> tuple[Place | None, str]:
    match case.phase:
        case Phase.TO_RETURN:
            return Place.RETURNED, "returned"
        case Phase.TO_REFUSE:
            return Place.RETURNED, "refused"
        case Phase.LACKING:
            return Place.TAKEN, "lacking"
        case Phase.FILED:
            return Place.DONE, "issued"
        case _:
            return None, ""


def _parcel(house: House, case: Case) -> tuple[str, dict[str, bytes]]:
    title = safe_name(case.title or title_of(case.name))
    if case.phase is Phase.FILED:
        stored = record_of(house, case)
        label = safe_name(f"{case.number} {case.title}".strip())
        if case.incoming is not None:
            return label, {name: stored.read(name) for name in (SHEET_FILE, CIRCULATION_FILE) if name in stored.files()}
        return label, {f"{label}.pdf": stored.read(ISSUED_PDF), f"{label}.docx": stored.read(ISSUED_DOCX)}
    if case.phase is Phase.LACKING:
        return f"{title} 待补正", {}
    files: dict[str, bytes] = {}
    body_name, body = body_to_edit(case.versions[-1].files)
    files[free_name(safe_name(body_name), files)] = _stamped(house, case, body_name, body)
    for file in without_body(case.versions[-1].files):
        if file.role is not FileRole.RENDERED:
            files[free_name(safe_name(file.name), files)] = house.staging.read(file.sha512)
    return f"{title} {case.document_id}", files


def _stamped(house: House, case: Case, name: str, file: StagedFile) -> bytes:
    """Write the document's id into a returned body, so that it comes back as the next version; an unreadable one goes back as it came."""
    data = house.staging.read(file.sha512)
    if not name.lower().endswith(".docx"):
        return data
    try:
        return house.press.stamp(data, case.document_id)
    except HongtouError:
        return data


def slip_of(house: House, case: Case) -> str:
    """Write the slip: what happened, to what, what to do next."""
    head = f"文件：{case.title or case.name}\n编号：{case.document_id}（第{case.version}稿）\n"
    match case.phase:
        case Phase.TO_RETURN:
            decision = case.decisions[-1]
            person = house.office.person(decision.actor)
            return (
                f"{head}结果：{decision.name}时退回\n意见：{decision.opinion}（{person.name if person else decision.actor}，"
                f"{decision.at:%Y年%-m月%-d日 %H:%M}）\n\n请按意见修改同一文件夹中的文稿，改好后重新投入原来的文件夹；"
                "文稿带有编号，系统会作为下一稿接着办。\n"
            )
        case Phase.TO_REFUSE:
            return f"{head}结果：没有受理\n原因：{case.reason}\n\n改好后重新投入原来的文件夹。\n"
        case Phase.LACKING:
            clerk = house.office.titles(Role.CLERK)
            lacking = "、".join(name.value for name in case.lacking) or f"由{clerk}确认"
            lacking += "".join(f"\n　　{one.sentence}" for one in case.findings if one.code in ASKED_OF_THE_CLERK)
            question = f"\n问题：{case.question}" if case.question else ""
            question += f"\n{_IF_THE_SAME}" if case.question and is_about_running(case.question) else ""
            return f"{head}结果：已收，待补正\n缺少：{lacking}{question}\n\n{clerk}会补正；您也可以联系{clerk}说明。不必重新投稿。\n"
        case Phase.FILED if case.incoming is not None:
            return f"{head}收文编号：{case.number}\n结果：已办结并归档，文件处理签在本文件夹中\n"
        case _:
            findings = "\n".join(f"- {finding.sentence}" for finding in case.findings)
            result = (
                f"发文字号：{case.number}\n结果：已印发并归档"
                if case.number
                else "结果：已定稿并归档，这类材料不编发文字号"
            )
            return f"{head}{result}\n" + (f"\n审读意见：\n{findings}\n" if findings else "")
