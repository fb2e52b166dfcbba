"""Founding an office (建立机关): its folder, its settings, its books; the example office also gets seals drawn for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from domain.book_events import OfficeOpened
from domain.errors import BadInputError
from ground.durable import write_new
from hongtou.certificates import make_authority
from hongtou.settings import load_settings
from hongtou.wiring import opened, prepare
from mailroom.folders import Folders
from office.house import House
from office.record import record
from press.fonts import FontShelf, standard_folders
from press.seal_drawing import draw_seal, draw_stamp


class OfficeThereError(BadInputError):
    """There is something in the folder already (文件夹不空)."""

    code = "HT-708"

    def __init__(self, folder: Path) -> None:
        super().__init__("文件夹里已有别的内容，没有建立机关", str(folder), "换一个空文件夹")


def found(folder: Path, profile: str) -> Iterator[str]:
    """Make an office in ``folder`` and say what was done, line by line; in an office's own folder it adds what is missing.

    A new one is made whole or not at all; in an office's own folder nothing is made while its settings can't be used.
    """
    folder = folder.absolute()
    settings = folder / "office.toml"
    if settings.is_file():
        yield from _furnish(folder, settings)
        return
    if folder.exists() and any(folder.iterdir()):
        raise OfficeThereError(folder)
    Folders(folder, [])
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        write_new(settings, files("templates").joinpath("profiles", profile, "office.toml").read_bytes())
        yield f"已建立机关文件夹：{folder}"
        yield from _furnish(folder, settings)
    except (Exception, KeyboardInterrupt):
        _clear_away(folder, keep=was_there)
        raise


def _clear_away(folder: Path, *, keep: bool) -> None:
    """Remove a half-made office, of which nothing was there before; ``keep`` leaves the empty folder itself."""
    shutil.rmtree(folder)
    if keep:
        folder.mkdir()


def _furnish(folder: Path, settings: Path) -> Iterator[str]:
    prepare(folder)
    with opened(folder) as house:
        if house.office.organs:
            _open_books(house)
        if house.office.is_example:
            _draw_seals(house)
        yield f"机关：{house.office.name}，科室 {len(house.office.units)} 个，账号 {len(house.office.accounts)} 个"
        if house.office.organs and not house.office.is_example:
            yield from _authority_steps(make_authority(folder, house.office.name).certificate)
        yield f"投稿文件夹：{house.mailroom.folders.drops}"
        yield _next_step(house, settings)


def _next_step(house: House, settings: Path) -> str:
    if not house.office.organs:
        return f"下一步：填写 {settings}，再运行一次 hongtou init"
    has_all = house.office.is_example or all(house.accounts.has_password(one.login) for one in house.office.accounts)
    passwords = "" if has_all else "hongtou password 账号 给每个账号设口令，"
    return f"下一步：{passwords}hongtou doctor 检查设置，hongtou up 启动"


def _open_books(house: House) -> None:
    if house.registry.head() is None:
        opened_books = OfficeOpened(house.office.name, house.office.profile)
        record(house, lambda pen: pen.note(opened_books, "office"))


def _authority_steps(certificate: Path) -> Iterator[str]:
    yield f"本机关根证书：{certificate}"
    yield "　在每台办公电脑上安装一次，打开柜台才不会报警："
    yield "　Windows：双击该文件，装入“受信任的根证书颁发机构”"
    yield "　统信、麒麟：复制到 /usr/local/share/ca-certificates/ 后运行 update-ca-certificates"


def _draw_seals(house: House) -> None:
    stated = load_settings(house.root).font_folder(house.root)
    font = FontShelf(standard_folders(house.root / "字体", stated)).file_of("xiaobiaosong")
    for organ in house.office.organs:
        image = house.seals / organ.seal
        if not image.exists():
            write_new(image, draw_seal(organ.name, font))
    written = FontShelf(standard_folders(house.root / "字体", stated)).file_of("kaiti")
    for person in house.office.people:
        if person.stamp and not (house.seals / person.stamp).exists():
            write_new(house.seals / person.stamp, draw_stamp(person.name, written))
