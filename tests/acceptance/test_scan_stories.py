"""Scans at the desk, in a real browser, read by the real program: words beside the page, put right, found; a mark that stops a piece, judged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.case import Phase
from domain.receipt import Assignment
from ground.clock import SystemClock
from hongtou import wiring
from office import receipt_acts, receive
from office.advance import advance
from office.examine import current
from office.house import House
from office.receipt_acts import Given
from office.transcribe import transcribe_due
from tests.an_office import prepare
from tests.browsing import browser, desk_of, enter  # noqa: F401 - fixtures
from tests.making_pdf import typed_scan
from tests.receipts_office import particulars

pytestmark = [pytest.mark.chromium, pytest.mark.ocr]
PAGE = (
    "临溪县人民政府文件",
    "临政发〔2026〕3号",
    "关于开展防汛检查的通知",
    "各乡镇人民政府：",
    "三月底前完成水库、河堤、涵闸检查。",
)


@dataclass(frozen=True)
class ADesk:
    """The desk's address, and the pieces at it (柜台)."""

    address: str
    plain: str
    marked: str
    filed: str


def pictures(page: Page, name: str) -> None:
    """See that every image of the page is there; keep a picture of it where the environment says so."""
    page.wait_for_load_state("load")
    for image in page.locator("img").all():
        expect(image).not_to_have_js_property("naturalWidth", 0)
    if folder := os.environ.get("HONGTOU_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ADesk]:
    root = tmp_path_factory.mktemp("scans") / "office"
    with ThreadPoolExecutor(1) as hand:  # the browser's event loop is at work in this thread
        plain, marked, filed = hand.submit(_make, root).result()
    with desk_of(root) as address:
        yield ADesk(address, plain, marked, filed)


def _make(root: Path) -> tuple[str, str, str]:
    prepare(root)
    with wiring.opened(root, clock=SystemClock()) as house:
        plain = _received(house, "防汛.pdf", PAGE, "临政发〔2026〕3号")
        marked = _received(house, "有标志.pdf", ("机密★1年", *PAGE), "临政发〔2026〕4号")
        filed = _received(house, "归档.pdf", ("关于清理河道的函", "请于四月底前清理河道。"), "临政函〔2026〕5号")
        while transcribe_due(house):
            pass
        _to_archive(house, filed)
        return plain, marked, filed


def _received(house: House, name: str, lines: tuple[str, ...], number: str) -> str:
    (house.mailroom.folders.drops / "收文" / name).write_bytes(typed_scan([lines]))
    while advance(house):
        pass
    (case,) = house.registry.cases(phases=(Phase.TO_RECEIVE,))
    clerk = house.office.actor("clerk")
    assert clerk is not None
    title = next(line for line in lines if line.startswith("关于"))
    receive.receive(house, clerk, case.document_id, particulars(title=title, sender_number=number))
    return case.document_id


def _to_archive(house: House, document_id: str) -> None:
    clerk = house.office.actor("clerk")
    assert clerk is not None
    step = current(house, document_id).open_steps()[0]
    receipt_acts.first_review(house, clerk, document_id, ticks=step.items, given=Given())
    for login, act in (("director", receipt_acts.propose), ("leader", receipt_acts.instruct)):
        actor = house.office.actor(login)
        assert actor is not None
        act(house, actor, document_id, Given("请办理", Assignment(lead="economy")))
    unit_head = house.office.actor("unit_head")
    assert unit_head is not None
    receipt_acts.handle(house, unit_head, document_id, Given("已办", step="handle:economy"))
    receipt_acts.conclude(house, clerk, document_id, Given("已办结"))
    while advance(house):
        pass
    assert current(house, document_id).phase is Phase.DONE


def test_the_clerk_puts_right_what_was_read_beside_the_page(browser: Browser, desk: ADesk) -> None:  # noqa: F811
    page = enter(browser, desk, "clerk")
    page.goto(f"/receipts/{desk.plain}")
    expect(page.get_by_text("第1页的文字由机器识别，未经校对，以版面为准")).to_be_visible()
    pictures(page, "scan-receipt")
    page.get_by_role("link", name="识别文字", exact=True).click()
    expect(page.get_by_label("第1页的文字")).to_have_value(re.compile("三月底前完成水库"))
    pictures(page, "scan-words")

    page.get_by_label("第1页的文字").fill("改正后的文字：三月底前完成水闸检查")
    page.get_by_role("button", name="与版面一致，保存").click()

    expect(page.get_by_text("已保存校对的文字。")).to_be_visible()
    expect(page.get_by_label("第1页的文字")).to_have_value("改正后的文字：三月底前完成水闸检查")
    expect(page.locator("main span.mark")).to_have_text(re.compile("^赵敏 .* 校对$"))
    page.goto(f"/receipts/{desk.plain}")
    expect(page.get_by_text("未经校对")).to_have_count(0)


def test_who_is_no_clerk_reads_the_words_and_changes_nothing(browser: Browser, desk: ADesk) -> None:  # noqa: F811
    page = enter(browser, desk, "director")
    page.goto(f"/receipts/{desk.plain}/text")

    expect(page.locator("pre.words")).to_be_visible()
    expect(page.get_by_role("button", name="保存")).to_have_count(0)


def test_a_mark_stops_a_piece_until_the_clerk_has_judged_it(browser: Browser, desk: ADesk) -> None:  # noqa: F811
    other = enter(browser, desk, "director")
    other.goto(f"/receipts/{desk.marked}")
    expect(other.get_by_text("这件来文已停办")).to_be_visible()
    expect(other.locator(".pages img")).to_have_count(0)
    expect(other.get_by_role("heading", name="核对密级")).to_have_count(0)
    page = enter(browser, desk, "clerk")
    pictures(page, "scan-todo")
    page.get_by_role("link", name="关于开展防汛检查的通知").first.click()
    page.goto(f"/receipts/{desk.marked}")
    pictures(page, "scan-judge")

    page.get_by_label("原件的密级").select_option("内部")
    page.get_by_label("核对情况").fill("看过原件，是误识")
    page.get_by_role("button", name="核对完毕，继续办理").click()

    expect(page.get_by_text("密级已核对。")).to_be_visible()
    expect(page.locator(".pages img")).to_have_count(1)


def test_a_filed_scan_is_found_by_its_words_and_said_to_be_read_by_a_machine(
    browser: Browser,  # noqa: F811
    desk: ADesk,
) -> None:
    page = enter(browser, desk, "clerk")
    page.goto("/search?q=清理河道")

    expect(page.get_by_text("机器识别，未校对")).to_be_visible()
    pictures(page, "scan-found")
    page.get_by_role("link", name="看原页").click()
    pictures(page, "scan-found-page")
    expect(page.locator("figure.marked rect").first).to_be_attached()
