"""Where the pages of a PDF begin in a text, and where on a page a character stands."""

from __future__ import annotations

from itertools import pairwise

import pytest

from press import page_texts
from press.page_texts import page_starts

PAGES = (
    "某某机关文件关于防汛工作的通知各村要落实责任，组织巡查",
    "沟渠，发现险情立即上报。二、落实责任，组织巡查沟渠。",
    "特此通知。",
    "",
    "某某机关2026年3月2日印发",
)
TEXT = "关于防汛工作的通知\n各村要落实责任，组织巡查沟渠，发现险情立即上报。\n二、落实责任，组织巡查沟渠。\n特此通知。"


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the texts of the pages be these, whatever the PDF."""
    told = list(PAGES)

    class Document:
        def __init__(self, _: bytes) -> None: ...

        def __enter__(self) -> list[str]:
            return told

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr("pypdfium2.PdfDocument", Document)
    monkeypatch.setattr(page_texts, "_text", lambda document, number: document[number])
    return told


def parts(text: str) -> list[str]:
    dense = "".join(text.split())
    starts = (0, *page_starts(b"", text), len(dense))
    return [dense[start:end] for start, end in pairwise(starts)]


def test_each_page_begins_where_its_first_words_stand_in_the_text() -> None:
    assert [part for part in parts(TEXT) if part] == [
        "关于防汛工作的通知各村要落实责任，组织巡查",
        "沟渠，发现险情立即上报。二、落实责任，组织巡查沟渠。",
        "特此通知。",
    ]


def test_what_follows_the_end_of_the_text_is_not_read(pages: list[str]) -> None:
    pages[2] = "立即上报。二、落实责任，组织巡查沟渠。特此通知。"

    assert len(page_starts(b"", TEXT)) == 2


def test_a_page_that_is_not_found_begins_where_the_next_one_does(pages: list[str]) -> None:
    pages.insert(1, "")
    pages.insert(1, "（此页无正文）与文本不同的一页，多有图片")

    assert [len(part) for part in parts(TEXT)][:5] == [21, 0, 0, 26, 5]


def test_a_text_of_one_page_has_no_starts(pages: list[str]) -> None:
    pages[:] = ["".join(TEXT.split()), "版记"]

    assert page_starts(b"", TEXT) == ()


def test_an_empty_text_has_no_starts() -> None:
    assert page_starts(b"", "") == ()
