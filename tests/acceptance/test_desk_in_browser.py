"""A day at the desk in a real browser without JavaScript: a notice is signed, numbered, sealed and found; another is returned, revised."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import docx
import pytest
from playwright.sync_api import Browser, expect

from domain.case import Case
from hongtou import wiring
from hongtou.founding import found
from office.advance import advance
from office.house import House
from tests.browsing import browser, desk_of, enter, go_to, new_context
from tests.desk_house import Papers
from tests.needs import REPOSITORY
from tests.patience import wait_until

pytestmark = pytest.mark.chromium

DRAFTS = REPOSITORY / "examples" / "drafts"
NOTICE = "关于做好2026年度文书档案收集整理归档工作的通知"
OTHER = "关于调整乡人民政府领导班子成员工作分工的通知"
UNIT = "党政办公室"

T = TypeVar("T")


@dataclass(frozen=True)
class Running:
    """An office with its desk open, and the sweeps that a porter would run, in a thread: Playwright keeps a loop in this one."""

    root: Path
    address: str
    house: House
    thread: ThreadPoolExecutor

    def ask(self, question: Callable[[House], T]) -> T:
        """Ask the house in its thread."""
        return self.thread.submit(question, self.house).result()

    def sweep_until(self, phase: str, *titles: str) -> None:
        """Run the sweeps until the documents with these titles are in a phase."""

        def all_there() -> bool:
            self.ask(advance)
            return all(self.phase(title) == phase for title in titles)

        wait_until(all_there, f"{titles} are {phase}")

    def document(self, title: str) -> Case | None:
        """Give the document with this title."""
        cases = self.ask(lambda house: house.registry.cases())
        return next((case for case in cases if case.title.endswith(title)), None)

    def phase(self, title: str) -> str:
        """Give where a document is."""
        case = self.document(title)
        return case.phase.value if case else ""

    def id_of(self, title: str) -> str:
        """Give a document's id."""
        case = self.document(title)
        assert case is not None
        return case.document_id


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Found the example office, drop two drafts, open the desk."""
    root = tmp_path_factory.mktemp("browser") / "office"
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: list(found(root, "example"))).result()
        for title in (NOTICE, OTHER):
            shutil.copy(DRAFTS / UNIT / f"{title}.docx", root / "投稿" / "发文" / UNIT)
        house = thread.submit(wiring.open_house, root).result()
        with desk_of(root) as address:
            running = Running(root, address, house, thread)
            running.sweep_until("办理中", NOTICE, OTHER)
            yield running
        thread.submit(wiring.close_house, house).result()


def test_a_notice_is_signed_numbered_sealed_and_found(browser: Browser, running: Running) -> None:
    for login, step, button in (
        ("unit_head", "科室核稿", "同意，转下一步"),
        ("deputy", "办公室副主任审核", "同意，转下一步"),
        ("director", "签发", "签发"),
    ):
        page = enter(browser, running, login)
        go_to(page, step, NOTICE)
        expect(page.get_by_role("img", name=re.compile("^第1页，共"))).to_be_visible()
        page.get_by_label("另写意见（写了以此为准）").first.fill(f"{step}：看过，同意。")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已签批")
        page.context.close()

    clerk = enter(browser, running, "clerk")
    go_to(clerk, "登记编号", NOTICE)
    number = clerk.locator("strong.number").inner_text()
    clerk.get_by_label("印数").fill("25")
    clerk.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.get_by_role("status")).to_contain_text("已登记编号")

    keeper = enter(browser, running, "keeper")
    go_to(keeper, "用印", NOTICE)
    expect(keeper.get_by_text("签发：签发：看过，同意。")).to_be_visible()
    keeper.get_by_label("已通读正文").check()
    keeper.get_by_role("button", name="用印", exact=True).click()
    expect(keeper.get_by_role("status")).to_contain_text("已用印")

    running.sweep_until("已办结", NOTICE)
    assert re.fullmatch(rf"云办发〔{running.house.clock.today().year}〕\d+号", number)

    archivist = enter(browser, running, "archivist")
    archivist.get_by_role("searchbox").first.fill("收集整理归档")
    archivist.get_by_role("button", name="检索").first.click()
    expect(archivist.get_by_role("status")).to_contain_text("查到 1 件")
    expect(archivist.locator(".snippet mark").first).to_be_visible()
    archivist.get_by_role("link", name=re.compile(NOTICE)).click()
    expect(archivist.locator("main")).to_contain_text(number)
    expect(archivist.get_by_role("heading", name=re.compile("印发版面"))).to_be_visible()
    for link, start in (("正式文件 PDF", b"%PDF-"), ("正式文件 Word（.docx）", b"PK\x03\x04")):
        with archivist.expect_download() as download:
            archivist.get_by_role("link", name=link).click()
        assert NOTICE in download.value.suggested_filename
        assert Path(download.value.path()).read_bytes().startswith(start)

    archivist.goto("/register-book")
    row = archivist.get_by_role("row", name=re.compile(re.escape(number)))
    expect(row).to_contain_text("25")


def test_a_draft_is_revised_with_its_differences_and_then_returned(
    browser: Browser, running: Running, tmp_path: Path
) -> None:
    document = running.id_of(OTHER)
    head = enter(browser, running, "unit_head")
    go_to(head, "科室核稿", OTHER)
    head.get_by_text("上传修改稿…").click()
    with head.expect_download() as download:
        head.get_by_role("link", name="现在的文稿").click()
    revised = _with_a_sentence_more(Path(download.value.path()), tmp_path / download.value.suggested_filename)
    head.get_by_label("修改稿（.docx）").set_input_files(revised)
    head.get_by_label("修改说明").fill("换了正文")
    head.get_by_role("button", name="上传").click()
    expect(head.get_by_role("status")).to_contain_text("修改稿已收下")
    running.sweep_until("办理中", OTHER)

    head.goto(f"/documents/{document}")
    expect(head.get_by_role("heading", name="与上一稿的文字差异")).to_be_visible()
    expect(head.locator("ins", has_text="以上分工自即日起执行。")).to_be_visible()
    expect(head.locator("del").first).to_be_visible()
    head.get_by_text("退回拟稿单位…").click()
    head.get_by_label("另写意见（写了以此为准）").nth(1).fill("分工依据不足，请补充。")
    head.get_by_role("button", name="退回", exact=True).click()
    expect(head.get_by_role("status")).to_contain_text("已退回")
    running.sweep_until("已退回", OTHER)

    drafter = enter(browser, running, "drafter")
    drafter.goto(f"/documents/{document}")
    expect(drafter.locator(".notice")).to_contain_text("陈立在“科室核稿”退回：分工依据不足，请补充。")
    expect(drafter.locator(".notice")).to_contain_text(f"改好后放回“投稿/发文/{UNIT}”")
    expect(drafter.get_by_role("link", name="打印发文稿纸")).to_have_count(0)
    returned = running.root / "退回" / UNIT
    assert any("分工依据不足" in file.read_text("utf-8", "ignore") for file in returned.rglob("*.txt"))


def _with_a_sentence_more(draft: Path, revised: Path) -> Path:
    document = docx.Document(io.BytesIO(draft.read_bytes()))
    longest = max(document.paragraphs, key=lambda paragraph: len(paragraph.text))
    longest.add_run("以上分工自即日起执行。")
    document.save(str(revised))
    return revised


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_every_page_fits_its_screen_and_names_its_parts(
    browser: Browser, running: Running, width: int, height: int
) -> None:
    page = enter(browser, running, "clerk", width=width, height=height)
    addresses = ["/todo", "/documents", "/search?q=归档", "/register-book", "/log", "/password", "/nowhere"]
    addresses += [f"/documents/{case.document_id}" for case in running.ask(lambda house: house.registry.cases())]

    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate("document.documentElement.lang") == "zh-Hans"
        assert page.locator("h1").count() == 1, address
        assert page.locator("img:not([alt])").count() == 0, address
        unnamed = (
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(f => !f.labels.length)"
        )
        assert page.evaluate(unnamed + ".length") == 0, address


def test_a_leader_signs_with_the_keyboard_alone(browser: Browser, running: Running) -> None:
    page = enter(browser, running, "clerk")

    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim()"))

    links = page.locator("main a").all_inner_texts()
    assert set(links) <= reached


def test_over_tls_people_log_in_with_their_password_and_sign_with_it(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root, password = tmp_path_factory.mktemp("tls") / "office", "竹林 tulip 7 号桥边"
    with ThreadPoolExecutor(1) as thread, _own_office(root, thread) as house, desk_of(root, password) as address:
        thread.submit(lambda: Papers(house).under_way(done=2)).result()
        page = new_context(browser, ignore_https_errors=True).new_page()

        page.goto(address)
        page.get_by_label("账号").fill("secretary")
        page.get_by_label("口令").fill("竹林 tulip 8 号桥边")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("alert")).to_contain_text("账号或口令不正确")
        page.get_by_label("口令").fill(password)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("link", name=re.compile("^去签发")).click()
        page.get_by_label("本人口令（签发须再次确认身份）").fill("竹林 tulip 8 号桥边")
        page.get_by_role("button", name="签发", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("口令不正确")
        page.get_by_label("本人口令（签发须再次确认身份）").fill(password)
        page.get_by_role("button", name="签发", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已签批")

        session = next(cookie for cookie in page.context.cookies() if cookie["name"] == "__Host-hongtou")
        assert session["secure"]
        assert session["httpOnly"]
        page.get_by_role("button", name="退出").click()
        expect(page.get_by_label("口令")).to_be_visible()
        assert "__Host-hongtou" not in {cookie["name"] for cookie in page.context.cookies()}


@contextmanager
def _own_office(root: Path, thread: ThreadPoolExecutor) -> Iterator[House]:
    """Found an office that is not the example, so that people have passwords."""
    thread.submit(lambda: list(found(root, "example"))).result()
    settings = root / "office.toml"
    settings.write_text(settings.read_text("utf-8").replace('profile = "example"', 'profile = "office"'), "utf-8")
    house = thread.submit(wiring.open_house, root).result()
    yield house
    thread.submit(wiring.close_house, house).result()
