"""The golden set as .docx, opened by LibreOffice in one run: as many pages as the PDF has, and every character of it; what differs is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from domain.document import Layout
from press.as_printed import printed_as
from press.conformance import judged
from press.docx_writer import write
from press.leaves import leaves
from press.measure import measure
from press.page_plan import PageOptions
from tests.golden.documents import Golden, golden_set, pictures_of
from tests.golden.run import set_page, typesetter
from tests.integration.test_press_libreoffice import convert

pytestmark = pytest.mark.libreoffice

_ROWS = "four rows of three names with the room of their seals take a line more than the page that ours just fills"
KNOWN = {"联合10-盖章": _ROWS, "上行联合10-签发人10": _ROWS}
"""Documents that LibreOffice 7.4 gives another number of pages, with the reason."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[bytes, bytes]]:
    home = tmp_path_factory.mktemp("golden")
    machine, ours, files = typesetter(), {}, {}
    for place, golden in enumerate(golden_set()):
        typeset = set_page(machine, golden)
        ours[golden.name] = typeset.pdf
        files[golden.name] = home / f"{place}.docx"
        files[golden.name].write_bytes(_docx(golden, typeset.pdf, typeset.pitch_pt))
    machine.close()
    convert(home, list(files.values()))
    return {name: (ours[name], (home / "pdf" / f"{file.stem}.pdf").read_bytes()) for name, file in files.items()}


def test_libreoffice_makes_as_many_pages(both: Mapping[str, tuple[bytes, bytes]]) -> None:
    pages = {name: (len(measure(ours)), len(measure(theirs))) for name, (ours, theirs) in both.items()}

    assert {name: counts for name, counts in pages.items() if counts[0] != counts[1] and name not in KNOWN} == {}
    assert all(pages[name][0] != pages[name][1] for name in KNOWN), "no difference any more: strike it from the list"


def test_libreoffice_prints_every_character(both: Mapping[str, tuple[bytes, bytes]]) -> None:
    lacking = {name: _signs(ours) - _signs(theirs) for name, (ours, theirs) in both.items()}

    # LibreOffice does not draw a mark that hangs over the end of a justified line, and a page number where pages differ.
    assert {
        name: signs for name, counts in lacking.items() if (signs := set(counts) - set("，。、；：—0123456789"))
    } == {}


_LETTER = "Word begins no text above its frame, and LibreOffice draws a double line as four thin ones"
_KEPT = "LibreOffice takes a line or more to the next page with what is to stay together"
KNOWN_MEASURES = {"FMT-020": _KEPT, **dict.fromkeys(("FMT-005", "FMT-102", "FMT-103", "FMT-104"), _LETTER)}
"""What LibreOffice's pages measure otherwise than the standard, with the reason; all but the first only in letters."""


def test_what_libreoffice_renders_measures_as_the_standard_has_it(both: Mapping[str, tuple[bytes, bytes]]) -> None:
    wrong: dict[str, set[str]] = {}
    for golden in golden_set():
        report = judged(measure(both[golden.name][1]))
        known = set(KNOWN_MEASURES) if golden.document.layout is Layout.LETTER else {"FMT-020"}
        known |= {"FMT-022"} if golden.name in KNOWN else set()
        found = {f"{each.code} {each.element} {each.measured}" for each in report.failed() if each.code not in known}
        wrong |= {golden.name: found} if found else {}

    assert wrong == {}


def _docx(golden: Golden, pdf: bytes, pitch_pt: float) -> bytes:
    return write(
        golden.document, pictures_of(golden), PageOptions(), printed_as(golden.document, leaves(pdf), pitch_pt)
    )


def _signs(pdf: bytes) -> Counter[str]:
    return Counter(each.text for page in measure(pdf) for each in page.characters)
