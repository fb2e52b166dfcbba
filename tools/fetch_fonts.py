"""Fetch the fonts from the command line: ``python -m tools.fetch_fonts [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from press.font_fetching import FontsUnavailableError, fetch_fonts, fonts_folder


def main(arguments: list[str]) -> int:
    """Fetch what is missing, say where it lies, and return the exit code."""
    folder = Path(arguments[0]).absolute() if arguments else fonts_folder()
    try:
        entries = fetch_fonts(folder, lambda line: print(line, flush=True))
    except FontsUnavailableError as error:
        print(f"{error}\n{error.english}", file=sys.stderr)
        return error.exit_code
    print(f"字体已就绪：{folder}（{len(entries)} 个） fonts are ready")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
