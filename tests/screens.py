"""``python -m tests.screens OUT [NAME …]``: make the pictures of ``docs/screens/``, which people look at."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.django_here import set_up_django


def main() -> None:
    """Read the words, set Django up, and take the pictures."""
    words = argparse.ArgumentParser()
    words.add_argument("out", type=Path)
    words.add_argument("names", nargs="*")
    told = words.parse_args()
    set_up_django()
    from tests.screen_pictures import take_all  # noqa: PLC0415 - what stands on Django is imported after it is set up

    take_all(told.out, told.names)


if __name__ == "__main__":
    main()
