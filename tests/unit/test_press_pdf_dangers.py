"""What is not drawn because it would take all memory or time: too many marks on a page, tiles without end; broken streams count, too."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest

from press import pdf_dangers
from press.pdf_dangers import LEAST_STEP, MOST_DRAWINGS, DangerError
from tests.hostile.pdfs import page, stream

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"


def _check(data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf_dangers.check(pdf)


def _packed(content: bytes, spoiled: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9) + spoiled, b"/Filter/FlateDecode")


def test_a_page_full_of_lines_is_drawn_up_to_the_limit_and_not_beyond() -> None:
    _check(page(_packed(b"0 0 m 9 9 l S " * MOST_DRAWINGS)))

    with pytest.raises(DangerError, match="超过 20 万个"):
        _check(page(_packed(b"0 0 m 9 9 l S " * (MOST_DRAWINGS + 1))))


def test_what_a_form_draws_counts_as_often_as_it_is_called() -> None:
    form = {10: _packed(b"(x) Tj " * 5000).replace(b"/Filter", FORM + b"/Filter")}

    _check(page(b"/F Do " * 30, b"/XObject<</F 10 0 R>>", more=form))
    with pytest.raises(DangerError, match="超过 20 万个"):
        _check(page(b"/F Do " * 50, b"/XObject<</F 10 0 R>>", more=form))


def test_a_stream_that_breaks_off_counts_as_far_as_it_goes() -> None:
    whole = zlib.compress(b"(x) Tj " * 400_000, 9)

    with pytest.raises(DangerError, match="超过 20 万个"):
        _check(page(stream(whole[:-2000] + b"\xff" * 2000, b"/Filter/FlateDecode")))


@pytest.mark.parametrize(
    ("step", "matrix"), [("0", ""), (f"{LEAST_STEP / 2}", ""), ("1", "/Matrix[0.01 0 0 0.01 0 0]")]
)
def test_a_pattern_whose_tiles_stand_too_near_is_not_drawn(step: str, matrix: str) -> None:
    tiles = f"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep {step}/YStep {step}{matrix}".encode()

    with pytest.raises(DangerError, match="过密"):
        _check(page(b"/P scn", b"/Pattern<</P 10 0 R>>", more={10: stream(b"0 0 9 9 re f", tiles)}))


def test_an_ordinary_pattern_is_drawn() -> None:
    tiles = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep -9/Matrix[0.5 0 0 0.5 0 0]"

    _check(page(b"/P scn", b"/Pattern<</P 10 0 R>>", more={10: stream(b"0 0 9 9 re f", tiles)}))
