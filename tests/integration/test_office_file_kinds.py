"""Documents of several files in a real office: folder and ZIP file, PDF and picture attachments, Word files of other kinds."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import typst

from domain.case import Case, Phase
from domain.document import Attachment, Filled, Picture
from domain.facts import FactName
from domain.intake import Role
from mailroom.errors import SecretMarkError
from office.format import FactsLackingError, FactsUnfitError, format_draft
from office.staged import document_of
from office.views import document_file
from press.measure import measure
from tests.an_office import UNIT, AnOffice, a_draft, a_title, new_clock, opened, prepare
from tests.samples.docx_builder import plain_docx, png

LINES = (
    "各村（居）民委员会，乡直各单位：",
    "　　现将有关事项通知如下：",
    "　　一、总体要求",
    "　　坚持安全第一。",
    "　　附件：1.值班表",
    "　　　　　2.现场照片",
    ">云岭乡人民政府",
    ">2026年3月2日",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("kinds") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def a_pdf(text: str, pages: int = 2) -> bytes:
    """Make a PDF with words on its pages."""
    return typst.compile("#pagebreak()\n".join(f"{text} {n}\n\n" for n in range(pages)).encode(), format="pdf")


def a_folder(title: str) -> dict[str, bytes]:
    return {
        f"{title}.docx": plain_docx((f"^{title}", *LINES)),
        "附件1 值班表.pdf": a_pdf("duty list"),
        "附件2 现场照片（不涉密）.png": png(300, 200),
    }


def drop_folder(office: AnOffice, name: str, files: dict[str, bytes]) -> Case:
    home = office.house.root / "投稿" / "发文" / UNIT / name
    home.mkdir()
    for file, data in files.items():
        (home / file).write_bytes(data)
    return newest(office)


def newest(office: AnOffice) -> Case:
    rows = office.work()
    assert rows[0].document_id, rows
    return office.case(rows[0].document_id)


def attachments_of(office: AnOffice, case: Case) -> tuple[Attachment, ...]:
    return document_of(office.house, case).attachments


def test_a_folder_becomes_one_document_with_its_attachments(office: AnOffice) -> None:
    title = a_title()

    case = drop_folder(office, title, a_folder(title))

    assert case.phase is Phase.UNDER_WAY
    first, second = attachments_of(office, case)
    assert (first.name, second.name) == ("值班表", "现场照片")
    assert first.pdf_digest
    assert isinstance(second.blocks[0], Picture)
    assert not [finding for finding in case.findings if finding.code in {"RD-10", "RD-11", "RD-12"}]
    assert [finding.code for finding in case.findings if finding.code == "SEC-08"] == ["SEC-08"]


def test_the_pages_of_an_attached_pdf_are_shown_with_the_document(office: AnOffice) -> None:
    title = a_title()

    case = drop_folder(office, title, a_folder(title))

    assert case.shown is not None
    with pikepdf.open(io.BytesIO(office.house.staging.read(case.shown.pdf))) as shown:
        assert len(shown.pages) >= 4  # the notice, two pages of the PDF, the picture


def test_a_zip_becomes_the_same_document(office: AnOffice) -> None:
    title = a_title()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in a_folder(title).items():
            archive.writestr(name, data)
    office.drop(f"{title}.zip", packed.getvalue())

    case = newest(office)

    assert case.title == title
    assert [attachment.name for attachment in attachments_of(office, case)] == ["值班表", "现场照片"]


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_folder_or_a_zip_can_be_formatted_without_being_taken_in(office: AnOffice, tmp_path: Path, form: str) -> None:
    title = a_title()
    path = tmp_path / title if form == "folder" else tmp_path / f"{title}.zip"
    if form == "folder":
        path.mkdir()
        for name, data in a_folder(title).items():
            (path / name).write_bytes(data)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in a_folder(title).items():
                archive.writestr(name, data)

    result = format_draft(office.house, path, tmp_path / "out")

    assert Path(result.pdf).name == f"{title}.pdf"
    assert result.pages >= 5
    assert path.exists()


@pytest.mark.parametrize(
    ("lines", "error", "said"),
    [
        (("^关于做好防汛工作的通知", "正文。"), FactsLackingError, "没有认出发文机关，不能排版"),
        (
            ("^关于做好防汛工作的通知", "正文。", ">邻县人民政府", ">2026年3月2日"),
            FactsUnfitError,
            "发文机关“邻县人民政府”不在本机关设置中，不能排版",
        ),
        (
            ("正文。", ">邻县人民政府", ">2026年3月2日"),
            FactsUnfitError,
            "不在本机关设置中；没有认出文种、标题，不能排版",
        ),
    ],
)
def test_an_organ_that_is_not_ours_is_told_from_none(
    office: AnOffice, tmp_path: Path, lines: tuple[str, ...], error: type[Exception], said: str
) -> None:
    path = tmp_path / "稿.docx"
    path.write_bytes(plain_docx(lines))

    with pytest.raises(error, match=said):
        format_draft(office.house, path, tmp_path / "out")


SPEECH = ("^在全乡经济工作会议上的讲话", "^（2026年2月1日）", "^赵明远", "同志们：", "今天开会。", "谢谢大家！")


def test_a_speech_is_formatted_when_its_kind_is_stated_and_its_day_stands_once(
    office: AnOffice, tmp_path: Path
) -> None:
    path = tmp_path / "讲话.docx"
    path.write_bytes(plain_docx(SPEECH))
    stated = {FactName.KIND: "材料", FactName.ORGANS: "云岭乡人民政府"}

    with pytest.raises(FactsLackingError, match="文种写“材料”"):
        format_draft(office.house, path, tmp_path / "out")
    result = format_draft(office.house, path, tmp_path / "out", stated)

    page = "".join(each.text for each in measure(Path(result.pdf).read_bytes())[0].characters)
    assert page.count("2026年2月1日") == 1
    assert result.left_open == ()


def test_number_and_date_that_are_given_stand_on_the_page(office: AnOffice, tmp_path: Path) -> None:
    path = tmp_path / "稿.docx"
    path.write_bytes(plain_docx((f"^{a_title()}", *LINES)))

    plain = format_draft(office.house, path, tmp_path / "one")
    filled = Filled(number="云政发〔2026〕5号", dated=dt.date(2026, 3, 5), printed_on=dt.date(2026, 3, 5))
    result = format_draft(office.house, path, tmp_path / "two", {}, filled)

    text = "".join(each.text for page in measure(Path(result.pdf).read_bytes()) for each in page.characters)
    assert "云政发〔2026〕5号" in text
    assert text.count("2026年3月5日") == 2
    assert (plain.left_open, result.left_open) == (("发文字号", "成文日期"), ())


def test_what_is_only_to_be_formatted_is_searched_for_marks_too(office: AnOffice, tmp_path: Path) -> None:
    path = tmp_path / "稿.docx"
    path.write_bytes(plain_docx(("机密★5年", f"^{a_title()}", *LINES)))

    with pytest.raises(SecretMarkError):
        format_draft(office.house, path, tmp_path / "out")


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_word_files_of_other_kinds_are_read_and_kept(office: AnOffice, tmp_path: Path, kind: str) -> None:
    title = a_title()
    (tmp_path / "draft.docx").write_bytes(a_draft(title))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "draft.docx")], check=True, capture_output=True, timeout=300)
    original = (tmp_path / f"draft.{kind}").read_bytes()
    office.drop(f"{title}.{kind}", original)

    case = newest(office)

    assert (case.phase, case.title) == (Phase.UNDER_WAY, title)
    body, rendered = case.versions[-1].files
    assert (body.role, office.house.staging.read(body.sha512)) == (Role.BODY, original)
    assert (rendered.role, rendered.name) == (Role.RENDERED, f"{title}.{kind}.docx")


def test_what_has_an_attached_pdf_is_issued_as_it_was_signed(office: AnOffice) -> None:
    title = a_title()

    case = office.filed_from(drop_folder(office, title, a_folder(title)).document_id)

    assert case.issued is not None
    assert case.issued.pages >= 4


def test_our_own_issued_pdf_goes_on_as_an_attachment_without_the_files_inside_it(office: AnOffice) -> None:
    issued = office.filed(a_title())
    own = next(
        path.read_bytes() for path in office.back("办结") if path.suffix == ".pdf" and issued.number in path.parent.name
    )
    title = a_title()
    with pikepdf.open(io.BytesIO(own)) as opened_own:
        within, pages = tuple(opened_own.attachments), len(opened_own.pages)

    case = drop_folder(office, title, a_folder(title) | {"附件1 值班表.pdf": own})

    assert "metadata.json" in within
    assert case.phase is Phase.UNDER_WAY
    (told,) = [finding for finding in case.findings if finding.code == "RD-18"]
    assert all(name in told.sentence for name in within)
    done = office.filed_from(case.document_id)
    assert done.issued is not None
    with pikepdf.open(io.BytesIO(final_pdf(office, done))) as bound:
        assert len(bound.pages) >= pages + 2
        assert own not in [held.get_file().read_bytes() for held in bound.attachments.values()]
        assert len(bound.attachments) == 2  # its own draft and metadata


def test_a_mark_in_a_file_inside_a_pdf_stops_the_drop(office: AnOffice) -> None:
    title = a_title()
    secret = with_files(a_pdf("list"), {"底稿.docx": plain_docx(("机密★10年", "^方案", "各村："))})

    home = office.house.root / "投稿" / "发文" / UNIT / title
    home.mkdir()
    for file, data in (a_folder(title) | {"附件1 值班表.pdf": secret}).items():
        (home / file).write_bytes(data)
    office.work()

    assert home.is_dir()  # it stays where it is, and nothing of it is kept
    assert title not in [case.title for case in office.house.registry.cases()]
    assert secret not in [path.read_bytes() for path in office.house.staging.root.rglob("*") if path.is_file()]


def final_pdf(office: AnOffice, case: Case) -> bytes:
    return document_file(office.house, office.actor("clerk"), case.document_id, "pdf")[1]


def with_files(pdf: bytes, files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
        for name, data in files.items():
            opened_pdf.attachments[name] = data
        opened_pdf.save(made)
    return made.getvalue()
