"""The golden set: eighty documents measured on their PDFs against figures typed in ``tests/golden/positions.py``, each set twice.

And what each of their PDFs promises an archive: PDF/A-3a, every font embedded, readable as text, with the widths its font has.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from domain.document import Direction, Kind
from press.conformance import judged
from press.measure import measure
from press.typeset import Typesetter
from tests.golden.archival import faults_of_archival
from tests.golden.documents import Golden, golden_set
from tests.golden.run import faults_in, set_page, typesetter
from tests.needs import REPOSITORY

GROUPS = 8
SAMPLE = ("通知-加盖印章", "函-密级紧急", "命令-加盖签发人签名章", "附件3", "联合10-盖章")


@pytest.fixture(scope="module")
def machine() -> Iterator[Typesetter]:
    made = typesetter()
    yield made
    made.close()


def test_the_set_covers_kind_ending_organs_and_attachments() -> None:
    golden = golden_set()
    documents = [each.document for each in golden]
    endings = Counter((each.document.kind, each.ending) for each in golden)

    assert len(golden) >= 60
    assert {document.kind for document in documents} == {kind for kind in Kind if kind.is_statutory}
    assert all(
        endings[kind, ending]
        for kind in (Kind.NOTICE, Kind.LETTER, Kind.ORDER)
        for ending in ("盖章", "不盖章", "签名章")
    )
    assert {len(document.organs) for document in documents} == set(range(1, 11))
    assert {len(document.attachments) for document in documents} >= {0, 1, 2, 3, 9}
    assert {document.direction for document in documents} == set(Direction)


@pytest.mark.parametrize("group", range(GROUPS))
def test_everything_stands_where_the_standard_puts_it_twice(group: int) -> None:
    assert faults_in(golden_set()[group::GROUPS]) == ()


@pytest.mark.parametrize("name", SAMPLE)
def test_our_own_report_agrees(machine: Typesetter, name: str) -> None:
    report = judged(measure(set_page(machine, _named(name)).pdf))

    assert report.failed() == ()


@pytest.mark.parametrize("name", SAMPLE)
def test_the_pdf_can_be_kept(machine: Typesetter, name: str) -> None:
    assert faults_of_archival(set_page(machine, _named(name)).pdf) == []


def test_another_process_makes_the_same_bytes(machine: Typesetter) -> None:
    command = [sys.executable, "-m", "tests.golden", "--digests", *SAMPLE]
    said = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=300).stdout

    digests = [hashlib.sha256(set_page(machine, _named(name)).pdf).hexdigest() for name in SAMPLE]
    assert said.split() == digests


def _named(name: str) -> Golden:
    return next(each for each in golden_set() if each.name == name)
