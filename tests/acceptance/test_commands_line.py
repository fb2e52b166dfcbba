"""The command line as scripts use it: the main job, JSON on stdout, one sentence on stderr, exit codes of the error classes."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hongtou.commands import main
from tests.an_office import UNIT, a_draft
from tests.needs import REPOSITORY
from tests.patience import PATIENCE_S

HONGTOU = Path(sys.executable).with_name("hongtou")
TITLE = "关于做好晾晒工作的通知"
UNLIKELY = "稻谷晾晒以晴为先"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def hongtou(*words: str, at: Path | None = None, office: Path | None = None) -> Said:
    """Run a command in this process, in ``at``, with ``HONGTOU_OFFICE`` set to ``office``."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.delenv("HONGTOU_OFFICE", raising=False)
        patch.setattr(sys, "stdin", io.StringIO("x\n"))
        if office:
            patch.setenv("HONGTOU_OFFICE", str(office))
        if at:
            patch.chdir(at)
        try:
            main(words)
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


def program(*words: str, at: Path | None = None, office: Path | None = None, typed: str = "") -> Said:
    """Run the installed program, as a script does."""
    environment = {name: value for name, value in os.environ.items() if name != "HONGTOU_OFFICE"}
    environment |= {"HONGTOU_OFFICE": str(office)} if office else {}
    done = subprocess.run(
        [HONGTOU, *words],
        cwd=at,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def assert_refused(said: Said, code: int, sentence: str) -> None:
    """Assert that a command ended with an exit code and one Chinese sentence, without a traceback."""
    lines = said.err.strip().splitlines()
    assert (said.code, len(lines)) == (code, 1), said
    assert re.match(r"HT-\d{3} .*[\u4e00-\u9fff].*。$", lines[0])
    assert sentence in lines[0]
    assert said.out == ""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found an example office by the command itself."""
    folder = tmp_path_factory.mktemp("town") / "office"
    said = hongtou("init", str(folder), "--profile", "example")
    assert (said.code, said.err) == (0, "")
    return folder


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "文稿.docx"
    path.write_bytes(a_draft(TITLE))
    return path


def test_the_whole_way_of_a_draft_by_commands_alone(office: Path) -> None:
    (office / "投稿" / "发文" / UNIT / "晾晒.docx").write_bytes(a_draft(TITLE, body=f"各村要牢记：{UNLIKELY}。"))
    rows = hongtou("work", "--json", office=office).json()
    document = next(row["document_id"] for row in rows if row["act"] == "收件")
    assert hongtou("todo", "--as", "unit_head", "--json", office=office).json()["items"][0]["document_id"] == document

    for login in ("unit_head", "deputy", "director", "leader", "head"):
        said = hongtou("sign", document, "--approve", "--as", login, "--opinion", "同意印发", office=office)
        assert (said.code, said.err) == (0, "")
    registered = hongtou("register", document, "--as", "clerk", "--copies", "30", "--json", office=office).json()
    assert registered["print_run"] == 30
    assert hongtou("seal", document, "--as", "keeper", "--refuse", office=office).code != 0, "no reason, no refusal"
    refused = hongtou("seal", document, "--as", "keeper", "--refuse", "--opinion", "印数不对", office=office)
    assert "用印（退回，待处理）（机要员）" in refused.out
    assert hongtou("seal", document, "--as", "clerk", "--again", "--opinion", "已核实", office=office).code == 0
    assert hongtou("seal", document, "--as", "keeper", at=office).code == 0
    assert hongtou("work", "--office", str(office)).code == 0

    shown = hongtou("show", registered["number"], "--as", "drafter", "--json", office=office).json()
    assert (shown["document_id"], shown["where"], shown["signer"]) == (document, "已办结", "zheng-yuan")
    assert {line["channel"].partition(":")[0] for line in shown["history"] if line["who"] != "系统"} == {"cli"}
    found = hongtou("search", UNLIKELY, "--as", "archivist", "--json", office=office).json()
    assert (found["total"], [hit["object_id"] for hit in found["hits"]]) == (1, [document])
    assert "".join(text for text, marked in found["hits"][0]["snippet"] if marked) == UNLIKELY
    assert [row["number"] for row in hongtou("numbers", "--as", "clerk", "--json", office=office).json()] == [
        registered["number"]
    ]
    status = hongtou("status", "--json", office=office).json()
    assert (status["filed"], status["in_flight"], status["stuck"]) == (1, 0, 0)
    verified = hongtou("verify", "--json", office=office).json()
    assert (verified["records"], verified["faults"]) == (1, [])
    assert hongtou("rebuild", "registry", "--json", office=office).json()["count"] == status["ledger_index"]
    assert hongtou("rebuild", "index", "--json", office=office).json() == {"rebuilt": "index", "count": 1}
    assert "共 1 件" in hongtou("search", UNLIKELY, "--as", "archivist", office=office).out


def test_formatting_writes_two_files_and_registers_nothing(office: Path, draft: Path, tmp_path: Path) -> None:
    before = hongtou("status", "--json", office=office).json()["ledger_index"]

    result = hongtou("format", str(draft), "--out", str(tmp_path / "out"), "--json", office=office).json()

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["文稿.docx", "文稿.pdf"]
    assert (tmp_path / "out" / "文稿.pdf").read_bytes().startswith(b"%PDF")
    assert result["pages"] >= 1
    assert hongtou("status", "--json", office=office).json()["ledger_index"] == before


def test_checking_lists_findings(office: Path, draft: Path) -> None:
    findings = hongtou("check", str(draft), "--json", office=office).json()

    assert isinstance(findings, list)
    assert all({"code", "severity", "sentence", "mend"} <= finding.keys() for finding in findings)


def test_the_doctor_looks_at_everything(office: Path) -> None:
    said = hongtou("doctor", "--json", office=office)

    assert {check["name"] for check in said.json()} >= {"字体", "磁盘", "时钟", "日历", "版本", "文件夹", "人员"}
    assert not [check for check in said.json() if check["health"] == "问题"]
    assert said.code == 0


def test_numbers_are_started_and_reserved_by_the_clerk(office: Path) -> None:
    started = hongtou(
        "numbers", "start", "云党发", "--last", "9", "--reason", "纸质登记簿", "--as", "clerk", office=office
    )
    reserve = ("numbers", "reserve", "云党发", "--first", "10", "--last", "11", "--reason", "要点")
    reserved = hongtou(*reserve, "--as", "clerk", office=office)

    assert (started.code, reserved.code) == (0, 0)
    assert "从第 10 号起编" in started.out
    assert_refused(hongtou(*reserve, "--as", "clerk", office=office), 30, "号段")
    assert_refused(hongtou(*reserve, "--as", "deputy", office=office), 20, "机要员")


def test_every_class_of_error_has_its_exit_code(office: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"not a docx")

    assert_refused(hongtou("check", str(broken), office=office), 10, "坏.docx")
    assert_refused(hongtou("todo", "--as", "nobody", office=office), 20, "账号或口令不对")
    assert_refused(hongtou("todo", office=office), 20, "--as")
    assert_refused(hongtou("show", "W2026-99999", "--as", "clerk", office=office), 40, "没有查到这份文件")
    assert_refused(hongtou("sign", "W2026-99999", "--approve", "--as", "clerk", office=office), 40, "没有查到")
    assert_refused(hongtou("todo", "--colour", office=office), 2, "命令写法有误")
    assert_refused(hongtou("status", at=tmp_path), 10, "不是机关文件夹")


def test_verifying_a_damaged_archive_ends_with_the_code_of_integrity(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    hongtou("init", str(folder), "--profile", "example")
    payload = next(path for path in (folder / "payloads").rglob("*") if path.is_file() and len(path.name) == 64)
    payload.chmod(0o600)
    payload.write_bytes(payload.read_bytes() + b" ")

    said = hongtou("verify", "--json", office=folder)

    assert said.code == 60
    assert len(said.json()["faults"]) == 1
    assert said.err.count("\n") == 1


def test_an_office_is_not_founded_among_other_things(tmp_path: Path) -> None:
    (tmp_path / "账本.txt").write_text("别的", "utf-8")

    assert_refused(hongtou("init", str(tmp_path)), 10, "文件夹里已有别的内容")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["账本.txt"]


def test_outside_the_example_office_a_password_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    hongtou("init", str(folder), "--profile", "example")
    settings = folder / "office.toml"
    settings.write_text(settings.read_text("utf-8").replace('profile = "example"', 'profile = "office"'), "utf-8")
    secret = "稻谷晾晒以晴为先的那个口令"
    typed = f"{secret}\n{secret}\n"
    set_first = program("password", "clerk", office=folder, typed=typed)
    assert (set_first.code, set_first.out, set_first.err) == (0, "clerk 的口令已设置。\n", "")

    assert_refused(program("todo", "--as", "clerk", office=folder, typed="错的\n"), 20, "账号或口令不对")
    assert program("todo", "--as", "clerk", "--json", office=folder, typed=f"{secret}\n").json() == {
        "items": [],
        "notices": [],
    }


def test_a_password_is_refused_for_an_unknown_login_and_for_two_different_entries(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    hongtou("init", str(folder), "--profile", "example")

    unknown = program("password", "nosuch", office=folder)
    different = program("password", "clerk", office=folder, typed="稻谷晾晒以晴为先的那个口令\n另外一个也很长的口令\n")

    assert_refused(unknown, 10, "【nosuch】office.toml 中没有这个账号")
    assert "clerk" in unknown.err
    assert_refused(different, 10, "两次输入的新口令不一样，没有设置口令")


def test_the_next_steps_name_the_passwords_until_they_are_set(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    example = hongtou("init", str(folder), "--profile", "example")
    settings = folder / "office.toml"
    settings.write_text(settings.read_text("utf-8").replace('profile = "example"', 'profile = "office"'), "utf-8")

    real = program("init", str(folder))

    assert "hongtou password" not in example.out
    assert "下一步：hongtou password 账号 给每个账号设口令，hongtou doctor" in real.out


def test_a_series_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    hongtou("init", str(folder), "--profile", "example")
    asked = ("numbers", "reserve", "goverment", "--first", "9", "--last", "9", "--reason", "留用", "--as", "clerk")

    said = hongtou(*asked, office=folder)

    assert_refused(said, 10, "【goverment】没有这个代号或代字的编号序列")
    assert "云政发" in said.err


def test_help_speaks_chinese_and_names_every_command() -> None:
    said = program("--help", at=REPOSITORY)

    for name in ("init", "format", "check", "todo", "sign", "register", "seal", "show", "numbers", "search", "verify"):
        assert re.search(rf"^  {name}\s+\S*[\u4e00-\u9fff]", said.out, re.MULTILINE), name
