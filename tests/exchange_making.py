"""The other office of an exchange, played by a test: it has a key, makes packages, and reads what we answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.heads import SigningKey
from domain.canonical import parse_plain, sha256_hex
from domain.codec import from_plain
from domain.exchange import ANSWER_FORMAT, FORMAT, SHEET_NAME, Answer, FileRole, SentFile, Sheet, package_id
from domain.levels import Level
from tests.an_office import MONDAY, prepare

OURS, THEIRS = "YLX", "LXXZFB"
COUNTY = "临溪县人民政府办公室"
VILLAGES = "各村（居）民委员会"


def a_pdf(pages: int = 2) -> bytes:
    """Make a PDF of empty pages."""
    pdf, data = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(data)
    return data.getvalue()


@dataclass
class TheCounty:
    """The county government's office (对方单位): what it puts into our folder, and what comes to it."""

    code: str = THEIRS
    name: str = COUNTY
    also: tuple[str, ...] = ()
    key: SigningKey = field(default_factory=lambda: SigningKey(Ed25519PrivateKey.generate()))
    sent: int = 0

    def as_partner(self) -> str:
        """Write the ``[[partner]]`` table that names it."""
        also = ", ".join(f'"{one}"' for one in self.also)
        return f'\n[[partner]]\ncode = "{self.code}"\nname = "{self.name}"\npublic_key = "{self.key.public}"\nalso = [{also}]\n'

    def package(self, *, urgent: bool = False, document: str = "", **more: Any) -> dict[str, bytes]:
        """Make the files of a package to us; ``more`` are fields of its sheet, ``files`` what lies beside the sheet."""
        self.sent += 1
        pdf = a_pdf()
        files: dict[str, bytes] = more.pop("files", {"正本.pdf": pdf})
        named = package_id(self.code, OURS, document or f"W2026-{self.sent:05d}", urgent=urgent)
        listed = (
            SentFile(name, FileRole.ATTACHMENT if place else FileRole.ISSUED, len(data), sha256_hex(data))
            for place, (name, data) in enumerate(files.items())
        )
        sheet = Sheet(
            format=FORMAT,
            package=named,
            sender=self.code,
            sender_name=self.name,
            receiver=OURS,
            receiver_name="云岭乡党政办公室",
            sent_at=MONDAY,
            recipients=("云岭乡人民政府",),
            number=f"临政办发〔2026〕{self.sent}号",
            title="关于做好春季防汛工作的通知",
            kind="通知",
            organs=(self.name,),
            dated=dt.date(2026, 3, 1),
            level=Level.OPEN,
            urgency="特急" if urgent else "",
            pages=2,
            copies=1,
            files=tuple(listed),
            public_key=self.key.public,
            signature="",
        )
        return {SHEET_NAME: self.signed(dataclasses.replace(sheet, **more)).to_bytes(), **files}

    def signed(self, sheet: Sheet) -> Sheet:
        """Sign a sheet."""
        return dataclasses.replace(sheet, signature=self.key.signature_of(sheet.signed_bytes()))

    def lay(self, root: Path, files: dict[str, bytes], name: str = "") -> Path:
        """Lay a package into our folder, as a transport does."""
        folder = self.incoming(root) / (name or sheet_of(files).package)
        folder.mkdir()
        for file, data in files.items():
            (folder / file).write_bytes(data)
        return folder

    def incoming(self, root: Path) -> Path:
        """Give the folder in which we look for what it sent."""
        return root / "交换" / "收到" / self.name

    def outgoing(self, root: Path) -> Path:
        """Give the folder into which we put what goes to it."""
        return root / "交换" / "发出" / self.name

    def aside(self, root: Path) -> list[Path]:
        """List what we set apart of it."""
        return sorted((root / "交换" / "隔离" / self.name).glob("*"))

    def receipts(self, root: Path) -> list[Answer]:
        """Read all our receipts, each under its name, with a good signature."""
        found = []
        for path in sorted(self.outgoing(root).glob("*.receipt.json")):
            answer = from_plain(Answer, parse_plain(path.read_bytes()))
            assert answer.to_bytes() == path.read_bytes()
            assert answer.file_name == path.name
            found.append(answer)
        return found

    def packages(self, root: Path) -> list[Path]:
        """List the packages that lie ready for it."""
        return sorted(path for path in self.outgoing(root).iterdir() if path.is_dir())

    def answer(self, root: Path, package: Path, /, **more: Any) -> Path:
        """Answer a package of ours and give the receipt that it laid into our folder."""
        accepted: bool = more.pop("accepted", True)
        bare = Answer(
            format=ANSWER_FORMAT,
            package=package.name,
            sheet_sha256=sha256_hex((package / SHEET_NAME).read_bytes()),
            answerer=self.code,
            answerer_name=self.name,
            receiver=OURS,
            accepted=accepted,
            code="" if accepted else "HT-986",
            sentence="",
            at=MONDAY + dt.timedelta(hours=1),
            public_key=self.key.public,
            signature="",
        )
        bare = dataclasses.replace(bare, **more)
        answer = dataclasses.replace(bare, signature=self.key.signature_of(bare.signed_bytes()))
        path = self.incoming(root) / answer.file_name
        path.write_bytes(answer.to_bytes())
        return path


def sheet_of(files: dict[str, bytes]) -> Sheet:
    """Read the sheet of a package's files."""
    return from_plain(Sheet, parse_plain(files[SHEET_NAME]))


def settings_of(*partners: TheCounty, patience_s: int = 0, backup: str = "") -> str:
    """Write what an office that exchanges documents with some others has more in its office.toml."""
    tables = f'\n[exchange]\ncode = "{OURS}"\npatience_s = {patience_s}\nbackup = "{backup}"\n'
    return tables + "".join(one.as_partner() for one in partners)


def prepare_exchanging(root: Path, *partners: TheCounty, patience_s: int = 0, backup: str = "") -> None:
    """Make the folder of an example office that exchanges documents with some others."""
    prepare(root, settings_of(*partners, patience_s=patience_s, backup=backup))
