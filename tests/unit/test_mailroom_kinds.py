"""Folders and ZIP files with PDFs, pictures and files to be converted: looked through before a byte is stored, or asked about."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.errors import BadInputError
from domain.intake import Arrival, Declined, LookedInto, Role, SecrecyStop, Taken
from domain.levels import Level
from ground.child import Child
from mailroom.kinds import says_not_secret
from tests.mailroom_samples import Counter, docx

PDF = b"%PDF-1.7\nwords\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"
BODY = docx("关于防汛的通知", "各村：", "正文。")


class BrokenError(BadInputError):
    """What the opener says of a file it can't open."""

    code = "HT-999"


@dataclass
class FakeOpener:
    """Opens what the test says; converts .xlsx to PDF and .doc to .docx."""

    pages: tuple[str, ...] = ("附件名单", "第二页")
    blind: tuple[int, ...] = ()
    properties: tuple[str, ...] = ()
    made: bytes = b""
    fails: bool = False
    asked: list[str] = field(default_factory=list)
    inside: dict[str, bytes] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def convertible(self) -> tuple[str, ...]:
        return (".xlsx", ".doc")

    def convert(self, data: bytes, name: str) -> tuple[str, bytes]:
        del data
        return (".docx", self.made) if name.endswith(".doc") else (".pdf", PDF)

    def look_into(self, data: bytes, name: str) -> LookedInto:
        self.asked.append(name)
        if self.fails:
            raise BrokenError("附件 PDF 不能收入：文件已加密", name, "重新导出")
        if data.startswith(b"\x89PNG"):
            return LookedInto(1, blind=(1,))
        outermost = "：" not in name
        return LookedInto(
            len(self.pages), self.properties, self.pages, self.blind, tuple(self.inside) if outermost else ()
        )

    def files_within(self, data: bytes, name: str) -> tuple[tuple[str, bytes], ...]:
        del data, name
        return tuple(self.inside.items())

    def read_ahead(self, data: bytes, name: str, process: Child) -> None:
        del data, process
        self.read.append(name)


@pytest.fixture
def opener() -> FakeOpener:
    return FakeOpener()


@pytest.fixture
def counter(tmp_path: Path, opener: FakeOpener) -> Counter:
    return Counter(tmp_path, opener=opener)


def dropped(counter: Counter, files: Mapping[str, bytes], name: str = "防汛通知") -> Taken:
    """Drop a folder and take it."""
    home = counter.inbox / name
    home.mkdir()
    for file, data in files.items():
        (home / file).write_bytes(data)
    return taken(counter)


def taken(counter: Counter) -> Taken:
    sighting = counter.sight()
    assert sighting.is_whole, sighting.answer
    return counter.mailroom.take(sighting, lambda _: None)


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_a_pdf_and_a_picture_come_with_the_body(counter: Counter) -> None:
    arrival = dropped(counter, {"通知.docx": BODY, "附件1 名单.pdf": PDF, "附件2 照片（不涉密）.png": PNG})

    assert isinstance(arrival, Arrival)
    assert [(file.role, file.name) for file in arrival.files] == [
        (Role.BODY, "通知.docx"),
        (Role.ATTACHMENT, "附件1 名单.pdf"),
        (Role.ATTACHMENT, "附件2 照片（不涉密）.png"),
    ]
    assert [(told.code, told.place) for told in arrival.mentions] == [("SEC-08", "附件2 照片（不涉密）.png")]
    assert counter.mailroom.settle(arrival, "2026-0001")


@pytest.mark.parametrize(
    "found",
    [
        {"pages": ("机密★10年\n关于某事", "第二页")},
        {"pages": ("通知\n机密\n各村：", "第二页")},
        {"pages": ("名单", "其他", "秘密★5年\n表")},
        {"properties": ("【机密】方案",)},
    ],
)
def test_a_mark_in_a_pdf_stops_the_drop_and_nothing_is_kept(
    counter: Counter, opener: FakeOpener, found: dict[str, tuple[str, ...]]
) -> None:
    for name, value in found.items():
        setattr(opener, name, value)

    stop = dropped(counter, {"通知.docx": BODY, "附件1 名单.pdf": PDF})

    assert isinstance(stop, SecrecyStop)
    assert stop.mark.rank >= Level.SECRET.rank
    assert not any(path.is_file() for path in counter.staging.root.rglob("*"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("底稿.docx", docx("机密★10年", "关于某事")),
        ("说明.txt", "机密★10年\n关于某事".encode()),
        ("说明.xml", "机密★10年\n关于某事".encode("utf-16")),
        ("机密.pdf", PDF),
    ],
)
def test_a_mark_in_a_file_inside_a_pdf_stops_the_drop(
    counter: Counter, opener: FakeOpener, name: str, data: bytes
) -> None:
    opener.inside = {"metadata.json": b"{}", name: data}

    stop = dropped(counter, {"通知.docx": BODY, "附件1 名单.pdf": PDF})

    assert isinstance(stop, SecrecyStop)
    assert not any(path.is_file() for path in counter.staging.root.rglob("*"))


@pytest.mark.parametrize("name", ["x.exe", "宏.docm", "无后缀", "包.zip"])
def test_what_is_inside_a_pdf_and_cannot_be_searched_is_named(counter: Counter, opener: FakeOpener, name: str) -> None:
    opener.inside = {name: b"MZ", "metadata.json": b"{}"}

    declined = dropped(counter, {"通知.docx": BODY, "附件1 名单.pdf": PDF})

    assert isinstance(declined, Declined)
    assert declined.answer.code == "HT-139"
    assert f"内嵌的“{name}”" in declined.answer.sentence


def test_the_files_inside_our_own_pdf_are_no_hindrance(counter: Counter, opener: FakeOpener) -> None:
    opener.inside = {"通知.docx": BODY, "metadata.json": b"{}"}

    assert isinstance(dropped(counter, {"通知.docx": BODY, "附件1 名单.pdf": PDF}), Arrival)


def test_pictures_in_a_word_file_are_said_not_to_be_searched(counter: Counter) -> None:
    body = docx("关于某事的通知", parts={"word/media/image1.png": b"x", "word/media/image2.emf": b"y"})

    arrival = dropped(counter, {"通知.docx": body, "附件1 名单.docx": BODY})

    assert isinstance(arrival, Arrival)
    (told,) = arrival.mentions
    assert (told.code, told.place) == ("SEC-09", "通知.docx")
    assert "2幅图片" in told.sentence


def test_a_picture_that_nobody_vouches_for_is_asked_about(counter: Counter) -> None:
    declined = dropped(counter, {"通知.docx": BODY, "附件1 照片.png": PNG})

    assert isinstance(declined, Declined)
    assert declined.answer.code == "HT-129"
    assert "（不涉密）" in declined.answer.sentence
    assert not any(path.is_file() for path in counter.staging.root.rglob("*"))


def test_a_scanned_page_in_a_pdf_is_asked_about_by_page(counter: Counter, opener: FakeOpener) -> None:
    opener.blind = (2,)

    declined = dropped(counter, {"通知.docx": BODY, "附件1 名单.pdf": PDF})

    assert isinstance(declined, Declined)
    assert "第2页是图片" in declined.answer.sentence


def test_what_the_opener_cannot_open_is_said_in_its_words(counter: Counter, opener: FakeOpener) -> None:
    opener.fails = True

    declined = dropped(counter, {"通知.docx": BODY, "附件1 名单.pdf": PDF})

    assert isinstance(declined, Declined)
    assert declined.answer.code == "HT-139"
    assert "附件 PDF 不能收入：文件已加密" in declined.answer.sentence


def test_what_was_converted_lies_behind_its_original(counter: Counter) -> None:
    sheet = zipped({"xl/sharedStrings.xml": "<si><t>防汛物资</t></si>".encode()})

    arrival = dropped(counter, {"通知.docx": BODY, "附件1 物资表.xlsx": sheet})

    assert isinstance(arrival, Arrival)
    assert [(file.role, file.name) for file in arrival.files[1:]] == [
        (Role.ATTACHMENT, "附件1 物资表.xlsx"),
        (Role.RENDERED, "附件1 物资表.xlsx.pdf"),
    ]


def test_a_mark_on_a_sheet_that_is_not_printed_stops_the_drop(counter: Counter) -> None:
    sheet = zipped({"xl/sharedStrings.xml": "<si><t>防汛</t></si><si><t>机密★5年</t></si>".encode()})

    stop = dropped(counter, {"通知.docx": BODY, "附件1 物资表.xlsx": sheet})

    assert isinstance(stop, SecrecyStop)


def test_an_old_word_file_is_searched_in_what_it_is_converted_to(counter: Counter, opener: FakeOpener) -> None:
    opener.made = docx("机密★5年", "关于某事的通知")
    (counter.inbox / "稿.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert isinstance(taken(counter), SecrecyStop)


def test_a_zip_is_the_same_document_as_the_folder_it_was_made_of(counter: Counter) -> None:
    files = {"通知.docx": BODY, "附件1 名单.pdf": PDF}
    folder = dropped(counter, files)
    assert isinstance(folder, Arrival)
    counter.mailroom.settle(folder, "2026-0001")
    (counter.inbox / "防汛通知.zip").write_bytes(zipped({f"防汛通知/{name}": data for name, data in files.items()}))

    arrival = taken(counter)

    assert isinstance(arrival, Arrival)
    assert (arrival.key, [file.name for file in arrival.files]) == (folder.key, ["通知.docx", "附件1 名单.pdf"])
    assert counter.mailroom.settle(arrival, "2026-0001")
    assert not (counter.inbox / "防汛通知.zip").exists()


def test_names_from_chinese_windows_are_read(counter: Counter) -> None:
    packed = zipped({"AAAA.docx": BODY})
    (counter.inbox / "包.zip").write_bytes(packed.replace(b"AAAA.docx", "通知".encode("gb18030") + b".docx"))

    arrival = taken(counter)

    assert isinstance(arrival, Arrival)
    assert arrival.body.name == "通知.docx"


def _link() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("通知.docx")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"__MACOSX/通知.docx": b"x", ".DS_Store": b"x"}), "压缩包是空的"),
        (zipped({"甲/通知.docx": BODY, "乙/附件1.docx": BODY}), "套着几个文件夹"),
        (zipped({"甲/乙/通知.docx": BODY}), "套着几个文件夹"),
        (zipped({"../通知.docx": BODY}), "指向包外"),
        (zipped({"/etc/通知.docx": BODY}), "指向包外"),
        (zipped({"通知.docx": BODY, "附件1.zip": zipped({"内.docx": BODY})}), "不能再放压缩包"),
        (zipped({f"附件{n}.docx": b"x" for n in range(70)}), "超过 60 个文件"),
        (zipped({"通知.docx": b"\0" * (8 << 20)}), "压缩比异常"),
        (_link(), "链接"),
    ],
    ids=["empty", "two folders", "nested", "climbing", "absolute", "zip in zip", "too many", "bomb", "link"],
)
def test_a_zip_that_is_not_one_document_is_refused(counter: Counter, data: bytes, words: str) -> None:
    (counter.inbox / "包.zip").write_bytes(data)

    declined = taken(counter)

    assert isinstance(declined, Declined)
    assert declined.answer.code == "HT-138"
    assert words in declined.answer.sentence


@pytest.mark.parametrize(
    ("name", "says"), [("照片（不涉密）.jpg", True), ("照片(非密).jpg", True), ("照片.jpg", False)]
)
def test_a_name_can_vouch_for_its_picture(name: str, says: bool) -> None:  # noqa: FBT001
    assert says_not_secret(name) is says


def test_a_draft_that_is_one_word_file_is_read_while_it_is_in_hand(counter: Counter, opener: FakeOpener) -> None:
    (counter.inbox / "通知.docx").write_bytes(BODY)

    counter.mailroom.take(counter.sight(), lambda _: None)

    assert opener.read == ["通知.docx"]


@pytest.mark.parametrize("line", ["机密★1年", "绝密"])
def test_a_marked_draft_is_not_read(counter: Counter, opener: FakeOpener, line: str) -> None:
    (counter.inbox / "通知.docx").write_bytes(docx(line, "关于防汛的通知"))

    taken = counter.mailroom.take(counter.sight(), lambda _: None)

    assert isinstance(taken, SecrecyStop)
    assert opener.read == []


def test_a_draft_that_was_taken_in_before_is_not_read_again(counter: Counter, opener: FakeOpener) -> None:
    (counter.inbox / "通知.docx").write_bytes(BODY)

    counter.mailroom.take(counter.sight(), lambda _: "W2026-00001")

    assert opener.read == []


def test_body_and_attachments_are_read_together_and_not_ahead(counter: Counter, opener: FakeOpener) -> None:
    folder = counter.inbox / "通知"
    folder.mkdir()
    (folder / "正文.docx").write_bytes(BODY)
    (folder / "附件1 名单.docx").write_bytes(docx("名单"))

    taken = counter.mailroom.take(counter.sight(), lambda _: None)

    assert isinstance(taken, Arrival)
    assert opener.read == []
