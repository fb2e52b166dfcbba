"""A dropped draft is looked through and read by one process, with the real children."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.draft import SourceFile
from domain.intake import Arrival
from ground.child import ForkingChild
from ground.content import ContentFolder
from mailroom.intake import secrecy_child
from press.press import Press
from press.reading import SourceFile as Given
from press.reading import read_draft
from press.reading_child import PRELOAD
from tests.mailroom_samples import Counter

DRAFT = Path(__file__).parents[2] / "examples" / "drafts" / "经济发展办公室"


class Never:
    """A reading child that is not to be asked."""

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        raise AssertionError((job, len(request), timeout_s))

    def close(self) -> None:
        """There is nothing to end."""


@pytest.fixture(scope="module")
def child() -> Iterator[ForkingChild]:
    with secrecy_child(PRELOAD) as started:
        yield started


def test_the_draft_is_at_hand_when_it_is_asked_for(tmp_path: Path, child: ForkingChild) -> None:
    source = next(path for path in sorted(DRAFT.glob("*.docx")))
    with Press(ContentFolder(tmp_path / "content"), [], reading_in=Never()) as press:
        counter = Counter(tmp_path, child, press)
        (counter.inbox / source.name).write_bytes(source.read_bytes())
        taken = counter.mailroom.take(counter.sight(), lambda _: None)
        assert isinstance(taken, Arrival)
        data = counter.staging.read(taken.body.sha512)

        draft = press.read([SourceFile(taken.body.name, data, "body")], "W2026-00001")

    assert draft == read_draft([Given(source.name, source.read_bytes(), "body")]).draft
