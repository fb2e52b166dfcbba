"""The tiers of the suite: what is left out is told, and with --full nothing is left out or skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.needs import REPOSITORY

pytest_plugins = ["pytester"]

_SUITE = """
import pytest

def test_plain():
    pass

@pytest.mark.strace
def test_needing():
    pass
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    pytester.makeconftest((REPOSITORY / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    monkeypatch.syspath_prepend(str(REPOSITORY))
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    return pytester


def _run(suite: pytest.Pytester, *options: str) -> pytest.RunResult:
    return suite.runpytest_subprocess("-p", "no:randomly", *options, ".")


def test_a_test_that_needs_more_is_left_out_and_told(suite: pytest.Pytester) -> None:
    suite.makepyfile(_SUITE)

    result = _run(suite)

    result.assert_outcomes(passed=1, deselected=1)
    result.stdout.fnmatch_lines(["*1  strace *", "*make test-full*"])


def test_full_runs_everything(suite: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suite.makepyfile(_SUITE)
    _put_program(tmp_path / "strace", monkeypatch)

    _run(suite, "--full").assert_outcomes(passed=2)
    _run(suite, "--full", "--marked").assert_outcomes(passed=1, deselected=1)


def test_full_fails_where_a_program_is_missing(
    suite: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite.makepyfile(_SUITE)
    monkeypatch.setenv("PATH", str(tmp_path))

    result = _run(suite, "--full")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*strace is missing; get it with: sudo apt-get install strace*"])


def test_full_lets_no_test_skip_itself(suite: pytest.Pytester) -> None:
    suite.makepyfile("import pytest\n\ndef test_shy():\n    pytest.skip('not today')\n")

    result = _run(suite, "--full")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*nothing may be skipped*"])


def test_no_test_leaves_the_machine(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        "import socket\n\ndef test_calls_home():\n    socket.create_connection(('192.0.2.1', 80), timeout=1)\n"
    )

    result = _run(suite)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*A test may not use the network*"])


def _put_program(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", str(file.parent), prepend=":")
