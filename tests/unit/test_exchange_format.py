"""The bytes of a package: what is written is read back; whatever byte is changed, lost or added, it is noticed and nothing is believed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exchange import (
    SHEET_NAME,
    Partner,
    Side,
    is_package_id,
    object_of,
    package_id,
)
from mailroom.exchange_reading import Flaw, inspect, read_answer, read_job, request
from office.exchange_signing import is_signed_by
from tests.exchange_making import TheCounty, sheet_of

COUNTY = TheCounty()
FILES = COUNTY.package()
NAME = sheet_of(FILES).package
PARTNER = Partner(COUNTY.code, COUNTY.name, COUNTY.key.public)
MANIFEST, PDF = FILES[SHEET_NAME], FILES["正本.pdf"]


def is_believed(name: str, files: dict[str, bytes]) -> bool:
    """Tell whether a package would be taken for one of the county's."""
    found = inspect(name, files)
    return found.flaw is None and found.sheet is not None and is_signed_by(PARTNER, found.sheet)


def test_what_is_written_is_read_back() -> None:
    assert is_believed(NAME, FILES)
    assert inspect(NAME, FILES).sheet == sheet_of(FILES)
    assert json.loads(read_job(request(NAME, FILES)))["flaw"] is None


def test_every_single_flipped_byte_of_the_sheet_is_noticed() -> None:
    believed = [
        (place, bit)
        for place in range(len(MANIFEST))
        for bit in (1, 0x20, 0x80)
        if is_believed(NAME, {**FILES, SHEET_NAME: flipped(MANIFEST, place, bit)})
    ]

    assert believed == []


def test_every_single_flipped_byte_of_the_document_is_noticed() -> None:
    assert not any(is_believed(NAME, {**FILES, "正本.pdf": flipped(PDF, place, 1)}) for place in range(len(PDF)))


def test_every_shorter_sheet_and_document_is_noticed() -> None:
    assert not any(is_believed(NAME, {**FILES, SHEET_NAME: MANIFEST[:size]}) for size in range(len(MANIFEST)))
    assert not any(is_believed(NAME, {**FILES, "正本.pdf": PDF[:size]}) for size in range(len(PDF)))


@given(name=st.text(min_size=1, max_size=40), data=st.binary(max_size=50))
def test_any_file_more_is_noticed(name: str, data: bytes) -> None:
    if name not in FILES:
        assert not is_believed(NAME, {**FILES, name: data})


@pytest.mark.parametrize("missing", FILES)
def test_any_file_less_is_noticed(missing: str) -> None:
    rest = {name: data for name, data in FILES.items() if name != missing}

    assert inspect(NAME, rest).flaw is Flaw.HALF


@given(data=st.binary(max_size=400))
def test_any_bytes_as_a_sheet_or_receipt_are_answered_and_never_believed(data: bytes) -> None:
    assert inspect(NAME, {**FILES, SHEET_NAME: data}).flaw is not None
    assert read_answer(data) is None


@given(name=st.text(max_size=30))
def test_a_package_under_another_name_is_noticed(name: str) -> None:
    if name != NAME:
        assert inspect(name, FILES).flaw is Flaw.DAMAGED


def test_depth_without_end_is_answered() -> None:
    assert inspect(NAME, {**FILES, SHEET_NAME: b"[" * 100_000}).flaw is Flaw.DAMAGED
    assert read_answer(b"[" * 100_000) is None


@given(
    name=st.sampled_from(["../a.pdf", "/a.pdf", "a/../b.pdf", "..", "a\\b.pdf", "a\x00.pdf", "C:a.pdf", ".a.pdf", ""])
)
def test_no_sheet_may_name_a_file_outside_its_folder(name: str) -> None:
    files = COUNTY.package(files={name: PDF})

    assert inspect(sheet_of(files).package, files).flaw is Flaw.HOSTILE


def test_an_id_names_sender_receiver_and_document_and_is_a_safe_name() -> None:
    name = package_id("YLX", "LXXZFB", "W2026-00012", urgent=True)

    assert name == "YLX.LXXZFB.W2026-00012+urgent"
    assert is_package_id(name)
    assert not any(map(is_package_id, ("../x", "a.b", "YLX.LXXZFB.W2026-1\n", "YLX.LXXZFB.", "YLX/LXXZFB.W")))
    assert len(object_of(Side.OUT, package_id("A" * 24, "B" * 24, "W2026-123456789", urgent=True))) <= 100


def flipped(data: bytes, place: int, bit: int) -> bytes:
    return data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]
