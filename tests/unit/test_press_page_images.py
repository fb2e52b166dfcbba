from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from press import page_images


def _pdf(*sizes: tuple[float, float]) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for size in sizes:
        document.new_page(*size)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


@pytest.mark.parametrize("size", [(595.276, 841.89), (841.89, 595.276), (420.5, 595.0)])
def test_a_page_left_blank_is_the_image_that_the_renderer_would_draw(size: tuple[float, float]) -> None:
    pdf = _pdf(size)

    (image,) = page_images.page_images(pdf)

    with pypdfium2.PdfDocument(pdf) as document:
        assert image == page_images._drawn(document[0])
    assert Image.open(io.BytesIO(image)).convert("L").getextrema() == (255, 255)
