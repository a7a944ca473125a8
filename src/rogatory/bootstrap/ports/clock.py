# SPDX-License-Identifier: Apache-2.0
"""The clock of this machine: the port `Clock`, and whether a time server keeps it."""

import subprocess
from datetime import UTC, datetime

SECONDS_FOR_THE_SYSTEM = 5.0
"""A program of the system that hangs must not hold up who asks."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def is_time_kept() -> bool | None:
    """Return whether the system says that a time server keeps its clock; None if it says nothing."""
    command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS_FOR_THE_SYSTEM, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())
