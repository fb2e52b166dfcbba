"""``make demo`` (演示): an example office runs its main job on the example drafts, with everything that an office runs.

The people are played through the use-cases that the desk calls; everything else is done by the processes of ``hongtou up``.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from domain.case import Case, Phase
from domain.errors import HongtouError, SurroundingsError
from domain.events import HandedBack
from hongtou.founding import found
from hongtou.players import play
from hongtou.settings import load_settings
from hongtou.up import address, free, wait_for_desk
from hongtou.wiring import opened
from mailroom.folders import MARKER
from office.archived import record_of
from office.care import verify
from office.filing import TEXT
from office.house import House
from office.search import search

ENDED = (Phase.DONE, Phase.LACKING, Phase.RETURNED, Phase.REFUSED, Phase.WITHDRAWN)
WITHIN_S = 300.0
LOOK_EVERY_S = 0.3
console = Console(highlight=False)


class DemoStuckError(SurroundingsError):
    """The demo did not come to its end (演示没有办完)."""

    code = "HT-712"

    def __init__(self, what: str, folder: Path) -> None:
        super().__init__(f"演示有{WITHIN_S:.0f}秒没有进展：{what}", str(folder), "查看该文件夹下 prefect/ 中的日志")


@dataclass
class Clock:
    """How long each phase of the demo took (各阶段用时)."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time a phase, showing that it runs."""
        begun = time.monotonic()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            progress.add_task(name)
            yield
        self.spent[name] = time.monotonic() - begun


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; give the exit code."""
    parser = argparse.ArgumentParser(prog="hongtou.demo", description="红头演示")
    parser.add_argument("--once", action="store_true", help="核验之后就结束")
    parser.add_argument("--folder", type=Path, default=Path.home() / "hongtou-demo", help="示例机关的文件夹")
    parser.add_argument("--port", type=int, default=None, help="柜台的端口")
    chosen = parser.parse_args(arguments)
    try:
        return demonstrate(chosen.folder.absolute(), once=chosen.once, port=chosen.port)
    except HongtouError as error:
        console.print(f"{error.code} {error}", style="red")
        return error.exit_code


def demonstrate(folder: Path, *, once: bool, port: int | None) -> int:
    """Show the main job from drop to archive in a fresh example office."""
    clock = Clock()
    with clock.phase("建立示例机关"):
        _fresh_office(folder)
    desk = load_settings(folder).desk
    chosen = free(desk, 0 if port is None else port)
    with running(folder, chosen), opened(folder) as house:
        with clock.phase("启动收发室、排版、定时任务和柜台"):
            if not wait_for_desk(desk, chosen):
                raise DemoStuckError("柜台没有启动", folder)
        dropped = drop_drafts(folder, examples())
        console.print(f"已投稿 {len(dropped)} 份到 {house.mailroom.folders.drops}")
        with clock.phase("收件、审读、呈批"):
            _until(house, lambda: _all_shown(house, dropped), "收件与呈批")
        with clock.phase("签批、登记、用印"):
            acts = _play_all(house)
        console.print(f"各角色共办理 {acts} 项")
        with clock.phase("印发、归档、回送、编目"):
            _until(house, lambda: _all_ended(house), "印发与归档")
        console.print(results_table(house, dropped))
        with clock.phase("检索"):
            _show_search(house)
        with clock.phase("核验"):
            report = verify(house)
        for fault in report.faults:
            console.print(f"不符：{fault}", style="red")
        console.print(
            f"核验：档案 {report.records} 件、台账 {report.ledger_lines} 笔，{'全部一致' if report.holds else '有不符'}"
        )
        console.print("用时：" + "，".join(f"{name} {spent:.1f} 秒" for name, spent in clock.spent.items()))
        if not once:
            _keep_desk(house, address(desk, chosen))
    return 0 if report.holds else 1


@contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``hongtou up`` beside us; it ends with the ``with`` block."""
    command = [sys.executable, "-m", "hongtou", "up", "--office", str(folder), "--port", str(port)]
    with (folder / "prefect" / "up.log").open("ab") as output:
        # a session of its own: Ctrl-C reaches us alone, and we end it in order
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(WITHIN_S)


def examples() -> Path:
    """Give the folder of the example drafts: the checkout's, or the one installed beside the program."""
    for place in (
        Path(__file__).parents[1] / "examples" / "drafts",
        Path(sys.prefix) / "share" / "hongtou" / "examples" / "drafts",
    ):
        if place.is_dir():
            return place
    raise DemoStuckError("没有找到示例文稿", Path(sys.prefix))


def drop_drafts(folder: Path, drafts: Path) -> list[tuple[str, str]]:
    """Drop every example into its unit's folder, as people do; give pairs of unit and name."""
    dropped = []
    for unit in sorted(path for path in drafts.iterdir() if path.is_dir()):
        target = folder / "投稿" / "发文" / unit.name
        for draft in sorted(unit.iterdir()):
            (shutil.copytree if draft.is_dir() else shutil.copyfile)(draft, target / draft.name)
            dropped.append((unit.name, draft.name))
    return dropped


def results_table(house: House, dropped: Sequence[tuple[str, str]]) -> Table:
    """Show one row per draft: what it became, or what its drafter gets."""
    table = Table(title="办理结果", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 1, 0))
    table.add_column("文稿 → 回到", overflow="fold")
    for name in ("文种", "签发", "发文字号", "页", "档案"):
        table.add_column(name, no_wrap=True)
    cases = {(_unit_name(house, case), case.name): case for case in house.registry.cases()}
    for unit, name in dropped:
        case = cases.get((unit, name))
        if case:
            place, *cells = _case_cells(house, case)
            table.add_row(f"{name}\n→ {place}", *cells)
        else:
            table.add_row(f"{name}\n→ {_answer(house, unit, name)}", "", "", "", "", "（未收取）")
    return table


def _case_cells(house: House, case: Case) -> tuple[str, str, str, str, str, str]:
    signer = house.office.person(case.signer)
    place = str(Path(next(iter(_folders_handed_back(house, case)), "")).parent)
    return (
        place,
        case.kind,
        signer.name if signer else "",
        case.number,
        str(case.issued.pages) if case.issued else "",
        case.document_id if case.filed else f"（{case.phase.value}）",
    )


def _folders_handed_back(house: House, case: Case) -> list[str]:
    history = house.registry.history(case.document_id)
    return [event.folder for _, event in reversed(history) if isinstance(event, HandedBack)]


def _answer(house: House, unit: str, name: str) -> str:
    """Say what the drafter of a draft that was not taken in finds; a stopped one's slip bears no name."""
    slips = list((house.root / "退回" / unit).glob("*未收取*.txt"))
    own = [path for path in slips if Path(name).stem in path.name] or [
        path for path in slips if "不记文件名" in path.name
    ]
    return str(own[0].relative_to(house.root)) if own else ""


def _fresh_office(folder: Path) -> None:
    """Make the office anew; only an example office of ours is ever removed."""
    settings = folder / "office.toml"
    if settings.is_file() and 'profile = "example"' in settings.read_text("utf-8"):
        shutil.rmtree(folder)
    for _ in found(folder, "example"):
        pass


def _until(house: House, is_so: Callable[[], bool], what: str) -> None:
    """Wait for as long as the work goes on: a slow machine may take its time."""
    seen, deadline = house.registry.head(), time.monotonic() + WITHIN_S
    while not is_so():
        if (head := house.registry.head()) != seen:
            seen, deadline = head, time.monotonic() + WITHIN_S
        if time.monotonic() > deadline:
            raise DemoStuckError(what, house.root)
        time.sleep(LOOK_EVERY_S)


def _all_shown(house: House, dropped: Sequence[tuple[str, str]]) -> bool:
    cases = house.registry.cases()
    shown = all(case.phase in (Phase.UNDER_WAY, *ENDED) for case in cases)
    left = [
        path
        for path in (house.root / "投稿" / "发文").glob("*/*")
        if path.name != MARKER and not path.name.startswith(".")
    ]
    told = list((house.root / "退回").glob("*/*未收取*.txt"))
    return shown and len(cases) + len(told) >= len(dropped) and len(left) <= len(told)


def _all_ended(house: House) -> bool:
    head = house.registry.head()
    return all(case.phase in ENDED for case in house.registry.cases()) and (
        head is not None and house.catalogue.position() >= head.index
    )


def _play_all(house: House) -> int:
    acts = 0
    while done := sum(1 for _ in play(house)):
        acts += done
    return acts


def _show_search(house: House) -> None:
    """Search for a phrase from the middle of a filed body and show the hit."""
    archivist = house.office.actor("archivist")
    filed = [case for case in house.registry.cases(phases=(Phase.DONE,)) if case.filed]
    if archivist is None or not filed:
        raise DemoStuckError("没有归档的文件可查", house.root)
    phrase = _phrase_of(house, filed[len(filed) // 2])
    answer = search(house, archivist, f'"{phrase}"')
    console.print(f"查“{phrase}”：共 {answer.total} 件")
    for hit in answer.hits[:3]:
        snippet = "".join(
            f"[bold red]{text}[/]" if marked else text.replace("[", "\\[") for text, marked in hit.snippet
        )
        console.print(f"　{hit.number}　{hit.title}\n　　{snippet}")


def _phrase_of(house: House, case: Case) -> str:
    lines = [line for line in record_of(house, case).read(TEXT).decode().split("\n") if len(line) > 40]
    middle = lines[len(lines) // 2]
    start = len(middle) // 2
    return middle[start : start + 8]


def _keep_desk(house: House, where: str) -> None:
    logins = "、".join(f"{account.login}（{_name(house, account.person)}）" for account in house.office.accounts)
    console.print(f"\n柜台开着：{where}\n示例账号（不需要口令）：{logins}\n按 Ctrl-C 结束。")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        console.print("\n正在结束……")


def _name(house: House, person_id: str) -> str:
    person = house.office.person(person_id)
    return person.name if person else person_id


def _unit_name(house: House, case: Case) -> str:
    unit = house.office.unit_named(case.unit)
    return unit.name if unit else case.unit


if __name__ == "__main__":
    sys.exit(main())
