"""A year filed under fire (年度归档): killed at one fsync after the other and run again, it must end like an undisturbed twin, byte for byte.

``python -m tests.drills year-under-fire``, or ``python -m tests.drills.year --pieces 300 --kills 100``. Every process is forked from one that has everything imported; it kills itself at
the nth fsync of its run, before it or after it, so that every step that counts has a kill beside it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.django_here import set_up_django

YEAR = 2024
_SEED = 20_241_231
_ORGANS = ("云岭乡人民政府", "中共云岭乡委员会", "云岭乡党政办公室", "临溪县人民政府")
_MOST_SYNCS = 60
"""A run is killed at one of its first so many syncs, so that many kills fit into one year."""


def live_through(folder: Path, pieces: int, kills: int) -> tuple[int, list[str]]:
    """Prepare two offices alike, file one in peace and one under fire; give the kills and what differs at the end."""
    set_up_django()
    root, twin = folder / "office", folder / "twin"
    _in_child(lambda: _prepare(root, pieces))
    shutil.copytree(root, twin)
    _in_child(lambda: _file(twin))
    chosen = random.Random(_SEED)  # noqa: S311 - places to kill at
    hit = 0
    while hit < kills and _in_child(
        lambda: _file_until(root, chosen.randrange(1, _MOST_SYNCS), before=chosen.random() < 0.5)
    ):
        hit += 1
    _in_child(lambda: _file(root))
    _in_child(lambda: _report(root, folder / "office.json"))
    _in_child(lambda: _report(twin, folder / "twin.json"))
    return hit, _faults(
        json.loads((folder / "office.json").read_bytes()), json.loads((folder / "twin.json").read_bytes())
    )


def _faults(ours: dict[str, object], twins: dict[str, object]) -> list[str]:
    faults = [f"{name} 与未受打断的不同" for name in ("report", "events") if ours[name] != twins[name]]
    verified = ours["faults"]
    assert isinstance(verified, list)
    return [*faults, *map(str, verified)]


def _in_child(work: Callable[[], None]) -> bool:
    """Do work in a fork, and tell whether it was killed.

    Raises:
        RuntimeError: It ended with an error of its own.
    """
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - the fork must not run on into the drill
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the fork ended with {code}")
    return code == -signal.SIGKILL


def _prepare(root: Path, pieces: int) -> None:
    from office.importing import import_catalogue  # noqa: PLC0415 - after Django is set up
    from tests.an_office import new_clock, opened, prepare  # noqa: PLC0415

    prepare(root)
    with opened(root, new_clock()) as office:
        (root.parent / "件.pdf").write_bytes(_a_pdf(office.house))
        path = root.parent / "目录.jsonl"
        rows = (json.dumps(_row(number), ensure_ascii=False) for number in range(1, pieces + 1))
        path.write_text("\n".join(rows) + "\n", "utf-8")
        report = import_catalogue(office.house, path)
        if report.refused:
            raise RuntimeError(str(report.refused[0]))


def _a_pdf(house: object) -> bytes:
    from domain.papers import Paper  # noqa: PLC0415
    from office.house import House  # noqa: PLC0415

    assert isinstance(house, House)
    return house.press.paper(Paper("备考表", (("全宗号", "B027"),)))


def _row(number: int) -> dict[str, str]:
    day = dt.date(YEAR, 1, 1) + dt.timedelta(days=number * 37 % 366)
    content = {"file": "件.pdf"} if number % 7 == 0 else {"text": f"各村：第{number}号。"}
    return {
        "id": f"N{number:05d}",
        "number": f"云政发〔{YEAR}〕{number}号",
        "title": f"关于第{number}项工作的通知",
        "organ": _ORGANS[number % len(_ORGANS)],
        "date": day.isoformat(),
        "level": ("公开", "内部")[number % 2],
        "retention": ("永久", "30年", "10年")[number % 3],
        **content,
    }


def _file(root: Path) -> None:
    from office.year import file_year  # noqa: PLC0415
    from tests.an_office import new_clock, opened  # noqa: PLC0415

    with opened(root, new_clock()) as office:
        file_year(office.house, YEAR)


def _file_until(root: Path, place: int, *, before: bool) -> None:
    """File the year until the nth sync, and die there."""
    sync, done = os.fsync, 0

    def counted(descriptor: int) -> None:
        nonlocal done
        done += 1
        if before and done >= place:  # several threads count: one of them may pass the very place
            os.kill(os.getpid(), signal.SIGKILL)
        sync(descriptor)
        if done >= place:
            os.kill(os.getpid(), signal.SIGKILL)

    os.fsync = counted  # type: ignore[assignment]
    _file(root)


def _report(root: Path, out: Path) -> None:
    """Write down what the year came to, how often everything happened, and what verifying finds."""
    from domain.codec import to_plain  # noqa: PLC0415
    from office import care  # noqa: PLC0415
    from office.year_account import year_report  # noqa: PLC0415
    from tests.an_office import new_clock, opened  # noqa: PLC0415

    with opened(root, new_clock()) as office:
        report, position = to_plain(year_report(office.house, YEAR)), 0
        counted: Counter[str] = Counter()
        while events := office.house.registry.events_after(position, 500):
            position = events[-1][0].index
            counted.update(f"{line.verb} {line.object_id}" for line, _ in events)
        said = {"report": report, "events": dict(sorted(counted.items())), "faults": care.verify(office.house).faults}
        out.write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def main() -> int:
    """Run it and say what came of it; 1 when something differs."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("case", nargs="?", default="year-under-fire", help="its name in the whole drill")
    words.add_argument("--pieces", type=int, default=300)
    words.add_argument("--kills", type=int, default=100)
    told = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="hongtou-drill-year-") as folder:
        kills, faults = live_through(Path(folder), told.pieces, told.kills)
    if kills < told.kills:
        faults.append(f"只杀了 {kills} 次，应为 {told.kills} 次")
    said = f"{kills} kills, {told.pieces} pieces: {'; '.join(faults) or 'as undisturbed'}"
    sys.stdout.write(f"{said}\n{json.dumps({'cases': kills, 'wrong': faults, 'told': said}, ensure_ascii=False)}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
