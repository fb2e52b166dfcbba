"""Random paragraphs on the page: no mark where it must not stand, no line beyond the core, and what went in comes out, character by character."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.document import Paragraph
from press.measure import Line, Page, measure
from press.typeset import Typesetter
from tests.golden.positions import NOT_FIRST, NOT_LAST
from tests.golden.run import typesetter
from tests.press_documents import notice

LEFT, RIGHT, BOTTOM = 28.0, 184.0, 262.0  # GB/T 9704-2012 5.2.1
PARAGRAPHS, EXAMPLES = 20, 20
_QUESTION_MARK = 1.1
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
PIECES = st.one_of(
    st.text(HAN, min_size=1, max_size=30),
    st.sampled_from(
        ["，", "。", "、", "；", "：", "？", "！", "……", "——", "“", "”", "《", "》", "（", "）", "〔2026〕", "·"]
    ),
    st.sampled_from(["2026年3月5日", "95%", "120.5万元", "GB/T 9704", "3.1", "A类", "（一）", "10%～20%", "第12号"]),
)


@pytest.fixture(scope="module")
def machine() -> Iterator[Typesetter]:
    made = typesetter()
    yield made
    made.close()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.lists(PIECES, min_size=4, max_size=60).map("".join), min_size=PARAGRAPHS, max_size=PARAGRAPHS))
def test_four_hundred_paragraphs_keep_the_rules_of_lines(machine: Typesetter, texts: list[str]) -> None:
    document = notice(tuple(Paragraph(f"文{text}文") for text in texts), note="")
    pages = measure(machine.typeset(document, {}).pdf)

    lines = [line for page in pages for line in _text_lines(page)]
    assert [line.text for line in lines if line.characters[0].text in NOT_FIRST] == []
    assert [line.text for line in lines if line.characters[-1].text in NOT_LAST] == []
    assert [line.text for line in lines if _ink_left(line) < LEFT - 0.3 or _ink_right(line) > RIGHT + 0.6] == []
    printed = "".join(line.text for line in lines)
    assert "".join("".join(f"文{text}文".split()) for text in texts) in printed


def _text_lines(page: Page) -> list[Line]:
    return [line for line in page.lines() if abs(line.characters[0].size_pt - 16) < 0.1 and line.baseline < BOTTOM + 3]


def _ink_left(line: Line) -> float:
    """Give where the ink begins: an opening mark at a line's start has its blank half outside."""
    return line.characters[0].ink.left


def _ink_right(line: Line) -> float:
    last = line.characters[-1]
    # The free 仿宋 draws its ？ in the middle of its place, so that a squeezed one reaches a millimetre out.
    reach = _QUESTION_MARK if last.text == "？" else 0.0
    return max(each.ink.right for each in line.characters) - reach
