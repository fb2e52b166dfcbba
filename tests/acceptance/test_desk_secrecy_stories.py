"""Row A16 in the browser: paper secrets, copies, returns, clean-up, handing over, reading lists, outsiders, as several people, without JavaScript."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from domain.secret_book import Standing
from office.clean_up import open_clean_up
from office.secret_register import read_book
from tests.an_office import a_sheet, a_title, prepare
from tests.browsing import browser, enter
from tests.open_desks import Open, desk_opened
from tests.screen_secrets import SETTINGS

pytestmark = pytest.mark.chromium

ISSUER = "中共临溪县委办公室"
NUMBERS = itertools.count(1)


def make(root: Path) -> None:
    """Found an office with compartments, a table of copying, and people who may have what is 机密."""
    prepare(root, SETTINGS)
    settings = root / "office.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('clearance = "内部"', 'clearance = "机密"'), "utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    with desk_opened(tmp_path_factory.mktemp("secrecy") / "office", make) as opened:
        yield opened


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def refused(page: Page, words: str) -> None:
    expect(page.get_by_role("alert").first).to_contain_text(words)


def waits(page: Page, words: str, *, times: int = 1) -> None:
    page.goto("/todo")
    expect(page.locator(".notice").filter(has_text=words)).to_have_count(times)


def registered(clerk: Page, *, issuer: str = ISSUER, back_by: str = "") -> str:
    """Register a paper of two copies at the desk; give its number."""
    clerk.goto("/secrets")
    form = clerk.locator("section.act")
    form.get_by_label("来文（制发）机关").fill(issuer)
    form.get_by_label("文号", exact=True).fill(f"临办发〔2026〕{next(NUMBERS)}号")
    form.get_by_label("密级", exact=True).select_option("机密")
    form.get_by_label("保密期限").fill("10年")
    form.get_by_label("份号").fill("12-13")
    form.get_by_label("存放处").fill("保密柜甲")
    form.get_by_label("应清退日期").fill(back_by)
    form.get_by_role("button", name="登记").click()
    said(clerk, "已登记")
    return str(re.findall(r"密\d{4}-\d{4}", clerk.locator("tbody").inner_text())[-1])


def unfolded(page: Page, number: str, fold: str) -> Locator:
    """Open a fold of a paper in the register."""
    page.goto("/secrets")
    row = page.get_by_role("row").filter(has_text=number).first
    details = row.locator("details", has_text=fold)
    details.locator("summary").click()
    return details


def moved(page: Page, number: str, how: str, serials: str, **told: str) -> None:
    form = unfolded(page, number, "流转…")
    form.get_by_label(how, exact=True).check()
    form.get_by_label("份号").fill(serials)
    for label, words in told.items():
        form.get_by_label(re.compile(label)).fill(words)
    form.get_by_role("button", name="登记流转").click()


def test_a_paper_is_taken_out_given_back_and_returned_to_its_issuer_by_a_list(browser: Browser, office: Open) -> None:
    clerk = enter(browser, office, "clerk")
    number = registered(clerk, issuer="临溪县应急管理局", back_by="2026-01-31")
    moved(clerk, number, "领用", "000012", 接收="郑远", 事由="阅办")
    said(clerk, "已登记流转")
    expect(clerk.get_by_role("row").filter(has_text=number)).to_contain_text("000012 由郑远领用")
    moved(clerk, number, "领用", "000012", 接收="孙伟", 事由="阅办")
    refused(clerk, "现在由郑远领用，不能领用")
    waits(clerk, "逾期未清退")

    clerk.get_by_role("link", name="去清退").click()
    row = clerk.get_by_role("row").filter(has_text="临溪县应急管理局")
    expect(row).to_contain_text("2")
    with clerk.expect_download() as download:
        row.get_by_role("link", name="清退清单").click()
    assert download.value.path().read_bytes()[:2] == b"PK"

    moved(clerk, number, "归还", "000012", 放在="保密柜甲")
    said(clerk, "已登记流转")
    away = unfolded(clerk, number, "清退、销毁…")
    away.get_by_label("接收单位").fill("县机要局")
    away.get_by_label("清单或回执号").fill("清退2026-1")
    away.get_by_role("button", name="登记去向").click()
    said(clerk, "已登记去向")
    expect(clerk.locator("tbody").filter(has_text=number)).to_have_count(0)
    clerk.get_by_role("link", name="连同已清退、已销毁的").click()
    expect(clerk.get_by_role("row").filter(has_text=number)).to_contain_text("已清退")


def test_copies_are_made_when_the_director_has_agreed_and_registered_like_the_original(
    browser: Browser, office: Open
) -> None:
    clerk, director = enter(browser, office, "clerk"), enter(browser, office, "director")
    number = registered(clerk)
    clerk.goto("/secrets/copies")
    ask = clerk.locator("section.act")
    ask.get_by_label("登记号").fill(number)
    ask.get_by_label("份数").fill("2")
    ask.get_by_label("使用人").fill("何为民")
    ask.get_by_label("用途").fill("党委会使用")
    ask.get_by_role("button", name="申请").click()
    said(clerk, "等待审批")
    expect(clerk.get_by_role("button", name="登记复制件")).to_have_count(0)

    waits(director, "复制申请等待审批")
    director.get_by_role("link", name="去审批").click()
    director.get_by_role("button", name="同意复制").click()
    said(director, "已同意复制")
    expect(director.get_by_role("link", name="涉密文件台账")).to_have_count(0)

    clerk.goto("/secrets/copies")
    clerk.get_by_label("复制件放在哪里").fill("保密柜甲")
    clerk.get_by_role("button", name="登记复制件").click()
    said(clerk, "视同原件管理")
    clerk.goto("/secrets")
    copied = clerk.get_by_role("row").filter(has_text=f"原件{number}")
    expect(copied).to_contain_text("复001")
    expect(copied).to_contain_text("机密")


def test_the_clean_up_is_closed_by_two_and_what_lacks_is_told_until_it_is_found(browser: Browser, office: Open) -> None:
    clerk = enter(browser, office, "clerk")
    number = registered(clerk)
    office.ask(lambda inside: open_clean_up(inside.house))
    waits(clerk, "清理核对没有办结")
    clerk.get_by_role("link", name="去核对").click()
    clerk.get_by_label("一同核对的人").fill("赵敏")
    clerk.get_by_label("没有找到的").fill(f"{number}/000013")
    clerk.get_by_role("button", name="办结核对").click()
    refused(clerk, "经办人")
    clerk.get_by_label("一同核对的人").fill("陈立")
    clerk.get_by_role("button", name="办结核对").click()
    refused(clerk, "没有写明查找和报告的情况")
    clerk.get_by_label("查找和报告的情况").fill("当日报告郑远，正在查找")
    clerk.get_by_role("button", name="办结核对").click()
    said(clerk, "清理核对已办结")
    expect(clerk.locator("tbody").last).to_contain_text(f"没有找到 {number}/000013：当日报告郑远，正在查找")
    waits(clerk, "清理核对没有办结", times=0)

    clerk.goto("/secrets")
    expect(clerk.get_by_role("row").filter(has_text=number)).to_contain_text("000013 下落不明")
    moved(clerk, number, "归还", "000013", 放在="保密柜乙")
    expect(clerk.get_by_role("row").filter(has_text=number)).to_contain_text("000013 在库（保密柜乙）")


def test_who_leaves_hands_papers_and_readings_over_in_one_act(browser: Browser, office: Open) -> None:
    clerk, security = enter(browser, office, "clerk"), enter(browser, office, "security")
    number = registered(clerk)
    moved(clerk, number, "领用", "000012", 接收="何为民", 事由="阅办")
    said(clerk, "已登记流转")

    security.goto("/handover")
    expect(security.get_by_role("row").filter(has_text="何为民")).to_contain_text(f"{number} 份号000012")
    security.get_by_label("移交人").select_option(label="何为民")
    security.get_by_label("接收人").select_option(label="孙伟")
    security.get_by_label("批准人").select_option("head")
    security.get_by_role("button", name="移交").click()
    said(security, "已移交")

    expect(security.get_by_role("row").filter(has_text="何为民")).to_contain_text("没有要移交的")
    expect(security.get_by_role("row").filter(has_text="孙伟")).to_contain_text(f"{number} 份号000012")


def test_a_reading_list_keeps_others_out_until_a_leader_lets_one_in(browser: Browser, office: Open) -> None:
    title = a_title("接访")
    document_id = office.ask(lambda inside: inside.take_in(title, a_sheet(title)))
    office.ask(lambda inside: inside.filed_from(document_id))
    clerk, drafter, head = (enter(browser, office, login) for login in ("clerk", "drafter", "head"))
    drafter.goto(f"/documents/{document_id}")
    expect(drafter.get_by_role("heading", level=1)).to_contain_text(title)
    clerk.goto(f"/documents/{document_id}/scope")
    section = clerk.get_by_role("region", name="划定阅文范围")
    for name in ("郑远", "何为民"):
        section.get_by_label(name).check()
    section.get_by_label("理由").fill("涉及信访人")
    section.get_by_role("button", name="划定").click()
    said(clerk, "知悉范围已办理")
    drafter.goto(f"/documents/{document_id}")
    expect(drafter.locator("body")).not_to_contain_text(title)

    clerk.goto(f"/documents/{document_id}/scope")
    section = clerk.get_by_role("region", name="申请扩大阅文范围")
    section.get_by_label("林晓").check()
    section.get_by_label("理由").fill("由其答复信访人")
    section.get_by_role("button", name="申请").click()
    drafter.goto(f"/documents/{document_id}")
    expect(drafter.locator("body")).not_to_contain_text(title)
    waits(head, f"{document_id} 有扩大阅文范围的申请")
    head.get_by_role("link", name="去审批").click()
    head.get_by_role("button", name="同意扩大").click()

    drafter.goto(f"/documents/{document_id}")
    expect(drafter.get_by_role("heading", level=1)).to_contain_text(title)


def test_somebody_from_outside_reads_in_company_after_the_leader_agreed(browser: Browser, office: Open) -> None:
    clerk, leader = enter(browser, office, "clerk"), enter(browser, office, "leader")
    number = registered(clerk)
    clerk.get_by_role("link", name="外来人员查阅").click()
    _ask_for_guest(clerk, number, companion="张三")
    refused(clerk, "不是本机关人员")
    expect(clerk.get_by_label("查阅人单位")).to_have_value("县委巡察组")
    clerk.get_by_label("陪同人").fill("陈立")
    clerk.get_by_role("button", name="申请").click()
    said(clerk, "批准以前不能给看")
    row = clerk.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("待批")
    expect(row.get_by_role("button")).to_have_count(0)

    waits(leader, "外来人员查阅申请等待审批")
    leader.get_by_role("link", name="去审批").click()
    leader.get_by_role("button", name="同意查阅").click()
    said(leader, "已同意")
    expect(leader.get_by_role("button", name="登记开始查阅")).to_have_count(0)

    clerk.reload()
    clerk.goto("/secrets/outsiders")
    row.get_by_role("button", name="登记开始查阅").click()
    said(clerk, "现在可以给看")
    moved(clerk, number, "领用", "000012", 接收="郑远", 事由="阅办")
    refused(clerk, "由外来人员查阅，陈立陪同")
    clerk.goto("/secrets/outsiders")
    row.get_by_label("备注").fill("未摘抄")
    row.get_by_role("button", name="登记归还").click()
    said(clerk, "已登记归还")
    expect(row).to_contain_text("郑远同意")
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="登记簿 .xlsx").click()
    assert download.value.path().read_bytes()[:2] == b"PK"
    copies = office.ask(lambda inside: read_book(inside.house).papers[number].copies)
    assert [copy.standing for copy in copies] == [Standing.KEPT, Standing.KEPT]


def _ask_for_guest(clerk: Page, number: str, companion: str) -> None:
    clerk.get_by_label("查阅人姓名").fill("周国华")
    clerk.get_by_label("查阅人单位").fill("县委巡察组")
    clerk.get_by_label("纸质涉密文件的登记号").fill(number)
    clerk.get_by_label("份号").fill("000012")
    clerk.get_by_label("事由").fill("核对传达情况")
    clerk.get_by_label("陪同人").fill(companion)
    clerk.get_by_role("button", name="申请").click()
