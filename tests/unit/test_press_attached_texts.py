"""Attached PDFs are known again on the pages of the issued paper, whatever their order."""

from __future__ import annotations

import pytest

from press import attached_texts as module
from press.attached_texts import AttachedText, attached_texts
from press.errors import PdfError

ROTA = "第一组值守东河闸口，每日巡查三次并登记水位，遇有险情立即鸣锣。"
ROUTE = "沿南坡石阶至文化礼堂集中清点人数，老人儿童由专人护送先行离开。"
BODY = "关于做好防汛工作的通知。值班安排见附件：第一组值守东河闸口，每日巡查三次，其余各组待命。"
PAPER = ("版头" + BODY, "特此通知。", "附件1" + ROUTE, "", "附件2" + ROTA, ROTA[:20] + "另起一页" * 9, "抄送：县政府")


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a PDF be its pages' texts, parted by line feeds."""
    monkeypatch.setattr(module, "_texts", lambda pdf: pdf.decode().split("\n"))


def a_pdf(*pages: str) -> bytes:
    return "\n".join(pages).encode()


def test_the_pages_are_found_whatever_the_order_in_which_they_are_given() -> None:
    route, rota = (ROUTE, ""), (ROTA, "另起一页" * 9)

    found = attached_texts(a_pdf(*PAPER), [a_pdf(*rota), a_pdf(*route)], "件")

    assert found == (AttachedText(rota, 5), AttachedText(route, 3))


def test_a_body_that_quotes_an_attachment_is_not_its_page() -> None:
    paper = a_pdf("首页", BODY, "附件" + ROTA)

    assert attached_texts(paper, [a_pdf(ROTA)], "件") == (AttachedText((ROTA,), 3),)


def test_the_same_pdf_twice_lies_in_two_places() -> None:
    paper = a_pdf("首页", ROTA, ROTA)

    assert [each.first for each in attached_texts(paper, [a_pdf(ROTA), a_pdf(ROTA)], "件")] == [2, 3]


def test_pages_without_text_are_nowhere() -> None:
    assert attached_texts(a_pdf(*PAPER), [a_pdf("", "")], "件") == (AttachedText(("", ""), 0),)


def test_more_text_than_one_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARACTERS", 20)

    with pytest.raises(PdfError, match="附件文字超过"):
        attached_texts(a_pdf(*PAPER), [a_pdf(ROTA)], "件")
