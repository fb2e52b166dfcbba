"""An office set up for a drill (布置): a fresh example office with drafts in its watched folders, and what must become of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.drills.inspection import Expected
from tests.needs import REPOSITORY

EXAMPLES = REPOSITORY / "examples" / "drafts"
LACKING = ("社会事务办公室/材料（改3）.docx",)
LEFT = ("社会事务办公室/关于组织参加全县健康知识讲座的通知.docx", "党政办公室/有关会议安排的通知.docx")
FEW = (
    "党政办公室/关于调整乡人民政府领导班子成员工作分工的通知.docx",
    "党政办公室/云岭乡人民政府乡长办公会议纪要.docx",
    "社会事务办公室/关于2027年度城乡居民基本医疗保险参保缴费工作情况的报告.docx",
    "社会事务办公室/关于做好低温雨雪冰冻天气防范应对工作的紧急通知.docx",
)


class DrillError(Exception):
    """The drill itself could not go on."""


@dataclass(frozen=True)
class Stage:
    """One office of a drill in ``folder``; everything of the drill's own lies beside it."""

    folder: Path
    drafts: tuple[str, ...]

    @property
    def root(self) -> Path:
        return self.folder / "office"

    @property
    def marks(self) -> Path:
        return self.folder / "marks"

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    def prepare(self, *, with_drafts: bool = True) -> None:
        """Make the office anew and drop its drafts."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.marks.mkdir(parents=True)
        self.run("-m", "hongtou", "init", str(self.root), "--profile", "example")
        if with_drafts:
            self.drop(self.drafts)

    def drop(self, drafts: Iterable[str]) -> None:
        """Put drafts into the watched folders, as people do."""
        for draft in drafts:
            copy = shutil.copytree if (EXAMPLES / draft).is_dir() else shutil.copyfile
            copy(EXAMPLES / draft, self.root / "投稿" / "发文" / draft)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start one of the drill's processes; what it says goes into the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *words], env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def run(self, *words: str) -> None:
        """Run one of the drill's processes to its good end."""
        code = self.start(*words).wait()
        if code:
            raise DrillError(f"{' '.join(words)} ended with {code}; see {self.log}")

    def inspect(self) -> list[str]:
        """Say what is wrong in the office."""
        wanted = self.folder / "expected.json"
        wanted.write_text(self.expected().to_json(), "utf-8")
        words = [sys.executable, "-m", "tests.drills.inspection", str(self.root), str(wanted)]
        with self.log.open("ab") as log:
            said = subprocess.run(words, env=self._environment(), stdout=subprocess.PIPE, stderr=log, check=False)
        return list(json.loads(said.stdout)) if said.returncode == 0 else [f"the inspection failed; see {self.log}"]

    def expected(self) -> Expected:
        """Say what must become of the drafts."""
        filed = tuple(name for name in self.drafts if name not in {*LACKING, *LEFT})
        lacking = tuple(name for name in self.drafts if name in LACKING)
        return Expected(filed, lacking, tuple(name for name in self.drafts if name in LEFT))

    def _environment(self) -> dict[str, str]:
        paths = os.pathsep.join(path for path in (str(REPOSITORY), os.environ.get("PYTHONPATH", "")) if path)
        return {**os.environ, "PYTHONPATH": paths, "HONGTOU_DRILL_MARKS": str(self.marks)}


def all_drafts() -> tuple[str, ...]:
    """Name every example draft by unit and name."""
    return tuple(f"{draft.parent.name}/{draft.name}" for draft in sorted(EXAMPLES.glob("*/*")))
