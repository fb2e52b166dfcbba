"""How many pages a PDF of ours has, and whether one was left blank before 版记 (页数与空白页)."""

from __future__ import annotations

import pypdfium2


def page_count(pdf: bytes) -> int:
    """Count the pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def has_blank_page(pdf: bytes) -> bool:
    """Tell whether the last page but one is blank, as it is where 版记 misses its page (7.5)."""
    with pypdfium2.PdfDocument(pdf) as document:
        if len(document) < 2:
            return False
        page = document[len(document) - 2]
        try:
            return next(page.get_objects(max_depth=1), None) is None
        finally:
            page.close()
