"""Rows A2 and A3 in the browser: what came in goes from the drop to its filing, and a circulation finds each reader, as several people, without JavaScript."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.case import Phase
from office.archived import record_of
from tests import receipts_office as r
from tests.an_office import AnOffice, a_title, prepare
from tests.browsing import browser, enter, go_to
from tests.office_signing import SCAN
from tests.open_desks import Open, desk_opened, opened_by_day

pytestmark = pytest.mark.chromium

NUMBERS = itertools.count(101)
MORE = """
[[person]]
id = "zhou-ning"
name = "周宁"
clearance = "内部"

[[account]]
login = "social_head"
person = "zhou-ning"
roles = ["unit_head"]
units = ["social"]
"""
CHEN = 'login = "unit_head"\nperson = "chen-li"\nroles = ["unit_head"]\n'


def make(root: Path) -> None:
    """Found an office in which two units have heads of their own."""
    prepare(root, MORE)
    settings = root / "office.toml"
    text = settings.read_text("utf-8")
    assert text.count(CHEN) == 1
    settings.write_text(text.replace(CHEN, CHEN + 'units = ["general", "economy"]\n'), "utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    with desk_opened(tmp_path_factory.mktemp("receipts") / "office", make) as opened:
        yield opened


def dropped(office: Open) -> tuple[str, str]:
    """Drop a piece and let the machine take it in; give its id and title."""
    number = f"临政发〔2026〕{next(NUMBERS)}号"
    title = f"临溪县人民政府关于做好第{next(NUMBERS)}次巡查的通知"
    data = r.letter(title, number)
    return office.ask(lambda inside: r.arrived(inside, f"{title}.docx", data)), title


def brought(office: Open, to: Callable[[AnOffice, str], object]) -> tuple[str, str]:
    """Bring a piece to its leader by everybody before, and on by ``to``."""
    document_id, title = dropped(office)

    def bring(inside: AnOffice) -> None:
        number = f"临政发〔2026〕{next(NUMBERS)}号"
        r.entered(inside, document_id, title=title, sender_number=number)
        r.reviewed(inside, document_id)
        r.proposed(inside, document_id)
        to(inside, document_id)

    office.ask(bring)
    return document_id, title


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def press(page: Page, button: str, words: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    said(page, words)


def waits(page: Page, title: str, *, times: int = 1) -> None:
    page.goto("/todo")
    expect(page.get_by_role("heading", level=1)).to_contain_text("待办")
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(times)


def unfolded(page: Page, summary: str | re.Pattern[str]) -> Page:
    """Open a fold of the page."""
    page.get_by_text(summary).first.click()
    return page


def test_a_piece_goes_from_the_drop_to_its_filing_through_everybody_s_hands(browser: Browser, office: Open) -> None:
    document_id, title = dropped(office)
    clerk = enter(browser, office, "clerk")
    go_to(clerk, "签收登记", title)
    expect(clerk.get_by_label("来文机关 *")).to_have_value("临溪县人民政府")
    clerk.get_by_label("密级 *（看原件）").select_option("内部")
    clerk.get_by_label("来文要求答复").check()
    clerk.get_by_role("button", name="签收登记", exact=True).click()
    expect(clerk.get_by_role("alert")).to_contain_text("没有核对或不符：密封完好")
    for check in ("密封完好", "件数与清单相符", "文号、份数、序号相符"):
        clerk.get_by_label(check).check()
    clerk.get_by_label("密级 *（看原件）").select_option("内部")
    clerk.get_by_label("来文要求答复").check()
    press(clerk, "签收登记", "已签收登记")
    expect(clerk.locator(".trail")).to_contain_text(re.compile(r"云收〔\d{4}〕\d+号"))

    go_to(clerk, "初审", title)
    ticks = clerk.locator("input[name=ticks]")
    expect(ticks).to_have_count(5)
    for tick in ticks.all():
        tick.check()
    press(clerk, "各项都符合，送拟办", "初审已记录")

    director = enter(browser, office, "director")
    go_to(director, "拟办", title)
    director.get_by_label("意见", exact=True).fill("拟请郑远同志阅示，经发办牵头。")
    director.get_by_label("承办（牵头）科室").select_option(label="经济发展办公室")
    press(director, "提交拟办", "意见已记录")

    leader = enter(browser, office, "leader")
    go_to(leader, "批示", title)
    expect(leader.locator(".heard")).to_contain_text("拟请郑远同志阅示，经发办牵头。")
    expect(leader.get_by_label("承办（牵头）科室")).to_have_value("economy")
    act = leader.locator("section.act")
    act.get_by_label("意见", exact=True).fill("同意。请逐村巡查，两日内报结果。")
    act.get_by_role("checkbox", name="社会事务办公室").check()
    act.get_by_label("依次传阅的").fill("何为民、孙伟")
    press(leader, "提交批示", "意见已记录")

    _handled_and_read(browser, office, title, director)
    _concluded(office, clerk, document_id, title)

    archivist = enter(browser, office, "archivist")
    archivist.goto(f"/receipts/{document_id}")
    expect(archivist.locator(".trail")).to_contain_text("已办结")
    sheet = archivist.get_by_role("link", name="文件处理签（PDF，可打印）").get_attribute("href")
    assert sheet is not None
    body = archivist.request.get(sheet).body()
    text = "".join(office.ask(lambda inside: inside.house.press.look_into(body, "处理签.pdf")).texts)
    for words in ("同意。请逐村巡查", "郑远", "巡查五个村", "已复函"):
        assert words in "".join(text.split())


def _handled_and_read(browser: Browser, office: Open, title: str, director: Page) -> None:
    """Report as two units, the leading one last; read in order."""
    economy, social = enter(browser, office, "unit_head"), enter(browser, office, "social_head")
    go_to(economy, "经济发展办公室承办", title)
    expect(economy.locator(".heard").last).to_contain_text("请逐村巡查")
    economy.get_by_label("承办结果").fill("巡查五个村，未发现隐患。")
    economy.get_by_role("button", name="提交承办结果").click()
    expect(economy.get_by_role("alert")).to_contain_text("协办的社会事务办公室还没有反馈，牵头单位最后汇总")
    go_to(social, "社会事务办公室承办", title)
    social.get_by_label("承办结果").fill("配合巡查。")
    press(social, "提交承办结果", "意见已记录")
    go_to(economy, "经济发展办公室承办", title)
    economy.get_by_label("承办结果").fill("巡查五个村，未发现隐患。")
    press(economy, "提交承办结果", "意见已记录")

    waits(director, title, times=0)
    secretary = enter(browser, office, "secretary")
    go_to(secretary, "传阅", title)
    press(secretary, "已阅，签名", "意见已记录")
    go_to(director, "传阅", title)
    press(director, "已阅，签名", "意见已记录")


def _concluded(office: Open, clerk: Page, document_id: str, title: str) -> None:
    """Conclude it once the answer is linked."""
    go_to(clerk, "办结", title)
    clerk.get_by_label("办结情况").fill("已复函。")
    clerk.get_by_role("button", name="办结", exact=True).click()
    expect(clerk.get_by_role("alert")).to_contain_text("来文要求答复，还没有登记我方的复文")
    ours = office.ask(lambda inside: inside.filed(a_title("答复"))).number
    fold = clerk.locator("details", has_text="登记复文…")
    fold.locator("summary").click()
    fold.get_by_label("答复这件来文的本机关发文字号").fill(ours)
    fold.get_by_role("button", name="登记").click()
    said(clerk, "复文已登记")
    expect(clerk.get_by_role("link", name=ours)).to_be_visible()
    clerk.get_by_label("办结情况").fill("已复函。")
    clerk.get_by_label("收回注销").fill("2")
    press(clerk, "办结", "意见已记录")
    office.work()
    case = office.case(document_id)
    assert case.phase is Phase.DONE, case.stuck
    files = office.ask(lambda inside: record_of(inside.house, inside.case(document_id)).files())
    assert {"文件处理签.pdf", "传阅单.pdf"} <= set(files)


def test_an_instruction_written_with_a_pen_counts_when_another_has_compared_it(browser: Browser, office: Open) -> None:
    document_id, title = brought(office, lambda inside, document_id: None)
    clerk = enter(browser, office, "clerk")
    clerk.goto(f"/receipts/{document_id}")
    fold = clerk.locator("details", has_text="代录：批示")
    fold.locator("summary").click()
    fold.get_by_label("谁签的").select_option(label="郑远")
    fold.get_by_label("纸面上的意见").fill("请社会事务办办理。")
    fold.get_by_label("承办（牵头）科室").select_option(label="社会事务办公室")
    fold.get_by_role("button", name="代录").click()
    expect(clerk.locator("input[name=scan]:invalid")).to_have_count(1)
    fold.get_by_label("扫描件 *").set_input_files({"name": "处理签.png", "mimeType": "image/png", "buffer": SCAN})
    fold.get_by_role("button", name="代录").click()
    said(clerk, "要另一位同志与扫描件核对后才算数")
    expect(clerk.get_by_text("代录人自己不能核对")).to_be_visible()
    waits(clerk, title, times=0)

    deputy = enter(browser, office, "deputy")
    go_to(deputy, "批示（核对代录）", title)
    expect(deputy.get_by_role("img", name="扫描件第1页")).to_be_visible()
    expect(deputy.locator("dl.facts").first).to_contain_text("承办：社会事务办公室")
    deputy.get_by_label("签批人、意见、分送和日期都一致").check()
    press(deputy, "提交核对结果", "核对结果已记录")

    social = enter(browser, office, "social_head")
    go_to(social, "社会事务办公室承办", title)
    expect(social.locator(".heard").last).to_contain_text("请社会事务办办理。")


def test_important_pieces_are_counted_and_what_lacks_is_asked_for_before_they_are_signed_for(
    browser: Browser, office: Open
) -> None:
    clerk = enter(browser, office, "clerk")
    clerk.goto("/receipts/new")
    clerk.get_by_label("文件标题").fill(f"关于第{next(NUMBERS)}批防汛责任人的通知")
    press(clerk, "登入", "已登入")
    clerk.get_by_text("逐份逐页查点…").click()
    clerk.get_by_label("清单（或来文封面）写明的份数").fill("2")
    clerk.get_by_label("清单写明的每份页数").fill("8")
    clerk.get_by_label("实有的每一份").fill("000012 8\n000013 7")
    press(clerk, "记录查点", "查点已记录")
    expect(clerk.locator(".notice.problem")).to_contain_text("000013有7页，清单8页")
    _fill_entry(clerk)
    clerk.get_by_role("button", name="签收登记", exact=True).click()
    expect(clerk.get_by_role("alert")).to_contain_text("还没有登记与来文机关联系的结果")

    fold = clerk.locator("details", has_text="登记催办、联系…")
    fold.locator("summary").click()
    fold.get_by_label("事项").select_option("联系来文机关")
    fold.get_by_label("催了谁、联系了谁").fill("县政府办")
    fold.get_by_label("说了什么，对方怎么答复").fill("缺的一页下午补送。")
    fold.get_by_role("button", name="登记").click()
    said(clerk, "已登记")
    _fill_entry(clerk)
    press(clerk, "签收登记", "已签收登记")


def _fill_entry(clerk: Page) -> None:
    for box in clerk.locator("input[name=checks]").all():
        box.check()
    clerk.get_by_label("来文机关 *").fill("临溪县人民政府办公室")
    clerk.get_by_label("密级 *（看原件）").select_option("内部")


def test_a_circulation_at_once_with_one_signature_on_paper_and_one_reader_taken_off(
    browser: Browser, office: Open
) -> None:
    document_id, title = brought(
        office,
        lambda inside, document_id: r.instructed(
            inside, document_id, "请班子成员传阅", readers=("何为民", "孙伟", "周宁")
        ),
    )
    clerk = enter(browser, office, "clerk")
    clerk.goto("/receipt-book?show=open")
    row = clerk.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("传阅（何为民）")
    row.get_by_role("link").first.click()
    fold = clerk.locator("details", has_text="代录：传阅（何为民）")
    fold.locator("summary").click()
    fold.get_by_label("谁签的").select_option(label="何为民")
    fold.get_by_label("纸面上的意见").fill("已阅。")
    fold.get_by_role("button", name="代录").click()
    said(clerk, "已代录")
    fold = clerk.locator("details", has_text="收回…")
    fold.locator("summary").click()
    fold.get_by_label("收回哪一个").select_option(label="传阅：周宁")
    fold.get_by_label("理由").fill("不涉及本科室")
    fold.get_by_role("button", name="收回").click()
    said(clerk, "已收回")

    waits(enter(browser, office, "social_head"), title, times=0)
    director = enter(browser, office, "director")
    go_to(director, "传阅", title)
    press(director, "已阅，签名", "意见已记录")
    waits(clerk, title)
    clerk.goto(f"/receipts/{document_id}")
    expect(clerk.get_by_text("赵敏代录")).to_be_visible()
    expect(clerk.locator(".where")).to_contain_text("在办结")


def test_a_reader_who_left_is_named_and_taken_off_so_that_the_next_has_it(browser: Browser, tmp_path: Path) -> None:
    found: dict[str, str] = {}

    def make_and_leave(root: Path) -> None:
        """Let a piece go to 周宁 first, who then leaves the office."""
        make(root)
        with opened_by_day(root) as inside:
            document_id = r.to_leader(inside)
            r.instructed(inside, document_id, "请传阅", readers=("周宁", "孙伟"), in_order=True)
            found["id"] = document_id
        settings = root / "office.toml"
        settings.write_text(settings.read_text("utf-8").replace(MORE, ""), "utf-8")

    with desk_opened(tmp_path / "office", make_and_leave) as office:
        clerk = enter(browser, office, "clerk")
        clerk.goto(f"/receipts/{found['id']}")
        expect(clerk.locator(".notice.problem")).to_contain_text("周宁已不在本机关人员中，请收回这一环节")
        fold = clerk.locator("details", has_text="收回…")
        fold.locator("summary").click()
        fold.get_by_label("收回哪一个").select_option(label="传阅：周宁")
        fold.get_by_label("理由").fill("已调离")
        fold.get_by_role("button", name="收回").click()
        said(clerk, "已收回")

        go_to(enter(browser, office, "director"), "传阅", r.TITLE)
