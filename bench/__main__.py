"""``make bench``: the main job measured."""

from __future__ import annotations

import sys

from bench.main_job import main

sys.exit(main())
