"""Recognition measured on forty drafts that were written without sight of the reader: ``python -m bench.recognition``."""

from __future__ import annotations

import sys
from collections import Counter

from domain.facts import NEEDED
from press.reading import SourceFile, read_draft
from tests.recognition_drafts import FIELDS, docx_of, judge, samples


def main() -> int:
    """Print the hit rate of every field, and every miss."""
    counts: Counter[tuple[str, str]] = Counter()
    for sample in samples():
        draft = read_draft([SourceFile("稿.docx", docx_of(sample), "body")]).draft
        known = {fact.name for fact in draft.facts}
        asked = [name.value for name in NEEDED if name not in known]
        for verdict in judge(sample, draft):
            counts[verdict.field, verdict.state] += 1
            if verdict.state != "right":
                print(
                    f"{sample.name[:2]} {verdict.field} {verdict.state}: 得“{verdict.found}” 应“{verdict.wanted}”  缺项{asked}"
                )
                print("      ", [f"{f.code} {f.place} {f.sentence}" for f in draft.findings])
    print("要素\t对\t未认出\t认错\t命中率")
    for field in FIELDS:
        right, missed, wrong = (counts[field, state] for state in ("right", "missed", "wrong"))
        print(f"{field}\t{right}\t{missed}\t{wrong}\t{right / max(1, right + missed + wrong):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
