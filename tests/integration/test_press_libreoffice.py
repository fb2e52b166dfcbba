"""The issued .docx opened by another program, LibreOffice: it opens, it says what the model says, it has as many pages as it should.

How the texts are compared: character by character in the order of the page, from the corner lines to the 版记, blanks left out. Each page must
end in its number, which is then left out, too. One allowance: LibreOffice 7.4 lets a mark such as ``，`` hang over the end of a full line (it
reads ``w:overflowPunct`` the wrong way round) and, where the line is justified, does not draw it; so one such mark may lack after a line.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import pytest

from domain.composing import compose
from domain.document import Block, Filled, Layout, OfficialDocument, Paragraph, Table
from domain.draft import SourceFile
from domain.facts import settle
from ground.content import ContentFolder
from office.office_file import load_office
from press.fonts import NAMED_IN_DOCX, standard_folders
from press.measure import measure
from press.page_plan import attachment_blocks, fitted_size_mm, pictures_of
from press.press import Press
from tests.needs import REPOSITORY, WITHOUT_NETWORK
from tests.patience import PATIENCE_S
from tests.press_documents import seal_png

pytestmark = pytest.mark.libreoffice

DRAFTS = REPOSITORY / "examples" / "drafts"
SIGNED_ON, PRINTED_ON = dt.date(2026, 11, 20), dt.date(2026, 11, 22)
FREE_FAMILIES = {
    "fangsong": "FandolFang",
    "kaiti": "FandolKai",
    "heiti": "Noto Sans CJK SC",
    "xiaobiaosong": "Noto Serif CJK SC",
    "songti": "Noto Serif CJK SC",
}


@dataclass(frozen=True)
class Example:
    """An example draft and its number."""

    draft: str
    number: str


EXAMPLES = {
    "通知": Example(
        "经济发展办公室/关于做好2026年冬季至2027年春季农田水利基本建设工作的通知.docx", "云政发〔2026〕1号"
    ),
    "请示": Example("经济发展办公室/关于解决云河村生产便桥水毁重建资金的请示.docx", "云政发〔2026〕2号"),
    "函": Example("经济发展办公室/关于商请拨付2026年度高标准农田管护经费的函.docx", "云政函〔2026〕1号"),
    "纪要": Example("党政办公室/云岭乡人民政府乡长办公会议纪要.docx", "第1期"),
    "联合通知": Example("党政办公室/关于做好2027年元旦春节期间有关工作的通知.docx", "云党发〔2026〕1号"),
    "表格和图片": Example("经济发展办公室/关于2026年前三季度主要经济指标完成情况的通报.docx", "云政发〔2026〕3号"),
    "附件": Example("社会事务办公室/关于做好2027年度城乡居民最低生活保障对象复核工作的通知", "云政发〔2026〕4号"),
}
HANGING = "，。、；："


@dataclass(frozen=True)
class Both:
    """A document, the pages we made of it, and the PDF that LibreOffice made of our .docx."""

    document: OfficialDocument
    pages: int
    pdf: Path


class TextDiffersError(AssertionError):
    """LibreOffice prints something else than the model says."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_libreoffice_prints_what_the_model_says(converted: Mapping[str, Both], name: str) -> None:
    both = converted[name]

    compare(model_text(both.document), printed_lines(both))


@pytest.mark.parametrize("name", EXAMPLES)
def test_libreoffice_makes_as_many_pages(converted: Mapping[str, Both], name: str) -> None:
    both = converted[name]

    assert len(page_texts(both.pdf)) == both.pages


def test_the_examples_hold_what_is_to_be_tried(converted: Mapping[str, Both]) -> None:
    kinds = {name: both.document.kind.value for name, both in converted.items()}

    assert {name: kind for name, kind in kinds.items() if name in ("通知", "请示", "函", "纪要")} == {
        name: name for name in ("通知", "请示", "函", "纪要")
    }
    assert converted["通知"].pages >= 3
    assert len(converted["联合通知"].document.organs) == 2
    blocks = {type(block).__name__ for block in converted["表格和图片"].document.blocks}
    assert blocks == {"Paragraph", "Table", "Picture"}
    assert [bool(item.blocks) for item in converted["附件"].document.attachments] == [True, True]


def test_the_picture_is_on_the_page(converted: Mapping[str, Both]) -> None:
    pages = measure(converted["表格和图片"].pdf.read_bytes())

    shown = [image for page in pages for image in page.images]
    assert [round(image.width) for image in shown] == [
        round(fitted_size_mm(picture)[0]) for picture in pictures_of(converted["表格和图片"].document)
    ]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("各村要抓紧", ["各村要", "紧"]),
        ("各村要抓紧", ["各村要抓紧", "紧"]),
        ("各村要抓紧", ["各村要抓"]),
        ("各村，。要抓紧", ["各村", "要抓紧"]),
        ("各村，要抓紧", ["各村要抓紧"]),
    ],
)
def test_a_text_that_differs_is_noticed(said: str, lines: Sequence[str]) -> None:
    with pytest.raises(TextDiffersError):
        compare(said, lines)


def test_one_mark_may_lack_at_the_end_of_a_line_only() -> None:
    compare("各村，要抓紧。", ["各村", "要抓紧。"])


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Both]:
    home = tmp_path_factory.mktemp("libreoffice")
    content = ContentFolder(home / "content")
    documents, pages = {}, {}
    with Press(content, standard_folders()) as press:
        for name, example in EXAMPLES.items():
            documents[name] = document = filled(press, example)
            issued = press.issue(
                document,
                source_digest=content.put(b"draft"),
                source_name="draft.docx",
                metadata={},
                seals=dict.fromkeys(document.organs, seal_png()),
            )
            pages[name] = issued.pages
            (home / f"{name}.docx").write_bytes(content.read(issued.docx))
    convert(home, [home / f"{name}.docx" for name in EXAMPLES])
    return {name: Both(documents[name], pages[name], home / "pdf" / f"{name}.pdf") for name in EXAMPLES}


def filled(press: Press, example: Example) -> OfficialDocument:
    """Read an example draft, compose it and fill in what 登记 and 用印 fill in."""
    place = DRAFTS / example.draft
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    files.sort(key=lambda file: file.stem != "正文")
    roles = ["attachment" if file.stem.startswith("附件") else "body" for file in files]
    draft = press.read(
        [SourceFile(file.name, file.read_bytes(), role) for file, role in zip(files, roles, strict=True)], place.name
    )
    office = load_office(REPOSITORY / "templates" / "profiles" / "example" / "office.toml")
    document = compose(draft, settle(draft.facts), office)
    return dataclasses.replace(document, filled=Filled(example.number, SIGNED_ON, PRINTED_ON, seals=document.organs))


def convert(home: Path, files: list[Path]) -> None:
    """Have LibreOffice make PDFs in one run: a profile of its own, no network, our fonts under the families' names."""
    fonts = home / "fonts.conf"
    fonts.write_text(font_settings(home), "utf-8")
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(home / "pdf")]
    done = subprocess.run(
        [*WITHOUT_NETWORK, *command, *map(str, files)],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "FONTCONFIG_FILE": str(fonts)},
    )
    assert done.returncode == 0, done.stderr


def font_settings(home: Path) -> str:
    """Give the fontconfig file by which the families named in the .docx are the ones our pages are set in."""
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in standard_folders())
    aliases = "".join(
        f'<match><test name="family"><string>{named}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{FREE_FAMILIES[role]}</string></edit></match>'
        for role, named in NAMED_IN_DOCX.items()
    )
    return f"<fontconfig>{folders}<cachedir>{escape(str(home / 'fontcache'))}</cachedir>{aliases}</fontconfig>"


def model_text(document: OfficialDocument) -> str:
    """Give what the page must say, in its order and without blanks; built from the model alone."""
    return "".join("".join(_said(document)).split())


def _said(document: OfficialDocument) -> Iterator[str]:
    dated, printed = day(document.filled.dated), day(document.filled.printed_on)
    yield document.urgency.value if document.urgency else ""
    yield document.mark
    yield document.filled.number
    if document.approvers:
        yield "签发人：" + "".join(document.approvers)
    if document.layout is Layout.MINUTES:
        yield document.organs[0] + dated
    yield document.title
    if document.addressees:
        yield "、".join(document.addressees) + "："
    yield from _blocks(document.blocks)
    names = [item.name for item in document.attachments]
    yield "附件：" if names else ""
    yield from names if len(names) == 1 else (f"{place}.{name}" for place, name in enumerate(names, 1))
    for label, people in document.attendees:
        yield label.rstrip("：:") + "：" + people
    yield from document.signatories
    yield dated if document.signatories else ""
    yield f"（{document.note.strip('（）')}）" if document.note else ""
    for place, item in enumerate(document.attachments, 1):
        if item.blocks:
            yield f"附件{place if len(names) > 1 else ''}{item.name}"
            yield from _blocks(attachment_blocks(item))
    if document.copies_to:
        yield "抄送：" + "，".join(document.copies_to).rstrip("。") + "。"
    if document.layout is not Layout.LETTER:
        yield f"{document.printing_organ}{printed}印发"


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield block.caption
            yield from (cell.text for row in block.rows for cell in row)
        else:
            yield block.caption


def day(moment: dt.date | None) -> str:
    assert moment is not None
    return f"{moment.year}年{moment.month}月{moment.day}日"


def printed_lines(both: Both) -> list[str]:
    """Give the lines that LibreOffice printed, without blanks and page numbers; each page must bear its own."""
    lines: list[str] = []
    for number, text in enumerate(page_texts(both.pdf), 1):
        on_page = ["".join(line.split()) for line in text.splitlines()]
        if number > 1 or both.document.layout is not Layout.LETTER:
            on_page = _without_number(on_page, f"—{number}—")
        lines += on_page
    return lines


def _without_number(on_page: list[str], shown: str) -> list[str]:
    """Take the page number out, wherever the frame of 版记 has moved it; a frame's text may come apart into single characters."""
    if shown in on_page:
        return [line for line in on_page if line != shown]
    whole = "".join(on_page)
    assert shown in whole
    return [whole.replace(shown, "", 1)]


def page_texts(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def compare(said: str, lines: Sequence[str]) -> None:
    """Compare what the model says with printed lines.

    Raises:
        TextDiffersError: They differ in more than a mark that hangs over the end of a line.
    """
    place = 0
    for line in lines:
        if not said.startswith(line, place) and said[place : place + 1] in HANGING:
            place += 1
        if not said.startswith(line, place):
            raise TextDiffersError(f"said {said[place : place + 40]!r}, printed {line!r}")
        place += len(line)
    if said[place:] not in ("", *HANGING):
        raise TextDiffersError(f"not printed: {said[place:]!r}")
