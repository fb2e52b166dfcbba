"""What goes wrong with one document stays with it; and what two processes do at once, or one does twice, is done once."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.case import MisfitError, Phase
from domain.case_events import apply
from domain.composing import level_of
from domain.document import OfficialDocument
from domain.events import Presented, Sealed, TakenIn
from domain.facts import Fact, FactName, Facts, FactSource
from domain.levels import Level, Retention
from domain.pages import Binding, IssuedPages
from ground.durable import publish
from hongtou.settings import load_settings
from mailroom.claims import put_back_unfinished
from mailroom.folders import CLAIMED
from mailroom.intake import Mailroom
from office import filing, seal, sign
from office.advance import catalogue_due, file_due, issue_due, take_in_due
from office.archived import record_of
from office.duty import on_duty
from office.errors import OfficeFileError
from office.office_file import load_calendar, load_office
from office.record import record
from office.scope import may_see, reach_of
from office.tidy import tidy
from office.waiting import waiting
from press.press import Press
from registry.errors import RegistryBusyError
from tests.an_office import UNIT, AnOffice, a_draft, a_title, new_clock, opened, prepare
from tests.patience import PATIENCE_S
from tests.samples.docx_builder import plain_docx, png


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("faults") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


@pytest.fixture
def stubborn(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A draft that is the oldest in its folder and can't be removed from there."""
    place = office.drop("不许移走.docx", a_draft(a_title()))
    os.utime(place, (1, 1))
    settle = Mailroom._give_receipt

    def refuse(mailroom: Mailroom, taken: object, *known: object) -> None:
        if getattr(taken, "display_name", "") == place.name:
            raise PermissionError(13, "Permission denied")
        settle(mailroom, taken, *known)  # type: ignore[arg-type]

    monkeypatch.setattr(Mailroom, "_give_receipt", refuse)
    yield place
    monkeypatch.undo()
    office.work()
    assert not place.exists()


def sealed(office: AnOffice) -> str:
    document_id = office.signed(a_title())
    office.register(document_id)
    office.seal(document_id)
    return document_id


def presented(office: AnOffice, document_id: str) -> Presented:
    history = office.house.registry.history(document_id)
    return next(event for _, event in history if isinstance(event, Presented))


def refuses(office: AnOffice, document_id: str, event: Presented | Sealed) -> bool:
    line = office.house.registry.history(document_id)[-1][0]
    try:
        apply(office.case(document_id), event, line)
    except MisfitError:
        return True
    return False


def test_a_drop_that_can_not_be_removed_holds_up_no_other(office: AnOffice, stubborn: Path) -> None:
    other = a_title()

    assert office.take_in(other)
    assert stubborn.exists()


def test_a_drop_that_can_not_be_removed_is_taken_in_once(office: AnOffice, stubborn: Path) -> None:
    office.work()
    taken = next(case for case in office.house.registry.cases() if case.name == stubborn.name)
    office.send_back(taken.document_id, "unit_head")  # from here the same bytes would be a next version
    office.work()

    office.work()

    assert office.case(taken.document_id).version == 1


def test_a_trouble_with_a_drop_is_told_once(office: AnOffice, stubborn: Path) -> None:
    told = [row.result for _ in range(3) for row in take_in_due(office.house) if row.title == stubborn.name]

    assert [text for text in told if "未能从投稿文件夹移除" in text] == told[:1]


def test_bytes_withdrawn_twice_and_handed_in_again_are_not_swallowed(office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)

    taken = [office.take_in(title, data)]
    for _ in range(2):
        sign.withdraw(office.house, office.actor("clerk"), taken[-1], reason="改期")
        taken.append(office.take_in(title, data))

    assert len(set(taken)) == 3
    assert office.case(taken[-1]).phase is Phase.UNDER_WAY


def test_bytes_returned_under_two_numbers_of_case_come_back_to_the_second(office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    first = office.take_in(title, data)
    office.send_back(first, "unit_head")
    office.work()
    assert office.take_in(title, data) == first  # the second version
    sign.withdraw(office.house, office.actor("clerk"), first, reason="改期")
    second = office.take_in(title, data)
    office.send_back(second, "unit_head")
    office.work()

    assert office.take_in(title, data) == second
    assert office.case(second).version == 2


def test_a_secret_file_dropped_by_a_second_unit_is_told_there_too(office: AnOffice) -> None:
    units = [unit.name for unit in office.house.office.units][:2]
    data = plain_docx(("机密★1年", "^关于某事项的通知", "　　正文。"))

    for unit in units:
        place = office.drop("文稿.docx", data, unit)
        office.work()
        place.unlink()

    for unit in units:
        assert any(
            "保密" in slip.read_text("utf-8-sig") for slip in office.back("退回", unit) if slip.suffix == ".txt"
        ), unit


def test_a_program_s_file_in_the_hidden_folder_stops_no_scan(office: AnOffice) -> None:
    hidden = office.house.mailroom.folders.drops / "发文" / UNIT / ".收取中"
    hidden.mkdir(exist_ok=True)
    (hidden / "Thumbs.db").write_bytes(b"thumbnails")
    office.house.mailroom._has_recovered = False

    assert office.take_in(a_title())


def test_a_folder_that_does_not_let_us_recover_stops_no_scan(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> int:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("mailroom.claims.put_back_unfinished", refuse)
    office.house.mailroom._has_recovered = False

    assert office.take_in(a_title())


def test_a_drop_that_has_its_slip_asks_for_no_further_run(office: AnOffice) -> None:
    place = office.drop("不是文稿.docx", b"these are not the bytes of a Word file")
    assert waiting(office.house).to_take_in

    office.work()

    assert not waiting(office.house).to_take_in
    place.unlink()


def test_a_damaged_record_keeps_no_later_one_out_of_the_catalogue(office: AnOffice) -> None:
    damaged, later = sealed(office), sealed(office)
    issue_due(office.house)
    file_due(office.house)
    text = next(record_of(office.house, office.case(damaged)).folder.rglob("正文.txt"))
    whole = text.read_bytes()
    text.chmod(0o600)
    text.write_bytes(b"changed")

    catalogue_due(office.house)

    head = office.house.registry.head()
    assert head is not None
    assert office.house.catalogue.position() == head.index
    found = office.house.catalogue.search(
        office.case(later).number, reach_of(office.house, office.actor("clerk")), limit=5, offset=0
    )
    assert later in {hit.object_id for hit in found.hits}
    text.write_bytes(whole)


def test_what_was_staged_again_is_young_again(office: AnOffice) -> None:
    data = b"an attachment that two documents have"
    digest = office.house.staging.put(data)
    os.utime(office.house.staging.path(digest), (1, 1))

    office.house.staging.put(data)
    tidy(office.house)

    assert office.house.staging.holds(digest)


def test_two_files_that_read_alike_are_both_archived(office: AnOffice) -> None:
    case = office.filed(a_title())
    body = case.versions[-1].files[0]
    twin = dataclasses.replace(body, sha512=office.house.staging.put(b"the attachment"))
    version = dataclasses.replace(case.versions[-1], files=(body, twin))

    files = filing.contents(
        office.house, dataclasses.replace(case, versions=(version,)), Level.INTERNAL, Retention.PERMANENT
    )

    assert {office.house.staging.read(body.sha512), b"the attachment"} <= set(files.values())


def test_a_record_whose_event_was_not_written_is_filed_at_the_next_try(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = sealed(office)
    issue_due(office.house)

    def busy(*_: object, **__: object) -> None:
        raise RegistryBusyError("registry.sqlite")

    with monkeypatch.context() as broken:
        broken.setattr(filing, "record", busy)
        file_due(office.house)
    assert office.verbs(document_id)[-1] == "stuck"
    file_due(office.house)

    assert office.case(document_id).phase is Phase.FILED


def test_other_pages_of_the_same_renderer_do_not_replace_what_was_signed(office: AnOffice) -> None:
    document_id = office.signed(a_title())
    late = presented(office, document_id)
    late = dataclasses.replace(late, shown=dataclasses.replace(late.shown, pdf="0" * 128, pages=("0" * 128,)))

    assert refuses(office, document_id, late)


def test_the_same_pages_are_shown_once(office: AnOffice) -> None:
    document_id = office.take_in(a_title())

    assert refuses(office, document_id, presented(office, document_id))


def test_a_seal_binds_what_is_shown(office: AnOffice) -> None:
    document_id = office.signed(a_title())
    office.register(document_id)
    step = office.case(document_id).open_steps()[0].key

    assert refuses(office, document_id, Sealed(step, ("云岭乡人民政府",), Binding("0", "0", "0")))


def test_a_seal_changed_after_sealing_is_not_the_one_that_is_printed(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = sealed(office)
    image = office.house.seals / "云岭乡人民政府.png"
    pressed = image.read_bytes()
    printed: dict[str, bytes] = {}
    print_it = Press.issue

    def watch(press: Press, document: OfficialDocument, **more: Any) -> IssuedPages:
        printed.update(more["seals"])
        return print_it(press, document, **more)

    monkeypatch.setattr(Press, "issue", watch)
    image.write_bytes(png(90, 90))
    try:
        issue_due(office.house)
    finally:
        image.write_bytes(pressed)

    assert printed == {"云岭乡人民政府": pressed}
    assert office.case(document_id).issued is not None


def test_what_was_sealed_before_images_were_bound_is_not_issued_without_its_seal(office: AnOffice) -> None:
    document_id = office.signed(a_title())
    office.register(document_id)
    step = office.case(document_id).open_steps()[0].key
    old = Sealed(step, ("云岭乡人民政府",), office.binding(document_id))
    record(office.house, lambda pen: pen.note(old, document_id), actor=office.actor("keeper"))
    organs = tuple(dataclasses.replace(organ, name=f"新{organ.name}") for organ in office.house.office.organs)
    renamed = dataclasses.replace(office.house, office=dataclasses.replace(office.house.office, organs=organs))

    issue_due(renamed)

    stuck = office.case(document_id).stuck
    assert stuck is not None
    assert stuck.code == "HT-348"


def test_a_document_is_sealed_by_its_number_too(office: AnOffice) -> None:
    document_id = office.signed(a_title())
    number = office.register(document_id).number

    case = seal.seal_document(office.house, office.actor("keeper"), number, binding=office.binding(document_id))

    assert case.document_id == document_id


def test_seal_images_are_for_the_service_alone(office: AnOffice) -> None:
    assert (office.house.root / "印章").stat().st_mode & 0o077 == 0


def test_a_drop_that_is_put_back_never_replaces_one_that_came_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = tmp_path / CLAIMED / "0123456789abcdef"
    claim.mkdir(parents=True)
    (claim / "文稿.docx").write_bytes(b"interrupted")
    (tmp_path / "文稿.docx").write_bytes(b"came meanwhile")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)  # looked at before it came

    put_back_unfinished(tmp_path)

    assert {path.read_bytes() for path in tmp_path.glob("*.docx")} == {b"interrupted", b"came meanwhile"}


def test_what_is_handed_back_never_replaces_what_a_person_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slip.part").write_bytes(b"ours")
    (tmp_path / "说明.txt").write_bytes(b"a person's")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)

    with pytest.raises(FileExistsError):
        publish(tmp_path / "slip.part", tmp_path / "说明.txt")

    assert (tmp_path / "说明.txt").read_bytes() == b"a person's"


def test_a_renewing_that_breaks_down_tells_the_work(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("office.duty.RENEW_EVERY_S", 0.01)
    monkeypatch.setattr("office.duty._renewed", break_down)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    with on_duty(office.house, "a duty") as duty:
        assert duty is not None
        assert duty.lost.wait(PATIENCE_S)


@pytest.mark.parametrize("data", ["[office]\nname = '云岭乡'".encode("gbk"), b"year = 'x", b"\xff"])
def test_settings_that_can_not_be_read_are_one_sentence(tmp_path: Path, data: bytes) -> None:
    for name in ("office.toml", "2027.toml"):
        (tmp_path / name).write_bytes(data)

    for load in (lambda: load_office(tmp_path / "office.toml"), lambda: load_calendar(tmp_path)):
        with pytest.raises(OfficeFileError, match="再试"):
            load()


def test_a_calendar_without_a_year_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text("holidays = ['2027-01-01']")

    with pytest.raises(OfficeFileError, match="year"):
        load_calendar(tmp_path)


def test_settings_saved_with_the_mark_of_a_windows_editor_are_read(office: AnOffice, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_bytes(b"\xef\xbb\xbf" + (office.house.root / "office.toml").read_bytes())

    assert load_office(tmp_path / "office.toml") == office.house.office
    assert load_settings(tmp_path).work.settle_s == 0


def test_a_secret_title_stays_guarded_while_its_next_version_is_unread(office: AnOffice) -> None:
    document_id = office.take_in(a_title())
    office.send_back(document_id, "unit_head")
    office.work()
    case = office.case(document_id)
    secret = dataclasses.replace(case, facts=Facts((Fact(FactName.LEVEL, "秘密", FactSource.TEXT),)))
    again = TakenIn(2, case.category, case.unit, case.name, "another drop", case.versions[-1].files)

    after = apply(secret, again, office.house.registry.history(document_id)[-1][0])

    assert level_of(after.facts) is Level.SECRET
    assert not may_see(office.actor("clerk"), after)
