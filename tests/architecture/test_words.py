"""What must not stand in the repository: hosts of package registries, paths of one machine, secrets."""

from __future__ import annotations

import pytest

from tests.architecture.test_rooms import tracked_files
from tests.needs import REPOSITORY

# In two halves, so that this file does not find itself.
FORBIDDEN = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs.org",
    "deb." + "debian.org",
    "archive." + "ubuntu.com",
    "index" + "-url",
    "find" + "-links =",
    "/work" + "/main",
    "/work" + "/shared",
    "/opt" + "/wheels",
    "/opt" + "/pypi",
    "BEGIN " + "PRIVATE KEY",
]
LOCKED = REPOSITORY / "uv.lock"  # written by uv, with the standard entries of the public registry


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_word_of_one_machine_stands_nowhere(word: str) -> None:
    found = [
        str(file.relative_to(REPOSITORY))
        for file in tracked_files()
        if file != LOCKED and word.encode() in file.read_bytes()
    ]

    assert not found
