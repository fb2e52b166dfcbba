"""Logs of processes that never end stay bounded while they are written (运行日志)."""

from __future__ import annotations

from pathlib import Path

from ground.log_file import cut_log, open_log


def test_a_log_that_grew_too_long_begins_anew_and_its_writer_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "desk.log"
    with open_log(path) as log:
        log.write(b"old\n" * 30)
        log.flush()

        assert cut_log(path, most=100)
        log.write(b"new\n")

    assert path.read_bytes() == b"new\n"
    assert (tmp_path / "desk.log.1").read_bytes() == b"old\n" * 30


def test_only_one_log_of_before_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "desk.log"
    for said in (b"first", b"second"):
        path.write_bytes(said)
        assert cut_log(path, most=1)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["desk.log", "desk.log.1"]
    assert (tmp_path / "desk.log.1").read_bytes() == b"second"


def test_a_short_log_and_none_at_all_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "desk.log").write_bytes(b"short")

    assert not cut_log(tmp_path / "desk.log", most=5)
    assert not cut_log(tmp_path / "none.log", most=5)
    assert [file.name for file in tmp_path.iterdir()] == ["desk.log"]


def test_a_log_that_can_not_be_put_aside_is_not_cut(tmp_path: Path) -> None:
    (tmp_path / "desk.log").write_bytes(b"long")
    (tmp_path / "desk.log.1").mkdir()

    assert not cut_log(tmp_path / "desk.log", most=1)
    assert (tmp_path / "desk.log").read_bytes() == b"long"
