"""Which whoosh we stand on (检索引擎): exactly the release that was measured, or none."""

from __future__ import annotations

import pickle
import struct
import zlib

import whoosh
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError

from indexer.errors import EngineVersionError

MEASURED = (3, 54, 0)
"""One maintainer, automated releases: no other release has been looked at. Three packages install a ``whoosh``."""

DAMAGED = (OSError, EOFError, struct.error, pickle.UnpicklingError, zlib.error, CorruptIndexError)
"""What whoosh raises on postings and columns that are damaged or cut short."""
UNOPENABLE = (
    *DAMAGED, WhooshIndexError, ValueError, LookupError, TypeError, AttributeError, ImportError, AssertionError, NameError,
)  # fmt: skip
"""What it raises while opening an index whose pickles or directories are damaged or gone."""


def check_engine() -> None:
    """Refuse to start on another whoosh.

    Raises:
        EngineVersionError: It is not the measured release.
    """
    if whoosh.__version__ != MEASURED:
        raise EngineVersionError(".".join(map(str, whoosh.__version__)), ".".join(map(str, MEASURED)))
