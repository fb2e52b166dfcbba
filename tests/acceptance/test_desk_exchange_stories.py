"""Row A4 in the browser: the clerk sends by the approved list and no other, the receipt comes back, a damaged package waits until it is dealt with."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from domain.exchange import SHEET_NAME
from tests.a_way import until
from tests.browsing import browser, enter, go_to
from tests.exchange_making import COUNTY, VILLAGES, TheCounty, prepare_exchanging
from tests.open_desks import Open, desk_opened

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def county() -> TheCounty:
    return TheCounty()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, county: TheCounty) -> Iterator[Open]:
    def make(root: Path) -> None:
        prepare_exchanging(root, county)
        settings = root / "office.toml"
        text = settings.read_text("utf-8")
        settings.write_text(text.replace('"dispatch-township"', '"dispatch-subdistrict"'), "utf-8")

    with desk_opened(tmp_path_factory.mktemp("exchange") / "office", make) as opened:
        yield opened


def test_a_document_goes_to_its_approved_recipients_alone_and_the_receipt_comes_back(
    browser: Browser, office: Open, county: TheCounty
) -> None:
    document_id = office.ask(lambda inside: until(inside, "distribute"))
    root, title = office.office.house.root, office.case(document_id).title
    clerk = enter(browser, office, "clerk")
    clerk.goto("/exchange")
    section = clerk.locator("section.act", has_text=title)
    expect(section.get_by_label(VILLAGES)).to_have_value("otherwise")
    recipient = section.locator(f'input[name=recipient][value="{VILLAGES}"]')
    recipient.evaluate("field => field.value = '县财政局'")
    section.get_by_role("button", name="发送").click()
    refused = clerk.get_by_role("alert")
    expect(refused).to_contain_text("多了“县财政局”")
    expect(refused).to_contain_text(f"少了“{VILLAGES}”")
    assert not county.packages(root)

    section.get_by_role("button", name="发送").click()
    expect(clerk.get_by_role("status").first).to_contain_text("已发出")
    row = clerk.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("待回执")
    (package,) = county.packages(root)
    county.answer(root, package, at=office.office.house.clock.now())
    clerk.get_by_role("button", name="立即收取一次").click()
    expect(row).to_contain_text("对方已收")
    clerk.goto(f"/documents/{document_id}/distribution")
    expect(clerk.get_by_role("row").filter(has_text=COUNTY)).to_contain_text("交换回执自动签收")


def test_a_whole_package_waits_to_be_signed_for_with_what_its_sheet_states(
    browser: Browser, office: Open, county: TheCounty
) -> None:
    sent_at = office.office.house.clock.now()
    county.lay(office.office.house.root, county.package(title="关于清明节放假安排的通知", sent_at=sent_at))
    clerk = enter(browser, office, "clerk")
    clerk.goto("/exchange?side=in")
    clerk.get_by_role("button", name="立即收取一次").click()
    office.work()

    clerk.goto("/todo")
    clerk.get_by_role("row").filter(has_text="签收登记").get_by_role("link", name="去签收登记").click()
    expect(clerk.locator(".notice").first).to_be_visible()
    expect(clerk.get_by_text("交换单写明1份、正本2页；系统逐页清点2页，相符")).to_be_visible()
    expect(clerk.get_by_label("来文机关 *")).to_have_value(COUNTY)
    expect(clerk.get_by_label("文件标题 *")).to_have_value("关于清明节放假安排的通知")


def test_a_damaged_package_is_set_apart_and_stays_in_the_to_do_until_it_is_dealt_with(
    browser: Browser, office: Open, county: TheCounty
) -> None:
    files = county.package(sent_at=office.office.house.clock.now())
    county.lay(office.office.house.root, {SHEET_NAME: files[SHEET_NAME], "正本.pdf": files["正本.pdf"][:100]})
    clerk = enter(browser, office, "clerk")
    clerk.goto("/exchange")
    clerk.get_by_role("button", name="立即收取一次").click()
    clerk.goto("/todo")
    waiting = clerk.locator(".notice.problem")
    expect(waiting).to_contain_text("交换来的公文没有收下")
    expect(waiting).to_contain_text("没有传完")
    expect(enter(browser, office, "director").locator(".notice.problem")).to_have_count(0)
    assert len(county.aside(office.office.house.root)) == 1

    waiting.get_by_role("link", name="去处理").click()
    fold = clerk.locator("details", has_text="登记处理…")
    fold.locator("summary").click()
    fold.get_by_label("怎么处理的").fill("已电话通知县政府办重发")
    fold.get_by_role("button", name="登记处理").click()
    expect(clerk.get_by_role("status").first).to_contain_text("处理情况已登记")
    expect(clerk.get_by_text("处理：已电话通知县政府办重发")).to_be_visible()
    clerk.goto("/todo")
    expect(clerk.locator(".notice.problem")).to_have_count(0)
