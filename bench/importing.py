"""Taking over PDFs measured: ``python -m bench.importing --files 500``: records a second, and beside them the bare libraries over the same files."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

_BATCH = 200
_LINES = 60


@dataclass(frozen=True)
class Cost:
    """What a run took for each record (每件用时): wall and processor time of all its processes, in milliseconds."""

    wall_ms: float
    cpu_ms: float

    @property
    def rate(self) -> float:
        """Give records a second."""
        return 1000 / self.wall_ms


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-import-") as place:
        folder = Path(place)
        _run("init", str(folder / "office"), "--profile", "example")
        pages = _write(folder, wanted.files)
        ours = _measured(wanted.files, lambda: _import(folder, wanted.files))
        bare = _measured(wanted.files, lambda: _bare(folder))
    load = os.getloadavg()[0]
    print(f"{wanted.files} PDFs of {pages} pages, {os.cpu_count()} processors, load {load:.1f}")
    print(f"import  {ours.rate:7.1f} a second  {ours.cpu_ms:6.1f} ms of processor time a record")
    print(f"bare    {bare.rate:7.1f} a second  {bare.cpu_ms:6.1f} ms of processor time a record")
    print(f"        {ours.cpu_ms / bare.cpu_ms:7.2f} times bare")
    return 0


def _measured(count: int, work: Callable[[], None]) -> Cost:
    began, used = time.monotonic(), _cpu()
    work()
    return Cost((time.monotonic() - began) * 1000 / count, (_cpu() - used) * 1000 / count)


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _import(folder: Path, files: int) -> None:
    report = json.loads(_run("import", str(folder / "目录.jsonl"), "--office", str(folder / "office"), "--json"))
    if report["imported"] != files:
        raise SystemExit(f"{report['imported']} of {files} were taken over: {report['refused'][:3]}")


def _run(*words: str) -> bytes:
    return subprocess.run([sys.executable, "-m", "hongtou", *words], check=True, stdout=subprocess.PIPE).stdout


def _bare(folder: Path) -> None:
    """Open, read, hash, write and sync each file; note them 200 to a commit: what nobody can do without."""
    out = folder / "bare"
    out.mkdir()
    books = sqlite3.connect(out / "books.sqlite")
    books.execute("CREATE TABLE records (name TEXT, digest TEXT, text TEXT)")
    for place, path in enumerate(sorted(folder.glob("*.pdf")), 1):
        data = path.read_bytes()
        with pikepdf.open(io.BytesIO(data)):
            pass
        with pypdfium2.PdfDocument(data) as document:
            text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
        with (out / path.name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        books.execute("INSERT INTO records VALUES (?, ?, ?)", (path.name, hashlib.sha512(data).hexdigest(), text))
        if place % _BATCH == 0:
            books.commit()
    books.commit()


def _write(folder: Path, files: int) -> int:
    """Write the catalogue and its PDFs, no two alike, made by our own press; give the pages of each."""
    rows = ["序号,档号,文号,责任者,题名,日期,密级,页数,备注"]
    rows += [
        f"{n},B027-WS·2019-D30-ZFB-{n:04d},云政发〔2019〕{n}号,云岭乡人民政府,关于做好第{n}次防汛工作的通知,20190304,,2,"
        for n in range(1, _LINES)
    ]
    (folder / "rows.csv").write_text("\n".join(rows) + "\n", "utf-8")
    _run("sheet", "归档文件目录", "--rows", str(folder / "rows.csv"), "--out", str(folder / "model.pdf"))
    model = (folder / "model.pdf").read_bytes()
    (folder / "model.pdf").unlink()
    with (folder / "目录.jsonl").open("w", encoding="utf-8") as catalogue:
        for number in range(files):
            with pikepdf.open(io.BytesIO(model)) as pdf:
                pdf.docinfo["/Subject"] = str(number)
                pdf.save(folder / f"{number:06d}.pdf")
            catalogue.write(json.dumps(_row(number), ensure_ascii=False) + "\n")
    with pikepdf.open(io.BytesIO(model)) as pdf:
        return len(pdf.pages)


def _row(number: int) -> dict[str, str]:
    return {
        "id": f"P{number:06d}",
        "number": f"云政发〔2019〕{number}号",
        "title": f"关于第{number}次防汛工作的通知",
        "organ": "云岭乡人民政府",
        "date": "2019-03-04",
        "level": "内部",
        "retention": "30年",
        "file": f"{number:06d}.pdf",
    }


if __name__ == "__main__":
    sys.exit(main())
