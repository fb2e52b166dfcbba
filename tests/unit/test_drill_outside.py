"""The drill of two networks is loud where no name space can be made: what cannot be run has not passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drills import cases, outside


def test_where_no_name_space_can_be_made_the_case_has_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "what_lacks", lambda need: f"{need} is missing; get it with: iproute2")

    tried, wrong, _ = outside.netns(tmp_path)

    assert (tried, wrong) == (0, ["netns is missing; get it with: iproute2"])


def test_the_whole_drill_has_every_case_from_outside() -> None:
    assert set(outside.NAMES) <= set(cases.names())
