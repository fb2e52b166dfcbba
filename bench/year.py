"""Import and annual filing measured: ``python -m bench.year --pieces 2000``: rate, time per 1,000 pieces, the most memory, the same bytes twice."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

YEAR = 2024
_SEED = 20_260_101
_ORGANS = ("云岭乡人民政府", "中共云岭乡委员会", "云岭乡党政办公室")
_KINDS = ("通知", "报告", "意见", "函", "纪要", "决定")
_WORDS = (
    "防汛",
    "森林防火",
    "安全生产",
    "村级财务",
    "危房改造",
    "义务教育",
    "秋季造林",
    "道路养护",
    "食品安全",
    "档案整理",
)


@dataclass(frozen=True)
class Run:
    """What one command took (用时与内存)."""

    seconds: float
    cpu_s: float
    peak_mb: float
    out: bytes


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=2000)
    parser.add_argument("--keep", type=Path, help="leave the office here")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-year-") as folder:
        measure(wanted.keep or Path(folder), wanted.pieces)
    return 0


def measure(folder: Path, pieces: int) -> None:
    """Measure in a folder, which may hold an office of an earlier run that was stopped."""
    office, catalogue = folder / "office", folder / "catalogue.jsonl"
    if not office.exists():
        run_command("init", str(office), "--profile", "example")
    write_catalogue(catalogue, pieces)
    taken = run_command("import", str(catalogue), "--office", str(office), "--json")
    report = json.loads(taken.out)
    print(
        f"import  {report['imported']:6d} records  {report['imported'] / taken.seconds:7.1f} a second  {taken.peak_mb:6.0f} MB"
    )
    first = run_command("year", str(YEAR), "--office", str(office), "--json")
    filed = len(json.loads(first.out)["pieces"])
    print(f"year    {filed:6d} pieces   {first.seconds / filed * 1000:7.1f} s per 1,000  {first.peak_mb:6.0f} MB")
    second = run_command("year", str(YEAR), "--office", str(office), "--json")
    print(f"again   {filed:6d} pieces   {second.seconds:7.1f} s             {second.peak_mb:6.0f} MB")
    same = "same bytes" if first.out == second.out else "OTHER BYTES"
    print(f"        {same}  {hashlib.sha256(second.out).hexdigest()}")


def run_command(*words: str) -> Run:
    """Run one command of the product in a process of its own; its memory is that of the largest process in it."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([sys.executable, "-m", "hongtou", *words], stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        if process.returncode:
            raise SystemExit(f"hongtou {' '.join(words)} ended with {process.returncode}")
        out.seek(0)
        return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read())


def write_catalogue(path: Path, pieces: int) -> None:
    """Write so many made-up records as rows to be taken over."""
    chosen = random.Random(_SEED)  # noqa: S311 - made-up records
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, pieces + 1):
            file.write(json.dumps(_row(chosen, number), ensure_ascii=False) + "\n")


def _row(chosen: random.Random, number: int) -> dict[str, str]:
    about, kind = chosen.choice(_WORDS), chosen.choice(_KINDS)
    day = dt.date(YEAR, 1, 1) + dt.timedelta(days=chosen.randrange(366))
    text = "　　" + "".join(f"要做好{chosen.choice(_WORDS)}工作，落实责任。" for _ in range(60))
    return {
        "id": f"B{number:06d}",
        "number": f"云政发〔{YEAR}〕{number}号",
        "title": f"关于做好第{number}次{about}工作的{kind}",
        "organ": chosen.choice(_ORGANS),
        "date": day.isoformat(),
        "level": chosen.choice(("公开", "内部")),
        "retention": chosen.choice(("永久", "30年", "10年")),
        "text": text,
    }


if __name__ == "__main__":
    sys.exit(main())
