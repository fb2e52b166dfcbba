"""An office that receives, circulates and exchanges, for the pictures: a piece at every step, packages sent, refused and overdue."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from domain.exchange import SHEET_NAME
from domain.receipt import Assignment, OnPaper, ReceiptNature
from domain.receipt_count import CopyCount
from ground.clock import FixedClock
from office import receipt_acts, receipt_care, receive
from office.exchange import exchange
from office.exchange_send import send
from office.receipt_acts import Given
from office.receipt_count import count_copies
from office.receipt_paper import scanned
from office.receipt_sheet import circulation_sheet, processing_sheet
from tests import receipts_office as r
from tests.a_way import until
from tests.an_office import AnOffice, opened
from tests.exchange_making import COUNTY, VILLAGES, TheCounty, prepare_exchanging
from tests.making_pdf import scanned_pdf
from tests.samples.docx_builder import plain_docx

SENDER = "临溪县人民政府"
BODY = (
    "　　根据省、州防汛工作会议精神，结合我县实际，现就做好今年防汛检查工作通知如下。",
    "　　一、检查范围。各乡镇境内的水库、山塘、河道堤防、在建涉水工程和山洪灾害危险区。",
    "　　二、检查内容。防汛责任制落实、应急预案修订、抢险队伍和物资储备、预警设施运行、隐患整改情况。",
    "　　三、工作要求。各乡镇要在三月底前完成自查，建立问题清单、责任清单、整改清单，并将自查情况报县防汛抗旱指挥部办公室。",
    "　　联系人：周宁，联系电话：0000-0000000。",
)


def make_receipts(root: Path, now: dt.datetime) -> dict[str, str]:
    """Make the office, six days at work; give its pieces by what they are there for."""
    county = TheCounty()
    prepare_exchanging(root, county)
    settings = root / "office.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('"dispatch-township"', '"dispatch-subdistrict"'), "utf-8")
    clock = FixedClock(now - dt.timedelta(days=6))
    with opened(root, clock) as office:
        ids = _six_days_ago(office, county)
        clock.advance(now - clock.now())
        ids |= _today(office)
        _exchanged(office, county)
        clerk = office.actor("clerk")
        ids["sheet"] = ids["filed"]
        (root.parent / "文件处理签.pdf").write_bytes(processing_sheet(office.house, clerk, ids["filed"]))
        (root.parent / "传阅单.pdf").write_bytes(circulation_sheet(office.house, clerk, ids["filed"]))
    return ids


def letter(title: str, number: str) -> bytes:
    """Make a piece of several paragraphs as its sender writes it."""
    head = (f"^{SENDER}文件", f"^{number}", f"^{title}", "各乡镇人民政府，县政府各部门：")
    return plain_docx((*head, *BODY, f">{SENDER}", ">2026年2月27日"))


def _piece(office: AnOffice, about: str, number: int, **more: object) -> str:
    """Drop a piece and sign for it."""
    title, sender_number = f"{SENDER}关于{about}的通知", f"临政发〔2026〕{number}号"
    document_id = r.arrived(office, f"{about}.docx", letter(title, sender_number))
    r.entered(office, document_id, title=title, sender_number=sender_number, **more)
    return document_id


def _at_leader(office: AnOffice, about: str, number: int, **more: object) -> str:
    document_id = _piece(office, about, number, **more)
    r.reviewed(office, document_id)
    words = "拟请郑远同志阅示，由经发办牵头、社会事务办协办，请何为民、孙伟同志阅。"
    due = office.clock.today() + dt.timedelta(days=2)
    proposed = Assignment(
        lead="economy", units=("social",), readers=("he-weimin", "sun-wei"), due=due, chaser="sun-wei"
    )
    receipt_acts.propose(office.house, office.actor("director"), document_id, Given(words, proposed))
    return document_id


def _six_days_ago(office: AnOffice, county: TheCounty) -> dict[str, str]:
    filed = _at_leader(office, "做好春季森林防火工作", 5, wants_reply=False)
    r.instructed(
        office,
        filed,
        "请经发办牵头，社会事务办配合，逐村检查，三日内报结果。",
        lead="economy",
        units=("social",),
        readers=("何为民", "孙伟"),
        in_order=True,
    )
    office.clock.advance(hours=2)
    r.signed(office, filed, "secretary", "已阅。请注意高火险期值守。")
    office.clock.advance(hours=3)
    r.signed(office, filed, "director")
    r.reported(office, filed, "social", "配合检查两个村，宣传到户。")
    r.reported(office, filed, "economy", "检查五个村，发现隐患一处，已当日整改。")
    r.concluded(office, filed, "隐患已整改，检查情况已报县防火办。", copies=2)
    circulating = _at_leader(office, "转发安全生产检查通报", 6)
    r.instructed(office, circulating, "请班子成员传阅。", readers=("何为民", "孙伟", "陈立"), in_order=True)
    r.signed(office, circulating, "secretary", "已阅。")
    late = until(office, "distribute")
    send(office.house, office.actor("clerk"), late, to=[COUNTY], otherwise=[VILLAGES])
    return {"filed": filed, "circulating": circulating, "late": late}


def _today(office: AnOffice) -> dict[str, str]:
    house, clerk = office.house, office.actor("clerk")
    receipt_care.contact(
        house,
        clerk,
        next(one.document_id for one in house.registry.cases() if "通报" in one.title),
        about="催办",
        whom="孙伟",
        means="电话",
        words="请今天阅毕退回；答复下午阅。",
    )
    title = f"{SENDER}关于开展防汛检查的通知"
    arrived = r.arrived(office, "防汛检查.docx", letter(title, "临政发〔2026〕8号"))
    scan = r.arrived(office, "扫描件.pdf", scanned_pdf("扫描", 2))
    counted = receive.enter_paper(house, clerk, title="关于调整防汛责任人名单的通知").document_id
    copies = (CopyCount("000012", 8), CopyCount("000013", 7))
    count_copies(house, clerk, counted, copies=2, pages=8, counted=copies)
    review = _piece(office, "报送基层治理工作情况", 9, wants_reply=True)
    propose = _piece(office, "做好低温雨雪天气应对工作", 10)
    r.reviewed(office, propose)
    instruct = _at_leader(office, "启动防汛四级应急响应", 11, urgency="特急")
    compare = _at_leader(office, "开展校园周边环境整治", 12)
    sheet = processing_sheet(house, clerk, compare)
    on_paper = OnPaper("zheng-yuan", office.clock.today(), scanned(house, "文件处理签.pdf", sheet))
    told = Assignment(lead="social", readers=("he-weimin",))
    receipt_acts.instruct(house, clerk, compare, Given("请社会事务办办理，何为民同志阅。", told, on_paper=on_paper))
    handle = _at_leader(office, "核查农村饮水安全隐患", 13, nature=ReceiptNature.TO_HANDLE)
    r.instructed(
        office,
        handle,
        "请经发办牵头核查，社会事务办配合，两日内报。",
        lead="economy",
        units=("social",),
        readers=("何为民", "孙伟"),
    )
    conclude = _at_leader(office, "报送春耕备耕进展", 14, wants_reply=True)
    r.instructed(office, conclude, "请经发办办理并起草复文。", lead="economy")
    r.reported(office, conclude, "economy", "已起草复文，随文报送进展表。")
    return {
        "arrived": arrived,
        "scan": scan,
        "counted": counted,
        "review": review,
        "propose": propose,
        "instruct": instruct,
        "compare": compare,
        "handle": handle,
        "conclude": conclude,
    }


def _exchanged(office: AnOffice, county: TheCounty) -> None:
    house, clerk, root = office.house, office.actor("clerk"), office.house.root
    declined = until(office, "distribute")
    send(house, clerk, declined, to=[COUNTY], otherwise=[VILLAGES])
    package = next(one for one in county.packages(root) if declined in one.name)
    county.answer(
        root, package, accepted=False, code="HT-985", sentence="正本打不开，请重新发送。", at=office.clock.now()
    )
    until(office, "distribute")
    pdf = house.press.draw(letter("临溪县人民政府办公室关于清明节放假安排的通知", "临政办发〔2026〕1号"), "通知.docx")
    pages = house.press.look_into(pdf, "通知.pdf").pages
    sent_at = office.clock.now() - dt.timedelta(minutes=20)
    title = "关于清明节放假安排的通知"
    county.lay(root, county.package(files={"正本.pdf": pdf}, title=title, pages=pages, sent_at=sent_at))
    spoiled = county.package(title="关于报送值班表的通知", sent_at=sent_at)
    county.lay(root, {SHEET_NAME: spoiled[SHEET_NAME], "正本.pdf": spoiled["正本.pdf"][:200]})
    exchange(house)
    office.work()
