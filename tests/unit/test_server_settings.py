from __future__ import annotations

from pathlib import Path

import pytest
from prefect.settings import Settings

from hongtou.supervisor import environment


def test_what_no_flow_uses_is_off_and_what_schedules_need_is_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(tmp_path, 4200).items():
        if name.startswith("PREFECT_"):
            monkeypatch.setenv(name, value)

    services = Settings().server.services

    assert services.scheduler.enabled
    assert services.late_runs.enabled
    assert services.db_vacuum.enabled == {"events", "flow_runs"}
    assert not any(
        each.enabled
        for each in (
            services.task_run_recorder,
            services.pause_expirations,
            services.cancellation_cleanup,
            services.foreman,
            services.repossessor,
            services.cleanup_reconciler,
            services.triggers,
        )
    )
