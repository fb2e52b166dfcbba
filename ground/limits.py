"""What a child process may use (子进程限额)."""

from __future__ import annotations

import resource
from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds of one job; ``cpu_s`` and ``wall_s`` count per job, the others hold for the process."""

    address_space_bytes: int = 2048 * _MIB
    cpu_s: int = 30
    wall_s: float = 60.0
    file_size_bytes: int = 512 * _MIB
    open_files: int = 256
    reply_bytes: int = 512 * _MIB

    def apply_to_process(self) -> None:
        """Bind this process and what it starts, except for time; no core files."""
        for kind, most in (
            (resource.RLIMIT_AS, self.address_space_bytes),
            (resource.RLIMIT_FSIZE, self.file_size_bytes),
            (resource.RLIMIT_NOFILE, self.open_files),
            (resource.RLIMIT_CORE, 0),
        ):
            hard = resource.getrlimit(kind)[1]
            bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (bound, bound))

    def apply_to_next_job(self) -> None:
        """Give this process ``cpu_s`` more seconds of CPU, counted from now; then comes SIGXCPU."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + self.cpu_s
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


DEFAULT_LIMITS = Limits()
