"""A signed head is what was written, byte for byte (签名链头): nothing that merely reads alike passes for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import HeadForgedError
from archive.heads import SigningKey, head_in, keep_head
from domain.ledger_line import FIRST_PREVIOUS, chain
from tests import making


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str]:
    key = SigningKey.of(tmp_path / "key")
    line = chain(
        index=1,
        previous=FIRST_PREVIOUS,
        at=making.MONDAY,
        actor="leader",
        channel="desk",
        verb="sign",
        object_id="W2026-00001",
        payload=b"{}",
    )
    keep_head(key.sign(line, making.MONDAY), [tmp_path / "heads"])
    (path,) = (tmp_path / "heads").iterdir()
    path.chmod(0o600)
    return path, key.public


def test_a_head_as_it_was_written_is_read(kept: tuple[Path, str]) -> None:
    path, public = kept

    assert head_in(path, {public}).day == making.MONDAY.date()


def test_every_flipped_bit_is_seen(kept: tuple[Path, str]) -> None:
    path, public = kept
    sound = path.read_bytes()
    for place in range(len(sound)):
        for bit in range(8):
            path.write_bytes(sound[:place] + bytes([sound[place] ^ 1 << bit]) + sound[place + 1 :])
            with pytest.raises(HeadForgedError):
                head_in(path, {public})


def test_every_byte_left_out_and_every_space_put_in_is_seen(kept: tuple[Path, str]) -> None:
    path, public = kept
    sound = path.read_bytes()
    for place in range(len(sound) + 1):
        for bad in (sound[:place] + sound[place + 1 :], sound[:place] + b" " + sound[place:]):
            if bad == sound:
                continue
            path.write_bytes(bad)
            with pytest.raises(HeadForgedError):
                head_in(path, {public})
