"""What is out of the ordinary at the desk, as stories of several people, each in a browser of their own without JavaScript."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from domain.case import Phase
from domain.posts import Role
from office import delegation, register
from tests.an_office import AnOffice, a_draft, a_sheet, a_title, prepare
from tests.browsing import browser, enter, go_to
from tests.office_signing import SCAN
from tests.open_desks import Open, desk_opened

pytestmark = pytest.mark.chromium

TOWNSHIP, SUBDISTRICT, DISTRICT = "dispatch-township", "dispatch-subdistrict", "dispatch-district"
DONE = "已办结"

Opener = Callable[[str], Open]


@pytest.fixture(scope="module")
def office_by(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Open offices by the procedure that stands in their settings, each when it is first asked for."""
    offices: dict[str, Open] = {}
    with ExitStack() as all_closed:

        def open_by(procedure: str) -> Open:
            if procedure not in offices:
                root = tmp_path_factory.mktemp(procedure)
                offices[procedure] = all_closed.enter_context(desk_opened(root, partial(_prepare, procedure=procedure)))
            return offices[procedure]

        yield open_by


def _prepare(root: Path, procedure: str) -> None:
    prepare(root)
    settings = root / "office.toml"
    text = settings.read_text("utf-8")
    assert text.count(f'"{TOWNSHIP}"') == 1
    settings.write_text(text.replace(TOWNSHIP, procedure), "utf-8")


def _open_document(page: Page, document_id: str) -> None:
    page.goto(f"/documents/{document_id}")


def _press(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(said)


def _register(clerk: Page, title: str) -> str:
    go_to(clerk, "登记编号", title)
    number = clerk.locator("strong.number").inner_text()
    clerk.get_by_label("印数").fill("20")
    _press(clerk, "登记", "已登记编号")
    return number


def _seal(keeper: Page, title: str) -> None:
    go_to(keeper, "用印", title)
    keeper.get_by_label("已通读正文").check()
    _press(keeper, "用印", "已用印")


def _waiting(page: Page, title: str) -> None:
    page.goto("/todo")
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(1)


def _not_waiting(page: Page, title: str) -> None:
    page.goto("/todo")
    expect(page.get_by_role("heading", level=1)).to_contain_text("待办")
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(0)


def test_number_and_seal_go_on_after_a_verbal_consent_but_it_stays_red_and_unfiled_until_signed(
    browser: Browser, office_by: Opener
) -> None:
    office = office_by(TOWNSHIP)
    document_id, title = office.at_step("sign:government")
    clerk = enter(browser, office, "clerk")
    _open_document(clerk, document_id)
    clerk.get_by_role("link", name="记录口头同意").click()
    clerk.get_by_label("谁同意的").select_option(label="郑远")
    clerk.get_by_label("什么方式").fill("电话")
    _press(clerk, "记录口头同意", "口头同意已记录")
    number = _register(clerk, title)
    _seal(enter(browser, office, "keeper"), title)
    office.work()
    assert office.case(document_id).issued, "printed on the consent"

    head = enter(browser, office, "head")
    row = head.get_by_role("row").filter(has_text=title)
    expect(row.locator(".mark.red", has_text="待补签")).to_be_visible()
    go_to(head, "签发（补签）", title)
    expect(head.locator(".notice.problem")).to_contain_text(
        re.compile("待补签：签发.*郑远于.*口头同意（电话），由赵敏记录")
    )
    assert office.case(document_id).filed is None
    expect(head.locator(".trail")).not_to_contain_text(DONE)
    _press(head, "签发", "已签批")
    office.work()

    _open_document(head, document_id)
    expect(head.locator(".trail")).to_contain_text(DONE)
    expect(head.locator(".trail")).to_contain_text(number)
    expect(head.locator(".notice.problem")).to_have_count(0)


def test_the_head_delegates_with_dates_and_the_director_signs_in_his_place(browser: Browser, office_by: Opener) -> None:
    office = office_by(DISTRICT)
    document_id, title = office.at_step("sign:government")
    today = office.office.house.clock.today().isoformat()
    director = enter(browser, office, "director")
    _not_waiting(director, title)

    head = enter(browser, office, "head")
    head.get_by_role("link", name="委托").click()
    head.get_by_label("受托人").select_option(label="孙伟")
    head.get_by_label("起", exact=True).fill(today)
    head.get_by_label("止（含当日）").fill(today)
    head.get_by_label("事由").fill("外出学习")
    _press(head, "委托", "委托已生效")
    expect(head.get_by_role("row").filter(has_text="外出学习")).to_contain_text(f"{today} 至 {today}")

    go_to(director, "签发", title)
    _press(director, "签发", "已签批")
    _open_document(director, document_id)
    expect(director.locator(".timeline li", has_text="孙伟（代郑远）")).to_contain_text("签发：同意")

    head.goto("/delegations")
    head.get_by_role("button", name=re.compile(r"^收回\s*给孙伟的委托$")).click()
    expect(head.get_by_role("status")).to_contain_text("委托已收回")
    _, other = office.at_step("sign:government")
    _not_waiting(director, other)


def test_a_paper_signature_counts_when_a_second_person_has_compared_it(browser: Browser, office_by: Opener) -> None:
    office = office_by(TOWNSHIP)
    document_id, title = office.at_step("sign:government")
    clerk = enter(browser, office, "clerk")
    _open_document(clerk, document_id)
    clerk.get_by_role("link", name="打印发文稿纸").click()
    expect(clerk.get_by_role("row").filter(has=clerk.get_by_role("rowheader", name="签发"))).to_contain_text("签名：")
    code = clerk.locator("p.below strong").inner_text()

    clerk.get_by_role("link", name="返回文件").click()
    clerk.get_by_role("link", name="代录纸质签批").click()
    expect(clerk.locator("strong.number")).to_have_text(code)
    clerk.get_by_label("签批人").select_option(label="郑远")
    clerk.get_by_label("意见（照录").fill("同意印发，抓紧办理。")
    clerk.get_by_label("纸面上的日期").fill(office.office.house.clock.today().isoformat())
    clerk.get_by_label("扫描件").set_input_files({"name": "签批.png", "mimeType": "image/png", "buffer": SCAN})
    _press(clerk, "代录", "已代录")
    _open_document(clerk, document_id)
    expect(clerk.locator("main")).to_contain_text("要另一位同志核对后才算数")
    expect(clerk.get_by_role("link", name="核对代录")).to_have_count(0)
    clerk.goto(f"/documents/{document_id}/compare")
    expect(clerk.get_by_role("button", name="提交核对结果")).to_have_count(0)
    _not_waiting(clerk, title)

    deputy = enter(browser, office, "deputy")
    go_to(deputy, "签发（核对代录）", title)
    expect(deputy.get_by_role("img", name="扫描件第1页")).to_be_visible()
    expect(deputy.locator("dl.facts").first).to_contain_text("同意印发，抓紧办理。")
    deputy.get_by_label("签批人、结果、意见、日期和校核码都一致").check()
    _press(deputy, "提交核对结果", "核对结果已记录")

    _waiting(clerk, title)
    _open_document(clerk, document_id)
    expect(clerk.locator(".timeline li", has_text="代录纸质签批")).to_contain_text("纸质签批")
    assert office.case(document_id).signer == "zheng-yuan"


def test_a_joint_document_is_signed_by_both_principals(browser: Browser, office_by: Opener) -> None:
    office = office_by(TOWNSHIP)
    document_id, title = office.at_step("cosign:government", _sheet_of("中共云岭乡委员会、云岭乡人民政府"))
    secretary = enter(browser, office, "secretary")
    _not_waiting(secretary, title)
    head = enter(browser, office, "head")
    go_to(head, "会签", title)
    _press(head, "同意会签", "已签批")
    go_to(secretary, "签发", title)
    _press(secretary, "签发", "已签批")

    clerk = enter(browser, office, "clerk")
    number = _register(clerk, title)
    assert number.startswith("云党发"), "the organ that stands first leads"
    keeper = enter(browser, office, "keeper")
    go_to(keeper, "用印", title)
    expect(keeper.locator("dl.facts").first).to_contain_text("中共云岭乡委员会、云岭乡人民政府")
    for who, act in (("郑远", "会签：同意"), ("何为民", "签发：同意")):
        expect(keeper.locator(".timeline li", has_text=who).filter(has_text=act)).to_have_count(1)
    _seal(keeper, title)
    office.work()
    assert office.case(document_id).phase is Phase.DONE


def test_number_one_is_kept_and_taken_for_a_chosen_document(browser: Browser, office_by: Opener) -> None:
    office = office_by(TOWNSHIP)
    year = office.office.house.clock.today().year

    def reserve(inside: AnOffice) -> None:
        one = {"first": 1, "last": 1, "reason": "留给年度第一号文件"}
        register.reserve_range(inside.house, inside.actor("clerk"), "office", period=year, **one)  # type: ignore[arg-type]

    office.ask(reserve)
    _, plain = office.at_step("register", _sheet_of("云岭乡党政办公室"))
    _, chosen = office.at_step("register", _sheet_of("云岭乡党政办公室"))
    clerk = enter(browser, office, "clerk")
    assert _register(clerk, plain) == f"云办发〔{year}〕2号"

    go_to(clerk, "登记编号", chosen)
    clerk.get_by_label("预留：第 1 号").check()
    clerk.get_by_label("印数").fill("20")
    _press(clerk, "登记", "已登记编号")

    clerk.goto("/register-book")
    row = clerk.get_by_role("row").filter(has_text=chosen)
    expect(row.get_by_role("link", name=f"云办发〔{year}〕1号")).to_be_visible()


def test_a_draft_is_withdrawn_before_it_is_signed_and_not_after(browser: Browser, office_by: Opener) -> None:
    office = office_by(TOWNSHIP)
    early, title = office.at_step("sign:government")
    late, _ = office.at_step("register")
    head = enter(browser, office, "head")
    _waiting(head, title)

    drafter = enter(browser, office, "drafter")
    _open_document(drafter, early)
    drafter.get_by_text("撤稿…").click()
    drafter.get_by_label("撤稿理由").fill("会议取消")
    _press(drafter, "撤稿", "已撤稿")

    _open_document(drafter, early)
    expect(drafter.locator(".trail")).to_contain_text("已撤稿")
    expect(drafter.locator(".timeline li", has_text="撤稿")).to_contain_text("会议取消")
    _not_waiting(head, title)
    _open_document(drafter, late)
    expect(drafter.locator(".timeline")).to_contain_text("签发：同意")
    expect(drafter.get_by_text("撤稿…")).to_have_count(0)


def test_a_page_that_was_changed_between_showing_and_signing_is_not_signed(browser: Browser, office_by: Opener) -> None:
    office, organ = office_by(DISTRICT), "云岭乡党政办公室"
    document_id, title = office.at_step("sign:office", lambda one: a_draft(one, organ))
    office.ask(_let_the_head_act_for_the_director)
    director, head = enter(browser, office, "director"), enter(browser, office, "head")
    go_to(director, "签发", title)
    expect(director.get_by_role("button", name="签发", exact=True)).to_be_visible()

    go_to(head, "签发", title)
    head.get_by_text("上传修改稿…").click()
    head.get_by_label("修改稿（.docx）").set_input_files(_file(a_draft(title, organ, "各单位可以不再落实责任。")))
    head.get_by_label("修改说明").fill("换了正文")
    _press(head, "上传", "修改稿已收下")
    office.work()
    director.get_by_role("button", name="签发", exact=True).click()

    expect(director.get_by_role("alert")).to_contain_text("您看到的版面之后文稿有了变化，本次签批没有生效")
    assert not office.case(document_id).signer
    expect(director.locator("ins", has_text="各单位可以不再落实责任。")).to_be_visible()
    expect(director.get_by_role("img", name=re.compile("^第1页，共"))).to_be_visible()
    _press(director, "签发", "已签批")
    case = office.case(document_id)
    assert (case.version, case.signer) == (2, "sun-wei")


def test_a_correction_of_wording_after_signing_waits_for_the_signer(browser: Browser, office_by: Opener) -> None:
    office = office_by(TOWNSHIP)
    document_id, title = office.at_step("register")
    clerk = enter(browser, office, "clerk")
    _open_document(clerk, document_id)
    clerk.get_by_role("link", name="签发后修改").click()
    clerk.get_by_label("文字性").check()
    corrected = a_draft(title, body="各单位要坚持安全第一，落实各项职责。")
    clerk.get_by_label("修改稿（.docx）").set_input_files(_file(corrected))
    clerk.get_by_label("改了什么").fill("“责任”改为“职责”")
    _press(clerk, "上传修改稿", "修改稿已收下")
    office.work()
    clerk.goto(f"/documents/{document_id}/register")
    expect(clerk.get_by_role("button", name="登记", exact=True)).to_have_count(0)

    head = enter(browser, office, "head")
    go_to(head, "签发（确认改动）", title)
    expect(head.locator("#differences")).to_contain_text("“责任”改为“职责”")
    expect(head.locator("del")).to_have_text("各单位要坚持安全第一，落实各项责任。")
    expect(head.locator("ins")).to_have_text("各单位要坚持安全第一，落实各项职责。")
    _press(head, "确认改动", "改动已确认")

    _register(clerk, title)
    _open_document(clerk, document_id)
    expect(clerk.locator(".timeline li", has_text="签发：确认改动")).to_contain_text("郑远")


def test_of_two_in_a_batch_only_the_ticked_one_is_signed(browser: Browser, office_by: Opener) -> None:
    office = office_by(TOWNSHIP)
    (ticked, one), (left, other) = office.at_step("unit-review"), office.at_step("unit-review")
    head_of_unit = enter(browser, office, "unit_head")
    head_of_unit.get_by_role("link", name="批量签批").click()
    for title, page in itertools.product((one, other), (1, 2)):
        expect(head_of_unit.get_by_role("img", name=f"{title}，第{page}页，共2页")).to_be_visible()
    head_of_unit.get_by_label(f"同意“{one}”").check()
    head_of_unit.get_by_role("button", name="签批勾选的文件").click()

    expect(head_of_unit.get_by_role("row").filter(has_text=one)).to_contain_text("已签批")
    expect(head_of_unit.get_by_role("row").filter(has_text=other)).to_have_count(0)
    _not_waiting(head_of_unit, one)
    _waiting(head_of_unit, other)
    assert [len(office.case(document_id).decisions) for document_id in (ticked, left)] == [1, 0]


def test_the_sub_district_checks_prints_and_is_done_when_the_last_recipient_has_signed(
    browser: Browser, office_by: Opener
) -> None:
    office = office_by(SUBDISTRICT)
    document_id, title = office.at_step("register")
    clerk = enter(browser, office, "clerk")
    go_to(clerk, "登记编号", title)
    clerk.get_by_label("分送范围").fill("各村（居）民委员会 12份\n临溪县人民政府办公室 2份")
    _press(clerk, "登记", "已登记编号")

    director = enter(browser, office, "director")
    go_to(director, "党委秘书复核", title)
    expect(director.get_by_role("heading", name="编号后的版面")).to_be_visible()
    for item in ("签批手续完备", "内容无误", "附件齐全"):
        director.get_by_label(item).check()
    director.get_by_role("button", name="核对无误").click()
    expect(director.locator("input:invalid")).to_have_count(1)
    assert [step.id for step in office.case(document_id).open_steps()] == ["recheck-numbered"]
    director.get_by_label("格式规范").check()
    _press(director, "核对无误", "已复核")

    _seal(enter(browser, office, "keeper"), title)
    office.work()
    go_to(clerk, "印制装订", title)
    clerk.get_by_label("由谁印制").fill("文印室")
    _press(clerk, "登记印制", "已登记印制")

    go_to(clerk, "分发签收", title)
    _sign_for(clerk, "各村（居）民委员会", "王芳")
    office.work()
    assert office.case(document_id).phase is Phase.UNDER_WAY
    clerk.goto("/deliveries")
    row = clerk.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("临溪县人民政府办公室")
    row.get_by_role("link", name=title).click()
    _sign_for(clerk, "临溪县人民政府办公室", "李强")
    office.work()

    _open_document(clerk, document_id)
    expect(clerk.locator(".trail")).to_contain_text(DONE)
    clerk.goto("/deliveries")
    expect(clerk.get_by_role("row").filter(has_text=title)).to_have_count(0)


def test_what_the_keeper_refuses_goes_back_to_the_clerk_and_is_sealed_when_it_comes_again(
    browser: Browser, office_by: Opener
) -> None:
    # sealed by the keeper, who reads the text first and refuses what lacks its formalities
    office = office_by(TOWNSHIP)
    document_id, title = office.at_step("register")
    clerk, keeper = enter(browser, office, "clerk"), enter(browser, office, "keeper")
    _register(clerk, title)
    go_to(keeper, "用印", title)
    keeper.get_by_role("button", name="退给机要员").click()
    expect(keeper.locator("textarea:invalid")).to_have_count(1)
    keeper.get_by_label("不用印的原因").fill("附件1没有附上")
    _press(keeper, "退给机要员", "已连同原因退给机要员")
    _not_waiting(keeper, title)

    go_to(clerk, "用印（退回，待处理）", title)
    expect(clerk.locator("blockquote").first).to_contain_text("附件1没有附上")
    picture = clerk.get_by_role("img", name="办理路线图")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    clerk.get_by_label("怎么处理的").fill("附件已补上")
    _press(clerk, "再送用印", "已再送印章管理员")

    _seal(keeper, title)
    office.work()

    _open_document(keeper, document_id)
    expect(keeper.locator(".trail")).to_contain_text(DONE)
    expect(keeper.locator(".timeline")).to_contain_text("用印：退回，未用印")


def _sheet_of(organs: str) -> Callable[[str], bytes]:
    return lambda title: a_sheet(title, organs=organs)


def _file(data: bytes) -> FilePayload:
    return {"name": "改后.docx", "mimeType": "application/octet-stream", "buffer": data}


def _sign_for(clerk: Page, recipient: str, who: str) -> None:
    row = clerk.get_by_role("row").filter(has=clerk.get_by_role("cell", name=recipient, exact=True))
    row.get_by_label("签收人").fill(who)
    _press(clerk, f"登记签收：{recipient}", "已登记签收")
    expect(row).to_contain_text(f"已签收 {who}")


def _let_the_head_act_for_the_director(office: AnOffice) -> None:
    today = office.house.clock.today()
    delegation.delegate(
        office.house,
        office.actor("director"),
        receiver="zheng-yuan",
        roles=(Role.DIRECTOR,),
        first=today,
        last=today,
        reason="出差",
    )
