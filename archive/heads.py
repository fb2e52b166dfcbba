"""Signed heads (签名链头): once a day the ledger's end is signed and kept in two places, so that nobody can shorten or rewrite it unseen."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from archive.errors import HeadForgedError, told_in_words
from domain.canonical import canonical_bytes, parse_plain
from domain.codec import from_plain
from domain.ledger_line import LedgerLine
from ground.durable import make_directory, replace_file


@dataclass(frozen=True)
class SignedHead:
    """The ledger's end on a day; key and signature (Ed25519) in hex."""

    day: dt.date
    index: int
    own: str
    at: dt.datetime
    public_key: str
    signature: str

    def signed_bytes(self) -> bytes:
        """Give what the signature is over."""
        return canonical_bytes({key: value for key, value in dataclasses.asdict(self).items() if key != "signature"})


class SigningKey:
    """The office's key for heads; who can read its file can sign."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def of(cls, path: Path) -> SigningKey:
        """Read the key kept in ``path`` (32 raw bytes), making one first when there is none."""
        if not path.exists():
            make_directory(path.parent)
            replace_file(path, Ed25519PrivateKey.generate().private_bytes_raw(), 0o600)
        return cls(Ed25519PrivateKey.from_private_bytes(path.read_bytes()))

    @property
    def public(self) -> str:
        """Give the public half in hex, to be kept where the private one is not."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, line: LedgerLine, at: dt.datetime) -> SignedHead:
        """Sign the ledger's end as it stands ``at`` a moment."""
        bare = SignedHead(at.date(), line.index, line.own, at, self.public, "")
        return dataclasses.replace(bare, signature=self.signature_of(bare.signed_bytes()))

    def signature_of(self, data: bytes) -> str:
        """Sign any bytes; the signature in hex."""
        return self._private.sign(data).hex()


def keep_head(head: SignedHead, folders: Iterable[Path]) -> None:
    """Write a head to every folder, durable; the day's head that is there already stays."""
    for folder in folders:
        with told_in_words("台账链头", folder):
            make_directory(folder)
            path = folder / f"{head.day.isoformat()}.json"
            if not path.exists():
                replace_file(path, _file_bytes(head), 0o440)


def heads_in(folder: Path, trusted_keys: Iterable[str]) -> Iterator[SignedHead]:
    """Yield the heads kept in a folder, oldest first, each with a good signature of a trusted key.

    Raises:
        HeadForgedError: A file is no head, or its signature is not a trusted key's.
    """
    trusted = frozenset(trusted_keys)
    for path in sorted(folder.glob("*.json")):
        yield head_in(path, trusted)


def head_in(path: Path, trusted: Collection[str]) -> SignedHead:
    """Read the head of a file.

    Raises:
        HeadForgedError: It is no head, of another day, not byte for byte as heads are written, or its signature is not a trusted key's.
    """
    head = _read(path)
    holds = signature_holds(head.public_key, head.signature, head.signed_bytes())
    if head.public_key not in trusted or path.stem != head.day.isoformat() or not holds:
        raise HeadForgedError(path.name)
    return head


def _read(path: Path) -> SignedHead:
    data = path.read_bytes()
    try:
        head = from_plain(SignedHead, parse_plain(data))
    except ValueError as error:
        raise HeadForgedError(path.name) from error
    if data != _file_bytes(head):  # what is read alike is not the same: a changed byte is a changed head
        raise HeadForgedError(path.name)
    return head


def _file_bytes(head: SignedHead) -> bytes:
    return canonical_bytes(head) + b"\n"


def signature_holds(public_key: str, signature: str, data: bytes) -> bool:
    """Tell whether a signature over ``data`` is that of a key; both in hex, small letters without blanks."""
    try:
        Ed25519PublicKey.from_public_bytes(_of_hex(public_key)).verify(_of_hex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _of_hex(text: str) -> bytes:
    data = bytes.fromhex(text)
    if data.hex() != text:
        raise ValueError(text)
    return data
