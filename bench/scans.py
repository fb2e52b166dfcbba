"""Scans that came in, measured: ``python -m bench.scans --files 200``: dropped at once, taken in, entered; and then, where it is installed, their words read.

What is printed without reading is what an office has whose machine reads nothing. Reading goes on in the background while as many scans again are taken
in, then alone. Errors are counted against what was typed.
"""

from __future__ import annotations

import argparse
import difflib
import os
import tempfile
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.meter import tree_cpu_s, tree_pss_mb
from domain.case import Phase
from domain.office import Actor
from domain.receipt import Particulars, ReceiptNature
from hongtou import wiring
from hongtou.founding import found
from hongtou.settings import load_settings
from office import receive
from office.advance import present_due, take_in_due
from office.house import House
from office.transcribe import transcribe_due
from office.transcript import words_of
from tests.making_pdf import typed_scan

_SAMPLES_EVERY_S = 0.5


@dataclass
class Peak:
    """The largest memory of all our processes while something ran (内存峰值)."""

    mb: float = 0.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--lines", type=int, default=18, help="lines on each page")
    parser.add_argument("--read", type=int, default=0, help="pages to be read at least; 0 for all of them")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-scans-") as place:
        root = Path(place) / "office"
        list(found(root, "example"))
        with wiring.opened(root) as house:
            _measure(house, wanted.files, wanted.lines, wanted.read or wanted.files)
    return 0


def _measure(house: House, files: int, lines: int, read: int) -> None:
    pages = {number: _words(number, lines) for number in range(2 * files)}
    sizes = [_drop(house, number, pages[number]) for number in range(files)]
    print(
        f"{files} scans of a page, {lines} lines, {sum(sizes) / files / 1000:.0f} KB each; "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    print(_measured("taken in and looked through", files, lambda: _take_in(house)), flush=True)
    print(_measured("entered by the clerk", files, lambda: _enter(house)), flush=True)
    if not house.press.transcriber():
        print("nothing on this machine reads words in pictures: make ocr")
        return
    for number in range(files, 2 * files):
        _drop(house, number, pages[number])
    reader = Reader(house, read)
    reader.start()
    print(_measured("as many while words are read", files, lambda: _take_in(house)), flush=True)
    print(f"  meanwhile {reader.done} pages were read; load {os.getloadavg()[0]:.1f}", flush=True)
    so_far = reader.done
    if so_far < read:
        print(_measured("words read, nothing else", read - so_far, lambda: reader.until_done() - so_far), flush=True)
    reader.join()
    print(f"characters read wrongly: {_errors(house, pages):.2%} ({house.press.transcriber()})")


class Reader(threading.Thread):
    """Reads words beside the line, as the schedule does (后台识别)."""

    def __init__(self, house: House, wanted: int) -> None:
        super().__init__()
        self.house = house
        self.wanted = wanted
        self.done = 0

    def run(self) -> None:
        """Read a page at a time until as many as wanted are read."""
        try:
            while self.done < self.wanted and (rows := transcribe_due(self.house, most=1)):
                self.done += len(rows)
        finally:
            self.house.registry.close_connections()

    def until_done(self) -> int:
        """Wait until all is read, and give the number of pages."""
        self.join()
        return self.done


def _words(number: int, lines: int) -> list[str]:
    body = "各单位要在汛期以前完成堤防和涵闸的检查，发现隐患立即整改。"
    head = ["临溪县人民政府文件", f"临政发〔2026〕{number + 1}号", f"关于做好第{number + 1}次防汛检查的通知"]
    return [*head, *(f"{place}．{body}"[:30] for place in range(1, lines - 2))]


def _drop(house: House, number: int, lines: list[str]) -> int:
    data = typed_scan([lines])
    (house.mailroom.folders.drops / "收文" / f"来文{number:03d}.pdf").write_bytes(data)
    return len(data)


def _take_in(house: House) -> int:
    house.mailroom.scan()  # what lies still until the settling time is over is whole
    time.sleep(load_settings(house.root).work.settle_s)
    while take_in_due(house) or present_due(house):
        pass
    return len(house.registry.cases(phases=(Phase.TO_RECEIVE,)))


def _enter(house: House) -> int:
    clerk = _clerk(house)
    for number, case in enumerate(house.registry.cases(phases=(Phase.TO_RECEIVE,))):
        stated = Particulars("临溪县人民政府", case.title, "内部", ReceiptNature.TO_HANDLE, f"测试〔2026〕{number}号")
        receive.receive(house, clerk, case.document_id, stated)
    return len(house.registry.cases(phases=(Phase.UNDER_WAY,)))


def _clerk(house: House) -> Actor:
    actor = house.office.actor("clerk")
    if actor is None:
        raise SystemExit("the example office has no clerk")
    return actor


def _errors(house: House, pages: dict[int, list[str]]) -> float:
    """Count the characters read otherwise than they were typed, as a share of all."""
    wrong, whole = 0, 0
    for case in house.registry.cases(phases=(Phase.UNDER_WAY,)):
        if case.incoming is None or not case.incoming.transcript:
            continue
        typed = _plain("".join(pages[int(case.name.removeprefix("来文").removesuffix(".pdf"))]))
        read = _plain("".join(words_of(house, page) for page in case.incoming.transcript))
        same = difflib.SequenceMatcher(None, typed, read, autojunk=False).get_matching_blocks()
        wrong, whole = wrong + len(typed) - sum(block.size for block in same), whole + len(typed)
    return wrong / whole


def _plain(text: str) -> str:
    """Give text without what makes no difference to a reader: blanks, full-width and half-width forms."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _measured(what: str, wanted: int, work: Callable[[], int]) -> str:
    began, used = time.monotonic(), tree_cpu_s(os.getpid())
    with _watched() as peak:
        done = work()
    took, cpu = time.monotonic() - began, tree_cpu_s(os.getpid()) - used
    if done != wanted:
        raise SystemExit(f"{what}: {done} of {wanted}")
    return (
        f"{what:28s} {done / took:7.2f} a second  {cpu / done * 1000:7.0f} ms of processor time each  "
        f"{peak.mb:6.0f} MB at most  {took:6.1f} s"
    )


@contextmanager
def _watched() -> Iterator[Peak]:
    """Look at the memory of our processes again and again."""
    peak, ends = Peak(), threading.Event()

    def look() -> None:
        while not ends.wait(_SAMPLES_EVERY_S):
            peak.mb = max(peak.mb, tree_pss_mb(os.getpid()))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ends.set()
        watcher.join()


if __name__ == "__main__":
    raise SystemExit(main())
