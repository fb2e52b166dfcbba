"""``python -m tests.golden [--digests NAME …] [--pages FOLDER]``: judge the golden set, or write its digests or its pages to look at."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from press.page_images import page_images
from tests.golden.archival import faults_of_archival
from tests.golden.documents import golden_set
from tests.golden.run import faults_in, set_page, typesetter


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; 1 when something stands elsewhere than it must."""
    parser = argparse.ArgumentParser(prog="tests.golden", description="Set the golden documents and judge them.")
    parser.add_argument("--digests", nargs="*", help="print the SHA-256 of these documents' PDFs and end")
    parser.add_argument("--pages", type=Path, help="write every page as a PNG into this folder")
    chosen = parser.parse_args(arguments)
    machine = typesetter()
    if chosen.digests:
        named = {each.name: each for each in golden_set()}
        for name in chosen.digests:
            _say(hashlib.sha256(set_page(machine, named[name]).pdf).hexdigest())
        return 0
    faults = list(faults_in(golden_set()))
    for golden in golden_set():
        pdf = set_page(machine, golden).pdf
        faults += [f"{golden.name}：{fault}" for fault in faults_of_archival(pdf)]
        if chosen.pages:
            chosen.pages.mkdir(parents=True, exist_ok=True)
            for number, image in enumerate(page_images(pdf), 1):
                (chosen.pages / f"{golden.name}-{number}.png").write_bytes(image)
    _say("\n".join(faults) or f"{len(golden_set())} documents, nothing stands elsewhere than it must")
    return 1 if faults else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
