"""Pictures of every page of the desk (画面), from a real office with documents at every stage."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from domain.events import Nature
from domain.posts import Role
from ground.clock import BEIJING, FixedClock
from office import delegation, seal
from tests.a_way import go_on
from tests.an_office import AnOffice, a_draft, a_sheet, opened, prepare
from tests.needs import REPOSITORY
from tests.office_signing import agree, put_in, record_paper
from tests.patience import listens, wait_until
from tests.samples.docx_builder import with_table
from tests.screen_archive import make_archive
from tests.screen_destroying import make_destructions
from tests.screen_receipts import make_receipts
from tests.screen_secrets import make_secrets

DESK, PHONE = (1366, 768), (390, 844)


@dataclasses.dataclass(frozen=True)
class Screen:
    """One page as one person sees it (画面)."""

    name: str
    login: str
    address: str
    size: tuple[int, int] = DESK


def fill(office: AnOffice) -> dict[str, str]:
    """Put documents at every stage into the office; give their ids by what they are there for."""
    filed = _until(office, "关于做好森林防火工作的通知", "")
    return {
        "lacking": office.take_in("关于某事", a_draft("关于某事", organ="云岭乡某某站")),
        "waiting": _until(office, "关于开展安全生产大检查的通知", "unit-review"),
        "sign": _until(office, "关于印发防汛应急预案的通知", "sign"),
        "register": _until(office, "关于召开年度工作总结会议的通知", "register"),
        "recheck": _until(office, "关于加强秸秆禁烧工作的通知", "check"),
        "seal": _until(office, "关于调整值班安排的通知", "seal"),
        "print": _until(office, "关于开展爱国卫生运动的通知", "print"),
        "distribute": _until(office, "关于做好农村饮水安全工作的通知", "distribute"),
        "filed": filed,
        "refused": _refused(office),
        "returned": _returned(office),
        "speech": _speech(office),
        "asked": _asked(office, "经济发展办公室、社会事务办公室", "unit-cosign:economy"),
        "reviewed": _asked(office, "经济发展办公室", "office-review"),
        **_signing(office),
    }


def _refused(office: AnOffice) -> str:
    """Have the keeper refuse to seal a document."""
    document_id = _until(office, "关于加强校车安全管理的通知", "seal")
    binding, why = office.binding(document_id), "附件1《检查表》没有附上，请补齐后再送。"
    seal.refuse_seal(office.house, office.actor("keeper"), document_id, opinion=why, binding=binding)
    return document_id


def _returned(office: AnOffice) -> str:
    """Have a draft returned to its drafter."""
    document_id = _until(office, "关于调整村级公益岗位的通知", "office-review")
    office.send_back(document_id, "deputy", "第二条与县里的办法不一致，请核对后重报。")
    office.work()
    return document_id


def _speech(office: AnOffice) -> str:
    """Put a speech, which bears no number, on its way."""
    title = "在全乡安全生产工作会议上的讲话"
    rows = [["文稿类别", "二类文稿", "发文机关", "云岭乡人民政府"], ["标题", title, "拟稿人", "林晓"]]
    text = (
        "同志们：",
        "　　今天召开全乡安全生产工作会议，主要任务是分析形势、部署工作。",
        "　　一、认清形势",
        "　　抓好落实。",
    )
    document_id = office.take_in(title, with_table(rows, after=(f"^{title}", *text)))
    go_on(office, document_id, "sign-speech")
    return document_id


def _asked(office: AnOffice, units: str, step: str) -> str:
    """Put a draft on its way that other units countersign."""
    title = f"关于{'申报' if '、' in units else '拨付'}产业发展专项资金的通知"
    document_id = office.take_in(title, a_sheet(title, 会签科室=units))
    go_on(office, document_id, step)
    return document_id


def _signing(office: AnOffice) -> dict[str, str]:
    """Put documents signed on paper, by word of mouth and after a change into the office."""
    blank, paper, consented, changed = (
        _until(office, f"关于{about}的通知", "sign")
        for about in ("启动防汛应急响应", "表彰先进集体", "做好低温雨雪天气应对工作", "规范公文格式")
    )
    record_paper(office, paper, opinion="同意印发。")
    agree(office, consented)
    go_on(office, changed, "register")
    put_in(office, changed, Nature.WORDING)
    return {"blank": blank, "compare": paper, "owed": consented, "confirm": changed}


def screens(ids: dict[str, str]) -> Iterator[Screen]:
    """List the pages: each with who looks at it, and the daily ones on a phone too."""
    yield Screen("login", "", "/login")
    for size, mark in ((DESK, ""), (PHONE, "-phone")):
        yield Screen(f"todo{mark}", "director", "/todo", size)
        yield Screen(f"document-to-sign{mark}", "head", f"/documents/{ids['sign']}", size)
        yield Screen(f"batch{mark}", "unit_head", "/batch", size)
        yield Screen(f"search{mark}", "archivist", "/search?q=责任", size)
    yield Screen("drafter", "drafter", f"/documents/{ids['sign']}")
    yield Screen("drafter-returned", "drafter", f"/documents/{ids['returned']}")
    yield Screen("facts", "clerk", f"/documents/{ids['lacking']}/facts")
    yield Screen("register", "clerk", f"/documents/{ids['register']}/register")
    yield Screen("measures", "clerk", f"/documents/{ids['filed']}/measures")
    yield Screen("recheck", "director", f"/documents/{ids['recheck']}/recheck")
    yield Screen("seal", "keeper", f"/documents/{ids['seal']}/seal")
    yield Screen("answer-refusal", "clerk", f"/documents/{ids['refused']}/seal/answer")
    yield Screen("speech", "leader", f"/documents/{ids['speech']}")
    yield Screen("printing", "clerk", f"/documents/{ids['print']}/printing")
    yield Screen("print-order", "clerk", f"/documents/{ids['print']}/print-order")
    yield Screen("distribution", "clerk", f"/documents/{ids['distribute']}/distribution")
    yield Screen("delivery-sheet", "clerk", f"/documents/{ids['distribute']}/delivery-sheet")
    yield Screen("deliveries", "clerk", "/deliveries")
    yield Screen("document-filed", "archivist", f"/documents/{ids['filed']}")
    yield Screen("sheet", "clerk", f"/documents/{ids['blank']}/sheet")
    yield Screen("paper", "clerk", f"/documents/{ids['blank']}/paper")
    yield Screen("compare", "director", f"/documents/{ids['compare']}/compare")
    yield Screen("consent", "clerk", f"/documents/{ids['blank']}/consent")
    yield Screen("document-owed", "head", f"/documents/{ids['owed']}")
    yield Screen("todo-owed", "head", "/todo")
    yield Screen("confirm", "head", f"/documents/{ids['confirm']}/confirm")
    yield Screen("correct", "clerk", f"/documents/{ids['register']}/correct")
    yield Screen("document-cosign", "unit_head", f"/documents/{ids['asked']}")
    yield Screen("cosigners", "deputy", f"/documents/{ids['reviewed']}/cosigners")
    yield Screen("extend", "leader", f"/documents/{ids['register']}/extend")
    yield Screen("register-print", "clerk", "/register-book/print")
    yield Screen("numbers", "clerk", "/numbers")
    yield Screen("documents", "clerk", "/documents")
    yield Screen("register-book", "clerk", "/register-book")
    yield Screen("seal-register", "keeper", "/seal-register")
    yield Screen("deadlines", "director", "/deadlines")
    yield Screen("search-form", "archivist", "/search/advanced")
    yield Screen("found", "archivist", f"/documents/{ids['filed']}/found?q=责任")
    yield Screen("log", "clerk", "/log")
    yield Screen("delegations", "head", "/delegations")
    yield Screen("office", "admin", "/office")
    yield Screen("password", "clerk", "/password")
    yield Screen("nothing-here", "clerk", "/documents/W2026-99999")


def archive_screens(year: str) -> Iterator[Screen]:
    """List the pages of the archive, in an office whose archive is at work."""
    for size, mark in ((DESK, ""), (PHONE, "-phone")):
        yield Screen(f"todo-archivist{mark}", "archivist", "/todo", size)
        yield Screen(f"appraisal{mark}", "leader", "/appraisal", size)
        yield Screen(f"use{mark}", "archivist", "/use", size)
    yield Screen("appraisal-decided", "archivist", "/appraisal?shown=decided")
    yield Screen("holds", "archivist", "/holds?record=O-5")
    yield Screen("use-register", "archivist", "/use/register")
    yield Screen("document-kept", "archivist", "/documents/O-3")
    yield Screen("year", "archivist", f"/years/{year}")
    yield Screen("year-filed", "archivist", f"/years/{int(year) - 11}?shown=filed")
    yield Screen("year-result", "archivist", f"/years/{int(year) - 11}/result")
    yield Screen("year-order", "archivist", f"/years/{year}/order")
    yield Screen("boxes", "archivist", f"/years/{int(year) - 11}/boxes")
    yield Screen("keeping", "archivist", "/keeping")
    yield Screen("numbers-confirm", "clerk", "/numbers")


def secret_screens(document_id: str) -> Iterator[Screen]:
    """List the pages of secrecy, in an office whose safe is at work."""
    for size, mark in ((DESK, ""), (PHONE, "-phone")):
        yield Screen(f"secrets{mark}", "clerk", "/secrets", size)
    yield Screen("secret-copies", "director", "/secrets/copies")
    yield Screen("secret-copies-clerk", "clerk", "/secrets/copies")
    for size, mark in ((DESK, ""), (PHONE, "-phone")):
        yield Screen(f"secret-outsiders{mark}", "clerk", "/secrets/outsiders", size)
    yield Screen("secret-outsiders-leader", "leader", "/secrets/outsiders")
    for size, mark in ((DESK, ""), (PHONE, "-phone")):
        yield Screen(f"secret-stops{mark}", "clerk", "/secrets/stops", size)
    yield Screen("secret-returns", "clerk", "/secrets/returns")
    yield Screen("handover", "clerk", "/handover")
    yield Screen("document-scope", "clerk", f"/documents/{document_id}/scope")
    yield Screen("widen", "head", f"/documents/{document_id}/scope")
    yield Screen("todo-secrets", "clerk", "/todo")


def receipt_screens(ids: dict[str, str]) -> Iterator[Screen]:
    """List the pages of what comes in and of exchange, in an office that has a piece at every step; ``ids`` says which."""

    def of(about: str) -> str:
        return f"/receipts/{ids.get(about, '')}"

    for size, mark in ((DESK, ""), (PHONE, "-phone")):
        yield Screen(f"receipt-arrived{mark}", "clerk", of("arrived"), size)
        yield Screen(f"receipt-instruct{mark}", "leader", of("instruct"), size)
        yield Screen(f"receipt-handle{mark}", "unit_head", of("handle"), size)
        yield Screen(f"receipt-read{mark}", "secretary", of("handle"), size)
        yield Screen(f"receipt-book{mark}", "clerk", "/receipt-book", size)
        yield Screen(f"exchange-out{mark}", "clerk", "/exchange", size)
        yield Screen(f"todo-clerk{mark}", "clerk", "/todo", size)
    yield Screen("receipt-new", "clerk", "/receipts/new")
    yield Screen("receipt-scan", "clerk", of("scan"))
    yield Screen("receipt-counted", "clerk", of("counted"))
    yield Screen("receipt-review", "clerk", of("review"))
    yield Screen("receipt-propose", "director", of("propose"))
    yield Screen("receipt-compare", "director", f"/documents/{ids.get('compare', '')}/compare")
    yield Screen("receipt-circulating", "clerk", of("circulating"))
    yield Screen("receipt-conclude", "clerk", of("conclude"))
    yield Screen("receipt-filed", "archivist", of("filed"))
    yield Screen("receipt-print", "clerk", "/receipt-book/print")
    yield Screen("exchange-in", "clerk", "/exchange?side=in")
    yield Screen("exchange-refused", "clerk", "/exchange?side=refused")


def destruction_screens(done: str, running: str, waiting: str) -> Iterator[Screen]:
    """List the pages of destruction, in an office with lists at their stages."""
    yield Screen("destructions", "archivist", "/destructions")
    yield Screen("destruction-approve", "secretary", f"/destructions/{waiting}")
    yield Screen("destruction-phone", "secretary", f"/destructions/{waiting}", PHONE)
    yield Screen("destruction-witness", "director", f"/destructions/{running}")
    yield Screen("destruction-done", "archivist", f"/destructions/{done}")


def take(browser: Browser, address: str, screen: Screen) -> bytes:
    """Take one picture of the whole page."""
    width, height = screen.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", java_script_enabled=False, base_url=address
    )
    page = context.new_page()
    page.goto("/")
    if screen.login:
        page.click(f"button[value={screen.login}]")
    page.goto(screen.address, wait_until="networkidle")
    for picture in page.query_selector_all("img[loading=lazy]"):
        picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    taken = page.screenshot(full_page=True)
    context.close()
    return taken


def small(picture: bytes) -> bytes:
    """Make a picture small enough for a repository: few colours, and not longer than three screens."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, 2300)))
    out = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def take_all(out: Path, names: list[str]) -> None:
    """Make the offices, open their desks, and take the pictures of the pages with these names, or of all."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hongtou-screens-") as folder:
        for root, wanted in offices(Path(folder), names):
            _take_each(out, root, wanted)


def offices(folder: Path, names: list[str]) -> Iterator[tuple[Path, list[Screen]]]:
    """Make the offices that the pages with these names, or all pages, are seen in; give each with its pages."""
    archive = (("archive", _archive), ("destroying", _destroying))
    made = (("office", _documents), *archive, ("secrets", _secrets), ("receipts", _receipts))
    for place, make in made:
        root = folder / place / "office"
        if wanted := [screen for screen in make(root, names) if not names or screen.name in names]:
            yield root, wanted


def _take_each(out: Path, root: Path, wanted: list[Screen]) -> None:
    with desk_of(root) as address, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for screen in wanted:
            (out / f"{screen.name}.png").write_bytes(small(take(browser, address, screen)))
        browser.close()


def _documents(root: Path, names: list[str]) -> list[Screen]:
    archive = (*archive_screens("0"), *destruction_screens("", "", ""))
    others = {screen.name for screen in (*archive, *secret_screens(""), *receipt_screens({}))}
    return [] if names and others.issuperset(names) else list(screens(_made(root)))


def _archive(root: Path, names: list[str]) -> list[Screen]:
    listed = {screen.name for screen in archive_screens("0")}
    if names and listed.isdisjoint(names):
        return []
    return list(archive_screens(make_archive(root, dt.datetime.now(BEIJING))))


def _secrets(root: Path, names: list[str]) -> list[Screen]:
    listed = {screen.name for screen in secret_screens("")}
    if names and listed.isdisjoint(names):
        return []
    return list(secret_screens(make_secrets(root, dt.datetime.now(BEIJING))))


def _receipts(root: Path, names: list[str]) -> list[Screen]:
    listed = {screen.name for screen in receipt_screens({})}
    if names and listed.isdisjoint(names):
        return []
    return list(receipt_screens(make_receipts(root, dt.datetime.now(BEIJING))))


def _destroying(root: Path, names: list[str]) -> list[Screen]:
    listed = {screen.name for screen in destruction_screens("", "", "")}
    if names and listed.isdisjoint(names):
        return []
    return list(destruction_screens(*make_destructions(root, dt.datetime.now(BEIJING))))


def _made(root: Path) -> dict[str, str]:
    prepare(root)
    file = root / "office.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('"dispatch-township"', '"dispatch-subdistrict"'), "utf-8")
    now = dt.datetime.now(BEIJING)
    shipped = (REPOSITORY / "templates" / "procedures" / "dispatch-subdistrict.toml").read_text("utf-8")
    own = shipped.replace('verb = "sign"\n', 'verb = "sign"\nverbal = true\n')  # as the township's procedure allows it
    (root / "程序" / "dispatch-subdistrict.toml").write_text(own, "utf-8")
    with opened(root, FixedClock(now)) as office:
        ids = fill(office)
        today = now.date()
        delegation.delegate(
            office.house,
            office.actor("head"),
            receiver="sun-wei",
            roles=(Role.HEAD,),
            first=today,
            last=today + dt.timedelta(days=5),
            reason="外出学习",
        )
    return ids


def _until(office: AnOffice, title: str, step: str) -> str:
    """Bring a new draft to a step, or to its end."""
    document_id = office.take_in(title, a_sheet(title))
    go_on(office, document_id, step)
    return document_id


@contextmanager
def desk_of(root: Path) -> Iterator[str]:
    """Open an office's desk in a process of its own and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "tests.desk_server", str(root), str(port)], cwd=REPOSITORY)
    try:
        wait_until(lambda: process.poll() is not None or listens(port), "the desk listens")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
