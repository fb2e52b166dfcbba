"""A segment read backwards gives the lines that stand in it, however its windows fall (台账分册)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.segments import lines_backwards

lines = st.lists(st.binary(min_size=1, max_size=12).filter(lambda data: b"\n" not in data), max_size=12)


@given(kept=lines, window=st.integers(1, 9), torn=st.booleans())
def test_backwards_is_forwards_turned_round(
    tmp_path_factory: pytest.TempPathFactory, *, kept: list[bytes], window: int, torn: bool
) -> None:
    path = tmp_path_factory.mktemp("segment") / "2026.jsonl"
    data = b"".join(line + b"\n" for line in kept)
    path.write_bytes(data[:-1] if torn else data)

    assert list(lines_backwards(path, window)) == kept[::-1]


def test_only_the_end_of_a_long_segment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2026.jsonl"
    path.write_bytes(b"x" * 99 + b"\n" + b"first\nlast\n")
    found = lines_backwards(path, 8)

    assert next(found) == b"last"
    path.write_bytes(b"y" * 99 + b"\n" + b"first\nlast\n")  # what lies before is read when it is asked for
    assert list(found) == [b"first", b"y" * 99]
